"""Do a segment's arrays say the same of one another? What checksums cannot tell, because it was written wrong."""

from __future__ import annotations

from collections.abc import Container, Iterator

import numpy as np

from index.schema import NO_TIME, TEXT_FIELDS
from index.segment.arrays.postings import FieldPostings
from index.segment.reader import Segment
from index.store.publication import encode_generation, generation_path
from index.store.snapshot import Snapshot

_TERMS = 1 << 14  # terms checked together
_LONGEST_DAY = 48 * 60  # minutes: a zone may be a day away from UTC


def problems(snapshot: Snapshot, known: Container[str] = ()) -> Iterator[str]:
    """A sentence for each thing that is wrong in a generation: its files' bytes, then what its arrays say.

    The segments whose names are `known` were looked at before.
    """
    record = snapshot.record
    if generation_path(snapshot.folder, record.number).read_bytes() != encode_generation(record):
        yield f"the file of generation {record.number} is not as this program writes it"
    for segment in snapshot.segments:
        if segment.name in known:
            continue
        damaged = [*segment.container.problems(), *segment.names.container.problems()]
        yield from damaged
        for problem in of_segment(segment) if not damaged else ():  # what is damaged is not worth reading
            yield f"segment {segment.name}: {problem}"


def of_segment(segment: Segment) -> Iterator[str]:
    """What is wrong among the arrays of one segment."""
    for field in TEXT_FIELDS:
        for problem in _of_field(segment.field(field), segment, field):
            yield f"{field}: {problem}"
    facets = segment.facets
    if ((facets.rows < facets.bases[:-1]) | (facets.rows >= facets.bases[1:])).any():
        yield "facets: a document has a value of another facet"
    if len(facets.extra_docs) and int(facets.extra_docs.max()) >= segment.doc_count:
        yield "facets: a value belongs to a document that is not there"
    if len(facets.extra_values) and int(facets.extra_values.max()) >= len(facets.values):
        yield "facets: a document has a value that is not there"
    yield from _of_documents(segment)


def _of_documents(segment: Segment) -> Iterator[str]:
    """What is wrong in what a segment keeps once for each document."""
    timed = segment.minutes != NO_TIME
    if (timed & (segment.published == 0)).any() or (abs(segment.minutes[timed].astype(int)) > _LONGEST_DAY).any():
        yield "minutes: a document has a time that no day has"
    for problem in segment.mentions.problems(segment.doc_count):
        yield f"mentions: {problem}"
    for problem in segment.prints.problems(segment.doc_count):
        yield f"prints: {problem}"
    if not segment.possible.sound(segment.published):
        yield "days: a document that has a date has possible ones, or is not there"
    if not segment.identities.in_order():
        yield "ids: the table is not sorted"
    if not segment.addresses.in_order(segment.doc_count):
        yield "addresses: the table is not sorted"
    if not segment.names.in_order():
        yield "names: the table is not sorted"


def _of_field(field: FieldPostings, segment: Segment, name: str) -> Iterator[str]:
    lengths = segment.lengths(name)
    if int(lengths.sum(dtype=np.int64)) != len(field.forward):
        yield "the surface forms are not one for each position"
    last = b""
    occurrences = 0
    for first in range(0, len(field.terms), _TERMS):
        terms = field.terms.terms(first, min(first + _TERMS, len(field.terms)))
        if any(a >= b for a, b in zip([last, *terms], terms, strict=False) if a):
            yield f"the terms from number {first} on are not in order"
        last = terms[-1]
        bounds = field.terms.first_posting[first : first + len(terms) + 1].astype(np.int64)
        docs = field.gaps.terms(first, bounds[1:] - bounds[:-1])
        if (docs < 0).any() or (docs >= segment.doc_count).any():
            yield f"a term from number {first} on stands in a document that is not there"
            return
        if not field.form_bits[int(bounds[0]) : int(bounds[-1])].all():
            yield f"a term from number {first} on stands in a document in none of its forms"
        frequencies = field.frequencies(int(bounds[0]), int(bounds[-1]))
        end = occurrences + int(frequencies.sum())
        if (field.positions[occurrences:end] >= np.repeat(lengths[docs], frequencies)[: len(field.positions)]).any():
            yield f"a term from number {first} on stands beyond the end of a document"
        occurrences = end
    if occurrences != len(field.positions):
        yield "the frequencies do not add up to the positions"
