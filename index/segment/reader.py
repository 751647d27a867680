"""What does a committed piece of the index hold? Immutable arrays, mapped from one file.

A segment numbers its documents from 0 in the order in which they were added. Everything here answers for the
segment's own document numbers; `index.store.snapshot` puts the segments of a generation side by side.

    number = segment.terms("body").find(b"minsk")             # a term's number, -1 where there is none
    postings = segment.postings("body", b"minsk")             # None where there is none
    postings.docs, postings.frequencies(), postings.lead_frequencies()
    offsets, positions = postings.positions(subset)           # CSR over the chosen postings

Deleted documents stay in every array; `live` is None or the mask that leaves them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.article import Article
from index.errors import IndexDamaged
from index.naming import id_text
from index.schema import TEXT_FIELDS
from index.segment.arrays import sections
from index.segment.arrays.addresses import AddressTable, read_addresses
from index.segment.arrays.columns import FacetColumns, read_columns
from index.segment.arrays.container import Container
from index.segment.arrays.dictionary import TermDictionary
from index.segment.arrays.document_days import read_possible
from index.segment.arrays.forms import FormTable, read_forms
from index.segment.arrays.identity import identity, read_identities
from index.segment.arrays.joint import several, within
from index.segment.arrays.mentions import MentionTable, read_mentions
from index.segment.arrays.named import Names
from index.segment.arrays.origin import check_origin
from index.segment.arrays.postings import FieldPostings, Postings
from index.segment.arrays.print_tables import PrintTable, read_prints
from index.segment.arrays.records import CARD, DETAILS, TEXT, ArticleCard, decode_article, decode_card
from index.segment.arrays.stored import StoredReader

__all__ = [
    "AddressTable",
    "ArticleCard",
    "FacetColumns",
    "FormTable",
    "Postings",
    "Segment",
    "TermDictionary",
    "open_segment",
]

SEGMENT_FILE = "segment"

# A wrong number here would lead past an end or into a neighbour's bytes. Small: 3 % of the file, read at once.
CHECKED_AT_OPEN = (
    *(
        sections.of_field(field, part)
        for field in TEXT_FIELDS
        for part in (
            *(sections.TERM_OFFSETS, sections.FIRST_POSTING, sections.GAP_WIDTH, sections.GAP_START),
            *(sections.MARKS, sections.EXCEPTIONS, sections.EXACT),
        )
    ),
    *(sections.FRAME_ENDS, sections.DICTIONARIES, sections.DICTIONARY_ENDS),
    *(sections.FACET_VALUES, sections.FACET_ENDS, sections.FACET_BASES),
    *(sections.SUPERSEDED, sections.ADDRESS_ENDS),
    *(sections.MENTION_ENDS, sections.MENTION_ROW_ENDS, sections.MENTION_VOTE_ENDS),
)


class Segment:
    """One immutable piece of index; see `open_segment`. The file stays mapped as long as an array of it is in use.

    name       str: the segment's own name, unique in the index
    doc_count  int: documents, deleted ones included
    live       bool[doc_count], or None where nothing is deleted
    facets     FacetColumns
    published  int32[doc_count]: `date.toordinal()` of the day it is filed under (`Article.filed_under`), 0 for undated
    modified   int32[doc_count]: the same of the day of the last change
    addresses  AddressTable
    mentions   MentionTable: the names of the documents
    prints     PrintTable: the fingerprints of the documents
    possible   PossibleDays: the days that undated documents can be of
    minutes    int16[doc_count]: `ArticleDate.minute` of the same date as `published`, NO_TIME where no time is known
    """

    def __init__(self, container: Container, names: Names, deleted: NDArray[np.int32], deleted_file: str) -> None:
        self.container = container
        self.name = container.path.parent.name
        self.path = container.path.parent
        self.published: NDArray[np.int32] = container.array(sections.PUBLISHED)
        self.modified: NDArray[np.int32] = container.array(sections.MODIFIED)
        self.minutes: NDArray[np.int16] = container.array(sections.MINUTES)
        self.possible = read_possible(container)
        self.doc_count = len(self.published)
        self.facets: FacetColumns = read_columns(container)
        self.identities = read_identities(container)
        self.addresses: AddressTable = read_addresses(container)
        self.mentions: MentionTable = read_mentions(container)
        self.prints: PrintTable = read_prints(container, self.doc_count)
        self.names = names
        self.deleted = deleted
        self.deleted_file = deleted_file
        self.live = self._mask()
        self._fields = {field: FieldPostings(container, field) for field in TEXT_FIELDS}
        self._lengths: dict[str, NDArray[np.int32]] = {
            field: container.array(sections.of_field(field, sections.LENGTHS)) for field in TEXT_FIELDS
        }
        self.articles = StoredReader(container)
        self._check()

    def _mask(self) -> NDArray[np.bool_] | None:
        gone = np.union1d(self.deleted, self.identities.superseded)
        if not len(gone):
            return None
        if gone[0] < 0 or gone[-1] >= self.doc_count:
            raise IndexDamaged(f"segment {self.name}: the list of deleted articles names one that is not there")
        live = np.ones(self.doc_count, bool)
        live[gone] = False
        return live

    def _check(self) -> None:
        """Refuse arrays that do not belong together: an index past an end would answer wrongly or not at all."""
        counts = {len(self.modified), len(self.minutes), len(self.facets.rows), len(self.identities.by_document)}
        counts |= {self.articles.doc_count, len(self.mentions.row_ends), len(self.mentions.vote_ends)}
        counts.add(len(self.prints.counts))
        counts |= {len(lengths) for lengths in self._lengths.values()}
        if counts != {self.doc_count} or not all(field.fits for field in self._fields.values()):
            raise IndexDamaged(f"segment {self.name}: its arrays do not fit one another")

    @property
    def live_count(self) -> int:
        """Documents that are not deleted."""
        return self.doc_count if self.live is None else int(np.count_nonzero(self.live))

    def alive(self, docs: NDArray[np.int32]) -> NDArray[np.int32]:
        """Those of the documents that are not deleted, in their order."""
        return docs if self.live is None else docs[self.live[docs]]

    def with_deleted(self, deleted: NDArray[np.int32], deleted_file: str) -> Segment:
        """The same segment with another list of deleted documents (int32, ascending) and its file's name."""
        return Segment(self.container, self.names, deleted, deleted_file)

    def terms(self, field: str) -> TermDictionary:
        """The terms of a text field (`index.schema.TEXT_FIELDS`)."""
        return self._fields[field].terms

    def postings(self, field: str, term: bytes | int) -> Postings | None:
        """The postings of a term, named by its bytes or its number; None where the field does not hold it."""
        postings = self._fields[field]
        number = postings.terms.find(term) if isinstance(term, bytes) else term
        return postings.of(number) if number >= 0 else None

    def first_docs(self, field: str, term: bytes, most: int) -> NDArray[np.int32]:
        """int32: the first documents of a term, at most so many; the others are not decoded."""
        postings = self._fields[field]
        number = postings.terms.find(term)
        if number < 0:
            return np.empty(0, np.int32)
        first, last = postings.terms.first_posting[number : number + 2].tolist()
        return postings.gaps.term(number, min(most, last - first))

    def several(self, field: str, terms: Sequence[bytes]) -> list[Postings]:
        """The postings of those of `terms` that the field holds, in their order."""
        postings = self._fields[field]
        return several(postings, [number for number in postings.terms.find_all(terms) if number >= 0])

    def occurrences(
        self, field: str, first: int, last: int, documents: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
        """(term, document, place in the field's `forward`) of each occurrence of the terms numbered `first` to `last`
        (not included) in the documents that `documents` (bool[doc_count]) marks."""
        return within(self._fields[field], first, last, documents)

    def field(self, field: str) -> FieldPostings:
        """All the postings of a text field."""
        return self._fields[field]

    def lengths(self, field: str) -> NDArray[np.int32]:
        """int32[doc_count]: the exact number of words of the field; for `body` this is the article's word count."""
        return self._lengths[field]

    def total_length(self, field: str, *, deleted: bool = False) -> int:
        """The sum of `lengths` over the live documents, or over all."""
        lengths = self._lengths[field]
        return int(lengths.sum() if deleted or self.live is None else lengths[self.live].sum())

    @cached_property
    def forms(self) -> FormTable:
        """The exact forms that terms stand for, with the numbers that `Postings.variants` gives."""
        return read_forms(self.container)

    def find(self, article_id: str) -> int:
        """The document number of a live article, or -1."""
        for doc in self.names.find(identity(article_id)):
            if (self.live is None or self.live[doc]) and self.article_id(doc) == article_id:
                return doc
        return -1

    def article_id(self, doc: int) -> str:
        return self.card(doc).id

    def stored(self, doc: int) -> Article:
        """The whole article."""
        added, lasting = self._name(doc)
        known: dict[str, Any] = {"added": added} | ({"id": lasting} if lasting else {})
        return decode_article(*(self.articles.part(doc, kind) for kind in (CARD, TEXT, DETAILS)), known=known)

    def card(self, doc: int) -> ArticleCard:
        """The article without its text, evidence, dropped lines, original and Markdown: what a result list shows."""
        added, lasting = self._name(doc)
        return decode_card(self.articles.part(doc, CARD), added=added, article_id=lasting)

    def _name(self, doc: int) -> tuple[datetime | None, str]:
        """What is published of an article beside its record: since when, and its id, "" where it is its place's."""
        added, number = int(self.names.added[doc]), int(self.names.ids[doc])
        lasting = "" if number == int(self.identities.by_document[doc]) else id_text(number)
        return datetime.fromtimestamp(added, UTC) if added else None, lasting

    def text(self, doc: int) -> str:
        """The article's text alone, without the standfirst above it."""
        return self.articles.part(doc, TEXT).decode("utf-8", "surrogatepass")


def open_segment(folder: Path, deleted: NDArray[np.int32] | None = None, deleted_file: str = "") -> Segment:
    """The segment in `folder`, without the documents `deleted` (int32, ascending), read from `deleted_file`.

    Raises IndexDamaged, IndexOutdated or IndexUnreadable.
    """
    container = Container(folder / SEGMENT_FILE)
    check_origin(container)
    for section in CHECKED_AT_OPEN:
        container.check(section)
    names = Names(folder, len(container.array(sections.PUBLISHED)))
    return Segment(container, names, np.empty(0, np.int32) if deleted is None else deleted, deleted_file)
