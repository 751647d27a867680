"""Which names do the articles of a segment have, as the archive settles them? Laid over the segment when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial, reduce
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from index.authority import NO_AUTHORITY, Authority, SettledNames, value_of
from index.facets import SETTLED
from index.segment.reader import Segment
from search.query import ABOUT
from search.sets import Docs, Mask
from search.words.value_names import value_words

TYPE_OF_FACET = {facet.name: facet.settled for facet in SETTLED if facet.settled is not None}
_KEY = 8  # bytes at the beginning of a word: what two words share is told apart by the words themselves
_CHUNK = 8_192  # values that are text at the same time; all of 260,000 took 100 MB

NameOrdinals = NDArray[np.int32]


class SegmentNames:
    """The names of one segment under one `Authority`, whose digest is `stamp`; made when they are first asked for."""

    def __init__(self, segment: Segment, authority: Authority = NO_AUTHORITY, stamp: str = "") -> None:
        self.segment = segment
        self.stamp = stamp
        self._authority = authority

    @cached_property
    def settled(self) -> SettledNames:
        """The names of the segment's documents, deleted ones included."""
        return SettledNames(self._authority, self.segment.mentions)

    @cached_property
    def words(self) -> ValueWordIndex:
        """The values by their words."""
        return ValueWordIndex(len(self.settled.keys), self.settled.texts)

    def mask(self, facet: str, value: str) -> Mask:
        """bool[doc_count]: the articles that have the value."""
        ordinal = self.settled.ordinal(TYPE_OF_FACET[facet], value)
        return self._having(np.flatnonzero(self.settled.ordinals == ordinal))

    def holding(self, facet: str, text: str) -> Mask:
        """bool[doc_count]: the articles with a value that holds the words of `text` in order, or under which the
        archive counts `text` in any capitals; `ABOUT`: of any facet."""
        wanted = value_words(text)
        ordinals = self.words.of_all(wanted)
        if facet != ABOUT:
            ordinals = ordinals[self.settled.types.take(ordinals) == TYPE_OF_FACET[facet]]
        fits = [in_order(wanted, value_words(value)) for value in self.settled.texts(ordinals)]
        held = np.zeros(len(self.settled.keys), np.bool_)
        held[ordinals[np.array(fits, np.bool_)]] = True
        kinds = TYPE_OF_FACET.values() if facet == ABOUT else (TYPE_OF_FACET[facet],)
        held[[place for kind in kinds for place in self._counted_under(kind, text) if place >= 0]] = True
        return self._having(np.flatnonzero(held.take(self.settled.ordinals)))

    def _counted_under(self, kind: int, text: str) -> Iterator[int]:
        """The ordinal of the value of each way to write a name in capitals, -1 where the segment has none."""
        for name in {text, text.upper(), text.title()}:
            if (value := value_of(self._authority, kind, name)) != name:
                yield self.settled.ordinal(kind, value)

    def _having(self, rows: NDArray[np.intp]) -> Mask:
        """The documents of some of the `ordinals`, by their places."""
        mask = np.zeros(self.segment.doc_count, np.bool_)
        mask[np.searchsorted(self.settled.ends, rows, "right")] = True
        return mask


class ValueWordIndex:
    """So many values by their words, from their `texts`: 12 bytes a word. Making it takes 2 us a value."""

    def __init__(self, count: int, texts: Callable[[NameOrdinals], list[str]]) -> None:
        parts = [_words_of(texts, first, min(first + _CHUNK, count)) for first in range(0, count, _CHUNK)]
        keys = np.concatenate([np.zeros(0, np.uint64), *(part[0] for part in parts)])
        order = np.argsort(keys, kind="stable")
        self._keys = keys[order]
        self._ordinals: NameOrdinals = np.concatenate([np.zeros(0, np.int32), *(part[1] for part in parts)])[order]

    def of_all(self, words: Sequence[str]) -> NameOrdinals:
        """Values among which are all those that hold all the words."""
        lists = sorted((np.unique(self._between(_key(word), _key(word))) for word in words), key=len)
        return reduce(partial(np.intersect1d, assume_unique=True), lists) if lists else np.zeros(0, np.int32)

    def beginning(self, words: Sequence[str]) -> NameOrdinals:
        """Values among which are all those that hold all the words, the last as the beginning of one."""
        *whole, last = words
        begun = np.unique(self._between(_key(last), _key(last, b"\xff")))
        return np.intersect1d(begun, self.of_all(whole), assume_unique=True) if whole else begun

    def _between(self, low: int, high: int) -> NameOrdinals:
        first = np.searchsorted(self._keys, np.uint64(low))
        return self._ordinals[first : np.searchsorted(self._keys, np.uint64(high), "right")]


def _words_of(
    texts: Callable[[NameOrdinals], list[str]], first: int, last: int
) -> tuple[NDArray[np.uint64], NameOrdinals]:
    """The keys of the words of some values, and the ordinal of each."""
    ordinals = np.arange(first, last, dtype=np.int32)
    words = [value_words(text) for text in texts(ordinals)]
    sizes = [len(row) for row in words]
    return np.fromiter(map(_key, chain.from_iterable(words)), np.uint64, sum(sizes)), np.repeat(ordinals, sizes)


def _key(word: str, rest: bytes = b"\x00") -> int:
    return int.from_bytes(word.encode("utf-8", "surrogatepass")[:_KEY].ljust(_KEY, rest), "big")


def in_order(wanted: Sequence[str], words: Iterable[str]) -> bool:
    """Whether all the wanted words are among `words`, in their order."""
    rest = iter(words)
    return all(word in rest for word in wanted)


def live_docs(segment: Segment) -> Docs:
    """The documents that are not deleted."""
    docs = np.arange(segment.doc_count) if segment.live is None else np.flatnonzero(segment.live)
    return docs.astype(np.int32)
