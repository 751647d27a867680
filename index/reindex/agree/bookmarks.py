"""What do exports of bookmarks say of the pages of the archive, and which articles hang on it?

A bookmark is a row of the manifest without an article. To give what a rebuild would give, the archive keeps what each
says; when what is said of an address has changed, what was saved from it is read again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.naming import name_of
from index.reindex.agree.derivation import moved
from index.reindex.agree.said import PageSays, PageStatements, Said
from index.reindex.rows import Rows

if TYPE_CHECKING:
    from index.describe.model import PageBookmark
    from index.page import RawPage

_CURATED = "1"


class Bookmarks(PageStatements):
    """What is said of each address. A table holds what each bookmark puts in: the address in its one spelling, the
    fields as JSON, its file, and whether a person keeps it."""

    name = "bookmarks"

    def value(self, state: Said) -> dict[str, tuple[PageBookmark, ...]]:
        return of_addresses(state)

    def outdated(self, rows: Rows, before: Said, now: Said) -> NDArray[np.bool_]:
        names = [name_of(f"//{address}", "", (), "") for address in moved(_by_address(before), _by_address(now))]
        bases = np.array([name.base for name in names if name.by_address], np.uint64)
        return np.asarray(rows.by_address & np.isin(rows.base, bases))

    def seen(self, page: RawPage) -> PageSays | None:
        from index.address import canonical  # noqa: PLC0415
        from index.article import article_id  # noqa: PLC0415

        if page.bookmark is None or not (address := canonical(page.bookmark.address)):
            return None
        fields = json.dumps(page.bookmark.fields, ensure_ascii=False, sort_keys=True)
        words = (address, fields, page.path, _CURATED if page.bookmark.curated else "")
        return PageSays.of(int(article_id(page.path, page.key), 16), words)

    def arguments(self, value: Mapping[str, tuple[PageBookmark, ...]]) -> Callable[[RawPage], Mapping[str, Any]]:
        bookmarks = {"bookmarks": value}
        return lambda page: bookmarks


def of_addresses(said: Said) -> dict[str, tuple[PageBookmark, ...]]:
    """What is said of each address: first what a person keeps, then by the names of files."""
    from index.describe.model import PageBookmark  # noqa: PLC0415  loads what describes

    return {
        address: tuple(PageBookmark(path, json.loads(fields), not guessed) for guessed, path, fields in rows)
        for address, rows in _by_address(said).items()
    }


def _by_address(said: Said) -> dict[str, list[tuple[bool, str, str]]]:
    rows: defaultdict[str, set[tuple[bool, str, str]]] = defaultdict(set)
    for address, fields, path, curated in said.pages.values():
        rows[address].add((curated != _CURATED, path, fields))
    return {address: sorted(some) for address, some in rows.items()}
