"""Asks every engine of the table what it can: a test names what it needs, and runs for the rows that have it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.contract.archives import Published, published
from tests.contract.capabilities import KINDS, Row
from tests.contract.rows import ROWS


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(*capabilities): runs for the engines that can all of them")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with a `row` runs for each row that can what it needs; one with a `capability`, for each of questions."""
    needed = {one for mark in metafunc.definition.iter_markers("needs") for one in mark.args}
    rows = [row for row in ROWS if needed <= row.can]
    if "capability" in metafunc.fixturenames:
        pairs = [
            pytest.param(row, capability, id=f"{row.name}-{capability.name.lower()}", marks=marks(row))
            for row in rows
            for capability in KINDS
            if capability in row.can
        ]
        metafunc.parametrize(("row", "capability"), pairs, indirect=["row"])
    elif "row" in metafunc.fixturenames:
        metafunc.parametrize("row", [pytest.param(row, id=row.name, marks=marks(row)) for row in rows], indirect=True)


def marks(row: Row) -> tuple[pytest.MarkDecorator, ...]:
    """What chooses the tests of a row, or leaves them out."""
    return (pytest.mark.cluster,) if row.at else ()


@pytest.fixture
def row(request: pytest.FixtureRequest) -> Row:
    """The engine that is asked; where that needs a cluster, one is there."""
    asked: Row = request.param
    return replace(asked, bench=asked.at(request.getfixturevalue("node").addresses[0])) if asked.at else asked


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory, seed: int) -> Callable[[Row], Published]:
    """`archives(row)` is an archive of the row's engine that many tests read and none changes."""
    made: dict[str, Published] = {}

    def archive_of(row: Row) -> Published:
        if row.name not in made:
            made[row.name] = published(row, tmp_path_factory.mktemp("contract"), seed)
        return made[row.name]

    return archive_of


@pytest.fixture
def archive(row: Row, archives: Callable[[Row], Published]) -> Published:
    """An archive that no test changes."""
    return archives(row)


@pytest.fixture
def changing(row: Row, tmp_path: Path, seed: int) -> Published:
    """An archive of the test's own."""
    return published(row, tmp_path, seed + 1)
