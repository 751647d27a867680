"""Which values of the facets does a result page show, and how many matches has each?

A facet is counted without its own chosen values, so that a value's count is the total that selecting it in their
place gives; its own exclusions stay in force, but for the value's own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import partial
from itertools import islice, repeat, takewhile

import numpy as np
from numpy.typing import NDArray

from index.facets import DATE
from search.facets.columns import COUNT_BITS, ORDINAL, FacetTable
from search.facets.date_values import DateCounts, date_values, facet_value
from search.facets.name_table import NameCounts
from search.facets.segment_names import TYPE_OF_FACET
from search.facets.selections import Chosen, Narrowed
from search.facets.tally import MatchTally, ValueCounts, ValueTally
from search.results import FacetCounts, FacetValue

SHOWN = 20  # values of a facet in a result page; all of them by `Engine.facet`
_MANY = 4_000  # values found above which only those that may be shown are sorted
_MONTH = 7  # characters of a month
_UNTICKED = False  # a value is neither selected nor excluded

_as_value = partial(tuple.__new__, FacetValue)  # of all its fields, a third of the time of a call


def count_facets(
    tally: ValueTally, narrowed: Sequence[Narrowed], choices: Sequence[Chosen], names: Sequence[str], limit: int = SHOWN
) -> tuple[FacetCounts, ...]:
    """The facets `names`, in the table's order, with their values, at most `limit` each beside the selected ones."""
    table, by_name = tally.table, {choice.facet: choice for choice in choices}
    free = [name for name in names if name in table.parts and name not in by_name]
    found = tally.of([part.without() for part in narrowed])
    named = [name for name in names if name in TYPE_OF_FACET and name not in by_name]
    facets = _named(table, found.names(), named, limit) if named else {}
    if free:
        counts = found.values()
        ranked = [name for name in free if name != DATE]
        facets |= _ranked(table, counts, ranked, limit) if ranked else {}
        if DATE in free:
            facets[DATE] = _dates(table, counts, Chosen(DATE), {}, found)
    for name in names:
        if name in by_name and name in table.names:
            facets[name] = _chosen_facet(tally, narrowed, by_name[name], limit)
    return tuple(facets[name] for name in names if name in facets)


def _chosen_facet(tally: ValueTally, narrowed: Sequence[Narrowed], choice: Chosen, limit: int) -> FacetCounts:
    """A facet of which something is selected or excluded."""
    table, allowed = tally.table, _allowed(tally, narrowed, choice, choice.excluded)
    ticked = {value: _selecting(tally, narrowed, choice, value) for value in (*choice.included, *choice.excluded)}
    if choice.facet in TYPE_OF_FACET:
        plain = _named(table, allowed.names(), [choice.facet], limit)[choice.facet]
    else:
        counts = allowed.values(choice.facet)
        if choice.facet == DATE:
            return _dates(table, counts, choice, ticked, allowed)
        plain = _ranked(table, counts, [choice.facet], limit)[choice.facet]
    listed = {value.value: value.count for value in plain.values} | ticked
    ranked = sorted(listed.items(), key=lambda item: (-item[1], item[0]))
    return FacetCounts(
        choice.facet, tuple(facet_value(value, count, choice) for value, count in ranked), plain.distinct
    )


def _allowed(tally: ValueTally, narrowed: Sequence[Narrowed], choice: Chosen, excluded: Sequence[str]) -> MatchTally:
    """The matches under the other facets' selections, without those that have one of the values `excluded`."""
    rule = Chosen(choice.facet, (), tuple(excluded))
    kept = (part.without(choice.facet) for part in narrowed)
    return tally.of([docs[rule.passes(column, docs)] for column, docs in zip(tally.table.columns, kept, strict=True)])


def _selecting(tally: ValueTally, narrowed: Sequence[Narrowed], choice: Chosen, value: str) -> int:
    """How many a selected or excluded value gives when it alone is selected."""
    others = [excluded for excluded in choice.excluded if excluded != value]
    return _allowed(tally, narrowed, choice, others).having(choice.facet, value)


def _ranked(table: FacetTable, counts: ValueCounts, names: Sequence[str], limit: int) -> dict[str, FacetCounts]:
    """The facets `names` with their most frequent values, by one sort of facet, falling count and value as one key."""
    present = np.flatnonzero(counts)
    cuts = present.searchsorted(table.bounds)
    if len(present) > _MANY:
        of_facets = np.split(present, cuts[1:-1])
        present = np.concatenate([_largest(counts, values, limit) for values in of_facets])
    key = table.order.take(present)
    key -= counts.take(present) << COUNT_BITS
    key.sort()
    starts = key.searchsorted(table.first_keys).tolist()
    distinct = dict(zip(table.parts, zip(starts, np.diff(cuts).tolist(), strict=True), strict=True))
    taken = [(start, min(size, limit)) for start, size in (distinct[name] for name in names)]
    shown = np.concatenate([key[start : start + size] for start, size in taken]) & ORDINAL
    stated = map(table.values.__getitem__, shown.tolist())
    unticked = repeat(_UNTICKED)
    values = map(_as_value, zip(stated, counts.take(shown).tolist(), unticked, unticked, strict=False))
    return {
        name: FacetCounts(name, tuple(islice(values, size)), distinct[name][1])
        for name, (_, size) in zip(names, taken, strict=True)
    }


def _named(table: FacetTable, counts: NameCounts, names: Sequence[str], limit: int) -> dict[str, FacetCounts]:
    """The facets `names` of names in the texts, with their most frequent values."""
    ranked = table.named.ranked(counts, names, limit)
    return {
        name: FacetCounts(name, tuple([_as_value((*pair, _UNTICKED, _UNTICKED)) for pair in values]), distinct)
        for name, (values, distinct) in zip(names, ranked, strict=True)
    }


def _largest(counts: ValueCounts, values: NDArray[np.intp], size: int) -> NDArray[np.intp]:
    """The values (ascending) with the `size` largest counts, and those that tie with the last of them."""
    if len(values) <= size:
        return values
    counted = counts.take(values)
    return values.compress(counted >= np.partition(counted, -size)[-size])


def _dates(
    table: FacetTable, counts: ValueCounts, choice: Chosen, ticked: dict[str, int], found: MatchTally
) -> FacetCounts:
    """Years, the months of the one year that is chosen or covers everything, the days of the one chosen month."""
    low, high = table.parts[DATE]

    def months(year: str) -> dict[str, int]:
        first = low + bisect_left(table.values[low:high], year)
        of_year = takewhile(lambda ordinal: table.values[ordinal].startswith(year), range(first, high))
        return {
            table.values[ordinal]: int(counts[ordinal])
            for ordinal in of_year
            if counts[ordinal] and len(table.values[ordinal]) == _MONTH
        }

    return date_values(DateCounts(found.years(counts), months, partial(_days, found)), choice, ticked)


def _days(found: MatchTally, month: str) -> dict[str, int]:
    try:
        return found.days(month)
    except ValueError:  # no such month
        return {}
