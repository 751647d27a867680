"""The fingerprints of documents as they lie on disk are those that were put in, whatever is merged and deleted."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.article import Article
from index.copies.prints import fingerprints
from index.segment.arrays import print_tables
from index.segment.arrays.container import Container, ContainerWriter
from index.segment.arrays.print_tables import PrintCollector, Prints, PrintTable, read_prints, write_merged
from index.segment.compaction import compact
from index.segment.finders import Finders
from index.segment.reader import Segment, open_segment
from index.segment.writer import SegmentBuilder
from index.store.soundness import of_segment

values = st.sampled_from([0, 1, 2, 3, 1 << 31, (1 << 32) - 2, (1 << 32) - 1]) | st.integers(0, (1 << 32) - 1)
documents = st.lists(st.sets(values, max_size=6), max_size=6)
batches = st.lists(documents, min_size=1, max_size=4)


@pytest.fixture(autouse=True, params=[(4, 2), (1 << 20, 1 << 10)])
def pieces(request: pytest.FixtureRequest) -> Iterator[None]:
    """Pieces that small tables fill, and those that only large ones fill."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(print_tables, "_PIECE", request.param[0])
        patch.setattr(print_tables, "_SAMPLED", request.param[1])
        yield


def prints_of(batch: Sequence[set[int]]) -> Prints:
    flat = [value for document in batch for value in sorted(document)]
    return Prints(np.array(flat, np.uint32), np.cumsum([len(document) for document in batch], dtype=np.int64))


@contextmanager
def written(gathered: Sequence[Sequence[set[int]]]) -> Iterator[PrintTable]:
    """The table of several batches of documents."""
    with tempfile.TemporaryDirectory() as name:
        collector = PrintCollector(Path(name) / "aside")
        for batch in gathered:
            collector.add(prints_of(batch))
        writer = ContainerWriter(Path(name) / "file")
        collector.write(writer)
        writer.close()
        assert not (Path(name) / "aside").exists()
        yield read_prints(Container(Path(name) / "file"), sum(map(len, gathered)))


def entries(archive: Sequence[set[int]]) -> list[tuple[int, int]]:
    """What a table of these documents holds, in order."""
    return sorted((value, number) for number, document in enumerate(archive) for value in document)


def told(table: PrintTable) -> list[tuple[int, int]]:
    return list(zip(table.values.tolist(), table.holders.tolist(), strict=True))


@given(batches)
@settings(max_examples=60, deadline=None)
def test_a_table_holds_what_was_gathered(gathered: list[list[set[int]]]) -> None:
    archive = [document for batch in gathered for document in batch]
    with written(gathered) as table:
        assert told(table) == entries(archive)
        assert table.counts.tolist() == [len(document) for document in archive]
        assert list(table.problems(len(archive))) == []


@given(st.lists(documents, min_size=1, max_size=4), st.data())
@settings(max_examples=60, deadline=None)
def test_tables_are_merged_without_the_deleted(segments: list[list[set[int]]], data: st.DataObject) -> None:
    kept: list[set[int]] = []
    parts: list[tuple[PrintTable, NDArray[np.int32]]] = []
    for segment in segments:
        numbers = []
        for document in segment:
            live = data.draw(st.booleans())
            numbers.append(len(kept) if live else -1)
            kept += [document] if live else []
        parts.append((print_tables.print_table(prints_of(segment)), np.array(numbers, np.int32)))
    with tempfile.TemporaryDirectory() as name:
        writer = ContainerWriter(Path(name) / "file")
        write_merged(writer, parts)
        writer.close()
        table = read_prints(Container(Path(name) / "file"), len(kept))
        assert told(table) == entries(kept)
        assert table.counts.tolist() == [len(document) for document in kept]


def built(folder: Path, texts: Sequence[str], first: int = 0) -> Segment:
    finders = Finders(prints=lambda articles: fingerprints([article.text for article in articles]))
    builder = SegmentBuilder(folder, finders=finders)
    for number, text in enumerate(texts, first):
        builder.add(Article(id=f"{number:016x}", key="k", path="p", title="t", text=text, language="en"))
        if number % 3 == 2:
            builder.flush()
    finished = builder.finish()
    assert finished is not None
    return open_segment(finished.path)


def test_segments_keep_the_fingerprints_of_their_texts(tmp_path: Path) -> None:
    texts = [" ".join(f"word{(number * 7 + place * number) % 50}" for place in range(30)) for number in range(8)]
    one, other = built(tmp_path / "one", texts[:5]), built(tmp_path / "other", texts[5:], 5)
    one = one.with_deleted(np.array([1, 4], np.int32), "")
    merged = compact([one, other], tmp_path / "merged")
    assert merged is not None
    for segment, held in (
        (one, texts[:5]),
        (open_segment(merged.path), [text for number, text in enumerate(texts) if number not in (1, 4)]),
    ):
        assert told(segment.prints) == entries([set(fingerprints([text]).values.tolist()) for text in held])
        assert len(segment.prints.values)
        assert list(of_segment(segment)) == []


def test_a_segment_that_was_built_without_them_has_none(tmp_path: Path) -> None:
    builder = SegmentBuilder(tmp_path / "one")
    builder.add(Article(id="a" * 16, key="k", path="p", title="t", text="the same words again", language="en"))
    finished = builder.finish()
    assert finished is not None
    segment = open_segment(finished.path)
    assert (len(segment.prints.values), segment.prints.counts.tolist()) == (0, [0])
    assert list(of_segment(segment)) == []


def test_a_segment_of_an_earlier_program_is_read_without_them(tmp_path: Path) -> None:
    path = built(tmp_path / "one", ["one two three four five six"]).path / "segment"
    container = Container(path)
    arrays = {name: container.array(name).copy() for name in container._directory if not name.startswith("prints.")}
    path.unlink()
    writer = ContainerWriter(path)
    for name, array in arrays.items():
        writer.add(name, array)
    writer.close()
    segment = open_segment(tmp_path / "one")
    assert (len(segment.prints.values), segment.prints.counts.tolist()) == (0, [0])
    assert list(of_segment(segment)) == []
    merged = compact([segment, built(tmp_path / "other", ["seven eight nine ten eleven twelve"], 1)], tmp_path / "both")
    assert merged is not None
    assert set(open_segment(merged.path).prints.holders.tolist()) == {1}


def test_what_is_wrong_in_a_table_is_told(tmp_path: Path) -> None:
    segment = built(tmp_path / "one", ["one two three four five six", "seven eight nine ten eleven twelve thirteen"])
    table = segment.prints
    for changes, problem in (
        ({"values": table.values[::-1]}, "the fingerprints are not in order"),
        ({"values": table.values[1:]}, "the fingerprints do not fit the documents"),
        ({"holders": table.holders + 1}, "a fingerprint is of a document that is not there"),
        ({"counts": table.counts[::-1] + 1}, "a document has not as many fingerprints as are told"),
    ):
        segment.prints = replace(table, **changes)
        assert list(of_segment(segment)) == [f"prints: {problem}"]
