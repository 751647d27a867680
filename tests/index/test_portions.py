"""However little is read, merged and kept in memory together, a segment's lists are the same, byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.segment.arrays.container import Container, ContainerWriter
from index.segment.arrays.merge import MappedCursor, write_field
from index.segment.arrays.spill import RunCursor, write_run
from index.segment.arrays.stretch import PORTIONS, Cursor, Portions
from index.segment.reader import Segment
from index.store.snapshot import open_snapshot
from tests.search.corpora import archive, store

FIELD = "body"
SMALL = [
    Portions(terms=1, postings=1, aside=1, release=1),
    Portions(terms=3, postings=1 << 18, aside=50, release=20),
    Portions(terms=1 << 15, postings=40, aside=1 << 20, release=100),
]


@pytest.fixture(scope="module")
def segments(tmp_path_factory: pytest.TempPathFactory) -> tuple[Segment, ...]:
    folder = tmp_path_factory.mktemp("archive")
    store(folder, archive(3, 90), batches=3)
    return open_snapshot(folder).segments


def cursors(segments: Sequence[Segment], portions: Portions) -> list[Cursor]:
    """Of the segments, one after another, each with every fifth article left out."""
    made: list[Cursor] = []
    first = 0
    for segment in segments:
        kept = np.arange(segment.doc_count) % 5 != 0
        numbers = np.where(kept, np.cumsum(kept) - 1 + first, -1).astype(np.int32)
        made.append(MappedCursor(segment.field(FIELD), numbers, portions))
        first += int(kept.sum())
    return made


def written(path: Path, merged: Sequence[Cursor], portions: Portions) -> bytes:
    """The sections of the field, as they stand in a file."""
    writer = ContainerWriter(path)
    write_field(writer, FIELD, merged, portions)
    writer.close()
    assert len(Container(path).array(f"{FIELD}.counts")) > 500
    return path.read_bytes()


@pytest.mark.parametrize("portions", SMALL)
def test_merging_in_small_portions_changes_nothing(
    portions: Portions, segments: tuple[Segment, ...], tmp_path: Path
) -> None:
    whole = written(tmp_path / "whole", cursors(segments, PORTIONS), PORTIONS)
    assert written(tmp_path / "small", cursors(segments, portions), portions) == whole


@pytest.mark.parametrize("portions", SMALL)
def test_runs_in_small_portions_change_nothing(
    portions: Portions, segments: tuple[Segment, ...], tmp_path: Path
) -> None:
    whole = written(tmp_path / "whole", cursors(segments, PORTIONS), PORTIONS)
    runs: list[Cursor] = []
    for number, cursor in enumerate(cursors(segments, portions)):
        folder = tmp_path / f"run-{number}"
        folder.mkdir()
        write_run(folder, FIELD, cursor, portions)
        runs.append(RunCursor(folder, FIELD, portions))
    assert written(tmp_path / "small", runs, portions) == whole
