"""Does a server's memory grow while it is used and its archive is added to? Distinct questions, small runs between.

    python -m tools.bench.used_memory [--articles 10000] [--questions 4000] [--runs 20] [--added 20] [--processes 1]

A server is asked 300 questions; then the others, all distinct, in as many parts as there are runs, and after each part
`reindex` adds some articles, which must be found before the next one. Told are the resident memory (RSS) and the
proportional one (PSS) of all processes of the server, and how much came on top for each thousand questions.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.bench.growing import MARKED, SECTIONS, GrowingArchive, torn
from tools.bench.http import held
from tools.bench.load import Client
from tools.docs.markdown import table
from tools.memory import questions, serving

_FIRST = 300
_PATIENCE = 120.0  # seconds until a run must be found


@dataclass(frozen=True, slots=True)
class MemoryReading:
    """MB of the processes of a server after so many questions and runs."""

    asked: int
    runs: int
    resident: float
    proportional: float

    def cells(self) -> tuple[str, ...]:
        return f"{self.asked:,}", str(self.runs), f"{self.resident:.0f}", f"{self.proportional:.0f}"


def _ask(client: Client, addresses: list[str]) -> None:
    for path in addresses:
        if (status := client.get(path)) != 200:
            raise RuntimeError(f"the reply to {path} was {status}")


def _found(client: Client, wanted: int, step: int) -> None:
    """Wait until a reader finds all that was added. Raises RuntimeError where a reply is torn, or nothing comes."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        reply = json.loads(client.read(MARKED)[1])
        if torn(reply, step):
            raise RuntimeError("a reply mixes generations")
        if reply["total"] >= wanted:
            return
        time.sleep(0.1)
    raise RuntimeError("what a run added was not found")


def measure(archive: GrowingArchive, given: argparse.Namespace) -> Iterator[MemoryReading]:
    """What the server takes after the first questions, and after each run."""
    asked = questions(_FIRST + given.questions, 7)
    part = given.questions // given.runs
    with serving(archive.index, (f"CUTTINGS_PROCESSES={given.processes}",)) as (address, process):
        host, port = address.removeprefix("http://").split(":")
        client = Client(host, int(port))
        _ask(client, asked[:_FIRST])
        yield MemoryReading(_FIRST, 0, held(process, "Rss"), held(process))
        for run in range(given.runs):
            first = _FIRST + run * part
            _ask(client, asked[first : first + part])
            if archive.grow(given.added).wait():
                raise RuntimeError("a run has failed")
            _found(client, (run + 1) * given.added, given.added)
            yield MemoryReading(first + part, run + 1, held(process, "Rss"), held(process))
        client.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=4_000)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--added", type=int, default=20, help="articles that a run adds, a multiple of ten")
    parser.add_argument("--processes", type=int, default=1)
    given = parser.parse_args()
    if given.added % SECTIONS or not 1 <= given.runs <= given.questions:
        parser.error(f"--added is a multiple of {SECTIONS}, and each run has a question before it")
    readings = []
    with tempfile.TemporaryDirectory(prefix="cuttings-growth-") as name:
        for reading in measure(GrowingArchive(Path(name), given.articles), given):
            print("  ".join(reading.cells()), flush=True)
            readings.append(reading)
    shown = readings[:: max(1, len(readings) // 5)]
    if shown[-1] is not readings[-1]:
        shown.append(readings[-1])
    print(f"\n{given.articles:,} articles, {given.runs} runs of {given.added} more beside a server\n")
    print(table(("questions", "runs", "RSS MB", "PSS MB"), [reading.cells() for reading in shown]))
    half, last = readings[(len(readings) - 1) // 2], readings[-1]
    for what, begun in (("first 300", readings[0]), ("first half", half)):
        more, thousands = last.proportional - begun.proportional, (last.asked - begun.asked) / 1000
        print(f"\nafter the {what}: {more / thousands:+.1f} MB (PSS) for each 1,000 questions")


if __name__ == "__main__":
    main()
