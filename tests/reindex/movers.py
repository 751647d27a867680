"""Pages that make derivations move: for each derivation, by its name, what histories are drawn from."""

from __future__ import annotations

import json
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.reindex import dispatches

BODIES = (
    "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away.",
    "Engineers said that the work would take two years and cost more than the city had put aside for it.",
    "A spokeswoman for the ministry declined to say when the money would arrive, or whether it would come at all.",
    "Farmers in the valley complained that the detour added an hour to every journey to the market.",
)
ODD = "The editors of this paper wish all readers a happy spring."
UNDATED = "LISBON, Feb 24 (Reuters) - The harbour reopened on Wednesday after a week of storms, the port said."


TOLD = tuple(
    dispatches.dated(day, *told)
    for some in (dispatches.OLDER, dispatches.OTHER_YEARS, dispatches.SAME_EVENT)
    for day, told in some.items()
)


def page(title: str, *parts: str) -> str:
    return "\n\n".join([title, *filter(None, parts)]) + "\n"


def web_page(number: int, host: str, head: str) -> str:
    """A page of a site as HTML; `head` holds further elements of its head."""
    body = "".join(f"<p>{text}</p>" for text in (f"{BODIES[number % 4]} {number}", BODIES[(number + 1) % 4]))
    address = f"<link rel=canonical href='https://{host}/story-{number}'>"
    return f"<!DOCTYPE html><html><head>{address}{head}</head><body><h1>Story number {number}</h1>{body}</body></html>"


def site_name(name: str) -> str:
    return f"<meta property='og:site_name' content='{name}'>" if name else ""


def section(name: str) -> str:
    return f"<meta property='article:section' content='{name}'>" if name else ""


def bookmark_list(told: list[tuple[int, str]]) -> str:
    """An export that says of pages of `web_page` who wrote them, and at the end of one that is nowhere."""
    rows = [{"title": "T", "url": f"http://www.quay.example/story-{number}", "author": name} for number, name in told]
    return json.dumps([*rows, {"title": "Nowhere", "url": "https://mole.example/nowhere"}])


@dataclass(frozen=True, slots=True)
class Mover:
    """`pages` are drawn for histories. A page of `first` is read again because those of `then` come."""

    pages: st.SearchStrategy[str]
    first: tuple[str, ...]
    then: tuple[str, ...]


MOVERS = {
    # A line that enters or leaves the template of its site.
    "recurring": Mover(
        st.builds(
            lambda number, line: page(f"Story number {number}", BODIES[number % 4], line, BODIES[3]),
            st.integers(0, 3),
            st.sampled_from((ODD, ODD, ODD, "")),
        ),
        tuple(page(f"Story number {n}", BODIES[n], ODD, f"{BODIES[3]} {n}") for n in range(3)),
        tuple(page(f"Story number {n}", f"{BODIES[0]} {n}", ODD, BODIES[1]) for n in (3, 4)),
    ),
    # What the pages of a host agree to be called.
    "papers": Mover(
        st.builds(
            lambda number, host, name: web_page(number, host, site_name(name)),
            st.integers(0, 3),
            st.sampled_from(("quay.example", "quay.example", "www.quay.example", "mole.example")),
            st.sampled_from(("Quay Post", "QUAY POST", "Weather", "", "")),
        ),
        tuple(web_page(n, "quay.example", "") for n in range(3)),
        (web_page(3, "quay.example", site_name("Quay Post")),),
    ),
    # A section of one paper that becomes frequent enough.
    "rubrics": Mover(
        st.builds(
            lambda number, name: web_page(number, "quay.example", section(name)),
            st.integers(0, 3),
            st.sampled_from(("Tide Tables", "Tide tables", "Tide Tables", "Business", "")),
        ),
        tuple(web_page(n, "quay.example", section("Tide Tables")) for n in range(3)),
        tuple(web_page(n, "quay.example", section("Tide Tables")) for n in (3, 4)),
    ),
    # What an export says of pages that it does not hold.
    "bookmarks": Mover(
        st.one_of(
            st.builds(
                bookmark_list, st.lists(st.tuples(st.integers(0, 3), st.sampled_from(("Ann Lee", "Bo Berg", ""))))
            ),
            st.builds(lambda number: web_page(number, "quay.example", ""), st.integers(0, 3)),
        ),
        tuple(web_page(n, "quay.example", "") for n in range(3)),
        (bookmark_list([(n, "Ann Lee") for n in range(3)]),),
    ),
    # A year that dates without one are told by, or articles of their days, and one that no longer is there.
    "years": Mover(
        st.one_of(
            st.builds(
                lambda date, body: page("A bridge for the valley", date, body),
                st.sampled_from(("3 March 1998", "26 May 2015", "2 April 2021", UNDATED, UNDATED)),
                st.sampled_from(BODIES),
            ),
            st.sampled_from((dispatches.page(dispatches.TITLE, *dispatches.DISPATCH),) * 4 + TOLD),
        ),
        (page("The harbour", UNDATED, BODIES[0], BODIES[1]),),
        (page("A bridge", "3 March 1998", BODIES[2], BODIES[1]),),
    ),
}
