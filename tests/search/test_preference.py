"""Which of two alike comes first? That in the language of the question, with all of it in its title, or the newer."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from index.article import Article, ArticleDate, Precision, article_id
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query, Sort
from search.words.aliases import Aliases
from tests.search.corpora import store

FILL = ["the", "and", "of", "in", "to", "that", "it", "was", "for", "on", "with", "as", "at", "by", "from"]
FILLE = ["und", "der", "die", "das", "ist", "nicht", "ein", "zu", "den", "mit", "von", "auf", "sich", "dem"]


def made(key: str, title: str, text: str, language: str, day: date | None = None) -> Article:
    when = ArticleDate(datetime(day.year, day.month, day.day), Precision.DAY) if day else None
    return Article(
        id=article_id("a", key), key=key, path="a", title=title, text=text, language=language, published=when
    )


def opened(folder: Path, articles: list[Article]) -> Engine:
    store(folder, articles, batches=2)
    return open_engine(folder, aliases=Aliases(), seconds=60.0)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Sixteen English articles and four German ones; the same name stands as often in two of each, the German ones
    shorter."""
    english = [made(f"en{n}", "Item", " ".join(FILL) + f" number {n}", "en") for n in range(14)]
    german = [made(f"de{n}", "Stück", " ".join(FILLE) + f" Nummer {n}", "de") for n in range(2)]
    named = [made(f"named-en{n}", "Item", "Novotny " + " ".join(FILL), "en") for n in range(2)]
    genannt = [made(f"named-de{n}", "Stück", "Novotny " + " ".join(FILLE[:12]), "de") for n in range(2)]
    return opened(tmp_path_factory.mktemp("mixed"), [*english, *german, *named, *genannt])


def first(engine: Engine, text: str, sort: Sort = Sort.RELEVANCE) -> list[str]:
    return [hit.key for hit in engine.search(Query(text, as_typed=True, sort=sort)).hits]


def test_a_name_brings_the_language_of_the_archive_first(mixed: Engine) -> None:
    assert first(mixed, "novotny")[:2] in (["named-en0", "named-en1"], ["named-en1", "named-en0"])
    assert len(first(mixed, "novotny")) == 4


def test_words_of_another_language_bring_that_language_first(mixed: Engine) -> None:
    assert {key[:8] for key in first(mixed, "novotny und nicht")[:2]} == {"named-de"}


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    text = "A quay was built. " + "Nothing else happened here. " * 4
    return opened(
        tmp_path_factory.mktemp("dated"),
        [
            made("old", "Harbour", text + "quay quay", "en", date(2001, 5, 1)),
            made("new", "Harbour", text, "en", date(2020, 5, 1)),
            made("undated", "Harbour", text, "en"),
            made("other", "Harbour", "Nothing at all.", "en", date(1990, 1, 1)),
        ],
    )


def test_newer_first_moves_the_old_behind_and_drops_nothing(dated: Engine) -> None:
    assert first(dated, "quay")[0] == "old"
    assert first(dated, "quay", Sort.RECENT) == ["new", "old", "undated"]


def test_a_title_with_all_the_words_counts_a_fifth_more(tmp_path: Path) -> None:
    rest = "The council of the town met again and spoke of other things. " * 3
    whole = made("whole", "Ferry strike", rest, "en")
    some = made("some", "Strike at work", rest + "ferry", "en")
    long = made("long", "Ferry strike " + " ".join(FILL[:15]), rest, "en")  # of 17 words: no title
    engine = opened(tmp_path, [some, whole, long, *(made(f"other{n}", "Town", rest, "en") for n in range(8))])
    beside, any_of = (scores(engine, text) for text in ("ferry strike", "ferry OR strike"))
    assert beside == {
        "whole": pytest.approx(1.2 * any_of["whole"]),
        "long": pytest.approx(any_of["long"]),
        "some": pytest.approx(any_of["some"]),
    }


def test_a_title_with_all_the_words_counts_more_where_they_are_function_words(tmp_path: Path) -> None:
    rest = "Council met again. " * 3
    whole = made("whole", "Where they were", rest, "en")
    some = made("some", "Where", rest + "they", "en")
    engine = opened(tmp_path, [some, whole, *(made(f"other{n}", "Town", rest, "en") for n in range(8))])
    beside, any_of = (scores(engine, text) for text in ("where they", "where OR they"))
    assert beside == {"whole": pytest.approx(1.2 * any_of["whole"]), "some": pytest.approx(any_of["some"])}


def scores(engine: Engine, text: str) -> dict[str, float]:
    return {hit.key: hit.score for hit in engine.search(Query(text, as_typed=True)).hits}
