"""Which lists, quotations and preformatted texts of a page only place what is something else?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.outline import BREAK, Outline

LISTS = frozenset({"ul", "ol"})
HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}

_MOST_LINES = 3  # lines an item has at the mean; more are sections of a text
_LARGEST_SHARE, _FEWEST_LINES = 0.6, 6  # of an article in one quotation, from so many lines on: it is the article
_PROSE = 7  # words of a line at the mean, from which on text that is set with fixed breaks is no code, table or poem


@dataclass(slots=True)
class _Held:
    """What a list, quotation or preformatted text holds: lines by their places (of a list without those of lists within
    it), the items that they stand in, and whether a heading is among them."""

    lines: list[int] = field(default_factory=list)
    items: set[int] = field(default_factory=set)
    headed: bool = False


def layouts(outline: Outline, numbers: Sequence[int], texts: Sequence[str]) -> frozenset[int]:
    """The elements `ul`, `ol`, `blockquote` and `pre` that say nothing of the lines `numbers`, which say `texts`."""
    return frozenset(
        element
        for element, held in _held(outline, numbers).items()
        if held.headed or _only_places(outline, element, held, (numbers, texts))
    )


def _held(outline: Outline, numbers: Sequence[int]) -> dict[int, _Held]:
    known: dict[int, _Held] = {}
    for place, number in enumerate(numbers):
        item = -1
        headed = inner = False
        for element in _upwards(outline, outline.element[number]):
            tag = outline.tag[element]
            headed = headed or tag in HEADING_LEVELS
            item = element if tag == "li" else item
            if tag in LISTS or tag in ("blockquote", "pre"):
                held = known.setdefault(element, _Held())
                held.headed = held.headed or headed
                if tag not in LISTS or not inner:
                    held.lines.append(place)
                if tag in LISTS:
                    held.items.add(item)
                    inner = True
    return known


def _only_places(outline: Outline, element: int, held: _Held, lines: tuple[Sequence[int], Sequence[str]]) -> bool:
    """Whether the element only places its lines, `lines` being the numbers and texts of all."""
    numbers, texts = lines
    count = len(held.lines)
    if outline.tag[element] == "pre":
        count += sum(_breaks(outline, numbers[place]) for place in held.lines)
        return sum(texts[place].count(" ") + 1 for place in held.lines) >= _PROSE * count
    if held.items:
        return count > _MOST_LINES * len(held.items)
    return count >= _FEWEST_LINES and count > _LARGEST_SHARE * len(texts)


def _breaks(outline: Outline, number: int) -> int:
    """How many lines of the page end within the line of this number."""
    ends = outline.inline.mark_ends
    return outline.inline.names[ends[number - 1] if number else 0 : ends[number]].count(BREAK)


def _upwards(outline: Outline, element: int) -> Iterator[int]:
    """The element and those around it, without the root."""
    while element > 0:
        yield element
        element = outline.parent[element]
