"""What readers keep in a file of its own for each test, and processes that write to it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from web.state.reader_state import ReaderState

Writer = Callable[[Path, str, int], "subprocess.Popen[str]"]


@pytest.fixture
def state(tmp_path: Path) -> Iterator[ReaderState]:
    opened = ReaderState(tmp_path / "new" / "state.sqlite")
    yield opened
    opened.database.close()


@pytest.fixture
def writer(request: pytest.FixtureRequest) -> Writer:
    """Starts the script `WRITER` of the module of a test, for the file at a path, under a name, so many times."""

    def start(path: Path, name: str, count: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", request.module.WRITER, str(path), name, str(count)]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    return start
