"""Fixtures that several areas share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.reindex.phases import Environment, ReindexRequest, reindex
from index.reindex.plan.plan import ReindexPlan
from index.settings import Settings
from tools.opensearch.local_cluster import LocalCluster, missing_programs, running

ROOT = Path(__file__).resolve().parent.parent
NO_CLUSTER = "no cluster of OpenSearch can be started"
os.environ["CUTTINGS_STRICT"] = "1"  # also for the processes that the tests start: a mistake of ours fails the test


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write what the product does now over the expected pages, instead of comparing",
    )
    parser.addoption(
        "--slow-browser", action="store_true", help="let pages come late and in pieces, and scripts run slowly"
    )
    parser.addoption("--lowest", action="store_true", help="also try what the registry has to install")
    parser.addoption("--questions", type=int, default=1000, help="how many random questions and states are tried")
    parser.addoption("--attack-minutes", type=int, default=6, help="how long the attacks may take, on two processors")
    parser.addoption("--mutations", type=int, default=40, help="how many damaged copies of each file are read")
    parser.addoption("--seed", type=int, default=2026, help="which ones")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for a cluster, so that it can be chosen and left out."""
    for item in items:
        if {"cluster", "node"}.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("cluster")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line what was skipped for want of a cluster, and why."""
    told = [
        report.longrepr[2] for report in terminalreporter.stats.get("skipped", ()) if NO_CLUSTER in str(report.longrepr)
    ]
    if told:
        terminalreporter.write_line(f"{len(told)} tests of a cluster {told[0]}")


@pytest.fixture(scope="session")
def rounds(pytestconfig: pytest.Config) -> int:
    """How often a test of random questions or states is to try."""
    return int(pytestconfig.getoption("--questions"))


@pytest.fixture(scope="session")
def mutations(pytestconfig: pytest.Config) -> int:
    """How many damaged copies of each file are tried."""
    return int(pytestconfig.getoption("--mutations"))


@pytest.fixture(scope="session")
def seed(pytestconfig: pytest.Config) -> int:
    """What random questions and states start from."""
    return int(pytestconfig.getoption("--seed"))


@pytest.fixture(scope="session")
def times(pytestconfig: pytest.Config) -> int:
    """How many times as much an attack is to try as in its six minutes."""
    return max(1, int(pytestconfig.getoption("--attack-minutes")) // 6)


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of sample articles that comes with the project."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages and gold data, which is not part of the project; skips where it is absent."""
    folder = Path(os.environ.get("CUTTINGS_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"needs the reference data in {folder} (set CUTTINGS_SHARED to its folder)")
    return folder


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """A real cluster of three nodes. A test that ends one starts it again."""
    _skip_without_programs()
    with running(tmp_path_factory.mktemp("cluster") / "nodes", 3) as started:
        yield started


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """A real cluster of one node, which is enough for whoever ends none."""
    _skip_without_programs()
    with running(tmp_path_factory.mktemp("node") / "nodes", 1) as started:
        yield started


def _skip_without_programs() -> None:
    if missing := missing_programs():
        pytest.skip(f"{NO_CLUSTER}: this machine has no {', '.join(missing)}")


class _Silent:
    """Watches a run without a word."""

    def planned(self, plan: ReindexPlan) -> None: ...

    def resumed(self, ended: datetime, phase: str, done: int, units: int) -> None: ...

    def phase(self, name: str, units: int) -> None: ...

    def advanced(self, units: int) -> None: ...


@pytest.fixture(scope="session")
def reindexed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """`reindexed(*sources)` is the folder of a new index of them, built by the product's own pipeline; of whatever was
    kept of a page, little as it may be."""

    def build(*sources: Path) -> Path:
        folder = tmp_path_factory.mktemp("archive") / "index"
        patient = replace(Settings(), index=folder, workers=1, file_seconds=60.0, keep_empty=True)
        report = reindex(ReindexRequest(sources), Environment(patient, datetime(2026, 1, 1, tzinfo=UTC), _Silent()))
        assert report.skipped == ()
        return folder

    return build
