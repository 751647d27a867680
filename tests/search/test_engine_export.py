"""An export is what the pages show, of one publication, past what is kept; what is missing is said."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from index.article import Article, ArticleDate, Precision, article_id
from index.store.transaction import open_store
from search.embedded.display import PAGE
from search.embedded.engine import EmbeddedEngine
from search.engine import Engine
from search.notes import Note, NoteCode
from search.options import Options
from search.query import Query, Sort
from search.results import Hit
from tests.search import corpora

ARTICLES = 2 * PAGE + 50


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def article(number: int, text: str) -> Article:
    return Article(
        id=article_id("archive", str(number)),
        key=str(number),
        path="archive",
        title=f"Report {number}",
        text=f"The harbour report says: {text}. {'Harbour! ' * (number % 5)}",
        language="en",
        published=ArticleDate(datetime(2015, 1, 1) + timedelta(days=number), Precision.DAY),
    )


def publish(folder: Path, numbers: range, text: str) -> None:
    with open_store(folder, now=corpora.NOW) as store:
        for number in numbers:
            store.add(article(number, text))
        store.publish()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    publish(tmp_path, range(0, ARTICLES, 2), "calm")
    publish(tmp_path, range(1, ARTICLES, 2), "calm")
    return tmp_path


def opened(folder: Path, clock: Clock | None = None) -> EmbeddedEngine:
    return EmbeddedEngine(folder, Options(), 2.0, clock or Clock())


def paged(engine: Engine, query: Query) -> list[Hit]:
    found: list[Hit] = []
    page = 1
    while hits := engine.search(Query(query.text, sort=query.sort, per_page=97, page=page)).hits:
        found += hits
        page += 1
    return found


@pytest.mark.parametrize("text", ["harbour", "harbour -nowhere", '"the harbour"', "repor*", "", "harbuor"])
@pytest.mark.parametrize("sort", list(Sort))
def test_the_hits_are_those_of_the_pages(folder: Path, text: str, sort: Sort) -> None:
    engine = opened(folder)
    query = Query(text, sort=sort)
    export = engine.export(query)
    hits = [hit for page in export for hit in page]
    assert hits == paged(engine, query)
    assert (len(hits), export.written, export.expected) == (ARTICLES,) * 3
    assert not export.partial
    found = engine.search(query)
    assert (export.results.total, export.results.reading, export.notes) == (found.total, found.reading, found.notes)


def test_an_export_is_of_one_publication(folder: Path) -> None:
    engine = opened(folder)
    export = engine.export(Query("harbour"))
    pages = iter(export)
    texts = [next(pages)]
    publish(folder, range(ARTICLES), "stormy")
    assert engine.search(Query("stormy")).total == ARTICLES
    texts += pages
    assert {"calm" in hit.snippets[0].text for page in texts for hit in page} == {True}
    assert len({hit.id for page in texts for hit in page}) == export.written == ARTICLES


def test_what_is_kept_for_readers_stays_as_it_is(folder: Path) -> None:
    engine = opened(folder)
    engine.search(Query("harbour"))
    archive = engine._current()
    before = [len(part.shown.kept) for part in archive.parts], len(engine._finder._runs)
    assert sum(map(len, engine.export(Query("report")))) == ARTICLES
    assert ([len(part.shown.kept) for part in archive.parts], len(engine._finder._runs)) == before


def test_a_time_that_is_up_ends_it_and_is_said(folder: Path) -> None:
    clock = Clock()
    export = opened(folder, clock).export(Query("harbour"))
    pages = iter(export)
    hits = list(next(pages))
    clock.now = 1e9
    assert list(pages) == []
    assert (len(hits), export.written, export.partial) == (PAGE, PAGE, True)
    assert Note(NoteCode.EXPORT_CUT_SHORT, written=PAGE, expected=ARTICLES) in export.notes


def test_no_more_than_asked_for(folder: Path) -> None:
    export = opened(folder).export(Query("harbour"), 7)
    assert (sum(map(len, export)), export.results.total, export.partial) == (7, ARTICLES, False)
