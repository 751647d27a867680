"""Order, sums and counts over more rows than a small archive has are those of plain loops."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from index.article import Article, ArticleDate, Precision
from index.store.snapshot import open_snapshot
from index.store.transaction import open_store
from search.facets.columns import FacetTable, Packed, SegmentColumns
from search.rank.ordering import first
from search.rank.sums import add_up
from search.sets import Docs
from tests.search import corpora

FACETS = ("publisher", "byline", "agency", "section", "place", "language", "date")


@pytest.mark.parametrize("seed", range(30))
def test_the_first_rows_are_those_of_a_sort(seed: int) -> None:
    rng = random.Random(seed)
    size = rng.choice([5, 300, 1_100, 6_000])
    most = rng.choice([2, 30, 10**6])
    keys = [np.array([rng.randrange(most) for _ in range(size)]) for _ in range(2)]
    count = rng.choice([0, 1, 10, 16, 17, 30, size, size + 5])
    rows = np.array(rng.sample(range(size), rng.choice([size, size // 2])), np.intp)
    number = np.arange(size)
    chosen = first(rows, count, [*(key.take for key in keys), number.take])
    plain = sorted(rows.tolist(), key=lambda row: (keys[0][row], keys[1][row], row))
    assert chosen.tolist() == plain[:count]


@pytest.mark.parametrize("count", [1, 2, 10, 25])
def test_the_first_rows_are_found_where_they_stand_far_apart(count: int) -> None:
    """Each at another place of another block of rows."""
    key = np.full(64 * 100, 10**6)
    places = [64 * block + block % 64 for block in range(0, 100, 4)]
    key[places] = range(25)
    assert first(np.arange(len(key)), count, [key.take]).tolist() == places[:count]


@pytest.mark.parametrize(("size", "count"), [(64 * 20, 50), (64 * 17, 400), (64 * 10, 2), (64 * 2, 3)])
def test_many_of_a_few_rows_are_in_order(size: int, count: int) -> None:
    key = (np.arange(size) * 7) % size
    assert first(np.arange(size), count, [key.take]).tolist() == np.argsort(key).tolist()[:count]


@pytest.mark.parametrize("seed", range(40))
def test_scores_are_added_up(seed: int) -> None:
    """Of parts that are denser or sparser than the documents asked for, and of the very same."""
    rng = random.Random(seed)

    def documents(count: int) -> Docs:
        return np.array(sorted(rng.sample(range(5_000), count)), np.int32)

    docs = documents(rng.choice([0, 1, 5, 60, 2_000]))
    parts = []
    for _ in range(rng.randint(1, 4)):
        holding = docs if rng.random() < 0.2 else documents(rng.choice([0, 1, 40, 900, 4_000]))
        parts.append((holding, np.array([rng.randint(1, 9) for _ in holding], np.float32)))
    sums: Counter[int] = Counter()
    for holding, scores in parts:
        sums.update(dict(zip(holding.tolist(), scores.tolist(), strict=True)))
    assert add_up(docs, parts, 5_000).tolist() == [sums[doc] for doc in docs.tolist()]


def values_of(article: Article, facet: str) -> list[str]:
    """The values of an article in a facet; "" for none."""
    values = {
        "publisher": [article.publisher],
        "byline": list(dict.fromkeys(article.authors)) or [""],
        "agency": [article.agency],
        "section": [article.section],
        "place": [article.place],
        "language": [article.language],
        "date": [_month(article.published or article.modified)],
    }
    return values[facet]


def _month(day: ArticleDate | None) -> str:
    if day is None:
        return ""
    return f"{day.moment:%Y}" if day.precision is Precision.YEAR else f"{day.moment:%Y-%m}"


@dataclass(frozen=True)
class Counted:
    """The common table of an archive's segments, and of each segment the live articles by their numbers."""

    table: FacetTable
    segments: list[dict[int, Article]]


@pytest.fixture(scope="module", params=["one segment", "three segments", "merged segments with deletions"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Counted:
    folder: Path = tmp_path_factory.mktemp("counts")
    articles = corpora.archive(5, count=180)
    if request.param == "merged segments with deletions":
        for start in range(9):
            with open_store(folder, now=corpora.NOW) as target:
                for article in articles[start::9]:
                    target.add(article)
                for article in articles[start - 1 :: 27] if start else []:
                    target.remove(article.id)
                target.publish()
    else:
        corpora.store(folder, articles, batches=1 if request.param == "one segment" else 3)
    segments = open_snapshot(folder).segments
    assert len(segments) == {"one segment": 1, "three segments": 3}.get(request.param, 2)
    live = [np.ones(segment.doc_count) if segment.live is None else segment.live for segment in segments]
    cards = [
        {doc: segment.stored(doc) for doc in np.flatnonzero(kept).tolist()}
        for segment, kept in zip(segments, live, strict=True)
    ]
    return Counted(FacetTable([SegmentColumns(segment) for segment in segments]), cards)


def plain_counts(articles: list[Article], facet: str) -> Counter[str]:
    return Counter(value for article in articles for value in values_of(article, facet))


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.8, 1.0])
def test_facets_are_counted_as_plain_values_are(archive: Counted, share: float) -> None:
    table, segments = archive.table, archive.segments
    rng = random.Random(int(share * 100))
    chosen = [sorted(rng.sample(sorted(cards), round(len(cards) * share))) for cards in segments]
    matches = [np.array(docs, np.int32) for docs in chosen]
    articles = [cards[doc] for cards, docs in zip(segments, chosen, strict=True) for doc in docs]
    all_at_once = table.counts(matches)
    for facet in FACETS:
        low, high = table.parts[facet]
        plain = plain_counts(articles, facet)
        for counts in (all_at_once, table.counts(matches, facet)):
            told = dict(zip(table.values[low:high], counts[low:high].tolist(), strict=True))
            assert {value: count for value, count in told.items() if count} == plain
        assert {value: count for value, count in table.articles_of[facet].items() if count} == plain_counts(
            [card for cards in segments for card in cards.values()], facet
        )


def test_each_article_alone_is_counted(archive: Counted) -> None:
    for column, cards in zip(archive.table.columns, archive.segments, strict=True):
        for doc, card in cards.items():
            counts = column.counts(np.array([doc], np.int32))
            for facet in FACETS:
                low, high = column.part(facet)
                told = dict(zip(column.segment.facets.values[low:high], counts[low:high].tolist(), strict=True))
                assert {value: count for value, count in told.items() if count} == plain_counts([card], facet)


@pytest.mark.parametrize("share", [0.0, 0.1, 1.0])
def test_packed_columns_count_the_first_values(archive: Counted, share: float) -> None:
    table, segments = archive.table, archive.segments
    for column, cards in zip(table.columns, segments, strict=True):
        docs = sorted(random.Random(7).sample(sorted(cards), round(len(cards) * share)))
        counts = Packed(column.segment.facets).count(np.array(docs, np.int32))
        for facet in FACETS:
            low, high = column.part(facet)
            told = dict(zip(column.segment.facets.values[low:high], counts[low:high].tolist(), strict=True))
            plain = Counter(values_of(cards[doc], facet)[0] for doc in docs)
            assert {value: count for value, count in told.items() if count} == plain


def test_the_days_of_a_month_are_counted(archive: Counted) -> None:
    table, segments = archive.table, archive.segments
    matches = [np.array(sorted(cards), np.int32) for cards in segments]
    days = [card.published or card.modified for cards in segments for card in cards.values()]
    stated = [day.moment.date().isoformat() for day in days if day is not None and day.precision is not Precision.YEAR]
    for month in {day[:7] for day in stated}:
        counts = table.day_counts(matches, month)
        assert counts == {day: count for day, count in Counter(stated).items() if day.startswith(month)}
        assert list(counts) == sorted(counts)


def test_a_value_s_articles_are_masked(archive: Counted) -> None:
    table, segments = archive.table, archive.segments
    for column, cards in zip(table.columns, segments, strict=True):
        for facet in FACETS:
            low, high = column.part(facet)
            for value in column.segment.facets.values[low:high]:
                held = [
                    value in values_of(card, facet)
                    or (facet == "date" and len(value) == 4 and values_of(card, facet)[0].startswith(f"{value}-"))
                    for card in cards.values()
                ]
                assert column.mask(facet, value)[sorted(cards)].tolist() == held
