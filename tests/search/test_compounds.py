"""A compound that was asked for as one word is marked whole, one of its parts alone; in the fields asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.article import Article, Dropped, article_id
from search.aliases import Aliases
from search.embedded import open_engine
from search.engine import Engine, Marked
from search.query import Query
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
