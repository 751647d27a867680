"""What is a first question's time spent on? Stacks of Python and of C, sampled, and what compiled code could take over.

    python -m tools.bench.sampled CORPUS --docs 10000 --work DIR [--asked 2700] [--py-spy PROGRAM]

The questions are those of `queries.py`. py-spy is a program of its own (`pip install py-spy` in any environment): where
neither `--py-spy` nor the path names it, this part is skipped. A sample counts for the function of this program that
runs, by what runs in it: the interpreter, NumPy, or another library. "At most" is how many times as fast a page would
be if that took no time at all.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tools.bench.engines import Cuttings
from tools.bench.fresh import distinct

_WARMING = 400
_RATE = 400  # samples a second; more stop the process too often
_OURS = re.compile(r"(?P<name>.+) \((?P<file>(?:index|search)/[^:]+\.py):\d+\)")
_NESTED = re.compile(r"(?:\.<locals>)?\.?<(?:listcomp|dictcomp|setcomp|genexpr|lambda)>")
_KINDS = {
    "collecting cycles": re.compile("gc_collect"),
    "NumPy": re.compile("numpy|_multiarray_umath"),
    "zstd": re.compile("zstd|ZSTD|ecompress"),
    "regular expressions": re.compile("sre_"),
    "other libraries in C": re.compile("orjson|msgspec|Stemmer|lake2|xxhash|unicodedata"),
    "the standard library in Python": re.compile(r"\.py:\d"),
}
_OWN = "the interpreter, in code of this program"
_LARGEST = (1, 5, 10, 20, 40)  # functions


class Sampled(NamedTuple):
    """Samples by what ran, and those of the interpreter by the function that it ran."""

    kinds: Counter[str]
    functions: Counter[str]


def sampled(stacks: Iterable[str]) -> Sampled:
    """What py-spy's raw lines (`frame;frame;... count`) say of the time within a page."""
    found = Sampled(Counter(), Counter())
    for line in stacks:
        stack, _, count = line.rpartition(" ")
        frames = stack.split(";")
        ours = [(number, match) for number, frame in enumerate(frames) if (match := _OURS.fullmatch(frame))]
        if not ours or not any(frame.startswith("Cuttings.page ") for frame in frames):
            continue
        last, match = ours[-1]
        inside = " ".join(frames[last + 1 :])
        kind = next((kind for kind, pattern in _KINDS.items() if pattern.search(inside)), _OWN)
        found.kinds[kind] += int(count)
        if kind == _OWN:
            found.functions[f"{_NESTED.sub('', match['name'])} {match['file']}"] += int(count)
    return found


def report(found: Sampled) -> str:
    """Two tables: what ran, and how much of it the largest functions take."""
    whole = found.kinds.total()
    rows = found.kinds.most_common()
    largest = [count for _, count in found.functions.most_common()]
    sums = [(f"the largest {number}", sum(largest[:number])) for number in _LARGEST]
    sums.append((f"all {len(largest)}", sum(largest)))
    return "\n".join(
        [
            f"{whole:,} samples\n\n| what runs | % | at most |\n| --- | ---: | ---: |",
            *(_row(kind, count, whole) for kind, count in rows),
            "\n| functions of this program, the interpreter alone | % | at most |\n| --- | ---: | ---: |",
            *(_row(name, count, whole) for name, count in sums),
            "\nthe largest: " + ", ".join(f"{n} {100 * c / whole:.1f}" for n, c in found.functions.most_common(10)),
        ]
    )


def _row(name: str, count: int, whole: int) -> str:
    at_most = f"{whole / (whole - count):.2f}" if count < whole else "-"
    return f"| {name} | {100 * count / whole:.1f} | {at_most} |"


@contextmanager
def _watched(program: str, file: Path) -> Iterator[None]:
    """py-spy looks at this process and writes stacks into `file`. Raises CalledProcessError where it may not."""
    command = [program, "record", "--native", "--rate", str(_RATE), "--format", "raw", "--output", str(file)]
    with subprocess.Popen([*command, "--pid", str(os.getpid())], stdout=subprocess.DEVNULL) as watcher:
        yield
        watcher.send_signal(signal.SIGINT)
    if watcher.returncode:
        raise subprocess.CalledProcessError(watcher.returncode, command)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--docs", type=int, default=10_000)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--asked", type=int, default=2_700)
    parser.add_argument("--py-spy", default="py-spy")
    given = parser.parse_args()
    if (program := shutil.which(given.py_spy)) is None:
        print("skipped: no py-spy here (pip install py-spy in any environment, then --py-spy PROGRAM)")
        return
    questions = distinct(given.corpus, given.docs, _WARMING + given.asked)
    engine = Cuttings(given.corpus, given.docs, given.work / f"cuttings-{given.docs}")
    for question in questions[:_WARMING]:
        engine.page(question)
    gc.disable()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "stacks"
        with _watched(program, file):
            for question in questions[_WARMING:]:
                engine.page(question)
        print(f"{given.docs:,} articles, {given.asked:,} questions, " + report(sampled(file.read_text().splitlines())))


if __name__ == "__main__":
    main()
