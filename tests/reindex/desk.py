"""A small archive of HTML pages and JSON lines, whose `corrections.yaml` is edited."""

from __future__ import annotations

import json
from pathlib import Path

from index.article import Article
from index.reindex.report import ReindexReport
from tests.reindex.archives import articles, contents, names, run, tables_of_names
from tests.reindex.movers import BODIES
from tests.reindex.test_incremental import World

FILE = "corrections.yaml"
MENU = "Subscribe to our free newsletter and never miss a story again"


class Desk(World):
    """An archive of a few pages and JSON lines, and its index."""

    def __init__(self, place: Path) -> None:
        super().__init__(place / "archive")
        self.folder.mkdir()
        self.index = place / "index"
        self.place = place
        for number in range(4):
            self.page(
                f"p{number}.html", f"https://harbour.example/{number}", f"Story number {number}", "Harbour | Home"
            )
        self.page("other.html", "https://post.example/one", "Prices rise in the north", "The Post")
        records = [
            {
                "id": f"line-{number}",
                "title": f"Line {number}",
                "text": f"{BODIES[number]}\n{BODIES[3 - number]}",
                "url": f"https://lines.example/{number}",
                "authors": ["The Author", "Ann Lee"] if number else ["Bo Berg"],
                "publisher": "Lines",
            }
            for number in range(3)
        ]
        self.write(self.folder / "lines.jsonl", "\n".join(map(json.dumps, records)))

    def page(self, name: str, address: str, title: str, publisher: str) -> None:
        body = "".join(f"<p>{text} {name}</p>" for text in BODIES)
        head = f'<title>{title}</title><link rel="canonical" href="{address}">'
        head += f'<meta property="og:site_name" content="{publisher}">'
        page = f"<article><h1>{title}</h1>{body}<p>{MENU}</p></article>"
        self.write(self.folder / name, f"<!DOCTYPE html><html><head>{head}</head><body>{page}</body></html>")

    def correct(self, text: str) -> ReindexReport:
        self.write(self.folder / FILE, text)
        return self.run()

    def run(self, *, full: bool = False, dry_run: bool = False) -> ReindexReport:
        return run(self.index, self.folder, full=full, dry_run=dry_run)

    def named(self) -> dict[str, Article]:
        """Each article by what its source calls it."""
        return {article.key: article for article in articles(self.index).values()}

    def is_as_anew(self) -> bool:
        anew = self.place / f"anew-{self.seconds}"
        run(anew, self.folder)
        same = contents(self.index) == contents(anew) and {*articles(self.index)} == {*articles(anew)}
        return same and names(self.index) == names(anew) and tables_of_names(self.index) == tables_of_names(anew)
