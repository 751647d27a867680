"""Which id does each article have? The one that it had, else the first that is free of those that its name gives.

Names are made of the articles alone (`index.naming`), so that an index built from nothing has the same ids, but for
what was equal: there the order of publication decides, and within one run the order of the paths. An article that is
called otherwise than before (its title was edited, its address corrected) gets another id, and the former one leads to
it. No id that any article ever had is given to another one. The versions of an article (`index.versions`) have one id:
what was an article of its own and turns out to be a version of another gives its id up, and that leads to the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from index.naming import slot
from index.reindex.agree.partners import Living, Numbers, partners
from index.reindex.agree.saves import SavedArticles, Saves
from index.reindex.manifest import Manifest
from index.segment.arrays.named import NewNames
from index.store.history import History

Ids = NDArray[np.uint64]
Titles = Callable[[Ids], Mapping[int, str]]
"""The titles of articles by the ids of their places."""


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
        self._day = now.astimezone(UTC).toordinal()
        self._before = Living.of(known.manifest)
        self._now = Living.of(after)
        self._taken = _UsedIds(self._before.rows.article, known.history)
        self._addresses = saves.units(self._before, self._now)

    def settled(self) -> tuple[Manifest, NewNames, History]:
        partner = partners(self._before, self._now)
        current, base, added = self._as_before(partner)
        article = self._ids(current, base, added)
        history = self._history_after(partner, current, article)
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
        """Which new articles are deleted ones: by their bytes, or by an address that no other article ever had."""
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
        for number in left:
            base = int(rows.base[number])
            if base in at_address and rows.by_address[number] and self._only(base):
                returned.append((number, at_address.pop(base)))
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

    def _history_after(self, partner: Numbers, current: Ids, article: Ids) -> History:
        """The history with what has been called otherwise, or has gone, or has come back, in this run."""
        history = self._history
        otherwise = _once(current, np.flatnonzero((current != 0) & ~np.isin(current, article)))
        gone = np.setdiff1d(np.arange(len(self._before)), partner)
        before = self._before.rows.article
        gone = _once(before, gone[~np.isin(before[gone], np.concatenate([article, current[otherwise]]))])
        copy = self._copies(gone)
        same = copy >= 0
        old = np.concatenate([current[otherwise], before[gone[same]]])
        new = np.concatenate([article[otherwise], article[copy[same]]])
        former = np.concatenate([history.former, old])
        target = np.concatenate([_mapped(history.target, old, new), new])
        back = np.isin(history.gone, np.concatenate([article, old]))
        after = self._with_gone(gone[~same], ~back)
        lasting = ~np.isin(former, article) & np.isin(target, np.concatenate([article, after.gone]))
        order = np.argsort(former[lasting])
        return replace(after, former=former[lasting][order], target=target[lasting][order])

    def _copies(self, gone: Numbers) -> Numbers:
        """Of each article that is gone the first one of the same bytes that is there, -1 for none."""
        sources = self._before.rows.source[gone]
        copies = np.flatnonzero(np.isin(self._now.rows.source, sources[sources != 0])).tolist()
        first = {int(self._now.rows.source[one]): one for one in sorted(copies, key=self._now.order, reverse=True)}
        return np.array([first.get(source, -1) for source in sources.tolist()], np.int64)

    def _with_gone(self, gone: Numbers, stay: NDArray[np.bool_]) -> History:
        """The history with the articles `gone`, and of those that were gone only the ones that `stay` so."""
        history, rows = self._history, self._before.rows.take(gone)
        titles = self._known.titles(rows.id) if len(gone) else {}
        ids = np.concatenate([history.gone[stay], rows.article])
        order = np.argsort(ids)
        day = np.full(len(gone), self._day, np.int32)
        titles_kept = [title for title, kept in zip(history.titles, stay.tolist(), strict=True) if kept]
        titles_kept += [titles.get(place, "") for place in rows.id.tolist()]
        return replace(
            history,
            gone=ids[order],
            base=np.concatenate([history.base[stay], rows.base])[order],
            source=np.concatenate([history.source[stay], rows.source])[order],
            added=np.concatenate([history.added[stay], rows.added])[order],
            day=np.concatenate([history.day[stay], day])[order],
            titles=tuple(titles_kept[number] for number in order.tolist()),
        )


def _once(ids: Ids, numbers: Numbers) -> Numbers:
    """Of articles, given by their numbers, that have one id the last."""
    _, last = np.unique(ids[numbers][::-1], return_index=True)
    return np.sort(numbers[::-1][last])


def _mapped(values: Ids, old: Ids, new: Ids) -> Ids:
    """The values with each of `old` replaced by its counterpart of `new`."""
    if not len(old):
        return values
    order = np.argsort(old)
    place = order[np.minimum(np.searchsorted(old, values, sorter=order), len(order) - 1)]
    return np.where(old[place] == values, new[place], values)
