"""What is new in the archive? Links to what came into it of late, each an address that a reader may keep.

Nobody is known here, and no visit is remembered: what is new since a visit is told by an address that was kept at it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from search.query import Arrival, Listing, Query, Sort
from web import urls, words
from web.site import moves

_LATELY = (("added:today", "today"), ('added:"past week"', "in the past week"))


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
    asked = [(shown, Query(text, sort=Sort.ADDED)) for text, shown in _LATELY]
    asked.append((f"by the last run, {words.moment(last)}", by_run))
    links = tuple(_links(asked, total, count))
    if not any(link.href == urls.search(by_run) for link in links):
        return None
    later = Arrival(first=last + timedelta(seconds=1))
    return Arrivals(links, urls.search(replace(by_run, arrival=later)))


def _links(asked: list[tuple[str, Query]], total: int, count: Callable[[Query], int]) -> Iterator[ArrivalLink]:
    """Those that some articles came in and some did not."""
    for shown, query in asked:
        found = count(replace(query, copies=Listing.ALL))
        if 0 < found < total:
            yield ArrivalLink(shown, urls.search(query), f"{found:,}")


def by_last_run(query: Query, last: datetime | None) -> str:
    """The address of what the last run added of what a query finds; "" where nobody knows, or it is asked for."""
    arrival = Arrival(first=last) if last else None
    return urls.search(moves.newly_arrived(query, arrival)) if arrival and arrival != query.arrival else ""
