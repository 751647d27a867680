"""Which tokens of a cluster does a position of a leaf stand for? In an article of one language; another has others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from index.analysis import EXTRA
from index.cluster.mapping import facet_field
from index.cluster.tokens import FORM_SIGN, encoded, with_form
from index.facets import LANGUAGE
from search.cluster.cluster_asked import Clause, ClusterWords
from search.cluster.compiler.clauses import EVERYTHING, all_of, one_of_terms
from search.match.levels import folded
from search.rank.weights import Weights
from search.words.inflection import Level, level
from search.words.leaves import Leaf, Slot, Typed

EXTRA_TERM = EXTRA.encode()
ANY_WORD = FORM_SIGN  # every position holds it

PositionTokens = tuple[str, ...]
Way = tuple[PositionTokens, ...]


class LanguageClass(NamedTuple):
    """Articles in whose languages the same terms of some leaves count: `language` is one of them, None for those that
    no term is bound to; `articles` lets them through."""

    language: str | None
    articles: Clause


class FormFactor(NamedTuple):
    """What a word counts in an article that holds one of some `tokens`, which are its forms."""

    factor: float
    tokens: PositionTokens


class GradedTerm(NamedTuple):
    """A term of a slot with what it counts: `factor` in an article that holds none of the forms of `nearer`, which are
    sorted, those that count most first."""

    token: str
    extra: bool
    factor: float
    nearer: tuple[FormFactor, ...] = ()


class SlotTokens:
    """The tokens of slots, by the exact forms that an archive has."""

    def __init__(self, words: ClusterWords, weights: Weights) -> None:
        self._words = words
        self._weights = weights
        self._held: dict[bytes, bool] = {}
        self._known: dict[tuple[bytes, Typed], Mapping[Level, PositionTokens]] = {}

    def classes(self, leaves: Iterable[Leaf]) -> list[LanguageClass]:
        """The classes of languages that the terms of some leaves make; one of all articles where no term is bound to a
        language. Terms that no article holds make none."""
        slots = dict.fromkeys(slot for leaf in leaves for slot in leaf.slots)
        bound = list(dict.fromkeys(some for slot in slots for term, some in slot.spoken if self._holds(term)))
        if not bound:
            return [LanguageClass(None, EVERYTHING)]
        field = facet_field(LANGUAGE)
        every = sorted(frozenset().union(*bound))
        alike: dict[tuple[bool, ...], list[str]] = {}
        for language in every:
            alike.setdefault(tuple(language in languages for languages in bound), []).append(language)
        classes = [LanguageClass(row[0], one_of_terms(field, row)) for row in alike.values()]
        return [*classes, LanguageClass(None, all_of([], [one_of_terms(field, every)]))]

    def _holds(self, term: bytes) -> bool:
        known = self._held.get(term)
        if known is None:
            known = self._held[term] = self._words.holds(term)
        return known

    def _counting(self, slot: Slot, language: str | None) -> tuple[bytes, ...]:
        """The terms of a slot that count in a language and that articles hold, but for those of exact forms."""
        spoken = (term for term, languages in slot.spoken if language is not None and language in languages)
        return tuple(filter(self._holds, dict.fromkeys((*slot.terms, *spoken))))

    def of(self, slot: Slot, language: str | None) -> PositionTokens:
        """The tokens of a slot in an article of a language."""
        if slot.any_word:
            return (ANY_WORD,)
        tokens: dict[str, None] = {}
        for term in self._counting(slot, language):
            if slot.typed and slot.typed.only:
                tokens.update(dict.fromkeys(self._as_typed(term, slot.typed)))
            else:
                tokens[encoded(term)] = None
        for term, forms in slot.forms:
            tokens.update(dict.fromkeys(with_form(term, form) for form in sorted(forms)))
        return tuple(tokens)

    def ways(self, leaf: Leaf, language: str | None) -> list[Way]:
        """The sequences of a leaf, each position as its tokens; those left out of which a position has none."""
        ways = [tuple(self.of(slot, language) for slot in sequence) for sequence in leaf.sequences]
        return list(dict.fromkeys(way for way in ways if way and all(way)))

    def graded(self, slot: Slot, language: str | None) -> list[GradedTerm]:
        """The terms of a slot of terms in any form, each with what it counts."""
        return [self._graded(slot, term) for term in self._counting(slot, language)]

    def _graded(self, slot: Slot, term: bytes) -> GradedTerm:
        typed, token, extra = slot.typed, encoded(term), term.startswith(EXTRA_TERM)
        if typed is None:
            return GradedTerm(token, extra, 1)
        strange = term in typed.strange
        factors = self._weights.by_level(name=typed.name, strange=strange).tolist()
        if extra:
            return GradedTerm(token, extra, factors[Level.DERIVATION] if strange else 1)
        levels = self._levels(term, typed)
        if max(levels) == Level.EXACT:
            return GradedTerm(token, extra, 1)
        least = factors[Level.DERIVATION]
        nearer = [FormFactor(factors[each], levels[each]) for each in sorted(levels) if factors[each] > least]
        return GradedTerm(token, extra, least, tuple(nearer))

    def _as_typed(self, term: bytes, typed: Typed) -> PositionTokens:
        if term.startswith(EXTRA_TERM):
            return () if term in typed.strange else (encoded(term),)
        levels = self._levels(term, typed)
        if max(levels) == Level.EXACT:
            return (encoded(term),)
        # The form itself is one of them where the term has so many that not all have a number.
        return tuple(dict.fromkeys((*levels.get(Level.EXACT, ()), with_form(term, typed.word))))

    def _levels(self, term: bytes, typed: Typed) -> Mapping[Level, PositionTokens]:
        """The tokens of the forms of a term by how near they are to the word."""
        known = self._known.get((term, typed))
        if known is None:
            levels: dict[Level, dict[str, None]] = {}
            for form in (term, *self._words.forms(term)):
                near = level(typed.word, folded(form), typed.languages)
                levels.setdefault(near, {})[with_form(term, form)] = None
            known = self._known[term, typed] = {near: tuple(tokens) for near, tokens in levels.items()}
        return known


def overlapping(tokens: Sequence[str]) -> bool:
    """Whether two of the tokens may stand at one position: an extra one beside any, a form beside its term."""
    if len(tokens) < 2:
        return False
    formed = sum(FORM_SIGN in token for token in tokens)
    return any(map(is_extra, tokens)) or 0 < formed < len(tokens)


def is_extra(token: str) -> bool:
    """Whether a token stands beside the word of its position."""
    return token.startswith("~x")
