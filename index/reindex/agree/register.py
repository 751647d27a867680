"""Which id does each article have? The one that it had, else the first that is free of those that its name gives.

Names are made of the articles alone (`index.naming`), so that an index built from nothing has the same ids, but for
what was equal: there the order of publication decides, and within one run the order of the paths. An article that is
called otherwise than before (its title was edited, its address corrected) gets another id, and the former one leads to
it. No id that any article ever had is given to another one. The versions of an article (`index.versions`) have one id:
what was an article of its own and turns out to be a version of another gives its id up, and that leads to the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from index.naming import slot
from index.reindex.agree.departed import Departures, Titles
from index.reindex.agree.partners import Ids, Living, Numbers, partners
from index.reindex.agree.saves import SavedArticles, Saves
from index.reindex.manifest import Manifest
from index.segment.arrays.named import NewNames
from index.store.history import History


@dataclass(frozen=True, slots=True)
class PastIds:
    """What the runs before have published: their manifest and history, and the titles of the articles."""

    manifest: Manifest
    history: History
    titles: Titles


def settle(known: PastIds, after: Manifest, now: datetime, saves: Saves) -> tuple[Manifest, NewNames, History]:
    """Give every article of the manifest `after` its id: the manifest with ids, names for the segments, the history.
    `saves` are the articles of the run, as far as their texts are looked at."""
    return _Settling(known, after, now, saves).settled()


def renamed(known: PastIds, after: Manifest, now: datetime, saves: Saves) -> Ids:
    """The places of the articles that would get another id although they were not read in this run: what an article is
    called is written when it is read."""
    past = Living.of(known.manifest)
    if not saves.units(past, Living.of(after)):
        return np.zeros(0, np.uint64)
    rows = Living.of(settle(known, after, now, saves)[0]).rows
    unread = rows.take(~np.isin(rows.id, saves.read))
    order = np.argsort(past.rows.id)
    before = past.rows.article[order[np.searchsorted(past.rows.id, unread.id, sorter=order)]]
    return np.asarray(unread.id[before != unread.article])


class _UsedIds:
    """Which ids are no longer free, and whose they are."""

    def __init__(self, living: Ids, history: History) -> None:
        self._ids = np.sort(np.concatenate([living, history.former, history.gone]))
        self._history = history
        self._fresh: set[int] = set()
        self._ordinals: dict[int, int] = {}

    def any_of(self, ids: Ids) -> NDArray[np.bool_]:
        """Which of the ids an article has or had before this run."""
        if not len(self._ids):
            return np.zeros(len(ids), np.bool_)
        place = np.minimum(np.searchsorted(self._ids, ids), len(self._ids) - 1)
        return np.asarray(self._ids[place] == ids)

    def next(self, base: int, current: int) -> int:
        """The first id of those that `base` gives which is free, or was that of the article whose id is `current`."""
        ordinal = 0 if current else self._ordinals.get(base, 0)
        while not self._usable(number := slot(base, ordinal), current):
            ordinal += 1
        if not current:
            self._ordinals[base] = ordinal + 1
        self._fresh.add(number)
        return number

    def _usable(self, number: int, current: int) -> bool:
        if number in self._fresh:
            return False
        return not self.any_of(np.array([number], np.uint64))[0] or (current != 0 and self._now_of(number) == current)

    def _now_of(self, number: int) -> int:
        """The id that the article has whose former one this is, 0 where it is none."""
        former = self._history.former
        place = int(np.searchsorted(former, np.uint64(number)))
        return int(self._history.target[place]) if place < len(former) and int(former[place]) == number else 0


class _Settling:
    def __init__(self, known: PastIds, after: Manifest, now: datetime, saves: Saves) -> None:
        self._known = known
        self._history = known.history
        self._after = after
        self._moment = int(now.timestamp())
        self._before = Living.of(known.manifest)
        self._now = Living.of(after)
        day = now.astimezone(UTC).toordinal()
        self._departures = Departures(known.history, self._before, self._now, known.titles, saves, day)
        self._taken = _UsedIds(self._before.rows.article, known.history)
        self._saves = saves
        self._addresses = saves.units(self._before, self._now)

    def settled(self) -> tuple[Manifest, NewNames, History]:
        partner = partners(self._before, self._now, self._saves.versions)
        current, base, added = self._as_before(partner)
        article = self._ids(current, base, added)
        history = self._departures.after(partner, current, article)
        rows = replace(self._after.rows, article=self._after.rows.article * 0, added=self._after.rows.added * 0)
        rows.article[self._now.number], rows.added[self._now.number] = article, added
        places = self._now.rows.id
        order = np.argsort(places)
        names = NewNames(places[order], article[order], added[order])
        return replace(self._after, rows=rows), names, history

    def _as_before(self, partner: Numbers) -> tuple[Ids, Ids, NDArray[np.int64]]:
        """The id of each article before this run (0: none), its base then, and when it was added."""
        count = len(partner)
        current, base = np.zeros(count, np.uint64), np.zeros(count, np.uint64)
        added = np.full(count, self._moment, np.int64)
        paired = np.flatnonzero(partner >= 0)
        before = self._before.rows.take(partner[paired])
        current[paired], base[paired] = before.article, before.base
        added[paired] = np.where(before.added > 0, before.added, self._moment)
        for number, gone in self._come_back(np.flatnonzero(partner < 0)):
            current[number], base[number] = self._history.gone[gone], self._history.base[gone]
            added[number] = self._history.added[gone]
        return current, base, added

    def _come_back(self, new: Numbers) -> list[tuple[int, int]]:
        """Which new articles are deleted ones: by their bytes, or by an address that no other article ever had and
        what is kept of the text."""
        history, rows = self._history, self._now.rows
        if not len(history.gone):
            return []
        waiting = {int(source): gone for gone, source in enumerate(history.source) if source}
        at_address = {int(number): gone for gone, number in enumerate(history.gone)}
        returned, left = [], []
        for number in sorted(new.tolist(), key=self._now.order):
            gone = waiting.pop(int(rows.source[number]), None)
            if gone is None:
                left.append(number)
            else:
                returned.append((number, gone))
                at_address.pop(int(history.gone[gone]), None)
        bases = rows.base.tolist()
        saved = [one for one in left if rows.by_address[one] and bases[one] in at_address and self._only(bases[one])]
        sketches = history.sketch[[at_address[bases[one]] for one in saved]]
        for number, same in zip(saved, self._saves.recalled(sketches, rows.id[saved]).tolist(), strict=True):
            if same and bases[number] in at_address:
                returned.append((number, at_address.pop(bases[number])))
        return returned

    def _only(self, base: int) -> bool:
        """Whether no more than one article ever had this base, in whatever versions."""
        second = np.array([slot(base, 1)], np.uint64)
        there = np.flatnonzero(self._now.rows.base == np.uint64(base)).tolist()
        one = len(there) == 1 or any(sorted(units[0]) == there for units in self._addresses)
        return one and not self._taken.any_of(second)[0]

    def _ids(self, current: Ids, base_before: Ids, added: NDArray[np.int64]) -> Ids:
        """The id of each article. Most are told by arrays; only what is equal or was called otherwise takes longer."""
        base = self._now.rows.base
        kept = (current != 0) & (base_before == base)
        article = np.where(kept, current, 0).astype(np.uint64)
        shared = np.zeros(len(base), np.bool_)
        waiting: SavedArticles = []
        for units in self._addresses:
            for unit, number in zip(units, self._lasting(units, article, added), strict=True):
                shared[unit], article[unit] = True, number
                waiting += [unit] if not number else []
        wanting = np.flatnonzero(~kept & ~shared)
        bases, first, counts = np.unique(base[wanting], return_index=True, return_counts=True)
        single = (counts == 1) & ~self._taken.any_of(bases)
        article[wanting[first[single]]] = bases[single]
        waiting += [[number] for number in np.setdiff1d(wanting, wanting[first[single]]).tolist()]
        for unit in sorted(waiting, key=lambda unit: min(map(self._now.order, unit))):
            had = next(filter(None, np.where(kept, 0, current)[unit].tolist()), 0)  # another has what was kept
            article[unit] = self._taken.next(int(base[unit[0]]), had)
        return article

    def _lasting(self, units: SavedArticles, kept: Ids, added: NDArray[np.int64]) -> list[int]:
        """Of each article of one address the id that it keeps, 0 for none: of those that its versions had the one that
        was published first. An id that several had goes to the one that was saved last, which it led to."""
        ids: list[int] = []
        for unit in reversed(units):
            had = [(int(added[number]), int(kept[number])) for number in unit if kept[number]]
            free = sorted((number != self._now.rows.base[unit[0]], since, number) for since, number in had)
            ids.insert(0, next((number for _, _, number in free if number not in ids), 0))
        return ids
