"""How fast is a faceted page? This engine beside Tantivy, SQLite FTS5 and stock Whoosh, on one corpus, in one run.

    queries.py CORPUS --docs 10000 --work DIR [--asked 900] [--rounds 3] [--engines cuttings,tantivy,sqlite,whoosh]

A page is the total, the ten best by BM25 with snippets, and the counts of five facets over all matches. CPU time of
this process; the engines take turns question by question. Four tables, the first of which is the speed of the product:

- different questions, each asked once of an engine that others have warmed up;
- the same questions, asked a second time after all of them;
- further questions, asked once, of this engine without what its page has more: first without other names, spellings
  and corrections, then also without marks, fragments and reasons;
- a few queries in their best round, where what is worked out once is left out for everybody.

CORPUS is what `build_corpus.py` of the bench corpus wrote; indexes are built in DIR where they are absent.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tools.bench.engines import ENGINES
from tools.bench.fresh import BenchQuestion, distinct

Times = dict[str, list[float]]  # milliseconds of CPU of each question, by engine

_WARMING = 400  # questions asked before anything is measured
_EXTRAS = (("names",), ("names", "quotes"))  # what is left out of the further questions
_RESAMPLED = 1_000


def once(engines: dict[str, Any], questions: Iterable[BenchQuestion]) -> Times:
    """What each question takes, asked once of each engine."""
    taken: Times = {name: [] for name in engines}
    for number, question in enumerate(questions):
        for name in list(engines) if number % 2 else list(reversed(engines)):
            started = time.process_time()
            engines[name].page(question)
            taken[name].append((time.process_time() - started) * 1000)
    gc.collect()
    return taken


def best_of(engines: dict[str, Any], questions: list[BenchQuestion], rounds: int) -> Times:
    """What each question takes in the best of the rounds."""
    every = [once(engines, questions) for _ in range(rounds)]
    return {name: [min(times) for times in zip(*(taken[name] for taken in every), strict=True)] for name in engines}


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def interval(ours: list[float], theirs: list[float], share: float) -> tuple[float, float]:
    """Between which bounds the ratio of two percentiles falls in 95 of 100 draws of as many questions."""
    rng, ratios = random.Random(7), []  # the same draws in every run
    for _ in range(_RESAMPLED):
        drawn = rng.choices(range(len(ours)), k=len(ours))
        ratios.append(percentile([ours[n] for n in drawn], share) / percentile([theirs[n] for n in drawn], share))
    return percentile(ratios, 0.025), percentile(ratios, 0.975)


def table(taken: Times, questions: list[BenchQuestion]) -> str:
    """p50 / p95 by kind, and the ratio of this engine to each other one; of all together with its bounds."""
    kinds = list(dict.fromkeys(question["kind"] for question in questions))
    others = [name for name in taken if name != "cuttings" and "cuttings" in taken]
    lines = ["| kind | " + " | ".join([*taken, *(f"ratio to {name}" for name in others)]) + " |"]
    lines.append("| --- |" + " ---: |" * (len(taken) + len(others)))
    for kind in ["all", *kinds]:
        numbers = [i for i, question in enumerate(questions) if kind in ("all", question["kind"])]
        of_kind = {name: [times[i] for i in numbers] for name, times in taken.items()}
        cells = [f"{statistics.median(v):.2f} / {percentile(v, 0.95):.2f}" for v in of_kind.values()]
        cells += [_ratios(of_kind["cuttings"], of_kind[name], bounds=kind == "all") for name in others]
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    if "cuttings" in taken:
        lines.append(f"\nslowest question of cuttings: {max(taken['cuttings']):.1f} ms")
    return "\n".join(lines)


def _ratios(ours: list[float], theirs: list[float], *, bounds: bool) -> str:
    """The ratios of p50 and p95, with their bounds."""
    cells = []
    for share in (0.5, 0.95):
        cell = f"{percentile(ours, share) / percentile(theirs, share):.2f}"
        cells.append(cell + " ({:.2f}-{:.2f})".format(*interval(ours, theirs, share)) if bounds else cell)
    return " / ".join(cells)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--docs", type=int, default=10_000)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--asked", type=int, default=900)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engines", default="cuttings,tantivy,sqlite")
    arguments = parser.parse_args()
    asked = arguments.asked
    pool = distinct(arguments.corpus, arguments.docs, _WARMING + asked * (1 + len(_EXTRAS)))
    engines = {}
    for name in arguments.engines.split(","):
        started = time.process_time()
        engines[name] = ENGINES[name](arguments.corpus, arguments.docs, arguments.work / f"{name}-{arguments.docs}")
        print(f"{name}: ready after {time.process_time() - started:.1f} s of CPU", flush=True)
    gc.disable()
    once(engines, pool[:_WARMING])
    fresh = pool[_WARMING:][:asked]
    first, second = once(engines, fresh), once(engines, fresh)
    few = [json.loads(line) for line in (arguments.corpus / "queries.jsonl").read_text().splitlines()]
    for question in few[:: max(len(few) // 8, 1)]:
        totals = {name: engine.page(question) for name, engine in engines.items()}
        print(question["kind"], question["terms"], totals, flush=True)
    print(f"\n{arguments.docs:,} articles, {asked} questions, ms of CPU, p50 / p95")
    print(f"\nfirst questions: each asked once\n\n{table(first, fresh)}", flush=True)
    print(f"\nthe same asked a second time\n\n{table(second, fresh)}", flush=True)
    for number, without in enumerate(_EXTRAS, 1):
        further = [{**question, "without": without} for question in pool[_WARMING + number * asked :][:asked]]
        print(
            f"\nfirst questions without {' and '.join(without)}\n\n{table(once(engines, further), further)}", flush=True
        )
    best = best_of(engines, few, arguments.rounds)
    print(f"\n{len(few)} queries, the best of {arguments.rounds} rounds\n\n{table(best, few)}")


if __name__ == "__main__":
    main()
