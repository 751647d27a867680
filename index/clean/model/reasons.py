"""What weighed most when the model left a line out? Groups of features, each a trait of the line."""

from __future__ import annotations

from functools import cache

import numpy as np

from index.clean.model.classifier import load_model
from index.clean.model.trees import Explainer, Leaves
from index.reasons import Trait

# The first group whose beginning a feature's name has is its group; the trait says what the group tells.
_GROUPS: tuple[tuple[Trait, tuple[str, ...]], ...] = (
    (
        Trait.NEIGHBOURS,
        (
            "words-",
            "words+",
            "last-",
            "last+",
            "mass-",
            "mass+",
            "first-",
            "first+",
            "words_around",
            "density_4",
            "density_12",
            "prose_run",
            "p-",
            "p+",
            "p_before",
            "p_after",
            "likely",
            "block_",
            "prose_words",
        ),
    ),
    (Trait.PICTURE, ("image_", "images_page", "credit")),
    (Trait.ECHO, ("echo_",)),
    (Trait.LINKS, ("linked", "links", "link")),
    (
        Trait.FAR,
        (
            "place",
            "line_number",
            "lines_left",
            "prose_above",
            "prose_below",
            "from_",
            "in_stretch",
            "stretch_mass",
            "mass_before",
            "mass_after",
            "mass_share",
            "words_before",
            "strong",
            "kept_before",
            "kept_after",
            "below_",
            "within_",
            "in_50",
            "in_70",
            "in_90",
            "child_",
        ),
    ),
    (
        Trait.FURNITURE,
        (
            "comments_",
            "related_",
            "newsletter_",
            "share_above",
            "share_below",
            "share_before",
            "share_around",
            "legal_",
            "dates_around",
            "furniture_",
            "look_",
        ),
    ),
    (
        Trait.SPARSE,
        ("share_", "mass_", "prose_", "density", "lines_", "kept_level", "p_level", "kept_group", "p_group", "page_"),
    ),
    (Trait.ALIKE, ("copies", "parent_look", "p_look", "p_parent")),
    (
        Trait.MARKED,
        ("tag_", "hint_", "in_", "hidden", "depth", "images", "fields", "bold"),
    ),
    (Trait.LAYOUT, ("blank", "indent", "bullet")),
    (
        Trait.MENU_WORDS,
        ("lexicon", "long", "pairs", "shared", "title_", "description_", "body_"),
    ),
    (Trait.SHORT, ("words", "chars", "word_length", "to_prose")),
    (Trait.NO_SENTENCE, ("",)),
)
_TREES = 96  # of 320: the first trees carry most of the decision, and a reason has two parts
_TRAITS = [trait for trait, _ in _GROUPS]


def group_of(name: str) -> int:
    """The number of the feature's group."""
    return next(number for number, (_, heads) in enumerate(_GROUPS) if name.startswith(heads))


@cache
def explainer(kind: str) -> Explainer:
    """The explainer of the first forest of a kind of page; made once for a process."""
    forest = load_model(kind).first
    return Explainer(forest, np.array([group_of(name) for name in forest.names]), len(_GROUPS), _TREES)


def traits(kind: str, leaves: Leaves) -> list[tuple[Trait, ...]]:
    """For each row, the one or two traits that moved it furthest from running text.

    `leaves` (trees, rows) are those of the first forest that the rows fall into.
    """
    if not leaves.shape[1]:
        return []
    moved = explainer(kind).moved(leaves)
    order = np.argsort(moved, axis=1, kind="stable")[:, :2]
    least = np.take_along_axis(moved, order, axis=1)
    both = (least[:, 1] < 0.5 * least[:, 0]) & (least[:, 1] < 0)
    return [
        (_TRAITS[first], _TRAITS[second]) if two else (_TRAITS[first],)
        for (first, second), two in zip(order.tolist(), both.tolist(), strict=True)
    ]
