"""What is marked of an article: a compound that was asked for as one word whole, one of its parts alone; by field."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.article import Article, Dropped, article_id
from search.embedded.engine import open_engine
from search.engine import Engine
from search.notes import Note, NoteCode
from search.query import Query
from search.results import Marked
from search.words.aliases import Aliases
from tests.search.corpora import store

TEXT = "The cease-fire holds. Nobody fired, and nothing will cease."


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder: Path = tmp_path_factory.mktemp("compounds")
    dropped = (Dropped(7, "Read on: the cease-fire.", "furniture"),)
    article = Article(
        id=article_id("a", "1"),
        key="1",
        path="a",
        title="A cease-fire",
        text=TEXT,
        language="en",
        dropped=dropped,
    )
    store(folder, [article])
    return open_engine(folder, aliases=Aliases())


def words(marked: Marked) -> list[str]:
    return [marked.text[span.start : span.end] for span in marked.spans]


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("ceasefire", ["cease-fire"], ["cease-fire"]),
        ("cease", ["cease"], ["cease", "cease"]),
        ("ceasefire cease", ["cease"], ["cease", "cease"]),
        ("title:ceasefire", ["cease-fire"], []),
        ("body:ceasefire", [], ["cease-fire"]),
        ("lead:ceasefire", [], ["cease-fire"]),
    ],
)
def test_marks_are_what_was_asked_for(engine: Engine, text: str, title: list[str], body: list[str]) -> None:
    (hit,) = engine.search(Query(text, as_typed=True)).hits
    assert words(hit.title) == title
    assert [word for fragment in hit.snippets for word in words(fragment)] == body
    assert hit.matches == len(body)
    assert not hit.removed


def test_what_was_removed_is_shown_where_nothing_else_matches(engine: Engine) -> None:
    (hit,) = engine.search(Query("removed:ceasefire", as_typed=True)).hits
    assert hit.removed
    assert [fragment.text for fragment in hit.snippets] == ["Read on: the cease-fire."]
    assert [word for fragment in hit.snippets for word in words(fragment)] == ["cease-fire"]
    assert (words(hit.title), hit.matches) == ([], 0)


def test_an_article_is_marked_whole(engine: Engine) -> None:
    reading = engine.article(article_id("a", "1"), Query("ceasefire", as_typed=True))
    assert reading is not None
    assert (words(reading.title), words(reading.text), words(reading.removed)) == (["cease-fire"], ["cease-fire"], [])
    assert reading.text.text == TEXT
    assert reading.notes == ()
    removed = engine.article(article_id("a", "1"), Query("removed:ceasefire", as_typed=True))
    assert removed is not None
    assert (words(removed.title), words(removed.text), words(removed.removed)) == ([], [], ["cease-fire"])


def test_where_no_time_is_left_for_marks_that_is_said(tmp_path: Path) -> None:
    article = Article(id=article_id("a", "1"), key="1", path="a", title="A cease-fire", text=TEXT, language="en")
    store(tmp_path, [article])
    moments = iter(range(10_000))
    engine = open_engine(tmp_path, aliases=Aliases(), clock=lambda: 1e6 * next(moments))
    reading = engine.article(article.id, Query("ceasefire", as_typed=True))
    assert reading is not None
    assert words(reading.text) == []
    assert Note(NoteCode.TIME_UP) in reading.notes


def test_a_list_for_a_machine_has_no_fragments(engine: Engine) -> None:
    (hit,) = engine.search(Query("ceasefire", as_typed=True, quotes=False)).hits
    assert (hit.title.text, hit.title.spans, hit.snippets, hit.matches, hit.reasons) == ("A cease-fire", (), (), 0, ())
    assert not hit.removed


def test_matches_that_overlap_are_one_mark(engine: Engine) -> None:
    (hit,) = engine.search(Query('"the cease-fire" OR "cease-fire holds" OR "nothing will" OR "will cease"')).hits
    marks = [word for fragment in hit.snippets for word in words(fragment)]
    assert marks == ["The cease-fire holds", "nothing will cease"]
    assert hit.matches == 2
