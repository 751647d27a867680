"""What a question could be read as, too, is offered as a question, and gives as many articles as it says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from index.article import Article, ArticleDate, Precision, article_id
from search.embedded.engine import open_engine
from search.engine import Engine
from search.options import Options
from search.query import Query
from search.results import ALTERNATIVES, AS_WORDS, OPERATORS, PERIOD
from search.words.aliases import Aliases
from search.words.offers import taken
from tests.search import corpora

WORDS = ("ferry", "lighthouse", "and", "or", "not", "storm", "pilot", "2018")
TODAY = date(2019, 3, 6)


def _text(number: int) -> str:
    return " ".join(word for place, word in enumerate(WORDS) if number >> place & 1) or "nothing"


ARTICLES = [
    Article(
        id=article_id("archive", str(number)),
        key=str(number),
        path="archive",
        title=f"Number {number}",
        text=_text(number) + ".",
        language="en",
        published=ArticleDate(datetime(2018, 9, 1) + timedelta(days=number), Precision.DAY),
    )
    for number in range(256)
]


def holds(article: Article, word: str) -> bool:
    return word in re.findall(r"\w+", article.text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readings")
    corpora.store(folder, ARTICLES, batches=2)
    return folder


@pytest.fixture(scope="module")
def engine(folder: Path) -> Engine:
    return open_engine(folder, aliases=Aliases(), seconds=60.0, options=Options(today=lambda: TODAY))


def of_kind(engine: Engine, text: str, kind: str) -> list[str]:
    results = engine.search(Query(text))
    for offer in results.offers:
        assert offer.count == engine.search(taken(results.query, offer.facet, offer.value)).total > 0
    return [offer.value for offer in results.offers if offer.facet == kind]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ferry and storm", "ferry AND storm"),
        ("ferry or storm", "ferry OR storm"),
        ("ferry not storm", "ferry -storm"),
        ("ferry and not storm", "ferry AND NOT storm"),
        ("(ferry or storm) and pilot", "(ferry OR storm) AND pilot"),
        ("ferry n5 storm", "ferry NEAR/5 storm"),
        ("ferry W3 storm", "ferry w/3 storm"),
        ('"ferry and" storm', None),
        ("ferry and", None),
        ("and ferry", None),
        ("N95 ferry", None),
        ("ferry AND storm", None),
        ("Ferry And Storm", None),
        ("ferry storm", None),
        ("since:yesterday ferry", None),
        ("the ferry and the storm and the pilot and the lighthouse", None),
    ],
)
def test_small_operators(engine: Engine, typed: str, offered: str | None) -> None:
    assert of_kind(engine, typed, OPERATORS) == ([offered] if offered else [])


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ferry,storm", "ferry OR storm"),
        ("ferry/storm pilot", "(ferry OR storm) pilot"),
        ("title:number,storm", "title:number OR title:storm"),
        ("ferry|storm", "ferry OR storm"),
        ("ferry,storm,pilot", None),
        ("24/7 ferry", None),
        ("220,000 ferry", None),
        ('"ferry,storm"', None),
    ],
)
def test_two_words_that_are_joined(engine: Engine, typed: str, offered: str | None) -> None:
    assert of_kind(engine, typed, ALTERNATIVES) == ([offered] if offered else [])


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ferry 2018", "ferry date:2018"),
        ("ferry storm October 2018", "ferry storm date:2018-10"),
        ("ferry 4 October 2018", "ferry date:2018-10-04"),
        ("ferry last week", 'ferry date:"last week"'),
        ("ferry yesterday", "ferry date:yesterday"),
        ("ferry 2018 -storm", "ferry date:2018 -storm"),
        ("articles from 4 October 2018", "date:2018-10-04"),
        ("Artikel vom 4. Oktober 2018", "date:2018-10-04"),
        ("all the news of October 2018 -storm", "date:2018-10 -storm"),
        ("the ferry of October 2018", "the ferry of date:2018-10"),
        ("2018 ferry", None),
        ("2018", None),
        ("October 2018", None),
        ("ferry 1918", None),  # no article is of that year
        ("ferry OR 2018", None),
        ("ferry =2018", None),
    ],
)
def test_a_time_at_the_end(engine: Engine, typed: str, offered: str | None) -> None:
    assert of_kind(engine, typed, PERIOD) == ([offered] if offered else [])


def test_a_day_is_offered_as_its_words(folder: Path, tmp_path: Path) -> None:
    stated = [replace(a, text=f"{a.text} Told on 4 October 2018.") if n < 7 else a for n, a in enumerate(ARTICLES)]
    corpora.store(tmp_path / "stated", stated)
    engine = open_engine(tmp_path / "stated", aliases=Aliases(), seconds=60.0, options=Options(today=lambda: TODAY))
    for typed in ("4 October 2018", "Oct 4, 2018", "4. Oktober 2018", "2018-10-04"):
        results = engine.search(Query(typed))
        assert [hit.id for hit in results.hits] == [ARTICLES[33].id]
    offered = of_kind(engine, "4 October 2018", AS_WORDS)
    assert offered == ["4 AND October AND 2018"]
    assert engine.search(Query(offered[0])).total == 7
    assert of_kind(engine, "2018", AS_WORDS) == []


def test_the_counts_are_those_of_the_texts(engine: Engine) -> None:
    for text, expected in (
        ("ferry not storm", sum(holds(a, "ferry") and not holds(a, "storm") for a in ARTICLES)),
        ("ferry,storm", sum(holds(a, "ferry") or holds(a, "storm") for a in ARTICLES)),
        (
            "ferry 2018",
            sum(holds(a, "ferry") and a.published is not None and a.published.moment.year == 2018 for a in ARTICLES),
        ),
    ):
        assert expected in [offer.count for offer in engine.search(Query(text)).offers]


def test_a_list_finds_what_any_of_its_words_finds(engine: Engine) -> None:
    some = sum(any(holds(a, word) for word in ("ferry", "storm", "pilot")) for a in ARTICLES)
    assert [engine.search(Query(text)).total for text in ("ferry,storm,pilot", "ferry/storm/pilot")] == [some, some]


def test_what_is_offered_today_is_not_what_was_offered_yesterday(folder: Path) -> None:
    today = TODAY
    engine = open_engine(folder, aliases=Aliases(), seconds=60.0, options=Options(today=lambda: today))
    for number in range(20):
        today = TODAY + timedelta(days=number)
        day = today - timedelta(days=1)
        held = [
            a for a in ARTICLES if holds(a, "ferry") and a.published is not None and a.published.moment.date() == day
        ]
        offers = engine.search(Query("ferry yesterday")).offers
        assert [offer.count for offer in offers if offer.facet == PERIOD] == ([len(held)] if held else [])


def test_a_question_with_other_readings_is_respelt_all_the_same(engine: Engine) -> None:
    results = engine.search(Query("ferry or lighthuose"))
    assert results.corrected_from == "ferry or lighthuose"
