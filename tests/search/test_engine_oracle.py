"""The engine finds, orders, counts and marks what a reader of every text would."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.store.snapshot import open_snapshot
from search.embedded.archive import Archive
from search.options import Options
from search.query import Field, Node, Parsed, Phrase, Query, Selection, Sort
from search.rank.weights import Weights
from tests.search import corpora
from tests.search.asking import Asking
from tests.search.oracle import Oracle, by_date, characters, facet_counts, has

WEIGHTS = Weights()


@dataclass
class Twins:
    """An archive and the slow reader of the same articles."""

    archive: Archive
    oracle: Oracle

    def ask(self, root: Node, query: Query) -> Asking:
        return Asking(self.archive, query, Parsed(root))


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> list[Twins]:
    """Archives of one and of three segments."""
    found = []
    for seed in range(4):
        folder = tmp_path_factory.mktemp("oracle")
        articles = corpora.archive(seed)
        corpora.store(folder, articles, batches=1 + 2 * (seed % 2))
        found.append(Twins(Archive(open_snapshot(folder), Options(WEIGHTS)), Oracle(articles, WEIGHTS)))
    return found


queries = st.builds(
    Query,
    selections=corpora.selections,
    first=st.sampled_from((None, None, None, date(2014, 1, 1))),
    last=st.sampled_from((None, None, None, date(2015, 2, 1))),
    undated=st.sampled_from((False, False, False, True)),
    all_words=st.booleans(),
    per_page=st.just(100),
    as_typed=st.sampled_from((True,)),
)


@settings(max_examples=1200, deadline=None)
@given(root=corpora.trees, query=queries, which=st.integers(0, 3))
def test_finds_what_a_scan_of_the_texts_finds(twins: list[Twins], root: Node, query: Query, which: int) -> None:
    pair = twins[which]
    request = pair.ask(root, query)
    expected = pair.oracle.found(root, query)
    rows = request.page()
    keys = [pair.archive.segments[number].card(doc).key for number, doc, _, _ in rows]
    assert sorted(keys) == sorted(article.key for article in expected)
    assert request.total == len(expected)


@settings(max_examples=250, deadline=None)
@given(root=corpora.trees, which=st.integers(0, 3))
@example(root=Phrase("dying", Field.LEAD, slop=0), which=0)  # among first words no form counts less
def test_orders_as_a_plain_loop_over_the_formula_does(twins: list[Twins], root: Node, which: int) -> None:
    pair = twins[which]
    query = Query(per_page=100, as_typed=True)
    expected = pair.oracle.order(root, query)
    request = pair.ask(root, query)
    rows = request.page()
    by_key = {article.key: (score, full) for article, score, full in expected}
    for (number, doc, score, full), (_, same_rank, _) in zip(rows, expected, strict=True):
        exact, complete = by_key[pair.archive.segments[number].card(doc).key]
        assert score == pytest.approx(exact, rel=1e-4, abs=1e-5)
        assert score == pytest.approx(same_rank, rel=1e-4, abs=1e-5)
        assert full == complete
    assert sum(full for _, _, full in expected) == request.results().total_all_words


@settings(max_examples=250, deadline=None)
@given(root=corpora.trees, which=st.integers(0, 3), sort=st.sampled_from((Sort.NEWEST, Sort.OLDEST)))
def test_orders_by_date_as_a_plain_sort_does(twins: list[Twins], root: Node, which: int, sort: Sort) -> None:
    pair = twins[which]
    query = Query(sort=sort, per_page=100, all_words=True, as_typed=True)
    expected = by_date(pair.oracle.found(root, query), oldest=sort is Sort.OLDEST)
    rows = pair.ask(root, query).page()
    keys = [pair.archive.segments[number].card(doc).key for number, doc, _, _ in rows]
    assert keys == [article.key for article in expected]


@settings(max_examples=400, deadline=None)
@given(root=corpora.trees, which=st.integers(0, 3))
def test_marks_cover_exactly_what_matched(twins: list[Twins], root: Node, which: int) -> None:
    pair = twins[which]
    request = pair.ask(root, Query(as_typed=True))
    for article in pair.oracle.found(root, Query())[:5]:
        place = pair.archive.snapshot.find(article.id)
        assert place is not None
        marks = pair.oracle.marks(root, article)
        for field, shown in zip(("title", "body", "removed"), request.marks_of(*place, article), strict=True):
            expected = [
                characters(article, place, request.question.terms(article.language, place[0]))
                for place in marks
                if place[0] == field
            ]
            covered = {at for start, end in expected for at in range(start, end)}
            assert {at for span in shown.spans for at in range(span.start, span.end)} == covered
            assert {(span.start, span.end) for span in shown.spans} <= set(merged(expected))


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


@settings(max_examples=300, deadline=None)
@given(root=corpora.trees, query=queries, which=st.integers(0, 3))
def test_facet_counts_are_what_selecting_the_value_gives(
    twins: list[Twins], root: Node, query: Query, which: int
) -> None:
    pair = twins[which]
    matches = pair.oracle.before_selections(root, query)
    for facet in pair.ask(root, query).results().facets:
        excluded = {s.value for s in query.selections if s.facet == facet.name and s.excluded}
        others = [article for article in matches if pair.oracle.passes(article, query, but=facet.name)]
        for value in facet.values:
            left = [a for a in others if not any(has(a, facet.name, x) for x in excluded - {value.value})]
            assert value.count == sum(has(a, facet.name, value.value) for a in left), value


@settings(max_examples=150, deadline=None)
@given(root=corpora.trees, which=st.integers(0, 3))
def test_facets_are_counters_of_the_matches(twins: list[Twins], root: Node, which: int) -> None:
    pair = twins[which]
    results = pair.ask(root, Query(as_typed=True)).results()
    matches = pair.oracle.found(root, Query())
    for facet in results.facets:
        counts = facet_counts(matches, facet.name)
        assert Counter({value.value: value.count for value in facet.values}) <= counts
        if facet.name != "date":
            assert Counter({value.value: value.count for value in facet.values}) == counts


@settings(max_examples=200, deadline=None)
@given(root=corpora.trees, selections=corpora.selections, which=st.integers(0, 3))
def test_a_click_gives_the_count_that_was_shown(
    twins: list[Twins], root: Node, selections: tuple[Selection, ...], which: int
) -> None:
    pair = twins[which]
    for facet in pair.ask(root, Query(selections=selections)).results().facets:
        rest = [s for s in selections if s.facet != facet.name]
        own = [s for s in selections if s.facet == facet.name and s.excluded]
        for value in facet.values[:6]:
            kept = [s for s in own if s.value != value.value]
            clicked = Query(selections=(*rest, *kept, Selection(facet.name, value.value)))
            assert pair.ask(root, clicked).total == value.count


@settings(max_examples=150, deadline=None)
@given(root=corpora.trees, which=st.integers(0, 3))
def test_snippets_are_pieces_of_the_text_with_the_matches_of_the_article(
    twins: list[Twins], root: Node, which: int
) -> None:
    pair = twins[which]
    request = pair.ask(root, Query(as_typed=True))
    for hit in request.hits():
        place = pair.archive.snapshot.find(hit.id)
        assert place is not None
        article = place[0].stored(place[1])
        _, text, _ = request.marks_of(*place, article)
        marked = {article.body[span.start : span.end] for span in text.spans}
        removed = "\n".join(line.text for line in article.dropped)
        for snippet in hit.snippets:
            assert snippet.text in article.body or snippet.text in removed
            if snippet.text in article.body and text.spans:
                assert {snippet.text[span.start : span.end] for span in snippet.spans} <= marked
                assert snippet.spans


def test_a_folder_without_an_index_is_said_by_health(tmp_path: Path) -> None:
    from search.embedded.engine import open_engine

    health = open_engine(tmp_path / "none").health()
    assert not health.ok
    assert "reindex" in str(health.error)
