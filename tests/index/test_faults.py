"""Whatever happens to the writer or to the files, what was published stays or is found to be damaged."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article
from index.errors import CuttingsError, IndexDamaged, IndexLocked, IndexMissing, IndexOutdated
from index.schema import FORMAT_VERSION
from index.segment.arrays.container import MAGIC
from index.store import publication
from index.store.snapshot import open_snapshot
from index.store.soundness import problems
from index.store.transaction import open_store

NOW = datetime(2024, 5, 17, 9, 30)
ARTICLE = Article(id="0" * 16, key="k", path="p", title="Talks", text="Talks in Minsk until Friday.", language="en")

# Ends itself, as kill -9 does, at the step whose number it is given: every fsync, rename, unlink and file opened for
# writing is a step. Prints "published" when publish returned.
_WRITER = """
import io, os, pathlib, signal, sys
folder, last = pathlib.Path(sys.argv[1]), int(sys.argv[2])
from tests.index.test_faults import _change as change
steps = 0
def step(function):
    def counted(*args, **kwargs):
        global steps
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **kwargs)
    return counted
for name in ("fsync", "rename", "replace", "unlink", "rmdir", "mkdir"):
    setattr(os, name, step(getattr(os, name)))
io.open = step(io.open)
change(folder)
print(steps)
"""


def _change(folder: Path) -> None:
    """What the killed writer was about to publish."""
    with open_store(folder, now=NOW) as store:
        for n in range(1, 4):
            store.add(replace(ARTICLE, id=f"{n:016x}", text=f"new{n} Minsk"))
        store.remove(ARTICLE.id)
        store.attach("note", b"new")
        store.publish()


def _publish(folder: Path, *articles: Article, note: bytes = b"old") -> None:
    with open_store(folder, now=NOW) as store:
        for article in articles:
            store.add(article)
        store.attach("note", note)
        store.publish()


def _write(folder: Path, step: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _WRITER, str(folder), str(step)]
    root = Path(__file__).parents[2]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)


def _ids(folder: Path) -> set[str]:
    snapshot = open_snapshot(folder)
    assert list(problems(snapshot)) == []
    assert snapshot.passed_over == "", "what a killed writer left is not taken for a generation that lost its record"
    found = {
        segment.article_id(doc)
        for segment in snapshot.segments
        for doc in range(segment.doc_count)
        if segment.live is None or segment.live[doc]
    }
    assert snapshot.extra("note") == (b"old" if "0" * 16 in found else b"new")  # one generation, not a mixture
    return found


def test_killed_at_any_step_the_old_or_the_new_index_stands(tmp_path: Path) -> None:
    old, new = {"0" * 16}, {f"{n:016x}" for n in (1, 2, 3)}
    _publish(tmp_path / "whole", ARTICLE)
    whole = _write(tmp_path / "whole", -1)
    assert whole.returncode == 0, whole.stderr
    assert _ids(tmp_path / "whole") == new
    seen = []
    for step in range(1, int(whole.stdout) + 1):
        folder = tmp_path / str(step)
        _publish(folder, ARTICLE)
        assert _write(folder, step).returncode == -signal.SIGKILL
        seen.append(_ids(folder))
        assert seen[-1] in (old, new)
        _change(folder)  # the next run finishes what the killed one began
        assert _ids(folder) == new
    assert seen == sorted(seen, key=lambda ids: ids == new)  # old up to the commit, new from there on
    assert old in seen
    assert new in seen


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    with open_store(tmp_path, now=NOW), pytest.raises(IndexLocked, match=f"process {os.getpid()} on .* since 2024"):
        open_store(tmp_path, now=NOW)
    open_store(tmp_path, now=NOW).close()


def test_a_dead_writer_holds_no_lock(tmp_path: Path) -> None:
    _publish(tmp_path, ARTICLE)
    _write(tmp_path, 5)
    _publish(tmp_path, replace(ARTICLE, id="1" * 16), note=b"old")


def test_nothing_published_is_said(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="cuttings reindex"):
        open_snapshot(tmp_path / "nowhere")
    open_store(tmp_path, now=NOW).close()
    with pytest.raises(IndexMissing):
        open_snapshot(tmp_path)


def _files(folder: Path) -> list[Path]:
    snapshot = open_snapshot(folder)
    listed = [publication.generation_path(folder, snapshot.generation)]
    listed += [path for segment in snapshot.segments for path in segment.path.iterdir()]
    return listed + [folder / entry.path for entry in snapshot.record.attached]


def _found_damaged(folder: Path) -> bool:
    try:
        snapshot = open_snapshot(folder)
        if snapshot.passed_over:
            return True
        snapshot.extra("note")
        return bool(list(problems(snapshot)))
    except IndexDamaged:
        return True


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_changed_byte_is_found(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("index")
    _publish(folder, ARTICLE, replace(ARTICLE, id="1" * 16))
    with open_store(folder, now=NOW) as store:
        store.remove("1" * 16)
        store.publish()
    path = data.draw(st.sampled_from(sorted(_files(folder))))
    content = bytearray(path.read_bytes())
    kind = data.draw(st.sampled_from(["flip", "cut", "zero", "grow"]))
    if kind == "flip":
        content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    elif kind == "cut":
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    elif kind == "zero":
        first = data.draw(st.integers(0, len(content) - 1))
        content[first : first + 512] = bytes(len(content[first : first + 512]))
    else:
        content += b"\0"
    if bytes(content) == path.read_bytes():
        return
    path.write_bytes(content)
    with suppress(IndexOutdated):  # the changed byte was that of the format's version
        assert _found_damaged(folder)


def test_a_damaged_generation_is_passed_over(tmp_path: Path) -> None:
    _publish(tmp_path, ARTICLE)
    _publish(tmp_path, replace(ARTICLE, id="1" * 16))
    newest = publication.generation_path(tmp_path, 2)
    newest.write_bytes(newest.read_bytes()[:-20])
    snapshot = open_snapshot(tmp_path)
    assert snapshot.generation == 1
    assert snapshot.passed_over.startswith("generation 2 is damaged")
    _publish(tmp_path, replace(ARTICLE, id="2" * 16))  # the next publication mends it
    assert open_snapshot(tmp_path).passed_over == ""
    assert open_snapshot(tmp_path).live_count == 2


def test_a_missing_segment_is_said(tmp_path: Path) -> None:
    _publish(tmp_path, ARTICLE)
    for path in _files(tmp_path):
        if path.name == "segment":
            path.unlink()
    with pytest.raises(IndexDamaged, match="cuttings repair"):
        open_snapshot(tmp_path)


@pytest.mark.parametrize("which", ["segment", "_MAIN_1.toc"])
def test_another_version_is_refused(tmp_path: Path, which: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as other:
        other.setattr("index.segment.arrays.container.FORMAT_VERSION", FORMAT_VERSION + 1)
        if which == "_MAIN_1.toc":
            other.setattr("index.store.publication.FORMAT_VERSION", FORMAT_VERSION + 1)
        _publish(tmp_path, ARTICLE)
    with pytest.raises(IndexOutdated, match=rf"version {FORMAT_VERSION + 1}.*cuttings reindex"):
        open_snapshot(tmp_path)
    with pytest.raises(IndexOutdated):
        open_store(tmp_path, now=NOW)
    with open_store(tmp_path, now=NOW, fresh=True) as store:
        store.add(ARTICLE)
        store.publish()
    assert open_snapshot(tmp_path).live_count == 1


@given(content=st.binary(max_size=300), framed=st.booleans())
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_no_index(tmp_path_factory: pytest.TempPathFactory, content: bytes, *, framed: bool) -> None:
    folder = tmp_path_factory.mktemp("index")
    if framed:
        content += struct.pack("<QIQ8s", len(content), FORMAT_VERSION, 0, MAGIC)
    publication.generation_path(folder, 3).write_bytes(content)
    with pytest.raises(CuttingsError):
        open_snapshot(folder)
