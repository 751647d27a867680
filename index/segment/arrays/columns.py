"""Which facet values has each document? One row of small ordinals, all facets in one table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.facets import COLUMN_NAMES
from index.segment.arrays import sections
from index.segment.arrays.container import Container, ContainerWriter, smallest


@dataclass(frozen=True, slots=True)
class FacetColumns:
    """The facet values of a segment's documents, as ordinals of one common table.

    `values` is the table: the values of `names[0]` first, then those of `names[1]`..., each facet's part sorted and
    starting with "" ("None stated"). `bases` is int64[len(names) + 1]: facet f owns ordinals bases[f] to
    bases[f + 1]. `rows` is uint16 or uint32 [documents, len(names)]: the first value of each facet (its "" where it
    has none), so that one gather and one `bincount` count every facet. Further values of documents with several
    (bylines) stand in pairs: `extra_docs` int32 ascending, `extra_values` uint32. A document has each value once.
    The facet `date` has the values `2015-05` and, where no month is known, `2015`.
    """

    names: tuple[str, ...]
    values: tuple[str, ...]
    bases: NDArray[np.int64]
    rows: NDArray[Any]
    extra_docs: NDArray[np.int32]
    extra_values: NDArray[np.uint32]

    def facet(self, name: str) -> tuple[int, int]:
        """(first, last not included) ordinals of a facet."""
        number = self.names.index(name)
        return int(self.bases[number]), int(self.bases[number + 1])

    def ordinal(self, name: str, value: str) -> int:
        """The ordinal of a facet's value, or -1."""
        first, last = self.facet(name)
        at = bisect_left(self.values, value, first, last)
        return at if at < last and self.values[at] == value else -1

    def holding(self, name: str, fits: Callable[[str], bool]) -> NDArray[np.bool_]:
        """bool[documents]: whether a document has a value of a facet that fits; "" is that of one without any."""
        first, last = self.facet(name)
        wanted = np.zeros(len(self.values), bool)
        wanted[first:last] = [fits(value) for value in self.values[first:last]]
        found: NDArray[np.bool_] = wanted[self.rows[:, self.names.index(name)]]
        found[self.extra_docs[wanted[self.extra_values]]] = True
        return found

    def values_of(self, doc: int, name: str) -> tuple[str, ...]:
        """A document's values of a facet, in the order in which its article has them; none where it has none."""
        number = self.names.index(name)
        first = self.values[self.rows[doc, number]]
        start, end = self.extra_docs.searchsorted(np.array([doc, doc + 1], np.int32)).tolist()
        low, high = self.facet(name)
        more = [self.values[n] for n in self.extra_values[start:end].tolist() if low <= n < high]
        return tuple(filter(None, (first, *more)))

    def only(self, live: NDArray[np.bool_]) -> FacetColumns:
        """The columns of the documents that are `live`, renumbered; the table of values stays."""
        kept = live[self.extra_docs]
        return FacetColumns(
            self.names,
            self.values,
            self.bases,
            self.rows[live],
            (np.cumsum(live, dtype=np.int32) - 1)[self.extra_docs[kept]],
            self.extra_values[kept],
        )

    def documents(self, ordinal: int) -> NDArray[np.int32]:
        """int32, ascending: the documents that have a value."""
        facet = int(np.searchsorted(self.bases, ordinal, "right")) - 1
        first = np.flatnonzero(self.rows[:, facet] == ordinal).astype(np.int32)
        extra = self.extra_docs[self.extra_values == ordinal]
        return np.union1d(first, extra) if len(extra) else first


class FacetCollector:
    """Gathers documents' facet values; ordinals are given in the order of appearance and sorted at the end."""

    def __init__(self) -> None:
        self._ordinals: list[dict[str, int]] = [{"": 0} for _ in COLUMN_NAMES]
        self._rows: list[NDArray[np.int32]] = [np.empty((0, len(COLUMN_NAMES)), np.int32)]
        self._extra: list[tuple[int, int, int]] = []  # document, facet, ordinal
        self._documents = 0

    def add(self, firsts: Sequence[Sequence[str]], others: Iterable[tuple[int, int, str]]) -> None:
        """The values of the next documents, as `index.facets.facet_values` gives them."""
        rows = [
            [ordinals.setdefault(value, len(ordinals)) for value in values]
            for ordinals, values in zip(self._ordinals, firsts, strict=True)
        ]
        for number, facet, value in others:
            ordinals = self._ordinals[facet]
            self._extra.append((self._documents + number, facet, ordinals.setdefault(value, len(ordinals))))
        self._rows.append(np.array(rows, np.int32).T)
        self._documents += len(firsts[0])

    def columns(self) -> FacetColumns:
        """Everything gathered, with sorted tables."""
        values: list[str] = []
        bases = [0]
        rows = np.concatenate(self._rows)
        extra = np.array(self._extra, np.int64).reshape(-1, 3)
        for facet, ordinals in enumerate(self._ordinals):
            ordered = sorted(ordinals)
            final = np.empty(len(ordered), np.int64)
            final[[ordinals[value] for value in ordered]] = np.arange(len(ordered)) + bases[-1]
            rows[:, facet] = final[rows[:, facet]]
            mine = extra[:, 1] == facet
            extra[mine, 2] = final[extra[mine, 2]]
            values += ordered
            bases.append(len(values))
        return FacetColumns(
            names=COLUMN_NAMES,
            values=tuple(values),
            bases=np.array(bases),
            rows=rows.astype(smallest(len(values))),
            extra_docs=extra[:, 0].astype(np.int32),
            extra_values=extra[:, 2].astype(np.uint32),
        )


def merge_columns(parts: Sequence[FacetColumns]) -> FacetColumns:
    """The columns of several segments, one after another, with one table of the values that occur."""
    used = [_used_values(part) for part in parts]
    values: list[str] = []
    bases = [0]
    for facet in range(len(COLUMN_NAMES)):
        values += sorted(set().union({""}, *(of[facet] for of in used)))
        bases.append(len(values))
    numbers = [{values[n]: n for n in range(bases[f], bases[f + 1])} for f in range(len(COLUMN_NAMES))]
    rows, docs, extra = [], [], []
    first = 0
    for part in parts:
        final = np.zeros(len(part.values), np.int64)
        for facet, ordinals in enumerate(numbers):
            a, b = int(part.bases[facet]), int(part.bases[facet + 1])
            final[a:b] = [ordinals.get(value, 0) for value in part.values[a:b]]
        rows.append(final[part.rows])
        docs.append(part.extra_docs + np.int32(first))
        extra.append(final[part.extra_values])
        first += len(part.rows)
    return FacetColumns(
        names=COLUMN_NAMES,
        values=tuple(values),
        bases=np.array(bases),
        rows=np.concatenate(rows).astype(smallest(len(values))),
        extra_docs=np.concatenate(docs),
        extra_values=np.concatenate(extra).astype(np.uint32),
    )


def _used_values(part: FacetColumns) -> list[set[str]]:
    """The values of each facet that a document has."""
    present = np.zeros(len(part.values), bool)
    present[part.rows] = True
    present[part.extra_values] = True
    return [
        {part.values[n] for n in np.flatnonzero(present[a:b]) + a}
        for a, b in zip(part.bases[:-1].tolist(), part.bases[1:].tolist(), strict=True)
    ]


def write_columns(writer: ContainerWriter, columns: FacetColumns) -> None:
    encoded = [value.encode("utf-8", "surrogatepass") for value in columns.values]
    writer.add(sections.FACET_VALUES, b"".join(encoded))
    writer.add(sections.FACET_ENDS, np.cumsum([len(value) for value in encoded], dtype="<u8"))
    writer.add(sections.FACET_BASES, columns.bases.astype("<i8"))
    writer.add(sections.FACET_ROWS, columns.rows)
    writer.add(sections.FACET_EXTRA_DOCS, columns.extra_docs)
    writer.add(sections.FACET_EXTRA_VALUES, columns.extra_values)


def read_columns(container: Container) -> FacetColumns:
    blob = bytes(container.array(sections.FACET_VALUES))
    ends = container.array(sections.FACET_ENDS).tolist()
    return FacetColumns(
        names=COLUMN_NAMES,
        values=tuple(blob[a:b].decode("utf-8", "surrogatepass") for a, b in pairwise([0, *ends])),
        bases=container.array(sections.FACET_BASES),
        rows=container.array(sections.FACET_ROWS).reshape(-1, len(COLUMN_NAMES)),
        extra_docs=container.array(sections.FACET_EXTRA_DOCS),
        extra_values=container.array(sections.FACET_EXTRA_VALUES),
    )
