"""Every command that searches opens its engine in one way, by the settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from web.terminal.cli import main

STORY = "The lockwarden opened both gates on Tuesday, before the flood of last winter had carried away the weir."
ALIASES = "groups:\n  - [weirkeeper, lockwarden]\n"


@pytest.fixture
def archive(tmp_path: Path, reindexed: Callable[..., Path]) -> Path:
    (tmp_path / "weir.txt").write_text(f"The weir holds\n\n3 March 1998\n\n{STORY}\n\n{STORY} Twice.\n", "utf-8")
    return reindexed(tmp_path / "weir.txt")


def told(archive: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, [*arguments, "--index", str(archive)])
    return result.output + str(result.exit_code)


def commands(tmp_path: Path) -> list[tuple[str, ...]]:
    file = tmp_path / "questions.txt"
    file.write_text("weirkeeper\n", "utf-8")
    return [("search", "weirkeeper"), ("search", "weirkeeper", "--json"), ("batch", str(file))]


def test_the_names_of_the_settings_hold_for_every_command(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = commands(tmp_path)
    assert ["both gates" in told(archive, *each) for each in asked] == [False] * len(asked)
    (tmp_path / "names.yaml").write_text(ALIASES, "utf-8")
    monkeypatch.setenv("CUTTINGS_ALIASES", str(tmp_path / "names.yaml"))
    assert ["both gates" in told(archive, *each) for each in asked] == [True] * len(asked)


def test_an_index_is_sound_whatever_the_names(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUTTINGS_ALIASES", str(tmp_path / "missing.yaml"))
    assert told(archive, "verify").endswith("0")
    assert [each for each in commands(tmp_path) if told(archive, *each).endswith("0")] == []
