"""What do the first model's probabilities say together? The features of the second look at a page."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.clean.lines import Columns, Windows, distances, run_lengths, shifted
from index.clean.measure import Floats
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
)
# fmt: on


def add_second(  # noqa: PLR0917
    columns: Columns,
    names: tuple[str, ...],
    values: Floats,
    probability: NDArray[np.float64],
    words: Floats,
    groups: NDArray[np.int64],
    tree: Tree | None,
) -> None:
    """Append the second look's columns: chosen ones of the first table, and the probabilities around each line.

    `groups` numbers the lines' groups beside the tree: a dump's blocks between blank lines.
    """
    where = {name: number for number, name in enumerate(names)}
    for name in KEPT_COLUMNS:
        if name in where:
            columns.add(name, values[:, where[name]])
    kept = probability * words
    total = max(float(kept.sum()), 1.0)
    columns.add("p", probability)
    for by in (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5):
        columns.add(f"p{by:+d}", shifted(probability, by, 0.0))
    of_kept, of_words = Windows(kept), Windows(words)
    for size in (2, 4, 8, 16, 32):
        for name, above_by, below_by in (("before", size, -1), ("after", -1, size)):
            mass = of_kept.sums(above_by, below_by)
            columns.add(f"kept_{name}_{size}", mass)
            columns.add(f"p_{name}_{size}", mass / np.maximum(of_words.sums(above_by, below_by), 1))
    before = np.cumsum(kept) - kept
    columns.add("kept_before", before / total)
    columns.add("kept_after", (total - before - kept) / total)
    columns.add("kept_total", np.full(columns.count, total))
    columns.add(
        "doubt", np.full(columns.count, float((np.minimum(probability, 1 - probability) * words).sum()) / total)
    )
    likely = probability >= 0.5
    above, below = distances(likely)
    columns.add("likely_above", above)
    columns.add("likely_below", below)
    columns.add("likely_run", run_lengths(likely))
    strong = (probability >= 0.8) & (words >= 15)
    above, below = distances(strong)
    columns.add("strong_above", above)
    columns.add("strong_below", below)
    columns.add("strong_before", np.cumsum(strong) - strong)
    columns.add("strong_after", np.count_nonzero(strong) - np.cumsum(strong))
    _add_group(columns, "group", groups, kept, words)
    if tree is not None:
        _add_elements(columns, tree, kept, words, total)


def _add_group(
    columns: Columns, name: str, groups: NDArray[np.int64], kept: NDArray[np.float64], words: Floats
) -> None:
    size = int(groups.max()) + 1 if len(groups) else 1
    mass = np.bincount(groups, weights=kept, minlength=size)
    every = np.bincount(groups, weights=words, minlength=size)
    others = every[groups] - words
    columns.add(f"p_{name}", np.where(others > 0, (mass[groups] - kept) / np.maximum(others, 1), -1))
    columns.add(f"kept_{name}", mass[groups])


def _add_elements(columns: Columns, tree: Tree, kept: NDArray[np.float64], words: Floats, total: float) -> None:
    """Probabilities of the other lines below the same ancestors, and of the lines that look alike."""
    masses = np.concatenate(([0.0], np.cumsum(kept)))
    every = np.concatenate(([0.0], np.cumsum(words, dtype=np.float64)))
    mass = masses[tree.end] - masses[tree.first]
    size = every[tree.end] - every[tree.first]
    at = tree.element.astype(np.int64)
    for level in range(6):
        others = size[at] - words
        columns.add(f"p_level_{level}", np.where(others > 0, (mass[at] - kept) / np.maximum(others, 1), -1))
        columns.add(f"kept_level_{level}", mass[at] / total)
        at = np.maximum(tree.parent[at], 0)
    element = tree.element.astype(np.int64)
    _add_group(columns, "look", tree.look[element].astype(np.int64), kept, words)
    parents = np.maximum(tree.parent[element], 0)
    _add_group(columns, "parent_look", tree.look[parents].astype(np.int64), kept, words)
    for share in (0.6, 0.9):
        holding = np.flatnonzero(mass >= share * total)
        best = int(holding[-1]) if len(holding) else 0
        first, end = int(tree.first[best]), int(tree.end[best])
        place = np.arange(columns.count)
        name = f"{share * 100:.0f}"
        columns.add(f"kept_in_{name}", (place >= first) & (place < end))
        columns.add(f"kept_child_{name}", tree.parent[element] == best)
        columns.add(f"kept_grandchild_{name}", tree.parent[parents] == best)
