"""How does stock Whoosh read this index? Through a codec over the same arrays; nothing is kept twice.

`whoosh.index.open_dir(INDEX).searcher()` finds the generation's file (see `index.publication`), which names
`whoosh_schema` and `whoosh_segments`; from there on Whoosh asks the three readers below. Text fields have terms,
frequencies, positions and exact lengths; facets and `id` have terms worked out from their columns; stored fields come
from the article blocks. Stock Whoosh is the oracle of the tests and the way out for rare queries; it cannot write here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from whoosh import fields, formats
from whoosh.analysis.acore import Token
from whoosh.analysis.analyzers import Analyzer
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import ColumnReader
from whoosh.matching.mcore import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound

from index.analysis import analyse
from index.article import Article
from index.publication import SEGMENTS, SegmentEntry
from index.schema import FACETS, TEXT_FIELDS
from index.segment import Segment
from index.snapshot import open_entry


class ArrayPositions(formats.Positions):
    """Positions as Whoosh asks for them, handed over as packed numbers instead of pickles."""

    def encode(self, poslist: Any) -> bytes:
        return np.asarray(poslist, "<u4").tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        positions: list[int] = np.frombuffer(valuestring, "<u4").tolist()
        return positions

    def decode_frequency(self, valuestring: bytes) -> int:
        return len(valuestring) // 4


class ProjectAnalyzer(Analyzer):
    """The project's tokeniser for Whoosh's query parser: plain terms, English stems."""

    def __call__(self, value: str, positions: bool = False, chars: bool = False, **_: Any) -> Iterator[Token]:
        position = -1
        for found in analyse(value, "en"):
            if found.position == position:
                continue
            position = found.position
            token = Token(positions, chars, mode="")
            token.text, token.pos, token.boost = found.term, position, 1.0
            token.startchar, token.endchar, token.stopped = found.start, found.end, False
            yield token


def whoosh_schema() -> fields.Schema:
    """The fields as Whoosh sees them."""
    schema = fields.Schema(id=fields.ID(stored=True, unique=True), key=fields.STORED(), path=fields.STORED())
    for name in TEXT_FIELDS:
        field = fields.TEXT(analyzer=ProjectAnalyzer(), stored=name != "removed")
        field.format = ArrayPositions()
        schema.add(name, field)
    for name in FACETS:
        schema.add(name, fields.ID(stored=True, sortable=True))
    return schema


def whoosh_segments(listed: str) -> list[WhooshSegment]:
    """The segments of a generation from its record (JSON)."""
    return [WhooshSegment(SegmentEntry(**entry)) for entry in orjson.loads(listed)]


class WhooshSegment(base.Segment):
    """A segment as Whoosh lists it; opened at the first use."""

    def __init__(self, entry: SegmentEntry) -> None:
        super().__init__("MAIN")  # type: ignore[no-untyped-call]
        self.segid = entry.name
        self._entry = entry
        self._opened: Segment | None = None

    def codec(self) -> ArrayCodec:
        return ArrayCodec()  # type: ignore[no-untyped-call]

    def open(self, storage: Any) -> Segment:
        """The arrays. `storage` is a whoosh FileStorage of the index's folder."""
        if self._opened is None:
            self._opened = open_entry(Path(storage.folder) / SEGMENTS, self._entry)
        return self._opened

    def doc_count_all(self) -> int:
        return self._entry.documents

    def deleted_count(self) -> int:
        return self._entry.deleted_count

    # Which documents are deleted is asked of the per-document reader; a segment only lists itself.

    def deleted_docs(self) -> Any:
        raise _read_only()

    def is_deleted(self, docnum: int) -> bool:
        raise _read_only()

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        raise _read_only()


class ArrayCodec(W3Codec):
    """Whoosh's codec interface over `index.segment.Segment`: reading only."""

    def per_document_writer(self, storage: Any, segment: Any) -> Any:
        raise _read_only()

    def field_writer(self, storage: Any, segment: Any) -> Any:
        raise _read_only()

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:
        raise _read_only()

    def new_segment(self, storage: Any, indexname: str) -> Any:
        raise _read_only()

    def terms_reader(self, storage: Any, segment: WhooshSegment) -> ArrayTermsReader:
        return ArrayTermsReader(segment.open(storage))

    def per_document_reader(self, storage: Any, segment: WhooshSegment) -> ArrayPerDocumentReader:
        return ArrayPerDocumentReader(segment.open(storage))


def _read_only() -> NotImplementedError:
    return NotImplementedError("Whoosh can read this index but not write it: use `cuttings reindex`")


class ArrayTermInfo(TermInfo):
    """Statistics of one term, worked out when asked for."""

    def __init__(self, docs: NDArray[np.int32], weights: NDArray[Any], lengths: NDArray[np.int32] | None) -> None:
        super().__init__(df=len(docs))  # type: ignore[no-untyped-call]
        self._docs = docs
        self._weights = weights
        self._lengths = lengths

    def weight(self) -> float:
        return float(self._weights.sum())

    def max_weight(self) -> float:
        return float(self._weights.max(initial=0))

    def min_length(self) -> int:
        return 1 if self._lengths is None else int(self._lengths[self._docs].min())

    def max_length(self) -> int:
        return 1 if self._lengths is None else int(self._lengths[self._docs].max())

    def min_id(self) -> int:
        return int(self._docs[0])

    def max_id(self) -> int:
        return int(self._docs[-1])


class ArrayMatcher(LeafMatcher):
    """Walks one term's arrays. The whole list is one block to Whoosh's block quality."""

    def __init__(
        self, info: ArrayTermInfo, term: tuple[str, bytes], format_: Any, *, scorer: Any, values: Any, at: int = 0
    ) -> None:
        self.format, self.scorer = format_, scorer
        self._term, self._info, self._values, self._i = term, info, values, at
        self._ids = info._docs
        self._weights = info._weights

    def is_active(self) -> bool:
        return self._i < len(self._ids)

    def reset(self) -> None:
        self._i = 0

    def copy(self) -> ArrayMatcher:
        return ArrayMatcher(self._info, self._term, self.format, scorer=self.scorer, values=self._values, at=self._i)

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
        value: bytes = self._values(self._i)
        return value

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
        return sorted({*TEXT_FIELDS, *FACETS, "id"})

    def _terms_of(self, field: str) -> Sequence[bytes]:
        """The sorted terms of a field; those of `id` are found but not listed."""
        if field in TEXT_FIELDS:
            return self._segment.terms(field)
        if field not in FACETS:
            return []
        first, last = self._segment.facets.facet(field)
        return [value.encode("utf-8", "surrogatepass") for value in self._segment.facets.values[first + 1 : last]]

    def _find(self, field: str, term: bytes) -> tuple[ArrayTermInfo, Any]:
        """A term's statistics, and a function that gives a posting's value as Whoosh stores it."""
        segment = self._segment
        if field in TEXT_FIELDS:
            postings = segment.postings(field, term)
            if postings is not None:
                info = ArrayTermInfo(postings.docs, postings.frequencies(), segment.lengths(field))
                return info, lambda i: postings.positions(np.array([i]))[1].astype("<u4").tobytes()
        else:
            docs = self._documents(field, term.decode("utf-8", "surrogatepass"))
            if len(docs):
                return ArrayTermInfo(docs, np.ones(len(docs)), None), lambda i: b""
        raise TermNotFound(f"No term {field}:{term!r}")

    def _documents(self, field: str, value: str) -> NDArray[np.int32]:
        if field == "id":
            doc = self._segment.find(value)
            return np.array([doc] if doc >= 0 else [], np.int32)
        ordinal = self._segment.facets.ordinal(field, value) if field in FACETS and value else -1
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
        return self._find(fieldname, text)[0]

    def frequency(self, fieldname: str, text: bytes) -> float:
        return self.term_info(fieldname, text).weight() if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return self.term_info(fieldname, text).doc_frequency() if (fieldname, text) in self else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        info, values = self._find(fieldname, text)
        return ArrayMatcher(info, (fieldname, text), format_, scorer=scorer, values=values)


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


class ArrayPerDocumentReader(base.PerDocumentReader):
    """Deletions, exact lengths, stored fields and facet columns."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def doc_count(self) -> int:
        return self._segment.live_count

    def doc_count_all(self) -> int:
        return self._segment.doc_count

    def has_deletions(self) -> bool:
        return self._segment.live is not None

    def is_deleted(self, docnum: int) -> bool:
        live = self._segment.live
        return live is not None and docnum < len(live) and not live[docnum]  # Whoosh asks one past the end

    def deleted_docs(self) -> Iterable[int]:
        live = self._segment.live
        return [] if live is None else np.flatnonzero(~live).tolist()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(self._segment.lengths(fieldname)[docnum]) if fieldname in TEXT_FIELDS else default

    def field_length(self, fieldname: str) -> int:
        return self._segment.total_length(fieldname, deleted=True) if fieldname in TEXT_FIELDS else 0

    def min_field_length(self, fieldname: str) -> int:
        return int(self._segment.lengths(fieldname).min(initial=0)) if fieldname in TEXT_FIELDS else 0

    def max_field_length(self, fieldname: str) -> int:
        return int(self._segment.lengths(fieldname).max(initial=0)) if fieldname in TEXT_FIELDS else 0

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return _stored_fields(self._segment.stored(docnum))

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return fieldname in FACETS

    def column_reader(self, fieldname: str, column: Any) -> FacetColumn:
        return FacetColumn(self._segment, fieldname)


def _stored_fields(article: Article) -> dict[str, Any]:
    """An article by the names of the schema."""
    date = article.published.isoformat() if article.published else ""
    values = {
        "id": article.id, "key": article.key, "path": article.path, "title": article.title, "body": article.text,
        "publisher": article.publisher, "byline": ", ".join(article.authors), "agency": article.agency,
        "section": article.section, "place": article.place, "language": article.language, "date": date,
    }  # fmt: skip
    return {name: value for name, value in values.items() if value}


class FacetColumn(ColumnReader):
    """A facet's first value of each document, for Whoosh's sorting and grouping."""

    def __init__(self, segment: Segment, facet: str) -> None:
        self._column = segment.facets.rows[:, FACETS.index(facet)]
        self._values = segment.facets.values
        self._doccount = segment.doc_count

    def __len__(self) -> int:
        return self._doccount

    def __getitem__(self, docnum: int) -> bytes:
        value: str = self._values[self._column[docnum]]
        return value.encode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[bytes]:
        return (self[doc] for doc in range(self._doccount))

    def sort_key(self, docnum: int) -> bytes:
        return self[docnum]

    def load(self) -> list[bytes]:
        return list(self)
