"""Which article of before is which article of now? By its place and its bytes, whatever was renamed, moved or edited.

Best first; what is paired off is not asked about again:

1. the same place and the same bytes: nothing has happened to it;
2. the same bytes elsewhere: its file was renamed, or the whole root moved. Of equal ones those whose paths agree;
3. the same place with bytes that none had before: it was edited. (What some other article's bytes stand in now was
   written over by a copy of that one, and is gone.)
4. the same name in the same file, where one only is left before and now: a JSON line without an id was edited;
5. the same address anywhere, where no other article had it before or has it now: the page was saved anew.

An address alone does not make two articles one: one page may be gone and another story come at its address. So by 4 and
5 articles of one address are paired off only where their texts are versions of one, as if both files were there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.reindex.manifest import Manifest
from index.reindex.rows import Rows

Ids = NDArray[np.uint64]
Numbers = NDArray[np.int64]
AreVersions = Callable[[Ids, Ids], NDArray[np.bool_]]
"""Whether the texts of articles of before are versions of those of now, pair by pair, by the ids of their places."""


@dataclass(frozen=True, slots=True)
class Living:
    """The articles of a manifest: `number` (int64) is each one's row in it, `rows` holds these rows."""

    manifest: Manifest
    number: Numbers
    rows: Rows

    @classmethod
    def of(cls, manifest: Manifest) -> Self:
        number = np.flatnonzero(manifest.rows.reason == 0)
        return cls(manifest, number, manifest.rows.take(number))

    def __len__(self) -> int:
        return len(self.number)

    def path(self, article: int) -> str:
        """The path of the article's source inside its root."""
        file = self._file(article)
        return self.manifest.paths[file].removeprefix(self.manifest.roots[self.manifest.root[file]].prefix)

    def order(self, article: int) -> tuple[str, int]:
        """What puts articles in the order of their sources and lines, whichever of them were read anew."""
        return self.manifest.paths[self._file(article)], int(self.rows.number[article])

    def _file(self, article: int) -> int:
        return int(np.searchsorted(self.manifest.first, self.number[article], side="right")) - 1


def partners(before: Living, now: Living, versions: AreVersions) -> Numbers:
    """Of each article of `now` which one of `before` it is (int64), -1 for none."""
    return _Pairing(before, now, versions).partners()


class _Pairing:
    def __init__(self, before: Living, now: Living, versions: AreVersions) -> None:
        self._before = before
        self._now = now
        self._versions = versions
        self._partner = np.full(len(now), -1, np.int64)
        self._free = np.ones(len(before), np.bool_)

    def partners(self) -> Numbers:
        there = _there(self._before.rows.id, self._now.rows.id)
        source = self._now.rows.source
        same = (there >= 0) & (source != 0)
        same[same] = self._before.rows.source[there[same]] == source[same]
        self._pair(np.flatnonzero(same), there[same])
        self._by_bytes()
        edited = self._edited()
        edited = edited[there[edited] >= 0]
        edited = edited[self._free[there[edited]]]
        self._pair(edited, there[edited])
        self._by_name(_in_file)
        self._by_name(self._only_address())
        return self._partner

    def _pair(self, now: Numbers | Sequence[int], before: Numbers | Sequence[int]) -> None:
        self._partner[now] = before
        self._free[before] = False

    def _edited(self) -> Numbers:
        """The articles of now that have no partner yet and are no copies: their bytes were in no article before."""
        left = np.flatnonzero(self._partner < 0)
        return left[~np.isin(self._now.rows.source[left], self._before.rows.source)]

    def _by_bytes(self) -> None:
        old, new = np.flatnonzero(self._free), np.flatnonzero(self._partner < 0)
        old, new = _common(self._before.rows.source, old, self._now.rows.source, new)
        olds = _grouped(old, self._before.rows.source[old].tolist())
        for source, news in _grouped(new, self._now.rows.source[new].tolist()).items():
            if source:
                self._pair_alike(olds[source], news)

    def _pair_alike(self, olds: Sequence[int], news: Sequence[int]) -> None:
        """Pair equal articles off: first those of one path, then of one file name, then in order."""
        if len(olds) == len(news) == 1:
            self._pair(news, olds)
            return
        olds = sorted(olds, key=self._before.order)
        news = sorted(news, key=self._now.order)
        alike: tuple[Callable[[str], str], ...] = (str, lambda path: path.rpartition("/")[2], lambda path: "")
        for told_by in alike:
            waiting = _grouped(olds, [told_by(self._before.path(one)) for one in olds])
            for one in news:
                same = waiting.get(told_by(self._now.path(one)))
                if same and self._partner[one] < 0:
                    self._pair([one], [same.pop(0)])
            olds = [one for one in olds if self._free[one]]

    def _by_name(self, name: Callable[[Living, int], Hashable]) -> None:
        """Pair off what is left where `name` tells one article of before and one of now."""
        old, new = np.flatnonzero(self._free), self._edited()
        old, new = _common(self._before.rows.base, old, self._now.rows.base, new)
        olds = _grouped(old, [name(self._before, one) for one in old.tolist()])
        news = _grouped(new, [name(self._now, one) for one in new.tolist()])
        alone = [key for key, some in news.items() if key is not None and len(olds.get(key, ())) == len(some) == 1]
        one, other = (np.array([each[key][0] for key in alone], np.int64) for each in (news, olds))
        same = ~self._now.rows.by_address[one]
        stated = np.flatnonzero(~same)
        if len(stated):
            same[stated] = self._versions(self._before.rows.id[other[stated]], self._now.rows.id[one[stated]])
        self._pair(one[same], other[same])

    def _only_address(self) -> Callable[[Living, int], int | None]:
        """What tells an article by an address that no other has, neither before nor now."""
        once = _once(self._before.rows.base) & _once(self._now.rows.base)

        def address(living: Living, article: int) -> int | None:
            base = int(living.rows.base[article])
            return base if living.rows.by_address[article] and base in once else None

        return address


def _in_file(living: Living, article: int) -> tuple[int, str]:
    return int(living.rows.base[article]), living.order(article)[0]


def _there(before: NDArray[np.uint64], now: NDArray[np.uint64]) -> Numbers:
    """Where each of `now` stands in `before`, whose values differ; -1 where it does not."""
    if not len(before):
        return np.full(len(now), -1, np.int64)
    order = np.argsort(before)
    place = order[np.minimum(np.searchsorted(before, now, sorter=order), len(order) - 1)]
    return np.where(before[place] == now, place, -1)


def _common(before: NDArray[np.uint64], old: Numbers, now: NDArray[np.uint64], new: Numbers) -> tuple[Numbers, Numbers]:
    """Those of `old` and of `new` whose values some of the others have, too."""
    return old[np.isin(before[old], now[new])], new[np.isin(now[new], before[old])]


def _grouped(numbers: Iterable[int], keys: Sequence[Any]) -> dict[Any, list[int]]:
    """The numbers by their keys, each group in the order given."""
    groups: dict[Any, list[int]] = {}
    for number, key in zip(numbers, keys, strict=True):
        groups.setdefault(key, []).append(int(number))
    return groups


def _once(values: NDArray[np.uint64]) -> set[int]:
    """The values that come once."""
    distinct, counts = np.unique(values, return_counts=True)
    return set(distinct[counts == 1].tolist())
