"""A writer that is killed at any request of its publication: readers see the old archive or the new one, whole, and the
next publication leaves what one into an empty cluster leaves."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from index.cluster.publishing import Replacing, publish_newest
from index.store.snapshot import open_snapshot
from tests.cluster.counted_rounds import RoundReader
from tests.cluster.publications import settings_for, shown, state_of
from tests.cluster.published_rounds import PublishedRounds
from tests.cluster.request_gate import Moment, RequestGate, gate
from tools.opensearch.local_cluster import LocalCluster, ask

ROOT = Path(__file__).parents[2]
SOME = 6  # kills by default
WRITER = """
import sys
from pathlib import Path
from index.cluster.publishing import Replacing, publish_newest
from index.settings import Settings
from index.store.snapshot import open_snapshot

folder = Path(sys.argv[2])
print(publish_newest(Settings(index=folder, cluster=sys.argv[1], cluster_replicas=0), open_snapshot(folder)).problem)
"""


class Writers:
    """Writers of the rounds of an archive, each a process of its own behind a gate."""

    def __init__(self, node: LocalCluster, folder: Path, name: str, gate: RequestGate) -> None:
        self.rounds = PublishedRounds(node, folder, name, copies=1)
        self._gate = gate
        assert self.rounds.next() == ""
        self.reader = RoundReader(self.rounds.engine())

    def requests(self) -> list[str]:
        """What one publication of a round asks."""
        assert self.run(0, Moment.BEFORE) == 0
        return list(self._gate.requests)

    def run(self, at: int, moment: Moment) -> int:
        """Publish the next round, killed at a request; the exit code."""
        self.rounds.write()
        settings = self.rounds.settings
        address = f"opensearch://{self._gate.host}/{self.rounds.name}"
        command = [sys.executable, "-c", WRITER, address, str(settings.index)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as writer:
            self._gate.set(at, moment, writer.kill)
            told, errors = writer.communicate()
        assert writer.returncode == -9 or told == "\n", (told, errors)
        return writer.returncode


@pytest.fixture(scope="module")
def writers(node: LocalCluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writers]:
    with gate(node.addresses[0]) as made:
        yield Writers(node, tmp_path_factory.mktemp("killed") / "index", "killed", made)


def everything(node: str, name: str) -> dict[str, Any]:
    """All that lies in the cluster under a name but for its generations: of documents those that readers see, of files
    all."""
    number, rows = shown(node, name)
    state = state_of(node, name)
    ask(node, f"/{state['articles']},{name}-words/_refresh", method="POST")
    hidden = []
    for hit in ask(node, f"/{state['articles']}/_search", {"size": 10_000}, method="POST")["hits"]["hits"]:
        since, until = hit["_source"]["since"], hit["_source"]["until"]
        if not since <= number < until:
            hidden.append((hit["_id"], since, until))
    files = ask(node, f"/{name}-words/_search", {"size": 10_000}, method="POST")["hits"]["hits"]
    pieces = {hit["_id"]: hit["_source"]["bytes"] for hit in files if hit["_source"]["file"] in state["files"].values()}
    # Readers may still be at one of the generations before.
    former = [one["number"] for one in state["former"]]
    assert all(any(since <= one < until for one in former) for _, since, until in hidden), hidden
    return {"documents": rows, "files": state["files"], "pieces": pieces, "count": state["documents"]}


def strikes_of(writers: Writers) -> list[tuple[int, Moment]]:
    """All requests of a publication, with each moment of each."""
    return [(at, moment) for at in range(1, len(writers.requests()) + 1) for moment in Moment]


def test_a_writer_killed_at_some_requests(writers: Writers, node: LocalCluster, seed: int) -> None:
    random, strikes = Random(seed), strikes_of(writers)
    step = len(strikes) / SOME
    strike_all(writers, node, [strikes[int((place + random.random()) * step)] for place in range(SOME)])


@pytest.mark.attack
def test_a_writer_killed_at_every_request(writers: Writers, node: LocalCluster) -> None:
    strike_all(writers, node, strikes_of(writers))


def strike_all(writers: Writers, node: LocalCluster, strikes: list[tuple[int, Moment]]) -> None:
    """Kill a writer at each; see what readers are told, and what is there when the next one was."""
    address, killed = node.addresses[0], 0
    for at, moment in strikes:
        told = f"killed {moment.value}, request {at}"
        before = writers.rounds.number
        code = writers.run(at, moment)
        killed += code == -9
        for _, ask_in_a_way in zip(range(2), writers.reader.ways(), strict=False):
            assert ask_in_a_way() in (before, before + 1), told
        left = state_of(address, "killed")["generation"]
        assert writers.rounds.again() == "", told
        if state_of(address, "killed")["generation"] == left:  # it was published, but for what is cleaned up then
            assert writers.rounds.next() == "", told
        assert next(writers.reader.ways())() == writers.rounds.number, told
        assert writers.rounds.wrong() == [], told
        held = everything(address, "killed")
        anew = replace(settings_for(node, "empty", writers.rounds.settings.index, shards=1), cluster_replicas=0)
        assert publish_newest(anew, open_snapshot(anew.index), replacing=Replacing.ANEW).problem == ""
        assert held == everything(address, "empty"), told
    assert killed > len(strikes) / 2
