"""How many made copies are found, and how many pairs are that are no copies? By the benchmark beside the texts.

`duplicates-dev/bench.py` makes 14 kinds of copies, pairs that share a quotation or background, and filled-in forms.
Families of forms are added here: six texts of one form, in other words than every other family's.
"""

from __future__ import annotations

import os
import re
import runpy
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.copies.candidates import NO_DAY
from tools.copies.searched import SearchedTexts, search

FAMILIES = "template families of six"
SHORT = "short texts in boilerplate"
HARD = "50 % replaced"
_FAMILIES, _MEMBERS = 25, 6
_LONG_WORD = re.compile("[a-z]{4,}")

CountsByKind = dict[str, tuple[int, int]]
"""By kind: how many were found, of how many."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Texts, with the pairs of them that are `copies` and those that are `unlike`, by their kind, and sets of texts
    of which no two are copies (`forms`)."""

    texts: list[str]
    copies: dict[tuple[int, int], str]
    unlike: dict[tuple[int, int], str]
    forms: dict[str, set[int]]


@dataclass(frozen=True, slots=True)
class BenchmarkScores:
    """What was found of the copies (`right`) and of what is no copy (`wrong`), by kind."""

    right: CountsByKind
    wrong: CountsByKind
    searched: SearchedTexts

    def recall(self, *kinds: str) -> float:
        """The share of copies that were found, of some kinds or of all."""
        rows = [self.right[kind] for kind in kinds or self.right]
        return sum(count for count, _ in rows) / sum(total for _, total in rows)


def load_benchmark(shared: Path) -> Benchmark:
    """The benchmark that the texts in `shared` make; the same each time."""
    with _inside(shared / "duplicates-dev"):
        made = runpy.run_path("bench.py", run_name="benchmark")
    forms = dict(made["tm"])
    forms[FAMILIES] = _families(made)
    return Benchmark(
        made["docs"], made["want"], made["neg"], {kind: members for kind, members in forms.items() if members}
    )


def _families(made: dict[str, Any]) -> set[int]:
    """Add the families to the texts, and give their numbers."""
    random, members = made["rnd"], set()
    for number in range(_FAMILIES):
        form = (made["market"], made["weather"], made["dividend"])[number % 3]
        words = sorted({*_LONG_WORD.findall(form())})
        others = {word: random.choice(made["vocab"]) for word in words if random.random() < 0.5}
        for _ in range(_MEMBERS):
            text = _reworded(form(), others)
            members.add(made["put"](text, None))
    return members


def _reworded(text: str, others: dict[str, str]) -> str:
    return _LONG_WORD.sub(lambda match: others.get(match[0], match[0]), text)


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """Run what reads and imports by paths of its own folder, and leave nothing there."""
    here, path, silent = Path.cwd(), [*sys.path], sys.dont_write_bytecode
    os.chdir(folder)
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        os.chdir(here)
        sys.path[:], sys.dont_write_bytecode = path, silent


def scores(benchmark: Benchmark) -> BenchmarkScores:
    """What the product finds of a benchmark. No text has a date."""
    searched = search(benchmark.texts, [NO_DAY] * len(benchmark.texts))
    paired = searched.paired()
    wrong = _by_kind(benchmark.unlike, paired)
    for kind, members in benchmark.forms.items():
        wrong[kind] = (sum(one in members and other in members for one, other in paired), len(members))
    return BenchmarkScores(_by_kind(benchmark.copies, paired), wrong, searched)


def _by_kind(pairs: dict[tuple[int, int], str], paired: set[tuple[int, int]]) -> CountsByKind:
    counts: CountsByKind = {}
    for pair, kind in pairs.items():
        found, total = counts.get(kind, (0, 0))
        counts[kind] = (found + (pair in paired), total + 1)
    return counts
