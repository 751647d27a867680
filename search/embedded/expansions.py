"""Which other names brought articles that the words as they were typed would not have found?"""

from __future__ import annotations

from collections.abc import Sequence

from index.analysis import fold
from search import sets
from search.embedded.asked import Asked
from search.match.matching import DeadlinePassed, Matcher
from search.results import Expansion
from search.sets import Docs
from search.words.leaves import Leaf, Widened
from search.words.suggest.slips import is_one_edit


def expansions(asked: Asked, docs: Sequence[Docs]) -> tuple[Expansion, ...]:
    """For each word of the question the names that count as it and that stand in an article of `docs` (one array a
    segment) which lacks one of the words that the name counts as: the name of most such articles first. As far as there
    is time."""
    counted = {}
    try:
        for name, words in _by_name(asked.widened).items():
            parts = zip(asked.matchers, docs, strict=True)
            counted[name] = sum(_brought(matcher, found, name, words) for matcher, found in parts)
    except DeadlinePassed:
        pass
    told = []
    for word in asked.widened:
        names = sorted((name for name in word.names if counted.get(name)), key=lambda name: -counted[name])
        if names:
            typed, added = word.as_typed.label, tuple(dict.fromkeys(name.label for name in names))
            different = tuple(name for name in added if not is_one_edit(fold(typed), fold(name)))
            told.append(Expansion(typed, added, different))
    return tuple(told)


def _by_name(widened: Sequence[Widened]) -> dict[Leaf, list[Leaf]]:
    """Each name with the words, as typed, that it counts as: several where words side by side are one name."""
    words: dict[Leaf, list[Leaf]] = {}
    for word in widened:
        for name in word.names:
            words.setdefault(name, []).append(word.as_typed)
    return words


def _brought(matcher: Matcher, found: Docs, name: Leaf, words: Sequence[Leaf]) -> int:
    """How many of the articles found hold the name and not all of the words."""
    size = matcher.segment.doc_count
    named = sets.intersect([found, matcher.holding(name)], size)
    if not len(named):
        return 0
    return len(sets.subtract(named, sets.intersect([named, *map(matcher.holding, words)], size), size))
