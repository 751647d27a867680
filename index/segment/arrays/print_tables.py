"""Which fingerprints has each document, and who has each fingerprint?

A fingerprint (uint32) is of a few words of the text: documents that have several in common may be copies of each other
(`index.copies`). A segment that was built without them has none.

    prints.values    u4   the fingerprints of all documents, ascending
    prints.holders   u4   whose each is, ascending where fingerprints are equal
    prints.counts    u4   [documents]  how many each document has
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.segment.arrays import sections
from index.segment.arrays.container import Container, ContainerWriter
from index.segment.arrays.disk import private_file

_PIECE = 1 << 20  # fingerprints that are sorted at once, about: 16 MB with what that takes
_SAMPLED = 1 << 10  # of so many fingerprints one says where pieces end
_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_GONE = np.int32(-1)


@dataclass(frozen=True, slots=True)
class Prints:
    """The fingerprints of texts in a row: `values` (uint32), ascending and each once within a text; `ends` (int64), for
    each text the number of fingerprints up to its end."""

    values: NDArray[np.uint32]
    ends: NDArray[np.int64]


def joined(parts: Sequence[Prints]) -> Prints:
    """The fingerprints of several rows of texts as one row."""
    before = np.cumsum([0, *(len(part.values) for part in parts)])
    ends = [part.ends + base for part, base in zip(parts, before, strict=False)]
    values = [np.zeros(0, np.uint32), *(part.values for part in parts)]
    return Prints(np.concatenate(values), np.concatenate([np.zeros(0, np.int64), *ends]))


@dataclass(frozen=True, slots=True)
class PrintTable:
    """The fingerprints of a segment for look-ups: `values` (uint32), ascending, and in parallel `holders` (uint32), the
    articles of the segment, ascending where the values are equal; `counts` (uint32), how many each article has.

    Eight bytes a fingerprint and four an article, which a segment stores as they are.
    """

    values: NDArray[np.uint32]
    holders: NDArray[np.uint32]
    counts: NDArray[np.uint32]

    def problems(self, documents: int) -> Iterable[str]:
        """A sentence for each thing that is wrong in the table of so many documents."""
        if len(self.values) != len(self.holders) or len(self.counts) != documents:
            yield "the fingerprints do not fit the documents"
            return
        if len(self.holders) and int(self.holders.max()) >= documents:
            yield "a fingerprint is of a document that is not there"
            return
        same = self.values[1:] == self.values[:-1]
        if (self.values[1:] < self.values[:-1]).any() or (same & (self.holders[1:] <= self.holders[:-1])).any():
            yield "the fingerprints are not in order"
        if not np.array_equal(np.bincount(self.holders, minlength=documents), self.counts):
            yield "a document has not as many fingerprints as are told"


def print_table(prints: Prints) -> PrintTable:
    """The table of the articles of a segment."""
    counts = np.diff(prints.ends, prepend=0)
    keys = _keys(prints, 0)
    return PrintTable(_values(keys), _holders(keys), counts.astype(np.uint32))


def _keys(prints: Prints, first: int) -> NDArray[np.uint64]:
    """uint64, ascending: each fingerprint with whose it is below it; the texts are numbered from `first` on."""
    counts = np.diff(prints.ends, prepend=0)
    holders = np.repeat(np.arange(first, first + len(counts), dtype=np.uint64), counts)
    return np.sort(prints.values.astype(np.uint64) << _HALF | holders)


def _values(keys: NDArray[np.uint64]) -> NDArray[np.uint32]:
    return (keys >> _HALF).astype(np.uint32)


def _holders(keys: NDArray[np.uint64]) -> NDArray[np.uint32]:
    return (keys & _LOW).astype(np.uint32)


class PrintCollector:
    """Gathers the fingerprints of documents in a file, each batch sorted; `write` merges them. In memory it holds
    numbers of documents and batches, however many fingerprints there are."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = private_file(path, "wb")
        self._counts: list[NDArray[np.uint32]] = []  # of each batch
        self._documents = 0

    def add(self, prints: Prints) -> None:
        """The fingerprints of the next documents."""
        keys = _keys(prints, self._documents)
        self._file.write(_values(keys).data)
        self._file.write(_holders(keys).data)
        self._counts.append(np.diff(prints.ends, prepend=0).astype(np.uint32))
        self._documents += len(prints.ends)

    def close(self) -> None:
        """Forget what was gathered."""
        self._file.close()
        self._path.unlink(missing_ok=True)

    def write(self, writer: ContainerWriter) -> None:
        """Write everything gathered, and forget it."""
        self._file.close()
        sizes = np.repeat([int(counts.sum()) for counts in self._counts], 2)  # of values and holders
        numbers = np.memmap(self._path, np.uint32, "r") if sizes.any() else np.zeros(0, np.uint32)
        pieces = np.split(numbers, np.cumsum(sizes)[:-1])
        tables = map(PrintTable, pieces[::2], pieces[1::2], self._counts)
        counts = np.concatenate([np.zeros(0, np.uint32), *self._counts])
        _write(writer, [_RenumberedTable(table) for table in tables], counts)
        self.close()


def write_merged(writer: ContainerWriter, segments: Sequence[tuple[PrintTable, NDArray[np.int32]]]) -> None:
    """Write the table of several segments with the new numbers of their documents, -1 for those that are left out."""
    counts = [table.counts[numbers != _GONE] for table, numbers in segments]
    _write(writer, [_RenumberedTable(*segment) for segment in segments], np.concatenate(counts))


@dataclass(frozen=True, slots=True)
class _RenumberedTable:
    """Fingerprints of some documents, and the new numbers (int32) of these; -1 for those that are left out."""

    table: PrintTable
    numbers: NDArray[np.int32] | None = None

    def keys(self, first: int, end: int) -> NDArray[np.uint64]:
        """uint64: the fingerprints from `first` on and less than `end`, each with whose it is below it."""
        values, holders = self.table.values, self.table.holders
        low = int(np.searchsorted(values, np.uint32(first)))
        high = int(np.searchsorted(values, np.uint32(end - 1), "right"))
        values, holders = values[low:high], holders[low:high]
        if self.numbers is not None:
            renumbered = self.numbers[holders]
            kept = renumbered != _GONE
            values, holders = values[kept], renumbered[kept].astype(np.uint32)
        return values.astype(np.uint64) << _HALF | holders


def _write(writer: ContainerWriter, parts: Sequence[_RenumberedTable], counts: NDArray[np.uint32]) -> None:
    for name, half in ((sections.PRINT_VALUES, _values), (sections.PRINT_HOLDERS, _holders)):
        with writer.section(name, "u4") as section:
            for keys in _merged(parts):
                section.write(half(keys))
    writer.add(sections.PRINT_COUNTS, counts)


def _merged(parts: Sequence[_RenumberedTable]) -> Iterator[NDArray[np.uint64]]:
    """The keys of all parts in order, piece by piece, so that memory does not grow with the segment."""
    samples = np.concatenate([np.zeros(0, np.uint32), *(part.table.values[::_SAMPLED] for part in parts)])
    bounds = np.unique(np.sort(samples)[:: _PIECE // _SAMPLED]).tolist()
    for first, end in zip([0, *bounds], [*bounds, 1 << 32], strict=True):
        keys = np.concatenate([np.zeros(0, np.uint64), *(part.keys(first, end) for part in parts if first < end)])
        keys.sort()
        yield keys


PRINT_SECTIONS = (sections.PRINT_VALUES, sections.PRINT_HOLDERS, sections.PRINT_COUNTS)
"""The sections of the table, which are read whole when copies are looked for."""


def read_prints(container: Container, documents: int) -> PrintTable:
    """The table of a segment; an empty one where an earlier program wrote the segment, without the sections."""
    if sections.PRINT_VALUES not in container:
        return PrintTable(np.zeros(0, np.uint32), np.zeros(0, np.uint32), np.zeros(documents, np.uint32))
    return PrintTable(*(container.array(section) for section in PRINT_SECTIONS))
