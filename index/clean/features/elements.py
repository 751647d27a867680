"""What does the tree above a line tell? The features that only an HTML page has."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.clean.features.columns import Columns
from index.clean.features.lines import Lines
from index.clean.features.measure import Int64s, distinct_words
from index.clean.features.neighbourhood import neighbours, window_sums
from index.page import Head, Tree
from index.readers.html import HIDDEN, HINTS

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
_OF_ELEMENT = ("share", "mass", "prose", "prose_share", "density", "linked", "lines")
_LEVEL_NAMES = tuple(f"{what}_{level}" for what in _OF_ELEMENT for level in _LEVELS)
_OF_SMALLEST = ("in", "below", "child", "from", "within", "share_of", "density_of")
_SMALLEST_NAMES = tuple(f"{what}_{share * 100:.0f}" for what in _OF_SMALLEST for share in _SHARES)
_OF_LOOK = ("lines", "share", "density", "linked", "words")
_TAG_NAMES = tuple(f"tag_{group}" for group, _ in _GROUPS)
_AROUND_NAMES = tuple(f"in_{group}" for group, _ in _AROUND)
_HINT_NAMES = tuple(f"hint_{name}" for name, _ in HINTS)
_COPY_NAMES = tuple(f"copies_{level}" for level in range(5))
_REPEATED = (1, 2, 3)
_REPEATED_NAMES = tuple(f"{what}_{level}" for what in ("copies_lines", "copies_share") for level in _REPEATED)
_LINKED_NEIGHBOURS = np.array([(0, -2), (0, -1), (0, 1), (0, 2)])
_LINKED_NAMES = tuple(f"linked{by:+d}" for _, by in _LINKED_NEIGHBOURS)
_LINKED_WINDOWS = np.array([(0, 4, 4), (1, 4, 4)])


def add_tree(columns: Columns, lines: Lines, tree: Tree) -> None:
    """Columns of the line's elements: their mass of prose, their links, their siblings, their names."""
    chars = np.maximum(lines.measures.chars, 1)
    linked = np.minimum(tree.link_chars / chars, 1)
    columns.add("linked", linked)
    columns.add("links", tree.links)
    columns.add("bold", np.minimum(tree.bold_chars / chars, 1))
    columns.add("images", np.minimum(tree.images, 9))
    columns.add("fields", np.minimum(tree.fields, 9))
    columns.block(_LINKED_NAMES)[:] = neighbours(linked[None], _LINKED_NEIGHBOURS, -1)
    of_links, of_chars = window_sums(np.stack((tree.link_chars, chars)), _LINKED_WINDOWS)
    columns.add("linked_around", of_links / np.maximum(of_chars, 1))
    mass = np.where(linked < 0.5, lines.mass, 0).astype(np.float64)
    above = ancestors(tree, max(_LEVELS) + 1)
    sums = element_sums(tree, mass, lines)
    depth, around = _inherited(tree)
    columns.add("depth", depth[above[0]])
    columns.block(_LEVEL_NAMES)[:] = sums[:, above[list(_LEVELS)]].reshape(len(_LEVEL_NAMES), -1)
    _add_smallest(columns, tree, sums, above, depth)
    _add_looks(columns, tree, mass, lines, above)
    _add_names(columns, tree, above, around)
    _add_siblings(columns, tree, sums, above)


def ancestors(tree: Tree, count: int) -> Int64s:
    """Each line's element, that element's parent, and so on (count, lines); the body where there is none above."""
    parent = np.maximum(tree.parent, 0).astype(np.int64)
    above = np.empty((count, len(tree.element)), np.int64)
    above[0] = tree.element
    for level in range(1, count):
        parent.take(above[level - 1], out=above[level])
    return above


def below(tree: Tree, series: NDArray[np.generic]) -> NDArray[np.float64]:
    """The sums of each series (series, lines) over the lines below each element (series, elements)."""
    total = np.zeros((len(series), series.shape[1] + 1))
    np.cumsum(series, axis=1, dtype=np.float64, out=total[:, 1:])
    sums: NDArray[np.float64] = total.take(tree.end, axis=1) - total.take(tree.first, axis=1)
    return sums


def element_sums(tree: Tree, mass: NDArray[np.float64], lines: Lines) -> NDArray[np.float64]:
    """What lies below each element, in the order of `_OF_ELEMENT` (7, elements): shares, sums and densities."""
    m = lines.measures
    of_mass, prose, words, chars, linked = below(
        tree, np.stack((mass, mass > 0, m.words, m.chars, tree.link_chars), dtype=np.float64)
    )
    count = (tree.end - tree.first).astype(np.float64)
    return np.stack(
        (
            of_mass / max(float(mass.sum()), 1.0),
            of_mass,
            prose,
            prose / np.maximum(count, 1),
            of_mass / np.maximum(words, 1),
            linked / np.maximum(chars, 1),
            count,
        )
    )


def _inherited(tree: Tree) -> tuple[Int64s, Int64s]:
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


def _add_smallest(columns: Columns, tree: Tree, sums: NDArray[np.float64], above: Int64s, depth: Int64s) -> None:
    """The smallest elements that hold half, 70 % and 90 % of the prose: is the line in them, and how far below?"""
    at = np.arange(columns.count)
    share, density = sums[0], sums[4]
    best = smallest(share, _SHARES)
    first, end = tree.first[best], tree.end[best]
    inside = (at >= first) & (at < end)
    block = columns.block(_SMALLEST_NAMES).reshape(len(_OF_SMALLEST), len(_SHARES), columns.count)
    block[0] = inside
    block[1] = np.where(inside, depth[above[0]] - depth[best], -1)
    block[2] = tree.parent[above[0]] == best
    block[3] = np.where(at < first, at - first, np.where(at >= end, at - end + 1, 0))
    block[4] = np.where(inside, (at - first) / np.maximum(end - first, 1), -1)
    block[5] = share[best]
    block[6] = density[best]


def smallest(held: NDArray[np.float64], least: Sequence[float]) -> Int64s:
    """The deepest element that holds at least each of the amounts (amounts, 1); elements are in page order."""
    holding = (np.flatnonzero(held >= amount) for amount in least)
    return np.array([[found[-1] if len(found) else 0] for found in holding], np.int64)


def _add_looks(columns: Columns, tree: Tree, mass: NDArray[np.float64], lines: Lines, above: Int64s) -> None:
    """Lines whose elements look alike (same names and classes all the way up), and their parents' look-alikes."""
    total = max(float(mass.sum()), 1.0)
    m = lines.measures
    for name, at in (("look", above[0]), ("parent_look", above[1])):
        key = tree.look[at]
        size = int(key.max(initial=0)) + 1
        count = np.bincount(key, minlength=size)
        words, prose, linked, chars = (
            np.bincount(key, weights=weights, minlength=size) for weights in (m.words, mass, tree.link_chars, m.chars)
        )
        every = np.maximum(words, 1)
        found = np.stack(
            (count, prose / total, prose / every, linked / np.maximum(chars, 1), words / np.maximum(count, 1))
        )
        columns.block([f"{name}_{what}" for what in _OF_LOOK])[:] = found.take(key, axis=1)


def _add_names(columns: Columns, tree: Tree, above: Int64s, around: Int64s) -> None:
    """The element's own name, the names of the elements around it, and what their classes hint at."""
    element, parent, grandparent = above[:3]
    named = np.array([_GROUP_BITS.get(tag, 0) for tag in tree.tag], np.int64)[element]
    columns.block(_TAG_NAMES)[:] = _bits(named, len(_GROUPS))
    every = around[element]
    columns.block(_AROUND_NAMES)[:] = _bits(every, len(_AROUND))
    own = tree.hint[element] | tree.line_hint
    near = own | tree.hint[parent] | tree.hint[grandparent]
    every = every >> _HINT_SHIFT | own
    count = len(HINTS)
    columns.block(_HINT_NAMES)[:] = _bits(own, count) + _bits(near, count) + _bits(every, count)
    columns.add("hidden", (every & HIDDEN) > 0)


def _bits(numbers: NDArray[np.integer], count: int) -> NDArray[np.integer]:
    """The lowest bits of each number (count, numbers)."""
    return numbers >> np.arange(count)[:, None] & 1


def _add_siblings(columns: Columns, tree: Tree, sums: NDArray[np.float64], above: Int64s) -> None:
    """How often the element, and the nearest ancestors, are repeated beside themselves: cards, comments, menus."""
    same = np.unique(tree.parent.astype(np.int64) * (1 << 32) + tree.look, return_inverse=True)[1]
    copies = np.bincount(same)[same]
    lines_each = np.bincount(same, weights=sums[6])[same] / copies
    share = np.bincount(same, weights=sums[1])[same] / max(float(sums[1, 0]), 1.0)
    columns.block(_COPY_NAMES)[:] = copies[above[: len(_COPY_NAMES)]]
    columns.block(_REPEATED_NAMES)[:] = np.concatenate((lines_each[above[_REPEATED, :]], share[above[_REPEATED, :]]))


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
    for name, text in (("title", title), ("description", description), ("body", body)):
        in_words, in_held = columns.block((f"{name}_words", f"{name}_held"))
        wanted = distinct_words(text)
        if len(wanted) < 2:
            in_words[:] = in_held[:] = -1
            continue
        found = wanted[np.minimum(np.searchsorted(wanted, m.word_hash), len(wanted) - 1)] == m.word_hash
        held = np.bincount(m.word_line, weights=found, minlength=columns.count)
        in_words[:] = held / size
        in_held[:] = np.minimum(held / len(wanted), 1)
