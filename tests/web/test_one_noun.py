"""Each thing has one noun on all pages: facets are told by their labels, and no sentence has a synonym."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from index.facets import BY_NAME, DATE
from web import words
from web.translation import CATALOGUES

# What each noun stands in place of; names of fields, which a reader types, are no words of a sentence.
SYNONYMS = re.compile(
    r"\b(publishers?|newspapers?|bylines?|persons|mentioned places?|organizations?|writers?)\b(?!:)", re.I
)
ALLOWED = (
    "call the column of the texts",  # names of columns that a file may have
    "A filter before a bracket",  # names of filters
)


def sentences() -> list[str]:
    with (CATALOGUES / "de.po").open("rb") as file:
        messages = [message.id for message in read_po(file) if message.id]
    return [text for one in messages for text in ((one,) if isinstance(one, str) else one)]


def test_no_sentence_has_a_second_noun_for_a_thing() -> None:
    told = [text for text in sentences() if SYNONYMS.search(text) and not text.startswith(ALLOWED)]
    assert told == []
    assert len(sentences()) > 1000


def test_labels_of_facets_are_told_apart() -> None:
    labels = [facet.label for facet in BY_NAME.values()]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("name", [name for name in BY_NAME if name != DATE])
def test_panels_values_and_help_call_a_facet_by_its_label(reader: FlaskClient, name: str) -> None:
    assert f"<title>{words.heading(name)} · " in reader.get(f"/facet/{name}?q=the").text
    results = reader.get("/search?q=the").text
    if f"/facet/{name}?" in results or f'name="tick.{name}"' in results:
        assert re.search(rf"<legend[^>]*>{words.heading(name)}</legend>", results)
