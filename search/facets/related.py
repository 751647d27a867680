"""Which facet values are typical of the matches? Those that are much more frequent among them than in the archive."""

from __future__ import annotations

from collections.abc import Iterable
from math import log

from index.facets import DATE
from search.facets.columns import FacetTable
from search.results import FacetCounts, Related

MOST_RELATED = 5
_FEWEST = 3  # articles; two may share a value by chance
_TIMES = 2.0  # as frequent as in the archive, at least
_SURE = 10.83  # what the log-likelihood ratio of one chance in a thousand is: chi-square with one degree of freedom


def related(table: FacetTable, facets: Iterable[FacetCounts], total: int, articles: int) -> tuple[Related, ...]:
    """The values of `facets` that choosing would say most of `total` matches among `articles`, the surest first.

    Rated by the log-likelihood ratio (Dunning, "Accurate methods for the statistics of surprise and coincidence",
    1993). Only of facets of which nothing is chosen; a value that all matches have would narrow nothing down.
    """
    if total <= _FEWEST or total * _TIMES > articles:
        return ()
    found: list[tuple[float, Related]] = []
    for facet in facets:
        if facet.name == DATE or any(value.selected or value.excluded for value in facet.values):
            continue
        articles_of = table.articles_of[facet.name]
        for value in facet.values:
            many = value.count
            if many < _FEWEST:
                break  # they come by falling count
            if many == total or not value.value:
                continue
            everywhere = articles_of[value.value]
            if many * articles >= _TIMES * total * everywhere:
                sure = likelihood_ratio(many, total, everywhere, articles)
                if sure >= _SURE:
                    found.append((sure, Related(facet.name, value.value, many, everywhere)))
    found.sort(key=lambda pair: (-pair[0], pair[1].facet, pair[1].value))
    return tuple(one for _, one in found[:MOST_RELATED])


def likelihood_ratio(here: int, matches: int, everywhere: int, articles: int) -> float:
    """The log-likelihood ratio of a value's frequency in the matches against its frequency in the rest.

    `here` of `matches` have the value, fewer than all, and `everywhere` of `articles`.
    """
    rest, others = everywhere - here, articles - matches
    expected = matches * everywhere / articles
    expected_rest = others * everywhere / articles
    return 2 * (
        here * log(here / expected)
        + (rest * log(rest / expected_rest) if rest else 0.0)
        + (matches - here) * log((matches - here) / (matches - expected))
        + ((others - rest) * log((others - rest) / (others - expected_rest)) if others > rest else 0.0)
    )
