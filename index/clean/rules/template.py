"""Which lines recur across the pages of one site? Counted in a first pass over the archive, used in the second."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import xxhash

from index.address import host_of
from index.page import RawPage

_LONGEST = 400  # characters: a longer line is a paragraph; a template's paragraphs are shorter
_FEWEST_PAGES = 4
_SHARE = 0.25
_SENTENCE_SHARE = 0.5
_SENTENCE_PAGES = 8
_ENDS = ".!?…。！？؟।"


@dataclass(frozen=True, slots=True)
class TemplateLines:
    """The lines of one site's template, as 64-bit hashes of their texts."""

    hashes: frozenset[int] = frozenset()

    def __contains__(self, text: str) -> bool:
        return bool(self.hashes) and line_hash(text) in self.hashes


@dataclass
class TemplateCounter:
    """The first pass: how many pages of each site hold each line. `most` bounds the lines remembered of one site."""

    most: int = 200_000
    pages: Counter[str] = field(default_factory=Counter)
    lines: dict[str, Counter[int]] = field(default_factory=dict)

    def add(self, page: RawPage) -> None:
        """Count the page's distinct short lines for its site."""
        self.add_hashes(site_of(page), line_hashes(page))

    def add_hashes(self, site: str, hashes: Iterable[int]) -> None:
        """Count a page that a worker has reduced to `site_of` and `line_hashes`."""
        if not site:
            return
        self.pages[site] += 1
        counts = self.lines.setdefault(site, Counter())
        counts.update(hashes)
        if len(counts) > self.most:
            self.lines[site] = Counter({line: n for line, n in counts.items() if n > 1})

    def template_for(self, page: RawPage) -> TemplateLines:
        """The template of the page's site: empty where too few of its pages are known."""
        return self.template_of(site_of(page))

    def template_of(self, site: str) -> TemplateLines:
        """The template of a site by its name."""
        pages = self.pages.get(site, 0)
        if pages < _FEWEST_PAGES:
            return TemplateLines()
        few = max(_FEWEST_PAGES, _SHARE * pages)
        many = max(_SENTENCE_PAGES, _SENTENCE_SHARE * pages)
        return TemplateLines(
            frozenset(line for line, n in self.lines[site].items() if n >= (many if line & 1 else few))
        )


def site_of(page: RawPage) -> str:
    """The host of the page's own address where it states one, else the folder that the file lies in."""
    given = page.given.get("url")
    address = given if isinstance(given, str) else ""
    if not address and page.head is not None:
        address = page.head.canonical or next(iter(page.head.meta.get("og:url", ())), "")
    return host_of(address) or page.path.rpartition("/")[0]


def line_hash(text: str) -> int:
    """64 bits of the line; the lowest bit says that it reads like a sentence, for which more pages must speak."""
    is_sentence = len(text) >= 60 and text.rstrip("\"'”’»)")[-1:] in _ENDS
    return (xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass")) & ~1) | is_sentence


def line_hashes(page: RawPage) -> frozenset[int]:
    """The page's distinct lines that a template could hold."""
    return frozenset(line_hash(line.text) for line in page.lines if line.text and len(line.text) <= _LONGEST)
