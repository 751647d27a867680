"""Files of the forms that people have (mails, saved pages) in, reviewed extractions out, as for the sample articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from web.terminal.cli import main

FORMS = Path(__file__).parent / "forms"
EXPECTED = Path(__file__).parent / "expected_forms"
SOURCES = sorted(path.name for path in FORMS.iterdir())


@pytest.mark.parametrize("name", SOURCES)
def test_a_file_of_a_form_is_extracted_as_reviewed(name: str, request: pytest.FixtureRequest) -> None:
    result = CliRunner().invoke(main, ["extract", "--jsonl", str(FORMS / name)])
    assert result.exit_code == 0, result.output
    rows = [{**json.loads(line), "path": name} for line in result.stdout.splitlines()]
    golden = EXPECTED / f"{name}.json"
    if request.config.getoption("--rewrite-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert rows == json.loads(golden.read_text(encoding="utf-8"))


def test_every_expected_extraction_has_its_file() -> None:
    assert sorted(path.name.removesuffix(".json") for path in EXPECTED.iterdir()) == SOURCES
