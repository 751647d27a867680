"""A part of the bench whose peer or pages are absent says so and ends well."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def ran(*words: str | Path) -> str:
    command = [sys.executable, "-m", *map(str, words)]
    outside = {name: value for name, value in os.environ.items() if name != "CUTTINGS_SHARED"}
    return subprocess.run(command, cwd=ROOT, env=outside, check=True, capture_output=True, text=True).stdout


def test_without_datasette(tmp_path: Path) -> None:
    printed = ran("tools.bench.faceted_json", tmp_path, "--work", tmp_path, "--datasette", tmp_path / "nowhere")
    assert printed.startswith("skipped: no Datasette here") and len(printed.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_without_py_spy(tmp_path: Path) -> None:
    printed = ran("tools.bench.sampled", tmp_path, "--work", tmp_path, "--py-spy", tmp_path / "nowhere")
    assert printed.startswith("skipped: no py-spy here") and len(printed.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_without_saved_pages(tmp_path: Path) -> None:
    for folder in ([], [tmp_path]):
        printed = ran("tools.bench.html_pages", *folder)
        assert printed.startswith("skipped: no ") and len(printed.splitlines()) == 1
