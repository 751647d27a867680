"""A file of JSON lines that nobody would write costs seconds, and what was left out of it is said."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from index.errors import ReadError
from index.readers import read
from index.readers.records import form as record_forms
from index.reindex import manifest
from index.reindex.manifest import Manifest
from index.reindex.rows import MOST_FAILURES
from index.reindex.scan.file_records import scan
from index.store.snapshot import open_snapshot
from tests.reindex.archives import articles, keys, run
from web.reasons import advice_sentence, reason_sentence, sentence

LONGEST = 10_000_000
STORY = json.dumps({"id": "good", "text": "The council agreed to rebuild the bridge.", "date": "2015-05-26"}) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "archive"
    place.mkdir()
    return place


def packed(piece: bytes, times: int) -> bytes:
    return gzip.compress(piece * times)


def known(index: Path) -> Manifest:
    data = open_snapshot(index).extra(manifest.NAME)
    assert data is not None
    return Manifest.decode(data)


@pytest.mark.parametrize("piece", [b"1\n", b"\n", b"a", b'{"text": "One."}\n'])
def test_a_gzip_bomb_is_refused_soon_and_alone(folder: Path, tmp_path: Path, piece: bytes) -> None:
    bomb = folder / "bomb.jsonl.gz"
    bomb.write_bytes(packed(piece, 4_000_000 // len(piece)))
    (folder / "good.jsonl").write_text(STORY)
    report = run(tmp_path / "index", folder)
    (left,) = report.skipped
    assert left.path == "bomb.jsonl.gz"
    assert "300 times its size" in reason_sentence(left) and "unpack it" in advice_sentence(left.why)
    assert keys(tmp_path / "index") == {"good"}
    assert len(known(tmp_path / "index").rows) == 1
    with pytest.raises(ReadError) as refused:
        list(read(bomb.read_bytes(), "bomb.jsonl.gz"))
    assert "300 times" in sentence(refused.value.reason)


def test_a_bomb_is_unpacked_no_further_than_its_ratio_shows(folder: Path) -> None:
    """The bomb's end is damaged: a reader that came so far would say so."""
    bomb = folder / "bomb.jsonl.gz"
    data = packed(b"1\n", 4_000_000)
    bomb.write_bytes(data[:-2_000] + b"\xff" * 2_000)
    with pytest.raises(ReadError) as refused:
        scan(str(bomb), "jsonl", LONGEST)
    assert "300 times" in sentence(refused.value.reason)


def test_articles_of_a_file_that_becomes_a_bomb_stay(folder: Path, tmp_path: Path) -> None:
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(STORY.encode()))
    run(tmp_path / "index", folder)
    (folder / "a.jsonl.gz").write_bytes(packed(b"1\n", 4_000_000))
    assert len(run(tmp_path / "index", folder).skipped) == 1
    assert keys(tmp_path / "index") == {"good"}


def test_packed_articles_that_are_alike_are_read(folder: Path) -> None:
    text = "The forecast is made by the weather office. " * 40
    records = b"".join(json.dumps({"id": n, "text": text}).encode() + b"\n" for n in range(10_000))
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(records, 9))
    assert len(scan(str(folder / "a.jsonl.gz"), "jsonl", LONGEST)) == 10_000
    assert sum(1 for _ in read(gzip.compress(records, 9), "a.jsonl.gz")) == 10_000


def test_lines_beyond_the_most_are_left_out_with_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_forms, "MOST_RECORDS", 10)
    (folder / "a.jsonl").write_bytes(b"1\n" * 12)
    found = scan(str(folder / "a.jsonl"), "jsonl", LONGEST)
    assert len(found) == 10
    (note,) = found.notes
    assert "more than 10 articles" in sentence(note) and "split the file" in sentence(note)
    (folder / "b.jsonl").write_bytes(b"1\n" * 10)
    assert not scan(str(folder / "b.jsonl"), "jsonl", LONGEST).notes


BAD = 3 * MOST_FAILURES


def _mixed(bad: str) -> str:
    """Lines that are bad in ways of their own, and three articles amid them, one of them with a date without a year."""
    lines = [f"{bad}{n}\n" for n in range(BAD)]
    lines.insert(BAD, json.dumps({"id": "late", "text": "Late.", "date": "Tuesday 2 May"}) + "\n")
    lines.insert(BAD // 2, STORY)
    lines.insert(10, json.dumps({"id": "early", "text": "Early."}) + "\n")
    return "".join(lines)


@pytest.mark.parametrize("bad", ["", "{"])
def test_reasons_are_kept_of_the_first_bad_lines(folder: Path, tmp_path: Path, bad: str) -> None:
    source, index = folder / "a.jsonl", tmp_path / "index"
    source.write_text(_mixed(bad))
    os.utime(source, ns=(1, 1))
    report = run(index, folder)
    assert keys(index) == {"good", "early", "late"}
    assert len(report.skipped) == MOST_FAILURES + 1
    assert f"{BAD - MOST_FAILURES:,} more of it could not be read" in reason_sentence(report.skipped[-1])
    assert len(known(index).rows) == MOST_FAILURES + 3
    again = run(index, folder)
    assert (again.generation, again.skipped) == (0, report.skipped)
    os.utime(source, ns=(2, 2))
    assert run(index, folder).new == 0
    source.write_text(_mixed(bad) + json.dumps({"id": "more", "text": "More."}) + "\n")
    after = run(index, folder)
    assert keys(index) == {"good", "early", "late", "more"}
    assert after.skipped == report.skipped
    assert run(index, folder, failed=True).skipped == report.skipped


def test_a_file_with_lines_that_have_no_row_is_read_again_as_a_whole_build_would(folder: Path, tmp_path: Path) -> None:
    (folder / "a.jsonl").write_text(_mixed(""))
    os.utime(folder / "a.jsonl", ns=(1, 1))
    run(tmp_path / "index", folder)
    (folder / "b.jsonl").write_text(json.dumps({"id": "old", "text": "Old.", "date": "1999-01-02"}) + "\n")
    run(tmp_path / "index", folder)
    run(tmp_path / "whole", folder)
    assert articles(tmp_path / "index") == articles(tmp_path / "whole")
    assert sorted(known(tmp_path / "index").left_out) == sorted(known(tmp_path / "whole").left_out)


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_many_short_lines_are_read_in_processes(folder: Path, tmp_path: Path, name: str) -> None:
    data = b"".join(b'{"id": %d, "text": "Closed on day %d."}\n' % (n, n * n) for n in range(2_000)) + b"1\n" * 18_000
    (folder / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    report = run(tmp_path / "index", folder, processes=True)
    assert report.articles == 2_000
    assert len(report.skipped) == MOST_FAILURES + 1
