"""Which other names are told of a question's words? Those that brought articles which the words as typed would not have
found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from index.analysis import fold
from search.results import Expansion
from search.words.leaves import Leaf, Widened
from search.words.suggest.slips import is_one_edit


def added_names(widened: Sequence[Widened]) -> dict[Leaf, list[Leaf]]:
    """Each name with the words, as typed, that it counts as: several where words side by side are one name."""
    words: dict[Leaf, list[Leaf]] = {}
    for word in widened:
        for name in word.names:
            words.setdefault(name, []).append(word.as_typed)
    return words


def brought_names(widened: Sequence[Widened], brought: Mapping[Leaf, int]) -> Iterator[Expansion]:
    """For each word its names that `brought` articles, the name of most such articles first."""
    for word in widened:
        names = sorted((name for name in word.names if brought.get(name)), key=lambda name: -brought[name])
        if names:
            typed, added = word.as_typed.label, tuple(dict.fromkeys(name.label for name in names))
            different = tuple(name for name in added if not is_one_edit(fold(typed), fold(name)))
            yield Expansion(typed, added, different)
