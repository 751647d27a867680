"""How many matches has each facet value? Counted over all matches by one gather and one `bincount` a segment.

Selections are OR inside a facet and AND across. A facet is counted without its own chosen values, so that a value's
count is the total that selecting it in their place gives; its own exclusions stay in force, but for the value's own.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from index.segment import Segment
from search.engine import Facet, FacetValue
from search.query import Query, Selection
from search.sets import Docs, as_mask

Mask = NDArray[np.bool_]

DATE = "date"
_FEW_VALUES = 500  # up to so many values sorting all of them is cheaper than finding the first
SHOWN = 20  # values of a facet in a result page; all of them by `Engine.facet`


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is selected in one facet."""

    facet: str
    included: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


def chosen(selections: Iterable[Selection], names: Sequence[str]) -> tuple[Chosen, ...]:
    """The selections by facet, those of unknown facets left out."""
    found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for selection in selections:
        if selection.facet in names:
            pair = found.setdefault(selection.facet, ({}, {}))
            pair[selection.excluded][selection.value] = None
    return tuple(Chosen(name, tuple(inside), tuple(outside)) for name, (inside, outside) in found.items())


class Columns:
    """The facet columns of one segment, with the masks of values that were asked for lately.

    `to_common` is intp[len(values)]: the segment's ordinals in the snapshot's common table.
    """

    MASKS = 64  # a mask is one byte a document: 64 MB at a million articles

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self._masks: dict[tuple[str, str], Mask] = {}

    def part(self, name: str) -> tuple[int, int]:
        """The ordinals (first, last not included) of the facet's values."""
        columns = self.segment.facets
        f = columns.names.index(name)
        return int(columns.bases[f]), int(columns.bases[f + 1])

    @cached_property
    def all_counts(self) -> NDArray[np.int64]:
        """int64[len(values)]: the counts over all live articles."""
        live = self.segment.live
        docs = np.arange(self.segment.doc_count) if live is None else np.flatnonzero(live)
        return self._count(docs.astype(np.int32))

    def counts(self, docs: Docs) -> NDArray[np.int64]:
        """int64[len(values)]: how many of the live articles `docs` have each value."""
        if len(docs) * 2 > self.segment.doc_count:
            rest = as_mask(docs, self.segment.doc_count)
            np.logical_not(rest, out=rest)
            if self.segment.live is not None:
                rest &= self.segment.live
            return self.all_counts - self._count(np.flatnonzero(rest).astype(np.int32))
        return self._count(docs)

    def _count(self, docs: Docs) -> NDArray[np.int64]:
        columns = self.segment.facets
        size = len(columns.values)
        if not len(docs):
            return np.zeros(size, np.int64)
        counts = np.bincount(columns.rows.take(docs, axis=0).ravel(), minlength=size)
        if len(columns.extra_docs):
            more = self._extras(docs)
            counts += np.bincount(columns.extra_values[more], minlength=size)
        return counts

    def _extras(self, docs: Docs) -> NDArray[np.intp] | Mask:
        """Which of the further values belong to `docs`."""
        extra = self.segment.facets.extra_docs
        if len(docs) * 20 > len(extra):
            return as_mask(docs, self.segment.doc_count)[extra]
        low, high = np.searchsorted(extra, docs, side="left"), np.searchsorted(extra, docs, side="right")
        many = high - low
        rows: NDArray[np.intp] = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many) + np.repeat(low, many)
        return rows

    def mask(self, name: str, value: str) -> Mask:
        """bool[doc_count]: the articles that have the value."""
        mask = self._masks.get((name, value))
        if mask is None:
            mask = self._make_mask(name, value)
            if len(self._masks) >= self.MASKS:
                self._masks.pop(next(iter(self._masks)), None)
            self._masks[(name, value)] = mask
        return mask

    def _make_mask(self, name: str, value: str) -> Mask:
        columns = self.segment.facets
        if name == DATE and len(value) == 10:
            return self._day_mask(value)
        low, high = self.part(name)
        fits = np.zeros(len(columns.values), np.bool_)
        fits[low:high] = [_covers(name, value, other) for other in columns.values[low:high]]
        mask: Mask = fits[columns.rows[:, columns.names.index(name)]]
        if len(columns.extra_docs):
            mask[columns.extra_docs[fits[columns.extra_values]]] = True
        return mask

    def _day_mask(self, value: str) -> Mask:
        try:
            day = date.fromisoformat(value).toordinal()
        except ValueError:
            return np.zeros(self.segment.doc_count, np.bool_)
        # A date that is known to the year alone stands as its first of January, which nobody stated.
        return np.asarray((self.segment.published == day) & ~self._year_only)

    @cached_property
    def _year_only(self) -> Mask:
        columns = self.segment.facets
        short = np.array([len(value) == 4 for value in columns.values])
        return np.asarray(short[columns.rows[:, columns.names.index(DATE)]])

    def passes(self, choice: Chosen, docs: Docs) -> Mask:
        """For each of `docs`, whether the selections of one facet let it through."""
        keep = np.ones(len(docs), np.bool_)
        if choice.included:
            keep = np.zeros(len(docs), np.bool_)
            for value in choice.included:
                keep |= self.mask(choice.facet, value)[docs]
        for value in choice.excluded:
            keep &= ~self.mask(choice.facet, value)[docs]
        return keep


def _covers(name: str, value: str, other: str) -> bool:
    """Whether an article with the value `other` is among those that selecting `value` gives."""
    return other == value or (name == DATE and len(value) == 4 and other.startswith(value + "-"))


class Table:
    """The values of all the segments of a snapshot in one numbering, in which the counts are added up."""

    def __init__(self, columns: Sequence[Columns]) -> None:
        self.columns = tuple(columns)
        self.names: tuple[str, ...] = columns[0].segment.facets.names if columns else ()
        values: list[str] = []
        self.parts: dict[str, tuple[int, int]] = {}
        for name in self.names:
            seen: set[str] = set()
            for column in columns:
                low, high = column.part(name)
                seen.update(column.segment.facets.values[low:high])
            self.parts[name] = (len(values), len(values) + len(seen))
            values.extend(sorted(seen))
        self.values = tuple(values)
        dates = self.values[slice(*self.parts.get(DATE, (0, 0)))]
        self.years = tuple(dict.fromkeys(value[:4] for value in dates))
        place = {year: at for at, year in enumerate(self.years)}
        self.year_of = np.array([place[value[:4]] for value in dates], np.intp)
        self._to_common = [self._places(column) for column in columns]

    def _places(self, column: Columns) -> NDArray[np.intp]:
        to: list[int] = []
        for name in self.names:
            first_place = self.parts[name][0]
            place = {value: at for at, value in enumerate(self.values[slice(*self.parts[name])], first_place)}
            low, high = column.part(name)
            to.extend(place[value] for value in column.segment.facets.values[low:high])
        return np.array(to, np.intp)

    def counts(self, matches: Sequence[Docs]) -> NDArray[np.int64]:
        """int64[len(values)]: counts over the matches of all the segments."""
        total = np.zeros(len(self.values), np.int64)
        for column, to, docs in zip(self.columns, self._to_common, matches, strict=True):
            if len(docs):
                total[to] += column.counts(docs)
        return total

    @cached_property
    def all_counts(self) -> NDArray[np.int64]:
        """int64[len(values)]: counts over all live articles."""
        total = np.zeros(len(self.values), np.int64)
        for column, to in zip(self.columns, self._to_common, strict=True):
            total[to] += column.all_counts
        return total

    def day_counts(self, matches: Sequence[Docs], month: str) -> dict[str, int]:
        """Articles of each day of `month` (`2015-05`), days without any left out."""
        year, number = int(month[:4]), int(month[5:7])
        start, days = date(year, number, 1).toordinal(), monthrange(year, number)[1]
        total = np.zeros(days, np.int64)
        for column, docs in zip(self.columns, matches, strict=True):
            kept = docs[column.mask(DATE, month)[docs]]
            total += np.bincount(column.segment.published[kept] - start, minlength=days)[:days]
        return {f"{month}-{at + 1:02d}": int(many) for at, many in enumerate(total) if many}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The matches of one segment before the selections, and which selections each passes."""

    docs: Docs
    passed: dict[str, Mask]

    def without(self, facet: str = "") -> Docs:
        """The matches that pass the selections of all facets but `facet`."""
        keep: Mask | None = None
        for name, mask in self.passed.items():
            if name != facet:
                keep = mask if keep is None else keep & mask
        return self.docs if keep is None else self.docs[keep]


def narrow(column: Columns, docs: Docs, choices: Sequence[Chosen]) -> Narrowed:
    """The matches with the outcome of each facet's selections."""
    return Narrowed(docs, {choice.facet: column.passes(choice, docs) for choice in choices})


def count_facets(
    table: Table, narrowed: Sequence[Narrowed], choices: Sequence[Chosen], names: Sequence[str], limit: int = SHOWN
) -> tuple[Facet, ...]:
    """The facets `names` with their values, at most `limit` each beside the selected ones."""
    by_name = {choice.facet: choice for choice in choices}
    everywhere = [part.without() for part in narrowed]
    plain: NDArray[np.int64] | None = None
    facets = []
    for name in names:
        if name not in table.parts:
            continue
        choice = by_name.get(name)
        if choice is None:
            plain = table.counts(everywhere) if plain is None else plain
            counts, matches, own = plain, everywhere, {}
        else:
            matches = _allowed(table, narrowed, choice, choice.excluded)
            counts = table.counts(matches)
            own = {value: _selecting(table, narrowed, choice, value) for value in (*choice.included, *choice.excluded)}
        build = _date_facet if name == DATE else partial(_value_facet, limit=limit)
        facets.append(build(table, counts, choice or Chosen(name), own, matches))
    return tuple(facets)


def _allowed(table: Table, narrowed: Sequence[Narrowed], choice: Chosen, excluded: Sequence[str]) -> list[Docs]:
    """The matches under the other facets' selections, without those that have one of the values `excluded`."""
    rule = Chosen(choice.facet, (), tuple(excluded))
    kept = (part.without(choice.facet) for part in narrowed)
    return [docs[column.passes(rule, docs)] for column, docs in zip(table.columns, kept, strict=True)]


def _selecting(table: Table, narrowed: Sequence[Narrowed], choice: Chosen, value: str) -> int:
    """How many articles a selected or excluded value gives when it alone is selected."""
    matches = _allowed(table, narrowed, choice, [other for other in choice.excluded if other != value])
    return sum(
        int(np.count_nonzero(column.mask(choice.facet, value)[docs]))
        for column, docs in zip(table.columns, matches, strict=True)
    )


def _facet_value(value: str, many: int, choice: Chosen) -> FacetValue:
    return FacetValue(value, many, value in choice.included, value in choice.excluded)


def _value_facet(
    table: Table, counts: NDArray[np.int64], choice: Chosen, own: dict[str, int], _: list[Docs], limit: int
) -> Facet:
    low, high = table.parts[choice.facet]
    counted = counts[low:high]
    distinct = int(np.count_nonzero(counted))
    shown = _most(counted, min(limit, distinct))
    names, many = table.values[low:high], counted[shown].tolist()
    if not own:
        values = [FacetValue(names[at], count) for at, count in zip(shown.tolist(), many, strict=True)]
        return Facet(choice.facet, tuple(values), distinct)
    listed = dict(zip([names[at] for at in shown.tolist()], many, strict=True)) | own
    ranked = sorted(listed.items(), key=lambda item: (-item[1], item[0]))
    return Facet(choice.facet, tuple(_facet_value(value, count, choice) for value, count in ranked), distinct)


def _most(counted: NDArray[np.int64], count: int) -> NDArray[np.intp]:
    """The places of the `count` largest numbers, the largest first and earlier ones before later ones."""
    among = np.arange(len(counted))
    if count and len(counted) > _FEW_VALUES:
        among = np.flatnonzero(counted >= np.partition(counted, -count)[-count])
    return among[np.argsort(-counted[among], kind="stable")[:count]]


def _date_facet(
    table: Table, counts: NDArray[np.int64], choice: Chosen, own: dict[str, int], matches: list[Docs]
) -> Facet:
    """Years, the months of the one year that is chosen or covers everything, the days of the one chosen month."""
    low, high = table.parts[DATE]
    by_year = np.bincount(table.year_of, counts[low:high]).astype(np.int64).tolist()
    found = {year: many for year, many in zip(table.years, by_year, strict=True) if many}
    undated = found.pop("", 0)
    years = set(found)
    asked = {value[:4] for value in choice.included if value} or years
    opened = next(iter(asked)) if len(asked) == 1 else ""
    if opened:
        months_of = range(low + bisect_left(table.values[low:high], opened), high)
        for at in takewhile(lambda at: table.values[at].startswith(opened), months_of):
            if counts[at] and len(table.values[at]) == 7:
                found[table.values[at]] = int(counts[at])
    shown = found
    months = {value[:7] for value in choice.included if len(value) >= 7}
    if len(months) == 1:
        shown |= _days(table, matches, next(iter(months)))
    shown |= own
    undated = shown.pop("", undated)
    values = [_facet_value(value, many, choice) for value, many in sorted(shown.items())]
    if undated or "" in own:
        values.append(_facet_value("", undated, choice))
    return Facet(DATE, tuple(values), len(years))


def _days(table: Table, matches: list[Docs], month: str) -> dict[str, int]:
    try:
        return table.day_counts(matches, month)
    except ValueError:  # no such month
        return {}


def dated(segment: Segment, docs: Docs, query: Query) -> Docs:
    """The matches published from `query.first` to `query.last`; `undated` adds those without a date to a range, and
    alone keeps nothing else."""
    if query.first is None and query.last is None:
        return docs[segment.published[docs] == 0] if query.undated else docs
    days = segment.published[docs]
    keep = days >= (query.first.toordinal() if query.first else 1)
    if query.last:
        keep &= days <= query.last.toordinal()
    if query.undated:
        keep |= days == 0
    return docs[keep]
