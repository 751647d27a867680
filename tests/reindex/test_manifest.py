"""The manifest keeps what it was given, and knows damage when it reads it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import Code, IndexDamaged, Reason
from index.reindex.manifest import REASONS, FileRow, Manifest
from index.reindex.rows import Rows
from index.reindex.scan.roots import Root

small = st.integers(0, 2**63 - 1)
rows = st.lists(small, max_size=5).map(lambda digests: Rows.of(digests, range(len(digests))))
files = st.builds(
    FileRow,
    path=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=9),
    root=st.integers(0, 3),
    size=small,
    stamp=small,
    digest=small,
    by_line=st.booleans(),
    rows=rows,
)
manifests = st.lists(files, max_size=6).map(
    lambda rows_of_files: replace(
        Manifest.of((Root("/a"), Root("/b", "b/")), rows_of_files, REASONS),
        recipe="recipe",
        derived={"years": [1999, 2020, "2026-01-01"]},
    )
)


def same(one: Manifest, other: Manifest) -> bool:
    return one.encode() == other.encode()


@given(manifests)
def test_what_is_written_is_read(manifest: Manifest) -> None:
    assert same(Manifest.decode(manifest.encode()), manifest)


@given(manifests, st.data())
def test_selecting_and_joining_keep_every_file(manifest: Manifest, data: st.DataObject) -> None:
    count = len(manifest.paths)
    chosen = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    first = manifest.select(np.flatnonzero(np.array(chosen, bool)))
    second = manifest.select(np.flatnonzero(~np.array(chosen, bool)))
    both = first.joined(second)
    order = [n for n in range(count) if chosen[n]] + [n for n in range(count) if not chosen[n]]
    for place, number in enumerate(order):
        one, other = both.file(place), manifest.file(number)
        assert (one.path, one.size, one.by_line) == (other.path, other.size, other.by_line)
        assert one.rows.digest.tolist() == other.rows.digest.tolist()


@given(manifests.filter(lambda manifest: manifest.paths), st.data())
def test_damage_is_found(manifest: Manifest, data: st.DataObject) -> None:
    encoded = bytearray(manifest.encode())
    cut = data.draw(st.integers(0, len(encoded) - 1))
    with pytest.raises(IndexDamaged):
        Manifest.decode(bytes(encoded[:cut]))


def test_reasons_without_a_row_are_forgotten() -> None:
    gone, bad = Reason("is gone", Code.UNREADABLE), Reason("is not JSON", Code.MALFORMED)
    found = Rows.of([1, 2], [1, 2])
    found.reason[:] = (3, 0)
    file = FileRow("a.jsonl", 0, 1, 1, 1, by_line=True, rows=found)
    manifest = Manifest.of((Root("/a"),), [file], (*REASONS, gone, bad)).tidied()
    assert manifest.reasons == (*REASONS, bad)
    assert [(item.path, item.reason) for item in manifest.skipped()] == [("a.jsonl", "line 1 is not JSON")]
