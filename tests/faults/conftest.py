"""An index and its backup, for the tests that harm them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.saved import cuttings, write
from tests.reindex.archives import run


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of two generations and three articles."""
    write(tmp_path / "archive", "one", "two")
    run(tmp_path / "index", tmp_path / "archive")
    write(tmp_path / "archive", "three")
    run(tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def saved(index: Path) -> Path:
    """A backup of the index."""
    target = index.with_name("saved")
    assert cuttings("backup", target, "--index", index).exit_code == 0
    return target
