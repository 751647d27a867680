"""How many pages does a server give, and how long do readers wait? One process beside several, in turns.

    python -m tools.bench.http [--index DIR] [--articles 100000] [--processes 1,2] [--seconds 8] [--rounds 2]

A server of each number of processes is started on an archive of invented articles, one after the other and round by
round. Clients without a pause ask for distinct addresses (`tools.bench.load`), then readers come by chance. The CPU is
that of all processes of the server; that of the load generator is told apart. Memory is the proportional set size
(PSS) of all of them: what they share counts once.
"""

from __future__ import annotations

import argparse
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path

from index.article import article_id
from tools import measurement
from tools.bench.load import Waits, addresses, by_chance, without_pause
from tools.docs.markdown import table
from tools.memory import build, invented, serving

DISTINCT, CLIENT_COUNTS, RATE, ARRIVING = 9_000, (1, 4, 16, 64), 90.0, 900
_WARMING = 2.0  # seconds of four clients before anything counts
_HEAD = ("processes", "load", "good/s", "good per CPU s", "p50 ms", "p99 ms", "refused", "wrong", "MB", "loader CPU")


@dataclass(frozen=True, slots=True)
class LoadRow:
    """A load on a server of so many processes: its waits, CPU seconds of server and load generator, MB."""

    processes: int
    load: str
    waits: Waits
    spent: float
    own: float
    held: float

    def cells(self) -> tuple[str, ...]:
        kept = f"{self.held:.0f}", f"{self.own / self.waits.seconds:.0%}"
        return (str(self.processes), self.load, *self.waits.cells(self.spent), *kept)


def family(process: int) -> list[int]:
    """A process and those that it started, and so on."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit() and (fields := _fields(int(path.name))):
            parents.setdefault(int(fields[1]), []).append(int(path.name))
    found = [process]
    for one in found:
        found += parents.get(one, [])
    return found


def _fields(process: int) -> list[str]:
    """What the system says of a process, from its state on; nothing where it is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(") ", 1)[1].split()
    except OSError:
        return []


def spent(process: int) -> float:
    """CPU seconds of a process and of all that it started, those that have ended among them."""
    ticks = sum(int(tick) for one in family(process) for tick in _fields(one)[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def held(process: int, kind: str = "Pss") -> float:
    """MB that a process and those that it started take, what they share counted once; of `kind` "Rss" in each."""
    total = 0
    for one in family(process):
        try:
            match = re.search(rf"^{kind}:\s+(\d+)", Path(f"/proc/{one}/smaps_rollup").read_text(), re.MULTILINE)
        except OSError:
            continue
        total += int(match[1]) if match else 0
    return total / 1024


def at_rest(process: int) -> None:
    """Wait until a server does nothing any more: it has read what its first readers would wait for."""
    before = -1.0
    while (now := spent(process)) > before + 0.02:
        before = now
        time.sleep(1)


def measure(index: Path, processes: int, asked: Iterator[str], seconds: float) -> Iterator[LoadRow]:
    """The rows of a server of so many processes."""
    with serving(index, (f"CUTTINGS_PROCESSES={processes}",)) as (address, process):
        host, port = address.removeprefix("http://").split(":")
        where = (host, int(port))
        at_rest(process)
        without_pause(where, asked, 4, _WARMING)
        at_rest(process)

        def row(load: str, ask: Callable[[], Waits]) -> LoadRow:
            before, own = spent(process), time.process_time()
            waits = ask()
            return LoadRow(processes, load, waits, spent(process) - before, time.process_time() - own, held(process))

        for clients in CLIENT_COUNTS:
            yield row(f"{clients} clients", partial(without_pause, where, asked, clients, seconds))
        arriving = [next(asked) for _ in range(ARRIVING)]
        yield row(f"{RATE:.0f} arrivals/s", partial(by_chance, where, arriving, RATE))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--index", type=Path, help="where the index is, or is built; default: a folder that is removed")
    parser.add_argument("--processes", default="1,2")
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--rounds", type=int, default=2)
    measurement.write_option(parser, "serving")
    given = parser.parse_args()
    if given.write and given.index:
        parser.error("--write needs an index that is built now: what another one holds is not known")
    command = f"python -m tools.bench.http --articles {given.articles} --processes {given.processes}"
    texts = measurement.digest(article.text.encode() for article in invented(given.articles)) if given.write else ""
    origin = measurement.MeasurementOrigin.now(command, f"{given.articles:,} invented articles (digest {texts})")
    rows = []
    with tempfile.TemporaryDirectory(prefix="cuttings-http-") as name:
        index = given.index or Path(name) / "index"
        if not index.exists():
            build(index, given.articles)
        asked = cycle(addresses(DISTINCT, [article_id("memory", f"s{n:07}") for n in range(given.articles)]))
        for _ in range(given.rounds):
            for processes in map(int, given.processes.split(",")):
                for row in measure(index, processes, asked, given.seconds):
                    print("  ".join(row.cells()), flush=True)
                    rows.append(row.cells())
    print(table(_HEAD, rows))
    if given.write:
        measurement.write(given.write, "Servers of one process and of several", origin, table(_HEAD, rows))


if __name__ == "__main__":
    main()
