"""What does each leaf of a query look for in the index? Positions with sets of terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, product
from unicodedata import category

from index.analysis import EXTRA, Languages, QueryToken, fold
from search.kept import ENTRY, WORD
from search.notes import Note, NoteCode
from search.query import Field, Fuzzy, LeafNode, Node, Phrase, Prefix, Wildcard, Word
from search.words.inflection import ruled
from search.words.leaves import FIELDS_OF, Leaf, Slot, Typed, Widened, without_accents
from search.words.value_names import ValueName, value_words
from search.words.vocabulary import MOST_PATTERN_WORDS, Vocabulary

MOST_COMPOUNDS = 3  # of one phrase that are looked for together as well as apart
MOST_SEQUENCES = 2**MOST_COMPOUNDS
_ANY_WORD = Slot(any_word=True)
_STAR = re.compile(r" \*(?= )")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![.,]?\d)")


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """What a question's leaf nodes look for in one snapshot, where `added` are the names that count as its words
    (`widened` by them), and what was noted. `behind` are the names among its words, with the forms that come behind."""

    added: Mapping[LeafNode, Sequence[str]]
    leaves: Mapping[Node, Leaf]
    notes: tuple[Note, ...]
    widened: tuple[Widened, ...]
    behind: tuple[tuple[Word, tuple[str, ...]], ...] = ()

    @property
    def weight(self) -> int:
        """Bytes that it takes with the query that it is of, about."""
        names = sum(map(len, self.added.values()))
        said = ENTRY * (len(self.notes) + len(self.behind))
        said += sum(leaf.weight for word in self.widened for leaf in (word.as_typed, *word.names))
        return 2 * ENTRY + said + 4 * WORD * names + sum(ENTRY + leaf.weight for leaf in self.leaves.values())


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question's words are meant: `exact` as they are typed; with `capitals` that tell `US` from `us`; `stems`
    says whether a word finds what is only derived from it. `names` are those that are meant as names."""

    exact: bool = False
    capitals: bool = True
    stems: bool = False
    names: frozenset[Word] = frozenset()


class Planner:
    """Makes leaves of a query's leaf nodes for one snapshot, and notes what it had to leave out."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        added: Mapping[LeafNode, Sequence[str]],
        reading: Reading,
    ) -> None:
        self._vocabulary = vocabulary
        self._added = added
        self._reading = reading
        self.notes: list[Note] = []
        self.widened: list[Widened] = []
        self.behind: list[tuple[Word, tuple[str, ...]]] = []

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
        exact = node.exact or self._reading.exact
        slop = (node.slop or 0) if isinstance(node, Phrase) else 0
        sequences: list[tuple[Slot, ...]] = []
        for text in _spellings(node.text):
            pieces = _STAR.split(text)
            parts = [list(islice(self._ways(node, piece, exact=exact), MOST_SEQUENCES)) for piece in pieces]
            sequences += parts[0] if len(parts) == 1 else _with_any_words(parts)
        values: tuple[ValueName, ...] = ()
        if node.field is Field.EVERYWHERE:
            values = (_value_name(node.text, whole=isinstance(node, Phrase)),)
        typed = Leaf(node.text, tuple(dict.fromkeys(sequences)), node.field, slop, values)
        names = () if exact else tuple(self._other_names(node))
        if names:
            self.widened.append(Widened(typed, names))
        every = [sequence for leaf in (typed, *names) for sequence in leaf.sequences]
        values += tuple(value for name in names for value in name.names)
        return replace(typed, sequences=tuple(dict.fromkeys(every)), names=values)

    def _ways(self, node: Word | Phrase, text: str, *, exact: bool) -> Iterator[tuple[Slot, ...]]:
        """The ways in which a text of the node, or a piece of it, may stand."""
        tokens: Sequence[QueryToken] = self._vocabulary.tokens(text)
        if self._reading.capitals and not exact:
            tokens = self._in_capitals(tokens, node.field, said=text == node.text)
        if isinstance(node, Phrase) and node.verbatim and not exact:
            return iter([tuple(map(_verbatim, tokens))] if tokens else [])
        if exact or text != node.text:
            return _sequences(tokens, exact=exact)
        if isinstance(node, Phrase):
            return self._by_form(tokens)
        if not self._reading.stems:
            tokens = self._in_forms(node, tokens)
        named = node in self._reading.names
        if named:
            self._note_others(node, tokens)
        return self._by_form(tokens, named=named)

    def _by_form(self, tokens: Sequence[QueryToken], *, named: bool = False) -> Iterator[tuple[Slot, ...]]:
        """The ways in which tokens may stand; a word alone counts by how near the forms in an article are to it."""
        word = "" if self._reading.stems else _one_word(tokens)
        if word:
            typed = Typed(word, ruled(self._vocabulary.languages), named, strange=self._strange(tokens[0], word))
            return iter([(_slot_of(tokens[0].terms, tokens[0].spoken, typed),)])
        return _sequences(tokens, exact=False)

    def _strange(self, token: QueryToken, word: str) -> frozenset[bytes]:
        """The terms of languages that the word is hardly of: under another of its stems the archive holds it as it is
        typed in more than twice as many articles. What is the word but for its accents is none."""
        stems = [stem for stem in token.plain if stem in token.terms]
        typed, fields = Typed(word, ruled(self._vocabulary.languages)), FIELDS_OF[Field.ANY]
        held = [self._vocabulary.typed_in(stem, typed, fields) for stem in _encoded(stems)] if stems[1:] else []
        rare = [stem for stem, count in zip(stems, held, strict=False) if 2 * count < max(held)]
        return frozenset(_encoded([*rare, *(EXTRA + stem for stem in rare if stem != word)]))

    def _note_others(self, name: Word, tokens: Sequence[QueryToken]) -> None:
        """Note the forms that come behind a name, where there are any."""
        word = _one_word(tokens)
        typed = Typed(word, ruled(self._vocabulary.languages))
        forms = self._vocabulary.others(name.text, typed, FIELDS_OF[name.field]) if word else ()
        if forms:
            self.behind.append((name, forms))

    def _other_names(self, node: Word | Phrase) -> Iterator[Leaf]:
        """The names that count as the node's word and whose words the archive's texts hold, in the ways in which they
        may stand."""
        for name in self._added.get(node, ()):
            tokens = self._in_capitals(self._vocabulary.tokens(name), node.field, said=False)
            if any(token.initials and token.terms != token.initials for token in tokens):
                continue  # the archive holds no such abbreviation, and the word in small letters is another
            ways = islice(self._by_form(tokens), MOST_SEQUENCES)
            present = tuple(way for way in ways if all(self._vocabulary.holds(slot) for slot in way))
            if present:
                values = (_value_name(name),) if node.field is Field.EVERYWHERE else ()
                yield Leaf(name, present, node.field, 0, values)

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
        """The tokens of a word without its stem in the languages by whose rules no article holds a form of the word:
        what holds only `respective` is no match of `respectful`. None where nothing else is left to look for."""
        word = _one_word(tokens)
        if not word:
            return tokens
        token, fields = tokens[0], FIELDS_OF[node.field]
        spoken = {}
        for term in token.plain:
            given = token.spoken.get(term, self._vocabulary.languages)
            left = self._inflecting(term, word, given - {""}, fields)
            if left != given - {""}:
                spoken[term] = left | {""} if left else left
        if not spoken:
            return tokens
        terms = tuple(term for term in token.terms if spoken.get(term, token))
        kept = {term: languages for term, languages in {**token.spoken, **spoken}.items() if languages}
        return [replace(token, terms=terms, spoken=kept)] if self._vocabulary.stands(_encoded(terms), fields) else []

    def _inflecting(self, term: str, word: str, languages: frozenset[str], fields: Sequence[str]) -> frozenset[str]:
        """Those of `languages` by whose rules an article holds a form of the word under its stem."""
        (stem,) = _encoded([term])
        held = self._vocabulary.inflected
        return languages - {rule for rule in ruled(languages) if not held(stem, Typed(word, (rule,)), fields)}

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
                apart = list(
                    islice(_sequences(self._vocabulary.tokens(part), exact=self._reading.exact), MOST_SEQUENCES)
                )
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


def _verbatim(token: QueryToken) -> Slot:
    """The token in the form in which it is typed, but for capitals and accents; a single character has no other."""
    if token.terms == token.initials or sum(category(char)[0] != "M" for char in token.exact) == 1:
        return _slot_of(token.terms, token.spoken)
    plain = [term for term in token.terms if not term.startswith(EXTRA)]
    spoken = {term: languages for term, languages in token.spoken.items() if not term.startswith(EXTRA)}
    return _slot_of(plain, spoken, Typed(without_accents(token.exact), only=True))


def _slot_of(terms: Sequence[str], spoken: Languages, typed: Typed | None = None) -> Slot:
    of_all = _encoded([term for term in terms if term not in spoken])
    return Slot(of_all, tuple(zip(_encoded(list(spoken)), spoken.values(), strict=True)), typed=typed)


def _one_word(tokens: Sequence[QueryToken]) -> str:
    """The one word that the tokens are, without accents; "" where they are others, an abbreviation or no letters."""
    if len(tokens) != 1 or tokens[0].initials:
        return ""
    word = without_accents(tokens[0].exact)
    return word if len(word) > 1 and word.isalpha() else ""


def _encoded(terms: Sequence[str]) -> tuple[bytes, ...]:
    return tuple(term.encode("utf-8", "surrogatepass") for term in terms)


def _folded_pattern(pattern: str) -> str:
    """A pattern's letters without accents, its `?` and `*` as they are."""
    pieces = re.split(r"([?*]+)", pattern)
    return "".join(piece if piece[:1] in ("?", "*") else fold(piece) for piece in pieces)
