"""What does the page of an article take? The whole page, and the two lists beside it, in CPU time.

Each article is opened for the first time, after as many others; the lists of what was opened are kept, and measured
again. Beside it, turn by turn, stands a page of results of one common word, so that two measurements can be compared.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from tools.bench.engines import Cuttings
from tools.bench.queries import percentile


def taken(ask: Callable[[], object]) -> float:
    """Milliseconds of CPU."""
    started = time.process_time()
    ask()
    return (time.process_time() - started) * 1000


def measure(bench: Cuttings, count: int) -> dict[str, list[float]]:
    """What each of `count` articles takes, by what is asked."""
    from web.site.app import create_app

    engine, client = bench.engine, create_app(bench.engine).test_client()
    ids = bench.article_ids(3 * count, random.Random(7))
    for name in ids[:count]:
        client.get(f"/article/{name}")
    times: dict[str, list[float]] = {"page, first time": [], "page, again": [], "both lists, first time": []}
    times["results of one word"] = []
    gc.collect()
    gc.disable()
    for opened, listed in zip(ids[count : 2 * count], ids[2 * count :], strict=True):
        times["page, first time"].append(taken(lambda: client.get(f"/article/{opened}")))  # noqa: B023
        times["both lists, first time"].append(taken(lambda: (engine.story(listed), engine.similar(listed))))  # noqa: B023
        times["page, again"].append(taken(lambda: client.get(f"/article/{opened}")))  # noqa: B023
        times["results of one word"].append(taken(lambda: client.get("/search?q=company")))
    gc.enable()
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--docs", type=int, default=10_000)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=200)
    arguments = parser.parse_args()
    bench = Cuttings(arguments.corpus, arguments.docs, arguments.work / f"cuttings-{arguments.docs}")
    times = measure(bench, arguments.articles)
    print(f"\n{arguments.docs:,} articles, {arguments.articles} opened, ms of CPU\n")
    print("| what | p50 | p95 |\n| --- | ---: | ---: |")
    for name, values in times.items():
        print(f"| {name} | {statistics.median(values):.2f} | {percentile(values, 0.95):.2f} |")


if __name__ == "__main__":
    main()
