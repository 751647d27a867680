"""ARCHITECTURE.md stays short, knows every package, and shows a Whoosh searcher that works."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.conftest import ROOT

TEXT = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
MOST_WORDS = 2_500  # what a newcomer reads in a quarter of an hour


def test_it_is_short() -> None:
    assert len(TEXT.split()) <= MOST_WORDS


def test_it_names_every_package() -> None:
    tree = re.search(r"^```\n(web -> search.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    assert tree
    packages = {path.parent.name for top in ("index", "search", "web") for path in (ROOT / top).rglob("[!_]*.py")}
    assert len(packages) > 10
    assert [name for name in sorted(packages) if not re.search(rf"\b{name}\b", tree[1])] == []


def test_it_leads_to_every_decision_list_and_table() -> None:
    generated = {path.name for path in (ROOT / "docs").glob("*.md")}
    assert {name for name in generated if f"(docs/{name})" not in TEXT} == set()
    assert "(docs/decisions/README.md)" in TEXT and "(docs/measurements/README.md)" in TEXT


def test_its_ten_lines_of_stock_whoosh_search_an_index(
    reindexed: Callable[..., Path], seeds: Path, tmp_path: Path
) -> None:
    (lines,) = re.findall(r"^```python\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    assert len([line for line in lines.splitlines() if line.strip()]) == 10
    assert set(re.findall(r"^(?:from|import) (\w+)", lines, re.MULTILINE)) == {"whoosh"}
    (tmp_path / "var").mkdir()
    (tmp_path / "var/index").symlink_to(reindexed(seeds))
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", lines], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    gold = (ROOT / "tests/quality/seeds.jsonl").read_text("utf-8").splitlines()
    titles = {
        row["title"] for row in map(json.loads, gold) if holds(row["text"], "Lavrov") and holds(row["text"], "Kerry")
    }
    first, second, *hits = done.stdout.splitlines()
    assert first.startswith(f"{len(gold)} articles")
    assert second.startswith(f"{len(titles)} ") and len(titles) > 1
    assert {re.sub(r"^\S+ [0-9a-f]{16} ", "", hit) for hit in hits} == titles


def holds(text: str, name: str) -> bool:
    return re.search(rf"\b{name}\b", text) is not None
