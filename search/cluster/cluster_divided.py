"""How do the results of a question divide over time, or by two facets at once? Counted by the cluster."""

from __future__ import annotations

from collections.abc import Sequence

from index.cluster.mapping import YEAR_FIELD, facet_field
from index.facets import DATE
from search.breakdown import CrossTable, PeriodCounts, PeriodLength
from search.cluster.cluster_answer import ClusterAnswer
from search.cluster.cluster_asked import Clause
from search.cluster.cluster_facets import ClusterFacets, SettledMatches, days
from search.cluster.compiler.compile import chosen_value
from search.cluster.counting import EVERY_VALUE, MatchCounter, WantedValues
from search.facets.periods import suited_length
from search.facets.segment_names import TYPE_OF_FACET
from search.results import FacetCounts, FacetValue, Results

_YEAR, _MONTH = 4, 7  # characters of a value of the facet of dates
_YEAR_ALONE: tuple[Clause, ...] = ({"term": {"day": 0}}, {"range": {"published": {"gt": 0}}})


def period_counts(answer: ClusterAnswer, results: Results, step: PeriodLength | None) -> PeriodCounts:
    """The results that were found, over time."""
    counter, told = _counted(answer)
    dates = facet_field(DATE)
    wanted = [WantedValues(YEAR_FIELD, EVERY_VALUE), WantedValues(dates, EVERY_VALUE)]
    counted, coarser = counter.count([(told, wanted), (_also(told, *_YEAR_ALONE), ())])
    years = dict(counted.values[YEAR_FIELD])
    undated = years.pop("", 0)
    months = {value: count for value, count in counted.values[dates] if len(value) == _MONTH}
    step = step or suited_length(list(months))
    if step is PeriodLength.YEARS:
        counts, without = years, 0
    else:
        counts = months if step is PeriodLength.MONTHS else days(counter, told)
        without = coarser.total
    told_of = results.listed, results.partial, results.grouped, results.notes, answer.asked.archive.notices
    return PeriodCounts(step, tuple(sorted(counts.items())), undated, without, *told_of)


def cross_table(answer: ClusterAnswer, results: Results, names: tuple[str, str], limit: int) -> CrossTable:
    """The results that were found, by the facets of the rows and of the columns."""
    counter, told = _counted(answer)
    chosen = {choice.facet: choice.included for choice in answer.asked.choices}
    rows, columns = (_shown(answer, name, chosen.get(name, ()), limit) for name in names)
    cells = [
        _also(told, chosen_value(rows.name, row.value), chosen_value(columns.name, column.value))
        for row in rows.values
        for column in columns.values
    ]
    totals = iter(counter.totals(cells))
    counts = tuple(tuple(next(totals) for _ in columns.values) for _ in rows.values)
    told_of = results.listed, results.partial, results.grouped, results.notes, answer.asked.archive.notices
    return CrossTable(rows, columns, counts, *told_of)


def _counted(answer: ClusterAnswer) -> tuple[MatchCounter, Clause]:
    counter = answer.asked.archive.counter(grouped=answer.asked.grouped)
    return counter, answer.matches.known.told.narrowed()


def _also(clause: Clause, *more: Clause) -> Clause:
    return {"bool": {"filter": [clause, *more]}}


def _shown(answer: ClusterAnswer, name: str, included: Sequence[str], limit: int) -> FacetCounts:
    """The values of a facet that the table has, as `search.facets.cross_counts` has it."""
    counter, told = _counted(answer)
    if included and not (name == DATE and len(included) == 1 and len(included[0]) == _YEAR):
        totals = counter.totals([_also(told, chosen_value(name, value)) for value in included])
        values = [FacetValue(value, count, selected=True) for value, count in zip(included, totals, strict=True)]
        return FacetCounts(name, tuple(values), len(values))
    (counted,) = ClusterFacets(counter, SettledMatches(told), ()).count((name,), limit + 1)
    stated = [value for value in counted.values if value.value]
    if name == DATE:
        stated = [value for value in stated if len(value.value) == _MONTH] or stated
        stated, distinct = stated[-limit:], len(stated)
    else:
        stated, distinct = stated[:limit], counted.distinct
    none = 0 if name in TYPE_OF_FACET else counter.totals([_also(told, chosen_value(name, ""))])[0]
    return FacetCounts(name, (*stated, *((FacetValue("", none),) if none else ())), distinct)
