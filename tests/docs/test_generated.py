"""The documents that follow from the code are those that `make docs` would write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.facets import FACETS
from index.reasons import Code
from index.settings import table
from search.query.help import HELP_ENTRIES
from tools.docs.dependencies import PURPOSES, asked
from tools.docs.pages import PAGES, ROOT
from web.removals import RULE_SENTENCES


@pytest.mark.parametrize(("path", "made"), PAGES.items(), ids=lambda value: getattr(value, "name", ""))
def test_a_document_is_what_the_code_says(path: Path, made: Callable[[], str]) -> None:
    assert path.read_text("utf-8") == made(), "run `make docs`"


def test_the_api_s_document_names_what_can_be_asked() -> None:
    text = (ROOT / "docs/api.md").read_text("utf-8")
    paths = (
        "/api/search",
        "/api/article/{id}",
        "/api/complete",
        "/health",
        "/search.json",
        "/search.csv",
        "/search.atom",
    )
    assert [path for path in paths if f"### `GET {path}`" not in text] == []
    assert [facet.name for facet in FACETS if f"| `{facet.name}` |" not in text] == []
    assert all(f"| {status} |" in text for status in (200, 400, 401, 404, 429, 503))


def test_every_setting_has_a_row() -> None:
    text = (ROOT / "docs/settings.md").read_text("utf-8")
    assert [knob.name for knob in table() if f"\n| `{knob.variable}` |" not in text] == []


def test_every_rule_and_code_has_its_sentence() -> None:
    text = (ROOT / "docs/rules.md").read_text("utf-8")
    assert [name for name, sentence in RULE_SENTENCES.items() if f"\n| {name} | {sentence} |" not in text] == []
    assert [code for code in Code if f"\n| `{code}` | " not in text] == []


def test_whatever_can_be_typed_is_in_the_document_of_the_language() -> None:
    text = (ROOT / "docs/query-language.md").read_text("utf-8").replace("\\|", "|")
    assert [
        entry.operator for entry in HELP_ENTRIES if f"\n| `{entry.operator}` | {entry.sentence} |" not in text
    ] == []


def test_every_package_has_its_reason_and_no_other_has_one() -> None:
    wanted = [name for packages in asked().values() for name in packages]
    assert {"whoosh3", "bleach", "pytest", "types-bleach", "catboost", "tantivy"} <= set(wanted)
    assert sorted(wanted) == sorted(PURPOSES)
    assert all(PURPOSES.values())


def test_what_the_program_needs_says_its_licence() -> None:
    text = (ROOT / "docs/dependencies.md").read_text("utf-8").partition("## For tests")[0]
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ") and "---" not in line][1:]
    assert [row[0] for row in rows if len(row) != 5 or not row[3].strip()] == []
    groups = asked()
    heads = 1  # of the second table
    assert len(rows) - heads == len(groups["What the program needs"]) + len(groups["For an archive in a cluster"])
