"""The sample articles in, reviewed extractions out. `make golden` rewrites the expected files; nothing else does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from web.terminal.cli import main

EXPECTED = Path(__file__).parent / "expected"
SEEDS = Path(__file__).resolve().parents[2] / "seeds"
SOURCES = sorted(path.name for path in SEEDS.iterdir() if path.is_file() and path.suffix)


def extracted(source: Path) -> list[dict[str, object]]:
    """What `cuttings extract --jsonl` says of a source, without the folder that it stands in."""
    result = CliRunner().invoke(main, ["extract", "--jsonl", str(source)])
    assert result.exit_code == 0, result.output
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    return [{**row, "path": source.name} for row in rows]


@pytest.mark.parametrize("name", SOURCES)
def test_a_sample_article_is_extracted_as_reviewed(name: str, request: pytest.FixtureRequest) -> None:
    rows = extracted(SEEDS / name)
    golden = EXPECTED / f"{name}.json"
    if request.config.getoption("--rewrite-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert rows == json.loads(golden.read_text(encoding="utf-8"))


def test_every_expected_page_has_its_source() -> None:
    assert sorted(path.name.removesuffix(".json") for path in EXPECTED.iterdir()) == SOURCES
