"""What is known of ids that no article has any more, after a run? To which article they lead, or that it was deleted.

An id leads to what became of its article. Where that is gone, it leads to a copy, if one is there: an article whose
bytes are what the id stood for last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.reindex.agree.partners import Ids, Living, Numbers
from index.reindex.agree.saves import Saves
from index.store.history import History

Titles = Callable[[Ids], Mapping[int, str]]
"""The titles of articles by the ids of their places."""


@dataclass(frozen=True, slots=True)
class Departures:
    """The articles `before` a run and `now`, and the `history` up to it. `titles` and `saves` tell what the articles of
    before said; `day` (ordinal) is that of the run."""

    history: History
    before: Living
    now: Living
    titles: Titles
    saves: Saves
    day: int

    def after(self, partner: Numbers, current: Ids, article: Ids) -> History:
        """The history with what has been called otherwise, or has gone, or has come back, in this run. Of each article
        of now: which of before it is, -1 for none; which id it had, 0 for none; which it has."""
        history, before = self.history, self.before.rows
        otherwise = _once(current, np.flatnonzero((current != 0) & ~np.isin(current, article)))
        old, new = current[otherwise], article[otherwise]
        gone = np.setdiff1d(np.arange(len(self.before)), partner)
        gone = _once(before.article, gone[~np.isin(before.article[gone], np.concatenate([article, old]))])
        back = np.isin(history.gone, np.concatenate([article, old]))
        copy, copy_of_gone = self._copies(history.source, article), self._copies(before.source[gone], article)
        led, led_now = ~back & (copy != 0), copy_of_gone != 0
        after = self._with_gone(gone[~led_now], ~back & ~led)
        old = np.concatenate([old, history.gone[led], before.article[gone[led_now]]])
        new = np.concatenate([new, copy[led], copy_of_gone[led_now]])
        stood_for = [self._bytes(otherwise, partner, current), history.source[led], before.source[gone[led_now]]]
        former = np.concatenate([history.former, old])
        stood = np.concatenate([history.stood_for, *stood_for])
        target = np.concatenate([_mapped(history.target, old, new), new])
        copy = self._copies(stood, article)
        target = np.where(np.isin(target, after.gone) & (copy != 0), copy, target)
        lasting = ~np.isin(former, article) & np.isin(target, np.concatenate([article, after.gone]))
        former, target, stood = former[lasting], target[lasting], stood[lasting]
        order = np.argsort(former)
        return replace(after, former=former[order], target=target[order], stood_for=stood[order])

    def _bytes(self, numbers: Numbers, partner: Numbers, current: Ids) -> NDArray[np.uint64]:
        """The bytes of articles of now when they had their former ids."""
        history = self.history
        source = np.zeros(len(numbers), np.uint64)
        known = partner[numbers] >= 0
        source[known] = self.before.rows.source[partner[numbers[known]]]
        source[~known] = history.source[np.searchsorted(history.gone, current[numbers[~known]])]
        return source

    def _copies(self, sources: NDArray[np.uint64], article: Ids) -> Ids:
        """For bytes the id of the first article that has them, 0 for none."""
        there = np.flatnonzero(np.isin(self.now.rows.source, sources[sources != 0])).tolist()
        there = sorted(there, key=self.now.order, reverse=True)
        first = dict(zip(self.now.rows.source[there].tolist(), article[there].tolist(), strict=True))
        return np.array([first.get(source, 0) for source in sources.tolist()], np.uint64)

    def _with_gone(self, gone: Numbers, stay: NDArray[np.bool_]) -> History:
        """The history with the articles `gone`, and of those that were gone only the ones that `stay` so."""
        history, rows = self.history, self.before.rows.take(gone)
        titles = self.titles(rows.id) if len(gone) else {}
        sketch = np.zeros((len(gone), history.sketch.shape[1]), np.uint32)
        sketch[rows.by_address] = self.saves.sketches(rows.id[rows.by_address])
        ids = np.concatenate([history.gone[stay], rows.article])
        order = np.argsort(ids)
        day = np.full(len(gone), self.day, np.int32)
        titles_kept = [title for title, kept in zip(history.titles, stay.tolist(), strict=True) if kept]
        titles_kept += [titles.get(place, "") for place in rows.id.tolist()]
        return replace(
            history,
            gone=ids[order],
            base=np.concatenate([history.base[stay], rows.base])[order],
            source=np.concatenate([history.source[stay], rows.source])[order],
            added=np.concatenate([history.added[stay], rows.added])[order],
            day=np.concatenate([history.day[stay], day])[order],
            sketch=np.concatenate([history.sketch[stay], sketch])[order],
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
