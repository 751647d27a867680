"""`cuttings batch` answers every query of its file, in the order of the file, by the product's own search."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from search.embedded.engine import open_engine
from search.notes import NoteCode
from search.query import HELP_ENTRIES, HelpEntry, Listing, Query
from web.terminal.batch import command


@pytest.fixture(scope="module")
def archive(seeds: Path, reindexed: Callable[..., Path]) -> Path:
    return reindexed(seeds)


def run(archive: Path, file: Path, *options: str) -> Result:
    return CliRunner().invoke(command, [str(file), "--index", str(archive), *options])


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    file = tmp_path / "asked.txt"
    file.write_text('syria talks\n\n"no such phrase at all"\n-comet\n=talks\n', "utf-8")
    return file


def test_the_table_has_a_row_for_each_hit_and_each_empty_query(archive: Path, asked: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(archive, asked, "--limit", "2").stdout)))
    assert list(dict.fromkeys(row["query_id"] for row in rows)) == ["1", "3", "4", "5"]
    empty = [row for row in rows if row["query_id"] == "3"]
    assert [(row["total"], row["rank"]) for row in empty] == [("0", "")]
    assert [row["rank"] for row in rows if row["query_id"] == "1"] == ["1", "2"]
    assert {row["query"] for row in rows if row["query_id"] == "4"} == {"'-comet"}
    assert {row["query"] for row in rows if row["query_id"] == "5"} == {"'=talks"}


def test_the_answers_are_those_of_a_search(archive: Path, asked: Path) -> None:
    answers = json.loads(run(archive, asked, "--format", "json", "--limit", "3").stdout)
    engine = open_engine(archive)
    for answer in answers:
        found = engine.search(Query(text=answer["query"], per_page=3, copies=Listing.ALL))
        assert answer["total"] == found.total
        assert [hit["key"] for hit in answer["hits"]] == [hit.key for hit in found.hits]
        assert [len(hit["quotes"]) for hit in answer["hits"]] == [len(hit.snippets) for hit in found.hits]


def test_a_run_names_the_articles_by_their_keys(archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "asked.jsonl"
    file.write_text('{"_id": "q7", "text": "syria talks"}\n{"id": 8, "query": "comet"}\n', "utf-8")
    lines = [line.split() for line in run(archive, file, "--format", "trec").stdout.splitlines()]
    engine = open_engine(archive)
    for query_id, text in (("q7", "syria talks"), ("8", "comet")):
        found = engine.search(Query(text=text, per_page=1000, copies=Listing.ALL))
        assert [line[2] for line in lines if line[0] == query_id] == [hit.key for hit in found.hits]
        assert len(found.hits) == found.total


def test_a_strict_list_answers_for_what_is_there_only(archive: Path, tmp_path: Path) -> None:
    """A misspelt name, one of which no article holds a part, and two names that no article holds together."""
    names = ["Lavrof", "Kerry Quuxworth", "comet referendum quuxworth", "Lavrov"]
    file = tmp_path / "names.txt"
    file.write_text("\n".join(names) + "\n", "utf-8")
    loose = list(csv.DictReader(io.StringIO(run(archive, file).stdout)))
    assert all(int(row["total"]) for row in loose)
    result = run(archive, file, "--strict")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert result.exit_code == 0
    absent = [(row["query"], row["total"], row["rank"]) for row in rows if row["query_id"] != "4"]
    assert absent == [(name, "0", "") for name in names[:3]]
    articles = [open_engine(archive).article(row["id"]) for row in rows if row["query_id"] == "4"]
    assert articles
    assert all(one is not None and "lavrov" in f"{one.title.text} {one.text.text}".lower() for one in articles)


def test_a_strict_list_knows_no_other_names(archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("Islamic State\n", "utf-8")
    strict, loose = (
        json.loads(run(archive, file, "--format", "json", "--limit", "50", *options).stdout)[0]
        for options in (["--strict"], [])
    )
    assert 0 < strict["total"] < loose["total"]
    assert strict["total"] == loose["total_all_words"]


@pytest.mark.parametrize("line", ["{", "[]", '{"_id": "1"}', '{"text": "a"}', "5", "null"])
def test_a_line_that_is_no_query_is_named(archive: Path, tmp_path: Path, line: str) -> None:
    file = tmp_path / "asked.jsonl"
    file.write_text('{"_id": "1", "text": "a"}\n' + line + "\n", "utf-8")
    result = run(archive, file)
    assert result.exit_code == 1
    assert "asked.jsonl, line 2" in result.output


def test_an_empty_list_is_answered(archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "asked.txt"
    file.write_text("\n", "utf-8")
    assert json.loads(run(archive, file, "--format", "json").stdout) == []
    assert run(archive, file, "--format", "trec").stdout == ""


@pytest.mark.parametrize("entry", HELP_ENTRIES, ids=[entry.operator for entry in HELP_ENTRIES])
def test_every_example_of_the_help_page_finds_something(archive: Path, entry: HelpEntry) -> None:
    found = open_engine(archive, seconds=60.0).search(Query(text=entry.example))
    assert found.total > 0
    assert found.corrected_from == ""
    assert [note for note in found.notes if note.code is not NoteCode.RELATIVE_DATE] == []
