"""Whom do a page's marked-up bylines name? Looked at where the head names no author."""

from __future__ import annotations

from collections.abc import Sequence

from index.describe.bylines import Byline, is_mark, parse_byline, stated_names
from index.describe.dates import find_dates

_BARE = 30


def marked_byline(texts: Sequence[str], publisher: str = "") -> tuple[Byline, str] | None:
    """(byline, its text) of the first of the elements' texts that names a person, else of the first bare name."""
    for text in texts:
        found = parse_byline(text, publisher, marked=True)
        if found is not None and (found.authors or found.agencies):
            return found, text
    for text in texts:
        if len(text) <= _BARE and not is_mark(text) and not find_dates(text):
            authors, agencies = stated_names(text, (publisher,))
            if authors or agencies:
                return Byline(authors, "", agencies, marked=True), text
    return None
