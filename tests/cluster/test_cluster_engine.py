"""The engine over a cluster answers as the one over the folder that was published to it, method by method."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random

import pytest

from index.article import Article, ArticleDate, Precision
from index.facets import DATE, FACET_NAMES
from search.breakdown import PeriodLength
from search.cluster import cluster_versions, counting
from search.health import ClusterHealth
from search.query import Listing, Query, Selection, Sort
from search.words.aliases import Aliases
from tests.cluster.engine_pairs import EnginePair, engine_pair, plainly
from tests.plain.articles import archive
from tests.plain.asking import Asker, Kind
from tests.plain.publishing import publish, publish_copies, publish_versions
from tools.opensearch.local_cluster import LocalCluster
from web.site.app import create_app

QUESTIONS = (
    Query(),
    Query(sort=Sort.NEWEST, per_page=3, page=2),
    Query("the budget", copies=Listing.ALL),
    Query("minister OR harbour", selections=(Selection("publisher", "Reuters"),)),
    Query("the", selections=(Selection("publisher", "Reuters", excluded=True), Selection("language", "en"))),
    Query(selections=(Selection("date", "2015"),)),
    Query(selections=(Selection("section", ""),), first=date(2001, 1, 1)),
    Query("zzyzx", selections=(Selection("section", ""),)),
)

ALIASES = Aliases(groups=(("harbour", "port", "ships 21"), ("budget", "village", "minister number"), ("opens", "come")))


def story(number: int, title: str, text: str, day: int = 1) -> Article:
    published = ArticleDate(datetime(2015, 5, day, tzinfo=UTC), Precision.DAY)
    return Article(
        id=f"{number:016x}", key=str(number), path=f"{number}.txt", title=title, text=text,
        publisher=("Reuters", "The Courier", "")[number % 3], language="en", published=published,
    )  # fmt: skip


@pytest.fixture(scope="module")
def pair(node: LocalCluster, tmp_path_factory: pytest.TempPathFactory, seed: int) -> EnginePair:
    """Generated articles, copies of one text among them, and an article of three versions; one was deleted."""
    folder = tmp_path_factory.mktemp("cluster-engine") / "index"
    records = archive(seed)
    publish(folder, [record.article for record in records])
    wire = " ".join(f"The budget of the harbour of town {n} was read by minister number {n}." for n in range(40))
    publish_copies(folder, [story(n, "The budget", f"{wire} Paper {n} adds its own words.", n) for n in range(1, 6)])
    publish(folder, [], [records[0].id])
    versions = [story(n, f"Harbour opens {n}", f"The harbour opens.\n\nShips {n} come.", n) for n in (20, 21, 22)]
    publish_versions(folder, [versions])
    return engine_pair(folder, node.addresses[0], "engine", ALIASES)


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_answers_are_the_same(pair: EnginePair, number: int) -> None:
    query = QUESTIONS[number]
    assert plainly(pair.there.search(query)) == plainly(pair.here.search(query))
    assert pair.there.count(query) == pair.here.count(query)
    assert pair.there.ids(query) == pair.here.ids(query)


@pytest.mark.parametrize(
    "text", ["harbour", "port", "budget opens", "opens harbour -read", '"minister number" port', "come"]
)
def test_names_that_brought_articles_are_the_same(pair: EnginePair, text: str) -> None:
    query = Query(text, copies=Listing.ALL, first=date(2015, 1, 1))
    here, there = pair.here.search(query), pair.there.search(query)
    assert here.hits
    assert plainly(there) == plainly(here)
    assert pair.here.search(Query("harbour")).expansions


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_counts_are_the_same(pair: EnginePair, number: int) -> None:
    query = QUESTIONS[number]
    for name in ("publisher", "person", "date", "nothing"):
        assert plainly(pair.there.facet(query, name)) == plainly(pair.here.facet(query, name))
        assert plainly(pair.there.facet(query, name, 2)) == plainly(pair.here.facet(query, name, 2))
    for step in (None, *PeriodLength):
        assert plainly(pair.there.periods(query, step)) == plainly(pair.here.periods(query, step))
    table = plainly(pair.here.cross(query, "publisher", "date"))
    assert plainly(pair.there.cross(query, "publisher", "date")) == table


def test_random_questions_have_the_same_answers(pair: EnginePair, seed: int) -> None:
    asker = Asker(Random(seed), tuple(kind for kind in Kind))
    for _ in range(8):
        question = asker.question(Random(seed).choice(list(Kind)))
        query = Query(question.typed, as_typed=True, sort=Sort.NEWEST)
        here, there = pair.here.search(query), pair.there.search(query)
        assert (there.total, there.facets, pair.there.ids(query)) == (here.total, here.facets, pair.here.ids(query))


def test_articles_are_the_same(pair: EnginePair) -> None:
    ids = pair.here.ids(Query(per_page=100))
    for identity in (*ids[:6], f"{20:016x}", f"{20:016x}.1", f"{20:016x}.4", f"{3:016x}", "no such"):
        for query in (None, Query("harbour budget")):
            assert plainly(pair.there.article(identity, query)) == plainly(pair.here.article(identity, query))
        for method in ("group", "similar", "story", "original", "former"):
            there, here = (getattr(engine, method)(identity) for engine in (pair.there, pair.here))
            assert plainly(there) == plainly(here), (method, identity)


def test_different_values_are_counted_and_of_very_many_estimated(
    pair: EnginePair, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, most in (("_FEW", 2), ("_SPARE", 0)):
        monkeypatch.setattr(counting, name, most)
    estimated = 0
    for query in (Query(""), Query("harbour"), Query("", copies=Listing.ALL)):
        for name in FACET_NAMES:
            there, here = (engine.facet(query, name, 1) for engine in (pair.there, pair.here))
            assert plainly(there) == plainly(here)
            assert not there.about
            with monkeypatch.context() as fewer:
                fewer.setattr(counting, "_MOST_DISTINCT", 2)
                told = pair.there.facet(query, name, 1)
            assert told.about == (here.distinct > 2 and name != DATE)
            assert abs(told.distinct - here.distinct) <= 1
            estimated += told.about
    assert estimated > 5


def test_versions_that_come_in_pieces_are_all_there(pair: EnginePair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_versions, "_VERSIONS", 2)
    for identity in (f"{20:016x}", f"{20:016x}.1"):
        there, here = pair.there.article(identity), pair.here.article(identity)
        assert there is not None
        assert plainly(there) == plainly(here)
        assert there.versions is not None
        assert len(there.versions.all) > 2


def test_titles_are_the_same(pair: EnginePair) -> None:
    ids = [
        f"{3:016x}",
        f"{20:016x}",
        f"{20:016x}.1",
        f"{20:016x}.3",
        f"{20:016x}.4",
        f"{3:016x}.1",
        "no such",
        "\ud800",
        "",
    ]
    assert pair.there.titles(ids) == pair.here.titles(ids)
    assert len(pair.there.titles(ids)) == 5
    assert pair.there.titles([]) == {}


def test_lists_are_the_same(pair: EnginePair) -> None:
    ids = [f"{20:016x}.2", "no such", f"{3:016x}", f"{20:016x}"]
    for there, here in (
        (pair.there.picked(ids, Query("harbour")), pair.here.picked(ids, Query("harbour"))),
        (pair.there.export(Query("harbour")), pair.here.export(Query("harbour"))),
    ):
        assert plainly(list(there)) == plainly(list(here))
        assert plainly(there.results) == plainly(here.results)
        assert (there.partial, there.expected, there.notes) == (here.partial, here.expected, here.notes)


def test_what_is_held_is_the_same(pair: EnginePair) -> None:
    assert plainly(pair.there.holdings()) == plainly(pair.here.holdings())
    assert pair.there.last_arrival() == pair.here.last_arrival()
    lacks = ("undated", "without_publisher", "without_byline", "empty", "older_versions", "sources")
    there, here = pair.there.status(), pair.here.status()
    assert [getattr(there, name) for name in lacks] == [getattr(here, name) for name in lacks]
    assert plainly(pair.there.name("person", "Nobody At All")) == plainly(pair.here.name("person", "Nobody At All"))
    health = pair.there.health()
    assert health.ok
    assert health.cluster == ClusterHealth(nodes=1, missing=0, green=True)


@pytest.mark.parametrize("path", ["/?q=harbour", "/?q=the+budget&sort=newest", f"/article/{20:016x}?q=harbour", "/zzz"])
def test_pages_are_the_same(pair: EnginePair, path: str) -> None:
    there, here = (create_app(engine).test_client().get(path) for engine in (pair.there, pair.here))
    assert there.status_code == here.status_code
    assert untimed(there.text) == untimed(here.text)


def untimed(page: str) -> list[str]:
    """The lines of a page but for those that tell a time, or a number that is drawn anew."""
    return [line for line in page.splitlines() if "ms" not in line and "second" not in line and "nonce" not in line]
