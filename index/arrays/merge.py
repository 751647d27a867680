"""How do several pieces of index become one? By concatenating each term's arrays, a stretch of terms at a time.

Pieces come in order and their documents are renumbered upwards, so a term's merged postings are the pieces' postings
one after another: a scatter with known destinations, no comparison and no sort. Whatever the pieces' size, memory
holds one stretch. A single piece takes the same way.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from index.arrays.container import ContainerWriter, smallest
from index.arrays.gaps import DTYPES, encode
from index.arrays.postings import MARK_EVERY, FieldPostings, is_exception, pack_counts, running
from index.arrays.stretch import Cursor, Stretch
from index.schema import FREQUENCY_BITS

_STRETCH_TERMS = 1 << 15
_STRETCH_POSTINGS = 1 << 18
_ASIDE_IN_MEMORY = 1 << 20  # bytes of an array that waits for its turn; a small segment needs no file
_RELEASE_EVERY = 1 << 21  # occurrences read from a mapped file before its pages are given back


class MappedCursor:
    """Reads one field of a segment or run: an `index.arrays.stretch.Cursor`.

    `renumbered` is int32: the new number of each of its documents, ascending, or -1 for one that is left out; None
    keeps them all as they are.
    """

    def __init__(self, field: FieldPostings, renumbered: NDArray[np.int32] | None) -> None:
        self._field = field
        self._renumbered = renumbered
        self._terms = field.terms
        self._term = 0
        self._occurrence = self._released = 0
        self.wide = field.positions.dtype.itemsize > 2

    @property
    def remaining(self) -> int:
        return len(self._terms) - self._term

    def pivot(self, postings: int, terms: int) -> bytes | None:
        bounds = self._terms.first_posting
        last = int(np.searchsorted(bounds, int(bounds[self._term]) + postings, "right")) - 1
        last = max(min(last, self._term + terms), self._term + 1)
        return self._terms.term(last) if last < len(self._terms) else None

    def read_terms(self, pivot: bytes | None) -> list[bytes]:
        last = len(self._terms) if pivot is None else bisect_left(self._terms, pivot, self._term)
        return self._terms.terms(self._term, last)

    def take(self, count: int) -> Stretch:
        field = self._field
        bounds = self._terms.first_posting[self._term : self._term + count + 1].astype(np.int64)
        first, last = int(bounds[0]), int(bounds[-1])
        sizes = np.diff(bounds)
        docs = field.gaps.terms(self._term, sizes)
        frequencies = field.frequencies(first, last)
        leads = (field.counts[first:last] >> FREQUENCY_BITS).astype(np.int32)
        which, _, exact = field.exceptions_between(first, last)
        leads[which] = exact
        end = self._occurrence + int(frequencies.sum())
        positions = field.positions[self._occurrence : end]
        self._term += count
        self._occurrence = end
        if end - self._released > _RELEASE_EVERY:
            field.container.release()
            self._released = end
        if self._renumbered is not None:
            docs = self._renumbered[docs]
        keep = docs >= 0
        if not keep.all():
            sizes = np.add.reduceat(np.append(keep, False), bounds[:-1] - first, dtype=np.int64)
            positions = positions[np.repeat(keep, frequencies)]
            docs, frequencies, leads = docs[keep], frequencies[keep], leads[keep]
        total = running(frequencies)
        ends = np.cumsum(sizes)
        return Stretch(
            sizes=sizes,
            occurrences=total[ends] - total[ends - sizes],
            docs=docs,
            frequencies=frequencies,
            leads=leads,
            positions=positions,
            targets=np.empty(0, np.int64),
        )


def write_field(writer: ContainerWriter, field: str, cursors: Sequence[Cursor]) -> None:
    """Write the sections of one field, merged from the pieces in order."""
    with ExitStack() as files:

        def aside() -> IO[bytes]:
            return files.enter_context(SpooledTemporaryFile(max_size=_ASIDE_IN_MEMORY, dir=str(writer.path.parent)))

        _FieldWriter(writer, field, cursors, aside).run()


class _FieldWriter:
    """Merges stretch by stretch. Bytes of arrays whose turn in the container has not come wait in files aside."""

    def __init__(
        self, writer: ContainerWriter, field: str, cursors: Sequence[Cursor], aside: Callable[[], IO[bytes]]
    ) -> None:
        self._writer = writer
        self._field = field
        self._cursors = cursors
        self._position = "u4" if any(cursor.wide for cursor in cursors) else "u2"
        self._aside = {name: aside() for name in ("terms", "counts", *(f"gaps_{dtype}" for dtype in DTYPES))}
        self._lists: dict[str, list[NDArray[Any]]] = {
            name: [] for name in ("lengths", "sizes", "width", "marks", "exceptions", "exact")
        }
        self._postings = 0
        self._occurrences = 0

    def run(self) -> None:
        with self._writer.section(f"{self._field}.positions", self._position) as positions:
            while any(cursor.remaining for cursor in self._cursors):
                positions.write(self._merge_stretch())
        for name, dtype in (("terms", "u1"), ("counts", "u1"), *((f"gaps_{dtype}", dtype) for dtype in DTYPES)):
            self._add_aside(name, dtype)
        lists = {
            name: np.concatenate(arrays) if arrays else np.empty(0, np.int64) for name, arrays in self._lists.items()
        }
        for name in ("marks", "exceptions"):
            self._add(name, lists[name].astype(smallest(self._postings + self._occurrences)))
        self._add("exact", lists["exact"].astype(np.uint32))
        self._add_offsets("term_offsets", lists["lengths"])
        self._add_offsets("first_posting", lists["sizes"])
        width = lists["width"].astype(np.uint8)
        self._add("gap_width", width)
        start = np.zeros(len(width), np.int64)
        for kind in range(len(DTYPES)):
            own = lists["sizes"][width == kind]
            start[width == kind] = np.cumsum(own) - own
        self._add("gap_start", start.astype(smallest(int(start.max(initial=0)))))

    def _add(self, name: str, items: NDArray[Any]) -> None:
        self._writer.add(f"{self._field}.{name}", items)

    def _add_offsets(self, name: str, sizes: NDArray[Any]) -> None:
        offsets = running(sizes)
        self._add(name, offsets.astype(smallest(int(offsets[-1]))))

    def _add_aside(self, name: str, dtype: str) -> None:
        file = self._aside[name]
        file.seek(0)
        with self._writer.section(f"{self._field}.{name}", dtype) as section:
            while piece := file.read(1 << 22):
                section.write(piece)
        file.close()

    def _merge_stretch(self) -> NDArray[Any]:
        """Merge the next stretch of terms; returns its positions."""
        leader = max(self._cursors, key=lambda cursor: cursor.remaining)
        pivot = leader.pivot(_STRETCH_POSTINGS // len(self._cursors), _STRETCH_TERMS)
        lists = [cursor.read_terms(pivot) for cursor in self._cursors]
        stretches = [cursor.take(len(own)) for cursor, own in zip(self._cursors, lists, strict=True) if own]
        terms = _aim(stretches, [own for own in lists if own])
        sizes = np.zeros(len(terms), np.int64)
        for stretch in stretches:
            sizes[stretch.targets] += stretch.sizes

        def merged(of: Callable[[Stretch], NDArray[Any]]) -> NDArray[Any]:
            return interleave([(s.targets, s.sizes, of(s)) for s in stretches], len(terms))

        self._keep_terms(terms, sizes)
        self._keep_docs(merged(lambda s: s.docs), sizes)
        self._keep_counts(merged(lambda s: s.frequencies), merged(lambda s: s.leads))
        positions = interleave([(s.targets, s.occurrences, s.positions) for s in stretches], len(terms))
        self._postings += int(sizes.sum())
        self._occurrences += len(positions)
        return positions

    def _keep_terms(self, terms: list[bytes], sizes: NDArray[np.int64]) -> None:
        self._aside["terms"].write(b"".join(terms))
        self._lists["lengths"].append(np.fromiter(map(len, terms), np.int64, len(terms)))
        self._lists["sizes"].append(sizes)

    def _keep_docs(self, docs: NDArray[np.int32], sizes: NDArray[np.int64]) -> None:
        width, gaps = encode(docs, sizes)
        self._lists["width"].append(width)
        for dtype, array in zip(DTYPES, gaps, strict=True):
            self._aside[f"gaps_{dtype}"].write(array.astype("<" + dtype, copy=False).data)

    def _keep_counts(self, frequencies: NDArray[Any], leads: NDArray[Any]) -> None:
        counts = pack_counts(frequencies, leads)
        self._aside["counts"].write(counts.data)
        which = np.flatnonzero(is_exception(counts))
        self._lists["exceptions"].append(which + self._postings)
        self._lists["exact"].append(np.stack([frequencies[which], leads[which]], axis=1).reshape(-1))
        starts = np.cumsum(frequencies, dtype=np.int64) - frequencies + self._occurrences
        self._lists["marks"].append(starts[-self._postings % MARK_EVERY :: MARK_EVERY].copy())


def _aim(stretches: Sequence[Stretch], lists: Sequence[list[bytes]]) -> list[bytes]:
    """The merged stretch's terms in order; each stretch learns its terms' numbers among them."""
    if len(stretches) == 1 and stretches[0].sizes.all():
        stretches[0].aim(np.arange(len(lists[0])))
        return lists[0]
    left = {
        term
        for stretch, own in zip(stretches, lists, strict=True)
        for term, size in zip(own, stretch.sizes.tolist(), strict=True)
        if size
    }
    terms = sorted(left)
    number = {term: n for n, term in enumerate(terms)}
    for stretch, own in zip(stretches, lists, strict=True):
        targets = [number[term] if size else -1 for term, size in zip(own, stretch.sizes.tolist(), strict=True)]
        stretch.aim(np.array(targets, np.int64))
    return terms


def interleave(parts: Sequence[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[Any]]], groups: int) -> NDArray[Any]:
    """Concatenate by group, within a group by part.

    A part is (group of each run, each group at most once and ascending; size of each run; values run after run).
    Returns the values of group 0 of part 0, of group 0 of part 1, ..., of the common dtype.
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
