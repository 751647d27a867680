"""What does `make bench` run? Building, pages and the start, beside the peers, on the bench corpus or a small one; what
copies, the forms of files and a cluster cost; and a server that is used while its archive grows.

    python -m tools.bench [CORPUS] [--docs 10000] [--engines cuttings,tantivy,sqlite,whoosh] [--copies 100000]
                          [--served 10000] [--datasette PROGRAM] [--write [FILE]]

CORPUS is a folder written by the bench corpus's `build_corpus.py`; `CUTTINGS_SHARED` may name the folder above that
script. Without it 5,000 articles are made of invented words with the frequencies of natural text.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from tools import measurement

_SYNTHETIC = 5_000
_FOR_WHOOSH = 10_000  # articles; stock Whoosh takes a minute and a half for each build of so many


def synthetic(folder: Path, count: int) -> None:
    """Write a corpus in the shape of the real one: Zipf-distributed invented words, 17 queries of 8 kinds."""
    rng = random.Random(7)  # the same corpus in every run
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    words = ["".join(rng.choices(syllables, k=rng.randint(1, 4))) for _ in range(30_000)]
    weights = [1 / (n + 3) for n in range(len(words))]
    folder.mkdir(parents=True, exist_ok=True)
    for name, first, size in ((f"docs-{count}", 0, count), ("extra", count, 1_000)):
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as lines:
            for number in range(first, first + size):
                body = rng.choices(words, weights, k=rng.randint(90, 600))
                row = {
                    "id": f"s{number:07}",
                    "title": " ".join(body[:8]).capitalize(),
                    "body": ". ".join(" ".join(body[n : n + 18]).capitalize() for n in range(0, len(body), 18)) + ".",
                    "source": f"Paper {int(rng.paretovariate(0.9)) % 50}",
                    "author": f"Author {int(rng.paretovariate(0.9)) % 2000}",
                    "date": (date(2010, 1, 1) + timedelta(days=rng.randrange(5_400))).isoformat(),
                    "section": f"section {rng.randrange(10)}",
                    "places": [f"place {rng.randrange(300)}"],
                }
                lines.write(json.dumps(row) + "\n")
    with (folder / "queries.jsonl").open("w", encoding="utf-8") as lines:
        for number in range(17):
            common, other, rare = words[20 + number], words[200 + number * 7], words[4_000 + number * 31]
            kinds = (
                {"kind": "common", "terms": [common], "op": "or"},
                {"kind": "rare", "terms": [rare], "op": "or"},
                {"kind": "or", "terms": [common, other], "op": "or"},
                {"kind": "and", "terms": [common, other], "op": "and"},
                {"kind": "phrase", "terms": [words[number], words[number + 1]], "op": "phrase"},
                {"kind": "term+facet", "terms": [common], "op": "or", "source": f"Paper {number % 5 + 1}"},
                {"kind": "term+date", "terms": [common], "op": "or", "date": ["2015-01-01", "2015-12-31"]},
                {"kind": "prefix", "terms": [rare[:4]], "op": "prefix"},
            )
            lines.writelines(json.dumps(kind) + "\n" for kind in kinds)


def told(command: list[str]) -> str:
    """Run a part of the bench; what it prints is shown as it comes, and returned. Raises CalledProcessError."""
    lines: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return "".join(lines)


def result(printed: str) -> str:
    """Of what a part printed, the result: from the line on that counts the articles; everything where none does."""
    counted = re.search(r"^[\d,]+ articles, ", printed, re.MULTILINE)
    return printed[counted.start() if counted else 0 :].strip()


def _corpus(given: argparse.Namespace, work: Path) -> tuple[Path, int, str]:
    """The folder of the corpus, how many of its articles are taken, and what it is."""
    script = Path(os.environ.get("CUTTINGS_SHARED", "")) / "bench-corpus" / "build_corpus.py"
    if given.corpus is not None:
        return given.corpus, given.docs, "bench corpus"
    if "CUTTINGS_SHARED" in os.environ and script.is_file():
        subprocess.run([sys.executable, str(script), str(work / "corpus"), "--docs", str(given.docs)], check=True)
        return work / "corpus", given.docs, "bench corpus"
    print(f"no bench corpus: {_SYNTHETIC:,} synthetic articles (CUTTINGS_SHARED may name the folder of the real one)")
    synthetic(work / "corpus", _SYNTHETIC)
    return work / "corpus", _SYNTHETIC, "synthetic corpus"


def _origin(corpus: Path, count: int, name: str, engines: str) -> measurement.MeasurementOrigin:
    content = measurement.digest((corpus / file).read_bytes() for file in (f"docs-{count}.jsonl", "queries.jsonl"))
    command = f"python -m tools.bench --docs {count} --engines {engines}"
    return measurement.MeasurementOrigin.now(command, f"{name}, {count:,} articles (digest {content})")


def _served(given: argparse.Namespace, corpus: Path, count: int, work: Path) -> dict[str, str]:
    """The parts of a server, and of saved pages: what each printed, by its heading."""
    asked = [str(corpus), "--docs", str(count), "--work", str(work / "indexes"), "--datasette", given.datasette]
    parts = {
        "A faceted search in JSON": ["faceted_json", *asked],
        "Saved pages": ["html_pages"],
        "Pages beside a run": ["beside_runs", "--articles", str(given.served)],
        "Memory beside runs": ["used_memory", "--articles", str(given.served)],
    }
    found = {}
    for heading, (module, *options) in parts.items():
        print(f"\n{heading.lower()}:", flush=True)
        found[heading] = told([sys.executable, "-m", f"tools.bench.{module}", *options])
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--docs", type=int, default=10_000)
    parser.add_argument("--engines", default="", help="default: all, without whoosh for more than 10,000 articles")
    parser.add_argument("--copies", type=int, default=100_000, help="articles among which copies are looked for")
    parser.add_argument(
        "--served", type=int, default=10_000, help="articles of the archive that grows while it is served"
    )
    parser.add_argument(
        "--datasette", default="datasette", help="the program of that peer; left out where it is absent"
    )
    measurement.write_option(parser, "bench")
    return parser.parse_args()


def main() -> None:
    arguments = _options()
    with tempfile.TemporaryDirectory(prefix="cuttings-bench-") as name:
        work = Path(name)
        corpus, count, kind = _corpus(arguments, work)
        engines = arguments.engines or ("cuttings,tantivy,sqlite" + (",whoosh" if count <= _FOR_WHOOSH else ""))
        origin = _origin(corpus, count, kind, engines)
        common = [str(corpus), "--docs", str(count), "--work", str(work / "indexes"), "--engines", engines]
        parts = {
            "Building": told([sys.executable, "-m", "tools.bench.build", *common]),
            "Pages": told([sys.executable, "-m", "tools.bench.queries", *common]),
        }
        if "cuttings" in engines:
            index = work / "indexes" / f"cuttings-{count}"
            print("\ncuttings, a new process:", flush=True)
            told_of = [sys.executable, "-m", "tools.bench.article", str(corpus), "--docs", str(count)]
            parts["The page of an article"] = told([*told_of, "--work", str(work / "indexes")])
            parts["A new process"] = told(
                [sys.executable, "-m", "tools.bench.start", str(corpus), "--index", str(index)]
            )
            print("\ncopies:", flush=True)
            part = [sys.executable, "-m", "tools.bench.near_copies", "--work", str(work / "copies")]
            parts["Copies"] = told([*part, "--articles", str(arguments.copies)])
            parts |= _served(arguments, corpus, count, work)
            print("\na cluster:", flush=True)
            told_of = [sys.executable, "-m", "tools.bench.clusters", str(corpus), "--docs", str(count)]
            parts["A cluster"] = told([*told_of, "--work", str(work / "indexes")])
        print("\nforms of files:", flush=True)
        parts["Forms of files"] = told([sys.executable, "-m", "tools.bench.file_forms"])
    if arguments.write:
        body = "\n\n".join(f"## {heading}\n\n{result(printed)}" for heading, printed in parts.items())
        measurement.write(arguments.write, "Beside other engines", origin, body)


if __name__ == "__main__":
    main()
