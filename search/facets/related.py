"""Which facet values are typical of the matches? Those that are much more frequent among them than in the archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log
from typing import Protocol

from index.facets import DATE
from search.facets.segment_names import TYPE_OF_FACET
from search.results import FacetCounts, Related

MOST_RELATED = 5
MOST_TOGETHER = 10
_FEWEST = 3  # articles; two may share a value by chance
_TIMES = 2.0  # as frequent as in the archive, at least
_SURE = 10.83  # what the log-likelihood ratio of one chance in a thousand is: chi-square with one degree of freedom


class ArchiveTally(Protocol):
    """How many articles of the whole archive, or groups of copies, have each value."""

    @property
    def size(self) -> int:
        """How many there are."""
        ...

    @property
    def articles_of(self) -> Mapping[str, Mapping[str, int]]:
        """The values of each facet of a column with their counts."""
        ...

    def with_name(self, facet: str, value: str) -> int:
        """How many have a value of a facet of names."""
        ...


def related(tally: ArchiveTally, facets: Iterable[FacetCounts], total: int) -> tuple[Related, ...]:
    """The values of `facets` that choosing would say most of `total` matches among all, the surest first, as `tally`
    counts both.

    Rated by the log-likelihood ratio (Dunning, "Accurate methods for the statistics of surprise and coincidence",
    1993). Only of facets of which nothing is chosen, and that articles state: names in the texts would be most of them.
    A value that all matches have would narrow nothing down.
    """
    articles = tally.size
    if total <= _FEWEST or total * _TIMES > articles:
        return ()
    rated: list[tuple[float, Related]] = []
    for facet in facets:
        if (
            facet.name == DATE
            or facet.name in TYPE_OF_FACET
            or any(value.selected or value.excluded for value in facet.values)
        ):
            continue
        articles_of = tally.articles_of[facet.name]
        for value in facet.values:
            count = value.count
            if count < _FEWEST:
                break  # they come by falling count
            if count == total or not value.value:
                continue
            everywhere = articles_of[value.value]
            if count * articles >= _TIMES * total * everywhere:
                sure = likelihood_ratio(count, total, everywhere, articles)
                if sure >= _SURE:
                    rated.append((sure, Related(facet.name, value.value, count, everywhere)))
    rated.sort(key=lambda pair: (-pair[0], pair[1].facet, pair[1].value))
    return tuple(typical for _, typical in rated[:MOST_RELATED])


def together(tally: ArchiveTally, facet: FacetCounts, total: int) -> tuple[Related, ...]:
    """The values of one facet of names that `total` matches have more often than others, the surest first; the `tally`
    has counted them. Where there are few, all that are there by more than chance: a page on a name shows them."""
    fewest, articles = 1 if total <= _FEWEST else 2, tally.size
    rated: list[tuple[float, Related]] = []
    for value in facet.values:
        if value.count < fewest or not value.value:
            continue
        everywhere = tally.with_name(facet.name, value.value)
        # Of groups, some may have two names in different articles. What is more than chance leaves room for these among
        # the rest: where it did not, the number together could not be above the product of the two.
        if value.count * articles > total * everywhere:
            sure = likelihood_ratio(value.count, total, everywhere, articles)
            rated.append((sure, Related(facet.name, value.value, value.count, everywhere)))
    rated.sort(key=lambda pair: (-pair[0], -pair[1].count, pair[1].value))
    return tuple(name for _, name in rated[:MOST_TOGETHER])


def likelihood_ratio(matching: int, matches: int, everywhere: int, articles: int) -> float:
    """The log-likelihood ratio of a value's frequency in the matches against its frequency in the rest.

    `matching` of `matches` have the value, and `everywhere` of `articles`.
    """
    rest, unmatched = everywhere - matching, articles - matches
    expected = matches * everywhere / articles
    expected_rest = unmatched * everywhere / articles
    return 2 * (
        matching * log(matching / expected)
        + (rest * log(rest / expected_rest) if rest else 0.0)
        + ((matches - matching) * log((matches - matching) / (matches - expected)) if matches > matching else 0.0)
        + ((unmatched - rest) * log((unmatched - rest) / (unmatched - expected_rest)) if unmatched > rest else 0.0)
    )
