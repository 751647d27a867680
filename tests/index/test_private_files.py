"""Whatever the umask says, an index is its owner's alone: files 0600, folders 0700, from the first byte on."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from index.reindex.plan.plan import ReindexPlan
from tests.reindex.archives import run


@pytest.fixture(autouse=True)
def generous() -> Iterator[None]:
    """A umask that takes nothing away."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> dict[str, str]:
    """The files and folders at and below `folder` that have another mode than they should, with it."""
    wrong = {}
    for path in (folder, *folder.rglob("*")):
        mode = path.lstat().st_mode
        if stat.S_IMODE(mode) != (0o700 if stat.S_ISDIR(mode) else 0o600):
            wrong[path.relative_to(folder).as_posix()] = oct(stat.S_IMODE(mode))
    return wrong


@dataclass
class Looking:
    """A watcher that looks at the folder while it is written."""

    folder: Path
    seen: set[str] = field(default_factory=set)
    wrong: dict[str, str] = field(default_factory=dict)
    plans: list[ReindexPlan] = field(default_factory=list)
    phases: list[str] = field(default_factory=list)

    def _look(self) -> None:
        self.seen |= {path.name for path in self.folder.rglob("*")}
        self.wrong |= open_to_others(self.folder)

    def planned(self, plan: ReindexPlan) -> None:
        self._look()

    def resumed(self, ended: datetime, phase: str, done: int, units: int) -> None:
        self._look()

    def phase(self, name: str, units: int) -> None:
        self._look()

    def advanced(self, units: int) -> None:
        self._look()


def test_no_file_of_an_index_is_anybody_else_s(tmp_path: Path) -> None:
    sources, index = tmp_path / "sources", tmp_path / "deep" / "index"
    sources.mkdir()
    looking = Looking(index)
    for number in range(10):  # so that segments are merged and lists of deleted articles written
        lines = [{"id": f"{number}-{n}", "title": f"Story {n}", "text": f"The bridge {number} {n}."} for n in range(40)]
        (sources / f"{number}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
        (sources / "page.txt").write_text(f"A bridge\n\nThe council agreed {number} times to rebuild the bridge.\n")
        real = number in (0, 9)  # what the reading processes write is looked at, too
        run(index, sources, processes=real, watcher=looking if real else None)  # type: ignore[arg-type]
        looking.seen |= {path.name for path in index.rglob("*")}
        assert open_to_others(index) == {}
    assert {"LOCK", "work", "segments", "attached", "roots.json", "segment", "clock"} <= looking.seen
    assert any(name.startswith("deleted-") for name in looking.seen)
    assert any(name.endswith(".toc") for name in looking.seen)
    assert looking.wrong == {}


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    """Whoever made it may let a group in; the files stay private all the same."""
    index = tmp_path / "index"
    index.mkdir(0o750)
    (tmp_path / "a.txt").write_text("A bridge\n\nThe council agreed on Tuesday to rebuild the bridge.\n")
    run(index, tmp_path / "a.txt")
    assert open_to_others(index) == {".": "0o750"}
