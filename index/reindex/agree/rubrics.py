"""Which sections of single papers has the archive often enough, and which articles hang on it?

A section that few pages state is a headline, a keyword or a name that nobody looks for. To give what a rebuild would
give, the archive keeps what each page states; when a section becomes one or ceases to be, or is spelt otherwise, the
pages that state it are read again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.reindex.agree.derivation import moved
from index.reindex.agree.said import PageSays, PageStatements, Said
from index.reindex.rows import Rows

if TYPE_CHECKING:
    from index.page import RawPage

_LEAST = 5  # pages: of the 307 names that the reference pages state 9 have so many, 248 are on one page


class Rubrics(PageStatements):
    """The sections beside those that papers share. A table of its own holds what each page states."""

    name = "rubrics"

    def value(self, state: Said) -> dict[str, str]:
        return rubrics(state)

    def outdated(self, rows: Rows, before: Said, now: Said) -> NDArray[np.bool_]:
        from index.describe.topics import section_key  # noqa: PLC0415  loads what describes

        keys = moved(rubrics(before), rubrics(now))
        pages = [page for page, names in now.pages.items() if keys and not keys.isdisjoint(map(section_key, names))]
        return np.isin(rows.id, np.array(pages, np.uint64))

    def seen(self, page: RawPage) -> PageSays | None:
        from index.article import article_id  # noqa: PLC0415
        from index.describe.head import address_of, article_of  # noqa: PLC0415  loads what describes
        from index.describe.sections import own_sections  # noqa: PLC0415

        if page.head is None:
            return None
        names = own_sections(page.head, article_of(page.head), address_of(page.head))
        names = tuple(name for name in names if name)
        return PageSays.of(int(article_id(page.path, page.key), 16), names) if names else None

    def arguments(self, value: Mapping[str, str]) -> Callable[[RawPage], Mapping[str, Any]]:
        sections = {"sections": value}
        return lambda page: sections


def rubrics(said: Said) -> dict[str, str]:
    """The sections that enough pages state: by the words that spellings share the commonest spelling, of equally many
    the first that is not in small letters."""
    from index.describe.topics import section_key  # noqa: PLC0415  loads what describes

    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for names in said.pages.values():
        for key, name in {section_key(name): name for name in names}.items():
            spellings[key][name] += 1
    return {
        key: min(counts, key=lambda name: (-counts[name], name == name.lower(), name))
        for key, counts in spellings.items()
        if counts.total() >= _LEAST
    }
