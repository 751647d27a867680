"""What does the tree above a line tell? The features that only an HTML page has."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.clean.lines import Columns, Lines, shifted, window_sums
from index.clean.measure import measure
from index.page import Head, Tree
from index.readers.html import HIDDEN, HINTS

Ints = NDArray[np.int64]

_GROUPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("p", frozenset({"p"})),
    ("heading", frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})),
    ("h1", frozenset({"h1"})),
    ("li", frozenset({"li", "dt", "dd"})),
    ("cell", frozenset({"td", "th"})),
    ("quote", frozenset({"blockquote"})),
    ("figcaption", frozenset({"figcaption", "figure"})),
    ("control", frozenset({"button", "form", "fieldset", "label", "legend"})),
    ("pre", frozenset({"pre"})),
)
_AROUND: tuple[tuple[str, frozenset[str]], ...] = (
    ("article", frozenset({"article"})),
    ("main", frozenset({"main"})),
    ("header", frozenset({"header"})),
    ("footer", frozenset({"footer"})),
    ("nav", frozenset({"nav"})),
    ("aside", frozenset({"aside"})),
    ("figure", frozenset({"figure", "figcaption"})),
    ("list", frozenset({"ul", "ol", "dl"})),
    ("table", frozenset({"table"})),
    ("form", frozenset({"form", "button"})),
    ("section", frozenset({"section"})),
    ("quote", frozenset({"blockquote"})),
)
_GROUP_BITS: dict[str, int] = {}
for _bit, (_, _members) in enumerate(_GROUPS):
    _GROUP_BITS.update({_tag: _GROUP_BITS.get(_tag, 0) | 1 << _bit for _tag in _members})
_AROUND_BITS = {_tag: 1 << _bit for _bit, (_, _members) in enumerate(_AROUND) for _tag in _members}
_HINT_SHIFT = 16  # above the bits of `_AROUND`
_LEVELS = (0, 1, 2, 3, 5, 7)
_SHARES = (0.5, 0.7, 0.9)


def add_tree(columns: Columns, lines: Lines, tree: Tree) -> None:
    """Columns of the line's elements: their mass of prose, their links, their siblings, their names."""
    element = tree.element.astype(np.int64)
    chars = np.maximum(lines.measures.chars, 1)
    linked = np.minimum(tree.link_chars / chars, 1)
    columns.add("linked", linked)
    columns.add("links", tree.links)
    columns.add("bold", np.minimum(tree.bold_chars / chars, 1))
    columns.add("images", np.minimum(tree.images, 9))
    columns.add("fields", np.minimum(tree.fields, 9))
    for by in (-2, -1, 1, 2):
        columns.add(f"linked{by:+d}", shifted(linked, by))
    columns.add("linked_around", window_sums(tree.link_chars, 4, 4) / np.maximum(window_sums(chars, 4, 4), 1))
    mass = np.where(linked < 0.5, lines.mass, 0).astype(np.float64)
    sums = _ElementSums(tree, mass, lines)
    depth, around = _inherited(tree)
    columns.add("depth", depth[element])
    _add_levels(columns, tree, sums, element)
    _add_smallest(columns, tree, sums, element, depth)
    _add_looks(columns, tree, mass, lines, element)
    _add_names(columns, tree, element, around)
    _add_hints(columns, tree, element, around)
    _add_siblings(columns, tree, sums, element)


class _ElementSums:
    """Of each element: the lines, words, prose words, prose lines, characters and linked characters below it."""

    def __init__(self, tree: Tree, mass: NDArray[np.float64], lines: Lines) -> None:
        self.total = max(float(mass.sum()), 1.0)
        self.lines = (tree.end - tree.first).astype(np.float64)
        self.mass = _below(tree, mass)
        self.prose = _below(tree, mass > 0)
        self.words = _below(tree, lines.measures.words)
        self.chars = np.maximum(_below(tree, lines.measures.chars), 1)
        self.linked = _below(tree, tree.link_chars) / self.chars
        self.links = _below(tree, tree.links)
        self.density = self.mass / np.maximum(self.words, 1)
        self.share = self.mass / self.total


def _below(tree: Tree, values: NDArray[np.generic]) -> NDArray[np.float64]:
    total = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    return total[tree.end] - total[tree.first]


def _inherited(tree: Tree) -> tuple[Ints, Ints]:
    """Each element's depth, and its bits (names low, hints from `_HINT_SHIFT`) with those of all elements around it."""
    parent = tree.parent.tolist()
    bits = [_AROUND_BITS.get(tag, 0) for tag in tree.tag]
    hints = tree.hint.tolist()
    deep = [0] * len(parent)
    for number in range(1, len(parent)):  # the body's own class is the page's
        above = parent[number]
        deep[number] = deep[above] + 1
        bits[number] |= bits[above] | hints[number] << _HINT_SHIFT
    return np.array(deep, np.int64), np.array(bits, np.int64)


def _add_levels(columns: Columns, tree: Tree, sums: _ElementSums, element: Ints) -> None:
    """The line's element and its ancestors: how much prose, how densely, how linked."""
    at = element
    level = 0
    for wanted in _LEVELS:
        while level < wanted:
            at = np.maximum(tree.parent[at], 0)
            level += 1
        columns.add(f"share_{wanted}", sums.share[at])
        columns.add(f"mass_{wanted}", sums.mass[at])
        columns.add(f"prose_{wanted}", sums.prose[at])
        columns.add(f"prose_share_{wanted}", sums.prose[at] / np.maximum(sums.lines[at], 1))
        columns.add(f"density_{wanted}", sums.density[at])
        columns.add(f"linked_{wanted}", sums.linked[at])
        columns.add(f"lines_{wanted}", sums.lines[at])


def _add_smallest(columns: Columns, tree: Tree, sums: _ElementSums, element: Ints, depth: Ints) -> None:
    """The smallest elements that hold half, 70 % and 90 % of the prose: is the line in them, and how far below?"""
    at = np.arange(columns.count)
    for share in _SHARES:
        holding = np.flatnonzero(sums.share >= share)
        best = int(holding[-1]) if len(holding) else 0  # elements are in page order: the last is the deepest
        first, end = int(tree.first[best]), int(tree.end[best])
        inside = (at >= first) & (at < end)
        name = f"{share * 100:.0f}"
        columns.add(f"in_{name}", inside)
        columns.add(f"below_{name}", np.where(inside, depth[element] - depth[best], -1))
        columns.add(f"child_{name}", tree.parent[element] == best)
        columns.add(f"from_{name}", np.where(at < first, at - first, np.where(at >= end, at - end + 1, 0)))
        columns.add(f"within_{name}", np.where(inside, (at - first) / max(end - first, 1), -1))
        columns.add(f"share_of_{name}", np.full(columns.count, sums.share[best]))
        columns.add(f"density_of_{name}", np.full(columns.count, sums.density[best]))


def _add_looks(columns: Columns, tree: Tree, mass: NDArray[np.float64], lines: Lines, element: Ints) -> None:
    """Lines whose elements look alike (same names and classes all the way up), and their parents' look-alikes."""
    total = max(float(mass.sum()), 1.0)
    parents = np.maximum(tree.parent[element], 0)
    for name, key in (("look", tree.look[element]), ("parent_look", tree.look[parents])):
        size = int(key.max()) + 1 if len(key) else 1
        count = np.bincount(key, minlength=size)
        words = np.bincount(key, weights=lines.measures.words, minlength=size)
        prose = np.bincount(key, weights=mass, minlength=size)
        linked = np.bincount(key, weights=tree.link_chars, minlength=size)
        chars = np.bincount(key, weights=lines.measures.chars, minlength=size)
        columns.add(f"{name}_lines", count[key])
        columns.add(f"{name}_share", prose[key] / total)
        columns.add(f"{name}_density", (prose / np.maximum(words, 1))[key])
        columns.add(f"{name}_linked", (linked / np.maximum(chars, 1))[key])
        columns.add(f"{name}_words", (words / np.maximum(count, 1))[key])


def _add_names(columns: Columns, tree: Tree, element: Ints, around: Ints) -> None:
    """The element's own name, and the names of the elements around it."""
    own = np.array([_GROUP_BITS.get(tag, 0) for tag in tree.tag], np.int64)[element]
    for bit, (group, _) in enumerate(_GROUPS):
        columns.add(f"tag_{group}", own >> bit & 1)
    every = around[element]
    for bit, (group, _) in enumerate(_AROUND):
        columns.add(f"in_{group}", every >> bit & 1)


def _add_hints(columns: Columns, tree: Tree, element: Ints, around: Ints) -> None:
    own = tree.hint[element] | tree.line_hint
    parent = np.maximum(tree.parent[element], 0)
    near = own | tree.hint[parent] | tree.hint[np.maximum(tree.parent[parent], 0)]
    every = around[element] >> _HINT_SHIFT | own
    for bit, (name, _) in enumerate(HINTS):
        columns.add(f"hint_{name}", (own >> bit & 1) + (near >> bit & 1) + (every >> bit & 1))
    columns.add("hidden", (every & HIDDEN) > 0)


def _add_siblings(columns: Columns, tree: Tree, sums: _ElementSums, element: Ints) -> None:
    """How often the element, and the nearest ancestors, are repeated beside themselves: cards, comments, menus."""
    same = np.unique(tree.parent.astype(np.int64) * (1 << 32) + tree.look, return_inverse=True)[1]
    copies = np.bincount(same)[same]
    lines_of = np.bincount(same, weights=sums.lines)[same]
    mass_of = np.bincount(same, weights=sums.mass)[same]
    at = element
    for level in range(5):
        columns.add(f"copies_{level}", copies[at])
        if level in (1, 2, 3):
            columns.add(f"copies_lines_{level}", lines_of[at] / np.maximum(copies[at], 1))
            columns.add(f"copies_share_{level}", mass_of[at] / sums.total)
        at = np.maximum(tree.parent[at], 0)


def add_head(columns: Columns, lines: Lines, head: Head | None) -> None:
    """The share of a line's words that stand in the page's title, its description and its structured body."""
    title = description = body = ""
    if head is not None:
        meta = head.meta
        title = " ".join((head.title, *meta.get("og:title", ()), *meta.get("twitter:title", ())))
        description = " ".join((*meta.get("description", ()), *meta.get("og:description", ())))
        body = max(
            (str(found["articleBody"]) for found in head.json_ld if found.get("articleBody")), key=len, default=""
        )
    m = lines.measures
    size = np.maximum(np.bincount(m.word_line, minlength=columns.count), 1)
    stated = measure([text.replace("\n", " ") or " " for text in (title, description, body)])
    for number, name in enumerate(("title", "description", "body")):
        wanted = np.unique(stated.word_hash[stated.word_line == number])
        if len(wanted) < 2:
            columns.add(f"{name}_words", np.full(columns.count, -1))
            columns.add(f"{name}_held", np.full(columns.count, -1))
            continue
        found = wanted[np.minimum(np.searchsorted(wanted, m.word_hash), len(wanted) - 1)] == m.word_hash
        held = np.bincount(m.word_line, weights=found, minlength=columns.count)
        columns.add(f"{name}_words", held / size)
        columns.add(f"{name}_held", np.minimum(held / len(wanted), 1))
