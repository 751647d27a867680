"""Which words has an archive? A table for each segment, which servers keep beside the cluster, as it cannot list words.

A cluster tells in how many articles a word is, but neither which words begin alike nor how they are spelt. So each
segment's terms go into a file that never changes, each with the number of articles that hold it, and so do the exact
forms of each. What is deleted since, and what is an older version of an article, stands in tables of the same form,
which are small: the sums of all tables less those are the counts of the articles that readers see.

    FIELD.terms, .term_offsets    the terms, as in a segment; .first_posting are the running sums of their articles
    forms.*                       the exact forms, as in a segment
    FIELD.plain    u4 [terms]     the articles that hold the term in the form that is the term itself
    FIELD.formed   u4 [forms]     the articles that hold each exact form
    FIELD.unnamed  u4 [terms]     the articles that hold one of those forms of a term that have no number
    FIELD.alike    u4 [groups]    the articles that hold any of the forms that differ in accents alone (café, cafe)
    alike.first    u4 [groups]    the first of these forms in forms.*, ascending
    cases.*                       how often words are written with a small and a capital letter, of a whole segment
    written.*                     the words of titles and bodies of a whole segment as they are written, and their
                                  articles as far as completions and spelling tell them (`index.segment.written_words`)
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.cluster.word_counts import FieldCounts, FormEntries, FormGroups, plain_form
from index.schema import TEXT_FIELDS
from index.segment.arrays import sections
from index.segment.arrays.container import Container, ContainerWriter, smallest
from index.segment.arrays.dictionary import TermDictionary
from index.segment.arrays.forms import FormTable, read_forms
from index.segment.arrays.origin import check_origin, write_origin
from index.segment.arrays.postings import running
from index.segment.letter_cases import LetterCases, letter_cases
from index.segment.reader import Segment
from index.segment.written_words import written_words

_PLAIN, _FORMED, _UNNAMED, _ALIKE = "plain", "formed", "unnamed", "alike"
_ALIKE_FIRST = "alike.first"
_WRITTEN_WORDS, _WRITTEN_COUNTS = "written.words", "written.counts"
_CASES_WORDS, _CASES_SMALL, _CASES_CAPITAL = "cases.words", "cases.small", "cases.capital"


class WordTable:
    """The words of some documents of a segment; see the module's head."""

    def __init__(self, container: Container) -> None:
        check_origin(container)
        self.forms: FormTable = read_forms(container)
        self._container = container
        self._terms = {field: self._read_terms(field) for field in TEXT_FIELDS}

    def _read_terms(self, field: str) -> TermDictionary:
        parts = (sections.TERMS, sections.TERM_OFFSETS, sections.FIRST_POSTING)
        terms, offsets, bounds = (self._array(field, part) for part in parts)
        return TermDictionary(terms, offsets, bounds)

    def terms(self, field: str) -> TermDictionary:
        """The terms of a field; the bounds of their postings tell the number of their articles."""
        return self._terms[field]

    def articles(self, field: str, term: bytes) -> int:
        """How many articles hold a term in a field."""
        terms = self._terms[field]
        number = terms.find(term)
        return int(terms.first_posting[number + 1]) - int(terms.first_posting[number]) if number >= 0 else 0

    def exact_forms(self, term: bytes) -> list[bytes]:
        """The exact forms of a term that have a number, but for the term itself."""
        return self.forms.named(*self.forms.range_of(term))

    def of_forms(self, field: str, term: bytes) -> dict[bytes, int]:
        """How many articles hold a term in each of its exact forms in a field; b"" stands for all forms without a
        number."""
        number = self._terms[field].find(term)
        if number < 0:
            return {}
        counts = {term: int(self._array(field, _PLAIN)[number]), b"": int(self._array(field, _UNNAMED)[number])}
        first, last = self.forms.range_of(term)
        formed = self._array(field, _FORMED)[first:last].tolist()
        for form, count in zip(self.forms.named(first, last), formed, strict=True):
            counts[form] = counts.get(form, 0) + count
        return {form: count for form, count in counts.items() if count}

    def typed(self, field: str, term: bytes, word: str) -> int:
        """How many articles hold a term in a form that is `word` (without accents) but for its accents."""
        number = self._terms[field].find(term)
        if number < 0:
            return 0
        first, last = self.forms.range_of(term)
        named = self.forms.named(first, last)
        places = [first + place for place, form in enumerate(named) if plain_form(form) == word]
        is_plain = plain_form(term) == word
        if len(places) + is_plain > 1:
            groups = self._container.array(_ALIKE_FIRST)
            return int(self._array(field, _ALIKE)[int(groups.searchsorted(places[0]))])
        return int(self._array(field, _FORMED)[places[0]] if places else self._array(field, _PLAIN)[number] * is_plain)

    @property
    def written(self) -> tuple[tuple[str, ...], NDArray[np.int64]]:
        """The words of a whole segment as `written_words` has them; none of a table of some documents."""
        words = self._list(_WRITTEN_WORDS)
        counts = self._container.array(_WRITTEN_COUNTS).astype(np.int64) if words else np.zeros(0, np.int64)
        return tuple(words), counts

    @property
    def cases(self) -> LetterCases:
        """How often the words of some articles are written with a small and with a capital letter."""
        words = self._list(_CASES_WORDS)
        if not words:
            return LetterCases({}, {})
        small, capital = (self._container.array(name).tolist() for name in (_CASES_SMALL, _CASES_CAPITAL))
        both = zip(words, small, capital, strict=True)
        told = list(both)
        return LetterCases({w: n for w, n, _ in told if n}, {w: n for w, _, n in told if n})

    def _list(self, name: str) -> list[str]:
        """The words of a part; none where it is not there."""
        blob = bytes(self._container.array(name)) if name in self._container else b""
        return blob.decode("utf-8", "surrogatepass").split("\n") if blob else []

    def _array(self, field: str, part: str) -> NDArray[Any]:
        return self._container.array(sections.of_field(field, part))


def open_words(path: Path) -> WordTable:
    """The table in a file. Raises IndexDamaged, IndexOutdated and IndexUnreadable."""
    return WordTable(Container(path))


def write_words(path: Path, segment: Segment, documents: NDArray[np.bool_] | None = None) -> None:
    """Write the table of all documents of a segment, deleted ones included, or of those that `documents` marks.

    Of some documents only the terms that they hold are written.
    """
    writer = ContainerWriter(path)
    write_origin(writer)
    forms = FormEntries(list(segment.forms))
    counted = {field: FieldCounts(segment, field, forms, documents) for field in TEXT_FIELDS}
    held = np.full(len(forms.entries), documents is None)
    for field in counted.values():
        held |= field.formed > 0
    kept = np.flatnonzero(held)
    _write_forms(writer, [forms.entries[place] for place in kept.tolist()])
    groups, first = _kept_groups(forms.groups, kept)
    writer.add(_ALIKE_FIRST, first)
    for name, field in counted.items():
        _write_field(writer, name, field, kept, groups)
    if documents is None:
        _write_cases(writer, letter_cases(segment))
        words, counts = written_words(segment)
        writer.add(_WRITTEN_WORDS, _blob(words))
        writer.add(_WRITTEN_COUNTS, counts.astype(np.uint32))
    writer.close()


def _kept_groups(groups: FormGroups, kept: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.uint32]]:
    """The numbers of groups that still are of several forms where only the forms `kept` are, and the first form of each
    among these, ascending."""
    place = {old: new for new, old in enumerate(kept.tolist())}
    left = [[place[old] for old in group if old in place] for group in groups]
    numbers = [n for n, group in enumerate(groups) if len(left[n]) + (group[0] < 0) > 1 and left[n]]
    first = np.array([left[number][0] for number in numbers], np.uint32)
    order = np.argsort(first)
    return np.array(numbers, np.intp)[order], first[order]


def _write_cases(writer: ContainerWriter, cases: LetterCases) -> None:
    words = sorted(cases.small.keys() | cases.capital.keys())
    writer.add(_CASES_WORDS, _blob(words))
    writer.add(_CASES_SMALL, np.array([cases.small.get(word, 0) for word in words], np.uint32))
    writer.add(_CASES_CAPITAL, np.array([cases.capital.get(word, 0) for word in words], np.uint32))


def _blob(words: Sequence[str]) -> bytes:
    return "\n".join(words).encode("utf-8", "surrogatepass")


def _write_field(
    writer: ContainerWriter, name: str, field: FieldCounts, forms: NDArray[np.intp], groups: NDArray[np.intp]
) -> None:
    """Write the terms that any article holds, and of forms and groups those of these numbers."""
    kept = np.flatnonzero(field.articles)
    names = [field.terms.term(number) for number in kept.tolist()]
    ends = np.append(0, np.cumsum(np.array([len(term) for term in names], np.int64)))
    sums = running(field.articles[kept])
    parts: dict[str, Any] = {
        sections.TERMS: b"".join(names),
        sections.TERM_OFFSETS: ends.astype(smallest(int(ends[-1]))),
        sections.FIRST_POSTING: sums.astype(smallest(int(sums[-1]))),
        _PLAIN: field.plain[kept],
        _UNNAMED: field.unnamed[kept],
        _FORMED: field.formed[forms],
        _ALIKE: field.alike[groups],
    }
    for part, items in parts.items():
        writer.add(sections.of_field(name, part), items)


def _write_forms(writer: ContainerWriter, entries: Sequence[tuple[bytes, int]]) -> None:
    writer.add(sections.FORM_ENTRIES, b"".join(entry for entry, _ in entries))
    ends = np.append(0, np.cumsum(np.array([len(entry) for entry, _ in entries], np.int64)))
    writer.add(sections.FORM_ENDS, ends.astype(smallest(int(ends[-1]))))
    writer.add(sections.FORM_NUMBERS, bytes(number for _, number in entries))
