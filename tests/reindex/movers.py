"""Pages that make derivations move: for each derivation, by its name, what histories are drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

BODIES = (
    "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away.",
    "Engineers said that the work would take two years and cost more than the city had put aside for it.",
    "A spokeswoman for the ministry declined to say when the money would arrive, or whether it would come at all.",
    "Farmers in the valley complained that the detour added an hour to every journey to the market.",
)
ODD = "The editors of this paper wish all readers a happy spring."
UNDATED = "LISBON, Feb 24 (Reuters) - The harbour reopened on Wednesday after a week of storms, the port said."


def page(title: str, *parts: str) -> str:
    return "\n\n".join([title, *filter(None, parts)]) + "\n"


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
    # A year that dates without one are told by, and one that no longer is there.
    "years": Mover(
        st.builds(
            lambda date, body: page("A bridge for the valley", date, body),
            st.sampled_from(("3 March 1998", "26 May 2015", "2 April 2021", UNDATED, UNDATED)),
            st.sampled_from(BODIES),
        ),
        (page("The harbour", UNDATED, BODIES[0], BODIES[1]),),
        (page("A bridge", "3 March 1998", BODIES[2], BODIES[1]),),
    ),
}
