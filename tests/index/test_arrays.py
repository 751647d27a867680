"""The arrays of a segment, each against its slow and obvious twin."""

from __future__ import annotations

import struct
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article
from index.errors import IndexDamaged
from index.facets import COLUMN_NAMES
from index.segment.arrays.columns import FacetCollector, merge_columns
from index.segment.arrays.container import Container, ContainerWriter
from index.segment.arrays.dictionary import TermDictionary, byte_order
from index.segment.arrays.forms import read_forms, write_forms
from index.segment.arrays.gaps import Gaps, encode
from index.segment.arrays.identity import identities, identity, read_identities, write_identities
from index.segment.arrays.merge import interleave
from index.segment.arrays.stored import StoredReader, StoredWriter
from index.segment.reader import Segment, open_segment
from index.segment.writer import SegmentBuilder


def _dictionary(terms: list[bytes]) -> TermDictionary:
    offsets = np.append(0, np.cumsum([len(term) for term in terms])).astype(np.uint32)
    return TermDictionary(np.frombuffer(b"".join(terms), np.uint8), offsets, np.arange(len(terms) + 1))


@given(st.sets(st.binary(max_size=4)), st.binary(max_size=3))
def test_a_dictionary_is_a_sorted_list(terms: set[bytes], prefix: bytes) -> None:
    ordered = sorted(terms)
    dictionary = _dictionary(ordered)
    assert list(dictionary) == ordered == dictionary.terms(0, len(ordered))
    assert [dictionary.find(term) for term in ordered] == list(range(len(ordered)))
    assert dictionary.find(prefix) == (ordered.index(prefix) if prefix in terms else -1)
    several = [*ordered, prefix, *ordered[::-1]]
    assert dictionary.find_all(several) == [ordered.index(term) if term in terms else -1 for term in several]
    first, last = dictionary.prefix_range(prefix)
    assert ordered[first:last] == [term for term in ordered if term.startswith(prefix)]


@pytest.mark.parametrize("count", [63, 64, 65, 127, 128, 129, 1000])
def test_a_long_dictionary_is_a_sorted_list(count: int) -> None:
    ordered = [f"{number:04}".encode() for number in range(1, 2 * count, 2)]
    dictionary = _dictionary(ordered)
    for number in range(2 * count + 2):
        term = f"{number:04}".encode()
        assert dictionary.find(term) == (number // 2 if term in ordered else -1)
        first, last = dictionary.prefix_range(term[:3])
        assert ordered[first:last] == [each for each in ordered if each.startswith(term[:3])]


_EVEN = np.arange((1 << 20) + 1) % 2 == 0


@given(st.lists(st.sets(st.integers(0, 1 << 20), min_size=1, max_size=40), max_size=20))
def test_gaps_give_the_documents_back(terms: list[set[int]]) -> None:
    lists = [sorted(docs) for docs in terms]
    sizes = np.array([len(docs) for docs in lists], np.int64)
    docs = np.array([doc for own in lists for doc in own], np.int32)
    width, arrays = encode(docs, sizes)
    start = np.zeros(len(lists), np.int64)
    for kind in range(3):
        start[width == kind] = np.cumsum(sizes[width == kind]) - sizes[width == kind]
    gaps = Gaps((arrays[0], arrays[1], arrays[2]), width, start)
    assert [gaps.term(n, len(own)).tolist() for n, own in enumerate(lists)] == lists
    for first in range(len(lists)):
        every = [doc for own in lists[first:] for doc in own]
        assert gaps.terms(first, sizes[first:]).tolist() == every
        which, kept = gaps.among(first, sizes[first:], _EVEN)
        even = [(place, doc) for place, doc in enumerate(every) if doc % 2 == 0]
        assert list(zip(which.tolist(), kept.tolist(), strict=True)) == even


_parts = st.lists(st.dictionaries(st.integers(0, 5), st.lists(st.integers(0, 9), min_size=1, max_size=4)), min_size=1)


@given(_parts)
def test_interleaving_is_concatenation_by_group(parts: list[dict[int, list[int]]]) -> None:
    arrays = [
        (
            np.array(sorted(part), np.int64),
            np.array([len(part[group]) for group in sorted(part)], np.int64),
            np.array([value for group in sorted(part) for value in part[group]], np.int64),
        )
        for part in parts
    ]
    expected = [value for group in range(6) for part in parts for value in part.get(group, [])]
    assert interleave(arrays, 6).tolist() == expected


@given(st.lists(st.binary(max_size=200), max_size=5))
@settings(deadline=None)
def test_a_container_gives_its_sections_back(tmp_path_factory: pytest.TempPathFactory, sections: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("c") / "container"
    writer = ContainerWriter(path)
    for number, content in enumerate(sections):
        writer.add(str(number), content)
    writer.close()
    container = Container(path)
    assert [bytes(container.array(str(number))) for number in range(len(sections))] == sections
    assert container.problems() == []
    with pytest.raises(IndexDamaged):
        container.array("another")


def test_a_container_that_was_not_closed_is_none(tmp_path: Path) -> None:
    writer = ContainerWriter(tmp_path / "c")
    writer.add("numbers", np.arange(100_000))
    writer.abandon()
    with pytest.raises(IndexDamaged):
        Container(tmp_path / "c")


_records = st.lists(st.tuples(st.binary(max_size=60), st.binary(max_size=300), st.binary(max_size=9)), max_size=60)


@given(st.lists(_records, min_size=1, max_size=3), st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_stored_articles_survive_a_merge(
    tmp_path_factory: pytest.TempPathFactory, parts: list[list[tuple[bytes, bytes, bytes]]], random: Random
) -> None:
    folder = tmp_path_factory.mktemp("s")
    readers = []
    for number, records in enumerate(parts):
        writer = ContainerWriter(folder / str(number))
        stored = StoredWriter(writer.start("stored.frames", "u1"))
        for parted in records:
            stored.add([struct.pack("<II", len(parted[0]), len(parted[1])) + b"".join(parted)])
        stored.finish(writer)
        writer.close()
        readers.append(StoredReader(Container(folder / str(number))))
        assert [tuple(readers[-1].part(n, kind) for kind in range(3)) for n in range(len(records))] == records
    live = [np.array([random.random() < 0.7 for _ in records], bool) for records in parts]
    writer = ContainerWriter(folder / "merged")
    stored = StoredWriter(writer.start("stored.frames", "u1"))
    stored.copy_all(list(zip(readers, live, strict=True)))
    stored.finish(writer)
    writer.close()
    merged = StoredReader(Container(folder / "merged"))
    kept = [
        record for records, mask in zip(parts, live, strict=True) for record, m in zip(records, mask, strict=True) if m
    ]
    assert [tuple(merged.part(n, kind) for kind in range(3)) for n in range(merged.doc_count)] == kept


_values = st.lists(st.sampled_from(["", "a", "b", "Zürich"]), max_size=3, unique=True)


@given(st.lists(st.lists(st.tuples(*[_values] * len(COLUMN_NAMES)), max_size=6), min_size=1, max_size=3))
def test_merged_facets_are_those_of_the_parts(parts: list[list[tuple[list[str], ...]]]) -> None:
    columns = []
    for documents in parts:
        collector = FacetCollector()
        for values in documents:
            firsts = [[own[0] if own else ""] for own in values]
            collector.add(firsts, [(0, f, value) for f, own in enumerate(values) for value in own[1:]])
        columns.append(collector.columns())
    merged = merge_columns(columns)
    flat = [values for documents in parts for values in documents]
    for facet, name in enumerate(COLUMN_NAMES):
        first, last = merged.facet(name)
        assert list(merged.values[first:last]) == sorted(set(merged.values[first:last]))
        for ordinal in range(first, last):
            value = merged.values[ordinal]
            expected = [n for n, values in enumerate(flat) if value in (values[facet] or [""])]
            assert merged.documents(ordinal).tolist() == expected
        assert [list(merged.values_of(n, name)) for n in range(len(flat))] == [
            [value for value in values[facet] if value] for values in flat
        ]


@given(st.lists(st.lists(st.tuples(st.sampled_from([b"a\0x", b"a\0y", b"b\0x"]), st.integers(1, 3)))))
@settings(deadline=None)
def test_form_tables_merge_to_their_union(
    tmp_path_factory: pytest.TempPathFactory, tables: list[list[tuple[bytes, int]]]
) -> None:
    path = tmp_path_factory.mktemp("f") / "forms"
    writer = ContainerWriter(path)
    write_forms(writer, [sorted(set(table)) for table in tables])
    writer.close()
    union = sorted({item for table in tables for item in table})
    forms = read_forms(Container(path))
    assert list(forms) == union
    of_a = {number: tuple(e[2:] for e, n in union if n == number and e[:2] == b"a\0") for _, number in union}
    assert forms.of(b"a") == {number: names for number, names in of_a.items() if names}


@given(st.lists(st.sampled_from(["0" * 16, "f" * 16, "x", "y", "F" * 16]), max_size=12))
@settings(deadline=None)
def test_the_last_of_an_identity_counts(tmp_path_factory: pytest.TempPathFactory, ids: list[str]) -> None:
    path = tmp_path_factory.mktemp("i") / "ids"
    writer = ContainerWriter(path)
    write_identities(writer, np.array([identity(one) for one in ids], np.uint64))
    writer.close()
    table = read_identities(Container(path))
    assert table.in_order()
    last = {one: n for n, one in enumerate(ids)}
    assert sorted(set(range(len(ids))) - set(table.superseded.tolist())) == sorted(last.values())
    for one in set(ids):
        assert table.find(identity(one)).tolist() == [n for n, other in enumerate(ids) if other == one]


@pytest.mark.parametrize(
    "ids", [[], ["0a" * 8], ["ab" * 8, "10" * 8], ["1" * 15, "2" * 17], ["3" * 16, "x"], ["y", "z" * 31], ["F" * 16]]
)
def test_the_identities_of_many_ids_are_those_of_each(ids: list[str]) -> None:
    numbers = identities(ids)
    assert numbers.dtype == np.uint64
    assert numbers.tolist() == [identity(one) for one in ids]


def test_the_identity_of_an_id_of_16_digits_is_its_number() -> None:
    ids = ["0a" * 8, "10" * 8]
    assert [f"{number:016x}" for number in identities(ids).tolist()] == ids


def _segment(folder: Path, *texts: str) -> Segment:
    builder = SegmentBuilder(folder)
    for number, text in enumerate(texts):
        builder.add(Article(id=f"{number:016x}", key="k", path="p", title="", text=text, language="en"))
    built = builder.finish()
    assert built is not None
    return open_segment(built.path)


def test_a_text_longer_than_any_slot(tmp_path: Path) -> None:
    """More than 2^18 positions in the middle of short texts, frequencies beyond a byte, positions beyond 16 bits."""
    long = " ".join(["xa"] * 200_000 + ["yb"] + ["xa"] * 100_000)
    segment = _segment(tmp_path / "s", "xa yb", long, "yb xa")
    postings = segment.postings("body", b"yb")
    assert postings is not None
    offsets, positions = postings.positions()
    assert (offsets.tolist(), positions.tolist()) == ([0, 1, 2, 3], [1, 200_000, 0])
    common = segment.postings("body", b"xa")
    assert common is not None
    assert common.frequencies().tolist() == [1, 300_000, 1]
    assert common.lead_frequencies().tolist() == [1, 100, 1]
    _, positions = common.positions()
    assert positions.tolist() == [0, *range(200_000), *range(200_001, 300_001), 1]
    assert common.positions(np.array([2]))[1].tolist() == [1]


@given(st.data())
@settings(max_examples=15, deadline=None)
def test_positions_of_a_few_are_those_of_all(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    counts = data.draw(st.lists(st.integers(1, 70), min_size=1, max_size=12)) * data.draw(st.sampled_from([1, 40]))
    segment = _segment(tmp_path_factory.mktemp("p") / "s", *(" ".join(["pad"] * (n % 3) + ["xa"] * n) for n in counts))
    postings = segment.postings("body", b"xa")
    assert postings is not None
    offsets, positions = postings.positions()
    chosen = sorted(data.draw(st.sets(st.integers(0, len(counts) - 1), max_size=4)))
    some_offsets, some = postings.positions(np.array(chosen, np.int64))
    assert some.tolist() == [p for n in chosen for p in positions[offsets[n] : offsets[n + 1]].tolist()]
    assert np.diff(some_offsets).tolist() == [counts[n] for n in chosen]
    assert postings.frequencies().tolist() == counts


def test_surface_forms_of_each_occurrence(tmp_path: Path) -> None:
    segment = _segment(tmp_path / "s", "Talks talk talking", "talk", "Façade facade talks")
    postings = segment.postings("body", b"talk")
    assert postings is not None
    forms = segment.forms.of(b"talk")
    names = [forms[number][0] if number else b"talk" for number in postings.variants().tolist()]
    assert names == [b"talks", b"talk", b"talking", b"talk", b"talks"]
    assert [forms[n] for n in postings.variants(np.array([2])).tolist()] == [(b"talks",)]


@given(st.sets(st.lists(st.sampled_from([b"a", b"b", b"\0", b"\xff", b"abcdefgh"]), max_size=4).map(b"".join)))
def test_byte_order_is_that_of_the_bytes(terms: set[bytes]) -> None:
    listed = [term + b"x" for term in terms]
    assert [listed[n] for n in byte_order(listed).tolist()] == sorted(listed)
