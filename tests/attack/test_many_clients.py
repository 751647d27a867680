"""64 clients beside a reindex that never ends: each reply is of one generation. And 200 publications take no memory."""

from __future__ import annotations

import csv
import json
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.programs import CUTTINGS
from tests.reindex.archives import run
from tests.web.outside import Address, process
from tools.memory import held, serving

CLIENTS, SECONDS = 64, 60
ARTICLES = 60  # in the first generation; the k-th has k more, so that a number tells which one it is
PUBLICATIONS, FIRST = 200, 40
MOST_MB = 8.0


def publish(sources: Path, state: int, articles: int) -> None:
    """Write all articles anew, so that each says which state it is of."""
    (sources / "live.jsonl").write_text(
        "".join(
            json.dumps(
                {
                    "id": f"a{number}",
                    "title": f"Report {number} of state {state}",
                    "text": f"The ferry was repaired in harbour {number}. It is said in state{state} of the archive.",
                    "publisher": f"Paper {state}",
                    "date": "2015-05-26",
                    "language": "en",
                }
            )
            + "\n"
            for number in range(articles)
        )
    )


def of_page(body: bytes) -> tuple[set[str], int]:
    """Which states the hits of a page are of, and how many articles it says there are."""
    page = json.loads(body)
    states = {hit["title"].rsplit(" ", 1)[1] for hit in page["hits"]}
    counted = page["facets"]["publisher"]
    return states | {value["value"].rsplit(" ", 1)[1] for value in counted}, page["total"]


def of_export(body: bytes) -> tuple[set[str], int]:
    rows = list(csv.DictReader(body.decode("utf-8-sig").splitlines()))
    return {row["title"].rsplit(" ", 1)[1] for row in rows}, len(rows)


READ: dict[str, Callable[[bytes], tuple[set[str], int]]] = {
    "/api/search?q=ferry&per_page=100": of_page,
    "/api/search?q=harbour&sort=newest": of_page,
    "/search.csv?q=ferry": of_export,
}


class AskingClient(threading.Thread):
    """Asks until it is told to stop; `torn` are replies of more than one state, `statuses` all that came."""

    def __init__(self, server: Address, number: int, stop: threading.Event) -> None:
        super().__init__()
        self._server, self._number, self._stop_asking = server, number, stop
        self.torn: list[str] = []
        self.statuses: Counter[int] = Counter()
        self.states: set[str] = set()
        self.start()

    def run(self) -> None:
        paths = list(READ)
        while not self._stop_asking.is_set():
            self._number += 1
            path = paths[self._number % len(paths)]
            reply = self._server.get(path)
            self.statuses[reply.status] += 1
            if reply.status == 200:
                states, total = READ[path](reply.body)
                self.states |= states
                if len(states) != 1 or total != ARTICLES + int(min(states)):
                    self.torn.append(f"{path}: {total} articles, states {states}")


@pytest.mark.attack
def test_no_reply_is_of_two_generations(tmp_path: Path, times: int) -> None:
    sources, index = tmp_path / "sources", tmp_path / "index"
    sources.mkdir()
    publish(sources, 0, ARTICLES)
    run(index, sources)
    stop, state = threading.Event(), 0
    with process(index, tmp_path / "log", CUTTINGS_WAIT_SECONDS="10") as server:
        clients = [AskingClient(server, number, stop) for number in range(CLIENTS)]
        end = time.monotonic() + SECONDS * times
        try:
            while time.monotonic() < end:
                state += 1
                publish(sources, state, ARTICLES + state)
                subprocess.run(
                    [*CUTTINGS, "reindex", "--index", index, "--workers", "1"], check=True, stdout=subprocess.DEVNULL
                )
        finally:
            stop.set()
            for client in clients:
                client.join()
    statuses = sum((client.statuses for client in clients), Counter[int]())
    seen = set().union(*(client.states for client in clients))
    print(f"{dict(statuses)} over {state} publications, of which {len(seen)} states were seen")
    assert not [told for client in clients for told in client.torn]
    assert statuses.keys() <= {200, 503}
    assert len(seen) > 2


@pytest.mark.attack
def test_memory_stays_flat_over_publications(tmp_path: Path, times: int) -> None:
    sources, index = tmp_path / "sources", tmp_path / "index"
    sources.mkdir()
    publish(sources, 0, ARTICLES)
    run(index, sources)
    taken = []
    with serving(index) as (address, server):
        asked = Address(int(address.rsplit(":", 1)[1].strip("/")))
        for state in range(1, PUBLICATIONS * times + 1):
            publish(sources, state, ARTICLES + state % 20)
            run(index)
            for path, read in READ.items():
                reply = asked.get(path)
                assert reply.status == 200
                assert read(reply.body) == ({str(state)}, ARTICLES + state % 20)
            taken.append(held(server))
    print(f"{taken[FIRST - 1]:.1f} MB after {FIRST} publications, {taken[-1]:.1f} MB after {len(taken)}")
    assert max(taken[-10:]) - max(taken[:FIRST]) < MOST_MB
