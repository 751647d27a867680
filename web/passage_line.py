"""How does a passage read that reaches over several paragraphs? As one line, with a sign where one begins."""

from __future__ import annotations

import re

from search.results import Marked, Span

BETWEEN = " · "
_BREAK = re.compile(r"(?<=\S)[^\S\n]*\n\s*(?=\S)")


def one_line(value: Marked) -> Marked:
    """`value` with the sign for each break between its paragraphs, its spans on the same words."""
    breaks = [found.span() for found in _BREAK.finditer(value.text)] if "\n" in value.text else []
    if not breaks:
        return value

    def moved(place: int) -> int:
        return place + sum(len(BETWEEN) - (end - start) for start, end in breaks if end <= place)

    spans = tuple(Span(moved(span.start), moved(span.end)) for span in value.spans)
    return Marked(_BREAK.sub(BETWEEN, value.text), spans)
