"""How fast, how small and in how much memory is an index built? This engine beside its peers, in one run.

    python -m tools.bench.build CORPUS --docs 10000 --work DIR [--rounds 2] [--engines cuttings,tantivy,sqlite]

Each build is a process of its own; the engines take turns, round by round, and an engine's figure is its best round.
CPU time counts all threads. Text is the size of the titles and bodies. `+100` is the time until 100 more articles are
found by a process that has the index open: of the CPU, and by the clock. `two` is this engine in two processes: what
the slower half and the publication take together.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tools.bench.engines import ENGINES, documents

NOW = datetime(2026, 1, 1, tzinfo=UTC)
_SEED = 0x9E37_79B9_7F4A_7C15


def article(row: dict[str, Any], path: str = "bench") -> Any:
    """A document of the corpus as an article of ours."""
    from index.article import Article, ArticleDate, Precision, article_id

    return Article(
        id=article_id(path, row["id"]),
        key=row["id"],
        path=path,
        title=row["title"],
        text=row["body"],
        publisher=row["source"],
        authors=(row["author"],),
        section=row["section"],
        place=row["place"],
        language="en",
        published=ArticleDate(datetime.fromisoformat(row["date"]), Precision.DAY),
    )


def extra_documents(corpus: Path) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in (corpus / "extra.jsonl").read_text(encoding="utf-8").splitlines()]
    return [row | {"place": (row["places"] or [""])[0]} for row in rows]


def _cuttings(corpus: Path, count: int, work: Path) -> Callable[[list[dict[str, Any]]], None]:
    from index.analysis.batch import BatchAnalyser
    from index.store.snapshot import open_snapshot, reopen
    from index.store.transaction import open_store

    analyser = BatchAnalyser(_SEED)
    with open_store(work, now=NOW, analyser=analyser) as store:
        store.add_many(article(row) for row in documents(corpus, count))
        store.publish()
    snapshot = open_snapshot(work)

    def add(rows: list[dict[str, Any]]) -> None:
        nonlocal snapshot
        with open_store(work, now=NOW, analyser=analyser, known=snapshot) as store:
            store.add_many(article(row, "more") for row in rows)
            store.publish()
        snapshot = reopen(snapshot)
        assert snapshot.find(article(rows[0], "more").id)

    return add


def _tantivy(corpus: Path, count: int, work: Path) -> Callable[[list[dict[str, Any]]], None]:
    engine = ENGINES["tantivy"](corpus, count, work)

    def add(rows: list[dict[str, Any]]) -> None:
        writer = engine.index.writer(heap_size=256_000_000, num_threads=1)
        for row in rows:
            day = date.fromisoformat(row["date"])
            names = {name: row[name] for name in ("id", "title", "body", "source", "author", "section", "place")}
            writer.add_document(engine.tantivy.Document(**names, year=day.year, day=day.toordinal()))
        writer.commit()
        engine.index.reload()
        question = engine.tantivy.Query.term_query(engine.schema, "id", rows[0]["id"])
        assert engine.index.searcher().search(question, limit=1).count

    return add


def _sqlite(corpus: Path, count: int, work: Path) -> Callable[[list[dict[str, Any]]], None]:
    engine = ENGINES["sqlite"](corpus, count, work)
    numbers = iter(range(10 * count, 20 * count))

    def add(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            engine.db.execute(
                "insert into page(rowid, title, body) values (?,?,?)", (next(numbers), row["title"], row["body"])
            )
        engine.db.commit()

    return add


def _whoosh(corpus: Path, count: int, work: Path) -> Callable[[list[dict[str, Any]]], None]:
    engine = ENGINES["whoosh"](corpus, count, work)

    def add(rows: list[dict[str, Any]]) -> None:
        writer = engine.index.writer()
        for row in rows:
            day = date.fromisoformat(row["date"])
            names = {name: row[name] for name in ("id", "title", "body", "source", "author", "section", "place")}
            writer.add_document(**names, year=str(day.year), day=day.toordinal())
        writer.commit()

    return add


BUILDERS = {"cuttings": _cuttings, "tantivy": _tantivy, "sqlite": _sqlite, "whoosh": _whoosh}


def size(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    return path.stat().st_size if path.is_file() else sum(p.stat().st_size for p in path.rglob("*") if p.is_file())


def child(name: str, corpus: Path, count: int, work: Path) -> dict[str, float]:
    """Build once and add 100 articles three times."""
    started = time.process_time()
    add = BUILDERS[name](corpus, count, work)
    built = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bytes_built = size(work)
    rows = extra_documents(corpus)
    added = []
    for first in range(0, 300, 100):
        cpu, clock = time.process_time(), time.perf_counter()
        add(rows[first : first + 100])
        added.append((time.perf_counter() - clock, time.process_time() - cpu))
    clock_best, cpu_best = min(a for a, _ in added), min(b for _, b in added)
    return {"cpu": built, "memory": memory, "bytes": bytes_built, "added": cpu_best, "added_clock": clock_best}


def half(arguments: tuple[Path, int, Path, int]) -> tuple[Any, float]:
    """A worker's part of a build in two processes: the segment and its CPU time."""
    from index.analysis.batch import BatchAnalyser
    from index.segment.writer import VOCABULARY, SegmentBuilder

    corpus, count, folder, which = arguments
    started = time.process_time()
    builder = SegmentBuilder(folder, analyser=BatchAnalyser(_SEED, VOCABULARY))
    middle = count // 2
    builder.add_many(article(row) for row in documents(corpus, count, *((middle, None) if which else (0, middle))))
    return builder.finish(), time.process_time() - started


def two_processes(corpus: Path, count: int, work: Path) -> float:
    """CPU seconds of the slower of two workers and of the publication."""
    from index.store.transaction import open_store

    with open_store(work, now=NOW) as store, ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        parts = [(corpus, count, store.workspace / str(which), which) for which in (0, 1)]
        halves = list(pool.map(half, parts))
        started = time.process_time()
        for built, _ in halves:
            store.adopt(built)
        store.publish()
    return max(seconds for _, seconds in halves) + time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--docs", type=int, default=10_000)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--engines", default="cuttings,tantivy,sqlite")
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        print(json.dumps(child(arguments.child, arguments.corpus, arguments.docs, arguments.work)))
        return
    names = arguments.engines.split(",")
    best: dict[str, dict[str, float]] = {}
    arguments.work.mkdir(parents=True, exist_ok=True)
    for turn in range(arguments.rounds):
        for name in names if turn % 2 == 0 else names[::-1]:
            result = _run(name, arguments)
            known = best.setdefault(name, result)
            best[name] = {key: min(known[key], value) for key, value in result.items()}
    text = sum(
        len(row["title"].encode()) + len(row["body"].encode()) for row in documents(arguments.corpus, arguments.docs)
    )
    print(f"\n{arguments.docs:,} articles, {text / 1e6:.0f} MB of text, best of {arguments.rounds} rounds\n")
    print(table(best, arguments.docs, text))
    if "cuttings" in names:
        shutil.rmtree(arguments.work / "two", ignore_errors=True)
        seconds = two_processes(arguments.corpus, arguments.docs, arguments.work / "two")
        print(f"\ncuttings in two processes: {best['cuttings']['cpu'] / seconds:.2f} x one")
        shutil.rmtree(arguments.work / "two")


def _run(name: str, arguments: argparse.Namespace) -> dict[str, float]:
    """One build in a new process."""
    work = arguments.work / f"build-{name}"
    shutil.rmtree(work, ignore_errors=True)
    work.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tools.bench.build", str(arguments.corpus), "--docs", str(arguments.docs)]
    command += ["--work", str(work), "--child", name]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    shutil.rmtree(work, ignore_errors=True)
    work.unlink(missing_ok=True)
    result: dict[str, float] = json.loads(output)
    print(f"{name}: {arguments.docs / result['cpu']:,.0f} articles per CPU-second", flush=True)
    return result


def table(best: dict[str, dict[str, float]], count: int, text: int) -> str:
    """Rates, ratios, sizes and memory, one engine a line."""
    lines = ["| engine | articles / CPU s | to tantivy | index / text | peak MB | +100: CPU ms | by the clock ms |"]
    lines.append("| --- |" + " ---: |" * 6)
    for name, result in best.items():
        ratio = f"{best['tantivy']['cpu'] / result['cpu']:.2f}" if "tantivy" in best else "-"
        cells = (
            f"{count / result['cpu']:,.0f}",
            ratio,
            f"{result['bytes'] / text:.2f}",
            f"{result['memory']:.0f}",
            f"{result['added'] * 1000:.0f}",
            f"{result['added_clock'] * 1000:.0f}",
        )
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
