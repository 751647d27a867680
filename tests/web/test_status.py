"""The status says what a plain count of the records says, whatever goes on beside it; without an index it says so."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.reindex.scan.sources import SourceMissing
from index.settings import Settings
from index.store.run_file import RunFile
from index.store.run_states import Running
from search.embedded.engine import open_engine
from tests.reindex.archives import articles, run
from tests.web.replies import json_of
from web.site.app import create_app

BODY = "The council agreed on Tuesday to rebuild the bridge."


def client(index: Path) -> FlaskClient:
    return create_app(lambda: open_engine(index), replace(Settings(), index=index)).test_client()


def lines(*records: dict[str, str]) -> str:
    return "".join(json.dumps({"id": f"n{n}", "title": f"Title {n}", **one}) + "\n" for n, one in enumerate(records))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    whole = {"text": BODY, "publisher": "The Post", "authors": "Ann Lee", "date": "2015-05-26"}
    (tmp_path / "first/a.jsonl").write_text(
        lines(whole, {**whole, "date": ""}, {**whole, "publisher": ""}, {**whole, "authors": "", "publisher": ""})
    )
    (tmp_path / "second/b.jsonl").write_text(lines({"text": BODY, "url": "https://b.example/1"}, {"text": ""}, whole))
    (tmp_path / "second/c.pdf").write_bytes(b"%PDF-1.4")
    return tmp_path


def test_it_counts_what_the_records_say(place: Path) -> None:
    index = place / "index"
    run(index, place / "first", keep_empty=True)
    run(index, place / "second", keep_empty=True)
    stored = list(articles(index).values())
    assert len(stored) == 7
    status = json_of(client(index).get("/api/status"))
    assert {name: status[name] for name in ("articles", "undated", "without_publisher", "without_byline", "empty")} == {
        "articles": 7,
        "undated": sum(not article.filed_under for article in stored),
        "without_publisher": sum(not article.publisher for article in stored),
        "without_byline": sum(not article.authors for article in stored),
        "empty": sum(not article.text for article in stored),
    }
    assert (status["undated"], status["without_byline"], status["empty"]) == (3, 3, 1)
    assert status["sources"] == [
        {"path": str(place / "first"), "articles": 4, "state": "present", "reason": ""},
        {"path": str(place / "second"), "articles": 3, "state": "present", "reason": ""},
    ]
    assert (status["generation"], status["running"]) == ("2", None)
    last = status["last_run"]
    assert (last["new"], last["changed"], last["renamed"], last["gone"], last["skipped"]) == (3, 0, 0, 0, 1)
    assert last["at"].startswith("2026-03-01T12:00") and last["seconds"] > 0


def test_it_has_the_fields_that_monitors_were_promised(place: Path) -> None:
    index = place / "index"
    run(index, place / "first")
    status = json_of(client(index).get("/api/status"))
    counts = ["articles", "undated", "without_publisher", "without_byline", "empty"]
    told = ["running", "last_run", "sources", "skipped", "older_versions", "unfinished_run", "cluster"]
    assert list(status) == ["generation", "published_at", *counts, *told]
    assert list(status["last_run"]) == ["at", "seconds", "new", "changed", "renamed", "gone", "skipped"]
    assert [list(source) for source in status["sources"]] == [["path", "articles", "state", "reason"]]


def test_deleted_articles_do_not_count(place: Path) -> None:
    index = place / "index"
    run(index, place / "second", keep_empty=True)
    before = json_of(client(index).get("/api/status"))
    (place / "second/b.jsonl").write_text(lines({"text": BODY, "url": "https://b.example/1"}))
    run(index)
    after = json_of(client(index).get("/api/status"))
    assert (before["articles"], before["empty"], before["sources"][0]["articles"]) == (3, 1, 3)
    assert (after["articles"], after["empty"], after["sources"][0]["articles"]) == (1, 0, 1)
    assert after["last_run"]["gone"] == 2


def test_a_source_that_is_gone_is_missing_and_its_articles_stay(place: Path) -> None:
    index = place / "index"
    run(index, place / "first")
    (place / "first").rename(place / "elsewhere")
    reader = client(index)
    assert json_of(reader.get("/api/status"))["sources"] == [
        {"path": str(place / "first"), "articles": 4, "state": "missing", "reason": ""}
    ]
    page = reader.get("/status").text
    assert "<strong>missing</strong>" in page and str(place / "first") in page


@pytest.fixture
def running(place: Path) -> Iterator[RunFile]:
    (place / "index").mkdir(exist_ok=True)
    file = RunFile(place / "index")
    file.say(Running("reading", 1234, 5678, "2026-03-01T12:00:00+00:00", 100.0, 12.34))
    yield file
    file.close(None)


def test_a_run_is_told_while_it_goes_on(place: Path, running: RunFile) -> None:
    index = place / "index"
    reader = client(index)
    told = reader.get("/api/status")
    assert told.status_code == 200, "without an index, too"
    status = json_of(told)
    assert status["running"] == {
        "phase": "reading",
        "done": 1234,
        "of": 5678,
        "since": "2026-03-01T12:00:00+00:00",
        "seconds": 100.0,
        "per_second": 12.34,
        "seconds_left": 360.1,
    }
    assert (status["generation"], status["articles"], status["sources"]) == ("", 0, [])
    assert "There is no index yet: this run makes the first one" in reader.get("/status").text
    page = reader.get("/status").text
    for part in ("Reading pages: 1,234 of 5,678.", '<progress aria-labelledby="step" max="5678" value="1234">'):
        assert part in page
    for part in ("1 Mar 2026, 12:00 UTC", "12 pages a second", "about 6 minutes", 'http-equiv="refresh"'):
        assert part in page
    begin = reader.get("/")
    assert begin.status_code == 503
    assert "Reading pages: 1,234 / 5,678" in begin.text and "How to begin" not in begin.text
    running.say(Running("reading", 3, 5678, "2026-03-01T12:00:00+00:00", 100.0))
    status = json_of(reader.get("/api/status"))["running"]
    assert (status["per_second"], status["seconds_left"]) == (None, None), "three pages tell nothing"
    assert "a minute" not in reader.get("/status").text
    running.say(Running("comparing what the pages say", 0, 0))
    page = reader.get("/status").text
    assert "Comparing what all pages of the archive say" in page and "pages a second" not in page
    running.say(Running("publishing", 0, 0))
    assert '<progress aria-labelledby="step"></progress>' in reader.get("/status").text
    running.close(None)
    assert json_of(reader.get("/api/status"))["running"] is None
    assert "refresh" not in reader.get("/status").text


def test_a_run_that_ended_early_is_told(place: Path) -> None:
    index = place / "index"
    run(index, place / "first")
    reader = client(index)
    assert json_of(reader.get("/api/status"))["unfinished_run"] is None
    (place / "first").rename(place / "away")
    with pytest.raises(SourceMissing):
        run(index)
    told = json_of(reader.get("/api/status"))["unfinished_run"]
    assert (told["phase"], told["done"], told["of"]) == ("planning", 0, 0)
    assert "is no longer there" in told["reason"]
    page = reader.get("/status").text
    assert "ended without finishing on 1 Mar 2026, 12:00 UTC" in page and "The archive answers as it did before" in page
    assert "the next reindex takes up what is left" in page
    (place / "away").rename(place / "first")
    run(index)
    assert "without finishing" not in reader.get("/status").text


def test_a_folder_that_may_not_be_read_is_not_called_missing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = place / "index"
    run(index, place / "first")
    reader = client(index)

    def refuse(path: str) -> None:  # whoever runs the tests as root may read everything
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setattr("index.reindex.scan.sources.os.scandir", refuse)
    (source,) = json_of(reader.get("/api/status"))["sources"]
    assert (source["state"], source["reason"]) == ("unreadable", "permission denied")
    page = reader.get("/status").text
    assert "<strong>cannot be read</strong> (permission denied)" in page and "missing" not in page


def test_without_an_index_a_page_says_how_to_begin(tmp_path: Path) -> None:
    reader = client(tmp_path / "index")
    page = reader.get("/search?q=bridge")
    assert page.status_code == 503
    assert all(part in page.text for part in ("How to begin", "cuttings reindex FOLDER", "PDF or Word"))
    assert "--index" in page.text, "the command is about this index"
    assert reader.get("/status").status_code == 200
    (tmp_path / "a.txt").write_text(f"A bridge\n\n{BODY}\n")
    run(tmp_path / "index", tmp_path / "a.txt")
    assert "How to begin" not in reader.get("/search?q=bridge").text


def test_what_is_counted_leads_to_the_articles(place: Path) -> None:
    index = place / "index"
    run(index, place / "first", place / "second", keep_empty=True)
    reader = client(index)
    page = reader.get("/status").text
    for name, facet in (("undated", "date"), ("without_publisher", "publisher"), ("without_byline", "byline")):
        count = json_of(reader.get("/api/status"))[name]
        assert f'<a href="/search?{facet}=">{count}</a>' in page
        assert json_of(reader.get(f"/api/search?{facet}="))["total"] == count


def test_it_is_ready_as_soon_as_questions_are_answered(place: Path) -> None:
    index = place / "index"
    reader = client(index)
    told = reader.get("/ready")
    assert (told.status_code, json_of(told)) == (503, {"ready": False})
    run(index, place / "first")
    told = reader.get("/ready")
    assert (told.status_code, json_of(told)) == (200, {"ready": True})


def test_an_older_generation_is_ready_and_not_healthy(place: Path) -> None:
    index = place / "index"
    run(index, place / "first")
    run(index, place / "second")
    newest = max(index.glob("_MAIN_*.toc"))
    newest.write_bytes(newest.read_bytes()[:-1])
    reader = client(index)
    assert reader.get("/ready").status_code == 200
    assert reader.get("/health").status_code == 503
    status = json_of(reader.get("/api/status"))
    assert (status["generation"], status["articles"]) == ("1", 4)
    assert "generation 2" in reader.get("/status").text
