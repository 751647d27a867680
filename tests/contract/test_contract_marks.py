"""Every engine that marks, marks the characters of the words that were asked for, and no others."""

from __future__ import annotations

from random import Random

import pytest

from tests.contract.archives import Published
from tests.contract.capabilities import Can
from tests.plain.marking import check_snippet
from tests.plain.questions import mark_spans


@pytest.mark.needs(Can.MARKS)
def test_an_article_is_marked_where_the_words_were_written(archive: Published, rounds: int, seed: int) -> None:
    for question, query in archive.asked(Random(seed), rounds // 20):
        for record in archive.matches(question)[:3]:
            reading = archive.engine.article(record.id, query)
            assert reading is not None
            assert reading.article == record.article
            marked = {"title": reading.title, "body": reading.body, "removed": reading.removed}
            for name, shown in marked.items():
                assert shown.text == record.field(name).text
                assert [tuple(span) for span in shown.spans] == mark_spans(question, record, name), (question, name)


@pytest.mark.needs(Can.MARKS)
def test_an_article_that_is_read_without_a_question_has_no_marks(archive: Published) -> None:
    record = next(iter(archive.records.values()))
    reading = archive.engine.article(record.id)
    assert reading is not None
    assert (reading.body.text, reading.body.spans, reading.title.spans) == (record.body.text, (), ())


@pytest.mark.needs(Can.MARKS)
def test_titles_are_those_of_the_articles_that_there_are(archive: Published) -> None:
    ids = [*archive.records, "0" * 16, "no such id"]
    assert archive.engine.titles(ids) == {one: record.title.text for one, record in archive.records.items()}
    assert archive.engine.titles([]) == {}


@pytest.mark.needs(Can.MARKS)
def test_there_is_no_article_of_an_id_that_was_never_given(archive: Published) -> None:
    assert archive.engine.article("0" * 16) is None
    assert archive.engine.article("no such id") is None


@pytest.mark.needs(Can.SNIPPETS)
def test_a_snippet_is_a_piece_of_the_text_with_its_marks(archive: Published, rounds: int, seed: int) -> None:
    for question, query in archive.asked(Random(seed + 1), rounds // 20):
        for hit in archive.engine.search(query).hits[:4]:
            record = archive.records[hit.id]
            assert (hit.title.text, hit.key) == (record.title.text, record.article.key)
            assert [tuple(span) for span in hit.title.spans] == mark_spans(question, record, "title"), question
            body = mark_spans(question, record, "body")
            assert hit.matches == len(body), question
            for snippet in hit.snippets:
                name = "removed" if hit.removed else "body"
                check_snippet(snippet, record.field(name).text, mark_spans(question, record, name))
