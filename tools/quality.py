"""How good are cleaning and metadata on the reference pages, and are they still as good as they were?

    python -m tools.quality [CORPUS] [--sample N] [--floors FILE] [--pin [--lower]] [--write [FILE]]

Scores the sample articles in `seeds/` against their reviewed texts, the pages of `tests/corpus/newsroom` against a gold
that was written without the product, and every N-th page of the reference corpus of each kind (HTML and four kinds of
dump) by the corpus's own scorer. The floors file holds the least that each number may be
(for dirt and for authors named where there is none: the most), with the digests of the data that they were measured
on. `--pin` writes the numbers measured now; it refuses to lower one without `--lower`. The shipped models were trained
on the corpus: the floors guard against regressions; what to expect on other sites is what the training reports out of
fold. Without the corpus only what the project holds itself is scored.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from index.errors import Skipped
from index.extract import extract
from index.page import RawPage
from index.readers import read
from tools import measurement
from tools.docs.markdown import table
from tools.extract_corpus import f1, page_scores

KINDS = ("html", "resiliparse", "resimain", "inscriptis", "w3m")
_ROOT = Path(__file__).resolve().parent.parent
SEEDS = _ROOT / "seeds"
SEEDS_GOLD = _ROOT / "tests" / "quality" / "seeds.jsonl"
NEWSROOM = _ROOT / "tests" / "corpus" / "newsroom"
FLOORS = _ROOT / "tests" / "quality" / "floors.json"
_NEWSROOM_FIELDS = (
    ("title", "title_exact"),
    ("author", "author_exact"),
    ("date", "date_exact"),
    ("publisher", "publisher_exact"),
)
_HIGHER = ("f1", "title_exact", "author_exact", "date_exact")
_LOWER = ("dirt_snip_any", "author_ghost")
SLACK = 0.003  # a floor lies this far below what was measured: a changed tie must not fail the tests
SAMPLE = 5


def shared_corpus() -> Path:
    """Where the reference pages lie unless another folder is named."""
    return Path(os.environ.get("CUTTINGS_SHARED", _ROOT.parent / "shared")) / "extract-dev"


def scorer(corpus: Path) -> ModuleType:
    """The corpus's own scoring script as a module."""
    spec = importlib.util.spec_from_file_location("score_extract", corpus / "score_extract.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def digest(files: Iterable[Path]) -> str:
    """The digest of the files' contents, in the order given."""
    return measurement.digest(file.read_bytes() for file in files)


def corpus_digest(corpus: Path) -> str:
    """The digest of the corpus's gold file."""
    return digest([corpus / "gold.jsonl"])


def seeds_digest() -> str:
    """The digest of the sample articles and their reviewed texts."""
    return digest([SEEDS_GOLD, *sorted(path for path in SEEDS.iterdir() if path.is_file() and path.suffix)])


def newsroom_digest() -> str:
    """The digest of the newsroom's pages, gold and questions."""
    return digest(sorted(path for path in NEWSROOM.iterdir() if path.is_file()))


def _row(page: RawPage) -> dict[str, Any]:
    article = extract(page)
    day = article.filed_under
    return {
        "id": page.key,
        "text": article.text,
        "title": article.title,
        "authors": list(article.authors),
        "publisher": article.publisher,
        "date": day.isoformat()[:10] if day else None,
    }


def predictions(corpus: Path, kind: str, ids: list[str]) -> Iterator[dict[str, Any]]:
    """What the product makes of each page of a kind."""
    for name in ids:
        path = f"pages/{name}.html.gz" if kind == "html" else f"dumps/{name}.{kind}.txt.gz"
        if not (corpus / path).exists():
            continue
        for page in read(gzip.decompress((corpus / path).read_bytes()), path.removesuffix(".gz")):
            if not isinstance(page, Skipped):
                yield {**_row(page), "id": name}


def measured(corpus: Path, sample: int) -> dict[str, float]:
    """Every score by its name, such as `html.f1`, over every `sample`-th page of the corpus."""
    score = scorer(corpus)
    gold = score.load(corpus / "gold.jsonl")[::sample]
    numbers: dict[str, float] = {}
    for kind in KINDS:
        pages = gold if kind == "html" else [page for page in gold if page["text"]]
        predicted = {row["id"]: row for row in predictions(corpus, kind, [page["id"] for page in pages])}
        result = score.evaluate(pages, predicted)
        for name in (*_HIGHER, *_LOWER):
            if result[name] is not None:
                numbers[f"{kind}.{name}"] = round(result[name], 4)
    return numbers


def measured_seeds() -> dict[str, float]:
    """The scores of the sample articles: F1 of the texts, and the share of titles, authors and days that are right."""
    gold = [json.loads(line) for line in SEEDS_GOLD.read_text(encoding="utf-8").splitlines()]
    rows_by_key: dict[str, dict[str, Any]] = {}
    for name in sorted({row["source"] for row in gold}):
        pages = read((SEEDS / name).read_bytes(), name)
        rows_by_key.update({page.key: _row(page) for page in pages if not isinstance(page, Skipped)})
    rows = [(row, rows_by_key.get(row["id"], {"text": ""})) for row in gold]
    fields = (("title", "title_exact"), ("authors", "author_exact"), ("date", "date_exact"))
    return _own_scores("seeds", rows, fields)


def measured_newsroom() -> dict[str, float]:
    """The scores of the newsroom's pages, saved pages (`newsroom-html`) and text dumps (`newsroom-dump`) apart.

    `dirt_snip_any` is the share of the pages whose text holds a string that the gold names as boilerplate, and
    `snippets` the mean share of the strings of the body that it holds, both with white space folded.
    """
    gold = [json.loads(line) for line in (NEWSROOM / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    numbers: dict[str, float] = {}
    for name in ("newsroom-html", "newsroom-dump"):
        rows = [(row, _page_of(row["file"])) for row in gold if (row["kind"] == "html") == (name == "newsroom-html")]
        texts = [(row, _folded(other["text"])) for row, other in rows]
        dirty = [any(_folded(piece) in text for piece in row["dropped"]) for row, text in texts]
        held = [[_folded(piece) in text for piece in row["snippets"]] for row, text in texts]
        numbers |= _own_scores(name, rows, _NEWSROOM_FIELDS)
        numbers[f"{name}.dirt_snip_any"] = round(sum(dirty) / len(dirty), 4)
        numbers[f"{name}.snippets"] = round(sum(sum(one) / len(one) for one in held) / len(held), 4)
    return numbers


def _page_of(name: str) -> dict[str, Any]:
    """What the product makes of a file of the newsroom that holds one page."""
    (page,) = read((NEWSROOM / name).read_bytes(), name)
    if isinstance(page, Skipped):
        return {"text": ""}
    row = _row(page)
    return {**row, "author": row["authors"]}


def _folded(text: str) -> str:
    return " ".join(text.split())


def _own_scores(
    corpus: str, rows: list[tuple[dict[str, Any], dict[str, Any]]], fields: Iterable[tuple[str, str]]
) -> dict[str, float]:
    """F1 of the texts, and for each field the share of the pages that state it for which it is exactly right."""
    numbers = {f"{corpus}.f1": f1([page_scores(other["text"], row["text"]) for row, other in rows])[0]}
    for field, name in fields:
        stated = [(row[field], other.get(field)) for row, other in rows if row[field] is not None]
        numbers[f"{corpus}.{name}"] = sum(wanted == given for wanted, given in stated) / len(stated)
    return {name: round(number, 4) for name, number in numbers.items()}


def failures(numbers: dict[str, float], floors: dict[str, float]) -> list[str]:
    """A sentence for each number that is worse than its floor."""
    out = []
    for name, floor in floors.items():
        number = numbers.get(name)
        lower_is_better = name.partition(".")[2] in _LOWER
        if number is None:
            out.append(f"{name} was not measured; its floor is {floor:.4f}")
        elif number > floor if lower_is_better else number < floor:
            out.append(f"{name} is {number:.4f}; its {'ceiling' if lower_is_better else 'floor'} is {floor:.4f}")
    return out


def own_floors(floors: dict[str, float], corpus: str) -> dict[str, float]:
    """The floors of what the project holds itself: of `seeds` or of `newsroom`."""
    return {name: floor for name, floor in floors.items() if name.startswith(corpus)}


def _pinned(numbers: dict[str, float]) -> dict[str, float]:
    return {
        name: round(number + (SLACK if name.partition(".")[2] in _LOWER else -SLACK), 4)
        for name, number in numbers.items()
    }


def _pin(given: argparse.Namespace, numbers: dict[str, float], floors: dict[str, float]) -> int:
    """Write the numbers as floors, unless one would be lowered without leave. A floor that holds is not lowered."""
    new = _pinned(numbers)
    if not given.lower:
        better = {name: min if name.partition(".")[2] in _LOWER else max for name in new}
        new = {name: better[name](number, floors.get(name, number)) for name, number in new.items()}
    worse = failures(numbers, floors)
    if worse and not given.lower:
        print("not pinned, for this would lower a floor (use --lower):", *worse, sep="\n  ")
        return 1
    value = {
        "data": corpus_digest(given.corpus),
        "seeds": seeds_digest(),
        "newsroom": newsroom_digest(),
        "sample": given.sample,
        "floors": new,
    }
    given.floors.write_text(json.dumps(value, indent=1) + "\n")
    return 0


def _write(
    path: Path, origin: measurement.MeasurementOrigin, numbers: dict[str, float], floors: dict[str, float]
) -> None:
    """Write the numbers beside their floors."""
    rows = (
        (name, f"{number:.4f}", f"{floors[name]:.4f}" if name in floors else "") for name, number in numbers.items()
    )
    body = (
        "What the code of that day makes of the pages that the tests score. The shipped models were trained on the "
        "reference pages: what to expect of other sites is in [cleaning](cleaning.md) and [metadata](metadata.md). "
        "`dirt_snip_any` and `author_ghost` are shares of pages with something that should not be there: the floor is "
        "then the most that is allowed.\n\n" + table(("score", "measured", "floor"), rows)
    )
    measurement.write(path, "Quality of cleaning and metadata", origin, body)


def _origin(given: argparse.Namespace, *, whole: bool) -> measurement.MeasurementOrigin:
    corpus = f"`seeds/` (digest {seeds_digest()}), `tests/corpus/newsroom` ({newsroom_digest()})"
    if whole:
        pages = "every page" if given.sample == 1 else f"one page in {given.sample}"
        corpus += f", {pages} of the [reference pages](README.md#the-corpora) ({corpus_digest(given.corpus)})"
    return measurement.MeasurementOrigin.now(f"python -m tools.quality --sample {given.sample}", corpus)


def main() -> int:
    """Print the scores beside the floors; exit 1 where one is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=shared_corpus())
    parser.add_argument("--sample", type=int, default=SAMPLE, help="score every N-th page (1: all)")
    parser.add_argument("--floors", type=Path, default=FLOORS)
    parser.add_argument("--pin", action="store_true", help="write what is measured now as the floors")
    parser.add_argument("--lower", action="store_true", help="with --pin: let a floor be lowered")
    measurement.write_option(parser, "quality")
    given = parser.parse_args()
    pinned = json.loads(given.floors.read_text()) if given.floors.exists() else {"floors": {}}
    floors = pinned["floors"]
    whole = (given.corpus / "gold.jsonl").exists()
    origin = _origin(given, whole=whole)
    numbers = measured_seeds() | measured_newsroom()
    if whole:
        numbers |= measured(given.corpus, given.sample)
    for name, number in numbers.items():
        print(f"{name:28s} {number:.4f}   floor {floors.get(name, float('nan')):.4f}")
    if not whole:
        print(f"no reference pages in {given.corpus}: set CUTTINGS_SHARED to the folder that holds extract-dev")
    if given.write:
        _write(given.write, origin, numbers, floors)
    if given.pin:
        return _pin(given, numbers, floors) if whole else 2
    same = whole and given.sample == pinned.get("sample")
    missed = failures(numbers, floors if same else own_floors(floors, "seeds") | own_floors(floors, "newsroom"))
    print(*missed, sep="\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
