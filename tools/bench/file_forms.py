"""How many files of each form are read in a second of CPU? The same pages as HTML, and as everything else.

    python -m tools.bench.file_forms [--pages 100] [--rounds 3]

The pages are those of the reference data where `CUTTINGS_SHARED` names its folder, else invented ones. The forms take
turns, page by page. Reading is parsing alone: what cleans and describes a page is the same for all forms.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import time
from collections.abc import Mapping
from pathlib import Path

from index.errors import ReadError
from index.page import RawPage
from index.readers import read
from tools.page_forms import eml, mhtml, single_file, with_pictures
from tools.paper_forms import docx, pdf, set_in

_ADDRESS = "https://www.courier.example/news/1"
_COLUMN, _ROWS = 40, 55  # characters of a line, lines of a column
_SUFFIXES = {"single file": ".html", "large single file": ".html", "mhtml": ".mhtml", "mail": ".eml", "pdf": ".pdf"}
_SUFFIXES |= {"docx": ".docx", "html": ".html"}
_LARGE = 700_000  # bytes of each of three pictures


def pages(count: int) -> list[str]:
    """So many pages of HTML."""
    folder = Path(os.environ.get("CUTTINGS_SHARED", "")) / "extract-dev" / "pages"
    if "CUTTINGS_SHARED" in os.environ and folder.is_dir():
        found = sorted(folder.glob("*.html.gz"))
        random.Random(7).shuffle(found)
        return [gzip.decompress(path.read_bytes()).decode("utf-8", "replace") for path in found[:count]]
    return [_invented(random.Random(number)) for number in range(count)]


def _invented(rng: random.Random) -> str:
    words = [a + b for a in "bdfgklmnprst" for b in ("an", "er", "ilt", "o", "und")]
    text = "".join(f"<p>{' '.join(rng.choices(words, k=60)).capitalize()}.</p><img src=1.png>" for _ in range(12))
    menu = "".join(f"<li><a href=/{word}>{word}</a></li>" for word in words)
    return f"<!DOCTYPE html><html lang=en><head><title>A page</title></head><body><ul>{menu}</ul>{text}</body></html>"


def forms(markup: str, number: int) -> Mapping[str, bytes]:
    """The page in each form."""
    (page,) = read(markup.encode("utf-8", "replace"), "a.html")
    assert isinstance(page, RawPage)
    texts = [line.text for line in page.lines]
    letters = " ".join(texts).encode("ascii", "replace").decode().translate(str.maketrans("()\\", "   "))
    rows = [text for _, _, _, text in set_in(letters, _COLUMN, 0, 0)]
    columns = [rows[first : first + _ROWS] for first in range(0, len(rows), _ROWS)]
    sheets = [
        [
            (50.0 + 260 * side, 780.0 - 12 * row, 10.0, text)
            for side, column in enumerate(columns[first : first + 2])
            for row, text in enumerate(column)
        ]
        for first in range(0, len(columns), 2)
    ]
    return {
        "html": markup.encode("utf-8", "replace"),
        "single file": single_file(markup, _ADDRESS, number),
        "large single file": with_pictures(markup, number, _LARGE).encode("utf-8", "replace"),
        "mhtml": mhtml(markup, _ADDRESS),
        "mail": eml(markup, _ADDRESS, "A page"),
        "pdf": pdf(sheets),
        "docx": docx(texts),
    }


def measured(markups: list[str], rounds: int) -> dict[str, tuple[int, float]]:
    """Of each form the files read and the seconds of CPU that it took."""
    taken: dict[str, tuple[int, float]] = {}
    for number, markup in enumerate(markups):
        made = forms(markup, number)
        for _ in range(rounds):
            for form, data in made.items():
                started = time.process_time()
                try:
                    list(read(data, f"page{_SUFFIXES[form]}"))
                except ReadError:  # a page without text makes a document without any
                    continue
                count, seconds = taken.get(form, (0, 0.0))
                taken[form] = count + 1, seconds + time.process_time() - started
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    taken = measured(pages(arguments.pages), arguments.rounds)
    base = taken["html"][0] / taken["html"][1]
    print(f"\n{arguments.pages} pages in each form, read {arguments.rounds} times\n")
    print("| form | files a second of CPU | beside HTML |\n| --- | ---: | ---: |")
    for form, (count, seconds) in taken.items():
        print(f"| {form} | {count / seconds:,.0f} | {count / seconds / base:.2f} |")


if __name__ == "__main__":
    main()
