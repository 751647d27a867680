"""Every engine knows when an article came into the archive: it puts articles in that order, and finds them by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from index.article import Article, ArticleDate, Precision, article_id
from search.engine import Engine
from search.query import Arrival, Listing, Query, Selection, Sort
from tests.contract.archives import Published
from tests.contract.capabilities import Can

START = datetime(2026, 3, 1, 9, 30, 5, tzinfo=UTC)
PAPERS = ("Tide Press", "The Barge", "Lantern")


def archive_of(changing: Published, rng: Random) -> tuple[Engine, dict[str, tuple[int, str]]]:
    """An archive of articles that hold one word more; when each of them came and its paper, by its id."""
    told: dict[str, tuple[int, str]] = {}
    for batch in range(4):
        articles = []
        for number in range(12):
            key = f"{batch}-{number}"
            shift = rng.choice((0, 0, rng.randrange(200_000), 86_400 * rng.randrange(3)))
            moment = int((START + timedelta(days=9 * batch, seconds=shift)).timestamp()) if rng.random() < 0.9 else 0
            published = ArticleDate(datetime(2015, rng.randint(1, 12), 1), Precision.DAY)
            paper = rng.choice(PAPERS)
            article = Article(
                id=article_id("arrivals", key),
                key=key,
                path="arrivals",
                title=key,
                text="sluicegate " + " ".join(rng.choices(("quay", "pier", "mole"), k=rng.randint(1, 9))),
                published=published,
                publisher=paper,
                language="en",
            )
            articles.append((article, moment))
            told[article.id] = moment, paper
        changing.bench.publish_arrivals(articles)
    return changing.bench.engine(), told


def asked(engine: Engine, query: Query) -> list[str]:
    return [hit.id for hit in engine.search(replace(query, per_page=100, copies=Listing.ALL)).hits]


@pytest.mark.needs(Can.ARRIVAL)
def test_what_came_last_comes_first_and_together_by_their_ids(changing: Published, seed: int) -> None:
    engine, told = archive_of(changing, Random(seed))
    shown = asked(engine, Query("sluicegate", sort=Sort.ADDED))
    assert shown == sorted(told, key=lambda one: (-told[one][0], one))
    assert engine.last_arrival() == datetime.fromtimestamp(max(moment for moment, _ in told.values()), UTC)


@pytest.mark.needs(Can.ARRIVAL)
def test_a_time_beside_a_question_finds_what_came_in_it(changing: Published, seed: int) -> None:
    rng = Random(seed + 1)
    engine, told = archive_of(changing, rng)
    known = sorted({moment for moment, _ in told.values() if moment})
    for _ in range(60):
        ends = sorted(rng.choice(known) + rng.choice((-1, 0, 0, 1)) for _ in range(2))
        first, last = (end if rng.random() < 0.8 else None for end in ends)
        first = ends[0] if first is None and last is None else first
        arrival = Arrival(*(datetime.fromtimestamp(end, UTC) if end else None for end in (first, last)))
        query = Query("sluicegate", arrival=arrival, sort=rng.choice(list(Sort)))
        within = {
            one: paper
            for one, (moment, paper) in told.items()
            if moment and (first is None or moment >= first) and (last is None or moment <= last)
        }
        assert set(asked(engine, query)) == within.keys(), arrival
        alone = replace(query, copies=Listing.ALL)
        results = engine.search(alone)
        assert engine.count(alone) == results.total == len(within)
        facets = {facet.name: facet for facet in results.facets}
        counts = {value.value: value.count for value in facets["publisher"].values} if within else {}
        assert counts == {paper: list(within.values()).count(paper) for paper in set(within.values())}
        for paper, count in counts.items():
            assert engine.count(replace(alone, selections=(Selection("publisher", paper),))) == count


@pytest.mark.needs(Can.ARRIVAL)
def test_days_in_a_question_find_what_came_on_them(changing: Published, seed: int) -> None:
    engine, told = archive_of(changing, Random(seed + 2))
    days = {one: datetime.fromtimestamp(moment, UTC).date() if moment else None for one, (moment, _) in told.items()}
    for day in sorted({day for day in days.values() if day} | {date(2026, 2, 28), date(2026, 12, 31)}):
        month = day.isoformat()[:7]
        same_month = {one for one, other in days.items() if other and other.isoformat()[:7] == month}
        for typed, expected in (
            (f"added:{day}", {one for one, other in days.items() if other == day}),
            (f"added:{day}..", {one for one, other in days.items() if other and other >= day}),
            (f"sluicegate added:..{day}", {one for one, other in days.items() if other and other <= day}),
            (f"added:{month}", same_month),
            (f"sluicegate -added:{month}", days.keys() - same_month),
            (f"added:>{day}", {one for one, other in days.items() if other and other > day}),
        ):
            assert set(asked(engine, Query(typed, as_typed=True))) == expected, typed


@pytest.mark.needs(Can.ARRIVAL, Can.EXPORTS)
def test_an_export_has_the_order_of_arrival(changing: Published, seed: int) -> None:
    engine, told = archive_of(changing, Random(seed + 3))
    query = Query("quay", sort=Sort.ADDED, copies=Listing.ALL)
    hits = [hit for page in engine.export(query) for hit in page]
    assert [hit.id for hit in hits] == asked(engine, query)
    assert [int(hit.added.timestamp()) if hit.added else 0 for hit in hits] == [told[hit.id][0] for hit in hits]
