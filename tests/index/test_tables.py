"""Tables beside the segments come back as they were, and whatever is wrong with one is damage by its name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexDamaged
from index.store.tables import encode_table, json_array, json_of, opened_table

HEAD = {"version": 1, "titles": ["Köln", "", "\U0001f600"]}
NUMBERS = np.array([0, 1, 2**64 - 1], np.uint64)


@pytest.fixture
def table() -> bytes:
    return encode_table({"head": json_array(HEAD), "numbers": NUMBERS})


def test_a_table_comes_back_from_bytes_and_from_a_file(table: bytes, tmp_path: Path) -> None:
    file = tmp_path / "table"
    file.write_bytes(table)
    for source in (table, file):
        with opened_table(source, "the table") as arrays:
            assert json_of(arrays["head"]) == HEAD
            assert (arrays["numbers"].dtype, arrays["numbers"].tolist()) == (NUMBERS.dtype, NUMBERS.tolist())


def test_a_changed_byte_of_an_array_is_damage(table: bytes) -> None:
    place = table.index(NUMBERS.tobytes())
    changed = table[:place] + b"\x01" + table[place + 1 :]
    with pytest.raises(IndexDamaged, match="the table cannot be read"), opened_table(changed, "the table") as arrays:
        arrays["numbers"]


@pytest.mark.parametrize("wanted", [lambda arrays: arrays["words"], lambda arrays: json_of(arrays["numbers"])["head"]])
def test_what_is_missing_or_of_another_kind_is_damage(table: bytes, wanted: object) -> None:
    assert callable(wanted)
    with pytest.raises(IndexDamaged, match="the table cannot be read"), opened_table(table, "the table") as arrays:
        wanted(arrays)


@pytest.mark.parametrize("data", [b"", b"PK", b"\x93NUMPY\x01\x00", b"no table at all"])
def test_other_bytes_are_no_table(data: bytes) -> None:
    with pytest.raises(IndexDamaged, match="the table cannot be read"), opened_table(data, "the table") as arrays:
        arrays["head"]


def test_a_file_that_is_gone_is_damage(tmp_path: Path) -> None:
    with (
        pytest.raises(IndexDamaged, match="the table cannot be read"),
        opened_table(tmp_path / "none", "the table") as arrays,
    ):
        arrays["head"]
