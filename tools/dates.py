"""How often is the day of an article right on the reference pages, of saved pages and of dumps?

    python -m tools.dates [--misses] [--write [FILE]]

Sites are split by the hash of their name into half `a`, on which rules are tuned, and half `b`, which is only counted
(`tools.extract_corpus.is_held_back`). `--misses` names the pages of half `a` that are wrong, with what is shown and
from where; those of half `b` are never named. The day is that of publication, else that of the last change. A page
whose gold is wrong counts as wrong; the saved pages of half `a` of which that is known stand in
`tests/quality/date_faults.tsv`, with what they say of themselves. The last column counts wrong ones whose gold is the
day that the page itself calls that of a change.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from index.article import Article
from index.errors import ReadError, Skipped
from index.extract import extract
from index.readers import read
from tools import measurement
from tools.docs.markdown import table
from tools.extract_corpus import is_held_back
from tools.quality import KINDS, corpus_digest, shared_corpus


@dataclass(frozen=True, slots=True)
class DatedPage:
    """What the product says of one page: its day, None for none, where that stands, and the day of the last change."""

    page: str
    kind: str
    half: str
    gold: date
    shown: date | None
    source: str
    changed: date | None

    @property
    def apart(self) -> int:
        """Days between what is shown and the gold, 9999 where none is shown."""
        return abs((self.shown - self.gold).days) if self.shown else 9999


def corpora(corpus: Path) -> tuple[Path, ...]:
    """The reference corpus and the one that lies beside it."""
    return tuple(
        folder for folder in (corpus, corpus.with_name("extract-dev-more")) if (folder / "gold.jsonl").exists()
    )


def dated_pages(folder: Path) -> Iterator[dict[str, Any]]:
    """The rows of a corpus's gold that name a day."""
    rows = map(json.loads, (folder / "gold.jsonl").read_text("utf-8").splitlines())
    return (row for row in rows if row["date"])


def dated_outcomes(corpus: Path, kinds: Iterable[str] = KINDS) -> Iterator[DatedPage]:
    """What the product says of every page and dump whose day is known."""
    for folder in corpora(corpus):
        for row in dated_pages(folder):
            for kind in kinds:
                name = row["id"]
                path = folder / (f"pages/{name}.html.gz" if kind == "html" else f"dumps/{name}.{kind}.txt.gz")
                if path.exists():
                    yield _dated_page(row, kind, _article(path))


def _article(path: Path) -> Article | None:
    """The article of a packed page, None where it holds nothing."""
    try:
        pages = read(gzip.decompress(path.read_bytes()), path.name.removesuffix(".gz"))
        return next((extract(page) for page in pages if not isinstance(page, Skipped)), None)
    except ReadError:
        return None


def _dated_page(row: dict[str, Any], kind: str, article: Article | None) -> DatedPage:
    shown = article.filed_under if article else None
    field = "published" if article and article.published else "modified"
    source = next((proof.source for proof in article.evidence if proof.field == field), "") if article else ""
    modified = article.modified if article else None
    return DatedPage(
        row["id"],
        kind,
        "b" if is_held_back(row["domain"]) else "a",
        date.fromisoformat(row["date"][:10]),
        shown.moment.date() if shown else None,
        source,
        modified.moment.date() if modified else None,
    )


def shares(rows: Iterable[DatedPage]) -> list[tuple[str, ...]]:
    """A line for each kind and half: how many pages, and the shares that `HEADINGS` names."""
    parts: dict[tuple[str, str], list[DatedPage]] = {}
    for row in rows:
        for kind in (row.kind, *(["whole-page dumps"] if row.kind not in ("html", "resimain") else [])):
            for half in (row.half, "both"):
                parts.setdefault((kind, half), []).append(row)
    lines = []
    for (kind, half), part in sorted(parts.items()):
        counts = [
            sum(test) for test in zip(*((r.apart == 0, r.apart <= 1, r.shown is None) for r in part), strict=True)
        ]
        lines.append((kind, half, str(len(part)), *(f"{count / len(part):.3f}" for count in counts)))
    return lines


HEADINGS = ("input", "half", "pages", "exact", "+-1 day", "none shown", "gold is a day of change")


def main() -> int:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=shared_corpus())
    parser.add_argument("--kind", action="append", choices=KINDS)
    parser.add_argument("--misses", action="store_true")
    measurement.write_option(parser, "dates")
    given = parser.parse_args()
    if not corpora(given.corpus):
        print(f"no reference pages in {given.corpus}: set CUTTINGS_SHARED to the folder that holds extract-dev")
        return 1
    origin = measurement.MeasurementOrigin.now(
        "python -m tools.dates", f"[reference pages](README.md#the-corpora) ({corpus_digest(given.corpus)}) and more"
    )
    rows = list(dated_outcomes(given.corpus, given.kind or KINDS))
    print(table(HEADINGS, shares(rows)))
    if given.misses:
        for row in rows:
            if row.half == "a" and row.apart:
                print(row.kind, row.page, row.gold, row.shown, row.source, sep="\t")
    if given.write:
        measurement.write(given.write, "Days of publication", origin, table(HEADINGS, shares(rows)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
