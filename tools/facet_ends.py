"""What do the facets of real pages offer? Of each facet the values that most articles have and those that fewest have.

`python -m tools.values --ends` prints them, with pages that have them, for somebody to read line by line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.article import Article
from index.facets import FACETS
from tools.questions import page_of, sources

_PAGES = 700
_MOST = 10
_SHOWN = 3  # pages that are named beside a value


@dataclass(frozen=True, slots=True)
class FacetEnd:
    """A value at one end of a facet: how many articles have it, and the first pages that do."""

    facet: str
    end: str
    value: str
    articles: int
    pages: tuple[str, ...]

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of a table."""
        return (self.facet, self.end, self.value, str(self.articles), " ".join(self.pages))


def facet_ends(articles: Sequence[Article], most: int = _MOST) -> Iterator[FacetEnd]:
    """Of each facet the `most` values that most articles have, and of the others as many that fewest have. Of equally
    rare values the hash decides, so that nobody picks."""
    for facet in FACETS:
        pages: dict[str, list[str]] = {}
        for article in articles:
            for value in facet.stated(article):
                pages.setdefault(value, []).append(page_of(article.key))
        often = sorted(pages, key=lambda value: (-len(pages[value]), value))
        rare = sorted(often[most:], key=lambda value: (len(pages[value]), _drawn(value)))
        for end, values in (("often", often[:most]), ("rare", rare[:most])):
            for value in values:
                yield FacetEnd(facet.name, end, value, len(pages[value]), tuple(sorted(pages[value])[:_SHOWN]))


def drawn_pages(most: int = _PAGES) -> list[Path]:
    """So many of the reference pages, without documentation, by the hashes of their names; none where they are not
    there."""
    files = (file for folder in sources() for file in folder.glob("*.html.gz"))
    documents = _documents()
    return sorted((file for file in files if page_of(file.name) not in documents), key=lambda f: _drawn(f.name))[:most]


def _documents() -> set[str]:
    """The pages that the corpora call documentation: they are nobody's articles."""
    rows = (json.loads(line) for folder in sources() for line in _lines(folder.parent / "gold.jsonl"))
    return {row["id"] for row in rows if row.get("kind") == "documentation"}


def _lines(file: Path) -> Iterable[str]:
    return file.read_text("utf-8").splitlines()


def _drawn(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
