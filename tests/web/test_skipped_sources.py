"""What a run left out is told once with its reason, then as a number; the status lists all of it, what is new first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from index.errors import Skipped
from index.page import Format
from index.reasons import SkipCode, SkipReason
from index.settings import Settings
from index.store.run_file import read_skipped, write_skipped
from search.embedded.engine import open_engine
from tests.web.replies import json_of
from web import words
from web.site.app import create_app
from web.terminal.cli import main

STORY = "The council agreed on Tuesday to rebuild the bridge over the river, and the mayor thanked all who had come.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "story.txt").write_text(f"A bridge is rebuilt\n\n{STORY * 3}")
    (pages / "a-first.txt").write_text("")
    for number in range(30):
        (pages / f"b{number:02}.txt").write_text("")
    return pages


def ran(folder: Path, *options: str) -> str:
    result = CliRunner().invoke(main, ["reindex", str(folder), "--index", str(folder.parent / "index"), *options])
    assert result.exit_code == 0, result.output
    return result.output


def client(folder: Path) -> FlaskClient:
    index = folder.parent / "index"
    return create_app(open_engine(index), replace(Settings(), index=index)).test_client()


def test_each_new_failure_is_named_once(folder: Path) -> None:
    first = ran(folder)
    assert first.count("skipped a-first.txt") == 1
    assert first.count("\nskipped b") == 30  # all of them
    (folder / "z-last.txt").write_text("")
    second = ran(folder)
    assert "skipped z-last.txt: is empty" in second
    assert "skipped b" not in second
    assert "31 skipped as in the run before" in second
    assert "32 skipped" in second
    third = ran(folder)
    assert "z-last.txt" not in third
    assert "32 skipped as in the run before" in third


def test_a_dry_run_makes_nothing_known(folder: Path) -> None:
    ran(folder)
    (folder / "z-last.txt").write_text("")
    assert "skipped z-last.txt" in ran(folder, "--dry-run")
    assert "skipped z-last.txt" in ran(folder)


def test_the_status_lists_all_with_reasons_and_what_is_new_first(folder: Path) -> None:
    ran(folder)
    (folder / "z-last.txt").write_text("")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    ran(folder)
    told = json_of(client(folder).get("/api/status"))["skipped"]
    assert [(one["path"], one["new"]) for one in told[:2]] == [("photo.jpg", True), ("z-last.txt", True)]
    assert [one["path"] for one in told[2:]] == ["a-first.txt", *(f"b{number:02}.txt" for number in range(30))]
    assert not any(one["new"] for one in told[2:])
    assert all(one["reason"] and one["advice"] for one in told)
    page = client(folder).get("/status").get_data(as_text=True)
    assert "New in the last run: 2" in page
    assert "As in the run before: 31" in page
    assert page.index("z-last.txt") < page.index("a-first.txt")
    assert "belongs to" not in page


def test_a_plan_tells_what_is_passed_over_from_what_cannot_be_read(folder: Path) -> None:
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    output = ran(folder)
    assert "2 passed over" in output
    assert "unreadable" not in output


def test_reasons_are_read_as_they_were_written(tmp_path: Path) -> None:
    skipped = (
        Skipped("a.csv", SkipReason(SkipCode.TABLE_WITHOUT_TEXT, columns=("file", "first"))),
        Skipped("b.jsonl", SkipReason(SkipCode.NOT_JSON, problem="no comma", column=3), 7),
        Skipped("c\udcff.txt", SkipReason(SkipCode.EMPTY)),
    )
    write_skipped(tmp_path, skipped[:2], skipped[1:])
    assert [(one.skipped, one.new) for one in read_skipped(tmp_path)] == [(skipped[0], False), (skipped[1], True)]
    write_skipped(tmp_path, skipped, ())
    assert [one.skipped.path for one in read_skipped(tmp_path)][:2] == ["a.csv", "b.jsonl"]
    (tmp_path / "skipped.json").write_text("[[1]")
    assert read_skipped(tmp_path) == ()


def test_versions_are_told_apart_from_articles_in_both_places(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for name, more in (("one", ""), ("two", "The work begins in May, said the mayor.\n")):
        head = '<link rel="canonical" href="https://courier.example/2015/bridge-12345">'
        body = f"<article><h1>A bridge is rebuilt</h1><p>{STORY * 3}</p><p>{more}</p></article>"
        (pages / f"{name}.html").write_text(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>")
    output = ran(pages)
    status = json_of(client(pages).get("/api/status"))
    assert (status["articles"], status["older_versions"]) == (1, 1)
    assert "1 article in the index, 1 older version" in output
    assert "1 article in the index, 1 older version" in ran(pages)


def test_each_kind_of_file_is_said_in_plain_words() -> None:
    said = {kind: words.form(kind) for kind in Format}
    assert all(name != kind.value or kind is Format.MARKDOWN for kind, name in said.items())
