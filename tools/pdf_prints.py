"""How much of the articles do we read in printed pages? Prints reference pages as PDF, in one column and in two.

    python -m tools.pdf_prints FOLDER [--pages 200] [--half a]

FOLDER keeps the prints, so that a second run only reads them. Chromium prints each page as A4, without scripts and
network, with a head and a foot; it is given up where it takes too long. The texts are written to
`FOLDER/predictions-1.jsonl` and `-2.jsonl` for the scorer of the reference pages, and `gold-1.jsonl` and `-2.jsonl`
hold the pages whose print has 95 % of the words of the gold text: style sheets and columns of fixed height hide some.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from index.article import Article
from index.errors import ReadError
from index.extract import extract
from index.page import RawPage
from index.readers import read
from tools.extract_corpus import is_held_back

_SHARED = Path(os.environ.get("CUTTINGS_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "extract-dev"
_CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
_COLUMNS = ("1", "2")
_STYLE = "<style>body{column-count:2 !important}</style></head>"
_SMALL = '<span style="font-size:8px;margin-left:20px">{}</span>'
_SECONDS, _AT_ONCE = 45, 12  # for so many prints
_HELD = 0.95


def printed(folder: Path, names: Iterable[tuple[str, str]]) -> None:
    """Print the pages (id, columns) into the folder."""
    from playwright.sync_api import sync_playwright

    margin = {"top": "50px", "bottom": "50px", "left": "40px", "right": "40px"}
    foot = _SMALL.format('<span class="url"></span> <span class="pageNumber"></span>/<span class="totalPages"></span>')
    with sync_playwright() as program:
        browser = program.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        for name, columns in names:
            markup = gzip.decompress((_SHARED / "pages" / f"{name}.html.gz").read_bytes()).decode("utf-8", "replace")
            page = browser.new_page(java_script_enabled=False, offline=True)
            page.route("**/*", lambda route: route.abort())
            page.set_content(markup.replace("</head>", _STYLE, 1) if columns == "2" else markup, timeout=8_000)
            data = page.pdf(
                format="A4",
                display_header_footer=True,
                header_template=_SMALL.format('<span class="title"></span>'),
                footer_template=foot,
                margin=margin,  # type: ignore[arg-type]
            )
            (folder / f"{name}.{columns}.pdf").write_bytes(data)
            page.close()


def print_all(folder: Path, names: list[str]) -> None:
    """Print what is not there yet, in processes that are given up where they hang."""
    given_up: set[tuple[str, str]] = set()
    while True:
        todo = [(name, columns) for name in names for columns in _COLUMNS]
        todo = [one for one in todo if one not in given_up and not (folder / "{}.{}.pdf".format(*one)).exists()]
        if not todo:
            return
        part = todo[:_AT_ONCE]
        command = [sys.executable, "-m", "tools.pdf_prints", str(folder), "--only", json.dumps(part)]
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(command, timeout=_SECONDS, check=False, stderr=subprocess.DEVNULL)
        given_up.update([one for one in part if not (folder / "{}.{}.pdf".format(*one)).exists()][:1])


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def read_print(file: Path) -> tuple[Article | None, Counter[str]]:
    """The article of a print, None where it is refused, and all words of the print."""
    try:
        (page,) = read(file.read_bytes(), file.name)
    except ReadError:
        return None, Counter()
    assert isinstance(page, RawPage)
    return extract(page), words(" ".join(line.text for line in page.lines))


def score(folder: Path, columns: str, gold: Mapping[str, Mapping[str, Any]]) -> None:
    """Write texts and gold of the prints of so many columns, and show what the scorer says."""
    files = (folder / f"predictions-{columns}.jsonl", folder / f"gold-{columns}.jsonl")
    count = held = 0
    with files[1].open("w") as golds, files[0].open("w") as told:
        for name, row in gold.items():
            file = folder / f"{name}.{columns}.pdf"
            if not file.exists():
                continue
            count += 1
            article, there = read_print(file)
            wanted = words(row["text"])
            if sum((wanted & there).values()) < _HELD * sum(wanted.values()):
                continue
            held += 1
            said = {"id": name, "text": article.text if article else "", "title": article.title if article else ""}
            told.write(json.dumps({**said, "authors": [], "date": None}) + "\n")
            golds.write(json.dumps(row) + "\n")
    print(f"\ncolumns: {columns}; {held} of {count} prints hold the text")
    scorer = [sys.executable, str(_SHARED / "score_extract.py"), str(files[1]), str(files[0]), "--only-text"]
    print(subprocess.run(scorer, capture_output=True, text=True, check=True).stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--half", choices=("a",), help="of the sites on which rules are made")
    parser.add_argument("--only", default="", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        printed(arguments.folder, json.loads(arguments.only))
        return
    rows = [json.loads(line) for line in (_SHARED / "gold.jsonl").open(encoding="utf-8")]
    gold = {row["id"]: row for row in rows if row.get("text")}
    if arguments.half:
        gold = {name: row for name, row in gold.items() if not is_held_back(row["domain"])}
    names = list(gold)
    random.Random(69).shuffle(names)
    names = names[: arguments.pages]
    arguments.folder.mkdir(parents=True, exist_ok=True)
    print_all(arguments.folder, names)
    for columns in _COLUMNS:
        score(arguments.folder, columns, {name: gold[name] for name in names})


if __name__ == "__main__":
    main()
