"""After `repair` a check finds nothing, and what could not be kept is named and put aside."""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from index.store.lock import WriteLock
from index.store.publication import generation_path
from index.store.snapshot import open_snapshot
from search.embedded.engine import open_engine
from search.query import Query
from tests.faults.copying import killed_at_sync
from tests.reindex.archives import NOW, articles, keys, run
from web.terminal.cli import main

STORY = "The ferry to the outer islands was taken out of service on Friday after its engine had failed twice."


def cuttings(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def write(folder: Path, name: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(f"The report of {name}\n\n{STORY}\n\n{STORY} It was {name} who said so.\n")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of two generations, with an article each."""
    for name in ("one", "two"):
        write(tmp_path / "archive", name)
        run(tmp_path / "index", tmp_path / "archive")
    return tmp_path / "index"


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def nothing(index: Path) -> None:
    pass


def newest_segment(index: Path) -> None:
    flip(index / "segments/2-1/segment")


def newest_manifest(index: Path) -> None:
    flip(index / "attached/2/manifest")


def newest_record(index: Path) -> None:
    flip(generation_path(index, 2))


def lost_record(index: Path) -> None:
    generation_path(index, 2).unlink()


def kept_record(index: Path) -> None:
    flip(generation_path(index, 1))


def kept_manifest(index: Path) -> None:
    flip(index / "attached/1/manifest")


def shared_segment(index: Path) -> None:
    flip(index / "segments/1-0/segment")


def lost_records(index: Path) -> None:
    lost_record(index)
    generation_path(index, 1).unlink()


def every_manifest(index: Path) -> None:
    newest_manifest(index)
    kept_manifest(index)


# What was harmed, what is done about it, which articles are there afterwards, and whether it is known which were.
CASES: list[tuple[Callable[[Path], None], str, set[str], bool]] = [
    (nothing, "none", {"one", "two"}, True),
    (newest_segment, "older_generation", {"one"}, True),
    (newest_manifest, "older_generation", {"one"}, False),
    (newest_record, "older_generation", {"one"}, False),
    (lost_record, "older_generation", {"one"}, False),
    (kept_record, "older_removed", {"one", "two"}, True),
    (kept_manifest, "older_removed", {"one", "two"}, True),
    (shared_segment, "rebuilt", {"one", "two"}, True),
    (lost_records, "rebuilt", {"one", "two"}, False),
    (every_manifest, "rebuilt", {"one", "two"}, False),
]


@pytest.mark.parametrize(("harm", "action", "left", "exact"), CASES, ids=lambda value: getattr(value, "__name__", None))
def test_a_repaired_index_is_sound(
    index: Path, harm: Callable[[Path], None], action: str, left: set[str], *, exact: bool
) -> None:
    before = {article.key: article.id for article in articles(index).values()}
    harm(index)
    result = cuttings("repair", "--index", index, "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert cuttings("verify", "--index", index).exit_code == 0
    assert (report["action"], report["exact"]) == (action, exact)
    assert {article.key: article.id for article in articles(index).values()} == {key: before[key] for key in left}
    lost = before.keys() - left if exact else ()
    assert report["lost"] == [{"id": before[key], "path": f"{key}.txt", "line": 0} for key in lost]
    assert report["aside"] == ("" if exact and not lost else str(index / "aside/2"))
    assert (index / "aside").exists() == bool(report["aside"])
    assert json.loads(cuttings("repair", "--index", index, "--json").stdout)["action"] == "none"
    run(index)
    assert {article.key: article.id for article in articles(index).values()} == before
    assert cuttings("verify", "--index", index).exit_code == 0


def test_what_a_repair_lost_is_salvaged_from_what_it_put_aside(index: Path) -> None:
    text = next(article.text for article in articles(index).values() if article.key == "two")
    newest_segment(index)
    shutil.rmtree(index.with_name("archive"))
    told = cuttings("repair", "--index", index)
    assert told.exit_code == 0
    assert told.stdout.startswith("repaired: the last sound generation answers again")
    assert "cuttings: not in that state: article " in told.stderr and " of two.txt\n" in told.stderr
    assert "the next reindex brings back each of these whose file is still there" in told.stderr
    assert f"the damaged files are in {index / 'aside/2'}" in told.stderr
    cuttings("salvage", index.with_name("out"), "--index", index / "aside/2")
    lines = [json.loads(line) for line in (index.with_name("out") / "articles.jsonl").read_text().splitlines()]
    assert text in [line["text"] for line in lines]


def _kept(index: Path) -> dict[Path, bytes]:
    """The files of an index but the lock and what a run tells of itself."""
    files = (path for path in index.rglob("*") if path.is_file() and path.name not in ("LOCK", "run.json"))
    return {path: path.read_bytes() for path in files}


def test_without_sources_nothing_is_done_and_salvage_is_advised(index: Path) -> None:
    shared_segment(index)
    shutil.rmtree(index.with_name("archive"))
    before = _kept(index)
    failed = cuttings("repair", "--index", index)
    assert failed.exit_code == 1
    assert f"`cuttings salvage DEST --index {index}`" in failed.stderr
    assert _kept(index) == before


def test_a_rebuilt_index_lacks_what_has_no_file_any_more(index: Path) -> None:
    before = {article.key: article.id for article in articles(index).values()}
    shared_segment(index)
    (index.with_name("archive") / "one.txt").unlink()
    report = json.loads(cuttings("repair", "--index", index, "--json").stdout)
    assert (report["action"], keys(index)) == ("rebuilt", {"two"})
    assert [one["id"] for one in report["lost"]] == [before["one"]]
    assert cuttings("verify", "--index", index).exit_code == 0


def test_a_server_sees_the_repair(index: Path) -> None:
    engine = open_engine(index)
    assert engine.search(Query("ferry")).total == 2
    newest_segment(index)
    assert cuttings("repair", "--index", index).exit_code == 0
    assert engine.search(Query("ferry")).total == 1
    assert engine.health().generation == "3"


def test_where_no_repair_can_be(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cuttings("repair", "--index", tmp_path / "nowhere").exit_code == 3
    lock = WriteLock(index / "LOCK", NOW)
    assert cuttings("repair", "--index", index).exit_code == 5
    lock.release()
    newest_segment(index)
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "_MAIN_2.toc":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    failed = cuttings("repair", "--index", index)
    assert failed.exit_code == 1 and "the index cannot be read" in failed.stderr
    monkeypatch.undo()
    assert generation_path(index, 2).exists()


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_killed_repair_is_finished_by_the_next(index: Path, number: int) -> None:
    newest_segment(index)
    code = killed_at_sync(number, "repair", "--index", index)
    assert code in (0, -signal.SIGKILL)
    assert open_snapshot(index).live_count in (1, 2)
    again: dict[str, Any] = json.loads(cuttings("repair", "--index", index, "--json").stdout)
    assert again["action"] in ("older_generation", "older_removed", "none")
    assert cuttings("verify", "--index", index).exit_code == 0
    assert keys(index) == {"one"}
