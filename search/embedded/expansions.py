"""Which other names brought articles that the words as they were typed would not have found?"""

from __future__ import annotations

from collections.abc import Sequence

from search import sets
from search.asking.brought_names import added_names, brought_names
from search.embedded.asked import Asked
from search.match.matching import DeadlinePassed, Matcher
from search.results import Expansion
from search.sets import Docs
from search.words.leaves import Leaf


def expansions(asked: Asked, docs: Sequence[Docs]) -> tuple[Expansion, ...]:
    """For each word of the question the names that count as it and that stand in an article of `docs` (one array a
    segment) which lacks one of the words that the name counts as: the name of most such articles first. As far as there
    is time."""
    counted = {}
    try:
        for name, words in added_names(asked.widened).items():
            parts = zip(asked.matchers, docs, strict=True)
            counted[name] = sum(_brought(matcher, found, name, words) for matcher, found in parts)
    except DeadlinePassed:
        pass
    return tuple(brought_names(asked.widened, counted))


def _brought(matcher: Matcher, found: Docs, name: Leaf, words: Sequence[Leaf]) -> int:
    """How many of the articles found hold the name and not all of the words."""
    size = matcher.segment.doc_count
    named = sets.intersect([found, matcher.holding(name)], size)
    if not len(named):
        return 0
    return len(sets.subtract(named, sets.intersect([named, *map(matcher.holding, words)], size), size))
