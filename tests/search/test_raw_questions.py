"""The engine finds, counts, orders and marks what was written: generated articles with a record of every word.

No rule of the code is asked: which forms are one word stands in a table, and what a question finds is counted from the
record. `--questions N --seed S` ask more, or others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query, Sort
from search.results import Hit
from search.words.aliases import Aliases
from tests.plain import choices
from tests.plain.articles import Record, archive
from tests.plain.asking import Asker, Kind
from tests.plain.marking import check_snippet
from tests.plain.publishing import publish
from tests.plain.questions import Question, mark_spans, with_names
from tests.plain.words import EQUAL_NAMES


@dataclass(frozen=True)
class Published:
    """An engine and the record of what it was given."""

    engine: Engine
    records: list[Record]

    def record(self, article_id: str) -> Record:
        return next(record for record in self.records if record.id == article_id)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, seed: int) -> list[Published]:
    """Archives of one and of three segments."""
    return [
        _publish(tmp_path_factory.mktemp("raw"), archive(seed + number), batches)
        for number, batches in enumerate((1, 3))
    ]


def _publish(folder: Path, records: list[Record], batches: int) -> Published:
    for start in range(batches):
        publish(folder, [record.article for record in records[start::batches]])
    return Published(open_engine(folder, aliases=Aliases(groups=EQUAL_NAMES), seconds=60.0), records)


def asked(published: list[Published], rng: Random, rounds: int) -> list[tuple[Published, Question, Query]]:
    """Random questions, each with an archive and what is chosen beside it."""
    asker = Asker(rng, list(Kind))
    questions = []
    for number in range(rounds):
        question = asker.question(rng.choice(list(Kind)))
        query = _query(rng, question.typed)
        if not query.as_typed:
            question = with_names(question)
        questions.append((published[number % len(published)], question, query))
    return questions


def _query(rng: Random, typed: str) -> Query:
    first, last = choices.days(rng) if rng.random() < 0.4 else (None, None)
    return Query(
        typed,
        choices.selections(rng) if rng.random() < 0.5 else (),
        first,
        last,
        undated=rng.random() < 0.1,
        sort=rng.choice(list(Sort)),
        per_page=100,
        all_words=rng.random() < 0.2,
        as_typed=rng.random() < 0.5,
    )


def test_a_question_finds_what_was_written(published: list[Published], rounds: int, seed: int) -> None:
    for pair, question, query in asked(published, Random(seed), rounds * 3 // 4):
        expected = choices.matches(pair.records, question, query)
        whole = {record.id for record in expected if question.whole(record)}
        results = pair.engine.search(query)
        assert {hit.id for hit in results.hits} == {record.id for record in expected}, (query, question)
        assert (results.total, results.total_all_words) == (len(expected), len(whole)), (query, question)
        assert {hit.id for hit in results.hits if hit.all_words} == whole, (query, question)
        assert results.corrected_from == "", query  # every word that is asked for stands in the archive


def test_marks_are_the_characters_of_the_words_that_were_asked_for(
    published: list[Published], rounds: int, seed: int
) -> None:
    rng = Random(seed + 1)
    for pair, question, query in asked(published, rng, rounds // 3):
        for hit in pair.engine.search(query).hits[:3]:
            record = pair.record(hit.id)
            spans = {name: mark_spans(question, record, name) for name in ("title", "body", "removed")}
            check_hit(record, hit, spans, query)
            reading = pair.engine.article(hit.id, query)
            assert reading is not None
            marked = {"title": reading.title, "body": reading.body, "removed": reading.removed}
            for name, shown in marked.items():
                assert shown.text == record.field(name).text
                assert [tuple(span) for span in shown.spans] == spans[name], (query, question, name)


def check_hit(record: Record, hit: Hit, spans: dict[str, list[tuple[int, int]]], query: Query) -> None:
    assert hit.title.text == record.title.text
    assert [tuple(span) for span in hit.title.spans] == spans["title"], query
    assert hit.matches == len(spans["body"]), query
    name = "removed" if hit.removed else "body"
    assert hit.removed == bool(spans["removed"] and not spans["body"]), query
    for snippet in hit.snippets:
        check_snippet(snippet, record.field(name).text, spans[name])


def test_facet_counts_are_plain_counts(published: list[Published], rounds: int, seed: int) -> None:
    for pair, question, query in asked(published, Random(seed + 2), rounds // 3):
        found = choices.found(pair.records, question, query)
        for facet in pair.engine.search(query).facets:
            left = [record for record in found if choices.is_chosen(record, query, without=facet.name)]
            excluded = {one.value for one in query.selections if one.facet == facet.name and one.excluded}
            for value in facet.values:
                others = excluded - {value.value}
                expected = [r for r in left if not any(choices.has_value(r, facet.name, other) for other in others)]
                counts = choices.value_counts(expected, facet.name)
                assert value.count == counts[value.value], (query, facet.name, value)
            if not excluded and facet.name != "date":
                shown = {value.value: value.count for value in facet.values if value.count}
                assert shown == choices.value_counts(left, facet.name), (query, facet.name)


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST])
def test_a_sort_by_date_is_the_sorted_dates(published: list[Published], rounds: int, seed: int, sort: Sort) -> None:
    asker = Asker(Random(seed + 3), list(Kind))
    for number in range(rounds // 4):
        pair = published[number % len(published)]
        question = asker.question(Kind.OR)
        query = Query(question.typed, sort=sort, per_page=100, as_typed=True, all_words=True)
        hits = pair.engine.search(query).hits
        assert choices.in_order([pair.record(hit.id) for hit in hits], oldest=sort is Sort.OLDEST), query


def test_pages_are_pieces_of_the_whole_list(published: list[Published], rounds: int, seed: int) -> None:
    rng = Random(seed + 4)
    for pair, _, query in asked(published, rng, rounds // 4):
        whole = [hit.id for hit in pair.engine.search(query).hits]
        size = rng.randint(1, 9)
        pages = len(whole) // size + 1
        for page in (1, rng.randint(1, pages), pages, pages + 1):
            part = replace(query, page=page, per_page=size)
            shown = [hit.id for hit in pair.engine.search(part).hits]
            assert shown == whole[(page - 1) * size : page * size], part
