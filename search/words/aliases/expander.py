"""What does a question look for beyond what was typed? `Expander` gives the added names of each of its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from index.analysis import fold, words
from search.query import And, AtLeast, LeafNode, Near, Node, Or, Phrase, Ranked, Within, Word, leaves, shouted
from search.words.aliases.groups import Aliases
from search.words.aliases.places import LONGEST_PLACE
from search.words.aliases.sounds import script_of
from search.words.aliases.spellings import in_full, without_article
from search.words.aliases.variants import NameVariants

Added = dict[LeafNode, tuple[str, ...]]


class Expander:
    """Aliases and spelling variants for the questions to one publication."""

    def __init__(self, aliases: Aliases, variants: NameVariants | None = None) -> None:
        self._aliases = aliases
        self._variants = variants

    def added(self, root: Node) -> Added:
        """The names that count as matches of a leaf of `root` too, for each leaf that has some.

        A name of several words is meant as a phrase, in the leaf's field. Words and phrases that are looked for as
        typed, patterns and what must not match get none. Where words side by side are a name (`islamic state`), each of
        them gets its aliases.
        """
        added: Added = {}
        loud = shouted(root)
        for leaf in leaves(root, negated=False):
            if isinstance(leaf, Word | Phrase) and not leaf.exact and leaf not in added:
                names = self._names(leaf, loud=loud)
                if names:
                    added[leaf] = names
        for run in _runs(root):
            self._add_runs(run, added)
        return added

    def _names(self, leaf: Word | Phrase, *, loud: bool) -> tuple[str, ...]:
        if isinstance(leaf, Phrase) and (leaf.verbatim or leaf.slop):
            return ()
        names = self._other_names(leaf.text.lower() if loud else leaf.text)
        if isinstance(leaf, Word) and self._variants is not None:
            name = without_article(leaf.text) or leaf.text
            if len(words(name)) == 1 or "-" in name:
                names += self._variants.of(name)
                names += (name,) if name != leaf.text else ()
        return _different(names)

    def _other_names(self, name: str) -> tuple[str, ...]:
        """The aliases of a name, of a place its names in other languages, and what it is in full."""
        names = self._aliases.of(name)
        if self._variants is None or name.isupper():
            return names
        plain = fold(name)
        if " " in name and (bearer := without_article(name)):  # in Arabic letters one word
            names += tuple(other for other in self._variants.of(bearer) if script_of(other) != script_of(bearer))
        return names + self._variants.of_place(plain) + tuple(map(str.title, in_full(plain)))

    def _add_runs(self, run: list[Word], added: Added) -> None:
        """Give the words of each name inside `run`, the longest first, the name's aliases."""
        place = 0
        while place < len(run):
            longest = max(self._aliases.longest, LONGEST_PLACE if self._variants is not None else 0)
            for length in range(min(longest, len(run) - place), 1, -1):
                part = run[place : place + length]
                names = self._other_names(" ".join(word.text for word in part))
                if names:
                    for word in part:
                        added[word] = _different((*added.get(word, ()), *names))
                    place += length - 1
                    break
            place += 1


def _different(names: Sequence[str]) -> tuple[str, ...]:
    """The names, each once, whatever its capitals and accents."""
    by_fold = {fold(name): name for name in reversed(names)}
    return tuple(reversed(by_fold.values()))


def _runs(node: Node) -> Iterator[list[Word]]:
    """Words that were typed side by side, in one field."""
    match node:
        case Ranked(wanted, required, _):
            for plain, part in groupby(wanted, lambda item: (isinstance(item, Word) and not item.exact, _field(item))):
                run = [word for word in part if isinstance(word, Word)]
                if plain[0] and len(run) > 1:
                    yield run
            for operand in (*wanted, *required):
                yield from _runs(operand)
        case And(operands) | Or(operands):
            for operand in operands:
                yield from _runs(operand)
        case Near(left, right) | Within(left, right):
            yield from _runs(left)
            yield from _runs(right)
        case AtLeast(_, operand):
            yield from _runs(operand)


def _field(node: Node) -> str:
    return node.field if isinstance(node, Word) else ""
