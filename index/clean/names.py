"""What was a line that the model left out? The most telling name that its words, its element or its place give it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.clean.features.matrix import Table
from index.clean.rules.sections import list_lines
from index.clean.rules.spot import is_place_byline
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
_NAMED_BITS = [(1 << bit, _BY_HINT[word]) for bit, (word, _) in enumerate(HINTS) if word in _BY_HINT]
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
    texts, looks = table.lines.texts, table.lines.looks
    titles = _titles(page, table, kept)
    in_list = list_lines(looks, kept & table.lines.prose, table.units.blank > 0).tolist()
    twice = (table.values[:, table.names.index("copies")] > 1).tolist()
    standfirst = _standfirst(table).tolist()
    first_kept = int(np.argmax(kept)) if kept.any() else 0
    climb = _Climb(page.tree) if page.tree is not None else None
    names = []
    for number in dropped.tolist():
        name = looks[number]
        if not name and number <= first_kept + 3 and is_place_byline(texts[number]):
            name = "byline"
        if not name and number in titles:
            name = "title"
        if not name and climb is not None:
            name = climb.name(number)
        if not name and in_list[number]:
            name = "related"
        if not name and number < first_kept and standfirst[number]:
            name = "standfirst"
        if not name and twice[number]:
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
        longest = max(map(len, folded), default=0)
        texts = {n: table.lines.texts[n] for n in candidates.tolist()}
        short = {n: text.casefold() for n, text in texts.items() if len(text) <= longest}
        return frozenset(n for title in folded for n, text in short.items() if title.startswith(text))
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


class _Climb:
    """What the elements above a line call it, nearest first; the page's arrays as lists, which are read one by one."""

    def __init__(self, tree: Tree) -> None:
        self.element = tree.element.tolist()
        self.line_hint = tree.line_hint.tolist()
        self.parent = tree.parent.tolist()
        self.hint = tree.hint.tolist()
        self.tag = tree.tag
        self.known: dict[tuple[int, int], str] = {}

    def name(self, line: int) -> str:
        """The rule's name; empty where no element tells."""
        element = self.element[line]
        own = self.hint[element] | self.line_hint[line]
        key = (element, own)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = "hidden" if own & HIDDEN else self._above(element, own)
        return found

    def _above(self, element: int, own: int) -> str:
        for level in range(12):
            name = _BY_ELEMENT.get(self.tag[element])
            if name:
                return name
            hint = (own if level == 0 else self.hint[element]) if element else 0
            if level < 3 and hint:
                for bit, name in _NAMED_BITS:
                    if hint & bit:
                        return name
            if element <= 0:
                break
            element = self.parent[element]
        return ""


def _standfirst(table: Table) -> NDArray[np.bool_]:
    """Which lines read like prose or are the page's own description: above the body, they are its summary."""
    words = table.lines.measures.words
    found = table.lines.prose | (words >= 15)
    if "description_words" in table.names:
        held = table.values[:, table.names.index("description_words")].astype(np.float64)
        found |= (held >= 0.9) & (words >= 6)
    return found
