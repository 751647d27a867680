"""A name that hardly an article vouches for is found, marked and told of its articles, but no facet offers it."""

from __future__ import annotations

import json

import pytest

from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Listing, Query, Selection
from tests.reindex.archives import run

SAID = {
    "one": "The German Chancellor Angela Merkel met Claude in Geneva on Monday. Later Claude spoke of the plan.",
    "two": "The German Chancellor Angela Merkel met the World Health Organization in Geneva. Claude was there.",
    "three": "The World Health Organization asked Claude for a plan on Monday, and Angela Merkel thanked him.",
    "bare": "The envoys went home on Monday, and the Assad regime said nothing of the plan in Geneva.",
    "full": "President Bashar al-Assad spoke of the plan in Geneva. The talks with Bashar al-Assad went on.",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("offered")
    lines = [{"id": key, "title": "A report", "text": text, "language": "en"} for key, text in SAID.items()]
    (folder / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    assert not run(folder / "index", folder / "a.jsonl").skipped
    return open_engine(folder / "index")


def keys(engine: Engine, query: Query) -> set[str]:
    return {hit.key for hit in engine.search(query).hits}


def test_a_name_that_no_article_vouches_for_is_found_but_not_offered(engine: Engine) -> None:
    (counted,) = (one for one in engine.search(Query(copies=Listing.ALL)).facets if one.name == "person")
    assert {row.value: row.count for row in counted.values} == {"Angela Merkel": 3, "Bashar al-Assad": 2}
    assert counted.distinct == 2
    assert keys(engine, Query("person:claude")) == {"one", "two", "three"}
    assert "Claude" not in {row.value for row in engine.facet(Query(copies=Listing.ALL), "person").values}


def test_once_chosen_it_has_its_count_beside_the_others(engine: Engine) -> None:
    query = Query(selections=(Selection("person", "Claude"),), copies=Listing.ALL)
    results = engine.search(query)
    (counted,) = (one for one in results.facets if one.name == "person")
    (chosen,) = (row for row in counted.values if row.selected)
    assert (chosen.value, chosen.count) == ("Claude", results.total) == ("Claude", 3)


def test_the_articles_of_a_value_are_those_that_its_count_says(engine: Engine) -> None:
    for one in engine.search(Query(copies=Listing.ALL)).facets:
        if one.name in {"person", "organisation", "mentioned_place"}:
            for row in one.values:
                query = Query(selections=(Selection(one.name, row.value),), copies=Listing.ALL)
                assert engine.search(query).total == row.count


def test_a_bare_surname_is_the_person_whom_the_archive_knows(engine: Engine) -> None:
    assert keys(engine, Query("person:assad")) == {"bare", "full"}
    article = engine.search(Query("person:assad regime")).hits[0]
    assert article.key == "bare"
