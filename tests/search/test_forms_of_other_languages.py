"""What holds a word as it is typed comes before what only the stem of another language makes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.article import Article, article_id
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query
from tests.search import corpora

FILLER = "The council met on Tuesday and spoke of roads, of schools and of the price of bread in the towns. " * 6
TURKISH = "Sobadan sızan karbonmonoksit gazından zehirlenen iki çocuk hastaneye kaldırıldı. " * 3


def article(key: str, language: str, title: str, text: str) -> Article:
    return Article(id=article_id("x", key), key=key, path="x", title=title, text=text, language=language)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Three long articles in English that name Gaza once each, and short ones in other languages that stem it."""
    english = [article(f"en{n}", "en", f"Talks of day {n}", f"{FILLER}Aid reached Gaza. {FILLER}") for n in range(3)]
    others = [
        article("tr", "tr", "Karbonmonoksit gazından zehirlendiler", TURKISH),
        article("pl", "pl", "Gazy cieplarniane", "Gazy i gazu jest coraz więcej. " * 3),
        article("de", "de", "Bericht aus Gaza", "Der Bericht handelt von Gaza und von Wasser."),
    ]
    folder = tmp_path_factory.mktemp("languages")
    corpora.store(folder, [*english, *others], 2)
    return open_engine(folder, seconds=60.0)


@pytest.mark.parametrize("text", ["gaza", "Gaza", "gaza aid"])
@pytest.mark.parametrize("asked", [Query(), Query(as_typed=True)])
def test_the_form_as_typed_comes_first(engine: Engine, text: str, asked: Query) -> None:
    keys = [hit.key for hit in engine.search(replace(asked, text=text)).hits]
    assert {"en0", "en1", "en2", "de"} <= set(keys)
    behind = [key for key in keys if key in ("tr", "pl")]
    assert keys[len(keys) - len(behind) :] == behind


def test_a_word_of_the_other_language_keeps_its_forms(engine: Engine) -> None:
    assert [hit.key for hit in engine.search(Query("gazu")).hits] == ["pl"]
    assert engine.search(Query("gazından")).hits[0].key == "tr"
