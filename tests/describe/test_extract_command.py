"""`cuttings extract`: the JSON that scoring relies on, the readable view, and files that cannot be read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from web.terminal.cli import main

TEXT = """Council to rebuild harbour lighthouse

By Ada Brook

7 June 2011 | 18:40

The harbour council voted on Wednesday to rebuild the old lighthouse, which a storm had damaged in the winter.

Engineers told the council that the tower could stand for another century if its foundation was made new.

The council expects the work to cost nine million crowns, most of which a fund for monuments will pay for it.

Share this article
"""
FIELDS = {"path", "id", "title", "text", "authors", "publisher", "agency", "published", "modified", "place", "section"}
FIELDS |= {"language", "dropped"}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["extract", *map(str, arguments)])


def test_one_json_object_for_each_article(tmp_path: Path) -> None:
    (tmp_path / "a1.txt").write_text(TEXT, "utf-8")
    (tmp_path / "b2.w3m.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    (tmp_path / "c.jsonl").write_text('{"id": "x", "text": "One."}\n{"id": "y", "text": "Two."}\n', "utf-8")
    result = run("--jsonl", tmp_path / "a1.txt", tmp_path / "b2.w3m.txt.gz", tmp_path / "c.jsonl")
    assert result.exit_code == 0, result.output
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["id"] for record in records] == ["a1", "b2", "x", "y"]
    assert all(set(record) >= FIELDS for record in records)
    first = records[0]
    assert (first["title"], first["authors"]) == ("Council to rebuild harbour lighthouse", ["Ada Brook"])
    assert (first["published"], first["date"]) == ("2011-06-07T18:40", "2011-06-07")
    assert first["text"].startswith("The harbour council") and "\n" in first["text"]
    assert {"line", "text", "rule"} <= set(first["dropped"][0])
    assert "Share this article" in [dropped["text"] for dropped in first["dropped"]]


def test_what_cannot_be_read_is_named_and_the_rest_is_done(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "c.jsonl").write_text('{"id": "x", "text": "One."}\n{bad\n', "utf-8")
    result = run(
        "--jsonl", tmp_path / "none.txt", tmp_path / "picture.txt", tmp_path, tmp_path / "c.jsonl", tmp_path / "a.txt"
    )
    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["x", "a"]
    reasons = [line.split(": ", 2)[2] for line in result.stderr.splitlines()]
    assert reasons[0] == "does not exist [unreadable]: name a file"
    assert reasons[1].startswith("is not text: looks like a PNG image [not_understood]")
    assert reasons[2] == "is a folder [unreadable]: name the files in it"
    assert reasons[3].startswith("line 2 is not JSON")


def test_the_view_shows_what_is_kept_and_dropped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    view = run(tmp_path / "a.txt").stdout
    assert "title:        Council to rebuild harbour lighthouse" in view
    assert "  + " in view and "  - share" in view
    assert "Engineers told the council" in view


def test_the_other_files_years_resolve_a_date_without_one(tmp_path: Path) -> None:
    dateless = TEXT.replace("7 June 2011 | 18:40\n\n", "").replace(
        "The harbour council", "CAIRO, Feb 24 – The harbour council"
    )
    (tmp_path / "a.txt").write_text(dateless, "utf-8")
    (tmp_path / "b.txt").write_text(TEXT.replace("2011", "2015"), "utf-8")
    records = [json.loads(line) for line in run("--jsonl", tmp_path / "a.txt", tmp_path / "b.txt").stdout.splitlines()]
    assert [record["id"] for record in records] == ["a", "b"]
    assert records[0]["published"] == "2016-02-24" and "weekday" in records[0]["inferred"]
    (alone,) = (json.loads(line) for line in run("--jsonl", tmp_path / "a.txt").stdout.splitlines())
    assert alone["published"] is None


def test_a_correction_file_beside_the_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.meta.yaml").write_text("authors: [Eve Stone]\npublished: 1999\n", "utf-8")
    record = json.loads(run("--jsonl", tmp_path / "a.txt").stdout)
    assert (record["authors"], record["published"]) == (["Eve Stone"], "1999")
    (tmp_path / "a.meta.yaml").write_text("authors: [", "utf-8")
    result = run("--jsonl", tmp_path / "a.txt")
    assert result.exit_code == 1 and "a.meta.yaml: is not YAML" in result.stderr
    assert json.loads(result.stdout)["authors"] != ["Eve Stone"]  # the article is read without it


def test_the_nearest_corrections_above_the_source(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "below" / "b.jsonl").write_text('{"id": "x", "text": "One."}\n{"id": "y", "text": "Two."}\n', "utf-8")
    (tmp_path / "corrections.yaml").write_text(
        "- by: {byline: Ada Brook}\n  set: {publisher: The Crier}\n  drop: The council expects the work to cost\n"
        "- by: {id: y}\n  set: {title: The second}\n- by: {hoost: a}\n",
        "utf-8",
    )
    result = run("--jsonl", tmp_path / "a.txt", tmp_path / "below" / "b.jsonl")
    assert result.exit_code == 1 and result.stderr.count("corrections.yaml: line 6 (entry 3)") == 1
    first, _, second = map(json.loads, result.stdout.splitlines())
    assert first["publisher"] == "The Crier" and "nine million" not in first["text"]
    assert [one["rule"] for one in first["dropped"] if "nine million" in one["text"]] == ["corrected"]
    assert second["title"] == "The second"
    (tmp_path / "below" / "corrections.yaml").write_text("- by: {id: y}\n  set: {title: Nearer}\n", "utf-8")
    record = json.loads(run("--jsonl", tmp_path / "below" / "b.jsonl").stdout.splitlines()[1])
    assert record["title"] == "Nearer"


def test_no_name_and_no_text_steers_the_terminal(tmp_path: Path) -> None:
    steering = "\x1b]0;title\x07\x9b31m\u202e"
    (tmp_path / "a\x1b[31m\x9b.txt").write_text(TEXT.replace("tower", f"tower {steering}"), "utf-8")
    (tmp_path / "b\x1b[31m.jsonl").write_text(
        '{"text": "One.", "title": "\\u001b[1m\\u009b", "url": "http://[\\u009b"}\n{'
    )
    for arguments in ([], ["no\x1b[31m.txt"]):
        result = run(*sorted(tmp_path.iterdir()), *arguments)
        shown = result.stdout + result.stderr
        assert not [char for char in shown if char != "\n" and not char.isprintable()]
        assert "\\x1b[31m" in shown and "\\x9b" in shown


def test_names_are_told_by_the_article_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The surname counts under the full name that the same article has, whatever the other files say."""
    said = "Marta Lindqvist met officials in Nairobi.\nLindqvist left on Monday."
    lines = [
        {"id": "both", "title": "A visit", "text": said, "language": "en"},
        {"id": "surname", "title": "A visit", "text": "A report was read. Mr. Lindqvist left.", "language": "en"},
        {"id": "unread", "title": "A visit", "text": said, "language": "fi"},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n", "utf-8")
    both, surname, unread = map(json.loads, run("--jsonl", tmp_path / "a.jsonl").stdout.splitlines())
    assert both["entities"] == [
        {
            "type": "person",
            "text": "Marta Lindqvist",
            "value": "Marta Lindqvist",
            "spans": [[0, 15]],
            "title_spans": [],
        },
        {"type": "place", "text": "Nairobi", "value": "Nairobi", "spans": [[33, 40]], "title_spans": []},
        {"type": "person", "text": "Lindqvist", "value": "Marta Lindqvist", "spans": [[42, 51]], "title_spans": []},
    ]
    assert [entity["value"] for entity in surname["entities"]] == ["Lindqvist"]
    assert unread["entities"] == []
    monkeypatch.setenv("CUTTINGS_ENTITIES", "0")
    assert all(not json.loads(line)["entities"] for line in run("--jsonl", tmp_path / "a.jsonl").stdout.splitlines())


def test_names_that_a_correction_refuses_are_not_told(tmp_path: Path) -> None:
    """By what stands there or by the fullest name, in the line of the correction alone; text and marks stay."""
    said = "Marta Lindqvist met officials in Nairobi.\nLindqvist left on Monday."
    lines = [{"id": name, "title": "A visit", "text": said, "language": "en"} for name in ("person", "place", "whole")]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n", "utf-8")
    (tmp_path / "corrections.yaml").write_text(
        "- by: {id: person}\n  no_name: marta  LINDQVIST\n- by: {id: place}\n  no_name: [Nairobi]\n", "utf-8"
    )
    records = [json.loads(line) for line in run("--jsonl", tmp_path / "a.jsonl").stdout.splitlines()]
    told = [[entity["text"] for entity in record["entities"]] for record in records]
    assert told == [["Nairobi"], ["Marta Lindqvist", "Lindqvist"], ["Marta Lindqvist", "Nairobi", "Lindqvist"]]
    assert {record["text"] for record in records} == {said}
