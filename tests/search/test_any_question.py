"""Whatever is typed, the engine finds and marks what a reader of every text would: thousands of random questions.

`--questions 100000 --seed 7` asks more of them, or others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from random import Random

import pytest

from index.article import Article
from search.embedded.engine import EmbeddedEngine, open_engine
from search.notes import NoteCode
from search.query import Node, Query, Sort, parse
from search.results import Hit, Marked, Results
from search.words.aliases import Aliases
from tests.search import corpora
from tests.search.oracle import Oracle, by_arrival, by_date, characters, facet_counts
from tests.search.oracle.texts import shown_body
from tests.search.questions import Asked, Writer

ALIASES = Aliases(
    groups=(("ISIS", "Daesh", "Islamic State"), ("UN", "United Nations"), ("war", "peace talks"), ("US", "U.S.A.")),
    capitals=frozenset(("US",)),
)
approx = partial(pytest.approx, rel=1e-4, abs=1e-5)
# Capitals that a sentence has anyway are no operators: `parse` alone can tell.
PLAIN_TEXT = {NoteCode.ALL_CAPITALS, NoteCode.LONG_SENTENCE}


@dataclass
class Twins:
    """An engine and the slow reader of the same articles."""

    engine: EmbeddedEngine
    oracle: Oracle
    articles: dict[str, Article]

    def root(self, asked: Asked, found: Results) -> Node:
        """The tree that the answer is to."""
        if found.corrected_from:
            return parse(found.reading).root
        parsed = parse(asked.text)
        again = parse(str(parsed))
        assert again.root == parsed.root
        assert not again.reworded
        if asked.meaning is None or any(note.code in PLAIN_TEXT for note in parsed.notes):
            return parsed.root
        return asked.meaning


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory, seed: int) -> list[Twins]:
    """Archives of one and of three segments, half of them with odd words."""
    found = []
    for number in range(4):
        folder = tmp_path_factory.mktemp("any")
        articles = corpora.archive(seed + number, of=corpora.ODD_WORDS if number > 1 else corpora.WORDS)
        corpora.store(folder, articles, batches=1 + 2 * (number % 2))
        engine = open_engine(folder, aliases=ALIASES, seconds=60.0)
        assert isinstance(engine, EmbeddedEngine)
        found.append(Twins(engine, Oracle(articles), {article.id: article for article in articles}))
    return found


def test_any_question_is_answered_as_a_scan_of_the_texts_answers(twins: list[Twins], rounds: int, seed: int) -> None:
    writer = Writer(Random(seed))
    for number in range(rounds):
        asked = writer.asked()
        query = writer.query(asked.text)
        check(twins[number % len(twins)], asked, query)


@pytest.mark.parametrize("text", ["isles.example elected", "electe", "site:.example/war", "the The"])
def test_what_was_answered_otherwise_once_is_answered_alike(twins: list[Twins], text: str) -> None:
    for pair in twins:
        for all_words in (False, True):
            check(pair, Asked(text, None), Query(text, per_page=100, all_words=all_words, as_typed=True))


def check(pair: Twins, asked: Asked, query: Query) -> None:
    found = pair.engine.search(query)
    root = pair.root(asked, found)
    oracle = pair.oracle
    oracle.exact = query.exact
    typed = query.as_typed or query.exact
    oracle.added = {} if typed else dict(pair.engine._current().lexicon.added(root).items())
    expected = oracle.found(root, query)
    whole = {article.id for article in expected if oracle.complete(root, article)}
    assert {hit.id for hit in found.hits} == {article.id for article in expected}, (asked, query)
    assert (found.total, found.total_all_words) == (len(expected), len(whole)), (asked, query)
    assert {hit.id for hit in found.hits if hit.all_words} == whole, (asked, query)
    check_order(pair, root, found, expected)
    for hit in found.hits:
        check_marks(pair, root, hit, (asked, query))
    if not query.selections:
        check_facets(found, expected)


def check_order(pair: Twins, root: Node, found: Results, expected: list[Article]) -> None:
    """The hits come in their order, with the scores that the formula gives by the levels of their words."""
    sort = found.query.sort
    if sort is Sort.RELEVANCE:
        ranked = pair.oracle.ranked(root, expected)
        scores = {article.id: score for article, score, _ in ranked}
        assert [hit.all_words for hit in found.hits] == [full for _, _, full in ranked], found.query
        assert [hit.score for hit in found.hits] == approx([score for _, score, _ in ranked]), found.query
        assert [hit.score for hit in found.hits] == approx([scores[hit.id] for hit in found.hits]), found.query
    elif sort is Sort.ADDED:
        assert [hit.id for hit in found.hits] == [article.id for article in by_arrival(expected)], found.query
    elif sort is not Sort.RECENT:
        dated = by_date(expected, oldest=sort is Sort.OLDEST)
        assert [hit.id for hit in found.hits] == [article.id for article in dated], found.query


def check_marks(pair: Twins, root: Node, hit: Hit, told: object) -> None:
    article = pair.articles[hit.id]
    marks, sought = pair.oracle.marks(root, article), pair.oracle.sought
    spans = {name: _merged(article, marks, name, sought(root, article, name)) for name in ("title", "body", "removed")}
    assert [(s.start, s.end) for s in hit.title.spans] == spans["title"], told
    assert hit.matches == len(spans["body"]), told
    field = "body" if spans["body"] or not spans["removed"] else "removed"
    text = shown_body(article) if field == "body" else "\n".join(line.text for line in article.dropped)
    for snippet in hit.snippets:
        shown = [(s.start, s.end) for s in snippet.spans]
        assert any(shown == part for part in _parts(text, snippet, spans[field])), (told, snippet, spans[field])
        assert shown or not spans[field], told


def _merged(article: Article, marks: set[tuple[str, int, int]], field: str, terms: set[str]) -> list[tuple[int, int]]:
    """The characters that the marks of a field cover: in order, overlapping ones as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(characters(article, place, terms) for place in marks if place[0] == field):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _parts(text: str, snippet: Marked, spans: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The spans inside the snippet, for each place of the text where it may have been cut out."""
    at = text.find(snippet.text)
    while at >= 0:
        yield [(a - at, b - at) for a, b in spans if at <= a and b <= at + len(snippet.text)]
        at = text.find(snippet.text, at + 1)


def check_facets(found: Results, expected: list[Article]) -> None:
    for facet in found.facets:
        counts = facet_counts(expected, facet.name)
        assert all(counts[value.value] == value.count for value in facet.values), (found.query, facet)
