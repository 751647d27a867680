"""How is a list of results shown? Its order, cards or lines, how many a page, and the pages of it, each as a link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from search.query import MAX_RESULTS, Listing, Query, Sort
from web import paths, regional, urls
from web.site import moves
from web.translation import gettext as _
from web.translation import noted

_SORTS = (
    (Sort.RELEVANCE, noted("Relevance")),
    (Sort.RECENT, noted("Relevant and recent")),
    (Sort.NEWEST, noted("Newest date")),
    (Sort.OLDEST, noted("Oldest date")),
    (Sort.ADDED, noted("Added last")),
)
_BY_WORDS = (Sort.RELEVANCE, Sort.RECENT)  # orders that only words give
_SIZES = (10, 25, 50)  # results a page that are offered
_AROUND = 2  # pages linked on each side of the one that is shown


@dataclass(frozen=True, slots=True)
class Link:
    """A link, what is said of it to who hears it, and whether it leads to what is shown."""

    shown: str
    href: str
    current: bool = False
    explained: str = ""


def sorts(query: Query) -> list[Link]:
    """The orders; without words there is no relevance, and the newest come first."""
    current = query.sort if query.text or query.sort not in _BY_WORDS else Sort.NEWEST
    offered = [pair for pair in _SORTS if query.text or pair[0] not in _BY_WORDS]
    return [Link(_(shown), urls.search(moves.sorted_by(query, sort)), sort is current) for sort, shown in offered]


def shapes(query: Query) -> list[Link]:
    """Cards or lines."""
    both = (_("Full"), False), (_("Compact"), True)
    return [Link(said, urls.search(moves.shown(query, compact=on)), query.compact is on) for said, on in both]


def sizes(query: Query, total: int) -> list[Link]:
    """How many of the results a page has; that of the address, too, where it is none of those offered. None where all
    stand on one page."""
    offered = sorted({*_SIZES, query.per_page}) if total > _SIZES[0] else []
    return [Link(f"{n}", urls.search(moves.per_page(query, n)), n == query.per_page) for n in offered]


def span(query: Query, total: int) -> str:
    """Which of the results the page has: "11 to 20 of 65"."""
    first = (query.page - 1) * query.per_page + 1
    last = min(first + query.per_page - 1, total)
    return _(
        "%(first)s to %(last)s of %(total)s",
        first=regional.number(first),
        last=regional.number(last),
        total=regional.number(total),
    )


def pages(query: Query, total: int) -> list[Link | None]:
    """Links to the pages around this one, the first and the last; None stands for those left out."""
    last = min(-(-total // query.per_page), MAX_RESULTS // query.per_page)
    return numbered_links(query.page, last, lambda number: urls.search(moves.page(query, number)))


def numbered_links(current: int, last: int, address: Callable[[int], str]) -> list[Link | None]:
    """The same for any list of pages, each with its address; none where there is one page."""
    near = range(max(1, current - _AROUND), min(last, current + _AROUND) + 1)
    wanted = sorted({1, last, *near}) if last > 1 else []
    out: list[Link | None] = []
    for before, number in zip([0, *wanted], wanted, strict=False):
        if number - before > 1:
            out.append(None)
        out.append(Link(regional.number(number), address(number), number == current))
    return out


def exports(query: Query) -> list[Link]:
    """The results as files, each copy by itself."""
    each = moves.listing(query, Listing.ALL)
    return [Link(shown, urls.export(kind, each)) for kind, shown in paths.EXPORT_NAMES.items()]
