"""Which names may have been meant by one that no article has?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from search.name_results import NAME_FACETS, NearName
from search.words.suggest import ValueWords
from search.words.value_names import value_words

COMMONEST = 2_000  # names that a misspelt one is compared with: 20 ms
_NEAR = 8
_ALIKE = 0.75  # of difflib's ratio: one or two letters of a name


def near_names(commonest: Sequence[ValueWords], name: str) -> Iterator[NearName]:
    """Of the commonest names of any kind those that have all of the words of an unknown one, else those that are spelt
    almost as it."""
    kinds = {facet: kind for kind, facet in NAME_FACETS.items()}
    words = set(value_words(name))
    near = [known for known in commonest if words and words <= set(known.words)]
    if not near:
        alike = set(get_close_matches(name, [known.value for known in commonest], _NEAR, _ALIKE))
        near = [known for known in commonest if known.value in alike]
    for known in sorted(near, key=lambda known: (-known.articles, known.value))[:_NEAR]:
        yield NearName(kinds[known.facet], known.value, known.articles)
