"""Results over time and by two facets: against whoever wrote the articles, and each number is what its click lists."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article, ArticleDate, Precision, article_id
from search.breakdown import CrossTable, PeriodCounts, PeriodLength
from search.embedded.engine import open_engine
from search.query import Listing, Query, Selection, choosing
from tests.plain.publishing import publish
from tests.search.copied_archive import Printed, prints, published
from tests.search.test_grouped_results import QUERIES, VALUES, Bench

EVERY = 50  # values: more than there are


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder: Path = tmp_path_factory.mktemp("divided")
    articles = published(folder, prints())
    return Bench(open_engine(folder / "index", seconds=60.0), articles)


def listed(articles: list[Printed], query: Query) -> int:
    """How many results some articles are: each, or each story."""
    return len({article.story for article in articles} if query.copies is Listing.GROUP else articles)


@given(QUERIES, st.sampled_from(Listing), st.sampled_from(PeriodLength))
@settings(max_examples=100, deadline=None)
def test_periods(bench: Bench, query: Query, copies: Listing, step: PeriodLength) -> None:
    query = Query(**{name: getattr(query, name) for name in Query.__slots__} | {"copies": copies})
    found: PeriodCounts = bench.engine.periods(query, step)
    by_period: dict[str, list[Printed]] = defaultdict(list)
    for article in bench.matching(query):
        by_period[f"{article.when:%Y-%m-%d}"[: step.length] if article.when else ""].append(article)
    undated = by_period.pop("", [])
    assert dict(found.counts) == {period: listed(articles, query) for period, articles in by_period.items()}
    assert list(dict(found.counts)) == sorted(by_period)
    assert (found.undated, found.coarser) == (listed(undated, query), 0)
    assert found.listed == listed(bench.matching(query), query) == bench.engine.count(query)
    for period, count in (*found.counts, *((("", found.undated),) if undated else ())):
        assert bench.engine.count(choosing(query, "date", period)) == count, period


@given(QUERIES, st.sampled_from(Listing), st.permutations(list(VALUES)))
@settings(max_examples=150, deadline=None)
def test_cross(bench: Bench, query: Query, copies: Listing, names: list[str]) -> None:
    query = Query(**{name: getattr(query, name) for name in Query.__slots__} | {"copies": copies})
    rows, columns, _ = names
    table: CrossTable = bench.engine.cross(query, rows, columns, EVERY)
    found = bench.matching(query)
    assert table.listed == listed(found, query)
    for facet, name in ((table.rows, rows), (table.columns, columns)):
        chosen = {s.value for s in query.selections if s.facet == name and not s.excluded}
        for value in facet.values:
            having = [article for article in found if value.value in VALUES[name](article)]
            assert value.count == listed(having, query) == bench.engine.count(choosing(query, name, value.value))
        values = {value for article in found for value in VALUES[name](article)}
        shown = {value.value for value in facet.values}
        if name == "date":
            assert not shown - values - chosen
        else:
            assert shown == (chosen or values)
    for row, cells in zip(table.rows.values, table.cells, strict=True):
        for column, cell in zip(table.columns.values, cells, strict=True):
            both = [a for a in found if row.value in VALUES[rows](a) and column.value in VALUES[columns](a)]
            assert cell == listed(both, query), (row, column)
            assert cell == bench.engine.count(choosing(choosing(query, rows, row.value), columns, column.value))


def test_the_most_frequent_values_are_shown_and_what_states_none(bench: Bench) -> None:
    table = bench.engine.cross(Query(), "publisher", "byline", 2)
    papers = bench.engine.facet(Query(), "publisher").values
    stated = [value.value for value in papers if value.value]
    assert [value.value for value in table.rows.values] == [*stated[:2], ""]
    assert table.rows.distinct == len(papers)


def test_a_chosen_year_is_shown_by_its_months(bench: Bench) -> None:
    query = Query(selections=(Selection("date", "2015"),))
    months = [value.value for value in bench.engine.cross(query, "date", "publisher").rows.values]
    assert months == sorted({f"{a.when:%Y-%m}" for a in bench.articles if a.when and a.when.year == 2015})


def dated(folder: Path, *days: str) -> PeriodCounts:
    """What is told without a length of an archive with an article of each day, month or year."""
    precisions = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}
    articles = []
    for number, day in enumerate(days):
        moment = datetime.fromisoformat(f"{day}-01-01"[:10])
        when = ArticleDate(moment, precisions[len(day)])
        articles.append(Article(id=article_id("dated", str(number)), key=str(number), path="p", title="t", text="quay",
                                published=when, language="en"))  # fmt: skip
    publish(folder, articles)
    return open_engine(folder, seconds=60.0).periods(Query())


def test_a_date_that_is_not_so_exact_is_told_apart(tmp_path: Path) -> None:
    found = dated(tmp_path, "2015", "2015-02", "2015-02-03", "2015-04", "2015")
    assert found.step is PeriodLength.MONTHS
    assert (found.counts, found.coarser, found.undated) == ((("2015-02", 2), ("2015-04", 1)), 2, 0)


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (("2014-01-05", "2016-12-31"), PeriodLength.MONTHS),
        (("2014-01-05", "2017-01-01"), PeriodLength.YEARS),
        (("2014-01-05", "2014-03-01"), PeriodLength.MONTHS),
        (("2014-01-05", "2014-02-28"), PeriodLength.DAYS),
        (("2014", "2016"), PeriodLength.YEARS),
        ((), PeriodLength.YEARS),
    ],
)
def test_the_length_suits_the_span(tmp_path: Path, days: tuple[str, ...], step: PeriodLength) -> None:
    found = dated(tmp_path, *days)
    assert found.step is step
    assert sum(count for _, count in found.counts) == len(days)
