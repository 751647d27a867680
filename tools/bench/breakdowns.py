"""What do pages over time and tables of two facets take beside the faceted page of the same question? In CPU time.

    python -m tools.bench.breakdowns [--articles 100000] [--index DIR] [--asked 60] [--write [FILE]]

Every question is asked once of each page, in an order by chance, so that each kind is as often the first to look a word
up. Questions are those of `tools.memory`, and one of ten is the whole archive by a filter, which counts the most. The
application answers in this process.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from search.embedded.engine import open_engine
from tools import measurement
from tools.docs.markdown import table
from tools.memory import build, questions
from web import paths
from web.site.app import create_app

_PAGES: Mapping[str, tuple[str, str]] = {
    "faceted page": (paths.SEARCH, ""),
    "over time": (paths.CHART, ""),
    "over time, by months": (paths.CHART, "&by=months"),
    "four papers over time": (paths.CHART, "&compare=publisher"),
    "table of papers and sections, 10": (paths.CROSS_TABLE, "&rows=publisher&columns=section"),
    "table of authors and places, 50": (paths.CROSS_TABLE, "&rows=byline&columns=place&top=50"),
}
Ask = Callable[[str], int]
"""Asks for an address, and gives the status of the reply."""

_WHOLE = 10  # one question of so many
_WARMING = 6


def _asked(count: int, seed: int = 79) -> list[str]:
    """What stands behind the path of each page."""
    rng = random.Random(seed)
    drawn = [address.removeprefix(paths.SEARCH) for address in questions(count, seed)]
    whole = [f"?section=section+{rng.randrange(10)}&from={2010 + number % 12}" for number in range(count)]
    return [whole[number] if number % _WHOLE == 0 else tail for number, tail in enumerate(drawn)]


def _spent(ask: Ask, address: str) -> float:
    """CPU seconds of a page."""
    started = time.process_time()
    if (status := ask(address)) != 200:
        raise RuntimeError(f"{status}: {address}")
    return time.process_time() - started


def measure(ask: Ask, tails: Sequence[str], seed: int = 1) -> dict[str, list[float]]:
    """CPU seconds of each page, question by question."""
    rng = random.Random(seed)
    for tail in tails[:_WARMING]:
        for path, more in _PAGES.values():
            _spent(ask, f"{path}{tail}{more}")
    taken: dict[str, list[float]] = {name: [] for name in _PAGES}
    for tail in tails[_WARMING:]:
        for name in rng.sample(list(_PAGES), len(_PAGES)):
            path, more = _PAGES[name]
            taken[name].append(_spent(ask, f"{path}{tail}{more}"))
    return taken


def _rows(taken: Mapping[str, Sequence[float]]) -> list[tuple[str, str, str, str]]:
    """Of each page the CPU that half and 95 of 100 questions do not exceed, and the median ratio of a question."""
    first = next(iter(taken.values()))
    rows = []
    for name, seconds in taken.items():
        ratios = [one / page for one, page in zip(seconds, first, strict=True)]
        late = sorted(seconds)[int(0.95 * len(seconds))]
        rows.append((name, f"{1000 * median(seconds):.1f}", f"{1000 * late:.1f}", f"{median(ratios):.2f}"))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--index", type=Path, help="where the index is, or is built; default: a folder that is removed")
    parser.add_argument("--asked", type=int, default=60)
    measurement.write_option(parser, "breakdowns")
    given = parser.parse_args()
    command = f"python -m tools.bench.breakdowns --articles {given.articles} --asked {given.asked}"
    corpus = f"{given.articles:,} invented articles of `tools.memory`, {given.asked} questions, each asked once a page"
    origin = measurement.MeasurementOrigin.now(command, corpus)
    with tempfile.TemporaryDirectory(prefix="cuttings-breakdowns-") as name:
        index = given.index or Path(name) / "index"
        if not index.exists():
            build(index, given.articles)
        engine = open_engine(index, seconds=60.0)
        engine.warm()
        client = create_app(engine).test_client()
        taken = measure(lambda address: client.get(address).status_code, _asked(given.asked + _WARMING))
    told = table(("page", "CPU ms, p50", "p95", "times the faceted page"), _rows(taken))
    print(told)
    if given.write:
        measurement.write(given.write, "Pages over time and tables of two facets", origin, told)


if __name__ == "__main__":
    main()
