"""How often is it told right what a paragraph is? Of thirty saved pages that a person has read.

    python -m tools.line_kinds [--misses]

`tests/quality/line_kinds.tsv` names the lines of each page that are headings, items of lists, quotations and captions,
by number and hash; all others that are kept are paragraphs. Rules were made by half `a` of the sites; of half `b` only
totals are told.
"""

from __future__ import annotations

import argparse
import csv
import os
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from index.extract import described
from index.page import RawPage
from index.readers import read
from index.structure import structured
from tools.docs.markdown import table

ROOT = Path(__file__).resolve().parents[1]
JUDGED = ROOT / "tests/quality/line_kinds.tsv"
_PLAIN = "paragraph"


class JudgedLine(NamedTuple):
    """A kept line: what a person and what the program calls it, and whether both say the same nesting."""

    half: str
    page: str
    line: int
    judged: str
    told: str
    same_level: bool


class KindScore(NamedTuple):
    """Lines that are of a kind, that are told to be, that are both, and those of them whose nesting is right, too."""

    judged: int
    told: int
    right: int
    nested: int


def judged_lines(shared: Path) -> Iterator[JudgedLine]:
    """The kept lines of the pages in `shared`. Raises ValueError where a line is not the one that was judged."""
    known: dict[tuple[str, str], dict[int, dict[str, str]]] = {}
    with JUDGED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            known.setdefault((row["half"], row["page"]), {})[int(row["line"])] = row
    for (half, name), rows in known.items():
        (page,) = read((shared / f"extract-dev/pages/{name}.html.gz").read_bytes(), f"{name}.html")
        assert isinstance(page, RawPage)
        for number, row in rows.items():
            if blake2b(page.lines[number].text.encode(), digest_size=4).hexdigest() != row["hash"]:
                raise ValueError(f"line {number} of {name} is not the one that was judged")
        yield from _of_page(half, page, rows)


def _of_page(half: str, page: RawPage, rows: dict[int, dict[str, str]]) -> Iterator[JudgedLine]:
    known = described(page)
    blocks = structured(known.cleaned, known.description.url)
    for place, numbers in enumerate(known.cleaned.paragraph_lines):
        row = rows.get(numbers[0], {"kind": _PLAIN, "level": ""})
        kind, level = (blocks[place].kind.value, blocks[place].level) if blocks else (_PLAIN, 0)
        same = not row["level"] or int(row["level"]) == level
        yield JudgedLine(half, page.key, numbers[0], row["kind"], kind, same)


def kind_scores(lines: list[JudgedLine]) -> dict[tuple[str, str], KindScore]:
    """By half and kind."""
    judged = Counter((line.half, line.judged) for line in lines)
    told = Counter((line.half, line.told) for line in lines)
    right = Counter((line.half, line.judged) for line in lines if line.judged == line.told)
    nested = Counter((line.half, line.judged) for line in lines if line.judged == line.told and line.same_level)
    names = sorted({name for name in (*judged, *told) if name[1] != _PLAIN})
    return {name: KindScore(judged[name], told[name], right[name], nested[name]) for name in names}


def main() -> None:
    parser = argparse.ArgumentParser(description="How often it is told right what a paragraph is.")
    parser.add_argument("--misses", action="store_true", help="name the lines of half a that are told wrong")
    misses: bool = parser.parse_args().misses
    lines = list(judged_lines(Path(os.environ.get("CUTTINGS_SHARED", ROOT.parent / "shared"))))
    for line in lines:
        if misses and line.half == "a" and line.judged != line.told:
            print(f"{line.page} line {line.line}: {line.told}, and is {line.judged}")
    rows = [
        (half, kind, str(s.judged), str(s.told), str(s.right), _share(s.right, s.told), _share(s.right, s.judged))
        for (half, kind), s in kind_scores(lines).items()
    ]
    print(table(("half", "kind", "judged", "told", "right", "precision", "recall"), rows))


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


if __name__ == "__main__":
    main()
