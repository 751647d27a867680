"""Which values of the facets do the matches of a question have, and how many? As `search.facets.counts` has it, by
counts of the cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Protocol

from index.cluster.mapping import YEAR_FIELD, facet_field
from index.facets import DATE
from search.cluster.cluster_asked import Clause
from search.cluster.compiler.clauses import all_of
from search.cluster.compiler.compile import chosen_value
from search.cluster.counting import EVERY_VALUE, CountedMatches, MatchCounter, WantedValues, counted_field
from search.cluster.value_counts import ValueCountsOfAll
from search.facets.counts import SHOWN
from search.facets.date_values import DateCounts, date_values, facet_value
from search.facets.related import related
from search.facets.segment_names import TYPE_OF_FACET
from search.facets.selections import Chosen
from search.results import FacetCounts, Related

_YEAR, _MONTH = 4, 7  # characters


class NarrowedMatches(Protocol):
    """What a question finds under its selections, see `Compiled`."""

    def narrowed(self, *, without: str = "", more: Sequence[Clause] = ()) -> Clause: ...


@dataclass(frozen=True, slots=True)
class SettledMatches:
    """What a clause lets through, whose selections stay in force."""

    clause: Clause

    def narrowed(self, *, without: str = "", more: Sequence[Clause] = ()) -> Clause:
        return {"bool": {"filter": [self.clause, *more]}}


@dataclass(frozen=True, slots=True)
class ClusterFacets:
    """Counts the facets of what a question `told` finds, whose selections by facet are `choices`."""

    counter: MatchCounter
    told: NarrowedMatches
    choices: Sequence[Chosen]

    def count(self, names: Sequence[str], limit: int | None = SHOWN) -> tuple[FacetCounts, ...]:
        """The facets `names` with their values, at most `limit` each beside the selected ones; None: all of them."""
        by_name = {choice.facet: choice for choice in self.choices}
        free = [name for name in names if name not in by_name]
        facets = self._free(free, limit) if free else {}
        for name in names:
            if name in by_name:
                facets[name] = self._chosen(by_name[name], limit)
        return tuple(facets[name] for name in names)

    def _free(self, names: Sequence[str], limit: int | None) -> dict[str, FacetCounts]:
        """Facets of which nothing is chosen."""
        clause = self.told.narrowed()
        facets = {}
        if limit is None:
            for name in names:
                if name != DATE:
                    facets[name] = _plain(name, self.counter.every(clause, counted_field(name)), Chosen(name), {})
            if DATE in names:
                (counted,) = self.counter.count([(clause, _dates())])
                facets[DATE] = self._dated(clause, counted, Chosen(DATE), {})
            return facets
        wanted = [each for name in names for each in _wanted(name, limit)]
        (counted,) = self.counter.count([(clause, wanted)])
        for name in names:
            choice = Chosen(name)
            dated = name == DATE
            facets[name] = self._dated(clause, counted, choice, {}) if dated else _plain(name, counted, choice, {})
        return facets

    def _chosen(self, choice: Chosen, limit: int | None) -> FacetCounts:
        """A facet of which something is selected or excluded."""
        name = choice.facet
        allowed = self._allowed(choice, choice.excluded)
        ticked_values = (*choice.included, *choice.excluded)
        selecting: list[tuple[Clause, Sequence[WantedValues]]] = [
            (self._selecting(choice, value), ()) for value in ticked_values
        ]
        if limit is None and name != DATE:
            first = self.counter.every(allowed, counted_field(name))
            totals = self.counter.count(selecting)
        else:
            wanted = list(_wanted(name, limit or 0))
            first, *totals = self.counter.count([(allowed, wanted), *selecting])
        ticked = {value: each.total for value, each in zip(ticked_values, totals, strict=True)}
        if name == DATE:
            return self._dated(allowed, first, choice, ticked)
        return _plain(name, first, choice, ticked)

    def _allowed(self, choice: Chosen, excluded: Sequence[str]) -> Clause:
        """The matches under the other facets' selections, without those that have one of the values `excluded`."""
        out = [chosen_value(choice.facet, value) for value in excluded]
        return self.told.narrowed(without=choice.facet, more=[all_of([], out)] if out else [])

    def _selecting(self, choice: Chosen, value: str) -> Clause:
        """What a selected or excluded value finds when it alone is selected."""
        out = [chosen_value(choice.facet, other) for other in choice.excluded if other != value]
        return self.told.narrowed(without=choice.facet, more=[all_of([chosen_value(choice.facet, value)], out)])

    def _dated(self, clause: Clause, counted: CountedMatches, choice: Chosen, ticked: Mapping[str, int]) -> FacetCounts:
        return date_values(date_counts(self.counter, clause, counted), choice, ticked)


def date_counts(counter: MatchCounter, clause: Clause, counted: CountedMatches) -> DateCounts:
    """The dates of the matches that a clause lets through, of which years and months were `counted`."""
    months = {value: count for value, count in counted.values[facet_field(DATE)] if len(value) == _MONTH}

    def months_of(year: str) -> dict[str, int]:
        return {month: count for month, count in months.items() if month.startswith(year)}

    return DateCounts(dict(counted.values[YEAR_FIELD]), months_of, partial(days_of_month, counter, clause))


def days_of_month(counter: MatchCounter, clause: Clause, month: str) -> dict[str, int]:
    """The days of a month (`2015-05`) that some matches are of; none where there is no such month."""
    of_month: Clause = {"bool": {"filter": [clause, chosen_value(DATE, month)]}}
    try:
        date.fromisoformat(f"{month}-01")
    except ValueError:
        return {}
    return days(counter, of_month)


def days(counter: MatchCounter, clause: Clause) -> dict[str, int]:
    """The days that some matches are of."""
    (counted,) = counter.count([(clause, [WantedValues("day", EVERY_VALUE)])])
    return {date.fromordinal(day).isoformat(): count for day, count in counted.values["day"] if day}


def _wanted(name: str, limit: int) -> Sequence[WantedValues]:
    return _dates() if name == DATE else [WantedValues(counted_field(name), limit)]


def _dates() -> Sequence[WantedValues]:
    return [WantedValues(YEAR_FIELD, EVERY_VALUE), WantedValues(facet_field(DATE), EVERY_VALUE)]


def _plain(name: str, counted: CountedMatches, choice: Chosen, ticked: Mapping[str, int]) -> FacetCounts:
    """A facet whose values come by falling count."""
    listed = dict(counted.values[counted_field(name)]) | dict(ticked)
    ranked = sorted(listed.items(), key=lambda item: (-item[1], item[0]))
    distinct = counted.distinct[counted_field(name)]
    values = tuple(facet_value(value, count, choice) for value, count in ranked)
    return FacetCounts(name, values, distinct, about=counted_field(name) in counted.about)


def facets_to_show(facets: Sequence[FacetCounts]) -> tuple[FacetCounts, ...]:
    """The facets that have a value to show."""
    return tuple(facet for facet in facets if any(v.value or v.selected or v.excluded for v in facet.values))


def related_values(tally: ValueCountsOfAll, facets: Sequence[FacetCounts], total: int) -> tuple[Related, ...]:
    """The values that are typical of the matches; see `search.facets.related`."""
    plain = [facet for facet in facets if facet.name != DATE and facet.name not in TYPE_OF_FACET]
    free = [facet for facet in plain if not any(value.selected or value.excluded for value in facet.values)]
    if total < 2 or total > tally.size:
        return ()
    tally.stated([(facet.name, value.value) for facet in free for value in facet.values if value.value])
    return related(tally, facets, total)
