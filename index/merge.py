"""How do several pieces of index become one? By concatenating each term's arrays, a stretch of terms at a time.

Pieces come in order and their documents are renumbered upwards, so a term's merged postings are the pieces' postings
one after another: a scatter with known destinations, no comparison and no sort. Whatever the pieces' size, memory
holds one stretch.
"""

from __future__ import annotations

import tempfile
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from index.container import ContainerWriter, smallest
from index.inversion import Inverted
from index.postings import MARK_EVERY, is_exception
from index.schema import LARGEST_FREQUENCY

_STRETCH_TERMS = 1 << 16
_STRETCH_OCCURRENCES = 1 << 21


@dataclass(frozen=True, slots=True)
class Piece:
    """One field of one piece: its postings and the new number of each of its documents (int32, -1: left out).

    `renumbered` ascends where it is not negative, and every number is above those of the pieces before.
    """

    inverted: Inverted
    renumbered: NDArray[np.int32]


def write_field(writer: ContainerWriter, field: str, pieces: Sequence[Piece]) -> None:
    """Write the sections of one field, merged from `pieces`."""
    with tempfile.TemporaryDirectory(dir=Path(writer.path).parent) as folder:
        _FieldMerge(writer, field, [_Cursor(piece) for piece in pieces], Path(folder)).run()


@dataclass(slots=True)
class _Stretch:
    """What one piece contributes to a stretch of terms: values in the piece's order, and sizes per term."""

    targets: NDArray[np.int64]  # the stretch's number of each term
    sizes: NDArray[np.int64]  # postings of each term
    occurrences: NDArray[np.int64]  # of each term
    docs: NDArray[np.int32]
    counts: NDArray[np.uint8]
    frequencies: NDArray[np.int64]
    leads: NDArray[np.int64]
    positions: NDArray[Any]

    def aim(self, targets: NDArray[np.int64]) -> None:
        """Set each term's number in the merged stretch; -1 is a term of which no posting is left."""
        kept = targets >= 0
        self.targets = targets[kept]
        self.sizes = self.sizes[kept]
        self.occurrences = self.occurrences[kept]


class _Cursor:
    """Reads a piece from its first term to its last."""

    def __init__(self, piece: Piece) -> None:
        self._piece = piece
        self._term = 0
        self._occurrence = 0
        self.terms = piece.inverted.terms
        self.wide = piece.inverted.positions.dtype.itemsize > 2

    @property
    def remaining(self) -> int:
        return len(self.terms) - self._term

    def pivot(self, budget: int) -> bytes | None:
        """The term that ends a stretch of up to `budget` postings and `_STRETCH_TERMS` terms; None: all the rest.

        A term with more postings than that makes a stretch of its own.
        """
        first_posting = self._piece.inverted.first_posting
        last = int(np.searchsorted(first_posting, int(first_posting[self._term]) + budget, "right")) - 1
        last = max(min(last, self._term + _STRETCH_TERMS), self._term + 1)
        return self.terms[last] if last < len(self.terms) else None

    def read_terms(self, pivot: bytes | None) -> list[bytes]:
        """The terms before `pivot`, which `take` is then called for."""
        last = len(self.terms) if pivot is None else bisect_left(self.terms, pivot, self._term)
        return list(_between(self.terms, self._term, last))

    def take(self, count: int) -> _Stretch:
        """The next `count` terms' postings, without the documents left out; to be aimed by the caller."""
        inverted = self._piece.inverted
        bounds = inverted.first_posting[self._term : self._term + count + 1].astype(np.int64)
        first, last = int(bounds[0]), int(bounds[-1])
        counts = inverted.counts[first:last]
        frequencies = (counts & LARGEST_FREQUENCY).astype(np.int64)
        leads = np.zeros(len(counts), np.int64)
        a, b = np.searchsorted(inverted.exceptions[:, 0], (first, last))
        rows = inverted.exceptions[a:b]
        frequencies[rows[:, 0] - first] = rows[:, 1]
        leads[rows[:, 0] - first] = rows[:, 2]
        end = self._occurrence + int(frequencies.sum())
        positions = inverted.positions[self._occurrence : end]
        docs = self._piece.renumbered[inverted.docs[first:last]]
        self._term += count
        self._occurrence = end
        sizes = np.diff(bounds)
        keep = docs >= 0
        if not keep.all():
            sizes = np.add.reduceat(np.append(keep, False), bounds[:-1] - first, dtype=np.int64) if count else sizes
            positions = positions[np.repeat(keep, frequencies)]
            docs, counts, frequencies, leads = docs[keep], counts[keep], frequencies[keep], leads[keep]
        running = np.append(0, np.cumsum(frequencies))
        ends = np.cumsum(sizes)
        occurrences = running[ends] - running[ends - sizes]
        return _Stretch(np.empty(0, np.int64), sizes, occurrences, docs, counts, frequencies, leads, positions)


def _between(terms: Sequence[bytes], first: int, last: int) -> Iterator[bytes]:
    for start in range(first, last, 4096):
        stop = min(start + 4096, last)
        yield from terms[start:stop] if isinstance(terms, list) else terms.terms(start, stop)  # type: ignore[attr-defined]


class _FieldMerge:
    """Merges stretch by stretch; each section's bytes go to the container, or aside until it is their turn."""

    def __init__(self, writer: ContainerWriter, field: str, cursors: list[_Cursor], folder: Path) -> None:
        self._writer = writer
        self._field = field
        self._cursors = cursors
        self._aside: dict[str, IO[bytes]] = {
            name: (folder / name).open("w+b") for name in ("terms", "counts", "positions")
        }
        self._wide = any(cursor.wide for cursor in cursors)
        self._term_lengths: list[NDArray[np.int64]] = []
        self._sizes: list[NDArray[np.int64]] = []
        self._marks: list[NDArray[np.int64]] = []
        self._exceptions: list[NDArray[np.int64]] = []
        self._postings = 0
        self._occurrences = 0

    def run(self) -> None:
        with self._writer.section(f"{self._field}.docs", "i4") as docs:
            while any(cursor.remaining for cursor in self._cursors):
                docs.write(self._merge_stretch())
        marks = np.concatenate([*self._marks, np.empty(0, np.int64)])
        self._add_aside("counts", "u1")
        self._add_aside("positions", "u4" if self._wide else "u2")
        self._writer.add(f"{self._field}.marks", marks)
        rows = np.concatenate([*self._exceptions, np.empty((0, 3), np.int64)])
        self._writer.add(f"{self._field}.exceptions", rows[np.argsort(rows[:, 0])])
        self._add_aside("terms", "u1")
        self._add_offsets("term_offsets", self._term_lengths)
        self._add_offsets("first_posting", self._sizes)

    def _add_offsets(self, name: str, sizes: list[NDArray[np.int64]]) -> None:
        offsets = np.append(0, np.cumsum(np.concatenate([*sizes, np.empty(0, np.int64)])))
        self._writer.add(f"{self._field}.{name}", offsets.astype(smallest(int(offsets[-1]))))

    def _add_aside(self, name: str, dtype: str) -> None:
        file = self._aside[name]
        file.seek(0)
        with self._writer.section(f"{self._field}.{name}", dtype) as section:
            while piece := file.read(1 << 22):
                section.write(piece)
        file.close()

    def _merge_stretch(self) -> NDArray[np.int32]:
        """Merge the next stretch of terms; returns its documents."""
        leader = max(self._cursors, key=lambda cursor: cursor.remaining)
        pivot = leader.pivot(_STRETCH_OCCURRENCES // len(self._cursors))
        lists = [cursor.read_terms(pivot) for cursor in self._cursors]
        stretches = [cursor.take(len(terms)) for cursor, terms in zip(self._cursors, lists, strict=True)]
        terms = sorted(
            {t for own, s in zip(lists, stretches, strict=True) for t, n in zip(own, s.sizes, strict=True) if n}
        )
        number = {term: n for n, term in enumerate(terms)}
        for own, stretch in zip(lists, stretches, strict=True):
            stretch.aim(np.fromiter((number.get(term, -1) for term in own), np.int64, len(own)))
        self._aside["terms"].write(b"".join(terms))
        self._term_lengths.append(np.fromiter(map(len, terms), np.int64, len(terms)))
        sizes = np.zeros(len(terms), np.int64)
        for stretch in stretches:
            sizes[stretch.targets] += stretch.sizes
        self._sizes.append(sizes)
        self._merge_counts(stretches, len(terms))
        return interleave([(s.targets, s.sizes, s.docs) for s in stretches], len(terms))

    def _merge_counts(self, stretches: list[_Stretch], terms: int) -> None:
        def merged(name: str) -> NDArray[Any]:
            return interleave([(s.targets, s.sizes, getattr(s, name)) for s in stretches], terms)

        counts, frequencies = merged("counts"), merged("frequencies")
        positions = interleave([(s.targets, s.occurrences, s.positions) for s in stretches], terms)
        self._aside["counts"].write(memoryview(counts))
        self._aside["positions"].write(memoryview(positions.astype("<u4" if self._wide else "<u2", copy=False)))
        which = np.flatnonzero(is_exception(counts))
        self._exceptions.append(np.stack([which + self._postings, frequencies[which], merged("leads")[which]], axis=1))
        starts = np.cumsum(frequencies) - frequencies + self._occurrences
        self._marks.append(starts[-self._postings % MARK_EVERY :: MARK_EVERY])
        self._postings += len(counts)
        self._occurrences += int(frequencies.sum())


def interleave(parts: Sequence[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[Any]]], groups: int) -> NDArray[Any]:
    """Concatenate by group, within a group by part.

    A part is (group of each run, each group at most once; size of each run; values run after run). Returns the values of group 0 of part 0,
    of group 0 of part 1, ..., of the common dtype.
    """
    if groups == 1 or len(parts) == 1:
        return np.concatenate([values for _, _, values in parts])
    totals = np.zeros(groups, np.int64)
    for targets, sizes, _ in parts:
        totals[targets] += sizes
    cursor = np.cumsum(totals) - totals
    out = np.empty(int(totals.sum()), np.result_type(*(values.dtype for _, _, values in parts)))
    for targets, sizes, values in parts:
        ends = np.cumsum(sizes)
        out[np.repeat(cursor[targets] - (ends - sizes), sizes) + np.arange(len(values))] = values
        cursor[targets] += sizes
    return out
