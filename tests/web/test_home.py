"""The first page says what a plain count of the articles says, and each of its numbers is what its link leads to."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.settings import Settings
from index.store.run_file import RunFile
from index.store.run_states import Running, UnfinishedRun
from search.embedded.engine import open_engine
from tests.reindex.archives import run
from web.site.app import create_app

ROOT = Path(__file__).resolve().parents[2]
FIRST, LATER, LAST = (datetime(2026, 3, day, 12, 0, tzinfo=UTC) for day in (1, 5, 9))
LINK = re.compile(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def client(index: Path) -> FlaskClient:
    return create_app(open_engine(index), replace(Settings(), index=index)).test_client()


def record(number: int, **more: str) -> str:
    said = {"id": f"n{number}", "title": f"Ferry number {number}", "text": f"The ferry {number} was late on Monday."}
    return json.dumps({**said, **more}) + "\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples and some records, of which three came later."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "tests/corpus/newsroom", folder / "pages")
    dates = [f"20{year}-0{month}-11" for year in (11, 12, 14) for month in (1, 2, 3)]
    lines = [record(n, date=day, publisher="The Post") for n, day in enumerate(dates)] + [record(10, authors="Ann Lee")]
    (folder / "pages" / "ferries.jsonl").write_text("".join(lines))
    run(folder / "index", folder / "pages", now=FIRST)
    (folder / "pages" / "late.jsonl").write_text("".join(record(n, publisher="The Mail") for n in (20, 21, 22)))
    run(folder / "index", now=LATER)
    return folder


@pytest.fixture(scope="module")
def reader(folder: Path) -> FlaskClient:
    return client(folder / "index")


def home(reader: FlaskClient) -> str:
    return reader.get("/").text


def records(reader: FlaskClient) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(reader.get("/search.json?copies=all").text)["hits"]
    return rows


def listed(reader: FlaskClient, href: str) -> int:
    """How many results the page at an address lists: of a name's page, its stories."""
    page = reader.get(unescape(href)).text
    if "/name/" in href:
        found = re.search(r"([\d,]+) without copies</a>", page) or re.search(
            r"Named in <a [^>]*>([\d,]+) article", page
        )
    else:
        found = re.search(r'<p class="listing">([\d,]+) without copies', page) or re.search(r"<h1[^>]*>([\d,]+)", page)
    assert found, href
    return int(found[1].replace(",", ""))


def test_it_counts_what_the_archive_holds(reader: FlaskClient) -> None:
    html, rows = home(reader), records(reader)
    years = sorted(str(row["published"] or row["modified"])[:4] for row in rows if row["published"] or row["modified"])
    papers = {row["publisher"] for row in rows} - {""}
    headline = re.search(r"<h1>(\d+) articles from (\d+) papers, (\d+) to (\d+)</h1>", html)
    assert headline and headline.groups() == (str(len(rows)), str(len(papers)), years[0], years[-1])
    languages = {row["language"] for row in rows} - {""}
    assert f"In {len(languages)} languages, most in English." in html
    assert f"{len(rows)} articles in this archive. The last came on 5 Mar 2026." in html


def test_each_number_is_what_its_link_leads_to(reader: FlaskClient) -> None:
    html = home(reader)
    pairs = re.findall(r'<li><a href="([^"]+)"><bdi>.*?</bdi></a><span class="n">([\d,]+)</span>', html)
    bars = re.findall(r'<a href="([^"]+)" class="bar"\s+aria-label="[^":]+: ([\d,]+) [ar]', html)
    rows = re.findall(r'<tr><td><a href="([^"]+)">\d+</a></td><td>([\d,]+)</td>', html)
    lacking = re.findall(r'<dd><a href="([^"]+)">([\d,]+) without', html)
    assert len(pairs) > 20 and len(rows) > 3 and len(bars) > len(rows) and len(lacking) == 3
    for href, count in [*pairs[::3], *bars[::2], *rows, *lacking]:
        assert listed(reader, href) == int(count.replace(",", "")), href


def test_the_most_frequent_papers_stand_first(reader: FlaskClient) -> None:
    section = home(reader).partition(">Papers</h2>")[2].partition("</section>")[0]
    told = [(name, int(n)) for name, n in re.findall(r'<bdi>(.*?)</bdi></a><span class="n">(\d+)', section)]
    values = json.loads(reader.get("/api/search?copies=group").text)["facets"]["publisher"]
    assert told == [(unescape(value["value"]), value["count"]) for value in values if value["value"]][:8]
    assert sorted((n for _, n in told), reverse=True) == [n for _, n in told]


def test_examples_find_something_and_none_is_written_into_the_program(reader: FlaskClient, tmp_path: Path) -> None:
    tries = LINK.findall(home(reader).partition('<p class="tries">')[2].partition("</p>")[0])
    assert len(tries) > 3
    for href, _ in tries:
        assert listed(reader, href) > 0, href
    (tmp_path / "one.jsonl").write_text(record(1))
    run(tmp_path / "index", tmp_path / "one.jsonl")
    assert 'class="tries"' not in home(client(tmp_path / "index"))


def test_what_came_last_stands_there_with_paper_and_date(reader: FlaskClient) -> None:
    section = home(reader).partition(">Added last</h2>")[2].partition("</section>")[0]
    assert set(re.findall(r"Ferry number (\d+)", section)) >= {"20", "21", "22"}
    assert section.count("<b><bdi>The Mail</bdi></b>") == 3


def updated(html: str) -> str:
    return re.sub(
        r"<[^>]+>", " ", html.partition('<section class="run"')[2].partition(">")[2].partition("</section>")[0]
    )


def test_the_last_run_is_the_last_one_whatever_it_found(tmp_path: Path) -> None:
    index, source = tmp_path / "index", tmp_path / "ferries.jsonl"
    source.write_text(record(1, date="2014-05-06"))
    run(index, source, now=FIRST)
    source.write_text("".join(record(n, date="2014-05-06") for n in (1, 2, 3, 4)))
    run(index, now=LATER)
    reader = client(index)
    assert "Updated 5 Mar 2026" in updated(home(reader))
    link = re.search(r'<a class="go" href="([^"]+)">3 new articles</a>', home(reader))
    assert link and listed(reader, link[1]) == 3
    generation = json.loads(reader.get("/api/status").text)["generation"]
    assert run(index, now=LAST).generation == 0
    told = updated(home(reader))
    assert "Updated 9 Mar 2026" in told
    assert "new article" not in told
    assert json.loads(reader.get("/api/status").text)["generation"] == generation
    assert "The last came on 5 Mar 2026." in home(reader)


def test_how_the_last_run_went_is_left_to_the_page_of_the_service(reader: FlaskClient) -> None:
    assert "seconds" in reader.get("/status").text
    assert "seconds" not in home(reader)
    assert "Files and lines" not in home(reader)


def test_a_run_that_goes_on_or_ended_early_is_told(folder: Path, tmp_path: Path) -> None:
    index = Path(shutil.copytree(folder / "index", tmp_path / "index"))
    reader, file = client(index), RunFile(index)
    file.say(Running("reading", 3, 40))
    assert "A run goes on: reading pages, 3 of 40." in home(reader)
    file.close(None, UnfinishedRun("2026-03-10T10:00", "reading", 3, 40, "no space left on device"))
    html = home(reader)
    assert "ended without finishing on 10 Mar 2026" in html and "no space left on device" in html
    assert "A run goes on" not in html


def test_it_is_worked_out_once_a_generation(folder: Path, tmp_path: Path) -> None:
    index = Path(shutil.copytree(folder / "index", tmp_path / "index"))
    engine = open_engine(index)
    held = engine.holdings()
    assert engine.holdings().added is held.added and engine.holdings().facets is held.facets
    (tmp_path / "own.jsonl").write_text(record(40))
    run(index, tmp_path / "own.jsonl", now=LAST)
    assert engine.holdings().articles == held.articles + 1
    assert engine.holdings().added[0].key != held.added[0].key


def test_an_address_of_the_search_that_stood_here_leads_to_it(reader: FlaskClient) -> None:
    reply = reader.get("/?q=ferry&sort=newest")
    assert (reply.status_code, reply.headers["Location"]) == (301, "/search?q=ferry&sort=newest")
    assert reader.get("/?utm_source=x").status_code == 200


def test_samples_are_told_and_how_they_leave(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "examples")
    run(tmp_path / "index", tmp_path / "examples")
    reader = client(tmp_path / "index")
    count = len(records(reader))
    assert f"{count} of them are samples that come with Cuttings. They leave when" in home(reader)
    (tmp_path / "own.jsonl").write_text(record(1))
    run(tmp_path / "index", tmp_path / "own.jsonl", tmp_path / "examples")
    assert f"{count} of them are samples that come with Cuttings.</p>" in home(reader)
    run(tmp_path / "index", forget=[tmp_path / "examples"])
    assert "sample" not in home(reader)


def test_an_archive_without_articles_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("{bad\n")
    run(tmp_path / "index", tmp_path / "bad.jsonl")
    html = home(client(tmp_path / "index"))
    assert "<h1>The archive is empty</h1>" in html and f"cuttings reindex FOLDER --index {tmp_path}/index" in html
    assert '<a href="/status#skipped">Status</a>' in html
    assert html.count("<h1") == 1
