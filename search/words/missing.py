"""What can be had in the place of words that no article's text holds? Removed lines or older versions
with them, or other words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from search.query import Field, Node, Phrase, Word
from search.query.tree import scored
from search.words.leaves import FIELDS_OF
from search.words.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Missing:
    """The words and phrases of a question that no article holds in its title or text, nor in a value, whatever the
    filters.

    `removed` are those that stand in lines that were removed from articles; `derived` those whose stem articles hold,
    but in no form of the word, each with the commonest of the words that they do hold. `older` are those that older
    versions of articles hold; `only_older` says that such match the whole question, and no article does.
    """

    removed: tuple[Word | Phrase, ...] = ()
    derived: tuple[tuple[Word, str], ...] = ()
    older: tuple[Word | Phrase, ...] = ()
    only_older: bool = False

    @property
    def words(self) -> frozenset[str]:
        """The words of all, which are no slips."""
        nodes = (*self.removed, *dict(self.derived), *self.older)
        return frozenset(word for node in nodes for word in node.text.split())


def missing(
    root: Node,
    articles_of: Callable[[Word | Phrase], int],
    vocabulary: Vocabulary,
    only_older: Callable[[Node], bool],
) -> Missing:
    """What of the question is missing. `articles_of(node)` is the number of articles that hold a word or phrase,
    `only_older(node)` says of a node of the question whether older versions match it, and no article does."""
    nodes = [node for node in scored(root) if isinstance(node, Word | Phrase) and not node.field.is_typed]
    absent = [node for node in dict.fromkeys(nodes) if not node.exact and not articles_of(node)]
    removed = tuple(node for node in absent if articles_of(replace(node, field=Field.REMOVED)))
    words = [node for node in absent if isinstance(node, Word)]
    older = tuple(filter(only_older, absent))
    return Missing(removed, tuple(_derived(words, vocabulary)), older, only_older(root))


def _derived(words: Sequence[Word], vocabulary: Vocabulary) -> list[tuple[Word, str]]:
    forms = [(node, vocabulary.derived(node.text, FIELDS_OF[Field.ANY])) for node in words]
    return [(node, form) for node, form in forms if form]
