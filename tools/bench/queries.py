"""How fast is a faceted page? This engine beside Tantivy, SQLite FTS5 and stock Whoosh, on one corpus, in one run.

    queries.py CORPUS --docs 10000 --work DIR [--rounds 3] [--engines cuttings,tantivy,sqlite,whoosh]

A page is the total, the ten best by BM25 with snippets, and the counts of five facets over all matches. CPU time of
this process; the engines take turns query by query. Two tables: what each query takes the first time it is asked, and
in its best round, in which what is read from disk or worked out for the first time is left out for everybody.
CORPUS is what `build_corpus.py` of the bench corpus wrote; indexes are built in DIR where they are absent.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import time
from pathlib import Path
from typing import Any

from tools.bench.engines import ENGINES

Times = dict[str, list[float]]  # milliseconds of CPU of each query, by engine


def measure(engines: dict[str, Any], queries: list[dict[str, Any]], rounds: int) -> tuple[Times, Times]:
    """What each query takes the first time, and in the best of the rounds."""
    best = {name: [float("inf")] * len(queries) for name in engines}
    first: Times = {}
    gc.disable()
    for turn in range(rounds):
        for number, query in enumerate(queries):
            order = list(engines) if turn % 2 else list(reversed(engines))
            for name in order:
                started = time.process_time()
                engines[name].page(query)
                best[name][number] = min(best[name][number], (time.process_time() - started) * 1000)
        first = first or {name: list(times) for name, times in best.items()}
        gc.collect()
    return first, best


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def table(best: Times, queries: list[dict[str, Any]]) -> str:
    """p50 / p95 by kind, and the ratio of this engine to each other one."""
    kinds = list(dict.fromkeys(query["kind"] for query in queries))
    lines = [
        "| kind | " + " | ".join(best) + " | " + " | ".join(f"ratio to {n}" for n in best if n != "cuttings") + " |"
    ]
    lines.append("| --- |" + " ---: |" * (2 * len(best) - 1))
    for kind in [*kinds, "all"]:
        numbers = [i for i, query in enumerate(queries) if kind in ("all", query["kind"])]
        taken = {name: [times[i] for i in numbers] for name, times in best.items()}
        cells = [f"{statistics.median(v):.2f} / {percentile(v, 0.95):.2f}" for v in taken.values()]
        for name in best:
            if name != "cuttings":
                half = statistics.median(taken["cuttings"]) / statistics.median(taken[name])
                high = percentile(taken["cuttings"], 0.95) / percentile(taken[name], 0.95)
                cells.append(f"{half:.2f} / {high:.2f}")
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    lines.append(f"\nslowest query of cuttings: {max(best['cuttings']):.1f} ms")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--docs", type=int, default=10_000)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engines", default="cuttings,tantivy,sqlite")
    arguments = parser.parse_args()
    queries = [json.loads(line) for line in (arguments.corpus / "queries.jsonl").read_text().splitlines()]
    engines = {}
    for name in arguments.engines.split(","):
        started = time.process_time()
        engines[name] = ENGINES[name](arguments.corpus, arguments.docs, arguments.work / f"{name}-{arguments.docs}")
        print(f"{name}: ready after {time.process_time() - started:.1f} s of CPU", flush=True)
    first, best = measure(engines, queries, arguments.rounds)
    for query in queries[:: max(len(queries) // 8, 1)]:
        print(query["kind"], query["terms"], {name: engine.page(query) for name, engine in engines.items()}, flush=True)
    print(f"\n{arguments.docs:,} articles, {len(queries)} queries, ms of CPU, p50 / p95\n\nthe first time\n")
    print(table(first, queries))
    print(f"\nthe best of {arguments.rounds} rounds\n")
    print(table(best, queries))


if __name__ == "__main__":
    main()
