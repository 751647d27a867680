"""What does a reader remember of the elements around the lines of a page, and of the marks within them?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

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


class InlineMarks:
    """What is marked within the lines of a page, gathered as they are read. A few long lists, as most of it belongs to
    menus that nobody asks about: objects for each line took a seventh of the time of reading.

    `names` (of `PLAIN_NAMES`, `BREAK` or `CLOSED`, which ends the last that is open), `places` (how many of the line's
    pieces stand before the mark) and `targets` (addresses of links) have an item for each mark, in page order; a mark
    may go on in the next line. `pieces` are those of the lines in which anything is marked: a line is its pieces
    joined, with single blanks for its white space. `mark_ends` and `piece_ends` tell of each line where both end.
    """

    __slots__ = ("_open", "mark_ends", "names", "piece_ends", "pieces", "places", "targets")

    def __init__(self) -> None:
        self.names: list[str] = []
        self.places: list[int] = []
        self.targets: list[str] = []
        self.mark_ends: list[int] = []
        self.pieces: list[str] = []
        self.piece_ends: list[int] = []
        self._open = 0

    def open(self, name: str, place: int, target: str = "") -> None:
        """A mark begins before the piece of this number."""
        self.names.append(name)
        self.places.append(place)
        self.targets.append(target)
        self._open += 1

    def close(self, place: int) -> None:
        """The last mark ends before the piece of this number."""
        self.names.append(CLOSED)
        self.places.append(place)
        self.targets.append("")
        self._open -= 1

    def end_line(self, pieces: Iterable[str]) -> None:
        """A line ends, which consists of `pieces`."""
        end = len(self.names)
        if self._open or end != (self.mark_ends[-1] if self.mark_ends else 0):
            self.pieces += pieces
        self.mark_ends.append(end)
        self.piece_ends.append(len(self.pieces))

    def no_line(self) -> None:
        """What was read since the last line is none: the marks in it belong to the next one."""
        for number in range(self.mark_ends[-1] if self.mark_ends else 0, len(self.names)):
            self.places[number] = 0


@dataclass(frozen=True, slots=True)
class Outline:
    """The block elements of a page, numbered from 0 in page order; 0 is the root.

    Of each element: `parent` (-1 of the root) and `tag`. `element` has of each line the innermost element. `numbers`
    are the values of the attributes `NUMBERING` of elements that have one; `empty_cells` the cells of tables that hold
    nothing, which are no elements: each as its row and how many elements stand before it. `inline` is what is marked
    within the lines.
    """

    parent: Sequence[int] = ()
    tag: Sequence[str] = ()
    element: Sequence[int] = ()
    numbers: Mapping[int, int] = field(default_factory=dict)
    empty_cells: Sequence[tuple[int, int]] = ()
    inline: InlineMarks = field(default_factory=InlineMarks)


def number_in(attributes: Mapping[str, str | None], tag: str) -> int:
    """The number that the element states in its attribute of `NUMBERING`, -1 where it has none."""
    stated = (attributes.get(NUMBERING[tag]) or "").strip()
    return int(stated) if stated.isdecimal() and len(stated) <= _MOST_DIGITS else -1
