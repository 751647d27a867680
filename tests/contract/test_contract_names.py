"""Persons, organisations and mentioned places are facets like any other: what they count is what a click gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

import pytest

from search.engine import Engine
from search.query import MAX_RESULTS, Query, Selection
from search.results import FacetCounts
from tests.contract.capabilities import Bench, Can, Row
from tests.plain.named_archives import TYPES, NamedArticle

pytestmark = pytest.mark.needs(Can.NAMES_IN_TEXTS)

SHOWN = 20
SURNAMES = ("Dunmore", "Eastlake", "Fairbourne", "Greywater", "Holloway", "Ironside", "Jessop", "Kelso")
PERSONS = [f"{first} {last}" for first in ("Anna", "Karl", "Mona") for last in ("Achterberg", "Bellweather")]
PERSONS += [f"Iris {last}" for last in SURNAMES] + [f"Leo {last}stone" for last in SURNAMES]
PERSONS += ["Émile Ångström", "Łucja Źródło", "Оксана Ветрова"]
ORGANISATIONS = ["Harbour Board", "Board of Harbours", "Tidal Trust", "The Lighthouse Company", "Ferry & Sons"]
PLACES = ["Northmere", "Southmere", "Isle of Wren", "Anna Achterberg", "Ystad-on-Sea"]  # a name may be of two types
EVERY = [
    *(("person", name) for name in PERSONS),
    *(("organisation", name) for name in ORGANISATIONS),
    *(("mentioned_place", name) for name in PLACES),
]
WORDS = ["rain", "wind", "tide", "fog", "hail", "tidal", "trust"]


def some_articles(rng: Random, first: int, count: int) -> list[NamedArticle]:
    return [
        NamedArticle(
            f"{number:04}",
            " ".join(rng.choices(WORDS, k=rng.randint(1, 6))),
            tuple(rng.choices(EVERY, k=rng.randint(0, 9))) if rng.random() < 0.9 else (),
            rng.choice(("", "Ola Quist", "Pia Rusk")),
        )
        for number in range(first, first + count)
    ]


World = tuple[Engine, list[NamedArticle]]


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Row, int], World]:
    """`worlds(row, variant)` is an archive of the row's engine that many tests read and none changes."""
    made: dict[tuple[str, int], World] = {}

    def world_of(row: Row, variant: int) -> World:
        if (row.name, variant) not in made:
            made[row.name, variant] = published(row.bench(tmp_path_factory.mktemp("named")), variant)
        return made[row.name, variant]

    return world_of


def published(bench: Bench, variant: int) -> World:
    rng = Random(variant)
    told: list[NamedArticle] = []
    for first, size in ((0, 260),) if variant == 0 else ((0, 120), (120, 90), (210, 60)):
        new = some_articles(rng, first, size)
        gone = rng.sample(told, len(told) // 8) if variant == 2 else []
        told = [each for each in told if each not in gone] + new
        bench.publish_named(new, [each.id for each in gone])
    return bench.engine(), told


@pytest.fixture(params=range(3), ids=["one segment", "three segments", "three, some articles gone"])
def world(row: Row, worlds: Callable[[Row, int], World], request: pytest.FixtureRequest) -> World:
    return worlds(row, request.param)


@pytest.fixture
def bench(row: Row, tmp_path: Path) -> Bench:
    """An empty archive."""
    return row.bench(tmp_path)


def counted(told: Iterable[NamedArticle], facet: str) -> list[tuple[str, int]]:
    """The values of a facet with their articles, by count, then name."""
    counts = Counter(value for each in told for value in each.values(facet))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def shown(facet: FacetCounts) -> list[tuple[str, int]]:
    return [(value.value, value.count) for value in facet.values]


def found(engine: Engine, query: Query) -> dict[str, FacetCounts]:
    return {facet.name: facet for facet in engine.search(query).facets}


def keys(engine: Engine, query: Query) -> set[str]:
    return {hit.key for page in engine.export(query) for hit in page}


@pytest.mark.parametrize("word", ["", *WORDS, "rain wind"])
def test_counts_are_plain_counts(world: World, word: str) -> None:
    engine, told = world
    holding = [each for each in told if not word or set(word.split()) <= set(each.text.split())]
    facets = found(engine, Query(word, all_words=True))
    for facet in TYPES:
        expected = counted(holding, facet)
        assert shown(facets[facet]) == expected[:SHOWN]
        assert facets[facet].distinct == len(expected)
        for limit in (None, 3, 1):
            alone = engine.facet(Query(word, all_words=True), facet, limit)
            assert (shown(alone), alone.distinct) == (expected[:limit], len(expected))


@pytest.mark.parametrize("word", ["", *WORDS[:3]])
def test_two_facets_are_counted_against_each_other(world: World, word: str) -> None:
    engine, told = world
    holding = [each for each in told if word in each.text.split() or not word]
    for rows, columns in ((*TYPES,)[:2], (*TYPES,)[1:], ("byline", (*TYPES,)[0])):
        table = engine.cross(Query(word), rows, columns, 4)
        if rows in TYPES:
            assert shown(table.rows) == counted(holding, rows)[:4]
        assert shown(table.columns) == counted(holding, columns)[:4]
        for row, cells in zip(table.rows.values, table.cells, strict=True):
            among = [e for e in holding if row.value in (e.values(rows) if rows in TYPES else (e.byline,))]
            counts = Counter(value for each in among for value in each.values(columns))
            assert cells == tuple(counts[column.value] for column in table.columns.values), (row, columns)


def test_an_answer_without_names_has_none_of_the_facets(world: World) -> None:
    engine, told = world
    nameless = next(each for each in told if not each.names)
    results = engine.search(Query(f'"{nameless.key}"', as_typed=True))
    assert results.total == 1
    assert not {facet.name for facet in results.facets} & set(TYPES)


@pytest.mark.parametrize("seed", range(12))
def test_a_count_is_what_a_click_gives(world: World, seed: int) -> None:
    """Whatever is chosen and left out, in these facets and in another."""
    engine, told = world
    rng = Random(seed)
    chosen = {Selection(*rng.choice(EVERY), rng.random() < 0.4) for _ in range(rng.randint(0, 4))}
    if rng.random() < 0.4:
        chosen.add(Selection("byline", "Pia Rusk", rng.random() < 0.3))
    query = Query(rng.choice(("", *WORDS)), tuple(sorted(chosen, key=str)))
    facets = found(engine, query)
    for facet in TYPES:
        values = facets[facet].values if facet in facets else ()
        assert {s.value for s in chosen if s.facet == facet} <= {value.value for value in values}
        for value in values:
            others = tuple(s for s in query.selections if s.facet != facet or (s.excluded and s.value != value.value))
            clicked = Query(query.text, (*others, Selection(facet, value.value)))
            assert engine.count(clicked) == value.count
            passing = [each for each in told if passes(each, clicked)]
            assert keys(engine, clicked) == {each.key for each in passing}


def passes(told: NamedArticle, query: Query) -> bool:
    if query.text and query.text not in told.text.split():
        return False
    for facet in (*TYPES, "byline"):
        values = {told.byline} if facet == "byline" else set(told.values(facet))
        wanted = {s.value for s in query.selections if s.facet == facet and not s.excluded}
        left_out = {s.value for s in query.selections if s.facet == facet and s.excluded}
        if (wanted and not wanted & values) or left_out & values:
            return False
    return True


@pytest.mark.parametrize(
    ("text", "facets", "words"),
    [
        ("person:achterberg", ("person",), ["achterberg"]),
        ('person:"anna achterberg"', ("person",), ["anna", "achterberg"]),
        ("person:angstrom", ("person",), ["ångström"]),
        ("person:оксана", ("person",), ["оксана"]),
        ("org:board", ("organisation",), ["board"]),
        ('org:"board harbours"', ("organisation",), ["board", "harbours"]),
        ("mentioned:wren", ("mentioned_place",), ["wren"]),
        ("about:achterberg", TYPES, ["achterberg"]),
        ("person:nobody", ("person",), ["nobody"]),
        ("person:bell", ("person",), ["bell"]),
    ],
)
def test_operators_find_values_that_hold_the_words(
    world: World, text: str, facets: tuple[str, ...], words: list[str]
) -> None:
    engine, told = world

    def holds(value: str) -> bool:
        rest = iter(value.casefold().replace("-", " ").split())
        return all(word in rest for word in words)

    expected = {each.key for each in told if any(holds(value) for facet in facets for value in each.values(facet))}
    assert keys(engine, Query(text)) == expected
    assert keys(engine, Query(f"* -{text}")) == {each.key for each in told} - expected


def test_plain_words_do_not_search_names(world: World) -> None:
    """They stand in the texts anyway; the texts here hold none of them."""
    engine, _ = world
    assert engine.count(Query("bellweather", as_typed=True)) == 0


def test_hits_tell_their_names_in_the_order_of_the_text(world: World) -> None:
    engine, told = world
    by_key = {each.key: each for each in told}
    hits = [hit for page in engine.export(Query("")) for hit in page]
    assert len(hits) == len(told) < MAX_RESULTS
    for hit in (*hits, *engine.search(Query("rain")).hits):
        assert {facet: hit.facets[facet] for facet in TYPES} == {
            facet: by_key[hit.key].values(facet) for facet in TYPES
        }


def test_values_are_completed_behind_their_names(world: World) -> None:
    engine, told = world
    expected = [f'person:"{name}"' for name, _ in counted(told, "person") if name.startswith("Iris")]
    assert list(engine.complete("person:iris", 20)) == expected
    assert engine.complete("org:lighth") == ('org:"The Lighthouse Company"',)
    assert engine.complete("rain about:southm") == ("rain mentioned:Southmere",)
    assert engine.complete("lighth") == ()


def test_a_question_that_is_a_name_is_offered_it(world: World) -> None:
    engine, told = world
    articles = dict(counted(told, "organisation"))["Tidal Trust"]
    (offer,) = engine.search(Query("tidal trust")).offers
    assert offer == ("organisation", "Tidal Trust", articles, "")
    (offer,) = engine.search(Query("rain tidal trust")).offers
    assert (offer.facet, offer.value, offer.rest) == ("organisation", "Tidal Trust", "rain")
    assert engine.search(Query("rain northmere")).offers == ()


def test_a_writer_is_offered_as_a_writer_first(bench: Bench) -> None:
    told = [
        NamedArticle("a", "Rain.", (("person", "Nora Quillfeather"),)),
        NamedArticle("b", "Rain.", (("person", "Nora Quillfeather"),)),
        NamedArticle("c", "Rain.", (("person", "Otto Quillfeather"),), byline="Nora Quillfeather"),
    ]
    bench.publish_named(told)
    engine = bench.engine()
    offers = engine.search(Query("nora quillfeather")).offers
    assert [(each.facet, each.value, each.count) for each in offers] == [
        ("byline", "Nora Quillfeather", 1),
        ("person", "Nora Quillfeather", 2),
    ]


def test_a_longer_name_is_offered_for_some_of_its_words_where_articles_agree_on_it(bench: Bench) -> None:
    board, office = ("organisation", "Tidal Power Board"), ("organisation", "Tidal Power Office")
    bench.publish_named(
        [
            NamedArticle("a", "Rain.", (board,)),
            NamedArticle("b", "Fog.", (board,)),
            NamedArticle("c", "Hail.", (office,)),
        ]
    )
    engine = bench.engine()
    assert [offer.value for offer in engine.search(Query("tidal power")).offers] == ["Tidal Power Board"]
    assert [offer.value for offer in engine.search(Query("tidal power office")).offers] == ["Tidal Power Office"]


def test_what_is_published_later_settles_names_anew(bench: Bench) -> None:
    """An engine that is open shows the names of the new generation, of articles of older segments, too."""
    bench.publish_named([NamedArticle("a", "Rain.", (("person", "Quillfeather"),)), NamedArticle("b", "Hail.", ())])
    engine = bench.engine()
    assert shown(found(engine, Query(""))["person"]) == [("Quillfeather", 1)]
    assert engine.count(Query("", (Selection("person", "Quillfeather"),))) == 1
    assert engine.count(Query("person:nora")) == 0
    more = [NamedArticle(f"c{n}", "Fog.", (("person", "Nora Quillfeather"),)) for n in range(4)]
    bench.publish_named(more)
    assert shown(found(engine, Query(""))["person"]) == [("Nora Quillfeather", 5)]
    assert engine.count(Query("", (Selection("person", "Nora Quillfeather"),))) == 5
    assert engine.count(Query("", (Selection("person", "Quillfeather"),))) == 0
    assert engine.count(Query("person:nora")) == 5
    (hit,) = engine.search(Query("rain")).hits
    assert hit.facets["person"] == ("Nora Quillfeather",)
    bench.publish_named([], [each.id for each in more])
    assert shown(found(engine, Query(""))["person"]) == [("Quillfeather", 1)]


def test_an_archive_without_names_has_no_such_facets(bench: Bench) -> None:
    bench.publish_named([NamedArticle("a", "Rain.", ()), NamedArticle("b", "Rain and hail.", ())])
    engine = bench.engine()
    assert not set(found(engine, Query("rain"))) & set(TYPES)
    for facet in TYPES:
        assert engine.facet(Query(""), facet) == FacetCounts(facet, ())
    assert (engine.count(Query("person:rain")), engine.count(Query("about:rain"))) == (0, 0)
    assert engine.complete("person:r") == ()
