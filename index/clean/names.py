"""What was a line that the model left out? The most telling name that its words, its element or its place give it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.clean.features import Table
from index.clean.sections import list_lines
from index.clean.spot import is_place_byline
from index.page import RawPage, Tree
from index.readers.html import HIDDEN, HINTS

_BY_HINT = {
    "comment": "comments",
    "share": "share",
    "related": "related",
    "ad": "advertisement",
    "newsletter": "newsletter",
    "caption": "caption",
    "byline": "byline",
    "cookie": "cookies",
    "tags": "tags",
    "nav": "navigation",
}
_BY_ELEMENT = {
    "figcaption": "caption",
    "figure": "caption",
    "nav": "navigation",
    "footer": "navigation",
    "header": "navigation",
    "aside": "related",
    "form": "form",
    "button": "form",
}


def name_dropped(page: RawPage, table: Table, kept: NDArray[np.bool_], dropped: NDArray[np.int64]) -> list[str]:
    """The rule's name for each of the dropped units; empty where nothing but the model speaks against the line."""
    titles = _titles(page, table, kept)
    in_list = list_lines(table.lines.looks, kept & table.lines.prose, table.units.blank > 0)
    copies = table.values[:, table.names.index("copies")] > 1
    first_kept = int(np.argmax(kept)) if kept.any() else 0
    names = []
    for number in dropped.tolist():
        text = table.lines.texts[number]
        name = table.lines.looks[number]
        if not name and number <= first_kept + 3 and is_place_byline(text):
            name = "byline"
        if not name and number in titles:
            name = "title"
        if not name and page.tree is not None:
            name = _by_tree(page.tree, table, number)
        if not name and in_list[number]:
            name = "related"
        if not name and number < first_kept and _is_standfirst(table, number):
            name = "standfirst"
        if not name and copies[number]:
            name = "repeated"
        names.append(name)
    return names


def _titles(page: RawPage, table: Table, kept: NDArray[np.bool_]) -> frozenset[int]:
    """Dropped lines that are the title: the head's title begins with them or, in a dump, they stand above the body."""
    m = table.lines.measures
    candidates = np.flatnonzero(~kept & (m.words >= 2) & (m.words <= 40))
    if page.head is not None:
        stated = [page.head.title, *page.head.meta.get("og:title", ())]
        folded = [" ".join(title.split()).casefold() for title in stated if title.strip()]
        return frozenset(
            n for n in candidates.tolist() if any(t.startswith(table.lines.texts[n].casefold()) for t in folded)
        )
    body = np.flatnonzero(kept & table.lines.prose)
    first = int(body[0]) if len(body) else 0
    heads = (n for n in candidates.tolist() if n < first and not table.lines.looks[n])
    above = [n for n in heads if 3 <= m.words[n] <= 25 and not table.lines.texts[n].endswith(("...", "…", "|", "*"))]
    twice = [n for n in above if table.values[n, table.names.index("copies")] > 1]
    near = [n for n in above if first - n <= 8]
    near = [n for n in near if not is_place_byline(table.lines.texts[n])]
    chosen = (twice or near[:1])[:1]
    if not chosen:
        return frozenset()
    same = np.flatnonzero(m.line_hash == m.line_hash[chosen[0]])
    return frozenset(same.tolist())


def _by_tree(tree: Tree, table: Table, number: int) -> str:
    element = int(tree.element[number])
    own = int(tree.hint[element] | tree.line_hint[number])
    if own & HIDDEN:
        return "hidden"
    for level in range(12):
        name = _BY_ELEMENT.get(tree.tag[element])
        if name:
            return name
        hint = (own if level == 0 else int(tree.hint[element])) if element else 0
        if level < 3 and hint:
            for bit, (word, _) in enumerate(HINTS):
                if hint >> bit & 1 and word in _BY_HINT:
                    return _BY_HINT[word]
        if element <= 0:
            break
        element = int(tree.parent[element])
    return ""


def _is_standfirst(table: Table, number: int) -> bool:
    """Prose above the body, or the page's own description."""
    if "description_words" in table.names:
        held = float(table.values[number, table.names.index("description_words")])
        if held >= 0.9 and table.lines.measures.words[number] >= 6:
            return True
    return bool(table.lines.prose[number]) or float(table.lines.measures.words[number]) >= 15
