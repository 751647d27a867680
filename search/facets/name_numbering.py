"""Which number has each name of a snapshot? One numbering over the names of all its segments."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.authority import withheld
from search.facets.segment_names import TYPE_OF_FACET, SegmentNames, live_docs
from search.sets import Docs


class NameNumbers:
    """What is worked out of the names of all segments.

    Those that are offered have the numbers below `offered`. `everywhere` (int64) is of each number how many live
    articles have the name, `kinds` (uint8) its type, `bounds` where the numbers of each type that are offered start and
    the last of them ends, `where` (int32) in which segment its text stands: its ordinal there behind the segment's
    `starts`. `to_common` (int32) are the numbers of each segment's ordinals, `codes` (int32) of its documents' names
    that are offered, of which those of a document begin where its `stretches` (int64) say, and `live` its live
    documents.
    """

    def __init__(self, names: Sequence[SegmentNames]) -> None:
        settled = [each.settled for each in names]
        self.live = [live_docs(each.segment) for each in names]
        sizes = [len(each.keys) for each in settled]
        self.starts = np.cumsum([0, *sizes])
        keys = np.concatenate([np.zeros(0, np.uint64), *(each.keys for each in settled)])
        types = np.concatenate([np.zeros(0, np.uint8), *(each.types for each in settled)])
        different, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        common = np.split(inverse, self.starts[1:-1]) if settled else []
        articles, vouching = np.zeros((2, len(different)), np.int64)
        for each, ordinals, docs in zip(settled, common, self.live, strict=True):
            places, _ = places_of(stretches_of(each.ends), docs)
            ours = each.ordinals.take(places)
            articles[ordinals] += np.bincount(ours, minlength=len(each.keys))
            vouched = np.bincount(ours, each.vouched.take(places), len(each.keys))
            vouching[ordinals] += vouched.astype(np.int64)
        behind = withheld(articles, vouching, types[first])
        order = np.lexsort((different, -articles, types[first], behind))
        number = np.empty(len(order), np.int32)
        number[order] = np.arange(len(order), dtype=np.int32)
        self.offered = int(np.count_nonzero(~behind))
        self.everywhere: NDArray[np.int64] = articles[order]
        self.kinds: NDArray[np.uint8] = types[first][order]
        self.where: NDArray[np.int32] = first[order].astype(np.int32)
        self.bounds = np.searchsorted(self.kinds[: self.offered], np.arange(len(TYPE_OF_FACET) + 1)).tolist()
        self.to_common = [number[ordinals] for ordinals in common]
        self.codes, self.stretches = [], []
        for each, to_common in zip(settled, self.to_common, strict=True):
            codes = to_common.take(each.ordinals)
            held = codes < self.offered
            self.codes.append(codes[held])
            self.stretches.append(stretches_of(np.cumsum(np.append(0, held))[each.ends]))


def stretches_of(ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the names of each document begin, and the last end, by where those of each document end."""
    return np.concatenate([np.zeros(1, np.int64), ends])


def places_between(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """All places of some stretches, one stretch after another, and how many each has."""
    sizes = ends - starts
    places: NDArray[np.intp] = np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
    places += np.arange(len(places))
    return places, sizes


def places_of(stretches: NDArray[np.int64], docs: Docs) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Where the names of documents stand among those of all documents, and how many each has."""
    return places_between(stretches.take(docs), stretches.take(docs + 1))
