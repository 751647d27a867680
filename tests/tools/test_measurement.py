"""A tool that writes its numbers down says how they were taken, and nothing of the machine but its kind."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.docs.origins import missing
from tools import measurement
from tools.bench.__main__ import result
from tools.memory import invented


def ran(*words: str | Path) -> str:
    command = [sys.executable, "-m", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=300).stdout


def test_what_is_written_has_its_origin_on_top(tmp_path: Path) -> None:
    file = tmp_path / "numbers.md"
    ran("tools.hostile", "one line of a letter", "open brackets", "--write", file)
    text = file.read_text("utf-8")
    assert missing(text) == []
    assert "2 shapes (digest " in text
    assert [row.split(" | ")[0] for row in text.splitlines()[-2:]] == ["| one line of a letter", "| open brackets"]


def test_scores_are_written_beside_their_floors(tmp_path: Path) -> None:
    file = tmp_path / "numbers.md"
    printed = ran("tools.quality", tmp_path / "no-such-pages", "--write", file)
    text = file.read_text("utf-8")
    assert missing(text) == []
    assert "reference pages](README.md#the-corpora)" not in text
    rows = re.findall(r"^\| ((?:seeds|newsroom)\S+) \| (\S+) \| (\S+) \|$", text, re.MULTILINE)
    shown = re.findall(r"^((?:seeds|newsroom)\S+) +(\S+) +floor (\S+)$", printed, re.MULTILINE)
    assert rows == shown and len(rows) > 10


def test_neither_the_machine_nor_a_path_on_it_is_named(tmp_path: Path) -> None:
    origin = measurement.MeasurementOrigin.now("python -m tools.bench --docs 10", "ten articles")
    measurement.write(tmp_path / "numbers.md", "Ten", origin, "| 1 |")
    text = (tmp_path / "numbers.md").read_text("utf-8")
    assert missing(text) == []
    assert socket.gethostname() not in text and str(ROOT) not in text and str(Path.home()) not in text


def test_other_articles_have_another_digest() -> None:
    first, again, other = (
        measurement.digest(article.text.encode() for article in invented(3, seed)) for seed in (1, 1, 2)
    )
    assert first == again != other


def test_the_result_of_a_bench_begins_where_articles_are_counted() -> None:
    assert result("built\n\n10,000 articles, 24 MB\n\n| 1 |\n") == "10,000 articles, 24 MB\n\n| 1 |"
    assert result("open 3 ms\n") == "open 3 ms"
