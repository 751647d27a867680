"""Which words of the archive fit a prefix, a wildcard or a misspelling? Looked up among the forms that stand in texts.

The index holds stems; readers type words. A pattern is therefore held against the exact forms without accents, and
what comes back says for each stem whether all its forms fit or only some.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from index.analysis import QueryToken, analyse_query, fold
from index.analysis.lexicon import UNNAMED_VARIANT
from index.segment.reader import Segment
from search.budget import STANDARD, Budget
from search.kept import ENTRY, WORD, Kept
from search.words.inflection import bases
from search.words.leaves import Slot
from search.words.patterns import edit_distances, wildcard
from search.words.vocabulary import MOST_PATTERN_WORDS

# Stemming leaves the first three letters of nearly every word alone, so the stems of the words that start with a
# pattern's first three letters are looked for among the stems that do; what `analyse_query` makes of the pattern
# itself adds the languages whose words lose their first letters (the Arabic article), and the forms of the archive
# that begin otherwise than their stems (going: go; skies: sky) are known: 48 of 64,000 in English news, found in 6 ms.
_HEAD = 3

Fits = Callable[[str], bool]


class SegmentVocabulary:
    """The words of a snapshot's segments: see `Vocabulary` for what each call returns."""

    def __init__(self, segments: Sequence[Segment], languages: Sequence[str], budget: Budget = STANDARD) -> None:
        self._segments = segments
        self._languages = languages
        self._tokens: Kept[str, tuple[QueryToken, ...]] = Kept(budget.tokens)
        self._standing: Kept[tuple[Sequence[bytes], Sequence[str]], bool] = Kept(budget.standing)
        self._patterns: Kept[tuple[str, str, int, Sequence[str]], tuple[Slot, int]] = Kept(budget.patterns)
        self._words: Kept[str, tuple[str, str]] = Kept(budget.english)
        self._inflections: Kept[tuple[bytes, str, Sequence[str]], bool] = Kept(budget.inflections)

    def tokens(self, text: str) -> tuple[QueryToken, ...]:
        """The positions of a query's words, for the languages of the archive."""
        tokens = self._tokens.get(text)
        if tokens is None:
            tokens = tuple(analyse_query(text, self._languages))
            terms = sum(len(token.terms) + len(token.plain) + len(token.joined) for token in tokens)
            spoken = sum(len(token.spoken) + len(token.joined_spoken) for token in tokens)
            self._tokens.keep(text, tokens, ENTRY + 2 * ENTRY * len(tokens) + WORD * terms + ENTRY * spoken)
        return tokens

    def starting(self, prefix: str, fields: Sequence[str]) -> tuple[Slot, int]:
        """The words that start with `prefix` (folded), and how many stems were left out for being too many."""
        return self._remembered("starting", prefix, 0, fields, lambda: self._starting(prefix, fields))

    def like(self, pattern: str, fields: Sequence[str]) -> tuple[Slot, int]:
        """The words that fit `pattern` (folded): `?` is one character, `*` any number. See `starting`."""
        return self._remembered("like", pattern, 0, fields, lambda: self._like(pattern, fields))

    def near(self, word: str, edits: int, fields: Sequence[str]) -> tuple[Slot, int]:
        """The words within `edits` edits of `word` (folded) that start with its first letter. See `starting`."""
        return self._remembered("near", word, edits, fields, lambda: self._near(word, edits, fields))

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

    def _starting(self, prefix: str, fields: Sequence[str]) -> tuple[Slot, int]:
        return self._slot(self._heads(prefix, prefix), lambda word: word.startswith(prefix), fields)

    def _like(self, pattern: str, fields: Sequence[str]) -> tuple[Slot, int]:
        literal = re.split(r"[?*]", pattern, maxsplit=1)[0]
        return self._slot(self._heads(literal, literal), wildcard(pattern).fits, fields)

    def _near(self, word: str, edits: int, fields: Sequence[str]) -> tuple[Slot, int]:
        heads = self._heads(word[:1], word)
        words = sorted({form for head in heads for _, form in self._forms(head) if form[:1] == word[:1]})
        close = set(np.array(words)[edit_distances(word, words, edits) <= edits].tolist()) if words else set()
        return self._slot(heads, close.__contains__, fields)

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

    def _heads(self, literal: str, word: str) -> tuple[bytes, ...]:
        """Prefixes of stems, none of them starting with another, under which the forms of the words stand."""
        heads = {literal[:_HEAD].encode("utf-8", "surrogatepass")}
        for token in self.tokens(word)[:1]:
            heads |= {term[: min(_HEAD, len(literal))].encode("utf-8", "surrogatepass") for term in token.plain}
        return tuple(head for head in heads if head and not any(o != head and head.startswith(o) for o in heads if o))

    def _forms(self, head: bytes) -> Iterator[tuple[bytes, str]]:
        """(stem, folded form) of the stems that start with `head`; the stem's own form is one of them."""
        for segment in self._segments:
            for field in ("title", "body", "removed"):
                dictionary = segment.terms(field)
                for term in dictionary.terms(*dictionary.prefix_range(head)):
                    yield term, term.decode("utf-8", "surrogatepass")
            for term, form in _starting(segment, head):
                yield term, folded(form)
        begin = head.decode("utf-8", "replace")
        for plain, term in islice(self._irregular, bisect_left(self._irregular, (begin, b"")), None):
            if not plain.startswith(begin):
                break
            yield term, plain

    @cached_property
    def _irregular(self) -> list[tuple[str, bytes]]:
        """(folded form, stem) of the forms that begin otherwise than their stems, sorted."""
        return sorted({pair for segment in self._segments for pair in _irregular(segment)})

    def _slot(self, heads: Sequence[bytes], fits: Fits, fields: Sequence[str]) -> tuple[Slot, int]:
        fitting: set[bytes] = set()
        for head in heads:
            fitting |= {term for term, form in self._forms(head) if fits(form)}
        kept = sorted(fitting)
        if len(fitting) > MOST_PATTERN_WORDS:
            kept = sorted(sorted(fitting, key=lambda term: (-self.articles(term, fields), term))[:MOST_PATTERN_WORDS])
        return self._restricted(kept, fits), len(fitting) - len(kept)

    def _restricted(self, terms: Sequence[bytes], fits: Fits) -> Slot:
        """The slot of `terms` in the forms that fit."""
        whole: list[bytes] = []
        partly: list[tuple[bytes, frozenset[bytes]]] = []
        for term in terms:
            forms = {form for segment in self._segments for named in segment.forms.of(term).values() for form in named}
            forms.add(term)
            fit = frozenset(form for form in forms if fits(folded(form)))
            if len(fit) == len(forms):
                whole.append(term)
            else:
                partly.append((term, fit))
        return Slot(tuple(whole), forms=tuple(partly))

    def articles(self, term: bytes, fields: Sequence[str]) -> int:
        """In how many articles a term stands, counted field by field, deleted ones included."""
        return sum(
            len(postings)
            for segment in self._segments
            for field in fields
            if (postings := segment.postings(field, term)) is not None
        )


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


def _starting(segment: Segment, head: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(stem, exact form) of the stems that start with `head`, but for forms that are the stem itself."""
    entries = segment.forms._entries
    for entry in entries.terms(*entries.prefix_range(head)):
        term, _, form = entry.partition(b"\0")
        yield term, form


def _irregular(segment: Segment) -> Iterator[tuple[str, bytes]]:
    """(folded form, stem) where the two differ in their first letters."""
    for entry in segment.forms.irregular(_HEAD):
        term, _, form = entry.partition(b"\0")
        plain = folded(form)
        if plain[:_HEAD] != term.decode("utf-8", "surrogatepass")[:_HEAD]:
            yield plain, term


def folded(form: bytes) -> str:
    """An exact form without accents."""
    text = form.decode("utf-8", "surrogatepass")
    return text if text.isascii() else fold(text) or text
