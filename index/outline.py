"""What does a reader remember of the elements around the lines of a page, and of the marks within them?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

CLOSED = "/"
"""The name of a mark that ends the last one that is open."""

PLAIN_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    "a": "a",
}
"""The elements within a line that are remembered, each with the name that its marks have."""

NUMBERING: Mapping[str, str] = {"ol": "start", "li": "value", "td": "colspan", "th": "colspan"}
"""Elements with a number that counts, and the attribute that holds it."""

_MOST_DIGITS = 6

BREAK = "br"
"""The name of a mark, ended at once, at which a line of the page ends; the text has a blank there."""

PieceMark = tuple[str, int, str]
"""Where a piece of a line begins or ends that is marked: a name of `PLAIN_NAMES`, `BREAK` or `CLOSED`, how many of the
line's pieces stand before it, the address of a link."""


class MarkedPieces(NamedTuple):
    """A line as it was read: its pieces, which are the line when they are joined and their white space is made single
    blanks, and the marks among them, in order, each ended by one `CLOSED` but for those that go on in the next line."""

    pieces: tuple[str, ...]
    marks: tuple[PieceMark, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The block elements of a page, numbered from 0 in page order; 0 is the root.

    Of each element: `parent` (-1 of the root) and `tag`. `element` has of each line the innermost element. `numbers`
    are the values of the attributes `NUMBERING` of elements that have one; `empty_cells` the cells of tables that hold
    nothing, which are no elements: each as its row and how many elements stand before it. `marked` has the lines with
    marks by their number.
    """

    parent: Sequence[int] = ()
    tag: Sequence[str] = ()
    element: Sequence[int] = ()
    numbers: Mapping[int, int] = field(default_factory=dict)
    empty_cells: Sequence[tuple[int, int]] = ()
    marked: Mapping[int, MarkedPieces] = field(default_factory=dict)


def still_open(marks: Iterable[PieceMark]) -> list[PieceMark]:
    """The marks that have no end yet, as those that the next line begins with."""
    open_marks: list[PieceMark] = []
    for name, _, target in marks:
        if name is CLOSED:
            open_marks.pop()
        else:
            open_marks.append((name, 0, target))
    return open_marks


def number_in(attributes: Mapping[str, str | None], tag: str) -> int:
    """The number that the element states in its attribute of `NUMBERING`, -1 where it has none."""
    stated = (attributes.get(NUMBERING[tag]) or "").strip()
    return int(stated) if stated.isdecimal() and len(stated) <= _MOST_DIGITS else -1
