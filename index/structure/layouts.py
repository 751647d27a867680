"""Which lists, quotations and preformatted texts of a page only place what is something else?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.outline import Outline

LISTS = frozenset({"ul", "ol"})
HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}

_MOST_LINES = 3  # lines an item has at the mean; more are sections of a text
_LARGEST_SHARE, _FEWEST_LINES = 0.6, 6  # of an article in one quotation, from so many lines on: it is the article
_PROSE = 7  # words of a line at the mean, from which on text that is set with fixed breaks is no code, table or poem


def layouts(outline: Outline, numbers: Sequence[int], texts: Sequence[str]) -> frozenset[int]:
    """The elements `ul`, `ol`, `blockquote` and `pre` that say nothing of the lines `numbers`, which say `texts`."""
    lines: dict[int, list[int]] = {}  # of each such element their places among `numbers`, of a list but its own
    headed: set[int] = set()  # that hold a heading
    items: dict[int, set[int]] = {}  # of each list
    for place, number in enumerate(numbers):
        below = heading = inner = -1
        for element in _upwards(outline, outline.element[number]):
            tag = outline.tag[element]
            if tag in HEADING_LEVELS:
                heading = element
            elif tag in LISTS:
                items.setdefault(element, set()).add(below)
                lines.setdefault(element, []).extend([place] * (inner < 0))
                inner = element
            elif tag in ("blockquote", "pre"):
                lines.setdefault(element, []).append(place)
            if heading >= 0:
                headed.add(element)
            below = element if tag == "li" else below
    placing = headed & lines.keys()
    for element, inside in lines.items():
        if _only_places(outline.tag[element], [texts[place] for place in inside], items.get(element), texts):
            placing.add(element)
    return frozenset(placing)


def _only_places(tag: str, inside: Sequence[str], items: set[int] | None, texts: Sequence[str]) -> bool:
    if items is not None:
        return len(inside) > _MOST_LINES * len(items)
    if tag == "pre":
        return sum(text.count(" ") + 1 for text in inside) >= _PROSE * len(inside)
    return len(inside) >= _FEWEST_LINES and len(inside) > _LARGEST_SHARE * len(texts)


def _upwards(outline: Outline, element: int) -> Iterator[int]:
    """The element and those around it, without the root."""
    while element > 0:
        yield element
        element = outline.parent[element]
