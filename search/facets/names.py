"""Which names do the articles of a segment have, as the archive settles them? Laid over the segment when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from index.authority import NO_AUTHORITY, Authority, SettledNames
from index.facets import SETTLED
from index.segment.reader import Segment
from search.query import ABOUT
from search.sets import Docs, Mask
from search.words.value_names import value_words

TYPES = {facet.name: facet.settled for facet in SETTLED if facet.settled is not None}
_WORD = 0xFFFFFFFF  # of the hash of a word: what two words share is told apart by the words themselves


class SegmentNames:
    """The names of one segment under one `Authority`, whose digest is `stamp`.

    What is worked out takes 4 bytes a name of a document and 30 a value.
    """

    def __init__(self, segment: Segment, authority: Authority = NO_AUTHORITY, stamp: str = "") -> None:
        self.segment = segment
        self.stamp = stamp
        self._authority = authority

    @cached_property
    def settled(self) -> SettledNames:
        """The names of the segment's documents, deleted ones included."""
        return self._authority.settle(self.segment.mentions)

    def of(self, doc: int) -> dict[str, tuple[str, ...]]:
        """The values of a document by facet, in the order of their first mention."""
        values: dict[int, list[str]] = {kind: [] for kind in TYPES.values()}
        ordinals = self.settled.of(doc)
        kinds = self.settled.types.take(ordinals).tolist()
        for kind, text in zip(kinds, self.settled.texts(ordinals.tolist()), strict=True):
            values[kind].append(text)
        return {name: tuple(values[kind]) for name, kind in TYPES.items()}

    def mask(self, facet: str, value: str) -> Mask:
        """bool[doc_count]: the articles that have the value."""
        ordinal = self.settled.ordinal(TYPES[facet], value)
        return self._having(np.flatnonzero(self.settled.ordinals == ordinal))

    def holding(self, facet: str, text: str) -> Mask:
        """bool[doc_count]: the articles with a value that holds the words of `text` in order; `ABOUT`: of any facet."""
        wanted = value_words(text)
        lists = [self._words.of(word) for word in wanted]
        rarest = min(lists, key=len, default=_NO_ORDINALS)
        if facet != ABOUT:
            rarest = rarest[self.settled.types.take(rarest) == TYPES[facet]]
        values = zip(rarest.tolist(), self.settled.texts(rarest.tolist()), strict=True)
        held = np.zeros(len(self.settled.keys), np.bool_)
        held[[ordinal for ordinal, value in values if _in_order(wanted, value_words(value))]] = True
        return self._having(np.flatnonzero(held.take(self.settled.ordinals)))

    @cached_property
    def _words(self) -> _ValueWords:
        return _ValueWords(self.settled)

    def warm(self) -> None:
        """Make what the first questions would wait for."""
        _ = self._words

    def _having(self, rows: NDArray[np.intp]) -> Mask:
        """The documents of some of the `ordinals`, by their places."""
        mask = np.zeros(self.segment.doc_count, np.bool_)
        mask[np.searchsorted(self.settled.ends, rows, "right")] = True
        return mask


_NO_ORDINALS = np.zeros(0, np.int32)


class _ValueWords:
    """The values of a segment by their words: 8 bytes a word. Making it takes 2 us a value."""

    def __init__(self, settled: SettledNames) -> None:
        words = [value_words(text) for text in settled.texts(range(len(settled.keys)))]
        sizes = [len(row) for row in words]
        hashes = np.fromiter((hash(word) & _WORD for word in chain.from_iterable(words)), np.uint32, sum(sizes))
        order = np.argsort(hashes, kind="stable")
        self._hashes = hashes[order]
        self._ordinals: NDArray[np.int32] = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[order]

    def of(self, word: str) -> NDArray[np.int32]:
        """The values that may hold a word; each at least once, where it does."""
        number = np.uint32(hash(word) & _WORD)
        first, last = np.searchsorted(self._hashes, number), np.searchsorted(self._hashes, number, "right")
        return self._ordinals[first:last]


def _in_order(wanted: Sequence[str], words: Iterable[str]) -> bool:
    rest = iter(words)
    return all(word in rest for word in wanted)


def live_docs(segment: Segment) -> Docs:
    """The documents that are not deleted."""
    docs = np.arange(segment.doc_count) if segment.live is None else np.flatnonzero(segment.live)
    return docs.astype(np.int32)
