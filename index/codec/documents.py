"""What does Whoosh learn of single documents? Deletions, lengths, stored fields and facet columns of a segment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.columns import ColumnReader

from index.article import Article
from index.facets import COLUMN_NAMES, DATE, TOLD
from index.schema import TEXT_FIELDS
from index.segment.reader import Segment


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
        return fieldname in COLUMN_NAMES

    def column_reader(self, fieldname: str, column: Any) -> FacetColumn:
        return FacetColumn(self._segment, fieldname)


def _stored_fields(article: Article) -> dict[str, Any]:
    """An article by the names of the schema."""
    values = {"id": article.id, "key": article.key, "path": article.path, "title": article.title, "body": article.body}
    values |= {facet.name: ", ".join(facet.values_of(article)) for facet in TOLD}
    values[DATE] = article.published.isoformat() if article.published else ""
    return {name: value for name, value in values.items() if value}


class FacetColumn(ColumnReader):
    """A facet's first value of each document, for Whoosh's sorting and grouping."""

    def __init__(self, segment: Segment, facet: str) -> None:
        self._column = segment.facets.rows[:, COLUMN_NAMES.index(facet)]
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
