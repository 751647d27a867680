"""Which articles with only some of the words say enough of a question? Those whose words are rare enough together.

A question of two names means both: an article with one of them is a guess, and hundreds of guesses hide the few that
were meant. Each word says its idf; an article says the sum of those that it holds, wherever and however often. Kept
are the articles that say a share of what the best one says: a larger one where there is enough with all the words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.match.matching import FILTER_NODES, Matcher
from search.query import Node, Ranked
from search.rank.sums import add_up
from search.rank.weights import Scores, idf
from search.sets import Docs

# nDCG@10 of TIME, Cranfield, CACM, MED without a cut: .708, .408, .510, .735. With .3: the same; .35: .708, .406, .510,
# .733; .4: .707, .402, .517, .733; .5: .693, .380, .510, .686: a long question describes what it means in other words.
LEAST = 0.3
# With a page of articles that have all the words, the others come behind it and a larger share changes no first page.
# Of two words, two articles with both are enough: with one, MED loses .008.
MOST, BOTH = 0.6, 2
FIRST_PAGE = 10  # articles
# Few matches hide nothing. Of the newsroom's questions (`tests/corpus`), nDCG@10 plain, phrase, slip, foreign: .969, 1,
# .960, .998 without a cut and with one of more than 20 matches; .967 plain with one of more than 15, .965 of more than
# 10; with one of any number .958, .993, .943, .980.
SHORT_LIST = 20
_ROUNDING = 1e-4  # three of five equally rare words are .6, however their sums are rounded


def has_guesses(root: Node) -> bool:
    """Whether an article may match with too few of the words of a question."""
    return isinstance(root, Ranked) and len(set(root.wanted)) > 1 and all(map(_is_filter, root.required))


def _is_filter(node: Node) -> bool:
    return isinstance(node, FILTER_NODES)


def without_guesses(
    matchers: Sequence[Matcher], words: Sequence[Node], matches: Sequence[Docs], complete: int, articles: int
) -> Sequence[Docs]:
    """Of each segment's `matches` those that say enough. `words` are the distinct ones that tell something, `complete`
    the matches that have all of them, of an archive of so many live `articles`.

    Selections must not narrow the matches yet: what is enough would change with the facet that is clicked. Where they
    are few, nothing is hidden behind what holds a part of the words, and all stay.
    """
    if sum(map(len, matches)) <= SHORT_LIST:
        return matches
    weights = [(word, idf(articles, sum(matcher.live_of(word) for matcher in matchers))) for word in words]
    said = [_said(matcher, weights, docs) for matcher, docs in zip(matchers, matches, strict=True)]
    best = max((float(part.max(initial=0)) for part in said), default=0.0)
    enough = enough_said(best, complete, len(words))
    return [docs[part >= enough] for docs, part in zip(matches, said, strict=True)]


def enough_said(best: float, complete: int, words: int) -> float:
    """What a match has to say, where the best one says `best`, and `complete` of them have all of so many words."""
    share = MOST if complete >= (BOTH if words == BOTH else FIRST_PAGE) else LEAST
    return share * best * (1 - _ROUNDING)


def _said(matcher: Matcher, weights: Sequence[tuple[Node, float]], docs: Docs) -> Scores:
    parts = []
    for word, weight in weights:
        holding = matcher.docs(word)
        parts.append((holding, np.full(len(holding), weight, np.float32)))
    return add_up(docs, parts, matcher.segment.doc_count)
