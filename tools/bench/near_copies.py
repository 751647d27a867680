"""What do near-copies cost? To find them, to list them as one, to compare two of them, and in a run of `reindex`.

    python -m tools.bench.near_copies --work DIR [--articles 100000] [--indexed 2000] [--pages 400] [--rounds 2]

The articles are made of invented words; one in ten is a copy of one before it, with some of its sentences left out.
Times are of the CPU. What is compared takes turns, and a ratio is that of the best rounds: it says more than a time on
a machine that others use. `--articles 1000000` takes ten times as long, and holds all texts in memory.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from search.embedded.engine import open_engine
from search.query import Listing, Query
from tools.copies.growth import grown
from tools.differences import COMPARED_SHAPES, measured

_SEED = 7
_COPIED = 0.1
_FIRST_DAY = date(2010, 1, 1)
_QUESTIONS = 24
_SHAPES = ("a tenth of the sentences edited", "every sentence edited", "two stories", "two sentences at random")
_EXTRA = 300


def made_articles(count: int) -> Iterator[tuple[str, date]]:
    """Texts of some 300 words with their days; the same each time."""
    rng = random.Random(_SEED)
    syllables = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
    words = ["".join(rng.choices(syllables, k=rng.randint(1, 4))) for _ in range(30_000)]
    weights = [1 / (place + 3) for place in range(len(words))]
    lately: list[tuple[list[str], date]] = []
    for _ in range(count):
        if lately and rng.random() < _COPIED:
            sentences, day = rng.choice(lately)
            sentences = [one for one in sentences if rng.random() < 0.9] or sentences
            day += timedelta(days=rng.randrange(3))
        else:
            body = rng.choices(words, weights, k=rng.randint(90, 510))
            sentences = [" ".join(body[at : at + 18]).capitalize() + "." for at in range(0, len(body), 18)]
            day = _FIRST_DAY + timedelta(days=rng.randrange(5_000))
            lately = [*lately[-500:], (sentences, day)]
        yield " ".join(sentences), day


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _grouping(count: int) -> None:
    """In a process of its own, so that its memory can be told."""
    every = list(made_articles(count + _EXTRA))
    texts, days = [text for text, _ in every], [day.toordinal() for _, day in every]
    before = _megabytes()
    clock = time.process_time()
    for what, seconds in grown((texts[:count], days[:count]), (texts[count:], days[count:])):
        print(f"{what}: {seconds} s", flush=True)
        if what.startswith("their"):
            print(f"together {count / (time.process_time() - clock):,.0f} articles a second")
    more = (_megabytes() - before) * 1024 * 1024 / count
    print(f"memory beside the texts: {more:,.0f} bytes an article", flush=True)


def _least(rounds: int, works: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """The least of what each of some works takes, which take turns."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(work())
    return {name: min(times) for name, times in taken.items()}


def _reindexed(folder: Path, index: Path, *, copies: bool) -> float:
    """CPU seconds of a run over a folder."""
    shutil.rmtree(index, ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    program = Path(sys.executable).with_name("cuttings")
    command = [str(program), "reindex", str(folder), "--index", str(index), "--workers", "1"]
    switch = {"CUTTINGS_COPIES": "1" if copies else "0"}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | switch)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _runs(work: Path, lines: int, pages: int, rounds: int) -> Path:
    """Print how much longer runs take for copies, and return an index with them."""
    folders = {"JSON lines": work / "lines", "HTML": work / "html"}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    with (folders["JSON lines"] / "all.jsonl").open("w", encoding="utf-8") as file:
        for number, (text, day) in enumerate(made_articles(lines)):
            row = {"id": f"n{number}", "title": text[:60], "text": text, "date": day.isoformat(), "language": "en"}
            file.write(json.dumps(row) + "\n")
    for number, (text, day) in enumerate(made_articles(pages)):
        body = "".join(f"<p>{part}.</p>" for part in text.split(". "))
        head = f"<title>{text[:50]}</title><meta property='article:published_time' content='{day.isoformat()}'>"
        article = f"<article><h1>{text[:50]}</h1>{body}</article>"
        page = f"<!DOCTYPE html><html lang=en><head>{head}</head><body>{article}</body></html>"
        (folders["HTML"] / f"{number}.html").write_text(page, "utf-8")
    for kind, folder in folders.items():
        index = work / f"index-{folder.name}"
        least = _least(
            rounds,
            {
                "without": lambda folder=folder, index=index: _reindexed(folder, index, copies=False),  # type: ignore[misc]
                "with": lambda folder=folder, index=index: _reindexed(folder, index, copies=True),  # type: ignore[misc]
            },
        )
        ratio = least["with"] / least["without"]
        print(f"reindex of {kind}: {ratio:.3f} times as long as without copies ({least['with']:.1f} s)", flush=True)
    return work / "index-lines"


def _pages(index: Path, rounds: int) -> None:
    """Print how much longer a page takes that lists copies as one."""
    engine = open_engine(index)
    engine.warm()
    words = sorted({word.strip(".").lower() for text, _ in made_articles(40) for word in text.split()}, key=len)
    questions = random.Random(_SEED).sample(words, _QUESTIONS)

    def asked(question: str, copies: Listing, turn: int) -> float:
        start = time.process_time()
        engine.search(Query(question, copies=copies, page=1, per_page=10 + turn))  # counts are kept by what they count
        return time.process_time() - start

    ratios = []
    for question in questions:
        least = dict.fromkeys(Listing, math.inf)
        for turn in range(20 * rounds):
            for copies in Listing:
                least[copies] = min(least[copies], asked(question, copies, turn % 3))
        ratios.append(least[Listing.GROUP] / least[Listing.ALL])
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    print(f"a page with copies as one: {mean:.3f} times as long as with each, the mean of {len(ratios)} questions")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--indexed", type=int, default=2_000)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--grouping", action="store_true", help="only how copies are found")
    given = parser.parse_args()
    if given.grouping:
        _grouping(given.articles)
        return
    print(f"{given.articles:,} articles, one in ten a copy", flush=True)
    command = [sys.executable, "-m", "tools.bench.near_copies", "--work", str(given.work), "--grouping"]
    subprocess.run([*command, "--articles", str(given.articles)], check=True)
    _pages(_runs(given.work, given.indexed, given.pages, given.rounds), given.rounds)
    for shape in _SHAPES:
        print(f"compare, {shape}: {measured(COMPARED_SHAPES[shape]())[0]} ms")


if __name__ == "__main__":
    main()
