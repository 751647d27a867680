"""How does Whoosh walk terms and postings? Readers over a segment's dictionaries and posting arrays."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec import base
from whoosh.matching.mcore import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound

from index.facets import COLUMN_NAMES
from index.schema import TEXT_FIELDS
from index.segment.reader import Segment


class ArrayTermInfo(TermInfo):
    """One term's postings, with their statistics worked out when asked for.

    `value` gives a posting's value as Whoosh stores it, by the posting's place.
    """

    def __init__(
        self,
        docs: NDArray[np.int32],
        weights: NDArray[Any],
        lengths: NDArray[np.int32] | None,
        value: Callable[[int], bytes],
    ) -> None:
        super().__init__(df=len(docs))  # type: ignore[no-untyped-call]
        self.docs = docs
        self.weights = weights
        self.value = value
        self._lengths = lengths

    def weight(self) -> float:
        return float(self.weights.sum())

    def max_weight(self) -> float:
        return float(self.weights.max(initial=0))

    def min_length(self) -> int:
        return 1 if self._lengths is None else int(self._lengths[self.docs].min())

    def max_length(self) -> int:
        return 1 if self._lengths is None else int(self._lengths[self.docs].max())

    def min_id(self) -> int:
        return int(self.docs[0])

    def max_id(self) -> int:
        return int(self.docs[-1])


class ArrayMatcher(LeafMatcher):
    """Walks one term's arrays. The whole list is one block to Whoosh's block quality."""

    def __init__(self, info: ArrayTermInfo, term: tuple[str, bytes], format_: Any, *, scorer: Any, at: int = 0) -> None:
        self.format, self.scorer = format_, scorer
        self._term, self._info, self._i = term, info, at
        self._ids = info.docs
        self._weights = info.weights

    def is_active(self) -> bool:
        return self._i < len(self._ids)

    def reset(self) -> None:
        self._i = 0

    def copy(self) -> ArrayMatcher:
        return ArrayMatcher(self._info, self._term, self.format, scorer=self.scorer, at=self._i)

    def id(self) -> int:
        return int(self._ids[self._i])

    def all_ids(self) -> Iterator[int]:
        return iter(self._ids[self._i :].tolist())

    def next(self) -> bool:  # type: ignore[override]
        if not self.is_active():
            raise ReadTooFar
        self._i += 1
        return True

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._i += int(np.searchsorted(self._ids[self._i :], id))

    def skip_to_quality(self, minquality: float) -> int:
        if self.is_active() and self.block_quality() <= minquality:  # type: ignore[no-untyped-call]
            self._i = len(self._ids)
            return 1
        return 0

    def weight(self) -> float:
        return float(self._weights[self._i])

    def value(self) -> bytes:
        return self._info.value(self._i)

    def block_min_length(self) -> int:
        return self._info.min_length()

    def block_max_length(self) -> int:
        return self._info.max_length()

    def block_max_weight(self) -> float:
        return self._info.max_weight()


class ArrayTermsReader(base.TermsReader):
    """The terms of text fields from their dictionaries, those of facets from the tables of values."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def indexed_field_names(self) -> list[str]:
        return sorted({*TEXT_FIELDS, *COLUMN_NAMES, "id"})

    def _terms_of(self, field: str) -> Sequence[bytes]:
        """The sorted terms of a field; those of `id` are found but not listed."""
        if field in TEXT_FIELDS:
            return self._segment.terms(field)
        if field not in COLUMN_NAMES:
            return []
        first, last = self._segment.facets.facet(field)
        return [value.encode("utf-8", "surrogatepass") for value in self._segment.facets.values[first + 1 : last]]

    def _find(self, field: str, term: bytes) -> ArrayTermInfo:
        """A term's postings. Raises TermNotFound."""
        segment = self._segment
        if field in TEXT_FIELDS:
            postings = segment.postings(field, term)
            if postings is not None:
                return ArrayTermInfo(
                    postings.docs,
                    postings.frequencies(),
                    segment.lengths(field),
                    lambda i: postings.positions(np.array([i]))[1].astype("<u4").tobytes(),
                )
        else:
            docs = self._documents(field, term.decode("utf-8", "surrogatepass"))
            if len(docs):
                return ArrayTermInfo(docs, np.ones(len(docs)), None, lambda i: b"")
        raise TermNotFound(f"No term {field}:{term!r}")

    def _documents(self, field: str, value: str) -> NDArray[np.int32]:
        if field == "id":
            doc = self._segment.find(value)
            return np.array([doc] if doc >= 0 else [], np.int32)
        ordinal = self._segment.facets.ordinal(field, value) if field in COLUMN_NAMES and value else -1
        return self._segment.facets.documents(ordinal) if ordinal >= 0 else np.empty(0, np.int32)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        try:
            self._find(*term)
        except TermNotFound:
            return False
        return True

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:
        return ArrayCursor(self, fieldname, fieldobj, self._terms_of(fieldname))

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return ((field, term) for field in self.indexed_field_names() for term in self._terms_of(field))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        return ((f, t) for f, t in self.terms() if f > fieldname or (f == fieldname and t >= prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], ArrayTermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], ArrayTermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> ArrayTermInfo:
        return self._find(fieldname, text)

    def frequency(self, fieldname: str, text: bytes) -> float:
        return self.term_info(fieldname, text).weight() if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return self.term_info(fieldname, text).doc_frequency() if (fieldname, text) in self else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        return ArrayMatcher(self._find(fieldname, text), (fieldname, text), format_, scorer=scorer)


class ArrayCursor(base.FieldCursor):
    """Walks a field's terms in order."""

    def __init__(self, reader: ArrayTermsReader, name: str, fieldobj: Any, terms: Sequence[bytes]) -> None:
        self._reader, self._name, self._fieldobj, self._terms = reader, name, fieldobj, terms
        self._at = 0

    def first(self) -> str | None:
        self._at = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        wanted: bytes = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._at = bisect_left(self._terms, wanted)
        return self.text()

    def next(self) -> str | None:
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        return self._fieldobj.from_bytes(self._terms[self._at]) if self.is_valid() else None

    def term_info(self) -> ArrayTermInfo | None:
        return self._reader.term_info(self._name, self._terms[self._at]) if self.is_valid() else None

    def is_valid(self) -> bool:
        return self._at < len(self._terms)
