"""What does a committed piece of the index hold? Immutable arrays, mapped from one file.

A segment numbers its documents from 0 in the order in which they were added. Everything here answers for the
segment's own document numbers; `index.snapshot` puts the segments of a generation side by side.

    with_name = segment.terms("body").find(b"minsk")          # a term's number, -1 where there is none
    postings = segment.postings("body", b"minsk")             # None where there is none
    postings.docs, postings.frequencies(), postings.lead_frequencies()
    offsets, positions = postings.positions(subset)           # CSR over the chosen postings

Deleted documents stay in every array; `live` is None or the mask that leaves them out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.article import Article


class TermDictionary:
    """The sorted terms of one field, numbered 0 to len - 1 in the order of their bytes."""

    @property
    def document_frequencies(self) -> NDArray[np.int64]:
        """int64[len]: how many documents hold each term, deleted ones included."""
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError

    def __iter__(self) -> Iterator[bytes]:
        raise NotImplementedError

    def term(self, number: int) -> bytes:
        """The bytes of a term."""
        raise NotImplementedError

    def terms(self, first: int, last: int) -> list[bytes]:
        """The terms `first` to `last` (not included)."""
        raise NotImplementedError

    def find(self, term: bytes) -> int:
        """The term's number, or -1."""
        raise NotImplementedError

    def prefix_range(self, prefix: bytes) -> tuple[int, int]:
        """The numbers (first, last not included) of the terms that start with `prefix`."""
        raise NotImplementedError


class Postings:
    """The documents of one term in one field.

    `docs` is int32[n], ascending, mapped from the file. `counts` is uint8[n] as `index.schema` describes it: look a
    weight up by byte for all postings at once, then patch the `exceptions`.
    """

    docs: NDArray[np.int32]
    counts: NDArray[np.uint8]

    def __len__(self) -> int:
        raise NotImplementedError

    def exceptions(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
        """(which, frequency, lead frequency) of the postings whose byte does not hold both numbers.

        `which` indexes `docs`, ascending; the three arrays have one length, mostly 0.
        """
        raise NotImplementedError

    def frequencies(self) -> NDArray[np.int32]:
        """int32[n]: occurrences in each document."""
        raise NotImplementedError

    def lead_frequencies(self) -> NDArray[np.int32]:
        """int32[n]: occurrences among the first `LEAD_WORDS` positions of each document."""
        raise NotImplementedError

    def positions(self, which: NDArray[Any] | None = None) -> tuple[NDArray[np.int64], NDArray[Any]]:
        """(offsets int64[m + 1], positions uint16 or uint32 flat): CSR over all postings or those numbered `which`.

        `which` indexes `docs`, ascending. Positions count from 0 and ascend inside a posting.
        """
        raise NotImplementedError

    def variants(self, which: NDArray[Any] | None = None) -> NDArray[np.uint8]:
        """uint8, aligned with the flat positions of `positions(which)`: the exact-form variant of each occurrence."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class FacetColumns:
    """The facet values of a segment's documents, as ordinals of one common table.

    `values` is the table: the values of `names[0]` first, then those of `names[1]`..., each facet's part sorted and
    starting with "" ("None stated"). `bases` is int64[len(names) + 1]: facet f owns ordinals bases[f] to
    bases[f + 1]. `rows` is uint16 or uint32 [documents, len(names)]: the first value of each facet (its "" where it
    has none), so that one gather and one `bincount` count every facet. Further values of documents with several
    (bylines) stand in a CSR by document: `extra_docs` int32 ascending, `extra_values` uint32, pairwise.
    The facet `date` has the values `2015-05` and, where no month is known, `2015`.
    """

    names: tuple[str, ...]
    values: tuple[str, ...]
    bases: NDArray[np.int64]
    rows: NDArray[Any]
    extra_docs: NDArray[np.int32]
    extra_values: NDArray[np.uint32]


class Segment:
    """One immutable piece of index. Open it with `open_segment`; `close` is left to the garbage collector."""

    name: str  # the segment's own name, unique in the index
    path: Path
    doc_count: int  # documents, deleted ones included
    live: NDArray[np.bool_] | None  # bool[doc_count], or None where nothing is deleted
    facets: FacetColumns
    published: NDArray[np.int32]  # int32[doc_count]: `date.toordinal()` of the day, 0 for undated
    modified: NDArray[np.int32]  # as `published`

    @property
    def live_count(self) -> int:
        """Documents that are not deleted."""
        raise NotImplementedError

    def terms(self, field: str) -> TermDictionary:
        """The terms of a text field (`index.schema.TEXT_FIELDS`)."""
        raise NotImplementedError

    def postings(self, field: str, term: bytes | int) -> Postings | None:
        """The postings of a term, named by its bytes or its number; None where the field does not hold it."""
        raise NotImplementedError

    def lengths(self, field: str) -> NDArray[np.int32]:
        """int32[doc_count]: the exact number of words of the field; for `body` this is the article's word count."""
        raise NotImplementedError

    def total_length(self, field: str, *, deleted: bool = False) -> int:
        """The sum of `lengths` over the live documents, or over all."""
        raise NotImplementedError

    def find(self, article_id: str) -> int:
        """The document number of a live article, or -1."""
        raise NotImplementedError

    def article_id(self, doc: int) -> str:
        raise NotImplementedError

    def stored(self, doc: int) -> Article:
        """The whole article."""
        raise NotImplementedError

    def card(self, doc: int) -> Article:
        """The article without evidence, dropped lines, original and Markdown: what a result list shows."""
        raise NotImplementedError

    def text(self, doc: int) -> str:
        """The article's body alone."""
        raise NotImplementedError
