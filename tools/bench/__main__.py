"""What does `make bench` run? Building, pages and the start, beside the peers, on the bench corpus or a small one.

    python -m tools.bench [CORPUS] [--docs 10000] [--engines cuttings,tantivy,sqlite,whoosh]

CORPUS is a folder written by the bench corpus's `build_corpus.py`; `CUTTINGS_SHARED` may name the folder above that
script. Without it 5,000 articles are made of invented words with the frequencies of natural text.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--docs", type=int, default=10_000)
    parser.add_argument("--engines", default="", help="default: all, without whoosh for more than 10,000 articles")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cuttings-bench-") as name:
        work = Path(name)
        corpus, count = arguments.corpus, arguments.docs
        script = Path(os.environ.get("CUTTINGS_SHARED", "")) / "bench-corpus" / "build_corpus.py"
        if corpus is None and "CUTTINGS_SHARED" in os.environ and script.is_file():
            corpus = work / "corpus"
            subprocess.run([sys.executable, str(script), str(corpus), "--docs", str(count)], check=True)
        elif corpus is None:
            corpus, count = work / "corpus", _SYNTHETIC
            print(
                f"no bench corpus: {count:,} synthetic articles (CUTTINGS_SHARED may name the folder of the real one)"
            )
            synthetic(corpus, count)
        engines = arguments.engines or ("cuttings,tantivy,sqlite" + (",whoosh" if count <= _FOR_WHOOSH else ""))
        common = [str(corpus), "--docs", str(count), "--work", str(work / "indexes"), "--engines", engines]
        for part in ("tools.bench.build", "tools.bench.queries"):
            subprocess.run([sys.executable, "-m", part, *common], check=True)
        if "cuttings" in engines:
            index = work / "indexes" / f"cuttings-{count}"
            print("\ncuttings, a new process:", flush=True)
            subprocess.run([sys.executable, "-m", "tools.bench.start", str(corpus), "--index", str(index)], check=True)


if __name__ == "__main__":
    main()
