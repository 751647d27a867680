"""In how many articles is each term of a segment, and in each of its exact forms? Counted in its postings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from index.analysis import fold
from index.analysis.lexicon import UNNAMED_VARIANT
from index.segment.arrays.postings import MARK_EVERY, FieldPostings
from index.segment.reader import Segment

_TOGETHER = 2_000_000  # postings that are read at once, 60 MB
_VARIANTS = 256

FormGroups = Sequence[tuple[int, ...]]
"""Forms of a term that differ in accents alone (café, cafe): an article may hold several of them, so that their
articles are counted together. Places among the entries, the term itself first, as -1."""


class FormEntries:
    """The exact forms of a segment's terms, `term NUL form` with the number of each; their `stems`, the place of each
    entry's stem among these, and the `groups` of forms that are alike."""

    def __init__(self, entries: Sequence[tuple[bytes, int]]) -> None:
        self.entries = entries
        self.stems: list[bytes] = []
        self.stem_of: list[int] = []
        self.groups: list[tuple[int, ...]] = []
        for stem, rows in groupby(enumerate(entries), lambda row: row[1][0].partition(b"\0")[0]):
            alike: dict[str, list[int]] = {plain_form(stem): [-1]}
            for place, (entry, _) in rows:
                self.stem_of.append(len(self.stems))
                alike.setdefault(plain_form(entry[len(stem) + 1 :]), []).append(place)
            self.groups += [tuple(places) for places in alike.values() if len(places) > 1]
            self.stems.append(stem)


def plain_form(form: bytes) -> str:
    """An exact form without accents, as questions compare it."""
    text = form.decode("utf-8", "surrogatepass")
    return text if text.isascii() else fold(text) or text


class FieldCounts:
    """The articles of a field of a segment, of all documents or of those that `documents` (bool[doc_count]) marks.

    `articles`, `plain` and `unnamed` are uint32[terms]: those that hold the term, hold it in the form that is the term,
    and in forms without a number; `formed` is uint32[forms]: those that hold each form. `alike` (uint32) are those
    that hold any of the forms of each of the groups of forms that are alike.
    """

    def __init__(
        self, segment: Segment, field: str, forms: FormEntries, documents: NDArray[np.bool_] | None = None
    ) -> None:
        postings = segment.field(field)
        self.terms = postings.terms
        size = len(self.terms)
        self.articles = np.zeros(size, np.uint32)
        self.plain = np.zeros(size, np.uint32)
        self.unnamed = np.zeros(size, np.uint32)
        self.formed = np.zeros(len(forms.entries), np.uint32)
        self.alike = np.zeros(len(forms.groups), np.uint32)
        numbers = self.terms.find_all(forms.stems)
        keys = [
            numbers[stem] * _VARIANTS + variant if numbers[stem] >= 0 else -1
            for stem, (_, variant) in zip(forms.stem_of, forms.entries, strict=True)
        ]
        places: dict[int, list[int]] = {}
        for place, key in enumerate(keys):
            places.setdefault(key, []).append(place)
        members = _members(keys, forms.groups)
        for first, last in _chunks(postings):
            terms, docs, variants = _occurrences(postings, first, last, documents)
            pairs = _distinct((terms << 32) | docs)
            self.articles[first:last] = np.bincount((pairs >> 32) - first, minlength=last - first)
            held = _distinct((((terms << 32) | docs) << 8) | variants)
            self._count_alike(held, members)
            of_term, held = held >> 40, held & (_VARIANTS - 1)
            for variant, counts in ((0, self.plain), (UNNAMED_VARIANT, self.unnamed)):
                counts[first:last] = np.bincount(of_term[held == variant] - first, minlength=last - first)
            named = (held != 0) & (held != UNNAMED_VARIANT)
            found, many = np.unique(of_term[named] * _VARIANTS + held[named], return_counts=True)
            for key, count in zip(found.tolist(), many.tolist(), strict=True):
                for place in places.get(key, ()):  # several where two forms have one number: each may be meant
                    self.formed[place] = count

    def _count_alike(
        self, forms: NDArray[np.int64], members: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]
    ) -> None:
        """Count the articles of groups; `forms` are term, document and variant as one number."""
        keys = (forms >> 40) * _VARIANTS + (forms & (_VARIANTS - 1))
        held = [np.zeros(0, np.int64)]
        for known, groups in members:
            places = np.minimum(known.searchsorted(keys), len(known) - 1)
            hit = known.take(places) == keys
            held.append(groups.take(places[hit]) << 32 | (forms[hit] >> 8 & 0xFFFF_FFFF))
        numbers = np.unique(np.concatenate(held)) >> 32
        self.alike += np.bincount(numbers, minlength=len(self.alike)).astype(np.uint32)


def _members(keys: Sequence[int], groups: FormGroups) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Which forms are of which groups: rows of (keys, ascending, group of each); a key is of several groups, in several
    rows, where two forms have one number."""
    rows: list[dict[int, int]] = []
    for group, places in enumerate(groups):
        term = keys[places[-1]] // _VARIANTS
        for key in {term * _VARIANTS if place < 0 else keys[place] for place in places} if term >= 0 else ():
            row = next((row for row in rows if key not in row), None)
            if row is None:
                rows.append(row := {})
            row[key] = group
    return [(np.array(sorted(row)), np.array([row[key] for key in sorted(row)])) for row in rows]


def _chunks(postings: FieldPostings) -> Iterator[tuple[int, int]]:
    """Ranges of term numbers of so many postings each that they are read at once."""
    start, count = 0, len(postings.terms)
    while start < count:
        reached = int(postings.terms.first_posting[start]) + _TOGETHER
        end = int(np.searchsorted(postings.terms.first_posting, reached, "right")) - 1
        end = min(max(end, start + 1), count)
        yield start, end
        start = end


def _distinct(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """The different ones of numbers that are nearly in order, in order: a fifth of the time of `np.unique`."""
    ordered = np.sort(numbers, kind="stable")
    return np.asarray(ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]])


def _occurrences(
    postings: FieldPostings, first: int, last: int, documents: NDArray[np.bool_] | None
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """(term, document, variant) of each occurrence of the terms `first` to `last` (not included)."""
    bounds = postings.terms.first_posting[first : last + 1].astype(np.int64)
    begin, end = int(bounds[0]), int(bounds[-1])
    sizes = np.diff(bounds)
    frequencies = postings.frequencies(begin, end).astype(np.int64)
    docs = postings.gaps.terms(first, sizes).astype(np.int64)
    start = 0
    if end > begin:
        mark = begin // MARK_EVERY
        start = int(postings.marks[mark]) + int(postings.frequencies(mark * MARK_EVERY, begin).sum())
    positions = postings.positions[start : start + int(frequencies.sum())]
    doc = docs.repeat(frequencies)
    term = (first + np.arange(last - first)).repeat(sizes).repeat(frequencies)
    variant = postings.forward[postings.starts[doc] + positions].astype(np.int64)
    if documents is None:
        return term, doc, variant
    keep = documents[doc]
    return term[keep], doc[keep], variant[keep]
