"""Names of a state are one value, in any language and as an abbreviation, and what looks like a name and is none has no
value in any article."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query
from tests.reindex.archives import run

SAID = {
    "dots": "The U.S. delegation left Norway. They met the U.N. envoy, who spoke for the U.N. on Monday.",
    "letters": "The US delegation left Norway. They met the UN envoy, who spoke for the UN on Monday.",
    "code": "The USA won in Norway on Monday, and Karin Holt of the UN was there.",
    "one": "The United States won in Norway on Monday. Karin Holt of the UN was there.",
    "two": "The United States won in Norway on Monday. Karin Holt of the World Bank was there.",
    "german": "Karin Holt reiste am Montag aus Norwegen in die Vereinigten Staaten, und von dort nach Granada.",
    "shop": "The QPR of a shop is measured by the QPR Institute of Norway.",
    "plural": "Shops measure their QPRs on Monday. They compare the QPR of Norway.",
    "written": "The quarterly price report (QPR) comes on Monday. They compare the QPR of Norway.",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("values")
    lines = [
        {"id": key, "title": "A report", "text": text, "language": "de" if key == "german" else "en"}
        for key, text in SAID.items()
    ]
    (folder / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    assert not run(folder / "index", folder / "a.jsonl").skipped
    return open_engine(folder / "index")


def counts(engine: Engine, facet: str) -> Mapping[str, int]:
    (counted,) = (one for one in engine.search(Query()).facets if one.name == facet)
    return {row.value: row.count for row in counted.values}


def keys(engine: Engine, text: str) -> set[str]:
    return {hit.key for hit in engine.search(Query(text)).hits}


def test_the_names_of_a_state_are_one_value(engine: Engine) -> None:
    places = counts(engine, "mentioned_place")
    assert places["United States"] == 5
    assert not {"US", "U.S.", "USA"} & set(places)
    assert places["Norway"] == 8 and "Norwegen" not in places


def test_stops_make_no_other_name(engine: Engine) -> None:
    organisations = counts(engine, "organisation")
    assert organisations["UN"] == 4 and "U.N." not in organisations


@pytest.mark.parametrize("asked", ["us", "US", '"U.S."', "usa", '"united states"'])
def test_a_name_that_counts_under_another_finds_it(engine: Engine, asked: str) -> None:
    assert keys(engine, f"mentioned:{asked}") == {"dots", "letters", "code", "one", "two"}


def test_an_abbreviation_that_articles_say_to_be_none_has_no_value(engine: Engine) -> None:
    assert not [
        value
        for facet in ("person", "organisation", "mentioned_place")
        for value in counts(engine, facet)
        if value == "QPR"
    ]
