"""What does an index of saved HTML pages take? `cuttings reindex` beside trafilatura with Tantivy, in one run.

    python -m tools.bench.html_pages [PAGES] [--pages 300] [--rounds 2]

PAGES is a folder of `.html.gz` files; without it that of the reference pages, in the folder that `CUTTINGS_SHARED`
names. Where neither is there, or trafilatura or Tantivy is not, this says so and ends well. The peer takes the
article's text and its metadata from each page (`bare_extraction`, as it is set by default) and files both; ours also
tells languages, names, copies and versions, and keeps what was dropped and why. CPU of all processes, each build in new
ones, the least of the rounds; they take turns.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tools.docs.markdown import table

_GOAL = 2.5


def _files(given: Path | None, count: int) -> list[Path]:
    """So many of the pages, the same in every run; fewer where there are not so many."""
    folder = given or Path(os.environ.get("CUTTINGS_SHARED", "")) / "extract-dev" / "pages"
    found = sorted(folder.glob("*.html.gz")) if given or "CUTTINGS_SHARED" in os.environ else []
    return random.Random(7).sample(found, min(count, len(found)))


def peer(folder: Path, work: Path) -> int:
    """Index the pages of a folder by trafilatura and Tantivy; returns how many had a text."""
    import tantivy
    import trafilatura

    schema = tantivy.SchemaBuilder()
    for name in ("title", "body"):
        schema.add_text_field(name, stored=True, tokenizer_name="en_stem")
    for name in ("id", "source", "author", "date"):
        schema.add_text_field(name, stored=True, fast=True, tokenizer_name="raw")
    work.mkdir()
    index = tantivy.Index(schema.build(), path=str(work))
    writer, filed = index.writer(heap_size=256_000_000, num_threads=1), 0
    for path in sorted(folder.iterdir()):
        found: Any = trafilatura.bare_extraction(gzip.decompress(path.read_bytes()), with_metadata=True)
        if found is None or not found.text:
            continue
        told = {"source": found.sitename, "author": found.author, "date": found.date}
        known = {name: value for name, value in told.items() if value}
        writer.add_document(tantivy.Document(id=path.name, title=found.title or "", body=found.text, **known))
        filed += 1
    writer.commit()
    writer.wait_merging_threads()
    return filed


def spent_by(command: list[str], **environment: str) -> float:
    """CPU seconds of a command and its processes. Raises CalledProcessError."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment}
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(folder: Path, work: Path, rounds: int) -> dict[str, float]:
    """CPU seconds of each way to index the folder, the least of the rounds."""
    program = [sys.executable, "-c", "from web.terminal.cli import main; main()"]
    ours = [*program, "reindex", str(folder), "--workers", "1", "--index", str(work / "ours")]
    theirs = [sys.executable, "-m", "tools.bench.html_pages", str(folder), "--child", str(work / "theirs")]
    ways = {
        "cuttings": (ours, {}),
        "cuttings without names": (ours, {"CUTTINGS_ENTITIES": "0"}),
        "trafilatura and tantivy": (theirs, {}),
    }
    least: dict[str, float] = {}
    for turn in range(rounds):
        for name in list(ways) if turn % 2 == 0 else list(reversed(ways)):
            for made in ("ours", "theirs"):
                shutil.rmtree(work / made, ignore_errors=True)
            command, environment = ways[name]
            seconds = spent_by(command, **environment)
            print(f"{name}: {seconds:.1f} s of CPU", flush=True)
            least[name] = min(seconds, least.get(name, seconds))
    return {name: least[name] for name in ways}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(peer(given.folder, given.child))
        return
    if missing := [name for name in ("trafilatura", "tantivy") if find_spec(name) is None]:
        print(f"skipped: no {' and no '.join(missing)} here (tools/install.sh bench)")
        return
    if not (files := _files(given.folder, given.pages)):
        print("skipped: no saved pages (CUTTINGS_SHARED may name the folder of the reference pages)")
        return
    with tempfile.TemporaryDirectory(prefix="cuttings-pages-") as name:
        folder = Path(name) / "pages"
        folder.mkdir()
        for file in files:
            shutil.copyfile(file, folder / file.name)
        least = measure(folder, Path(name), given.rounds)
    print(f"\n{len(files):,} articles, as saved pages; the least of {given.rounds} rounds\n")
    theirs = least["trafilatura and tantivy"]
    rows = [(n, f"{len(files) / s:.1f}", f"{1000 * s / len(files):.1f}", f"{theirs / s:.2f}") for n, s in least.items()]
    print(table(("", "pages per CPU s", "CPU ms a page", "ratio to the peer"), rows))
    print(f"\nratio: {theirs / least['cuttings']:.2f} (goal {_GOAL})")


if __name__ == "__main__":
    main()
