"""JSON lines: a correction is of one line by its id, and what is not read of a line is named."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.reasons import Code
from tests.reindex.archives import NOW, articles, run
from web.reasons import reason_sentence
from web.reply.encoding import encoded
from web.reply.run import run_report
from web.terminal.cli import main


def write(path: Path, text: str, age: int = 1000) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    os.utime(path, (NOW.timestamp() - age,) * 2)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "archive" / "x.jsonl"
    records = [
        {"id": "id-7", "title": "Seven", "text": "The bridge.", "site": "The Post", "tags": ["a"], "byLine": "Eve"},
        {"id": "id-8", "title": "Eight", "text": "The ford.", "tags": []},
        {"id": "id-9", "title": "Nine", "text": "The ferry.", "metadata": {"lang": "en"}},
    ]
    write(path, "".join(json.dumps(record) + "\n" for record in records))
    return path


def titles(index: Path) -> dict[str, str]:
    return {article.key: article.title for article in articles(index).values()}


def test_a_correction_of_one_line_corrects_that_line(file: Path, tmp_path: Path) -> None:
    write(file.with_name("x.jsonl.meta.yaml"), 'publisher: The Times\n"id-7": {title: Right, site: The Sun}\n')
    assert run(tmp_path / "index", file.parent).skipped == ()
    assert titles(tmp_path / "index") == {"id-7": "Right", "id-8": "Eight", "id-9": "Nine"}
    publishers = {article.key: article.publisher for article in articles(tmp_path / "index").values()}
    assert publishers == {"id-7": "The Sun", "id-8": "The Times", "id-9": "The Times"}


@pytest.mark.parametrize(
    "slip", ["title: Right\n", "date: 2001-02-03\n", "byline: Eve\n", "- no\n", "a: [b\n", "id-7: no\n"]
)
def test_a_slip_is_named_and_changes_no_line(file: Path, tmp_path: Path, slip: str) -> None:
    write(file.with_name("x.meta.yaml"), slip)
    (said,) = run(tmp_path / "index", file.parent).skipped
    assert (said.path, said.why.kind) == ("x.meta.yaml", Code.CORRECTION)
    assert titles(tmp_path / "index") == {"id-7": "Seven", "id-8": "Eight", "id-9": "Nine"}
    assert not any(article.published for article in articles(tmp_path / "index").values())


def test_extract_corrects_as_reindex_does(file: Path) -> None:
    write(file.with_name("x.jsonl.meta.yaml"), '"id-8": {title: Right}\n')
    shown = CliRunner().invoke(main, ["extract", "--jsonl", str(file)]).stdout
    assert [json.loads(line)["title"] for line in shown.splitlines()] == ["Seven", "Right", "Nine"]


def test_fields_that_are_not_read_are_named_once_a_file(file: Path, tmp_path: Path) -> None:
    report = run(tmp_path / "index", file.parent)
    told = json.loads(encoded(run_report(report)))
    assert told["unread"] == [{"path": "x.jsonl", "lines": 2, "fields": {"tags": 2, "byLine": 1}}]
    told = "2 lines of x.jsonl have fields that are not read: `tags`, `byLine`; if one of them is `text`, `title`, "
    assert report.unread[0].sentence().startswith(told)
    assert run(tmp_path / "index").unread == (), "nothing was read"
    shown = CliRunner().invoke(
        main, ["reindex", str(file.parent), "--index", str(tmp_path / "other"), "--workers", "1"]
    )
    assert (
        f"{told}`date`, `authors`, `publisher`, `section`, `url`, `language` or `saved`, call it so\n" in shown.output
    )


def test_ever_new_names_are_bounded(tmp_path: Path) -> None:
    records = [{"id": n, "text": "Text.", **{f"field-{n}-{m}" + "x" * 500: 1 for m in range(40)}} for n in range(200)]
    write(tmp_path / "archive" / "x.jsonl", "".join(json.dumps(record) + "\n" for record in records))
    (unread,) = run(tmp_path / "index", tmp_path / "archive").unread
    assert unread.lines == 200
    assert len(unread.fields) <= 51
    assert max(map(len, unread.fields)) <= 40
    assert len(unread.sentence()) < 600


def test_many_lines_may_be_corrected(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    records = [{"id": f"id-{n}", "title": str(n), "text": "The ferry."} for n in range(1_100)]
    write(folder / "x.jsonl", "".join(json.dumps(record) + "\n" for record in records))
    write(folder / "x.jsonl.meta.yaml", "".join(f"id-{n}: {{title: 'a < {n}'}}\n" for n in range(1_100)))
    assert run(tmp_path / "index", folder).skipped == ()
    assert titles(tmp_path / "index") == {f"id-{n}": f"a < {n}" for n in range(1_100)}


def test_corrections_that_take_too_long_cost_no_line(file: Path, tmp_path: Path) -> None:
    write(file.with_name("x.jsonl.meta.yaml"), "".join(f"other-{n}: {{title: T}}\n" for n in range(20_000)))
    (said,) = run(tmp_path / "index", file.parent, processes=True, file_seconds=1.0).skipped
    assert (said.why.kind, "too long to read" in reason_sentence(said)) == (Code.CORRECTION, True)
    assert titles(tmp_path / "index") == {"id-7": "Seven", "id-8": "Eight", "id-9": "Nine"}


def test_lines_that_hold_no_article_come_and_go_with_keep_empty(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    record = {"id": "1", "title": "404 Not Found", "text": "404 Not Found\nThe page was not found", "clean": True}
    write(folder / "x.jsonl", json.dumps(record) + "\n")
    assert [one.why.kind for one in run(index, folder).skipped] == [Code.NO_ARTICLE]
    assert run(index, keep_empty=True).skipped == ()
    assert titles(index) == {"1": "404 Not Found"}
    assert run(index, keep_empty=True).generation == 0
    assert [one.why.kind for one in run(index).skipped] == [Code.NO_ARTICLE]
    assert titles(index) == {}
