"""Which document of a segment is the article with this id? A 64-bit number of each id, sorted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from index.segment.arrays import sections
from index.segment.arrays.container import Container, ContainerWriter

LOOKED_UP = (sections.IDENTITIES, sections.IDENTITY_ORDER)
"""The sections that tell which document is an article; those that are read when an article is replaced."""
_HEXADECIMAL = re.compile(r"[0-9a-f]{16}")
_HEXADECIMALS = re.compile(r"[0-9a-f]+")


def identity(article_id: str) -> int:
    """The id's number: its value where it is 16 hexadecimal digits, as `article_id` makes them, else a checksum."""
    if _HEXADECIMAL.fullmatch(article_id):
        return int(article_id, 16)
    return int.from_bytes(blake2b(article_id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def identities(article_ids: Sequence[str]) -> NDArray[np.uint64]:
    """uint64: the `identity` of each id."""
    joined = "".join(article_ids)
    if len(joined) == 16 * len(article_ids) and _HEXADECIMALS.fullmatch(joined) and set(map(len, article_ids)) == {16}:
        return np.frombuffer(bytes.fromhex(joined), ">u8").astype(np.uint64)
    return np.array([identity(one) for one in article_ids], np.uint64)


class IdentityTable:
    """The identities of a segment's documents.

    `by_document` is uint64[documents]; `superseded` is int32, ascending: documents that a later one of the same
    segment replaces.
    """

    def __init__(self, by_document: NDArray[np.uint64], order: NDArray[np.int32], superseded: NDArray[np.int32]):
        self.by_document = by_document
        self.superseded = superseded
        self._order = order

    def find(self, number: int) -> NDArray[np.int32]:
        """The documents with this identity, ascending; all but the last are superseded."""
        key = np.uint64(number)
        first = int(np.searchsorted(self.by_document, key, "left", sorter=self._order))
        last = int(np.searchsorted(self.by_document, key, "right", sorter=self._order))
        return self._order[first:last]

    def in_order(self) -> bool:
        """Whether the order names every document once and sorts their identities."""
        ordered = self.by_document[self._order]
        every = np.array_equal(np.sort(self._order), np.arange(len(self.by_document)))
        return every and bool((ordered[:-1] <= ordered[1:]).all())

    def among(self, numbers: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The documents whose identity is one of `numbers`, ascending."""
        first = np.searchsorted(self.by_document, numbers, "left", sorter=self._order)
        last = np.searchsorted(self.by_document, numbers, "right", sorter=self._order)
        some = np.flatnonzero(last > first)
        found = [self._order[a:b] for a, b in zip(first[some].tolist(), last[some].tolist(), strict=True)]
        return np.unique(np.concatenate([*found, np.empty(0, np.int32)])).astype(np.int64)


def write_identities(
    writer: ContainerWriter, numbers: NDArray[np.uint64], removed: NDArray[np.int64] | None = None
) -> None:
    """Write the table of documents whose identities are `numbers`; `removed` are superseded whatever follows."""
    order = np.argsort(numbers, kind="stable").astype(np.int32)
    ordered = numbers[order]
    replaced = order[:-1][ordered[1:] == ordered[:-1]]
    writer.add(sections.IDENTITIES, numbers.astype("<u8"))
    writer.add(sections.IDENTITY_ORDER, order)
    if removed is not None:
        replaced = np.union1d(replaced, removed)
    writer.add(sections.SUPERSEDED, np.sort(replaced).astype(np.int32))


def read_identities(container: Container) -> IdentityTable:
    return IdentityTable(
        container.array(sections.IDENTITIES),
        container.array(sections.IDENTITY_ORDER),
        container.array(sections.SUPERSEDED),
    )
