"""Every engine tells copies, lists them as one or each, and counts what it lists."""

from __future__ import annotations

from random import Random

import pytest

from index.article import Article, article_id
from search.query import Listing, Query, Selection
from search.results import Results
from tests.contract.archives import Published
from tests.contract.capabilities import Can

PAPERS = {"first": "Tide Press", "second": "The Barge", "third": "The Barge", "alone": "The Barge"}


def archive_of(changing: Published, seed: int) -> tuple[Published, dict[str, str]]:
    """With three prints of one text and another text added; the ids by the names of `PAPERS`."""
    rng = Random(seed)
    words = [f"quay{letter}{other}" for letter in "abcdefgh" for other in "ijklmn"]
    texts = {name: " ".join(rng.choices(words, k=120)) + " sluicegate." for name in ("print", "alone")}
    articles = [
        Article(
            id=article_id("copies", name),
            key=name,
            path="copies",
            title=name,
            text=texts["alone" if name == "alone" else "print"],
            publisher=paper,
            language="en",
        )
        for name, paper in PAPERS.items()
    ]
    changing.bench.publish_copies(articles)
    return changing, {article.key: article.id for article in articles}


@pytest.mark.needs(Can.COPIES)
def test_copies_are_told_and_listed_as_one_or_each(changing: Published, seed: int) -> None:
    archive, ids = archive_of(changing, seed)
    engine = archive.bench.engine()

    def ask(copies: Listing, *chosen: str) -> Results:
        selections = tuple(Selection("publisher", value) for value in chosen)
        return engine.search(Query("sluicegate", selections, copies=copies, per_page=9))

    every, grouped = ask(Listing.ALL), ask(Listing.GROUP)
    assert (every.total, every.total_groups) == (grouped.total, grouped.total_groups) == (4, 2)
    assert {hit.id for hit in every.hits} == set(ids.values())
    assert len(grouped.hits) == engine.count(Query("sluicegate")) == 2
    for results, copies in ((every, Listing.ALL), (grouped, Listing.GROUP)):
        (papers,) = (facet for facet in results.facets if facet.name == "publisher")
        for value in papers.values:
            assert len(ask(copies, value.value).hits) == value.count
    for hit in every.hits:
        group = hit.group
        others = {copy.id for copy in group.copies} if group else set()
        assert others == set(ids.values()) - {ids["alone"], hit.id} if hit.id != ids["alone"] else not others
        record = engine.group(hit.id)
        assert record is not None
        assert {article.id for article in record.articles} == {hit.id, *others}


@pytest.mark.needs(Can.COPIES)
@pytest.mark.parametrize(("question", "count"), [("copies:yes", 3), ("copies:2", 3), ("copies:first", 2)])
def test_copies_are_asked_for(changing: Published, seed: int, question: str, count: int) -> None:
    archive, _ = archive_of(changing, seed)
    assert archive.bench.engine().search(Query(f"sluicegate {question}")).total == count


@pytest.mark.needs(Can.COPIES)
def test_only_where_it_first_stood(changing: Published, seed: int) -> None:
    archive, _ = archive_of(changing, seed)
    assert archive.bench.engine().search(Query("sluicegate", first_stood=True)).total == 2
