"""How much memory does a server take that is used? It must not grow with what was asked of it before.

    python -m tools.memory [--articles 30000] [--index DIR] [--environment NAME=VALUE ...] [--write [FILE]]

A server is started on an archive of invented articles. It is asked 300 questions, then for 20 exports of 10,000
articles and 3,000 other questions, all distinct. Memory is what the process holds besides mapped files (RssAnon).
Ends with 1 where more than 64 MB came on top of what stood after the first 300.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from index.article import Article, ArticleDate, Precision, article_id
from index.store.transaction import open_store
from tools import measurement
from tools.docs.markdown import table
from web.paths import EXPORTS

MARGIN = 64.0  # MB
ARTICLES, FIRST, EXPORTED, QUESTIONS_ASKED = 30_000, 300, 20, 3_000
_ALONE = {"PYTHONUNBUFFERED": "1", "CUTTINGS_PROCESSES": "1"}  # of a server: what is measured is one process
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "ov")]


@dataclass(frozen=True, slots=True)
class Step:
    """MB of memory after a part of the work, and the CPU seconds of the server that it took."""

    name: str
    held: float
    seconds: float


class InventedWords:
    """Invented words with the frequencies of natural text; names and compounds among them."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        made = ["".join(self._rng.choices(_SYLLABLES, k=self._rng.randint(1, 4))) for _ in range(60_000)]
        self.words = list(dict.fromkeys(made))
        for number in range(50, len(self.words), 9):
            self.words[number] = self.words[number].capitalize()
        for number in range(55, len(self.words), 31):
            self.words[number] = f"{self.words[number]}-{self.words[number - 1]}"
        self._sums = list(accumulate(1 / (n + 3) for n in range(len(self.words))))

    def some(self, count: int) -> list[str]:
        """Words as they come in a text."""
        return self._rng.choices(self.words, cum_weights=self._sums, k=count)


def invented(count: int, seed: int = 2026) -> Iterator[Article]:
    """Articles of some 250 words each, the same ones in every run."""
    rng, words = random.Random(seed), InventedWords(seed)
    for number in range(count):
        body = words.some(rng.randint(60, 440))
        lines = [" ".join(body[at : at + 18]).capitalize() + "." for at in range(0, len(body), 18)]
        key = f"s{number:07}"
        day = datetime(2010, 1, 1) + timedelta(days=rng.randrange(5_400))
        yield Article(
            id=article_id("memory", key),
            key=key,
            path="memory",
            title=" ".join(body[:8]).capitalize(),
            text="\n\n".join(lines),
            publisher=f"Paper {int(rng.paretovariate(0.9)) % 50}",
            authors=(f"Author {int(rng.paretovariate(0.9)) % 2000}",),
            section=f"section {rng.randrange(10)}",
            place=f"place {rng.randrange(300)}",
            language="en",
            published=ArticleDate(day, Precision.DAY),
        )


def build(folder: Path, articles: int = ARTICLES, seed: int = 2026) -> None:
    """Publish an index of `articles` invented articles in `folder`."""
    with open_store(folder, now=datetime(2026, 1, 1, tzinfo=UTC), fresh=True) as store:
        store.add_many(invented(articles, seed))
        store.publish()


def questions(count: int, seed: int) -> list[str]:
    """Distinct addresses of pages: words side by side, phrases, prefixes, filters and articles among them."""
    rng, words = random.Random(seed), InventedWords(2026)
    addresses: dict[str, None] = {}
    while len(addresses) < count:
        asked = words.some(rng.randint(1, 3))
        text = " ".join(asked)
        kind = rng.random()
        if kind < 0.1:
            text = f'"{text}"'
        elif kind < 0.15:
            text = asked[0][:4] + "*"
        elif kind < 0.25:
            text = " AND ".join(asked)
        address = "/search?q=" + urllib.parse.quote_plus(text)
        if rng.random() < 0.2:
            address += f"&publisher=Paper+{rng.randrange(1, 20)}"
        addresses[address] = None
    return list(addresses)


def exports(count: int) -> list[str]:
    """Addresses of exports, each of as many articles as one holds."""
    common = sorted(set(InventedWords(2026).words[:20]))
    return [f"/search.{EXPORTS[n % len(EXPORTS)]}?q={common[n % len(common)]}+OR+*" for n in range(count)]


@contextmanager
def serving(index: Path, environment: Sequence[str] = ()) -> Iterator[tuple[str, int]]:
    """A server's address and process number."""
    server = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from web.terminal.cli import main; main()",
            "serve",
            "--port",
            "0",
            "--index",
            str(index),
        ],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **_ALONE, **dict(setting.split("=", 1) for setting in environment)},
    )
    assert server.stdout is not None
    try:
        yield server.stdout.readline().split(" at ")[1].split()[0], server.pid
    finally:
        server.terminate()
        server.wait()


def fetch(address: str) -> int:
    """Read a reply to its end; its length in bytes."""
    length = 0
    with urllib.request.urlopen(address) as reply:
        while piece := reply.read(1 << 16):
            length += len(piece)
    return length


def held(process: int) -> float:
    """MB of a process that are no mapped files."""
    match = re.search(r"RssAnon:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(match[1]) / 1024 if match else 0.0


def spent(process: int) -> float:
    """CPU seconds of a process."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(index: Path, told: Callable[[Step], None], environment: Sequence[str] = ()) -> list[Step]:
    """The steps of the measurement, each told when it is done."""
    asked = questions(FIRST + QUESTIONS_ASKED, 7)
    parts = {
        "the first questions": asked[:FIRST],
        "exports": exports(EXPORTED),
        "the other questions": asked[FIRST:],
    }
    steps: list[Step] = []
    with serving(index, environment) as (address, process):
        for name, addresses in parts.items():
            before = spent(process)
            for path in addresses:
                fetch(address + path)
            steps.append(Step(name, held(process), spent(process) - before))
            told(steps[-1])
    return steps


def _origin(given: argparse.Namespace) -> measurement.MeasurementOrigin:
    command = ["python -m tools.memory --articles", str(given.articles)]
    if given.environment:
        command += ["--environment", *given.environment]
    texts = measurement.digest(article.text.encode() for article in invented(given.articles))
    corpus = f"{given.articles:,} invented articles (digest of their texts {texts})"
    return measurement.MeasurementOrigin.now(" ".join(command), corpus)


def _write(path: Path, origin: measurement.MeasurementOrigin, steps: Sequence[Step]) -> None:
    rows = ((step.name, f"{step.held:.0f}", f"{step.seconds:.1f}") for step in steps)
    body = (
        f"What a server holds beside mapped files after {FIRST} questions, then {EXPORTED} exports of 10,000 articles, "
        f"then {QUESTIONS_ASKED:,} other questions, and the CPU seconds that each took it.\n\n"
        + table(("after", "MB", "CPU seconds"), rows)
    )
    measurement.write(path, "Memory of a server", origin, body)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--index", type=Path, help="where the index is, or is built; default: a folder that is removed")
    parser.add_argument("--environment", nargs="*", default=(), help="of the server")
    measurement.write_option(parser, "memory")
    arguments = parser.parse_args()
    if arguments.write and arguments.index and arguments.index.exists():
        parser.error("--write needs an index that is built now: what another one holds is not known")
    origin = _origin(arguments) if arguments.write else None
    with tempfile.TemporaryDirectory(prefix="cuttings-memory-") as name:
        index = arguments.index or Path(name) / "index"
        if not index.exists():
            started = time.process_time()
            build(index, arguments.articles)
            print(f"{arguments.articles:,} articles built in {time.process_time() - started:.0f} s of CPU", flush=True)
        steps = measure(
            index, lambda s: print(f"{s.held:7.0f} MB  {s.seconds:6.1f} s  {s.name}", flush=True), arguments.environment
        )
    if origin:
        _write(arguments.write, origin, steps)
    grown = steps[-1].held - steps[0].held
    print(f"{grown:7.0f} MB more than after the first questions; at most {MARGIN:.0f}")
    sys.exit(grown > MARGIN)


if __name__ == "__main__":
    main()
