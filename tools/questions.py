"""How many questions of people have the right first page? The gold of `tests/gold/questions`, asked of real pages.

    python -m tools.questions [--index FOLDER] [--half a] [--misses]

The pages are those of the two reference corpora. They are indexed into FOLDER where no index is there, else into a
folder that is removed again. `--misses` names the questions of half `a` that fail; those of half `b` are never named,
as nobody tunes on them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import MAX_RESULTS, Listing, Query
from search.results import ADDRESS, Results
from tools.docs.markdown import table
from tools.quality import shared_corpus

GOLD = Path(__file__).resolve().parents[1] / "tests/gold/questions/questions.jsonl"


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One question of the gold, see its README: `expect` says what its first page must hold."""

    id: str
    half: str
    kind: str
    text: str
    expect: dict[str, Any]
    acceptable: tuple[str, ...]


def questions(path: Path = GOLD) -> list[GoldQuestion]:
    """The questions of the gold, in its order."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [
        GoldQuestion(row["id"], row["half"], row["kind"], row["question"], row["expect"], tuple(row["acceptable"]))
        for row in rows
    ]


def sources() -> tuple[Path, ...]:
    """The folders of the pages that the questions were written from; empty where they are not there."""
    corpus = shared_corpus()
    folders = (corpus / "pages", corpus.with_name("extract-dev-more") / "pages")
    return folders if all(folder.is_dir() for folder in folders) else ()


def page_of(key: str) -> str:
    """The page of the gold that an article's key names."""
    return Path(key).name.partition(".")[0]


def is_right(engine: Engine, question: GoldQuestion) -> bool:
    """Whether a person who asks the question gets what the gold says."""
    expect, results = question.expect, engine.search(Query(question.text, copies=Listing.ALL))
    if "total" in expect:
        return set(_every(engine, results)) == set(expect["total"])
    first = [page_of(hit.key) for hit in results.hits]
    if "only" in expect:
        return set(first[: expect["held_by"]]) <= {*expect["holders"], *expect["may_hold"]} and bool(first)
    if "byline" in expect:
        offered = any(offer.facet == "byline" and offer.value == expect["byline"] for offer in results.offers)
        return offered or not set(first).isdisjoint(expect["articles"])
    first = [*_addressed(engine, results), *first]
    if expect.get("first"):
        return bool(first) and first[0] in {*expect["pages"], *question.acceptable}
    return set(expect["pages"]) <= set(first)


def _every(engine: Engine, results: Results) -> Iterator[str]:
    whole = replace(results.query, page=1, per_page=MAX_RESULTS, quotes=False)
    return (page_of(hit.key) for hit in engine.search(whole).hits)


def _addressed(engine: Engine, results: Results) -> Iterator[str]:
    """The article that a pasted address leads to."""
    for offer in results.offers:
        if offer.facet == ADDRESS and (article := engine.article(offer.value)):
            yield page_of(article.article.key)


def report(asked: Sequence[GoldQuestion], outcome: dict[str, bool]) -> str:
    """The share of right first pages by kind and half, as a table."""
    total, good = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for question in asked:
        for kind in (question.kind, "all"):
            total[kind, question.half] += 1
            good[kind, question.half] += outcome[question.id]
    rows = []
    for kind in dict.fromkeys([*(question.kind for question in asked), "all"]):
        cells = [(good[kind, half], total[kind, half]) for half in "ab"]
        rows.append((kind, *(f"{g} of {n} ({g / n:.2f})" if n else "" for g, n in cells)))
    return table(("kind", "half a", "half b"), rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, help="where the index of the pages is, or is to be")
    parser.add_argument("--half", choices=("a", "b"), help="ask the questions of one half only")
    parser.add_argument("--misses", action="store_true", help="name the questions of half a that fail")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        engine = open_engine(indexed(options.index or Path(scratch) / "index"), seconds=60.0)
        asked = [question for question in questions() if options.half in (None, question.half)]
        outcome = {question.id: is_right(engine, question) for question in asked}
    print(report(asked, outcome))
    for question in asked:
        if options.misses and question.half == "a" and not outcome[question.id]:
            print(f"{question.id}: {question.text}")


def indexed(folder: Path, pages: Sequence[Path] = ()) -> Path:
    """The folder with an index of the pages in folders, of all where none are named. Leaves the program where the pages
    are not there."""
    if not folder.exists():
        pages = pages or sources()
        if not pages:
            sys.exit("the reference pages are not there: set CUTTINGS_SHARED")
        command = [str(Path(sys.executable).with_name("cuttings")), "reindex", *map(str, pages), "--index", str(folder)]
        subprocess.run(command, check=True)
    return folder


if __name__ == "__main__":
    main()
