"""What can be done with the articles that a reader picks on a page of results? Where the bar below them leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from search.query import Listing, Query
from web import paths, urls
from web.paths import Parameter

ALL_OF_PAGE = "page"  # the value of `Parameter.PICKED` with which all boxes of a page are ticked


def exports_of(ids: Sequence[str]) -> list[tuple[str, str]]:
    """Names and addresses of exports of these articles; none where there is no article."""
    picked = Query(copies=Listing.ALL)
    return [(name, urls.export(kind, picked, ids)) for kind, name in paths.EXPORT_NAMES.items() if ids]


@dataclass(frozen=True, slots=True)
class PickBar:
    """The bar below results. `asked` are the parameters of the question, with which an export of none that are picked
    is one of all results; `exports` are names of files and their addresses without parameters; `all` and `none` lead
    to the same page with all boxes ticked, and with none."""

    asked: tuple[tuple[str, str], ...]
    exports: tuple[tuple[str, str], ...]
    all: str
    none: str
    all_of_page: bool


def pick_bar(query: Query, *, all_of_page: bool) -> PickBar:
    """The bar of a page of results."""
    whole = replace(query, page=1, per_page=Query().per_page, compact=False)
    return PickBar(
        asked=tuple(urls.pairs(whole, Listing.ALL)),
        exports=tuple((name, urls.address(f"{paths.SEARCH}.{kind}")) for kind, name in paths.EXPORT_NAMES.items()),
        all=urls.write(paths.SEARCH, query, (Parameter.PICKED, ALL_OF_PAGE), fragment="picks"),
        none=urls.search(query),
        all_of_page=all_of_page,
    )
