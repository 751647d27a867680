"""What do readers notice of a run of `reindex`? Clients ask without a pause, with a run beside them and without.

    python -m tools.bench.beside_runs [--articles 10000] [--runs 10] [--added 100] [--clients 4] [--processes 1]

A stretch without a run and one while `reindex` adds articles, until a reader finds them, take turns, so that both see
the same machine. One more reader asks again and again for all that was added, and holds each reply against what a whole
run gives: one that is torn tells of a part of a run, or of two generations. CPU is that of the server's processes; the
run itself has its own.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from tools.bench.growing import MARKED, SECTIONS, GrowingArchive, torn
from tools.bench.http import DISTINCT, at_rest, spent
from tools.bench.load import Client, Waits, addresses, while_true
from tools.docs.markdown import table
from tools.memory import serving

_QUIET = 5.0  # seconds of a stretch without a run
_PATIENCE = 120.0  # seconds until a run must be found


@dataclass(slots=True)
class Stretches:
    """All stretches of one kind: waits, the server's CPU seconds, and what the reader of all that was added saw."""

    waits: Waits = field(default_factory=Waits)
    spent: float = 0.0
    checked: int = 0
    torn: int = 0

    def cells(self) -> tuple[str, ...]:
        return (*self.waits.cells(self.spent), f"{self.torn} of {self.checked}")


class _Turns:
    def __init__(
        self, archive: GrowingArchive, given: argparse.Namespace, where: tuple[str, int], process: int
    ) -> None:
        self._archive, self._given, self._where, self._process = archive, given, where, process
        self._asked: Iterator[str] = cycle(addresses(DISTINCT, archive.ids()))
        self._total = 0

    def quiet(self, found: Stretches) -> None:
        until = time.perf_counter() + _QUIET
        self._stretch(found, lambda: time.perf_counter() < until)

    def beside(self, found: Stretches) -> None:
        wanted = self._total + self._given.added
        run = self._archive.grow(self._given.added)
        until = time.perf_counter() + _PATIENCE
        self._stretch(found, lambda: self._total < wanted and time.perf_counter() < until)
        if run.wait() or self._total < wanted:
            raise RuntimeError("a run has failed, or nobody found what it added")

    def _stretch(self, found: Stretches, going_on: Callable[[], bool]) -> None:
        ended = threading.Event()
        reader = threading.Thread(target=self._check, args=(found, ended))
        before = spent(self._process)
        reader.start()
        waits = while_true(self._where, self._asked, self._given.clients, going_on)
        ended.set()
        reader.join()
        found.spent += spent(self._process) - before
        found.waits.good += waits.good
        found.waits.refused += waits.refused
        found.waits.wrong += waits.wrong
        found.waits.seconds += waits.seconds

    def _check(self, found: Stretches, ended: threading.Event) -> None:
        client = Client(*self._where)
        while not ended.wait(0.05):
            status, body = client.read(MARKED)
            if status == 200:
                reply = json.loads(body)
                found.checked += 1
                found.torn += torn(reply, self._given.added)
                self._total = max(self._total, reply["total"])
            elif status != 503:
                found.torn += 1
        client.close()


def measure(archive: GrowingArchive, given: argparse.Namespace) -> dict[str, Stretches]:
    """The stretches without a run and those beside one."""
    kinds = {"without a run": Stretches(), "beside a run": Stretches()}
    with serving(archive.index, (f"CUTTINGS_PROCESSES={given.processes}",)) as (address, process):
        host, port = address.removeprefix("http://").split(":")
        turns = _Turns(archive, given, (host, int(port)), process)
        at_rest(process)
        turns.quiet(Stretches())  # warms up
        for _ in range(given.runs):
            turns.quiet(kinds["without a run"])
            turns.beside(kinds["beside a run"])
    return kinds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--added", type=int, default=100, help="articles that a run adds, a multiple of ten")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--processes", type=int, default=1)
    given = parser.parse_args()
    if given.added % SECTIONS or given.added < 1 or given.runs < 1:
        parser.error(f"--added is a multiple of {SECTIONS}, and there is one run at least")
    with tempfile.TemporaryDirectory(prefix="cuttings-publication-") as name:
        kinds = measure(GrowingArchive(Path(name), given.articles), given)
    print(f"\n{given.articles:,} articles, {given.runs} runs of {given.added} more, {given.clients} clients\n")
    head = ("", "good/s", "good per CPU s", "p50 ms", "p99 ms", "refused", "wrong", "torn")
    print(table(head, [(kind, *found.cells()) for kind, found in kinds.items()]))
    without, beside = kinds.values()
    rate = (len(beside.waits.good) / beside.waits.seconds) / (len(without.waits.good) / without.waits.seconds)
    work = (len(beside.waits.good) / beside.spent) / (len(without.waits.good) / without.spent)
    print(f"\nbeside a run: {rate:.2f} of the good pages a second, {work:.2f} of those per CPU second of the server,")
    print(f"p99 {beside.waits.at(0.99) / without.waits.at(0.99):.2f} times as long")


if __name__ == "__main__":
    main()
