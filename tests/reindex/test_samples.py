"""Samples leave when the first folder of one's own is indexed, and stay where they are named; a name is no mark."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.reindex.scan.samples import SAMPLES_FILE
from tests.reindex.archives import articles, run
from web.terminal.cli import main

ROOT = Path(__file__).resolve().parents[2]
STORY = "The ferry to the island was late on Monday, the company said."


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """Three of the samples, and the file that says so."""
    folder = tmp_path / "examples"
    folder.mkdir()
    for name in (SAMPLES_FILE, "palmyra-retaken.txt", "greek-referendum.htm", "philae-lands-on-comet.txt"):
        shutil.copy(ROOT / "seeds" / name, folder / name)
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "ferry.txt").write_text(STORY)
    return folder


def paths(index: Path) -> set[str]:
    return {article.path for article in articles(index).values()}


def test_they_leave_when_a_folder_of_ones_own_comes(tmp_path: Path, samples: Path, own: Path) -> None:
    index = tmp_path / "index"
    assert run(index, samples).articles == 3
    foretold = run(index, own, dry_run=True)
    report = run(index, own)
    assert (report.samples_left, report.counts.gone, report.articles) == (3, 3, 1) == (
        foretold.samples_left, foretold.counts.gone, foretold.articles,
    )  # fmt: skip
    assert paths(index) == {"own/ferry.txt"}
    assert run(index).samples_left == 0


def test_they_stay_where_they_are_named(tmp_path: Path, samples: Path, own: Path) -> None:
    index, other = tmp_path / "index", tmp_path / "other"
    shutil.copytree(own, other)
    (other / "ferry.txt").write_text("A bridge was closed on Tuesday for repairs, the council said.")
    run(index, samples)
    assert run(index, own, samples).samples_left == 0
    assert run(index, other).samples_left == 0
    assert len(paths(index)) == 5


def test_they_come_back_where_they_are_named_later(tmp_path: Path, samples: Path, own: Path) -> None:
    index = tmp_path / "index"
    run(index, samples)
    run(index, own)
    assert run(index, samples).articles == 4
    assert run(index, own).articles == 4


def test_a_folder_of_their_name_without_their_mark_stays(tmp_path: Path, own: Path) -> None:
    index, seeds = tmp_path / "index", tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "bridge.txt").write_text("A bridge was closed on Tuesday for repairs, the council said.")
    (seeds / SAMPLES_FILE).write_text("My own samples.\n")
    run(index, seeds)
    assert run(index, own).samples_left == 0
    assert len(paths(index)) == 2


def test_a_run_that_fails_takes_none_away(tmp_path: Path, samples: Path) -> None:
    index, empty = tmp_path / "index", tmp_path / "empty"
    run(index, samples)
    empty.mkdir()
    done = CliRunner().invoke(main, ["reindex", str(empty), "--index", str(index)])
    assert done.exit_code != 0
    assert len(paths(index)) == 3


def test_a_run_that_was_cut_off_lets_the_next_one_take_them_away(tmp_path: Path, samples: Path, own: Path) -> None:
    index = tmp_path / "index"
    run(index, samples)
    noted = json.loads((index / "roots.json").read_bytes())
    (index / "roots.json").write_text(json.dumps([*noted, [str(own), "own/"]]))  # as a run leaves it that is killed
    assert run(index).samples_left == 3
    assert paths(index) == {"own/ferry.txt"}


def test_the_report_says_it(tmp_path: Path, samples: Path, own: Path) -> None:
    index = ["--index", str(tmp_path / "index")]
    assert "sample articles" not in CliRunner().invoke(main, ["reindex", str(samples), *index]).output
    foretold = CliRunner().invoke(main, ["reindex", "--dry-run", str(own), *index])
    assert "The 3 sample articles would leave\n" in foretold.output
    done = CliRunner().invoke(main, ["reindex", str(own), *index])
    assert "The 3 sample articles have left\n" in done.output
    assert "sample articles" not in CliRunner().invoke(main, ["reindex", *index]).output


def chosen(index: Path) -> str:
    """What `make reindex` names where nobody names a folder."""
    done = subprocess.run([ROOT / "tools/samples.sh", index], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_make_names_the_samples_until_there_is_a_folder_of_ones_own(tmp_path: Path, samples: Path, own: Path) -> None:
    index = tmp_path / "index"
    assert chosen(index) == "seeds"
    run(index, samples)
    assert chosen(index) == "seeds"
    run(index, own)
    assert chosen(index) == ""
    seeds = tmp_path / "seeds"
    shutil.copytree(own, seeds)
    run(tmp_path / "another", seeds)
    assert chosen(tmp_path / "another") == "", "a folder of that name is no mark"
