"""An answer that was cut short at any look at the clock says so, and holds nothing that the whole answer lacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.embedded.engine import EmbeddedEngine, open_engine
from search.notes import Note, NoteCode
from search.query import Query, Selection, Sort
from search.results import FacetCounts, Results
from tests.large.world import EVERYWHERE, LEFT, PLAIN, RARE, RIGHT, SLIP, World

LATE = Note(NoteCode.TIME_UP)
QUERIES = [
    Query(EVERYWHERE),
    Query(f"{LEFT} AND {RIGHT}", (Selection("section", "Sport"),), sort=Sort.NEWEST),
    Query(f'"{LEFT} {RIGHT}"'),
    Query(f'"{RARE[0]} {RARE[1]}"'),
    Query(f'{RARE[0]} "of the"', all_words=True),
    Query(f"{LEFT} NEAR/3 {RIGHT}"),
    Query(f"({LEFT} NEAR/5 {RIGHT}) /s {PLAIN[4]}"),
    Query("quab* lang:de", sort=Sort.OLDEST),
    Query(f"atleast3 {EVERYWHERE}", (Selection("publisher", "Nobody"),)),
    Query(f"{RARE[0]} {RARE[1]} {PLAIN[30]}"),
    Query(SLIP),
    Query(RARE[0][:4] + RARE[0][5:]),
    Query("=" + RARE[2]),
]


class Clock:
    """Time is up for good at one of the looks at it."""

    def __init__(self) -> None:
        self.looks = 0
        self.late_at = 1 << 30

    def set(self, late_at: int) -> None:
        self.looks, self.late_at = 0, late_at

    @property
    def was_late(self) -> bool:
        return self.looks >= self.late_at

    def __call__(self) -> float:
        self.looks += 1
        return 1e9 if self.was_late else 0.0


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def hurried(folder: Path, world: World, clock: Clock) -> EmbeddedEngine:
    engine = open_engine(folder, clock=clock)
    engine.warm()
    assert isinstance(engine, EmbeddedEngine)
    return engine


def cuts(clock: Clock) -> Iterator[int]:
    """Each look at the clock at which the time may be up, until the answer comes before."""
    late_at = 2
    while True:
        clock.set(late_at)
        yield late_at
        if not clock.was_late:
            return
        late_at += 1


def counts(facet: FacetCounts) -> dict[str, int]:
    return {value.value: value.count for value in facet.values}


def facets(results: Results) -> dict[str, dict[str, int]]:
    return {facet.name: counts(facet) for facet in results.facets}


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.text)
def test_a_search_that_was_cut_short_says_so(query: Query, hurried: EmbeddedEngine, clock: Clock) -> None:
    clock.set(1 << 30)
    whole = hurried.search(query)
    matches = {
        hit.id for hit in hurried.search(Query(query.text, query.selections, per_page=10_000, quotes=False)).hits
    }
    assert not whole.partial
    cut = 0
    for _ in cuts(clock):
        found = hurried.search(query)
        assert found.partial == (LATE in found.notes)
        cut += found.partial
        if found.partial:
            assert found.total <= whole.total or whole.corrected_from
            assert found.total_all_words <= max(found.total, whole.total_all_words)
            assert {hit.id for hit in found.hits} <= matches
        elif clock.was_late and (whole.corrected_from or whole.suggestion or whole.offers):
            assert found.total <= whole.total
        else:
            assert found.total == whole.total
            assert [hit.id for hit in found.hits] == [hit.id for hit in whole.hits]
            assert facets(found) == facets(whole)
    assert cut


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.text)
def test_a_facet_that_was_cut_short_says_so(query: Query, hurried: EmbeddedEngine, clock: Clock) -> None:
    clock.set(1 << 30)
    whole = counts(hurried.facet(query, "publisher"))
    for _ in cuts(clock):
        facet = hurried.facet(query, "publisher")
        said = LATE in facet.notes
        assert said or counts(facet) == whole
        assert all(count <= whole[value] for value, count in counts(facet).items())


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.text)
def test_marks_that_were_cut_short_are_said_to_be(
    query: Query, hurried: EmbeddedEngine, clock: Clock, world: World
) -> None:
    long = next(record.id for record in world.records.values() if len(record.body) > 2_000)
    clock.set(1 << 30)
    whole = hurried.article(long, query)
    assert whole is not None
    for _ in cuts(clock):
        found = hurried.article(long, query)
        assert found is not None
        assert (LATE in found.notes) or found == whole
        assert set(found.text.spans) <= set(whole.text.spans)


def test_an_export_that_was_cut_short_says_so(hurried: EmbeddedEngine, clock: Clock) -> None:
    query = Query(f"{LEFT} NEAR/3 {RIGHT}", (Selection("language", "fr"),))
    clock.set(1 << 30)
    whole = [hit for page in hurried.export(query) for hit in page]
    assert 200 < len(whole) < 10_000
    for _ in cuts(clock):
        export = hurried.export(query)
        hits = [hit for page in export for hit in page]
        assert export.partial or hits == whole
        assert {hit.id for hit in hits} <= {hit.id for hit in whole}
        assert export.written == len(hits)


def test_similar_articles_come_whatever_the_time(hurried: EmbeddedEngine, clock: Clock, world: World) -> None:
    article = world.records[min(world.holding(RARE[0]))].id
    for _ in cuts(clock):
        assert all(hit.id != article for hit in hurried.similar(article))
