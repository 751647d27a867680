"""Which lines recur across a site's pages, and which pages does a change of them touch?

The template of a site hangs on all its pages, so that one more page can change what is dropped from another. To give
what a rebuild would give, the archive keeps the line hashes of every page; a site's template is counted anew when one
of its pages comes, goes or changes, and the pages that hold a line that entered or left it are read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from index.reindex.agree.derivation import Change, Derivation
from index.reindex.rows import Rows
from index.store.tables import encode_table, json_array, json_of, opened_table

if TYPE_CHECKING:
    from index.clean.rules.template import TemplateLines
    from index.page import RawPage

_UNBOUNDED = 1 << 62  # the counter's own bound would make its answer hang on the order of the pages


@dataclass(frozen=True, slots=True)
class PageLines:
    """A page reduced to what templates are counted from: its article's id, its site, its line hashes (uint64)."""

    id: int
    site: str
    hashes: NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Recurring:
    """The line hashes of all pages that are cleaned: `pages` by article id."""

    pages: Mapping[int, PageLines]

    @classmethod
    def empty(cls) -> Self:
        return cls({})

    def changed(self, without: Iterable[int], added: Iterable[PageLines]) -> Recurring:
        """The pages after some have gone and others have come or changed."""
        pages = dict(self.pages)
        for page_id in without:
            pages.pop(page_id, None)
        pages.update((page.id, page) for page in added)
        return Recurring(pages)

    def templates(self, sites: set[str] | None = None) -> dict[str, TemplateLines]:
        """The template of each of the sites (None: of all) that has one."""
        if not self.pages:
            return {}
        from index.clean.rules.template import TemplateCounter  # noqa: PLC0415  loads the cleaner, which few runs need here

        counter = TemplateCounter(most=_UNBOUNDED)
        for page in self.pages.values():
            if sites is None or page.site in sites:
                counter.add_hashes(page.site, page.hashes.tolist())
        templates = {site: counter.template_of(site) for site in counter.pages}
        return {site: template for site, template in templates.items() if template.hashes}

    def touched(self, before: Recurring, sites: set[str]) -> set[int]:
        """Ids of pages that hold a line which entered or left their site's template since `before`."""
        old, new = before.templates(sites), self.templates(sites)
        none: frozenset[int] = frozenset()
        before_and_now = [{site: template.hashes for site, template in templates.items()} for templates in (old, new)]
        moved = {site: before_and_now[0].get(site, none) ^ before_and_now[1].get(site, none) for site in sites}
        return {
            page.id
            for page in self.pages.values()
            if page.site in sites and moved[page.site] and not moved[page.site].isdisjoint(page.hashes.tolist())
        }

    def encode(self) -> bytes:
        """The table as bytes: a zip of plain arrays."""
        pages = list(self.pages.values())
        sites = sorted({page.site for page in pages})
        number = {site: n for n, site in enumerate(sites)}
        return encode_table(
            {
                "sites": json_array(sites),
                "id": np.array([page.id for page in pages], np.uint64),
                "site": np.array([number[page.site] for page in pages], np.int32),
                "first": np.cumsum([0, *(len(page.hashes) for page in pages)], dtype=np.int64),
                "hashes": np.concatenate([np.zeros(0, np.uint64), *(page.hashes for page in pages)]),
            }
        )

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """The table of `encode`. Raises `IndexDamaged` for anything else."""
        with opened_table(data, "the table of recurring lines") as arrays:
            sites = json_of(arrays["sites"])
            ids, site = arrays["id"].tolist(), arrays["site"].tolist()
            first, hashes = arrays["first"].tolist(), arrays["hashes"]
            return cls(
                {
                    page_id: PageLines(page_id, sites[s], hashes[first[n] : first[n + 1]])
                    for n, (page_id, s) in enumerate(zip(ids, site, strict=True))
                }
            )


class Templates(Derivation[Recurring]):
    """The template of each site. A table of its own holds what each page puts in."""

    name = "recurring"
    early = True

    def last(self, said: Any, table: bytes | None) -> Recurring:
        return Recurring.decode(table) if table is not None else Recurring.empty()

    def encode(self, state: Recurring) -> bytes:
        return state.encode()

    def changed(self, state: Recurring, change: Change) -> Recurring:
        gone = change.without.intersection(state.pages)
        return state.changed(gone, change.added) if gone or change.added else state

    def value(self, state: Recurring) -> dict[str, TemplateLines]:
        return state.templates()

    def outdated(self, rows: Rows, before: Recurring, now: Recurring) -> NDArray[np.bool_]:
        touched = now.touched(before, _sites_of_change(before, now))
        return np.isin(rows.id, np.fromiter(touched, np.uint64, len(touched)))

    def seen(self, page: RawPage) -> PageLines | None:
        from index.article import article_id  # noqa: PLC0415
        from index.clean.rules.template import line_hashes, site_of  # noqa: PLC0415  loads the cleaner

        site = site_of(page) if page.clean else ""
        if not site:
            return None
        hashes = np.fromiter(sorted(line_hashes(page)), np.uint64)
        return PageLines(int(article_id(page.path, page.key), 16), site, hashes)

    def packed(self, seen: PageLines) -> list[Any]:
        return [seen.id, seen.site, seen.hashes.astype("<u8").tobytes().hex()]

    def unpacked(self, packed: list[Any]) -> PageLines:
        page, site, hashes = packed
        return PageLines(page, site, np.frombuffer(bytes.fromhex(hashes), "<u8"))

    def arguments(self, value: Mapping[str, TemplateLines]) -> Callable[[RawPage], Mapping[str, Any]]:
        from index.clean.rules.template import site_of  # noqa: PLC0415  loads the cleaner

        def template(page: RawPage) -> Mapping[str, Any]:
            return {"template": value.get(site_of(page))} if value and page.clean else {}

        return template


def _sites_of_change(before: Recurring, now: Recurring) -> set[str]:
    """The sites whose pages are not the same in both."""
    gone = {page.site for page_id, page in before.pages.items() if now.pages.get(page_id) is not page}
    return gone | {page.site for page_id, page in now.pages.items() if before.pages.get(page_id) is not page}
