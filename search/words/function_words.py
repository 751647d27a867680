"""Which words of a question hold its sentence together, and say little of what it is about?

"What are the effects of ...": in an archive where nobody asks, `what` is rare and would weigh as much as the subject.
The lists are Snowball's, of fourteen languages, as they come with Whoosh.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from whoosh.lang.stopwords import stoplists

from index.analysis import EXTRA
from search.query import LeafNode, Node, Ranked
from search.query.tree import is_plain_word
from search.words.leaves import Leaf

KEYWORDS = 4  # words up to which a question is a list of keywords, each of which weighs in full

_EXTRA = EXTRA.encode()


def is_function_word(word: str, languages: Iterable[str]) -> bool:
    """Whether a word in small letters is a function word of one of the languages."""
    return any(word in stoplists.get(code, ()) for code in languages)


def is_long(nodes: Iterable[LeafNode]) -> bool:
    """Whether a question has so many words that each is a hint rather than meant."""
    return sum(1 for _ in nodes) > KEYWORDS


def function_words(
    nodes: Sequence[LeafNode], leaves: Mapping[Node, Leaf], languages: Iterable[str]
) -> frozenset[LeafNode]:
    """Those of `nodes`, listed as often as they were typed, that are articles, pronouns, prepositions and the like.

    The language is the one of `languages` that knows most of them. None in a question of up to `KEYWORDS` words or
    without other words; never what is asked for in a field, in one form only, or as an abbreviation (`IS`).
    """
    known = _known(nodes, leaves, languages) if is_long(nodes) else frozenset()
    return known if len(known) < len(set(nodes)) else frozenset()


def telling(root: Node, leaves: Mapping[Node, Leaf], languages: Iterable[str]) -> dict[Ranked, tuple[Node, ...]]:
    """For a question of words side by side those that are no function words, however few words there are; none where
    there are no others."""
    if not isinstance(root, Ranked):
        return {}
    lesser = _known([part for part in root.wanted if isinstance(part, LeafNode)], leaves, languages)
    return {root: tuple(part for part in root.wanted if part not in lesser)}


def _known(nodes: Sequence[LeafNode], leaves: Mapping[Node, Leaf], languages: Iterable[str]) -> frozenset[LeafNode]:
    """The function words among `nodes` in the language that knows most of them."""
    typed = [(node, node.text.casefold()) for node in nodes if is_plain_word(node)]
    known = [[node for node, text in typed if text in stoplists.get(code, ())] for code in languages]
    return frozenset(node for node in max(known, key=len, default=[]) if not _abbreviation(leaves[node]))


def _abbreviation(leaf: Leaf) -> bool:
    terms = [term for slot in leaf.slots for term, _ in slot.listed]
    return bool(terms) and all(term.startswith(_EXTRA) for term in terms)
