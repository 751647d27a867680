r"""How does stock Whoosh read this index? Through a codec over the same arrays; nothing is kept twice.

`whoosh.index.open_dir(INDEX).searcher()` finds the generation's file (see `index.store.publication`), which names
`whoosh_schema` and `whoosh_segments`; from there on Whoosh asks the readers of `index.codec.terms` and
`index.codec.documents`. Text fields have terms, frequencies, positions and exact lengths; facets and `id` have terms
worked out from their columns; stored fields come from the stored articles. Stock Whoosh is the oracle of the tests and
the way out for rare queries; it cannot write here.

What lies on the disk, and which module answers for it:

    INDEX/_MAIN_n.toc                        generation n: which segments it has          index.store.publication
          segments/NAME/segment              one file of named arrays                     arrays.container
          segments/NAME/deleted-n            documents deleted as of generation n
          attached/n/FILE                    the pipeline's own files

    segment, with FIELD of title, body, removed (little-endian; arrays are mapped, not read):

      origin               by which analysis and fields it was written                    arrays.origin
      FIELD.terms          term term term ...                  sorted bytes               arrays.dictionary
           .term_offsets   |    |    |                         where each term starts
           .first_posting  0    3    4                         its first posting
                           |         \____________________
      FIELD.gaps_u1/u2/u4  7 2 190   12   documents, as gaps    in the width of the term   arrays.gaps
           .gap_width, .gap_start
           .counts         2 1 31    1    a byte a posting      frequency, and in the lead index.segment.arrays.postings
           .form_bits      1 5 1     3    a byte a posting      which exact forms of the term it holds
           .exceptions, .exact  2: 45,9   counts beyond a byte
           .positions      3 9  4  0 1 5 ...  6                 posting after posting
           .marks          where the positions of every 128th posting start

      FIELD.lengths        words of document 0, 1, ...          exact
           .variants       surface form at each position of document 0, of document 1, ...
      forms.*              `term NUL form` -> number of that form                         arrays.forms
      facets.*             a row of ordinals a document; the table of values              arrays.columns
      published, modified  day of each document
      ids.*                identity of each document, and their order                     arrays.identity
      stored.*             a zstandard frame a document                                   arrays.stored

`index.segment.writer` writes a segment, `index.segment.reader` reads it, `search.rank.scoring` ranks from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from whoosh import fields, formats
from whoosh.analysis.acore import Token
from whoosh.analysis.analyzers import Analyzer
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Codec

from index.analysis import analyse
from index.codec.documents import ArrayPerDocumentReader
from index.codec.terms import ArrayTermsReader
from index.facets import COLUMN_NAMES
from index.schema import TEXT_FIELDS
from index.segment.reader import Segment
from index.store.publication import SEGMENTS, SegmentEntry
from index.store.snapshot import open_entry


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

    def __call__(self, value: str, *, positions: bool = False, chars: bool = False, **_: Any) -> Iterator[Token]:
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
    for name in COLUMN_NAMES:
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

    def delete_document(self, docnum: int, delete: Any = None) -> None:
        raise _read_only()


class ArrayCodec(W3Codec):
    """Whoosh's codec interface over `index.segment.reader.Segment`: reading only."""

    def per_document_writer(self, storage: Any, segment: Any) -> Any:
        raise _read_only()

    def field_writer(self, storage: Any, segment: Any) -> Any:
        raise _read_only()

    def postings_writer(self, dbfile: Any, byteids: Any = None) -> Any:
        raise _read_only()

    def new_segment(self, storage: Any, indexname: str) -> Any:
        raise _read_only()

    def terms_reader(self, storage: Any, segment: WhooshSegment) -> ArrayTermsReader:
        return ArrayTermsReader(segment.open(storage))

    def per_document_reader(self, storage: Any, segment: WhooshSegment) -> ArrayPerDocumentReader:
        return ArrayPerDocumentReader(segment.open(storage))


def _read_only() -> NotImplementedError:
    return NotImplementedError("Whoosh can read this index but not write it: use `cuttings reindex`")
