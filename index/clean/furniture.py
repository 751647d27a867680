"""What does the cleaner decide where the reader knows of lines that are no text? It never sees these lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from index.page import Cleaned, Decision, RawPage, Tree


def around(page: RawPage, judge: Callable[[RawPage], Cleaned]) -> Cleaned:
    """The decisions of `judge` on the page without its furniture, and on that its rule: one for each line, in order."""
    if not page.furniture:
        return judge(page)
    places = [number for number in range(len(page.lines)) if number not in page.furniture]
    bare = replace(
        page,
        lines=tuple(page.lines[number] for number in places),
        furniture={},
        tree=_without(page.tree, places, len(page.lines)) if page.tree else None,
    )
    cleaned = judge(bare)
    decisions = [Decision(number, page.furniture.get(number, "")) for number in range(len(page.lines))]
    for number, decision in zip(places, cleaned.decisions, strict=True):
        decisions[number] = decision._replace(line=number)
    return replace(
        cleaned,
        page=page,
        decisions=tuple(decisions),
        joins=frozenset(places[number] for number in cleaned.joins),
        recurring=frozenset(places[number] for number in cleaned.recurring),
    )


def _without(tree: Tree, places: Sequence[int], count: int) -> Tree:
    """The tree over the lines at the places only."""
    before = np.zeros(count + 1, np.int32)  # of each line: how many lines that stay stand before it
    before[1:] = np.cumsum(np.isin(np.arange(count), places))
    kept = np.array(places, np.int64)
    of_lines = ("element", "link_chars", "links", "bold_chars", "line_hint", "images", "fields")
    return replace(
        tree,
        first=before[tree.first],
        end=before[tree.end],
        **{name: getattr(tree, name)[kept] for name in of_lines},
    )
