"""How do several pieces of index become one? By concatenating each term's arrays, a stretch of terms at a time.

Pieces come in order and their documents are renumbered upwards, so a term's merged postings are the pieces' postings
one after another: a scatter with known destinations, no comparison and no sort. Whatever the pieces' size, memory
holds one stretch. A single piece takes the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import chain, pairwise
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from index.schema import LARGEST_FREQUENCY
from index.segment.arrays import sections
from index.segment.arrays.container import ContainerWriter, smallest
from index.segment.arrays.gaps import DTYPES, encode
from index.segment.arrays.postings import MARK_EVERY, FieldPostings, running
from index.segment.arrays.stretch import PORTIONS, Cursor, Portions, Stretch, TermWalk

_Place = slice | NDArray[np.int64]
_BYTES = (sections.COUNTS, sections.FORM_BITS)  # one a posting


class MappedCursor(TermWalk):
    """Reads one field of a segment: an `index.segment.arrays.stretch.Cursor`.

    `renumbered` is int32: the new number of each of its documents, ascending, or -1 for one that is left out.
    """

    def __init__(self, field: FieldPostings, renumbered: NDArray[np.int32], portions: Portions = PORTIONS) -> None:
        super().__init__(field.terms)
        self._field = field
        self._portions = portions
        self._renumbered = renumbered
        self._occurrence = self._released = 0
        self.wide = field.positions.dtype.itemsize > 2

    def take(self, count: int) -> Stretch:
        field = self._field
        bounds = self._terms.first_posting[self._term : self._term + count + 1].astype(np.int64)
        first, last = int(bounds[0]), int(bounds[-1])
        sizes = np.diff(bounds)
        docs = self._renumbered[field.gaps.terms(self._term, sizes)]
        counts, form_bits = field.counts[first:last], field.form_bits[first:last]
        frequencies = field.frequencies(first, last)
        which, *both = field.exceptions_between(first, last)
        exact = np.stack(both, axis=1)
        end = self._occurrence + int(frequencies.sum())
        positions = field.positions[self._occurrence : end]
        self._term += count
        self._occurrence = end
        if end - self._released > self._portions.release:
            field.container.release()
            self._released = end
        keep = docs >= 0
        if not keep.all():
            sizes = np.add.reduceat(np.append(keep, False), bounds[:-1] - first, dtype=np.int64)
            positions = positions[np.repeat(keep, frequencies)]
            left = keep[which]
            which, exact = (np.cumsum(keep) - 1)[which[left]], exact[left]
            docs, counts, form_bits, frequencies = docs[keep], counts[keep], form_bits[keep], frequencies[keep]
        total = running(frequencies)
        ends = np.cumsum(sizes)
        return Stretch(
            sizes=sizes,
            occurrences=total[ends] - total[ends - sizes],
            docs=docs,
            counts=counts,
            form_bits=form_bits,
            which=which,
            exact=exact,
            positions=positions,
            targets=np.empty(0, np.int64),
        )


def write_field(writer: ContainerWriter, field: str, cursors: Sequence[Cursor], portions: Portions = PORTIONS) -> None:
    """Write the sections of one field, merged from the pieces in order."""
    with ExitStack() as files:

        def aside() -> IO[bytes]:
            return files.enter_context(SpooledTemporaryFile(max_size=portions.aside, dir=str(writer.path.parent)))

        _FieldWriter(writer, field, cursors, aside, portions).run()


class _FieldWriter:
    """Merges stretch by stretch. Bytes of arrays whose turn in the container has not come wait in files aside."""

    def __init__(
        self,
        writer: ContainerWriter,
        field: str,
        cursors: Sequence[Cursor],
        aside: Callable[[], IO[bytes]],
        portions: Portions,
    ) -> None:
        self._writer = writer
        self._portions = portions
        self._field = field
        self._cursors = cursors
        self._position = "u4" if any(cursor.wide for cursor in cursors) else "u2"
        self._aside = {name: aside() for name in (sections.TERMS, *_BYTES, *sections.GAPS)}
        self._lists: dict[str, list[NDArray[Any]]] = {
            name: [] for name in ("lengths", "sizes", "width", sections.MARKS, sections.EXCEPTIONS, sections.EXACT)
        }
        self._postings = 0
        self._occurrences = 0

    def run(self) -> None:
        with self._writer.section(sections.of_field(self._field, sections.POSITIONS), self._position) as positions:
            while any(cursor.remaining for cursor in self._cursors):
                positions.write(self._merge_stretch())
        for name in (sections.TERMS, *_BYTES):
            self._add_aside(name, "u1")
        for name, dtype in zip(sections.GAPS, DTYPES, strict=True):
            self._add_aside(name, dtype)
        for name in (sections.MARKS, sections.EXCEPTIONS):
            self._add(name, self._take(name).astype(smallest(self._postings + self._occurrences)))
        self._add(sections.EXACT, self._take(sections.EXACT).astype(np.uint32))
        self._add_offsets(sections.TERM_OFFSETS, self._take("lengths"))
        sizes = self._take("sizes")
        self._add_offsets(sections.FIRST_POSTING, sizes)
        width = self._take("width").astype(np.uint8)
        self._add(sections.GAP_WIDTH, width)
        start = np.zeros(len(width), np.int64)
        for kind in range(len(DTYPES)):
            own = sizes[width == kind]
            start[width == kind] = np.cumsum(own, dtype=np.int64) - own
        self._add(sections.GAP_START, start.astype(smallest(int(start.max(initial=0)))))

    def _take(self, name: str) -> NDArray[Any]:
        return np.concatenate([np.empty(0, np.uint8), *self._lists.pop(name)])

    def _add(self, name: str, items: NDArray[Any]) -> None:
        self._writer.add(sections.of_field(self._field, name), items)

    def _add_offsets(self, name: str, sizes: NDArray[Any]) -> None:
        offsets = running(sizes)
        self._add(name, offsets.astype(smallest(int(offsets[-1]))))

    def _add_aside(self, name: str, dtype: str) -> None:
        file = self._aside[name]
        file.seek(0)
        with self._writer.section(sections.of_field(self._field, name), dtype) as section:
            while piece := file.read(1 << 22):
                section.write(piece)
        file.close()

    def _merge_stretch(self) -> NDArray[Any]:
        """Merge the next stretch of terms; returns its positions."""
        leader = max(self._cursors, key=lambda cursor: cursor.remaining)
        pivot = leader.pivot(self._portions.postings // len(self._cursors), self._portions.terms)
        lists = [cursor.read_terms(pivot) for cursor in self._cursors]
        stretches = [cursor.take(len(own)) for cursor, own in zip(self._cursors, lists, strict=True) if own]
        terms = _aim(stretches, [own for own in lists if own])
        sizes = np.zeros(len(terms), np.int64)
        for stretch in stretches:
            sizes[stretch.targets] += stretch.sizes
        places = _places([(s.targets, s.sizes) for s in stretches], len(terms))
        self._keep_terms(terms, sizes)
        self._keep_docs(_scatter(places, [s.docs for s in stretches]), sizes)
        which = np.concatenate([_moved(place, s.which) for place, s in zip(places, stretches, strict=True)])
        order = np.argsort(which)
        exact = np.concatenate([s.exact for s in stretches])
        self._keep_counts(_scatter(places, [s.counts for s in stretches]), which[order], exact[order])
        self._aside[sections.FORM_BITS].write(
            np.ascontiguousarray(_scatter(places, [s.form_bits for s in stretches])).data
        )
        places = _places([(s.targets, s.occurrences) for s in stretches], len(terms))
        positions = _scatter(places, [s.positions for s in stretches])
        self._postings += int(sizes.sum())
        self._occurrences += len(positions)
        return positions

    def _keep_terms(self, terms: list[bytes], sizes: NDArray[np.int64]) -> None:
        self._aside[sections.TERMS].write(b"".join(terms))
        self._lists["lengths"].append(np.fromiter(map(len, terms), np.uint32, len(terms)))
        self._lists["sizes"].append(sizes.astype(np.uint32))

    def _keep_docs(self, docs: NDArray[np.int32], sizes: NDArray[np.int64]) -> None:
        width, gaps = encode(docs, sizes)
        self._lists["width"].append(width)
        for name, dtype, array in zip(sections.GAPS, DTYPES, gaps, strict=True):
            self._aside[name].write(array.astype("<" + dtype, copy=False).data)

    def _keep_counts(self, counts: NDArray[np.uint8], which: NDArray[np.int64], exact: NDArray[Any]) -> None:
        self._aside[sections.COUNTS].write(counts.data)
        self._lists[sections.EXCEPTIONS].append((which + self._postings).astype(smallest(self._postings + len(counts))))
        self._lists[sections.EXACT].append(exact.reshape(-1).astype(np.uint32))
        frequencies = counts & np.uint8(LARGEST_FREQUENCY)
        first = -self._postings % MARK_EVERY
        blocks = np.concatenate(([0], np.arange(first, len(counts), MARK_EVERY)))  # the last may be empty
        starts = np.add.reduceat(frequencies, blocks, dtype=np.int64) if len(counts) else np.zeros(1, np.int64)
        more = exact[:, 0].astype(np.int64) - frequencies[which]
        np.add.at(starts, np.searchsorted(blocks, which, "right") - 1, more)
        if not first:
            starts[0] = 0  # the block before the first mark is empty
        total = np.cumsum(starts) + self._occurrences
        self._lists[sections.MARKS].append(total[:-1].astype(smallest(int(total[-1]))))


def _aim(stretches: Sequence[Stretch], lists: Sequence[list[bytes]]) -> list[bytes]:
    """The merged stretch's terms in order; each stretch learns its terms' numbers among them."""
    if len(stretches) == 1 and stretches[0].sizes.all():
        stretches[0].aim(np.arange(len(lists[0])))
        return lists[0]
    for stretch, own in zip(stretches, lists, strict=True):
        if not stretch.sizes.all():
            own[:] = [term if size else b"" for term, size in zip(own, stretch.sizes.tolist(), strict=True)]
    every = list(chain.from_iterable(lists))
    every.sort()  # rows in order one after another, which the sort finds and merges
    terms = list(filter(None, dict.fromkeys(every)))
    number = dict(zip(terms, range(len(terms)), strict=True))
    number[b""] = -1
    for stretch, own in zip(stretches, lists, strict=True):
        stretch.aim(np.fromiter(map(number.__getitem__, own), np.int64, len(own)))
    return terms


def interleave(parts: Sequence[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[Any]]], groups: int) -> NDArray[Any]:
    """Concatenate by group, within a group by part.

    A part is (group of each run, each group at most once and ascending; size of each run; values run after run).
    Returns the values of group 0 of part 0, of group 0 of part 1, ..., of the common dtype.
    """
    return _scatter(_places([part[:2] for part in parts], groups), [part[2] for part in parts])


def _places(parts: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]], groups: int) -> list[_Place]:
    """Where `interleave` puts the values of each part."""
    if groups == 1 or len(parts) == 1:  # a term that stands everywhere has a hundred million values
        ends = np.cumsum([int(sizes.sum()) for _, sizes in parts]).tolist()
        return [slice(first, end) for first, end in pairwise([0, *ends])]
    totals = np.zeros(groups, np.int64)
    for targets, sizes in parts:
        totals[targets] += sizes
    cursor = np.cumsum(totals) - totals
    places: list[_Place] = []
    for targets, sizes in parts:
        ends = np.cumsum(sizes)
        place: NDArray[np.int64] = np.repeat(cursor[targets] - (ends - sizes), sizes)
        place += np.arange(len(place))
        places.append(place)
        cursor[targets] += sizes
    return places


def _scatter(places: Sequence[_Place], values: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """The values of several parts at their places in one array of the common dtype."""
    if len(values) == 1:
        return values[0]
    out = np.empty(sum(map(len, values)), np.result_type(*(part.dtype for part in values)))
    for place, part in zip(places, values, strict=True):
        out[place] = part
    return out


def _moved(place: _Place, which: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of the values numbered `which` of a part."""
    return which + place.start if isinstance(place, slice) else place[which]
