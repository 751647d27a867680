"""Articles about a chosen name show where it stands in them: what is shown is compared with the raw text."""

from __future__ import annotations

import pytest

from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Listing, Query, Selection
from search.results import Hit
from tests.reindex.archives import run

NAME = "Helen Marsh"
SAID = "The plan was signed by the mayor, Helen Marsh, on Tuesday evening."


def calm(place: str, hours: int) -> str:
    """Sentences without a name, which stand in no other article."""
    boats = ("ferry", "trawler", "barge", "cutter")
    told = [f"At {hour} o'clock the {boats[hour % 4]} lay at the {place}, and rain fell." for hour in range(hours)]
    return " ".join(told)


TEXTS = {
    "late": f"A plan for the quay\n\n{calm('quay', 9)}\n\n{SAID}\n\n{calm('yard', 4)} Helen Marsh had her critics.\n",
    "early": f"A mayor and her town\n\nHelen Marsh was born by the harbour. {calm('harbour', 9)}\n",
    "nobody": f"Rain over the dock\n\n{calm('dock', 9)}\n",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("named")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text)
    run(folder / "index", folder)
    return open_engine(folder / "index")


def found(engine: Engine, text: str = "", *selections: Selection) -> dict[str, Hit]:
    return {hit.path.partition(".")[0]: hit for hit in engine.search(Query(text, selections, copies=Listing.ALL)).hits}


def marks(hit: Hit) -> list[str]:
    return [part.text[start:end] for part in hit.snippets for start, end in part.spans]


def test_the_passages_are_those_with_the_name(engine: Engine) -> None:
    hits = found(engine, "", Selection("person", NAME))
    assert set(hits) == {"late", "early"}
    for key, hit in hits.items():
        assert marks(hit) == [NAME] * TEXTS[key].count(NAME)
        assert all(part.text in TEXTS[key] for part in hit.snippets)
        assert hit.matches == 0, "what is counted are matches of words"
    assert any(SAID in part.text for part in hits["late"].snippets)


def test_words_come_first(engine: Engine) -> None:
    hits = found(engine, "rain", Selection("person", NAME))
    assert set(hits) == {"late", "early"}
    assert {mark for hit in hits.values() for mark in marks(hit)} == {"rain"}


def test_a_word_of_the_title_leaves_the_text_to_the_name(engine: Engine) -> None:
    (hit,) = found(engine, "title:plan", Selection("person", NAME)).values()
    assert marks(hit) == [NAME, NAME]
    assert [hit.title.text[start:end] for start, end in hit.title.spans] == ["plan"]


@pytest.mark.parametrize("selection", [None, Selection("person", NAME, excluded=True), Selection("language", "en")])
def test_the_beginning_is_shown_where_no_name_is_chosen(engine: Engine, selection: Selection | None) -> None:
    hits = found(engine, "", *([selection] if selection else []))
    assert "nobody" in hits
    for key, hit in hits.items():
        (beginning,) = hit.snippets
        assert TEXTS[key].split("\n\n")[1].startswith(beginning.text) and not beginning.spans
