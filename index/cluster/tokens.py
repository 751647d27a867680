"""How do the words of an article reach a cluster? As the tokens of our own analysis, written as one string a field.

A string has its positions between spaces, and the tokens of a position between bars. A plain term is written with its
exact form, `talk/talks`, or `talk/` where the form is the term itself; the cluster files it under both `talk` and
`talk/talks` (`index.cluster.mapping`). Extra terms follow as they are. Marks stand where a sentence or paragraph begins
and, as a cluster has to be told both sides of it, where it ends.

No term of ours holds a space, a bar, a slash or a tilde; if one ever does it is escaped, as what starts with a control
character and lone surrogates are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from index.analysis import EXTRA, PARAGRAPH, SENTENCE, BatchAnalyser, words
from index.analysis.lexicon import UNNAMED_VARIANT

FORM_SIGN = "/"
"""Stands between a term and its exact form. By itself it is any word: the cluster files it at each position."""
SENTENCE_START, PARAGRAPH_START, SENTENCE_END, PARAGRAPH_END = "~s", "~p", "~S", "~P"
_MARKS = {SENTENCE: SENTENCE_START, PARAGRAPH: PARAGRAPH_START}
_ENDS = {SENTENCE_START: SENTENCE_END, PARAGRAPH_START: PARAGRAPH_END}
_EXTRA = "~x"
_ODD = re.compile("[ |/~\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff]")
_FORM_SHIFT, _FORM_MASK = 8, 255
_VOCABULARY = 320_000  # runs of words that an analyser remembers


def encoded(term: bytes | str) -> str:
    """A term of the index as the cluster has it. Different terms stay different."""
    text = term.decode("utf-8", "surrogatepass") if isinstance(term, bytes) else term
    if text in _MARKS:
        return _MARKS[text]
    if text.startswith(EXTRA):
        return _EXTRA + _escaped(text[len(EXTRA) :])
    return _escaped(text)


def with_form(term: bytes | str, form: bytes | str) -> str:
    """The token of a term in one of its exact forms."""
    plain, exact = encoded(term), encoded(form)
    return plain + FORM_SIGN if plain == exact else plain + FORM_SIGN + exact


def _escaped(text: str) -> str:
    return _ODD.sub(lambda found: f"~{ord(found[0]):x};", text) if _ODD.search(text) else text


class TokenWriter:
    """Writes the words of texts for a cluster. One object must not be shared between threads."""

    def __init__(self) -> None:
        self._analyser = BatchAnalyser(1, _VOCABULARY)
        self._terms: list[str] = []
        self._written_as = _PlainTokens(self._terms, self._analyser.forms())

    def write(self, texts: Sequence[str], language: str) -> list[TokenString]:
        """The tokens of `texts`, which are of one language."""
        if self._analyser.trim():
            self._terms = []
            self._written_as = _PlainTokens(self._terms, self._analyser.forms())
        batch = self._analyser.analyse(texts, language)
        known = self._analyser.terms
        self._terms += map(encoded, known[len(self._terms) :])
        ends = np.cumsum(batch.lengths).tolist()
        codes = (batch.term.astype(np.int64) << _FORM_SHIFT) | batch.variant
        tokens = list(map(self._written_as.__getitem__, codes.tolist()))
        unnamed = batch.variant == UNNAMED_VARIANT
        extras: list[list[tuple[int, str]]] = [[] for _ in texts]
        beside = (batch.extra_term.tolist(), batch.extra_document.tolist(), batch.extra_position.tolist())
        for term, document, position in zip(*beside, strict=True):
            extras[document].append((position, self._terms[term]))
        written = []
        start = 0
        for text, more, end in zip(texts, extras, ends, strict=True):
            row = tokens[start:end]
            if unnamed[start:end].any():
                _name(row, np.flatnonzero(unnamed[start:end]).tolist(), words(text))
            written.append(TokenString(_positions(row, more)))
            start = end
        return written


class _PlainTokens(dict[int, str]):
    """The tokens of terms in one of their forms, by both numbers as one, each worked out once."""

    def __init__(self, terms: Sequence[str], forms: Mapping[int, bytes]) -> None:
        super().__init__()
        self._terms = terms
        self._forms = forms

    def __missing__(self, code: int) -> str:
        named = self._forms.get(code) if code & _FORM_MASK else None
        token = self._terms[code >> _FORM_SHIFT] + FORM_SIGN + (encoded(named) if named is not None else "")
        self[code] = token
        return token


def _name(row: list[str], places: Sequence[int], exact: Sequence[str]) -> None:
    """Write the forms of terms that have too many for each to have a number, as they stand in the text."""
    for place in places:
        row[place] += encoded(exact[place])


def _positions(row: list[str], extras: Sequence[tuple[int, str]]) -> list[str]:
    """The tokens of each position as one string.

    A sentence or paragraph of one word is not marked: nothing stands in it beside another, and of two in a row the
    first one's start and the second one's end would look like one.
    """
    if not row:
        return row
    starts: dict[str, set[int]] = {mark: {0} for mark in _ENDS}
    for position, token in extras:
        if token in _ENDS:
            starts[token].add(position)
        else:
            row[position] += f"|{token}"
    for mark, end in _ENDS.items():
        for start, following in pairwise([*sorted(starts[mark]), len(row)]):
            if following - start > 1:
                row[start] += f"|{mark}"
                row[following - 1] += f"|{end}"
    return row


class TokenString:
    """The tokens of one text, a string for each position."""

    def __init__(self, positions: list[str]) -> None:
        self._positions = positions

    def __len__(self) -> int:
        """How many positions it has."""
        return len(self._positions)

    def __str__(self) -> str:
        return " ".join(self._positions)
