"""Which words of the archive fit a prefix, a wildcard or a misspelling? Looked up among the forms that stand in texts.

The index holds stems; readers type words. A pattern is therefore held against the exact forms without accents, and
what comes back says for each stem whether all its forms fit or only some.

Terms and forms of a segment are sorted, so those that may fit are stretches of them. Stretches of all fields and
segments are united as sets of bytes before anything is asked of a single form: a prefix of two letters costs 8 ms at
10,000 articles, where a search for each form and each stem took 500.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice, repeat
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.analysis import QueryToken
from index.schema import TEXT_FIELDS
from index.segment.reader import FormTable, TermDictionary
from search.match.levels import folded
from search.words.leaves import Slot
from search.words.patterns import edit_distances, wildcard
from search.words.vocabulary import MOST_PATTERN_WORDS

# Stemming leaves the first three letters of nearly every word alone, so the stems of the words that start with a
# pattern's first three letters are looked for among the stems that do; what analysis makes of the pattern itself adds
# the languages whose words lose their first letters (the Arabic article), and the forms of the archive that begin
# otherwise than their stems (going: go; skies: sky) are known: 48 of 64,000 in English news, found in 6 ms.
_HEAD = 3

Forms = dict[bytes, list[bytes]]
"""The exact forms of each stem, the stem itself the last of them."""


class TermLists(Protocol):
    """The terms of some articles: a `Segment`, or the table of its words that is kept beside a cluster."""

    @property
    def forms(self) -> FormTable:
        """The exact forms of the terms."""
        ...

    def terms(self, field: str) -> TermDictionary:
        """The terms of a text field; the bounds of their postings tell the number of their articles."""
        ...


class PatternWords:
    """The words of some term lists by pattern: see `Vocabulary` for what each call returns.

    `tokens(text)` are the positions of a query's words.
    """

    def __init__(self, lists: Sequence[TermLists], tokens: Callable[[str], Sequence[QueryToken]]) -> None:
        self._lists = lists
        self._tokens = tokens

    def starting(self, prefix: str, fields: Sequence[str]) -> tuple[Slot, int]:
        """The words that start with `prefix` (folded), and how many stems were left out for being too many."""
        heads = self._heads(prefix, prefix)
        return self._slot(_fitting(self._forms(heads), prefix, None), heads, fields)

    def like(self, pattern: str, fields: Sequence[str]) -> tuple[Slot, int]:
        """The words that fit `pattern` (folded): `?` is one character, `*` any number. See `starting`."""
        literal = re.split(r"[?*]", pattern, maxsplit=1)[0]
        heads = self._heads(literal, literal)
        return self._slot(_fitting(self._forms(heads), literal, wildcard(pattern).fits), heads, fields)

    def near(self, word: str, edits: int, fields: Sequence[str]) -> tuple[Slot, int]:
        """The words within `edits` edits of `word` (folded) that start with its first letter. See `starting`."""
        heads = self._heads(word[:1], word)
        forms = self._forms(heads)
        words = sorted({folded(form) for named in forms.values() for form in named})
        words = [other for other in words if other[:1] == word[:1] and abs(len(other) - len(word)) <= edits]
        close = edit_distances(word, words, edits) <= edits
        fits = {other for other, is_close in zip(words, close.tolist(), strict=True) if is_close}
        return self._slot(_fitting(forms, word[:1], fits.__contains__), heads, fields)

    def articles(self, term: bytes, fields: Sequence[str]) -> int:
        """In how many articles a term stands, counted field by field, deleted ones included."""
        return sum(_articles(listed.terms(field), term) for listed in self._lists for field in fields)

    def _heads(self, literal: str, word: str) -> tuple[bytes, ...]:
        """Prefixes of stems, none of them starting with another, under which the forms of the words stand."""
        heads = {_bytes(literal[:_HEAD])}
        for token in self._tokens(word)[:1]:
            heads |= {_bytes(term[: min(_HEAD, len(literal))]) for term in token.plain}
        return tuple(head for head in heads if head and not any(o != head and head.startswith(o) for o in heads if o))

    def _forms(self, heads: Sequence[bytes]) -> Forms:
        """The forms of the stems that start with one of `heads`, and of those that have a form that does."""
        stems: set[bytes] = set()
        entries: set[bytes] = set()
        for listed in self._lists:
            for head in heads:
                for field in TEXT_FIELDS:
                    dictionary = listed.terms(field)
                    stems.update(dictionary.terms(*dictionary.prefix_range(head)))
                entries.update(listed.forms.starting(head))
        forms: Forms = {}
        for entry in entries:
            stem, _, form = entry.partition(b"\0")
            forms.setdefault(stem, []).append(form)
        for stem in set(self._irregular_stems(heads)) - forms.keys() - stems:
            known = {form for listed in self._lists for named in listed.forms.of(stem).values() for form in named}
            forms[stem] = list(known)
        for stem in stems:
            forms.setdefault(stem, [])
        for stem, named in forms.items():
            named.append(stem)
        return forms

    def _irregular_stems(self, heads: Sequence[bytes]) -> Iterator[bytes]:
        """The stems of the forms that start with one of `heads` and begin otherwise than their stems."""
        for begin in (head.decode("utf-8", "replace") for head in heads):
            for form, stem in islice(self._irregular, bisect_left(self._irregular, (begin, b"")), None):
                if not form.startswith(begin):
                    break
                yield stem

    @cached_property
    def _irregular(self) -> list[tuple[str, bytes]]:
        """(folded form, stem) of the forms that begin otherwise than their stems, sorted."""
        return sorted({pair for listed in self._lists for pair in _irregular(listed)})

    def _slot(self, fitting: Forms, heads: Sequence[bytes], fields: Sequence[str]) -> tuple[Slot, int]:
        """The slot of the stems in their forms that fit (all of them: an empty list), and how many were left out."""
        stems = sorted(fitting)
        if len(fitting) > MOST_PATTERN_WORDS:
            order = np.argsort(-self._articles(stems, heads, fields), kind="stable")  # equals by their bytes
            stems = [stems[number] for number in np.sort(order[:MOST_PATTERN_WORDS]).tolist()]
        whole = tuple(stem for stem in stems if not fitting[stem])
        partly = tuple((stem, frozenset(fitting[stem])) for stem in stems if fitting[stem])
        return Slot(whole, forms=partly), len(fitting) - len(stems)

    def _articles(self, stems: Sequence[bytes], heads: Sequence[bytes], fields: Sequence[str]) -> NDArray[np.int64]:
        """int64[len(stems)]: `articles` of each, those under `heads` read off a stretch at a time."""
        number = {stem: place for place, stem in enumerate(stems)}
        counts = np.zeros(len(stems), np.int64)
        for listed in self._lists:
            for field in fields:
                dictionary = listed.terms(field)
                for first, last in map(dictionary.prefix_range, heads):
                    bounds = dictionary.first_posting[first : last + 1].astype(np.int64)
                    places = np.fromiter(map(number.get, dictionary.terms(first, last), repeat(-1)), np.int64)
                    counts[places[places >= 0]] += (bounds[1:] - bounds[:-1])[places >= 0]
        for place, stem in enumerate(stems):
            if not stem.startswith(tuple(heads)):
                counts[place] = self.articles(stem, fields)
        return counts


def _articles(terms: TermDictionary, term: bytes) -> int:
    """In how many articles of a field a term stands."""
    number = terms.find(term)
    return int(terms.first_posting[number + 1]) - int(terms.first_posting[number]) if number >= 0 else 0


def _fitting(forms: Forms, literal: str, fits: Callable[[str], bool] | None) -> Forms:
    """The stems with a form that starts with `literal` and `fits`: those forms, or none where all of them do."""
    raw = _bytes(literal)
    fitting: Forms = {}
    for stem, named in forms.items():
        good = [
            form
            for form in named
            if (form.startswith(raw) if form.isascii() else folded(form).startswith(literal))
            and (fits is None or fits(folded(form)))
        ]
        if good:
            fitting[stem] = [] if len(good) == len(named) else good
    return fitting


def _irregular(listed: TermLists) -> Iterator[tuple[str, bytes]]:
    """(folded form, stem) where the two differ in their first letters."""
    for entry in listed.forms.irregular(_HEAD):
        stem, _, form = entry.partition(b"\0")
        plain = folded(form)
        if plain[:_HEAD] != stem.decode("utf-8", "surrogatepass")[:_HEAD]:
            yield plain, stem


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
