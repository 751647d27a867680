"""The example of docs/names.md does what it says, and the table names what there is."""

from __future__ import annotations

import re
from pathlib import Path

from index.corrections import NAMES_FILE
from index.corrections.name_entries import read_names
from index.entities.articles import MODELS
from index.entities.labels import EntityType
from index.entities.place_marks import PLACE_LANGUAGES
from tests.conftest import ROOT
from tests.reindex.archives import names, run
from web.words import language

DOCUMENT = (ROOT / "docs" / "names.md").read_text("utf-8")
EXAMPLE = DOCUMENT.partition("```yaml\n")[2].partition("```")[0]
STORIES = {
    "a": "Minister Anna Quist met the owners of Port Vela in Den Haag. Quist was pleased with the talks.",
    "b": "Mr. Jon Marsh left for Den Haag, said Mr. John Marsh, who had met Ms. Ana Quist in Lisbon on Friday.",
}


def test_the_example_does_what_it_says(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    for name, story in STORIES.items():
        (folder / f"{name}.txt").write_text(
            f"A story of the port\n\n{story}\n\nThe port is quiet in winter.\n", "utf-8"
        )
    (folder / NAMES_FILE).write_text(EXAMPLE, "utf-8")
    report = run(tmp_path / "index", folder)
    assert report.skipped == ()
    assert [one.entry for one in report.names] == [1, 2, 3, 4, 5]
    held = {key: set(rows) for (_, key), (rows, _) in names(tmp_path / "index").items()}
    assert {(EntityType.PERSON, "Anna Quist"), (EntityType.PLACE, "The Hague")} <= held["a"] & held["b"]
    assert (EntityType.ORGANISATION, "Port Vela") in held["a"]
    assert {(EntityType.PERSON, "Jon Marsh"), (EntityType.PERSON, "John Marsh")} <= held["b"]


def test_the_table_names_what_there_is() -> None:
    named = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.+?) \|", DOCUMENT, re.MULTILINE)))
    types = [kind.name.lower() for kind in EntityType]
    assert named == [*types, "names", "apart", "none"]
    book = read_names({0: "".join(f"- {one}: [A, B]\n  names: C\n" for one in named if one != "names").encode()})
    assert [entry.about.partition(":")[0] for entry in book.entries] == ["apart", "none"]
    assert not read_names({0: "".join(f"- {one}: {one}\n  names: {one}s\n" for one in types).encode()}).complaints


def test_the_languages_are_those_that_have_a_model_or_lists() -> None:
    _, told, rest = DOCUMENT.partition("Persons and organisations are found in articles in ")
    persons, places = rest.partition(". ")[0].split(", places in these and in ")
    named = [re.findall(r"[A-Z]\w+", part) for part in (persons, places)]
    assert told and named == [sorted(map(language, codes)) for codes in (MODELS, PLACE_LANGUAGES)]
    assert f"in the text of articles in {persons}," in (ROOT / "README.md").read_text("utf-8")
