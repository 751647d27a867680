"""What is marked in articles and snippets of a large archive is what stands there, by a look at the plain text."""

from __future__ import annotations

import re
from random import Random

import pytest

from search.engine import Engine
from search.notes import Note, NoteCode
from search.query import Query, Sort
from search.results import Hit, Marked
from tests.large.world import EVERYWHERE, LEFT, PLAIN, RARE, RIGHT, World, written

BESIDE = f'"{LEFT} {RIGHT}"'
EITHER = f"{LEFT} OR {EVERYWHERE}"
LONGEST_SNIPPET = 280  # 110 characters before a match, and 170 from the first match to the last
EXPRESSIONS = {
    EVERYWHERE: rf"\b{EVERYWHERE}\b",
    EITHER: rf"\b(?:{LEFT}|{EVERYWHERE})\b",
    BESIDE: rf"\b{LEFT}\W+{RIGHT}\b",
    RARE[3]: rf"\b{RARE[3]}\b",
    f"{PLAIN[0]} OR {PLAIN[59]}": rf"\b(?:{PLAIN[0]}|{PLAIN[59]})\b",
}


def stand(expression: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(expression, text, re.IGNORECASE)]


def marked(text: Marked) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in text.spans]


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_marks_of_an_article_are_where_the_words_stand(text: str, engine: Engine, world: World) -> None:
    chosen = Random(5).sample(sorted(world.records), 60)
    long = world.where(lambda record: len(record.body) > 2_000)
    assert max(len(world.records[number].body) for number in long) > 1 << 16  # positions of four bytes
    for number in (*chosen, *long):
        record = world.records[number]
        reading = engine.article(record.id, Query(text, as_typed=True))
        assert reading is not None
        holds = bool(stand(EXPRESSIONS[text], f"{' '.join(record.title)}\n{written(record.body)}"))
        assert reading.body.text == written(record.body)
        assert marked(reading.body) == (stand(EXPRESSIONS[text], reading.body.text) if holds else [])
        assert marked(reading.title) == (stand(EXPRESSIONS[text], reading.title.text) if holds else [])


@pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.NEWEST])
@pytest.mark.parametrize("text", EXPRESSIONS)
def test_snippets_are_short_pieces_with_every_match_marked(text: str, sort: Sort, engine: Engine, world: World) -> None:
    hits = engine.search(Query(text, sort=sort, per_page=100, as_typed=True)).hits
    assert len(hits) > 20
    for hit in hits:
        check(hit, EXPRESSIONS[text], written(world.records[world.number(hit.id)].body))


def check(hit: Hit, expression: str, body: str) -> None:
    assert hit.matches == len(stand(expression, body))
    assert 1 <= len(hit.snippets) <= 3
    after = 0
    for snippet in hit.snippets:
        after = body.index(snippet.text, after) + len(snippet.text)
        assert len(snippet.text) <= LONGEST_SNIPPET
        assert marked(snippet) == stand(expression, snippet.text)
        assert marked(snippet) or not hit.matches


def test_a_reason_counts_the_occurrences_and_the_articles(engine: Engine, world: World) -> None:
    for hit in engine.search(Query(EITHER, per_page=50, as_typed=True)).hits:
        record = world.records[world.number(hit.id)]
        for reason in hit.reasons:
            words = record.title if reason.field == "title" else record.body
            assert reason.occurrences == words.count(reason.word) > 0
            assert reason.rarity == len(world.holding(reason.word))
        assert {reason.word for reason in hit.reasons} == {LEFT, EVERYWHERE} & set(record.words)


@pytest.mark.parametrize(("distance", "partial"), [(1000, True), (30, False)])
def test_pairs_without_number_are_cut_short_and_said_to_be(
    distance: int, *, partial: bool, engine: Engine, world: World
) -> None:
    """Five articles hold the two words 1,500 times each: the pairs within 1,000 words of one another are millions."""
    close = f"({LEFT} NEAR/{distance} {RIGHT}) NEAR/{distance} {EVERYWHERE}"
    found = engine.search(Query(close, as_typed=True, per_page=100))
    most = world.holding(LEFT) & world.holding(RIGHT) & world.holding(EVERYWHERE)
    assert 0 < found.total <= len(most)
    assert {world.number(hit.id) for hit in found.hits} <= most
    assert (found.partial, Note(NoteCode.TIME_UP) in found.notes) == (partial, partial)
