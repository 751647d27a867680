"""The archives that are too large for a change of one line: made once, marked `large`, run by `make large`."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.embedded.engine import open_engine
from search.engine import Engine
from tests.large.world import World, build

HERE = Path(__file__).parent
PATIENT = 600.0  # seconds for an answer: none of these is to be cut short


@pytest.hookimpl(tryfirst=True)  # before those that are not asked for are left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.large)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the archive's index is."""
    return tmp_path_factory.mktemp("large") / "index"


@pytest.fixture(scope="session")
def world(folder: Path, seed: int) -> World:
    """The articles of the archive."""
    return build(folder, seed)


@pytest.fixture(scope="session")
def engine(folder: Path, world: World) -> Engine:
    """An engine that has read the archive's words."""
    opened = open_engine(folder, seconds=PATIENT)
    opened.warm()
    return opened
