"""Which surface forms does a term stand for? A sorted table of (term, form, variant number) of a whole segment.

The analyser numbers the exact forms of a term (see `index.analysis`): 0 is the term itself and
`UNNAMED` "one of too many";
neither is in the table. An entry is `term NUL form`, so one prefix search finds a term's forms. Two segments nearly
always agree on a number. Where they do not, the merged table holds two forms under one number, and a search for
one of them confirms each occurrence by the text.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.segment.arrays import sections
from index.segment.arrays.container import Container, ContainerWriter, smallest
from index.segment.arrays.dictionary import TermDictionary


class FormTable:
    """The exact forms of a segment's terms."""

    def __init__(self, entries: TermDictionary, numbers: NDArray[np.uint8]) -> None:
        self._entries = entries
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[tuple[bytes, int]]:
        """(entry, variant number) in order."""
        return zip(self._entries, self._numbers.tolist(), strict=True)

    def of(self, term: bytes) -> dict[int, tuple[bytes, ...]]:
        """The forms of a term by variant number; more than one under a number cannot be told apart by it."""
        first, last = self._entries.prefix_range(term + b"\0")
        found: dict[int, tuple[bytes, ...]] = {}
        for entry, number in zip(self._entries.terms(first, last), self._numbers[first:last].tolist(), strict=True):
            found[number] = (*found.get(number, ()), entry[len(term) + 1 :])
        return found

    def range_of(self, term: bytes) -> tuple[int, int]:
        """The numbers (first, last not included) of the entries of a term."""
        return self._entries.prefix_range(term + b"\0")

    def named(self, first: int, last: int) -> list[bytes]:
        """The forms of the entries numbered `first` to `last` (not included)."""
        return [entry.partition(b"\0")[2] for entry in self._entries.terms(first, last)]

    def starting(self, prefix: bytes) -> list[bytes]:
        """The entries `term NUL form` whose term starts with `prefix`."""
        return self._entries.terms(*self._entries.prefix_range(prefix))

    def irregular(self, letters: int) -> list[bytes]:
        """The entries `term NUL form` whose form may begin otherwise than its term in its first `letters` characters:
        all of those and some more."""
        if not len(self):
            return []
        bounds = self._entries.offsets
        blob = np.append(np.frombuffer(self._entries.blob, np.uint8), np.zeros(2 * letters, np.uint8))
        terms = np.asarray(bounds[:-1], np.int64)
        ends = np.flatnonzero(blob[: int(bounds[-1])] == 0)
        forms = ends[ends.searchsorted(terms)] + 1
        differs = np.zeros(len(terms), np.bool_)
        wide = (blob[terms] >= 0x80) | (blob[forms] >= 0x80)  # two bytes a character
        for at in range(2 * letters):
            apart = blob[terms + at] != blob[forms + at]
            differs |= apart if at < letters else apart & wide
        return [self._entries.term(number) for number in np.flatnonzero(differs).tolist()]


def write_forms(writer: ContainerWriter, sources: Sequence[Iterable[tuple[bytes, int]]]) -> None:
    """Write the union of several sorted tables, each without repetitions."""
    lengths: list[int] = []
    numbers = bytearray()
    merged = iter(sources[0]) if len(sources) == 1 else (item for item, _ in groupby(heapq.merge(*sources)))
    with writer.section(sections.FORM_ENTRIES, "u1") as section:
        while pending := list(islice(merged, 4096)):
            section.write(b"".join(entry for entry, _ in pending))
            lengths += (len(entry) for entry, _ in pending)
            numbers += bytes(number for _, number in pending)
    ends: NDArray[Any] = np.append(0, np.cumsum(np.array(lengths, np.int64)))
    writer.add(sections.FORM_ENDS, ends.astype(smallest(int(ends[-1]))))
    writer.add(sections.FORM_NUMBERS, bytes(numbers))


def read_forms(container: Container) -> FormTable:
    entries = TermDictionary(
        container.array(sections.FORM_ENTRIES), container.array(sections.FORM_ENDS), np.empty(0, np.int64)
    )
    return FormTable(entries, container.array(sections.FORM_NUMBERS))
