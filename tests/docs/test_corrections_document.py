"""The example of docs/corrections.md does what it says, and the tables name what there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

from index.corrections import CORRECTIONS_FILE
from index.corrections.actions import ACTIONS
from index.corrections.keys import BY
from index.corrections.passages import SHORTEST
from index.corrections.rulebook import read_rules
from index.corrections.settable import SETTABLE
from tests.conftest import ROOT
from tests.reindex.archives import articles, run

DOCUMENT = (ROOT / "docs" / "corrections.md").read_text("utf-8")
EXAMPLE = DOCUMENT.partition("```yaml\n")[2].partition("```")[0]
LETTERS = "The editors thank the readers who found these letters."
FOLLOW = "Follow our reporters on every network that you use"
RECORDS = (
    {"id": "a", "url": "https://www.harbour.example/a", "publisher": "HG", "section": "Sea"},
    {"id": "b", "url": "https://other.example/b", "publisher": "The Post | Home", "section": "post"},
    {"id": "c", "url": "https://post.example/2015/bridge/", "publisher": "Post", "authors": ["A Lee"]},
    {"id": "line-7", "url": "https://other.example/d", "publisher": "Other"},
)


def test_the_example_does_what_it_says(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    lines = [
        json.dumps({"title": "As it was", "text": f"It was a long day.\n{FOLLOW}\n{LETTERS}", **record})
        for record in RECORDS
    ]
    (folder / "articles.jsonl").write_text("\n".join(lines))
    assert len(EXAMPLE) > 500
    (folder / CORRECTIONS_FILE).write_text(EXAMPLE)
    report = run(tmp_path / "index", folder)
    assert report.skipped == ()
    assert [one.articles for one in report.corrections] == [1] * 11
    made = {article.key: article for article in articles(tmp_path / "index").values()}
    assert (made["a"].publisher, made["a"].section) == ("The Harbour Gazette", "Sea")
    assert (made["b"].publisher, made["b"].section) == ("The Post", "")
    assert (made["c"].title, made["c"].section) == ("A bridge for the valley", "World")
    assert made["c"].authors == ("Ann Lee", "Bo Berg")
    assert made["c"].published is not None and made["c"].published.isoformat() == "2015-05-26"
    assert (made["line-7"].title, made["line-7"].publisher) == ("The ferry returns", "Other")
    assert [(one.text, one.rule) for one in made["c"].dropped] == [(FOLLOW, "corrected")]
    assert LETTERS in made["c"].text and FOLLOW in made["a"].text


def test_the_tables_name_what_there_is() -> None:
    first, second = DOCUMENT.partition("## What can be done")[::2]
    rows = re.findall(r"^\| (`.+?) \|", first, re.MULTILINE)
    assert re.findall(r"`(\w+)`", " ".join(rows)[len("`by` ") :]) == [by.name for by in BY]
    named = re.findall(r"^\| `(\w+)` \|", second, re.MULTILINE)
    assert named == [action.name for action in ACTIONS]
    (sentence,) = re.findall(r"gives (.+?) another value", DOCUMENT)
    assert re.findall(r"`(\w+)`", sentence) == list(SETTABLE)
    assert f"From {SHORTEST} letters on" in DOCUMENT


def test_every_action_and_key_stands_in_the_example_or_a_table() -> None:
    rules = read_rules(EXAMPLE.encode())
    assert {entry.key.by for entry in rules.entries} >= {"id", "address", "host", "publisher", "section"}
