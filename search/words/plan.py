"""What does each leaf of a query look for in the index? Positions with sets of terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, product

from index.analysis import Languages, QueryToken, fold
from search.kept import ENTRY, WORD
from search.notes import Note, NoteCode
from search.query import Field, Fuzzy, LeafNode, Node, Phrase, Prefix, Wildcard, Word
from search.results import Expansion
from search.words.leaves import FIELDS_OF, Leaf, Slot
from search.words.value_names import ValueName, value_words
from search.words.vocabulary import MOST_PATTERN_WORDS, Vocabulary

MOST_COMPOUNDS = 3  # of one phrase that are looked for together as well as apart
MOST_SEQUENCES = 2**MOST_COMPOUNDS
_ANY_WORD = Slot(any_word=True)
_STAR = re.compile(r" \*(?= )")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![.,]?\d)")


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """What a question's leaf nodes look for in one snapshot, where `added` are the names that count as its words, and
    what was noted on the way."""

    added: Mapping[LeafNode, Sequence[str]]
    leaves: Mapping[Node, Leaf]
    notes: tuple[Note, ...]
    expansions: tuple[Expansion, ...]

    @property
    def weight(self) -> int:
        """Bytes that it takes with the query that it is of, about."""
        names = sum(map(len, self.added.values()))
        said = ENTRY * len(self.notes)
        return 2 * ENTRY + said + 4 * WORD * names + sum(ENTRY + leaf.weight for leaf in self.leaves.values())


class Planner:
    """Makes leaves of a query's leaf nodes for one snapshot, and notes what it had to leave out.

    `capitals` says whether the capitals of the query tell `US` from `us`, `stems` whether a word of it finds what is
    only derived from it.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        added: Mapping[LeafNode, Sequence[str]] | None = None,
        *,
        exact: bool = False,
        capitals: bool = True,
        stems: bool = False,
    ) -> None:
        self._vocabulary = vocabulary
        self._added = added or {}
        self._exact = exact
        self._capitals = capitals
        self._stems = stems
        self.notes: list[Note] = []
        self.expansions: list[Expansion] = []

    def leaf(self, node: LeafNode) -> Leaf:
        """What the node looks for."""
        fields = FIELDS_OF[node.field]
        match node:
            case Word() | Phrase():
                return self._words(node)
            case Prefix(text):
                return self._pattern(node, fold(text), text + "*", lambda word: self._vocabulary.starting(word, fields))
            case Wildcard(pattern):
                folded = _folded_pattern(pattern)
                return self._pattern(node, folded, pattern, lambda word: self._vocabulary.like(word, fields))
            case Fuzzy(text, edits):
                lookup = partial(self._vocabulary.near, edits=edits, fields=fields)
                return self._pattern(node, fold(text), text + "~", lookup)

    def _words(self, node: Word | Phrase) -> Leaf:
        exact = node.exact or self._exact
        slop = node.slop if isinstance(node, Phrase) else 0
        sequences: list[tuple[Slot, ...]] = []
        for text in _spellings(node.text):
            parts: list[list[tuple[Slot, ...]]] = []
            for piece in _STAR.split(text):
                tokens: Sequence[QueryToken] = self._vocabulary.tokens(piece)
                if self._capitals and not exact:
                    tokens = self._in_capitals(tokens, node.field, said=text is node.text)
                if not exact and not self._stems and isinstance(node, Word):
                    tokens = self._in_forms(node, tokens)
                parts.append(list(islice(_sequences(tokens, exact=exact), MOST_SEQUENCES)))
            sequences += parts[0] if len(parts) == 1 else _with_any_words(parts)
        names = [] if exact else self._other_names(node, sequences)
        values: tuple[ValueName, ...] = ()
        if node.field is Field.EVERYWHERE:
            values = (_value_name(node.text, whole=isinstance(node, Phrase)), *map(_value_name, names))
        return Leaf(node.text, tuple(dict.fromkeys(sequences)), node.field, slop, values)

    def _other_names(self, node: Word | Phrase, sequences: list[tuple[Slot, ...]]) -> list[str]:
        """The names that count as the node's word and that the archive's texts hold, which are noted; the ways in which
        they stand are added to `sequences`."""
        shown: list[str] = []
        for name in self._added.get(node, ()):
            tokens = self._in_capitals(self._vocabulary.tokens(name), node.field, said=False)
            if any(token.initials and token.terms != token.initials for token in tokens):
                continue  # the archive holds no such abbreviation, and the word in small letters is another
            ways = list(islice(_sequences(tokens, exact=False), MOST_SEQUENCES))
            present = [way for way in ways if all(self._vocabulary.holds(slot) for slot in way)]
            if present:
                sequences += present
                shown.append(name)
        if shown:
            self.expansions.append(Expansion(node.text, tuple(shown)))
        return shown

    def _in_capitals(self, tokens: Sequence[QueryToken], field: Field, *, said: bool) -> list[QueryToken]:
        """The tokens; those typed as an abbreviation (`US`) look for that only, where any article holds it."""
        read = []
        for token in tokens:
            if token.initials and self._vocabulary.stands(_encoded(token.initials), FIELDS_OF[field]):
                read.append(replace(token, terms=token.initials, spoken={}))
                if said:
                    name = token.surface.replace(".", "")
                    self.notes.append(Note(NoteCode.ABBREVIATION, name=name, word=name.lower()))
            else:
                read.append(token)
        return read

    def _in_forms(self, node: Word, tokens: Sequence[QueryToken]) -> Sequence[QueryToken]:
        """The tokens of a word without its English stem where no article holds that in any form of the word: what
        holds only `respective` is no match of `respectful`. None where nothing else is left to look for."""
        word, stem = self._vocabulary.english(node.text)
        fields = FIELDS_OF[node.field]
        if not word or len(tokens) != 1 or stem not in tokens[0].terms:
            return tokens
        if self._vocabulary.inflected(_encoded([stem])[0], word, fields):
            return tokens
        token = tokens[0]
        spoken = {term: languages for term, languages in token.spoken.items() if term != stem}
        spoken_in = self._vocabulary.others(token.spoken.get(stem))
        if spoken_in:
            return [replace(token, spoken={**spoken, stem: spoken_in})]
        rest = tuple(term for term in token.terms if term != stem)
        return [replace(token, terms=rest, spoken=spoken)] if self._vocabulary.stands(_encoded(rest), fields) else []

    def _pattern(
        self, node: Prefix | Wildcard | Fuzzy, text: str, label: str, expand: Callable[[str], tuple[Slot, int]]
    ) -> Leaf:
        """A pattern whose last word is expanded, and those with signs; others stand as they are (`S-30*`)."""
        parts = text.split(" ")
        ways: list[tuple[Slot, ...]] = [()]
        for number, part in enumerate(parts, 1):
            if number == len(parts) or "*" in part or "?" in part:
                slot, left_out = expand(part) if part else (Slot(), 0)
                self._note(label, left_out)
                ways = [(*way, slot) for way in ways] if slot else []
            else:
                apart = list(islice(_sequences(self._vocabulary.tokens(part), exact=self._exact), MOST_SEQUENCES))
                ways = [(*way, *sequence) for way in ways for sequence in apart][:MOST_SEQUENCES]
        return Leaf(label, tuple(ways), node.field)

    def _note(self, label: str, left_out: int) -> None:
        if left_out:
            words = MOST_PATTERN_WORDS + left_out
            self.notes.append(Note(NoteCode.PATTERN_LIMITED, pattern=label, words=words, limit=MOST_PATTERN_WORDS))


def _value_name(text: str, *, whole: bool | None = None) -> ValueName:
    """How a word, a phrase (`whole`) or another name means a value; a name of several words is a phrase."""
    words = value_words(text)
    return ValueName(words, len(text.split()) > 1 if whole is None else whole)


def _spellings(text: str) -> tuple[str, ...]:
    """`text`, and `text` with its numbers written together where spaces part their groups of digits (`220 000`)."""
    together = _GROUPED.sub(lambda match: match.group().replace(" ", ""), text)
    return (text,) if together == text else (text, together)


def _with_any_words(parts: Sequence[Sequence[tuple[Slot, ...]]]) -> Iterator[tuple[Slot, ...]]:
    """The ways in which the parts of a phrase may stand, any one word between each and the next."""
    for ways in islice(product(*(part or [()] for part in parts)), MOST_SEQUENCES):
        whole = [slot for way in ways for slot in (*way, _ANY_WORD)]
        said = [place for place, slot in enumerate(whole) if not slot.any_word]
        if said:
            yield tuple(whole[said[0] : said[-1] + 1])


def _sequences(tokens: Sequence[QueryToken], *, exact: bool) -> Iterator[tuple[Slot, ...]]:
    """The ways in which the tokens may stand: each compound of two parts apart, or together at one position."""
    if not tokens:
        return
    apart = [_slot(token, exact=exact) for token in tokens]
    compounds = [place for place, token in enumerate(tokens) if token.joined and not exact][:MOST_COMPOUNDS]
    for choice in product((False, True), repeat=len(compounds)):
        together = {place for place, joined in zip(compounds, choice, strict=True) if joined}
        if not any(place + 1 in together for place in together):
            yield tuple(
                _slot_of(tokens[place].joined, tokens[place].joined_spoken) if place in together else slot
                for place, slot in enumerate(apart)
                if place - 1 not in together
            )


def _slot(token: QueryToken, *, exact: bool) -> Slot:
    if not exact:
        return _slot_of(token.terms, token.spoken)
    form = token.exact.encode("utf-8", "surrogatepass")
    return Slot(forms=tuple((term, frozenset([form])) for term in _encoded(token.plain)))


def _slot_of(terms: Sequence[str], spoken: Languages) -> Slot:
    of_all = _encoded([term for term in terms if term not in spoken])
    return Slot(of_all, tuple(zip(_encoded(list(spoken)), spoken.values(), strict=True)))


def _encoded(terms: Sequence[str]) -> tuple[bytes, ...]:
    return tuple(term.encode("utf-8", "surrogatepass") for term in terms)


def _folded_pattern(pattern: str) -> str:
    """A pattern's letters without accents, its `?` and `*` as they are."""
    pieces = re.split(r"([?*]+)", pattern)
    return "".join(piece if piece[:1] in ("?", "*") else fold(piece) for piece in pieces)
