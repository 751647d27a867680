"""Do the catalogues say all that the pages say, and does the check of them notice what is wrong?"""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tools.catalogues import begun, faults, messages, read, updated, written
from web import translation

WEB = Path(translation.__file__).parent

SAID = messages()
LANGUAGES = [code for code in translation.languages() if code != translation.SOURCE]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_no_fault(language: str) -> None:
    assert list(faults(read(language), SAID, whole=language not in translation.DRAFTS)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_as_the_tool_writes_it(language: str) -> None:
    held = read(language)
    assert written(updated(held, SAID)) == (translation.CATALOGUES / f"{language}.po").read_bytes()


def test_no_sentence_hides_from_the_tool_in_another_string() -> None:
    """What stands in the braces of an f-string is not read by the extraction."""
    hidden = [
        f"{path.relative_to(WEB)}:{call.lineno}"
        for path in sorted(WEB.rglob("*.py"))
        for string in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"_", "gettext", "ngettext", "noted"}
    ]
    assert hidden == []


def test_german_and_french_are_no_drafts() -> None:
    assert {"de", "fr"} <= set(LANGUAGES) - translation.DRAFTS
    assert set(LANGUAGES) >= translation.DRAFTS


def _said() -> Catalog:
    said = Catalog()
    said.add("Go to %(place)s")
    said.add(("%(n)s ship of %(port)s", "%(n)s ships of %(port)s"))
    said.add("A <b>quiet</b> day")
    return said


def _translated(*, language: str = "de") -> Catalog:
    catalogue = updated(begun(language), _said())
    catalogue["Go to %(place)s"].string = "Nach %(place)s"
    catalogue["%(n)s ship of %(port)s"].string = ("Ein Schiff aus %(port)s", "%(n)s Schiffe aus %(port)s")
    catalogue["A <b>quiet</b> day"].string = "Ein <b>ruhiger</b> Tag"
    return catalogue


def _lacks_a_form(catalogue: Catalog) -> None:
    catalogue["%(n)s ship of %(port)s"].string = ("%(n)s Schiff aus %(port)s",)


def _loses_a_value(catalogue: Catalog) -> None:
    catalogue["%(n)s ship of %(port)s"].string = ("Ein Schiff", "%(n)s Schiffe aus %(port)s")


def _loses_the_number(catalogue: Catalog) -> None:
    catalogue["%(n)s ship of %(port)s"].string = ("Ein Schiff aus %(port)s", "Schiffe aus %(port)s")


def _renames_a_value(catalogue: Catalog) -> None:
    catalogue["Go to %(place)s"].string = "Nach %(ort)s"


def _breaks_markup(catalogue: Catalog) -> None:
    catalogue["A <b>quiet</b> day"].string = "Ein <b>ruhiger Tag"


def _is_fuzzy(catalogue: Catalog) -> None:
    catalogue["Go to %(place)s"].flags.add("fuzzy")


def _is_empty(catalogue: Catalog) -> None:
    catalogue["Go to %(place)s"].string = ""


def _lacks_one(catalogue: Catalog) -> None:
    catalogue.delete("Go to %(place)s")


def _has_a_dead_one(catalogue: Catalog) -> None:
    catalogue.add("Nobody says this", "Das sagt niemand")


def test_a_whole_catalogue_is_without_fault() -> None:
    assert list(faults(_translated(), _said())) == []


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (_lacks_a_form, "1 forms"),
        (_loses_a_value, "placeholders"),
        (_loses_the_number, "placeholders"),
        (_renames_a_value, "placeholders"),
        (_breaks_markup, "markup"),
        (_is_fuzzy, "fuzzy"),
        (_is_empty, "not translated"),
        (_lacks_one, "missing"),
        (_has_a_dead_one, "nobody says"),
    ],
)
def test_the_check_notices(damage: Callable[[Catalog], None], told: str) -> None:
    catalogue = _translated()
    damage(catalogue)
    (fault,) = faults(catalogue, _said())
    assert told in fault


def test_an_update_keeps_what_is_translated_and_drops_what_nobody_says() -> None:
    said = _said()
    said.add("A new sentence")
    catalogue = _translated()
    _has_a_dead_one(catalogue)
    catalogue = updated(catalogue, said)
    assert catalogue["Go to %(place)s"].string == "Nach %(place)s"
    assert not catalogue["A new sentence"].string
    assert b"Nobody" not in written(catalogue)
