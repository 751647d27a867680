"""How do the results of a question divide: by one facet, over time, by two facets at once?"""

from __future__ import annotations

from search.asking.answered import TOO_LATE
from search.breakdown import CrossTable, PeriodCounts, PeriodLength
from search.embedded.answer import Answer
from search.embedded.asked import Asked
from search.embedded.matched import matched
from search.facets.counts import count_facets
from search.facets.cross_counts import count_cross
from search.facets.periods import count_periods
from search.results import FacetCounts, Results


def facet_counts(asked: Asked, name: str, limit: int | None) -> FacetCounts:
    """All the values of a facet, or its first `limit` beside the chosen ones."""
    archive, matches = asked.archive, matched(asked)
    size = archive.table.most_values(name) if limit is None else limit
    facets = count_facets(asked.tally, matches.narrowed, asked.choices, (name,), size)
    facet = facets[0] if facets else FacetCounts(name, ())
    notes = (*asked.notes, TOO_LATE) if matches.partial else asked.notes
    return FacetCounts(
        facet.name, facet.values, facet.distinct, notes, archive.notices, grouped=asked.groups is not None
    )


def period_counts(answer: Answer, results: Results, step: PeriodLength | None) -> PeriodCounts:
    """The results that were found, over time."""
    step, counts, undated, coarser = count_periods(answer.asked.tally.of(answer.matched.docs), step)
    notices = answer.asked.archive.notices
    told = results.listed, results.partial, results.grouped, results.notes, notices
    return PeriodCounts(step, counts, undated, coarser, *told)


def cross_table(answer: Answer, results: Results, names: tuple[str, str], limit: int) -> CrossTable:
    """The results that were found, by the facets of the rows and of the columns."""
    asked = answer.asked
    rows, columns, cells = count_cross(asked.tally.of(answer.matched.docs), asked.choices, names, limit)
    told = results.listed, results.partial, results.grouped, results.notes, asked.archive.notices
    return CrossTable(rows, columns, cells, *told)
