"""What do bookmarks in the archive say of a page? Exports of programs that keep links, found by the page's address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.article import ArticleDate, Precision
from index.describe.claims import Claim, Origin
from index.describe.given import NAMES, given_field
from index.describe.model import Hints, PageBookmark

OF_BOOKMARKS = (Origin.BIBLIOGRAPHY, Origin.BOOKMARK)
_WHOLE = (Precision.MINUTE, Precision.DAY)


def bookmarked(bookmarks: Iterable[PageBookmark], hints: Hints) -> Iterator[Claim]:
    """What bookmarks of a page claim, the first before the others. A day of a bibliography that is a month or a year
    only is believed no more than a list of links: a page's own day tells more."""
    for bookmark in bookmarks:
        source = Origin.BIBLIOGRAPHY if bookmark.curated else Origin.BOOKMARK
        giver = Claim("", "", source, f"bookmark in {bookmark.path}:")
        for name in NAMES:
            for claim in given_field(name, bookmark.fields, giver, hints):
                whole = not isinstance(claim.value, ArticleDate) or claim.value.precision in _WHOLE
                yield claim if whole else claim._replace(source=Origin.BOOKMARK)
