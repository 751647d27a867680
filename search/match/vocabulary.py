"""What does the archive know of a word or a pattern of words? Looked up in its segments, and kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from index.facets import LANGUAGE
from index.segment.reader import Segment
from search.budget import STANDARD, Budget
from search.kept import ENTRY, Kept
from search.match.levels import FormLevels, LevelTable
from search.match.pattern_vocabulary import PatternVocabulary
from search.words.inflection import Level
from search.words.leaves import Slot, Typed

_MOST_OTHERS = 3  # forms that are named to a reader


class SegmentVocabulary(PatternVocabulary):
    """The words of a snapshot's segments: see `Vocabulary` for what each call returns."""

    def __init__(
        self,
        segments: Sequence[Segment],
        languages: Sequence[str],
        budget: Budget = STANDARD,
        levels: Sequence[FormLevels] = (),
    ) -> None:
        self._segments = segments
        self._levels = levels or [FormLevels(segment, budget) for segment in segments]
        super().__init__(segments, languages, budget)
        self._standing: Kept[tuple[Sequence[bytes], Sequence[str]], bool] = Kept(budget.standing)
        self._inflections: Kept[tuple[bytes, Typed, Sequence[str]], bool] = Kept(budget.inflections)

    def inflected(self, term: bytes, typed: Typed, fields: Sequence[str]) -> bool:
        """Whether any article that is not deleted holds, in one of the fields, the word or another form of it under
        its stem `term`."""
        key = term, typed, fields
        known = self._inflections.get(key)
        return self._inflections.keep(key, self._inflected(*key), 2 * ENTRY) if known is None else known

    def _inflected(self, term: bytes, typed: Typed, fields: Sequence[str]) -> bool:
        return any(
            levels.table(term, typed).any_inflected(postings, segment.live)
            for segment, levels in zip(self._segments, self._levels, strict=True)
            for field in fields
            if (postings := segment.postings(field, term)) is not None
        )

    def typed_in(self, term: bytes, typed: Typed, fields: Sequence[str]) -> int:
        """How many articles that are not deleted hold the typed form under its stem `term`, counted field by field."""
        return sum(
            levels.table(term, typed).count_typed(postings, segment.live)
            for segment, levels in zip(self._segments, self._levels, strict=True)
            for field in fields
            if (postings := segment.postings(field, term)) is not None
        )

    def derived(self, text: str, fields: Sequence[str]) -> str:
        """The form of a word's stems that is the commonest in the articles looked at, or ""."""
        return next(iter(self._commonest(text, fields, chunks=2)), "")

    def others(self, text: str, typed: Typed, fields: Sequence[str]) -> tuple[str, ...]:
        """The forms of a word's stems in articles that do not hold the word itself, the commonest in a few of them:
        three at most. Field by field: an article may hold the word in another."""
        return tuple(self._commonest(text, fields, chunks=1, typed=typed)[:_MOST_OTHERS])

    def _commonest(self, text: str, fields: Sequence[str], *, chunks: int, typed: Typed | None = None) -> list[str]:
        """The forms of a word's stems in the first articles that hold them, the commonest first; in those without
        `typed` where it is told."""
        tokens = self.tokens(text)
        counts: Counter[str] = Counter()
        for plain in tokens[0].plain if len(tokens) == 1 else ():
            term = plain.encode("utf-8", "surrogatepass")
            for segment, levels in zip(self._segments, self._levels, strict=True):
                names = {number: named[0] for number, named in segment.forms.of(term).items()} | {0: term}
                without = levels.table(term, typed) if typed else None
                for field in fields:
                    docs = _holding(segment, field, term, tokens[0].spoken.get(plain), without)
                    for variants in islice(docs, chunks):
                        for number, count in zip(*np.unique(variants, return_counts=True), strict=True):
                            counts[names.get(int(number), b"").decode("utf-8", "replace")] += int(count)
        del counts[""]
        return sorted(counts, key=lambda form: (-counts[form], form))

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


def _stands(segment: Segment, term: bytes, fields: Sequence[str]) -> bool:
    """Whether an article of the segment that is not deleted holds the term in one of the fields."""
    return any(
        segment.live is None or bool(segment.live[postings.docs].any())
        for field in fields
        if (postings := segment.postings(field, term)) is not None
    )


def _holding(
    segment: Segment, field: str, term: bytes, languages: frozenset[str] | None, without: LevelTable | None
) -> Iterator[NDArray[np.uint8]]:
    """The variants of a term's occurrences in a field of the live articles: of 32 articles, then of ever more.

    Only of those in one of `languages`, and of those that hold a word, by the levels of its forms, in no exact form,
    where these are told.
    """
    postings = segment.postings(field, term)
    if postings is None:
        return
    kept = np.ones(len(postings), np.bool_) if segment.live is None else segment.live[postings.docs]
    if languages is not None:
        kept &= segment.facets.holding(LANGUAGE, languages.__contains__)[postings.docs]
    if without is not None:
        kept &= without.furthest.take(postings.form_bits) > Level.EXACT
    indices = np.flatnonzero(kept)
    size = 32
    while len(indices):
        some = indices[:size]
        if without is not None:  # two forms may share a bit
            some = some[without.of(postings, some) > Level.EXACT]
        if len(some):
            yield postings.variants(some)
        indices, size = indices[size:], 8 * size
