"""Whom do a page's marked-up bylines name? Looked at where the head names no author."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from index.describe.bylines import Byline, is_mark, parse_byline, stated_names
from index.describe.dates import find_dates

_MARKS = (
    "byline",
    "author",
    "autor",
    "writer",
    "contributor",
    "redakteur",
    "verfasser",
    "signature",
    "skribent",
    "yazar",
)
_SELECTOR = ", ".join(
    f'[{name}*="{mark}" i]' for mark in _MARKS for name in ("class", "itemprop", "rel", "data-testid")
)
_ASIDE = re.compile(r"comment|related|recommend|sidebar|footer|widget|popular|trending|more-|card|teaser|promo", re.I)
_MOST = 40
_LONGEST = 160
_BARE = 30


def marked_byline(markup: str, publisher: str = "") -> tuple[Byline, str] | None:
    """(byline, its text) of the first marked element that names a person, else of the first that is a bare name."""
    texts = marked_bylines(markup)
    for text in texts:
        found = parse_byline(text, publisher, marked=True)
        if found is not None and (found.authors or found.agencies):
            return found, text
    for text in texts:
        if len(text) <= _BARE and not is_mark(text) and not find_dates(text):
            authors, agencies = stated_names(text, (publisher,))
            if authors or agencies:
                return Byline(authors, "", agencies, True), text
    return None


def marked_bylines(markup: str) -> list[str]:
    """The texts of elements whose class, property or relation speaks of an author, in page order, without repeats."""
    if not any(mark in markup for mark in ("uthor", "yline", *_MARKS[2:])):
        return []
    texts: dict[str, None] = {}
    for node in LexborHTMLParser(markup).css(_SELECTOR)[:_MOST]:
        text = " ".join((node.text(separator=" ") or "")[: _LONGEST * 4].split())
        if 2 < len(text) <= _LONGEST and not _inside_aside(node):
            texts[text] = None
    return list(texts)


def _inside_aside(node: object) -> bool:
    steps = 0
    while node is not None and steps < 12:
        attributes = getattr(node, "attributes", None) or {}
        if _ASIDE.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"):
            return True
        node = getattr(node, "parent", None)
        steps += 1
    return False
