"""Which documents of a segment stand at an address on the web? The addresses of all of them, sorted.

An entry is an address as `index.address.canonical` spells it and a line break, which sorts before all that an address
may hold: so the beginning of an address with its line break is the whole address, and the addresses below a path lie
side by side. A document without an address that names a page has none; several documents may share one.

They take 78 bytes an article, and a look-up 0.03 ms at 100,000 articles, where their records took 4 s. A word of an
address is searched for in the bytes of all, 11-25 ms of CPU at 100,000: a table of words would take as much room again
for a question that few ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from heapq import merge
from itertools import islice
from typing import Any
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged
from index.segment.arrays import sections
from index.segment.arrays.container import Container, ContainerWriter, smallest
from index.segment.arrays.dictionary import TermDictionary

_SECTIONS = (sections.ADDRESSES, sections.ADDRESS_ENDS, sections.ADDRESS_DOCS)
_END = b"\n"
PATH_WORD = re.compile(r"[^\W_]+")
_BETWEEN = rb"[^0-9A-Za-z\n]{1,12}"  # words of a path, such as peace-talks; 12 characters are four that are escaped
CASES: tuple[Callable[[str], str], ...] = (str, str.lower, str.upper, str.capitalize)
_ALNUM = np.frombuffer(bytes(chr(code).isascii() and chr(code).isalnum() for code in range(256)), np.bool_)
_HIGH = np.frombuffer(bytes(chr(code) in "89ABCDEFabcdef" for code in range(256)), np.bool_)  # of what is not ASCII


class AddressTable:
    """The addresses of a segment's documents. Each look-up gives int32, ascending, deleted documents included."""

    def __init__(self, entries: TermDictionary, documents: NDArray[np.int32]) -> None:
        if len(entries) != len(documents):
            raise IndexDamaged("the addresses are not one for each document that has one")
        self._entries = entries
        self._documents = documents

    def __len__(self) -> int:
        return len(self._documents)

    def __iter__(self) -> Iterator[tuple[bytes, int]]:
        """(entry, document) in order."""
        return zip(self._entries, self._documents.tolist(), strict=True)

    def whole(self, address: str) -> NDArray[np.int32]:
        """The documents at an address."""
        return self._between(address.encode() + _END)

    def beginning(self, address: str) -> NDArray[np.int32]:
        """The documents whose address begins so."""
        return self._between(address.encode())

    def below(self, address: str) -> NDArray[np.int32]:
        """The documents at an address or below it: behind it stands nothing, a further part, or a query."""
        key = address.encode()
        return self._between(*(key + end for end in ((_END, b"/", b"?") if b"?" not in key else (_END, b"&"))))

    def _between(self, *beginnings: bytes) -> NDArray[np.int32]:
        ranges = (self._entries.prefix_range(beginning) for beginning in beginnings)
        return np.sort(np.concatenate([self._documents[first:last] for first, last in ranges]))

    def with_words(self, text: str) -> NDArray[np.int32]:
        """The documents in whose path or query the words of `text` stand side by side, in any case.

        A search over the bytes of all addresses: 11 to 25 ms of CPU for 100,000 of them.
        """
        words = PATH_WORD.findall(text)
        if not words or not len(self):
            return np.empty(0, np.int32)
        spelt = {tuple(quote(spelling(word)) for word in words) for spelling in CASES}
        matching = [self._standing(_BETWEEN.join(re.escape(word.encode()) for word in each)) for each in sorted(spelt)]
        return np.unique(self._documents[np.concatenate(matching)])

    def _standing(self, pattern: bytes) -> NDArray[np.int64]:
        """The entries in whose path the pattern stands, not as a part of longer words."""
        spans = [match.span() for match in re.finditer(pattern, self._entries.blob)]
        starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
        blob = np.frombuffer(self._entries.blob, np.uint8)
        entry = np.searchsorted(self._entries.offsets, starts, "right") - 1
        inside = starts > self._path_starts[entry]
        return entry[inside & ~_longer_before(blob, starts) & ~_longer_behind(blob, ends)]

    @cached_property
    def _path_starts(self) -> NDArray[Any]:
        """Where the path or query of each entry starts in the bytes of all: 4 bytes an article, once asked."""
        blob = np.frombuffer(self._entries.blob, np.uint8)
        ends = np.flatnonzero((blob == ord("/")) | (blob == ord("?")))  # the first of an entry ends its host
        offsets = self._entries.offsets
        return ends[np.searchsorted(ends, offsets[:-1])].astype(offsets.dtype)

    def in_order(self, documents: int) -> bool:
        """Whether the entries are sorted, those that are alike by their documents, each of one of `documents`."""
        last = (b"", -1)
        for entry, document in self:
            if (entry, document) <= last or not entry.endswith(_END) or not 0 <= document < documents:
                return False
            last = entry, document
        return True


def _longer_before(blob: NDArray[np.uint8], starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a letter or digit stands before each place; of an escaped character, whether it is one beyond ASCII."""
    escaped = blob[np.maximum(starts - 3, 0)] == ord("%")
    return np.where(escaped, _HIGH[blob[np.maximum(starts - 2, 0)]], _ALNUM[blob[np.maximum(starts - 1, 0)]])


def _longer_behind(blob: NDArray[np.uint8], ends: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a letter or digit stands at each place, as above."""
    last = len(blob) - 1
    return np.where(
        blob[np.minimum(ends, last)] == ord("%"),
        _HIGH[blob[np.minimum(ends + 1, last)]],
        _ALNUM[blob[np.minimum(ends, last)]],
    )


def entries_of(addresses: Sequence[str]) -> list[tuple[bytes, int]]:
    """The entries of documents 0, 1, ... with these addresses ("": none), sorted."""
    return sorted((address.encode() + _END, doc) for doc, address in enumerate(addresses) if address)


def write_addresses(writer: ContainerWriter, sources: Sequence[Iterable[tuple[bytes, int]]]) -> None:
    """Write the entries of several sorted tables, whose documents have their new numbers, as one."""
    lengths: list[NDArray[np.int64]] = []
    documents: list[NDArray[np.int32]] = []
    merged = merge(*sources)
    with writer.section(sections.ADDRESSES, "u1") as section:
        while pending := list(islice(merged, 4096)):
            section.write(b"".join(entry for entry, _ in pending))
            lengths.append(np.array([len(entry) for entry, _ in pending], np.int64))
            documents.append(np.array([document for _, document in pending], np.int32))
    ends = np.cumsum(np.concatenate([np.zeros(1, np.int64), *lengths]))
    writer.add(sections.ADDRESS_ENDS, ends.astype(smallest(int(ends[-1]))))
    writer.add(sections.ADDRESS_DOCS, np.concatenate([*documents, np.empty(0, np.int32)]))


def read_addresses(container: Container) -> AddressTable:
    blob, ends, documents = (container.array(name) for name in _SECTIONS)
    return AddressTable(TermDictionary(blob, ends, np.empty(0, np.int64)), documents)
