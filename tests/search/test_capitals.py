"""Do capitals tell an abbreviation from the word that it is in small letters?"""

from __future__ import annotations

import pytest

from index.article import Article, article_id
from search.embedded.engine import open_engine
from search.engine import Engine
from search.notes import Note, NoteCode
from search.query import Query
from tests.search.corpora import store

TEXTS = {
    "capitals": "The US and its troops.",
    "dotted": "Troops of the U.S. left.",
    "word": "They like us, and troops too.",
    "it": "They said it to them.",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("capitals") / "index"
    articles = [
        Article(id=article_id("a", key), key=key, path=key, title="", text=text, language="en")
        for key, text in TEXTS.items()
    ]
    store(folder, articles)
    return open_engine(folder)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("US", {"capitals", "dotted"}),
        ("U.S.", {"capitals", "dotted"}),
        ("us", {"capitals", "dotted", "word"}),
        ("=US", {"capitals", "dotted", "word"}),
        ('"the US"', {"capitals", "dotted"}),
        ('"like US"', set()),
        ("troops -US", {"word"}),
        ("IT", {"it"}),  # no article has the abbreviation, so the word is meant
        ("+LIKE +US +TOO +TROOPS", {"word"}),  # in capitals throughout, so they say nothing
        ('"THEY LIKE US AND TROOPS"', {"word"}),
    ],
)
def test_capitals_choose_the_abbreviation(engine: Engine, text: str, found: set[str]) -> None:
    assert {hit.path for hit in engine.search(Query(text=text, as_typed=True)).hits} == found


def test_the_reading_is_said_and_only_what_matched_is_marked(engine: Engine) -> None:
    results = engine.search(Query(text="U.S.", as_typed=True))
    assert results.notes == (Note(NoteCode.ABBREVIATION, name="US", word="us"),)
    marked = {
        hit.path: [part.text[s.start : s.end] for part in hit.snippets for s in part.spans] for hit in results.hits
    }
    assert marked == {"capitals": ["US"], "dotted": ["U.S."]}
    assert not engine.search(Query(text="us", as_typed=True)).notes
