"""What is new in the archive? Links to what came into it of late, each an address that a reader may keep.

Nobody is known here, and no visit is remembered: what is new since a visit is told by an address that was kept at it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from search.query import Arrival, Listing, Query, Sort
from web import regional, urls, words
from web.site import moves
from web.translation import gettext as _
from web.translation import noted

_LATELY = (("added:today", noted("today")), ('added:"past week"', noted("in the past week")))


@dataclass(frozen=True, slots=True)
class ArrivalLink:
    """What leads to the articles that came in a time; `count` is of articles."""

    shown: str
    href: str
    count: str


@dataclass(frozen=True, slots=True)
class Arrivals:
    """`links` lead to what is new; `from_now_on` to what will be added to the archive as it is now."""

    links: tuple[ArrivalLink, ...]
    from_now_on: str


def arrivals(last: datetime | None, total: int, count: Callable[[Query], int]) -> Arrivals | None:
    """What is new in an archive of `total` articles of which the last came at the moment `last`, as `count` counts
    questions; None where all came at once, or nobody knows when."""
    if last is None:
        return None
    by_run = Query(arrival=Arrival(first=last), sort=Sort.ADDED)
    newest = _link(_("by the last run that found any, %(moment)s", moment=words.moment(last)), by_run, total, count)
    if newest is None:
        return None
    lately = (_link(_(shown), Query(text, sort=Sort.ADDED), total, count) for text, shown in _LATELY)
    later = replace(by_run, arrival=Arrival(first=last + timedelta(seconds=1)))
    return Arrivals((*filter(None, lately), newest), urls.search(later))


def _link(shown: str, query: Query, total: int, count: Callable[[Query], int]) -> ArrivalLink | None:
    """None where all articles came in that time, or none did."""
    found = count(replace(query, copies=Listing.ALL))
    return ArrivalLink(shown, urls.search(query), regional.number(found)) if 0 < found < total else None


def by_last_run(query: Query, last: datetime | None) -> str:
    """The address of what the last run added of what a query finds; "" where nobody knows, or it is asked for."""
    arrival = Arrival(first=last) if last else None
    return urls.search(moves.newly_arrived(query, arrival)) if arrival and arrival != query.arrival else ""
