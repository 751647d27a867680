"""Replies, exports and lines call a thing by one name, and the names of before stand beside it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from tests.web.replies import json_of
from web.terminal.cli import main

OLD_OF_EXPORTS = {"read_as", "all_words"}
OLD_OF_LINES = {"date", "inferred"}
OTHERWISE = {"id", "path", "published_zone", "modified_zone"}  # of lines, until the next release
OF_AN_INDEX = {"added", "sha256"}  # of an article that is in one
OF_PAGES = {"group", "story", "original", "markdown", "marks", "notes", "note_codes", "source", "version", "versions"}


def lines(*sources: Path) -> list[dict[str, Any]]:
    done = CliRunner().invoke(main, ["extract", "--jsonl", *map(str, sources)])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("question", ["putin", "lavrov -iran", "“peace talks”", "zzyzx", "the agreement geneva"])
def test_an_export_says_what_the_reply_says(reader: FlaskClient, question: str) -> None:
    reply = json_of(reader.get("/api/search", query_string={"q": question, "per_page": "100"}))
    export = json_of(reader.get("/search.json", query_string={"q": question}))
    for name in export.keys() - OLD_OF_EXPORTS - {"hits", "written"}:
        assert export[name] == reply[name], name
    assert export["written"] == len(export["hits"])
    for mine, other in zip(export["hits"], reply["hits"], strict=True):
        assert mine.keys() == other.keys() - {"snippets", "reasons"}
        for name in mine:
            assert mine[name] == other[name], name


def test_the_old_names_of_an_export_stand_beside_the_new_ones(reader: FlaskClient) -> None:
    plain = json_of(reader.get("/search.json", query_string={"q": "putin"}))
    assert (plain["reading"], plain["read_as"]) == ("", "putin")
    read = json_of(reader.get("/search.json", query_string={"q": "in:removed cookies"}))
    assert read["reading"] == read["read_as"] == "removed:cookies"
    some = json_of(reader.get("/search.json", query_string={"q": "putin lavrov kerry"}))
    assert some["all_words"] == some["total_all_words"] < some["total"]


def test_a_line_says_what_the_reply_says(reader: FlaskClient, seeds: Path) -> None:
    by_key = {
        line["key"]: line for line in lines(seeds / "paris-climate-agreement.html", seeds / "greek-referendum.htm")
    }
    assert len(by_key) == 2
    for key, line in by_key.items():
        (hit,) = [hit for hit in json_of(reader.get("/api/search?q=the&per_page=100"))["hits"] if hit["key"] == key]
        article = json_of(reader.get(f"/api/article/{hit['id']}"))
        assert line.keys() - OLD_OF_LINES == article.keys() - OF_PAGES
        for name in line.keys() - OLD_OF_LINES - OTHERWISE - OF_AN_INDEX:
            assert line[name] == article[name], name


def test_the_old_names_of_a_line_stand_beside_the_new_ones(tmp_path: Path) -> None:
    text = "A bridge\n\nBy Ann Lee\n\n{}\n\nThe council agreed to rebuild the old bridge over the river next year.\n"
    (tmp_path / "dated.txt").write_text(text.format("7 June 2011 | 18:40 EST"))
    (tmp_path / "undated.txt").write_text(text.format("The Post"))
    dated, undated = lines(tmp_path / "dated.txt", tmp_path / "undated.txt")
    assert dated["id"] == dated["key"] == "dated"
    assert (dated["published"][:16], dated["date"], dated["published_precision"]) == (
        "2011-06-07T18:40",
        "2011-06-07",
        "minute",
    )
    assert (dated["published_zone"], dated["modified_zone"]) == ("EST", None)
    assert (dated["inferred"], dated["published_inferred"]) == (None, "")
    assert (undated["published"], undated["date"], undated["published_zone"]) == (None, None, None)
    assert (undated["published_precision"], undated["modified_precision"]) == ("none", "none")


def test_a_line_of_a_file_with_an_odd_name_is_json(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    odd.write_text("A bridge\n\nThe council agreed to rebuild the old bridge over the river next year.\n")
    (line,) = lines(odd)
    assert line["path"].endswith("/caf?.txt")
