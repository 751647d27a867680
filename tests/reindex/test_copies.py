"""When does a run look for copies? And what becomes of a table of copies that is damaged, lost, or of other code."""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.copies.copy_table import NAME, Alike, CopyTable
from index.copies.published_groups import CopyGroups, published
from index.errors import IndexDamaged
from index.reindex.verify import verify
from index.store.publication import publish
from index.store.snapshot import Snapshot, open_snapshot
from index.store.transaction import open_store
from tests.copies.test_invented_news import FILLER, TEXTS
from tests.faults.dying import BEFORE, killed_at
from tests.programs import copied
from tests.reindex.archives import NOW, keys, run

FERRY, ORCHARD = TEXTS["en ferry"], TEXTS["en orchard"]


def write(folder: Path, name: str, *texts: str) -> None:
    folder.mkdir(exist_ok=True)
    lines = [{"id": f"{name}{number}", "title": "A title", "text": text} for number, text in enumerate(texts)]
    (folder / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def groups(index: Path) -> list[set[str]]:
    """The keys of each group's articles."""
    snapshot = open_snapshot(index)
    known = published(snapshot)
    return [_keys(snapshot, known, group) for group in range(len(known))]


def _keys(snapshot: Snapshot, known: CopyGroups, group: int) -> set[str]:
    return {snapshot.segments[member.segment].card(member.doc).key for member in known.members(group)}


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of two copies and another story."""
    write(tmp_path / "archive", "a", FERRY, ORCHARD)
    write(tmp_path / "archive", "b", FILLER[0] + " " + FERRY)
    run(tmp_path / "index", tmp_path / "archive")
    return tmp_path / "index"


def table_file(index: Path) -> Path:
    path = open_snapshot(index).attached(NAME)
    assert path is not None
    return path


def test_a_run_groups_copies(index: Path) -> None:
    assert groups(index) == [{"a0", "b0"}]
    assert verify(index).problems == ()


def test_without_the_setting_nothing_is_made(tmp_path: Path) -> None:
    write(tmp_path / "archive", "a", FERRY, FERRY)
    run(tmp_path / "index", tmp_path / "archive", copies=False)
    snapshot = open_snapshot(tmp_path / "index")
    assert snapshot.attached(NAME) is None
    assert [len(segment.prints.values) for segment in snapshot.segments] == [0]
    assert groups(tmp_path / "index") == []
    assert run(tmp_path / "index", copies=False).generation == 0


def test_switching_the_setting_reads_everything_again(index: Path) -> None:
    assert run(index, copies=False).reread + run(index, copies=False).generation == 0
    assert groups(index) == []
    assert not any(len(segment.prints.values) for segment in open_snapshot(index).segments)
    run(index)
    assert groups(index) == [{"a0", "b0"}]
    assert run(index).generation == 0


def test_copies_of_a_generation_that_looked_for_none_are_not_those_of_the_one_before(index: Path) -> None:
    with open_store(index, now=NOW) as store:
        store.remove(next(iter(open_snapshot(index).segments)).card(0).id)
        store.publish()
    snapshot = open_snapshot(index)
    assert snapshot.attached(NAME) is not None
    assert snapshot.concluded(NAME) is None
    assert groups(index) == []


def test_an_index_without_a_table_gets_one_without_being_read_again(index: Path) -> None:
    record = open_snapshot(index).record
    others = tuple(entry for entry in record.attached if entry.name != NAME)
    publish(index, replace(record, number=record.number + 1, attached=others))
    assert groups(index) == []
    assert verify(index).problems == ()
    before = open_snapshot(index).segments[0].name
    assert run(index).generation > 0
    assert open_snapshot(index).segments[0].name == before
    assert groups(index) == [{"a0", "b0"}]
    assert run(index).generation == 0


def test_a_dry_run_leaves_the_copies_as_they_are(index: Path, tmp_path: Path) -> None:
    write(tmp_path / "archive", "c", ORCHARD)
    before = table_file(index).read_bytes()
    assert run(index, dry_run=True).generation == 0
    assert table_file(index).read_bytes() == before
    run(index)
    assert groups(index) == [{"a0", "b0"}, {"a1", "c0"}]


def test_a_killed_run_leaves_the_copies_as_they_were(index: Path, tmp_path: Path) -> None:
    write(tmp_path / "archive", "c", ORCHARD)
    assert killed_at(BEFORE, "reindex", "--index", index, "--workers", 1) == -signal.SIGKILL
    assert groups(index) == [{"a0", "b0"}]
    run(index)
    assert groups(index) == [{"a0", "b0"}, {"a1", "c0"}]
    assert verify(index).problems == ()


def test_a_damaged_table_is_named_and_never_used(index: Path, tmp_path: Path) -> None:
    path = table_file(index)
    path.write_bytes(path.read_bytes()[:-30] + bytes(30))
    with pytest.raises(IndexDamaged, match=f"attached/1/{NAME}: it does not match its checksum"):
        published(open_snapshot(index))
    assert verify(index).problems == (f"attached/1/{NAME}: it does not match its checksum",)
    write(tmp_path / "archive", "c", ORCHARD)
    with pytest.raises(IndexDamaged, match=f"attached/1/{NAME}"):
        run(index)
    assert keys(index) == {"a0", "a1", "b0"}
    run(index, full=True)
    assert groups(index) == [{"a0", "b0"}, {"a1", "c0"}]


def _flip_in(index: Path, section: str) -> None:
    (segment,) = {each.path / "segment" for each in open_snapshot(index).segments}
    start, _ = open_snapshot(index).segments[0].container.extent(section)
    data = bytearray(segment.read_bytes())
    data[start] ^= 1
    segment.write_bytes(data)


@pytest.mark.parametrize("section", ["prints.values", "prints.holders", "prints.counts", "published"])
def test_copies_are_not_told_of_damaged_arrays(index: Path, tmp_path: Path, section: str) -> None:
    _flip_in(index, section)
    write(tmp_path / "archive", "c", ORCHARD)
    with pytest.raises(IndexDamaged, match=f"generation 1 is damaged: .*{section}"):
        run(index)
    assert keys(index) == {"a0", "a1", "b0"}


def wrong(index: Path, change: Callable[[CopyTable], CopyTable]) -> tuple[str, ...]:
    """What is said of an index whose table is another one, with checksums that are right."""
    table = change(CopyTable.decode(table_file(index).read_bytes()))
    with open_store(index, now=NOW) as store:
        store.attach(NAME, table.encode())
        store.publish()
    return verify(index).problems


def test_a_table_that_does_not_follow_from_the_articles_is_told(index: Path, tmp_path: Path) -> None:
    twin = shutil.copytree(index, tmp_path / "twin")
    assert wrong(index, lambda table: replace(table, beside=_backwards(table.beside))) == (
        "the groups of copies are not what follows from their pairs",
    )
    strange = np.array([7], np.uint64)
    assert wrong(twin, lambda table: replace(table, pairs=replace(table.pairs, first=strange)))[0] == (
        "the table of copies names an article that is not there"
    )
    with pytest.raises(IndexDamaged, match="names an article that is not there"):
        write(tmp_path / "archive", "c", ORCHARD)
        run(twin)


def _backwards(pairs: Alike) -> Alike:
    return replace(pairs, first=pairs.second, second=pairs.first)


def test_other_rules_of_copies_group_anew_and_read_nothing(index: Path, tmp_path: Path) -> None:
    code = copied(tmp_path / "code")
    code.edit("index/copies/kinds.py", "_TOLD = 0.6", "_TOLD = 6.0")
    assert code.cuttings("reindex", "--index", index).returncode == 0
    assert groups(index) == []
    assert [segment.name for segment in open_snapshot(index).segments] == ["1-0"]
    run(index)
    assert groups(index) == [{"a0", "b0"}]
    assert [segment.name for segment in open_snapshot(index).segments] == ["1-0"]


def correct(folder: Path, text: str) -> None:
    (folder / "corrections.yaml").write_text(text, "utf-8")


def test_a_correction_takes_an_article_out_of_its_group(index: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    write(archive, "c", FERRY)
    run(index)
    assert groups(index) == [{"a0", "b0", "c0"}]
    correct(archive, "- by: {id: b0}\n  not_copies: yes\n")
    report = run(index)
    assert groups(index) == [{"a0", "c0"}]
    assert [(told.by, told.articles) for told in report.corrections] == [("id: b0", 1)]
    assert verify(index).problems == ()
    run(tmp_path / "anew", archive)
    assert groups(tmp_path / "anew") == groups(index)
    correct(archive, "")
    run(index)
    assert groups(index) == [{"a0", "b0", "c0"}]


def test_of_two_corrections_the_stronger_says_what_is_a_copy(index: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    write(archive, "c", FERRY)
    correct(archive, "- by: {title: A title}\n  not_copies: true\n- by: {id: a0}\n  not_copies: no\n")
    run(index)
    assert groups(index) == [], "one article alone is no group"
    correct(
        archive,
        "- by: {title: A title}\n  not_copies: true\n"
        "- by: {id: a0}\n  not_copies: no\n- by: {id: c0}\n  not_copies: no\n",
    )
    run(index)
    assert groups(index) == [{"a0", "c0"}]


def test_what_is_neither_yes_nor_no_is_named(index: Path, tmp_path: Path) -> None:
    correct(tmp_path / "archive", "- by: {id: b0}\n  not_copies: perhaps\n- by: {id: a0}\n  not_copies: {id: b0}\n")
    told = [(skipped.line, str(skipped.why)) for skipped in run(index).skipped]
    assert [line for line, _ in told] == [2, 4]
    assert all("neither yes nor no" in why for _, why in told)
    assert groups(index) == [{"a0", "b0"}]
