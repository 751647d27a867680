"""Which generation is opened, and that a writer finds its way among what another one left behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from index.article import Article
from index.errors import IndexDamaged, IndexLocked, IndexMissing, IndexOutdated
from index.segment.arrays.named import NewNames
from index.store.snapshot import open_generation, open_snapshot, reopen
from index.store.transaction import open_store
from tests.search.corpora import NOW, archive, store

ARTICLES = archive(5, 6)


def publish(folder: Path, number: int) -> None:
    with open_store(folder, now=NOW) as target:
        target.add(ARTICLES[number])
        target.attach("note", f"{number}".encode())
        target.publish()


def test_where_nothing_was_published_there_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="there is no index"):
        open_snapshot(tmp_path)
    with open_store(tmp_path, now=NOW) as target:
        target.add(ARTICLES[0])
    with pytest.raises(IndexMissing):
        open_snapshot(tmp_path)


def test_a_snapshot_stays_until_something_is_published(tmp_path: Path) -> None:
    publish(tmp_path, 0)
    first = open_snapshot(tmp_path)
    assert reopen(first) is first
    publish(tmp_path, 1)
    second = reopen(first)
    assert (first.generation, second.generation) == (1, 2)
    assert (first.passed_over, second.passed_over) == ("", "")
    assert second.segments[0] is first.segments[0]
    assert [snapshot.find(ARTICLES[1].id) is None for snapshot in (first, second)] == [True, False]
    assert second.find(ARTICLES[0].id) == (second.segments[0], 0)
    assert second.live_count == 2


def test_a_damaged_generation_is_passed_over_and_said_once(tmp_path: Path) -> None:
    publish(tmp_path, 0)
    first = open_snapshot(tmp_path)
    publish(tmp_path, 1)
    whole = open_snapshot(tmp_path)
    (attached,) = whole.record.attached
    (tmp_path / attached.path).write_bytes(b"longer than it was")
    passed = reopen(first)
    assert passed is not first
    assert passed.generation == 1
    assert "generation 2 is damaged" in passed.passed_over
    assert reopen(passed) is passed
    with pytest.raises(IndexDamaged, match="not as long"):
        open_generation(tmp_path, 2)


@pytest.mark.parametrize(
    ("files", "articles", "words"),
    [
        (["segment"], ARTICLES[:3], "it is not of this segment"),
        (["segment", "names"], ARTICLES[:3], "it is not the one that was published"),
        (["segment", "names"], [replace(ARTICLES[0], text="Nothing. " * 99)], "it is not the one that was published"),
    ],
)
def test_a_segment_that_is_another_one_is_refused(
    tmp_path: Path, files: list[str], articles: list[Article], words: str
) -> None:
    publish(tmp_path, 0)
    (entry,) = open_snapshot(tmp_path).record.segments
    store(tmp_path / "other", articles)
    (other,) = open_snapshot(tmp_path / "other").record.segments
    for file in files:
        other_file = tmp_path / "other" / "segments" / other.name / file
        other_file.replace(tmp_path / "segments" / entry.name / file)
    with pytest.raises(IndexDamaged, match=words):
        open_snapshot(tmp_path)


def test_an_index_of_another_format_is_refused_in_words(tmp_path: Path) -> None:
    publish(tmp_path, 0)
    (entry,) = open_snapshot(tmp_path).record.segments
    path = tmp_path / "segments" / entry.name / "segment"
    data = bytearray(path.read_bytes())
    data[8] += 1
    path.write_bytes(data)
    with pytest.raises(IndexOutdated, match="format version"):
        open_snapshot(tmp_path)


def test_what_a_killed_writer_left_is_in_nobody_s_way(tmp_path: Path) -> None:
    """Files under the names that the next generation takes."""
    with open_store(tmp_path, now=NOW) as target:
        target.add_many([ARTICLES[0], ARTICLES[5]])
        target.attach("note", b"0")
        target.publish()
    (tmp_path / "2.publishing").touch()
    for folder in ("segments/2-0", "segments/2-1", "segments/9-9", "attached/2"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "note").write_text("left behind")
    (entry,) = open_snapshot(tmp_path).record.segments
    (tmp_path / "segments" / entry.name / "deleted-2").write_text("left behind")
    with open_store(tmp_path, now=NOW) as target:
        target.remove(ARTICLES[0].id)
        target.add(ARTICLES[1])
        target.add(replace(ARTICLES[1], id="f" * 16))
        target.attach("note", b"anew")
        target.publish()
    snapshot = open_snapshot(tmp_path)
    assert (snapshot.generation, snapshot.passed_over, snapshot.live_count) == (2, "", 3)
    assert snapshot.extra("note") == b"anew"
    assert not (tmp_path / "segments" / "9-9").exists()
    assert sorted(path.name for path in (tmp_path / "attached").iterdir()) == ["1", "2"]


def test_a_writer_that_is_refused_leaves_nothing_open(tmp_path: Path) -> None:
    with open_store(tmp_path, now=NOW) as target:
        before = len(list(Path("/proc/self/fd").iterdir()))
        for _ in range(3):
            with pytest.raises(IndexLocked, match="is being written by process"):
                open_store(tmp_path, now=NOW)
        assert len(list(Path("/proc/self/fd").iterdir())) == before
        target.add(ARTICLES[0])
        target.publish()
    publish(tmp_path, 1)


def test_leaving_without_publishing_leaves_nothing(tmp_path: Path) -> None:
    publish(tmp_path, 0)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.name != "lock"}
    with open_store(tmp_path, now=NOW) as target:
        target.add_many(ARTICLES[1:4])
        assert len(list(target.workspace.iterdir())) == 1
    assert {path: path.read_bytes() for path in before} == before
    assert open_snapshot(tmp_path).live_count == 1
    assert not target.workspace.exists()


def test_articles_are_found_by_the_names_that_they_are_published_under(tmp_path: Path) -> None:
    """Of three, one keeps the id that it was added with; of one, nobody knows since when it is there."""
    added = sorted(ARTICLES[:3], key=lambda article: article.id)
    added_as = np.array([int(article.id, 16) for article in added], np.uint64)
    ids = [added[0].id, "00000000000000aa", "00000000000000bb"]
    names = NewNames(added_as, np.array([int(one, 16) for one in ids], np.uint64), np.array([86_400, 0, 90], np.int64))
    with open_store(tmp_path, now=NOW) as target:
        target.add_many(ARTICLES[:3])
        target.name(names)
        target.publish()
    snapshot = open_snapshot(tmp_path)
    since = [datetime(1970, 1, 2, tzinfo=UTC), None, datetime(1970, 1, 1, 0, 1, 30, tzinfo=UTC)]
    for article, one, moment in zip(added, ids, since, strict=True):
        place = snapshot.find(one)
        assert place is not None
        segment, doc = place
        for read in (segment.card(doc), segment.stored(doc)):
            assert (read.id, read.added, read.title) == (one, moment, article.title)
        assert segment.text(doc) == article.text
    assert [snapshot.find(article.id) is None for article in added] == [False, True, True]
