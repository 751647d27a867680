"""Values that are typical of the matches are offered, and choosing one gives what was said."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.article import Article, article_id
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query, Selection
from search.words.aliases import Aliases
from tests.search.corpora import store


def article(number: int) -> Article:
    """One of a hundred: the first ten tell of a summit, nine of them from Geneva; Reuters is everywhere."""
    summit = number < 10
    place = "Geneva" if number < 9 or number == 50 else "London" if number % 2 else "Paris"
    return Article(
        id=article_id("archive", str(number)),
        key=str(number),
        path="archive",
        title=f"Article {number}",
        text="The summit was about water." if summit else "The market was about money.",
        publisher="Reuters",
        place=place,
        section="world" if summit else "business",
        language="en",
    )


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder: Path = tmp_path_factory.mktemp("related")
    store(folder, [article(number) for number in range(100)], batches=3)
    return open_engine(folder, aliases=Aliases(), seconds=60.0)


def test_a_value_that_stands_mostly_here_is_typical(engine: Engine) -> None:
    found = engine.search(Query("summit"))
    assert [(r.facet, r.value, r.count, r.articles) for r in found.related] == [("place", "Geneva", 9, 10)]
    assert engine.search(Query("summit", (Selection("place", "Geneva"),))).total == 9


@pytest.mark.parametrize(
    "query",
    [
        Query(""),  # the whole archive
        Query("market"),  # nearly all of it
        Query("nowhere"),
        Query("summit", (Selection("place", "Geneva"),)),  # all that is left is alike
        Query("summit", quotes=False),  # a list for a machine
    ],
)
def test_nothing_is_typical_of(engine: Engine, query: Query) -> None:
    assert engine.search(query).related == ()
