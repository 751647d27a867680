"""What is to be read again and is away stays as it was, under its id, and is read when it is back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import Skipped
from index.reasons import SkipCode
from index.reindex.report import ReindexReport, RepeatedSource
from index.reindex.verify import verify
from index.store.history import Moved
from search.embedded.engine import open_engine
from tests.reindex.archives import articles, contents, run
from tests.reindex.movers import BODIES, MOVERS, site_name, web_page
from tests.reindex.test_versions_come_and_go import saved, shown


def write(folder: Path, *texts: str, name: str = "first") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"{name}-{number}.txt").write_text(text)


def unreadable(report: ReindexReport) -> list[Skipped]:
    return [skipped for skipped in report.skipped if skipped.why.code is SkipCode.UNREADABLE]


def away_and_back(place: Path, came: Path) -> ReindexReport:
    """The folder `first` is away when `came` is indexed; the report of the run that finds it again."""
    index, first = place / "index", place / "first"
    run(index, first)
    before, ids = contents(index), {one.path: one.id for one in articles(index).values()}
    gone = first.rename(place / "gone")
    assert not unreadable(run(index, came))
    assert before.items() <= contents(index).items()
    assert run(index, came).generation == 0
    gone.rename(first)
    report = run(index)
    run(place / "anew", first, came)
    assert contents(index) == contents(place / "anew")
    assert ids.items() <= {one.path: one.id for one in articles(index).values()}.items()
    assert run(index).generation == 0
    return report


@pytest.mark.parametrize("name", [*MOVERS])
def test_what_hangs_on_the_archive(name: str, tmp_path: Path) -> None:
    mover, came = MOVERS[name], tmp_path / "site"  # whose files are called as those of the first one's folder are
    write(tmp_path / "first" / "site", *mover.first)
    write(came, *mover.then, name="then")
    assert away_and_back(tmp_path, came).counts.changed == len(mover.first)


def test_lines_of_a_file(tmp_path: Path) -> None:
    came, file = tmp_path / "came", tmp_path / "first" / "lines.jsonl"
    file.parent.mkdir()
    lines = [{"title": f"Story {n}", "text": BODIES[n], "url": f"https://quay.example/{n}"} for n in range(3)]
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    write(came, *MOVERS["papers"].then)
    assert away_and_back(tmp_path, came).counts.changed == 3


def test_what_would_get_another_id(tmp_path: Path) -> None:
    """Two articles of one address that a third one joins keep their ids until both can be read."""
    index, first, came = tmp_path / "index", tmp_path / "first", tmp_path / "came"
    first.mkdir()
    came.mkdir()
    saved(first, 1, 1)
    saved(first, 3, 3)
    run(index, first)
    ids = {files[0]: one for one, files in shown(index).items()}
    saved(came, 2, 1, 3)
    gone = first.rename(tmp_path / "gone")
    assert not run(index, came).skipped
    away = {name: one for one, files in shown(index).items() for name in files}
    assert (away["1"], away["3"]) == (ids["1"], ids["3"])
    assert not verify(index).problems
    gone.rename(first)
    run(index)
    assert shown(index) == {ids["1"]: ["1", "2", "3"]}
    assert open_engine(index).former(ids["3"]) == Moved(ids["1"])
    assert run(index).generation == 0


def test_a_part_of_a_folder_that_was_moved(tmp_path: Path) -> None:
    """Too much of it lacks for it to be taken for the folder: its files are articles of their own, which all are
    read, and what the index has of the folder that is gone stays until it is forgotten."""
    index, first, part = tmp_path / "index", tmp_path / "first", tmp_path / "part"
    write(first, *(web_page(n, "quay.example", "") for n in range(20)))
    run(index, first)
    first.rename(part)
    for number in range(8):
        (part / f"first-{number}.txt").unlink()
    write(part, web_page(30, "quay.example", site_name("Quay Post")), name="new")
    report = run(index, part)
    assert (report.skipped, report.new, report.gone) == ((), 13, 0)
    assert report.repeated == (RepeatedSource(str(part), str(first), 12, is_there=False),)
    assert run(index, part, failed=True).generation == 0
    report = run(index, forget=[first])
    assert report.skipped == () and len(articles(index)) == 13
    assert report.gone + report.counts.renamed == 20
