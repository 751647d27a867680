"""What does an archive hold, for its first page? Told by the questions that a reader of the page may go on to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from index.facets import DATE, LANGUAGE, MENTIONED_PLACE, ORGANISATION, PERSON, PUBLISHER, SITE
from search.asking.worked_examples import candidates
from search.holdings import ExampleKind, ExampleQuestion, Holdings, Lesson, WorkedExample
from search.query import Query, Selection, Sort
from search.results import FacetCounts, Results

_LATEST = 5
_VALUES = 8  # of each facet
_BYLINE = "byline"
_ValuesOf = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFigures:
    """What an engine knows of its archive: how many `articles` it has, how many of them are samples, the older versions
    beside them, the days (ordinals) of the oldest and newest one, when the last one came and how many with it."""

    articles: int
    samples: int
    older_versions: int
    span: tuple[int, int]
    last_arrival: datetime | None
    arrived: int


def made_holdings(
    figures: HeldFigures, found: Callable[[Query], Results], totals: Callable[[Sequence[Query]], Sequence[int]]
) -> tuple[Holdings, bool]:
    """What the archive holds, and whether there was time to find all of it out. `found` answers a query with its page,
    `totals` says how many articles each of several finds."""
    every = found(Query(sort=Sort.ADDED, per_page=_LATEST, quotes=False))
    newest = found(Query(sort=Sort.NEWEST, per_page=_LATEST, quotes=False))
    facets = {facet.name: _first(facet) for facet in every.facets}
    first, last = (date.fromordinal(day) if day else None for day in figures.span)
    examples = list(_examples(partial(_named, facets), first, last))
    counts = totals([_plainly(example.query) for example in examples])
    held = Holdings(
        figures.articles,
        figures.samples,
        figures.older_versions,
        first,
        last,
        facets,
        every.total_groups < every.total,
        every.hits,
        newest.hits,
        figures.last_arrival,
        figures.arrived,
        tuple(example for example, count in zip(examples, counts, strict=True) if count),
    )
    return held, not (every.partial or newest.partial)


def _plainly(query: Query) -> Query:
    """What asks for all of the words of a question."""
    return replace(query, all_words=True, as_typed=True, per_page=1)


def made_examples(
    facets: Mapping[str, FacetCounts], totals: Callable[[Sequence[Query]], Sequence[int]]
) -> list[WorkedExample]:
    """Of each lesson the first question of the archive's own values that finds something; `totals` says how many
    articles each of several finds."""
    possible = _possible(facets)
    found: dict[Lesson, WorkedExample] = {}
    for place in range(max(map(len, possible.values()), default=0)):
        asked = [
            (lesson, some[place]) for lesson, some in possible.items() if place < len(some) and lesson not in found
        ]
        counts = totals([Query(text, per_page=1) for _, text in asked])
        found |= {
            lesson: WorkedExample(lesson, text, count)
            for (lesson, text), count in zip(asked, counts, strict=True)
            if count
        }
    return [found[lesson] for lesson in possible if lesson in found]


def _possible(facets: Mapping[str, FacetCounts]) -> dict[Lesson, list[str]]:
    """For each lesson questions of the archive's own values, the best first; any may find nothing."""
    names = [name for kind in (PERSON, ORGANISATION, MENTIONED_PLACE) for name in _named(facets, kind)]
    years = sorted(facets[DATE].values, key=lambda year: -year.count) if DATE in facets else []
    return dict(candidates(names, _named(facets, PUBLISHER), [year.value for year in years if year.value]))


def _first(facet: FacetCounts) -> FacetCounts:
    """The most frequent values, all periods, and the number of articles that state none."""
    if facet.name == DATE:
        return facet
    stated = [value for value in facet.values if value.value]
    none = [value for value in facet.values if not value.value]
    return replace(facet, values=(*stated[:_VALUES], *none))


def _named(facets: Mapping[str, FacetCounts], name: str) -> list[str]:
    """The values of a facet that are stated, the most frequent first."""
    return [value.value for value in facets[name].values if value.value] if name in facets else []


def _examples(values: _ValuesOf, first: date | None, last: date | None) -> Iterator[ExampleQuestion]:
    """Questions of the archive's own values, which may find nothing together."""
    persons = values(PERSON)
    if persons:
        yield ExampleQuestion(ExampleKind.NAME, Query(persons[0]), (persons[0],))
    phrases = [name for name in (*values(ORGANISATION), *values(MENTIONED_PLACE)) if " " in name and '"' not in name]
    if phrases:
        yield ExampleQuestion(ExampleKind.PHRASE, Query(f'"{phrases[0]}"'), (phrases[0],))
    surnames = list(dict.fromkeys(name.split()[-1] for name in persons if name.split()[-1].isalpha()))
    if len(surnames) > 1:
        near = f"{surnames[0]} NEAR/10 {surnames[1]}"
        yield ExampleQuestion(ExampleKind.NEAR, Query(near), (near,))
    for facet, kind in ((_BYLINE, ExampleKind.AUTHOR), (SITE, ExampleKind.SITE)):
        if named := values(facet):
            yield ExampleQuestion(kind, Query(selections=(Selection(facet, named[0]),)), (named[0],))
    yield from _in_language(values(LANGUAGE), first, last)


def _in_language(languages: Sequence[str], first: date | None, last: date | None) -> Iterator[ExampleQuestion]:
    """Questions for the second language of the archive; its first is that of most."""
    if len(languages) < 2:
        return
    query = Query(selections=(Selection(LANGUAGE, languages[1]),))
    if first is None or last is None or last.year - first.year < 2:
        yield ExampleQuestion(ExampleKind.LANGUAGE, query, (languages[1],))
        return
    year = (first.year + last.year + 1) // 2
    before = replace(query, last=date(year - 1, 12, 31))
    yield ExampleQuestion(ExampleKind.LANGUAGE_BEFORE, before, (languages[1], str(year)))
