"""What does an archive in a cluster cost? Publishing it, its disk, and a faceted page beside the engine over a folder.

    python -m tools.bench.clusters CORPUS --docs 10000 --work DIR [--shards 1,3] [--asked 90] [--node HOST:PORT]

CORPUS is what the other benchmarks have; the index of the folder is built in DIR where it is absent. One node is
started, or that of `--node` is asked, which must have nothing else to do. Both engines are asked the same questions of
`tools.bench.fresh`, in turns, after as many others that warm them up. Times of pages are by the clock, as a cluster is
waited for; beside them stand the CPU times of this process and of the node, which other programs lengthen less.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.cluster.client import ClusterClient
from index.cluster.cluster_address import read_address
from index.cluster.publishing import publish_newest
from index.cluster.state import published_state
from index.settings import Settings
from index.store.snapshot import open_snapshot
from search.cluster.engine import open_cluster
from search.cluster.served import KeptKnowledge
from search.embedded.engine import open_engine
from search.engine import Engine
from search.options import Options
from search.query import Query
from search.results import Results
from search.words.aliases import load_aliases
from tools.bench.engines import Cuttings, asked_of, documents
from tools.bench.fresh import distinct
from tools.opensearch.local_cluster import ask, missing_programs, running

_SECONDS = 10.0  # for an answer: whoever measures beside others waits
_FOLDER = "folder"


@dataclass(slots=True)
class AskedRequests:
    """The requests of a page: how many, and the seconds that they were waited for."""

    count: int = 0
    waited: float = 0.0


class CountingClient(ClusterClient):
    """A client that tells what it asked."""

    def __init__(self, address: str) -> None:
        super().__init__(read_address(address), seconds=_SECONDS * 3)
        self.asked = AskedRequests()

    def ask(self, method: str, path: str, body: Any = None, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return super().ask(method, path, body, **named)
        finally:
            self.asked.count += 1
            self.asked.waited += time.perf_counter() - started


class MeasuredNode:
    """The nodes of a cluster, asked for what they took. `host` is host and port."""

    def __init__(self, host: str) -> None:
        self.host = host

    def cpu(self) -> float:
        """The CPU seconds of all nodes since they started; they tell it anew once a second."""
        time.sleep(1.1)
        nodes = ask(f"http://{self.host}", "/_nodes/stats/process")["nodes"].values()
        return float(sum(node["process"]["cpu"]["total_in_millis"] for node in nodes)) / 1000

    def megabytes(self, index: str) -> float:
        """What the first copies of an index take on disk; nodes count it every ten seconds."""
        time.sleep(11)
        told = ask(f"http://{self.host}", f"/{index}/_stats/store")["_all"]["primaries"]
        return float(told["store"]["size_in_bytes"]) / 1e6

    def merged(self, index: str) -> float:
        """The same when each part of the index is one segment, into which it is merged now."""
        ask(f"http://{self.host}", f"/{index}/_forcemerge?max_num_segments=1&flush=true", method="POST", seconds=600)
        ask(f"http://{self.host}", f"/{index}/_refresh", method="POST")
        return self.megabytes(index)


@dataclass(slots=True)
class PageTimes:
    """What the pages of an engine took, in ms: by the clock, of this process's CPU, and waited for; how many requests
    each was, and the mean of the `node`'s CPU."""

    clock: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    node: float = 0.0
    waited: list[float] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)


def published(node: MeasuredNode, folder: Path, address: str, shards: int) -> Iterator[str]:
    """Publish the archive of a folder into so many parts, and tell what that took; nothing where it is there."""
    settings = Settings(index=folder, cluster=address, cluster_shards=shards, cluster_replicas=0)
    snapshot = open_snapshot(folder)
    busy = node.cpu()
    before = time.perf_counter(), time.process_time()
    report = publish_newest(settings, snapshot)
    if report.problem:
        raise RuntimeError(report.problem)
    if not report.written:
        return
    clock, own = time.perf_counter() - before[0], time.process_time() - before[1]
    other = node.cpu() - busy
    count = report.written
    yield f"{count:,} articles in {clock:.0f} s by the clock: {count / clock:,.0f} a second"
    yield f"CPU an article: {own / count * 1000:.2f} ms of Python, {other / count * 1000:.2f} ms of the node"
    yield f"two idle processors: {2 * count / (own + other):,.0f} a second"


def disk(node: MeasuredNode, address: str, text: float) -> Iterator[str]:
    """What an archive takes on disk beside so many MB of text."""
    state = published_state(ClusterClient(read_address(address)))
    name = read_address(address).name
    first, words = node.megabytes(state.articles), node.megabytes(f"{name}-words")
    yield f"articles {first:.1f} MB, {first / text:.2f} times the text ({text:.1f} MB); words and tables {words:.1f} MB"
    one = node.merged(state.articles)
    yield f"merged into one segment {one:.1f} MB, {one / text:.2f} times; each further copy takes as much again"


def timed(engine: Engine, client: CountingClient | None, query: Query, into: PageTimes) -> Results:
    """Ask an engine and note what its page took."""
    asked = AskedRequests()
    if client is not None:
        client.asked = asked
    clock, own = time.perf_counter(), time.process_time()
    results = engine.search(query)
    into.own.append((time.process_time() - own) * 1000)
    into.clock.append((time.perf_counter() - clock) * 1000)
    if client is not None:
        into.requests.append(asked.count)
        into.waited.append(asked.waited * 1000)
    return results


def told_alike(ours: Results, theirs: Results) -> bool:
    """Whether two answers have the same total, facets and first ten."""
    return (ours.total, ours.facets, [hit.id for hit in ours.hits]) == (
        theirs.total,
        theirs.facets,
        [hit.id for hit in theirs.hits],
    )


def _percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)] if values else 0.0


def table(times: dict[str, PageTimes]) -> Iterator[str]:
    """A row for each engine: p50 / p95 by the clock and of CPU, and where a page of the cluster spends its time."""
    heads = ("engine", "ms by the clock", "to the folder", "CPU here", "waited for", "requests", "CPU of the node")
    yield "| " + " | ".join(heads) + " |"
    yield "| --- |" + " ---: |" * (len(heads) - 1)
    least = times[_FOLDER].clock
    for name, one in times.items():
        ratio = " / ".join(f"{_percentile(one.clock, p) / _percentile(least, p):.1f}" for p in (0.5, 0.95))
        cells = [_both(one.clock), ratio, _both(one.own)]
        if one.requests:
            cells += [_both(one.waited), f"{statistics.mean(one.requests):.1f}", f"{one.node:.1f}"]
        yield f"| {name} | " + " | ".join([*cells, *[""] * (len(heads) - 1 - len(cells))]) + " |"


def _both(values: Sequence[float]) -> str:
    return f"{_percentile(values, 0.5):.1f} / {_percentile(values, 0.95):.1f}"


def measured(arguments: argparse.Namespace, node: MeasuredNode) -> Iterator[str]:
    """All that is told."""
    count, folder = arguments.docs, arguments.work / f"cuttings-{arguments.docs}"
    Cuttings(arguments.corpus, count, folder)
    text = sum(len(f"{row['title']}{row['body']}".encode()) for row in documents(arguments.corpus, count)) / 1e6
    addresses = {}
    for shards in map(int, arguments.shards.split(",")):
        address = f"opensearch://{node.host}/bench-{count}-{shards}"
        yield f"\n{shards} shards, load {os.getloadavg()[0]:.1f}:"
        yield from published(node, folder, address, shards)
        yield from disk(node, address, text)
        addresses[f"cluster, {shards} shard{'s' * (shards > 1)}"] = address
    yield from pages(arguments, node, folder, addresses)


def pages(arguments: argparse.Namespace, node: MeasuredNode, folder: Path, addresses: dict[str, str]) -> Iterator[str]:
    """What a page takes of each engine."""
    drawn = distinct(arguments.corpus, arguments.docs, 3 * arguments.asked)
    questions = [asked_of(question) for question in drawn[: 2 * arguments.asked]]
    engines: dict[str, tuple[Engine, CountingClient | None]] = {}
    embedded = open_engine(folder, seconds=_SECONDS)
    embedded.warm()
    engines[_FOLDER] = embedded, None
    times = {name: PageTimes() for name in (_FOLDER, *addresses)}
    alike = dict.fromkeys(addresses, 0)
    with tempfile.TemporaryDirectory() as beside:
        for name, address in addresses.items():
            client = CountingClient(address)
            options = Options(aliases=load_aliases())
            knowing = KeptKnowledge(Path(beside) / name, options)
            engine = open_cluster(client, knowing, seconds=_SECONDS, options=options)
            engine.warm()
            engines[name] = engine, client
        for number, query in enumerate(questions):
            into = times if number >= arguments.asked else {name: PageTimes() for name in times}
            answers = {
                name: timed(*engines[name], query, into[name])
                for name in (list(engines) if number % 2 else reversed(engines))
            }
            if number >= arguments.asked:
                for name in alike:
                    alike[name] += told_alike(answers[name], answers[_FOLDER])
        for name in addresses:  # those of a node are told too seldom for single pages
            before = node.cpu()
            for question in drawn[2 * arguments.asked :]:
                engines[name][0].search(asked_of(question))
            times[name].node = (node.cpu() - before) / arguments.asked * 1000
    yield f"\n{arguments.docs:,} articles, {arguments.asked} questions, p50 / p95, load {os.getloadavg()[0]:.1f}\n"
    yield from table(times)
    yield "\nthe same total, facets and first ten: " + ", ".join(f"{name} {count}" for name, count in alike.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--docs", type=int, default=10_000)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--shards", default="1,3")
    parser.add_argument("--asked", type=int, default=90)
    parser.add_argument("--node", default="", help="host and port of a node that runs")
    arguments = parser.parse_args()
    if not arguments.node and (missing := missing_programs()):
        print(f"no cluster: {', '.join(missing)} not here")
        return
    with tempfile.TemporaryDirectory() as folder:
        if arguments.node:
            _tell(measured(arguments, MeasuredNode(arguments.node)))
            return
        with running(Path(folder) / "cluster", 1) as cluster:
            _tell(measured(arguments, MeasuredNode(cluster.addresses[0].removeprefix("http://"))))


def _tell(lines: Iterator[str]) -> None:
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
