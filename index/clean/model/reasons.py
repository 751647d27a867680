"""What weighed most when the model left a line out? Groups of features, in words that a reader understands."""

from __future__ import annotations

from functools import cache

import numpy as np

from index.clean.model.classifier import load_model
from index.clean.model.trees import Explainer, Leaves

# The first group whose beginning a feature's name has is its group; the sentence's part says what the group tells.
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "its neighbours are not running text",
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
    ("it stands near a picture's credit or reads like one", ("image_", "images_page", "credit")),
    ("another line says the same", ("echo_",)),
    ("it stands among links", ("linked", "links", "link")),
    (
        "it stands far from the body",
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
        "it stands near comments or lists of other stories",
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
        "its part of the page holds little running text",
        ("share_", "mass_", "prose_", "density", "lines_", "kept_level", "p_level", "kept_group", "p_group", "page_"),
    ),
    ("elements like it are repeated or hold no running text", ("copies", "parent_look", "p_look", "p_parent")),
    (
        "its element is marked as something else",
        ("tag_", "hint_", "in_", "hidden", "depth", "images", "fields", "bold"),
    ),
    ("it is set off by its layout", ("blank", "indent", "bullet")),
    (
        "its words are those of menus and notices",
        ("lexicon", "long", "pairs", "shared", "title_", "description_", "body_"),
    ),
    ("it is short", ("words", "chars", "word_length", "to_prose")),
    ("it is not built like a sentence", ("",)),
)
_TREES = 96  # of 320: the first trees carry most of the decision, and a reason has two parts
_PHRASES = [phrase for phrase, _ in _GROUPS]


def group_of(name: str) -> int:
    """The number of the feature's group."""
    return next(number for number, (_, heads) in enumerate(_GROUPS) if name.startswith(heads))


@cache
def explainer(kind: str) -> Explainer:
    """The explainer of the first forest of a kind of page; made once for a process."""
    forest = load_model(kind).first
    return Explainer(forest, np.array([group_of(name) for name in forest.names]), len(_GROUPS), _TREES)


def reasons(kind: str, leaves: Leaves) -> list[str]:
    """For each row, the one or two groups of features that moved it furthest from running text, in words.

    `leaves` (trees, rows) are those of the first forest that the rows fall into.
    """
    if not leaves.shape[1]:
        return []
    moved = explainer(kind).moved(leaves)
    order = np.argsort(moved, axis=1, kind="stable")[:, :2]
    least = np.take_along_axis(moved, order, axis=1)
    both = (least[:, 1] < 0.5 * least[:, 0]) & (least[:, 1] < 0)
    return [
        f"{_PHRASES[first]}, and {_PHRASES[second]}" if two else _PHRASES[first]
        for (first, second), two in zip(order.tolist(), both.tolist(), strict=True)
    ]
