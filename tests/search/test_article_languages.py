"""A word is looked for in each article by the stem of the article's own language."""

from __future__ import annotations

import pytest

from index.analysis import analyse_query
from index.article import Article, article_id
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query
from tests.search.corpora import store

TEXTS = {
    "bridge": ("en", "A new bridge will open. The minister spoke of it."),
    "paper": ("en", "The news of the day was good. Minis were everywhere."),
    "journal": ("fr", "Les news du jour, et le minister."),
    "slip": ("", "Talk."),
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("languages") / "index"
    articles = [
        Article(id=article_id("a", key), key=key, path=key, title="", text=text, language=language)
        for key, (language, text) in TEXTS.items()
    ]
    store(folder, articles)
    return open_engine(folder)


def test_the_terms_of_some_languages_are_told_from_those_of_all() -> None:
    (token,) = analyse_query("news", ("en", "fr"))
    assert set(token.plain) == {"news", "new"}
    assert token.spoken["new"] == {"fr", ""}
    assert token.spoken["news"] == {"en", ""}
    assert not analyse_query("bridge", ("en",))[0].spoken


@pytest.mark.parametrize(
    ("text", "found", "marked"),
    [
        ("news", {"paper", "journal"}, {"news"}),
        ("minister", {"bridge", "journal"}, {"minister"}),
        ("new", {"bridge", "journal"}, {"new", "news"}),
        ('"the news"', {"paper"}, {"The news"}),
        ("bridge NEAR/3 news", set(), set()),
        ("-news", {"bridge", "slip"}, set()),
        ("talks", {"slip"}, {"Talk"}),
    ],
)
def test_another_languages_stem_finds_no_other_word(
    engine: Engine, text: str, found: set[str], marked: set[str]
) -> None:
    hits = engine.search(Query(text=text, as_typed=True)).hits
    assert {hit.path for hit in hits} == found
    assert {part.text[s.start : s.end] for hit in hits for part in hit.snippets for s in part.spans} == marked
