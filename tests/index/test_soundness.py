"""What a container refuses, and what is said of arrays that contradict one another."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index.errors import IndexDamaged
from index.segment.arrays.container import Container, ContainerWriter, smallest
from index.segment.reader import Segment, open_segment
from index.store.snapshot import open_snapshot
from index.store.soundness import of_segment
from tests.search.corpora import archive, store

Change = Callable[[NDArray[Any]], NDArray[Any]]


@pytest.fixture
def segment(tmp_path: Path) -> Segment:
    store(tmp_path, archive(3, 30))
    (segment,) = open_snapshot(tmp_path).segments
    assert list(of_segment(segment)) == []
    return segment


def test_a_value_that_is_not_there_is_told(segment: Segment) -> None:
    facets = segment.facets
    values = facets.extra_values.copy()
    assert len(values)
    values[0] = len(facets.values)
    segment.facets = replace(facets, extra_values=values)
    assert list(of_segment(segment)) == ["facets: a document has a value that is not there"]


def test_a_value_of_a_document_that_is_not_there_is_told(segment: Segment) -> None:
    facets = segment.facets
    docs = facets.extra_docs.copy()
    docs[-1] = segment.doc_count
    segment.facets = replace(facets, extra_docs=docs)
    assert list(of_segment(segment)) == ["facets: a value belongs to a document that is not there"]


def test_a_value_of_another_facet_is_told(segment: Segment) -> None:
    facets = segment.facets
    rows = facets.rows.copy()
    rows[3, 0] = facets.bases[1]
    segment.facets = replace(facets, rows=rows)
    assert list(of_segment(segment)) == ["facets: a document has a value of another facet"]


def test_a_table_of_ids_that_is_not_sorted_is_told(segment: Segment) -> None:
    ids = segment.identities.by_document
    segment.identities.by_document = ids[::-1]
    assert list(of_segment(segment)) == ["ids: the table is not sorted"]


def rewritten(path: Path, name: str, change: Change) -> None:
    """Write a file anew with another section of this name; its checksums are right."""
    container = Container(path)
    arrays = {each: container.array(each).copy() for each in container._directory}
    arrays[name] = change(arrays[name])
    path.unlink()
    writer = ContainerWriter(path)
    for each, array in arrays.items():
        writer.add(each, array)
    writer.close()


def ending(value: int) -> Change:
    """An array's items with this one as the last."""
    return lambda array: np.append(array[:-1], array.dtype.type(value))


def moved(difference: int) -> Change:
    """An array's items with the last one greater by `difference`."""
    return lambda array: ending(int(array[-1]) + difference)(array)


@pytest.mark.parametrize(
    ("name", "change", "expected"),
    [
        ("body.terms", lambda terms: terms[::-1], "the terms from number 0 on are not in order"),
        ("body.gaps_u1", ending(255), "a term from number 0 on stands in a document that is not there"),
        ("body.positions", ending(65_535), "a term from number 0 on stands beyond the end of a document"),
        ("body.counts", moved(1), "the frequencies do not add up to the positions"),
        ("body.counts", moved(-1), "the frequencies do not add up to the positions"),
        ("body.variants", lambda forms: forms[:-1], "the surface forms are not one for each position"),
    ],
)
def test_postings_that_contradict_one_another_are_told(
    segment: Segment, name: str, change: Change, expected: str
) -> None:
    rewritten(segment.path / "segment", name, change)
    assert list(of_segment(open_segment(segment.path))) == [f"body: {expected}"]


@pytest.mark.parametrize(
    ("file", "name", "expected"),
    [("segment", "ids.order", "ids: the table is not sorted"), ("names", "order", "names: the table is not sorted")],
)
def test_ids_that_are_not_sorted_are_told(segment: Segment, file: str, name: str, expected: str) -> None:
    rewritten(segment.path / file, name, lambda order: order[::-1])
    assert list(of_segment(open_segment(segment.path))) == [expected]


DOCUMENT_ARRAYS = ("modified", "minutes", "ids", "facets.rows", "title.lengths", "stored.ends")
POSTING_ARRAYS = ("body.term_offsets", "body.gap_width", "body.gap_start", "body.marks", "body.counts", "body.gaps_u1")


@pytest.mark.parametrize("name", [*DOCUMENT_ARRAYS, *POSTING_ARRAYS])
def test_arrays_of_other_lengths_are_refused(segment: Segment, name: str) -> None:
    """Such as that of one document less."""
    rewritten(segment.path / "segment", name, lambda array: array[: -(len(array) // segment.doc_count)])
    with pytest.raises(IndexDamaged, match="its arrays do not fit one another"):
        open_segment(segment.path)


def test_sections_stand_apart_and_at_even_places(tmp_path: Path) -> None:
    """Whatever is asked for by a name that was not written is damage, and not another section's bytes."""
    writer = ContainerWriter(tmp_path / "file")
    for number in range(9):
        writer.add(f"section {number}", np.arange(number * 5, dtype="<u2"))
    writer.close()
    container = Container(tmp_path / "file")
    for number in range(9):
        assert container.array(f"section {number}").tolist() == list(range(number * 5))
        assert container.extent(f"section {number}")[0] % 64 == 0
    assert container.problems() == []
    with pytest.raises(IndexDamaged, match=r"file: section nowhere is missing"):
        container.array("nowhere")


def test_a_file_of_another_kind_or_cut_short_is_refused(tmp_path: Path) -> None:
    writer = ContainerWriter(tmp_path / "file")
    writer.add("section", b"text" * 100)
    writer.close()
    data = (tmp_path / "file").read_bytes()
    for number, (damaged, words) in enumerate(
        [
            (b"X" + data[1:], "its header is not that of an index file"),
            (data[:30], "it is cut short"),
            (data[:-1], "its end is missing or overwritten"),
            (data[:-1] + b"X", "its end is missing or overwritten"),
            (data + data[-1:], "its end is missing or overwritten"),
            (data[:64] + bytes(64) + data[64:], "its end is missing or overwritten"),
            (data.replace(b'"section"', b'"sektion"'), "its directory does not match its checksum"),
        ]
    ):
        (tmp_path / f"damaged-{number}").write_bytes(damaged)
        with pytest.raises(IndexDamaged, match=words):
            Container(tmp_path / f"damaged-{number}")
    (tmp_path / "changed").write_bytes(data.replace(b"texttext", b"textText", 1))
    assert [problem.split(": ")[1] for problem in Container(tmp_path / "changed").problems()] == [
        "section section does not match its checksum"
    ]


def test_a_piece_of_a_file_that_has_shrunk_is_short_and_costs_no_process_its_life(tmp_path: Path) -> None:
    writer = ContainerWriter(tmp_path / "file")
    writer.add("section", bytes(range(200)))
    writer.close()
    container = Container(tmp_path / "file")
    first, last = container.extent("section")
    assert container.slice(first, last) == bytes(range(200))
    os.truncate(tmp_path / "file", first + 50)
    assert container.slice(first, last) == bytes(range(50))


def test_a_file_that_is_looked_at_no_more_is_closed(tmp_path: Path) -> None:
    writer = ContainerWriter(tmp_path / "file")
    writer.add("section", b"text")
    writer.close()
    (tmp_path / "cut").write_bytes(b"CUTTINGS")
    opened = Path("/proc/self/fd")
    gc.collect()  # what tests before left open is closed now, and not meanwhile
    before = len(list(opened.iterdir()))
    for _ in range(20):
        assert Container(tmp_path / "file").slice(64, 68) == b"text"
        with pytest.raises(IndexDamaged):
            Container(tmp_path / "cut")
    gc.collect()
    assert len(list(opened.iterdir())) == before


@pytest.mark.parametrize(
    ("largest", "dtype"), [(0, "u2"), (65_535, "u2"), (65_536, "u4"), ((1 << 32) - 1, "u4"), (1 << 32, "u8")]
)
def test_numbers_are_kept_as_narrow_as_they_fit(largest: int, dtype: str) -> None:
    assert smallest(largest) == dtype
    assert np.iinfo(smallest(largest)).max >= largest
