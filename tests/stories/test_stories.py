"""More on a story is of the same event, of its days, once each; what only looks like it is not offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from index.article import Article, ArticleDate, Precision
from search.embedded.engine import open_engine
from search.engine import Engine
from tests.plain.publishing import publish, publish_copies
from tests.stories.story_corpus import day, made, others, told

TOLD = {article.key: article for article in told()}
FOUND, NEXT, LAST = "wreck.8", "wreck.9", "wreck.10"


def archive(folder: Path, articles: Sequence[Article]) -> Engine:
    publish_copies(folder, [*articles, *others()])
    return open_engine(folder, seconds=60.0)


def story(engine: Engine, key: str) -> list[str]:
    return [hit.key for hit in engine.story(TOLD[key].id)]


def changed(**more: Article) -> list[Article]:
    """The told articles, some of them changed: `number=article`."""
    numbers = {int(name.removeprefix("n")): article for name, article in more.items()}
    return [numbers.get(number, article) for number, article in enumerate(TOLD.values())]


def shifted(article: Article, days: int) -> Article:
    assert article.published is not None
    return replace(article, published=day(article.published.moment.date() + timedelta(days=days)))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return archive(tmp_path_factory.mktemp("told"), list(TOLD.values()))


def test_only_articles_of_one_story_are_offered(engine: Engine) -> None:
    pairs = [(key, other) for key in TOLD for other in story(engine, key)]
    assert [pair for pair in pairs if pair[0].partition(".")[0] != pair[1].partition(".")[0]] == []
    assert {key.partition(".")[0] for key, _ in pairs} >= {"bridge", "ballet", "wreck"}
    assert [hit.key for article in others() for hit in engine.story(article.id)] == []


def test_a_story_stands_in_the_order_of_time_and_without_the_article_itself(engine: Engine) -> None:
    assert story(engine, FOUND) == [NEXT, LAST]
    (first, _) = engine.story(TOLD[FOUND].id)
    assert (first.publisher, first.url) == ("Orlow Gazette", "https://example.org/wreck.9")


def test_there_is_no_story_of_what_is_not_there(engine: Engine) -> None:
    assert engine.story("0" * 16) == ()


def test_what_is_of_another_time_is_no_more_of_the_story(tmp_path: Path) -> None:
    assert story(archive(tmp_path, changed(n9=shifted(TOLD[NEXT], 20))), FOUND) == []


@pytest.mark.parametrize("published", [None, ArticleDate(datetime(2021, 9, 1), Precision.MONTH)])
def test_without_a_day_there_is_no_story(tmp_path: Path, published: ArticleDate | None) -> None:
    engine = archive(tmp_path, changed(n9=replace(TOLD[NEXT], published=published)))
    assert NEXT not in story(engine, FOUND)
    assert story(engine, NEXT) == []


def test_a_copy_is_no_more_of_the_story_and_one_of_each_group_stands_for_it(tmp_path: Path) -> None:
    texts = [TOLD[NEXT].text, TOLD[FOUND].text]
    copies = [made(f"copy.{n}", "Printed again", text, day(date(2021, 9, 17))) for n, text in enumerate(texts)]
    engine = archive(tmp_path, [*TOLD.values(), *copies])
    assert [key for key in story(engine, FOUND) if key in (NEXT, "copy.0")] in ([NEXT], ["copy.0"])
    assert "copy.1" not in story(engine, FOUND)


def test_a_headline_that_comes_back_is_that_of_a_column(tmp_path: Path) -> None:
    column = made("column.1", TOLD[NEXT].title, "Nobody wrote about anything today.", day(date(2020, 1, 1)))
    engine = archive(tmp_path, [*TOLD.values(), column])
    assert story(engine, FOUND) == [LAST]
    assert story(engine, NEXT) == []


def test_an_event_that_comes_back_each_year_is_no_story(tmp_path: Path) -> None:
    """The words of the wreck in other days: then they tell nothing of these days."""
    again = made("again.1", "Bells and boats", TOLD[FOUND].text.replace("Tuesday", "Friday"), day(date(2020, 9, 11)))
    publish(tmp_path, [*TOLD.values(), *others(), again])  # where copies are not looked for
    assert story(open_engine(tmp_path, seconds=60.0), FOUND) == []


def test_a_form_filled_in_anew_is_no_story(tmp_path: Path) -> None:
    """Where nobody looked for copies the same text again is told by its words."""
    again = made("again.1", "Another headline of it", TOLD[FOUND].text.replace("1893", "1894"), day(date(2021, 9, 15)))
    publish(tmp_path, [*TOLD.values(), *others(), again])
    engine = open_engine(tmp_path, seconds=60.0)
    assert "again.1" not in story(engine, FOUND)
    assert story(engine, FOUND) == [NEXT, LAST]


def test_a_removed_article_is_offered_no_more(tmp_path: Path) -> None:
    publish_copies(tmp_path, [*TOLD.values(), *others()])
    publish(tmp_path, [], [TOLD[NEXT].id])
    assert story(open_engine(tmp_path, seconds=60.0), FOUND) == [LAST]


def test_it_is_all_one_how_articles_are_spread_over_segments(engine: Engine, tmp_path: Path) -> None:
    articles = [*others(), *TOLD.values()]
    for first in range(0, len(articles), 106):
        publish(tmp_path, articles[first : first + 106])
    spread = open_engine(tmp_path, seconds=60.0)
    assert {key: story(spread, key) for key in TOLD} == {key: story(engine, key) for key in TOLD}
    for article in TOLD.values():
        assert [hit.key for hit in spread.similar(article.id)] == [hit.key for hit in engine.similar(article.id)]
