"""What do the first model's probabilities say together? The features of the second look at a page."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.clean.features.columns import Columns
from index.clean.features.elements import ancestors, below, smallest
from index.clean.features.lines import Doubles
from index.clean.features.matrix import Table
from index.clean.features.measure import Floats
from index.clean.features.neighbourhood import distances, neighbours, run_lengths, window_sums
from index.page import Tree

# fmt: off
KEPT_COLUMNS = (
    "words", "chars", "prose", "last", "first", "lexicon_mean", "lexicon_lowest", "lexicon_line", "lexicon_start",
    "copies", "shared", "look_any", "look_share", "look_related", "look_credit", "look_date", "look_byline",
    "look_source", "small_words", "capitals", "ends_share", "words-1", "words+1", "last-1", "last+1", "place",
    "mass_before_share", "prose_above", "prose_below", "prose_run", "in_stretch", "from_stretch", "stretch_mass",
    "comments_above", "comments_before", "related_above", "related_before", "dates_around", "newsletter_above",
    "blank_before", "blank_after", "block_lines", "block_mass", "block_mean_words", "indent", "indent_from_main",
    "indent-1", "indent+1", "linked", "links", "bold", "images", "tag_p", "tag_heading", "tag_li", "tag_figcaption",
    "in_article", "in_figure", "in_list", "in_aside", "share_0", "share_1", "share_2", "density_1", "density_2",
    "prose_share_1", "linked_2", "look_lines", "look_share", "look_density", "look_words", "parent_look_lines",
    "parent_look_share", "in_90", "from_90", "child_90", "within_90", "share_of_90", "below_70", "child_70",
    "copies_1", "copies_2", "hint_caption", "hint_byline", "hint_related", "hint_body", "title_words",
    "description_words", "description_held", "body_words", "page_mass", "page_prose_share", "page_lines",
    "long_sum", "long_mean", "pairs_sum", "pairs_mean", "echo_above", "echo_below", "echo_any", "echo_self",
    "image_above", "image_below", "credit_above", "credit_below", "images_page", "credits_page", "names", "to_prose",
    "prose_words_above", "prose_words_below", "indent_above",
)
# fmt: on


_STEPS = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)
_NEIGHBOURS = np.array([(0, by) for by in _STEPS])
_NEIGHBOUR_NAMES = tuple(f"p{by:+d}" for by in _STEPS)
_SIDES = tuple((f"{side}_{n}", *reach) for n in (2, 4, 8, 16, 32) for side, reach in
               (("before", (n, -1)), ("after", (-1, n))))  # fmt: skip
_WINDOWS = np.array([(number, before, after) for number in (0, 1) for _, before, after in _SIDES])
_MASS_NAMES = tuple(f"kept_{name}" for name, _, _ in _SIDES)
_SHARE_NAMES = tuple(f"p_{name}" for name, _, _ in _SIDES)
_LEVELS = 6
_LEVEL_NAMES = tuple(f"{what}_{level}" for what in ("p_level", "kept_level") for level in range(_LEVELS))
_SHARES = (0.6, 0.9)
_SMALLEST_NAMES = tuple(f"kept_{what}_{share * 100:.0f}" for what in ("in", "child", "grandchild") for share in _SHARES)


def add_second(
    columns: Columns, table: Table, probability: Doubles, groups: NDArray[np.int64], tree: Tree | None
) -> None:
    """Append the second look's columns: chosen ones of the first `table`, and the probabilities around each line.

    `groups` numbers the lines' groups beside the tree: a dump's blocks between blank lines.
    """
    chosen, numbers = _kept_columns(table.names)
    columns.block(chosen)[:] = table.values.T[numbers]
    words = table.lines.measures.words
    kept = probability * words
    total = max(float(kept.sum()), 1.0)
    columns.add("p", probability)
    columns.block(_NEIGHBOUR_NAMES)[:] = neighbours(probability[None], _NEIGHBOURS, 0)
    sums = window_sums(np.stack((kept, words)), _WINDOWS)
    of_kept, of_words = sums[: len(_SIDES)], sums[len(_SIDES) :]
    columns.block(_MASS_NAMES)[:] = of_kept
    columns.block(_SHARE_NAMES)[:] = of_kept / np.maximum(of_words, 1)
    before = np.cumsum(kept) - kept
    columns.add("kept_before", before / total)
    columns.add("kept_after", (total - before - kept) / total)
    columns.add("kept_total", total)
    columns.add("doubt", float((np.minimum(probability, 1 - probability) * words).sum()) / total)
    likely = probability >= 0.5
    strong = (probability >= 0.8) & (words >= 15)
    above, under = distances(np.stack((likely, strong)))
    columns.block(("likely_above", "strong_above"))[:] = above
    columns.block(("likely_below", "strong_below"))[:] = under
    columns.add("likely_run", run_lengths(likely))
    so_far = np.cumsum(strong)
    columns.add("strong_before", so_far - strong)
    columns.add("strong_after", np.count_nonzero(strong) - so_far)
    add_group(columns, "group", groups, kept, words)
    if tree is not None:
        _add_elements(columns, tree, kept, words, total)


@lru_cache(maxsize=8)
def _kept_columns(names: tuple[str, ...]) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """The names and numbers of the first table's columns that the second look sees too."""
    where = {name: number for number, name in enumerate(names)}
    chosen = tuple(name for name in KEPT_COLUMNS if name in where)
    return chosen, np.array([where[name] for name in chosen], np.intp)


def add_group(columns: Columns, name: str, groups: NDArray[np.integer], kept: Doubles, words: Floats) -> None:
    """Append how likely the other lines of each line's group are kept, and how much of the group is."""
    mass = np.bincount(groups, weights=kept)
    every = np.bincount(groups, weights=words)
    others = every[groups] - words
    columns.add(f"p_{name}", share_of_others(mass[groups], kept, others))
    columns.add(f"kept_{name}", mass[groups])


def share_of_others(mass: Doubles, kept: Doubles, others: Doubles) -> Doubles:
    """Which share of the other lines' words is likely kept; -1 where there are no others."""
    return np.where(others > 0, (mass - kept) / np.maximum(others, 1), -1)


def _add_elements(columns: Columns, tree: Tree, kept: Doubles, words: Floats, total: float) -> None:
    """Probabilities of the other lines below the same ancestors, and of the lines that look alike."""
    mass, size = below(tree, np.stack((kept, words)))
    above = ancestors(tree, _LEVELS)
    block = columns.block(_LEVEL_NAMES).reshape(2, _LEVELS, columns.count)
    held = mass[above]
    block[0] = share_of_others(held, kept, size[above] - words)
    block[1] = held / total
    element, parent = above[:2]
    add_group(columns, "look", tree.look[element], kept, words)
    add_group(columns, "parent_look", tree.look[parent], kept, words)
    best = smallest(mass, [share * total for share in _SHARES])
    place = np.arange(columns.count)
    block = columns.block(_SMALLEST_NAMES).reshape(3, len(_SHARES), columns.count)
    block[0] = (place >= tree.first[best]) & (place < tree.end[best])
    block[1] = tree.parent[element] == best
    block[2] = tree.parent[parent] == best
