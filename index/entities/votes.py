"""What does the whole archive say of a name? One vote of each article, and a verdict where enough of them agree.

An article's `Ballot` is worked out from nothing but the article, and the sums of ballots are whole numbers: adding and
taking away ballots gives the same table as counting all of them, in any order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.entities.labels import EntityType
from index.hashing import mixed
from index.segment.arrays.mentions import NUMBER_BITS

_UNTAGGED = len(EntityType)
_COLUMNS = _UNTAGGED + 1
# Articles that tag a name, before the archive says anything of it. English facet F1 with 5, 3 and 2, where every tenth
# article of the reference archive votes: .831, .838, .839; every hundredth: .823, .823, .827.
_ARTICLES = 2
_AGREED = 0.6  # of them that must say the same type
_SEEN = 0.5  # of the articles where the name stands capitalised that must tag it, before the others do
# Articles that say of an abbreviation that it is none: two, and one for 20 that tag it. On 700 pages 30 of the 66 that
# most articles tag are none by this, and no house, office or country is.
_DENIED, _DENIED_SHARE = 2, 0.05
_DENIAL = np.uint64(0xB5297A4D3F84D5B5)
_HIGH = np.uint64(64 - NUMBER_BITS)
_NO_NUMBERS = np.zeros(0, np.uint64)
DENIED = _UNTAGGED
"""In the place of the type of a name that is none."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one article puts in: its different `names` (uint64) and of each the `kind` (uint8), an `EntityType` or 3
    where it stands capitalised without being a mention."""

    names: NDArray[np.uint64]
    kind: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes of many articles: `names` (uint64, ascending) and `count` (int64[names, 4]), how many articles say each
    kind. A name that none says is not there."""

    names: NDArray[np.uint64]
    count: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the archive says: `names` (uint64, ascending), of each its `kind` (uint8), an `EntityType` or `DENIED`, and
    whether it is a mention wherever it stands capitalised (`everywhere`, bool)."""

    names: NDArray[np.uint64]
    kind: NDArray[np.uint8]
    everywhere: NDArray[np.bool_]

    def rows(self, names: NDArray[np.uint64]) -> NDArray[np.int64]:
        """int64: where each name stands, -1 where the archive says nothing of it."""
        row = np.searchsorted(self.names, names)
        row[row == len(self.names)] = -1
        row[self.names[row] != names if len(self.names) else slice(None)] = -1
        return row

    def kinds_of(self, numbers: NDArray[np.uint32]) -> NDArray[np.int64]:
        """int64: what the archive says of each name by its number, -1 where it says nothing."""
        row = self.rows(numbers.astype(np.uint64))
        kinds = np.full(len(row), -1)
        kinds[row >= 0] = self.kind[row[row >= 0]]
        return kinds


NO_TALLY = Tally(np.zeros(0, np.uint64), np.zeros((0, _COLUMNS), np.int64))
NO_VERDICTS = Verdicts(np.zeros(0, np.uint64), np.zeros(0, np.uint8), np.zeros(0, np.bool_))


def ballot(
    names: NDArray[np.uint64],
    kind: NDArray[np.integer],
    unmentioned: NDArray[np.uint64],
    common: NDArray[np.uint64] = _NO_NUMBERS,
) -> Ballot:
    """The ballot of an article by the names and types of its mentions, by its capitalised runs that are none, and by
    what it says to be no name anywhere (`common`)."""
    others = np.concatenate([unmentioned, denial(common)])
    every = np.concatenate([names, others])
    kinds = np.concatenate([kind.astype(np.uint8), np.full(len(others), _UNTAGGED, np.uint8)])
    order = np.lexsort((kinds, every))
    every, kinds = every[order], kinds[order]
    # A name that is tagged somewhere is not untagged: that comes last among the kinds of a name.
    again = every[1:] == every[:-1]
    again &= (kinds[1:] == kinds[:-1]) | (kinds[1:] == _UNTAGGED)
    kept = np.concatenate([np.ones(min(len(every), 1), np.bool_), ~again])
    return Ballot(every[kept], kinds[kept])


def denial(names: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """uint64: the numbers under which articles vote against names; no names have them but by chance."""
    return mixed(names + _DENIAL) >> _HIGH


def changed(tally: Tally, added: Iterable[Ballot], removed: Iterable[Ballot] = ()) -> Tally:
    """The tally with some ballots added and others, which were in it, taken away."""
    names, kinds, signs = [tally.names], [], []
    for ballots, sign in ((added, 1), (removed, -1)):
        for vote in ballots:
            names.append(vote.names)
            kinds.append(vote.kind)
            signs.append(np.full(len(vote.names), sign, np.int64))
    every, row = np.unique(np.concatenate(names), return_inverse=True)
    count = np.zeros((len(every), _COLUMNS), np.int64)
    count[row[: len(tally.names)]] = tally.count
    if kinds:
        np.add.at(count, (row[len(tally.names) :], np.concatenate(kinds)), np.concatenate(signs))
    kept = count.any(1)
    return Tally(every[kept], count[kept])


def verdicts(tally: Tally) -> Verdicts:
    """What the archive says of the names that enough articles tag alike, or say to be none."""
    tagged = tally.count[:, :_UNTAGGED]
    total = tagged.sum(1)
    clear = (total >= _ARTICLES) & (tagged.max(1, initial=0) >= _AGREED * total)
    everywhere = total >= _SEEN * (total + tally.count[:, _UNTAGGED])
    denied = _denied(tally, total)
    said = clear | denied
    kind = np.where(denied, DENIED, tagged.argmax(1))
    return Verdicts(tally.names[said], kind[said].astype(np.uint8), (everywhere & ~denied)[said])


def _denied(tally: Tally, total: NDArray[np.int64]) -> NDArray[np.bool_]:
    """bool[names]: which of the names that some articles tag (`total`) enough of them say to be none."""
    denied = np.zeros(len(total), np.bool_)
    some = np.flatnonzero(total)
    against = denial(tally.names[some])
    row = np.minimum(np.searchsorted(tally.names, against), len(total) - 1)
    count = np.where(tally.names[row] == against, tally.count[row, _UNTAGGED], 0)
    denied[some] = (count >= _DENIED) & (count >= _DENIED_SHARE * total[some])
    return denied
