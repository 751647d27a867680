"""What does the archive know of a word or a pattern of words? Looked up in its segments, and kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from index.analysis import QueryToken, analyse_query, fold
from index.analysis.lexicon import UNNAMED_VARIANT
from index.segment.reader import Segment
from search.budget import STANDARD, Budget
from search.kept import ENTRY, WORD, Kept
from search.match.pattern_words import PatternWords, folded
from search.words.inflection import bases
from search.words.leaves import Slot


class SegmentVocabulary:
    """The words of a snapshot's segments: see `Vocabulary` for what each call returns."""

    def __init__(self, segments: Sequence[Segment], languages: Sequence[str], budget: Budget = STANDARD) -> None:
        self._segments = segments
        self._languages = languages
        self._tokens: Kept[str, tuple[QueryToken, ...]] = Kept(budget.tokens)
        self._pattern_words = PatternWords(segments, partial(_analysed, self._tokens, languages))
        self._standing: Kept[tuple[Sequence[bytes], Sequence[str]], bool] = Kept(budget.standing)
        self._patterns: Kept[tuple[str, str, int, Sequence[str]], tuple[Slot, int]] = Kept(budget.patterns)
        self._words: Kept[str, tuple[str, str]] = Kept(budget.english)
        self._inflections: Kept[tuple[bytes, str, Sequence[str]], bool] = Kept(budget.inflections)

    def tokens(self, text: str) -> tuple[QueryToken, ...]:
        """The positions of a query's words, for the languages of the archive."""
        return _analysed(self._tokens, self._languages, text)

    def starting(self, prefix: str, fields: Sequence[str]) -> tuple[Slot, int]:
        """The words that start with `prefix` (folded), and how many stems were left out for being too many."""
        return self._remembered("starting", prefix, 0, fields, lambda: self._pattern_words.starting(prefix, fields))

    def like(self, pattern: str, fields: Sequence[str]) -> tuple[Slot, int]:
        """The words that fit `pattern` (folded): `?` is one character, `*` any number. See `starting`."""
        return self._remembered("like", pattern, 0, fields, lambda: self._pattern_words.like(pattern, fields))

    def near(self, word: str, edits: int, fields: Sequence[str]) -> tuple[Slot, int]:
        """The words within `edits` edits of `word` (folded) that start with its first letter. See `starting`."""
        return self._remembered("near", word, edits, fields, lambda: self._pattern_words.near(word, edits, fields))

    def _remembered(
        self, kind: str, text: str, edits: int, fields: Sequence[str], find: Callable[[], tuple[Slot, int]]
    ) -> tuple[Slot, int]:
        key = kind, text, edits, fields
        slot = self._patterns.get(key)
        if slot is None:
            slot = find()
            self._patterns.keep(key, slot, ENTRY + slot[0].weight)
        return slot

    def english(self, text: str) -> tuple[str, str]:
        """The word that `text` is, without accents, and its term in English articles; both empty where there are none
        or it is no single word of letters."""
        known = self._words.get(text)
        return self._words.keep(text, self._english(text), ENTRY + 2 * WORD) if known is None else known

    def _english(self, text: str) -> tuple[str, str]:
        tokens: Sequence[QueryToken] = self.tokens(text) if "en" in self._languages else ()
        if len(tokens) == 1 and len(tokens[0].plain) > 1:  # languages differ; a stemmer of its own costs 0.1 ms
            tokens = analyse_query(text, ("en",))
        word = fold(tokens[0].exact) if len(tokens) == 1 else ""
        return (word, tokens[0].plain[0]) if word.isalpha() else ("", "")

    def others(self, languages: frozenset[str] | None) -> frozenset[str]:
        """Those of `languages` (None: of all the archive's) that are not English, with articles of unknown language;
        empty where there are none."""
        codes = frozenset(self._languages if languages is None else languages) - {"en", ""}
        return codes | {""} if codes else codes

    def inflected(self, term: bytes, word: str, fields: Sequence[str]) -> bool:
        """Whether any article that is not deleted holds, in one of the fields, `word` or another form of it under its
        English stem `term`: looked for in 32 articles first, where it nearly always stands."""
        known = self._inflections.get((term, word, fields))
        if known is None:
            known = self._inflections.keep((term, word, fields), self._inflected(term, word, fields), 2 * ENTRY)
        return known

    def _inflected(self, term: bytes, word: str, fields: Sequence[str]) -> bool:
        wanted = bases(word)
        known: dict[bytes, bool] = {}  # the forms of a stem, nearly the same in every segment
        for segment in self._segments:
            forms = {0: [term], **segment.forms.of(term)}
            fits = np.zeros(256, np.bool_)
            fits[UNNAMED_VARIANT] = True  # a stem of so many forms is none of these
            for number, named in forms.items():
                for form in named:
                    if form not in known:
                        known[form] = not wanted.isdisjoint(bases(folded(form)))
                fits[number] = any(map(known.__getitem__, named))
            if fits[list(forms)].all():  # so of most words: no matter which of the forms stand
                if _stands(segment, term, fields):
                    return True
            elif any(fits[variants].any() for field in fields for variants in _in_chunks(segment, field, term)):
                return True
        return False

    def derived(self, term: bytes, fields: Sequence[str]) -> str:
        """The form of `term` that is the commonest in the articles looked at, or ""."""
        counts: Counter[str] = Counter()
        for segment in self._segments:
            names = {number: named[0] for number, named in segment.forms.of(term).items()} | {0: term}
            for field in fields:
                for variants in islice(_in_chunks(segment, field, term), 2):
                    for number, count in zip(*np.unique(variants, return_counts=True), strict=True):
                        counts[names.get(int(number), b"").decode("utf-8", "replace")] += int(count)
        del counts[""]
        return min(counts, key=lambda form: (-counts[form], form), default="")

    def holds(self, slot: Slot) -> bool:
        """Whether any article holds one of the slot's terms in its title or body."""
        return any(
            segment.terms(field).find(term) >= 0
            for segment in self._segments
            for field in ("body", "title")
            for term, _ in slot.listed
        )

    def stands(self, terms: Sequence[bytes], fields: Sequence[str]) -> bool:
        """Whether any article that is not deleted holds one of the terms in one of the fields."""
        known = self._standing.get((terms, fields))
        return self._standing.keep((terms, fields), self._stands(terms, fields), 2 * ENTRY) if known is None else known

    def _stands(self, terms: Sequence[bytes], fields: Sequence[str]) -> bool:
        return any(_stands(segment, term, fields) for segment in self._segments for term in terms)

    def articles(self, term: bytes, fields: Sequence[str]) -> int:
        """In how many articles a term stands, counted field by field, deleted ones included."""
        return self._pattern_words.articles(term, fields)


def _analysed(kept: Kept[str, tuple[QueryToken, ...]], languages: Sequence[str], text: str) -> tuple[QueryToken, ...]:
    """The positions of a query's words, from those that are kept; a function, as objects that hold each other stay."""
    tokens = kept.get(text)
    if tokens is None:
        tokens = tuple(analyse_query(text, languages))
        terms = sum(len(token.terms) + len(token.plain) + len(token.joined) for token in tokens)
        spoken = sum(len(token.spoken) + len(token.joined_spoken) for token in tokens)
        kept.keep(text, tokens, ENTRY + 2 * ENTRY * len(tokens) + WORD * terms + ENTRY * spoken)
    return tokens


def _stands(segment: Segment, term: bytes, fields: Sequence[str]) -> bool:
    """Whether an article of the segment that is not deleted holds the term in one of the fields."""
    return any(
        segment.live is None or bool(segment.live[postings.docs].any())
        for field in fields
        if (postings := segment.postings(field, term)) is not None
    )


def _in_chunks(segment: Segment, field: str, term: bytes) -> Iterator[NDArray[np.uint8]]:
    """The variants of a term's occurrences in a field of the live articles: of 32 articles, then of ever more."""
    postings = segment.postings(field, term)
    if postings is None:
        return
    indices = np.arange(len(postings)) if segment.live is None else np.flatnonzero(segment.live[postings.docs])
    size = 32
    while len(indices):
        yield postings.variants(indices[:size])
        indices, size = indices[size:], 8 * size
