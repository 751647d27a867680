"""Facets as a page shows them: in order, opened into days, with what stands in few articles of many names."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from math import log
from pathlib import Path

import numpy as np
import pytest

from index.article import Article, ArticleDate, Precision, article_id
from index.store.snapshot import open_snapshot
from search.embedded.engine import open_engine
from search.engine import Engine
from search.facets.columns import SegmentColumns
from search.facets.related import likelihood_ratio
from search.query import Query, Selection
from search.results import FacetCounts
from search.words.aliases import Aliases
from tests.search.corpora import store

PLACES = ["Bern", "Bern", "Cork", "Cork", "Aden", "Aden", "Aden", "Dover", ""]
DAYS = [1, 1, 31, 4, 4, 4, 30]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("counted")
    articles = [
        Article(
            id=article_id("a", str(number)),
            key=str(number),
            path="a",
            title="Rain",
            text="It rained.",
            language="en",
            place=PLACES[number % len(PLACES)],
            authors=(f"Ann {number % 7}", f"Bob {number % 5}", f"Cid {number % 3}"),
            published=ArticleDate(
                datetime(2015, 5 + number % 2, DAYS[number % len(DAYS)] - number % 2, tzinfo=UTC), Precision.DAY
            )
            if DAYS[number % len(DAYS)] > 1
            else None,
        )
        for number in range(63)
    ]
    store(folder, articles)
    return folder


@pytest.fixture(scope="module")
def engine(folder: Path) -> Engine:
    return open_engine(folder, aliases=Aliases(), seconds=60.0)


def shown(engine: Engine, name: str, *selections: Selection) -> FacetCounts:
    (facet,) = (each for each in engine.search(Query("", selections)).facets if each.name == name)
    return facet


def test_values_come_by_falling_count_then_by_name(engine: Engine) -> None:
    listed = [(value.value, value.count) for value in shown(engine, "place").values]
    assert listed == [("Aden", 21), ("Bern", 14), ("Cork", 14), ("", 7), ("Dover", 7)]


def test_an_excluded_value_keeps_its_place(engine: Engine) -> None:
    """With what it gives when it alone is chosen; it is marked, and the others are not."""
    for name in ("Bern", "Cork", ""):
        values = shown(engine, "place", Selection("place", name, excluded=True)).values
        assert [(each.value, each.count) for each in values] == [
            ("Aden", 21),
            ("Bern", 14),
            ("Cork", 14),
            ("", 7),
            ("Dover", 7),
        ]
        assert [each.value for each in values if each.excluded] == [name]
        assert not any(each.selected for each in values)


def test_a_chosen_month_opens_into_its_days(folder: Path, engine: Engine) -> None:
    (segment,) = open_snapshot(folder).segments
    dates = [segment.card(doc).published for doc in range(segment.doc_count)]
    days = [date.moment.date().isoformat() for date in dates if date is not None]
    values = shown(engine, "date", Selection("date", "2015-05")).values
    expected = {day: days.count(day) for day in days if day.startswith("2015-05")}
    assert len(expected) == 3
    assert {each.value: each.count for each in values if len(each.value) == 10} == expected
    assert {each.value: each.count for each in values if len(each.value) == 7} == {
        month: sum(day.startswith(month) for day in days) for month in ("2015-05", "2015-06")
    }
    assert [each.value for each in values if each.selected] == ["2015-05"]
    assert [each.count for each in values if not each.value] == [dates.count(None)]


@pytest.mark.parametrize("docs", [[0], [3, 4], [0, 20, 62], [5, 6, 7, 8, 9, 61]])
def test_all_the_names_of_a_few_articles_are_counted(folder: Path, docs: list[int]) -> None:
    (segment,) = open_snapshot(folder).segments
    column = SegmentColumns(segment)
    names = [name for doc in docs for name in segment.card(doc).authors]
    low, high = column.part("byline")
    for counts in (column.counts(np.array(docs, np.int32)), column.counts(np.array(docs, np.int32), "byline")):
        told = dict(zip(segment.facets.values[low:high], counts[low:high].tolist(), strict=True))
        assert {name: count for name, count in told.items() if count} == {name: names.count(name) for name in names}


@pytest.mark.parametrize(
    ("here", "matches", "everywhere", "articles"),
    [(9, 10, 10, 100), (3, 20, 4, 1_000), (5, 9, 5, 50), (5, 10, 45, 50), (7, 30, 12, 90)],
)
def test_the_likelihood_ratio_is_that_of_the_four_cells(
    here: int, matches: int, everywhere: int, articles: int
) -> None:
    """Twice the sum of observed * ln(observed / expected) over the table of having the value and being a match."""
    observed = {
        (True, True): here,
        (True, False): matches - here,
        (False, True): everywhere - here,
        (False, False): articles - matches - everywhere + here,
    }
    total = 0.0
    for match, having in product((True, False), repeat=2):
        rows = matches if match else articles - matches
        columns = everywhere if having else articles - everywhere
        if observed[match, having]:
            total += observed[match, having] * log(observed[match, having] / (rows * columns / articles))
    assert likelihood_ratio(here, matches, everywhere, articles) == pytest.approx(2 * total)


@pytest.mark.parametrize(
    ("articles", "rain", "expected"),
    [
        (40, 20, [("Bern", 19, 19)]),
        (39, 20, []),  # more than half of all
        (100, 4, [("Bern", 3, 3)]),
        (100, 3, []),  # two of three may be chance
    ],
)
def test_something_is_typical_of_four_and_of_half_of_the_articles(
    tmp_path: Path, articles: int, rain: int, expected: list[tuple[str, int, int]]
) -> None:
    """All where it rains but one are from Bern, and nobody else."""
    made = [
        Article(
            id=article_id("a", str(number)),
            key=str(number),
            path="a",
            title="Rain" if number < rain else "Snow",
            text="Weather.",
            language="en",
            place="Bern" if number < rain - 1 else "Cork",
        )
        for number in range(articles)
    ]
    store(tmp_path, made)
    related = open_engine(tmp_path, aliases=Aliases()).search(Query("rain")).related
    assert [(each.value, each.count, each.articles) for each in related] == expected
