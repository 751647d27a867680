"""What does the archive hold, for its first page? Worked out once for each generation, by the questions that a reader
of the page may go on to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np

from index.facets import DATE, LANGUAGE, MENTIONED_PLACE, ORGANISATION, PERSON, PUBLISHER, SITE
from index.store.run_file import read_runs
from search.embedded.answer import listing, page
from search.embedded.archive import Archive
from search.embedded.asked import Asked
from search.embedded.display import Display
from search.embedded.matched import matched
from search.embedded.worked_examples import candidates
from search.holdings import ExampleKind, ExampleQuestion, Holdings, WorkedExample
from search.query import Query, Selection, Sort
from search.results import FacetCounts, Results

_LATEST = 5
_VALUES = 8  # of each facet
_BYLINE = "byline"
_ValuesOf = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class HoldingsReader:
    """Reads what an archive holds. `ask` makes a question of a query."""

    archive: Archive
    ask: Callable[[Query, Archive], Asked]
    display: Display

    def read(self) -> Holdings:
        """What the archive holds, with the runs over its folder as they are now. Raises `IndexDamaged`."""
        archive = self.archive
        known = archive.holdings
        if known is None:
            known, whole = self._made()
            archive.holdings = known if whole else None
        return replace(known, runs=read_runs(archive.whole.folder))

    def worked_examples(self) -> tuple[WorkedExample, ...]:
        """Examples for who learns to ask, each lesson once at most. Raises `IndexDamaged`."""
        archive = self.archive
        known = archive.worked_examples
        if known is None:
            facets = self.read().facets
            known = tuple(self._worked(facets))
            archive.worked_examples = known if archive.holdings else None  # as those were found out whole
        return known

    def _made(self) -> tuple[Holdings, bool]:
        """What it holds, and whether there was time to find all of it out."""
        archive = self.archive
        every = self._found(Query(sort=Sort.ADDED, per_page=_LATEST, quotes=False))
        newest = self._found(Query(sort=Sort.NEWEST, per_page=_LATEST, quotes=False))
        facets = {facet.name: _first(facet) for facet in every.facets}
        first, last = (date.fromordinal(day) if day else None for day in archive.span)
        held = Holdings(
            archive.articles,
            archive.samples.count(archive.segments),
            sum(map(len, archive.newest.versions.older)),
            first,
            last,
            facets,
            every.total_groups < every.total,
            every.hits,
            newest.hits,
            archive.last_arrival,
            _arrived(archive),
            tuple(filter(self._finds, _examples(partial(_named, facets), first, last))),
        )
        return held, not (every.partial or newest.partial)

    def _found(self, query: Query) -> Results:
        asked = self.ask(query, self.archive)
        return page(asked, matched(asked), self.display).results()

    def _finds(self, example: ExampleQuestion) -> bool:
        """Whether a question finds something, by all of its words."""
        return self._articles(replace(example.query, all_words=True, as_typed=True, per_page=1)) > 0

    def _articles(self, query: Query) -> int:
        """How many articles a question finds."""
        asked = self.ask(query, self.archive)
        return listing(asked, matched(asked)).matched.total

    def _worked(self, facets: Mapping[str, FacetCounts]) -> Iterator[WorkedExample]:
        """Of each lesson the first question that finds something."""
        names = [name for kind in (PERSON, ORGANISATION, MENTIONED_PLACE) for name in _named(facets, kind)]
        years = sorted(facets[DATE].values, key=lambda year: -year.count) if DATE in facets else []
        asked = candidates(names, _named(facets, PUBLISHER), [year.value for year in years if year.value])
        for lesson, texts in asked:
            counted = ((text, self._articles(Query(text, per_page=1))) for text in texts)
            if found := next((one for one in counted if one[1]), None):
                yield WorkedExample(lesson, *found)


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


def _arrived(archive: Archive) -> int:
    """How many of the articles came when the last one did."""
    last = archive.last_arrival
    if last is None:
        return 0
    moment = int(last.timestamp())
    added = (
        segment.names.added if segment.live is None else segment.names.added[segment.live]
        for segment in archive.segments
    )
    return sum(int(np.count_nonzero(part == moment)) for part in added)


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
