"""A result set leaves whole, in each of its forms, whatever page it is taken from."""

from __future__ import annotations

import csv
import http.client
import io
import re
import urllib.request
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from index.article import Article, ArticleDate, Precision
from index.settings import Settings
from index.store.snapshot import open_snapshot
from index.store.transaction import open_store
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query
from search.results import Export
from tests.web.outside import process
from tests.web.replies import json_of
from web.paths import EXPORTS
from web.site.app import create_app

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("address", ["q=the", "q=the&page=2", "q=agreement&language=en", "q=zzyzx", "q=zymurgy"])
def test_each_form_holds_every_hit(reader: FlaskClient, address: str) -> None:
    ids, page = [], 1
    plain = address.replace("&page=2", "")
    while hits := json_of(reader.get(f"/api/search?{plain}&page={page}"))["hits"]:
        ids += [hit["id"] for hit in hits]
        page += 1
    rows = list(csv.DictReader(io.StringIO(reader.get(f"/search.csv?{address}").data.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == ids
    assert [hit["id"] for hit in json_of(reader.get(f"/search.json?{address}"))["hits"]] == ids
    feed = ElementTree.fromstring(reader.get(f"/search.atom?{address}").data)
    links = [e.find(f"{ATOM}link").get("href") for e in feed.iter(f"{ATOM}entry")]  # type: ignore[union-attr]
    assert [(link or "").partition("/article/")[2][:16] for link in links] == ids


def test_the_table_is_a_file_that_no_spreadsheet_runs(reader: FlaskClient) -> None:
    reply = reader.get("/search.csv?q=zymurgy")
    named = re.fullmatch(r'attachment; filename="cuttings-zymurgy-(.+)\.csv"', reply.headers["Content-Disposition"])
    assert named and abs(datetime.now(UTC).date() - date.fromisoformat(named[1])) <= timedelta(days=1)
    rows = csv.reader(io.StringIO(reply.data.decode("utf-8-sig")))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_the_feed_names_this_server(reader: FlaskClient) -> None:
    feed = ElementTree.fromstring(reader.get("/search.atom?q=the", headers={"Host": "127.0.0.1:9"}).data)
    ours = [e for e in feed.iter(f"{ATOM}link") if e.get("rel") != "related"]  # where the article stood is related
    assert {(e.get("href") or "")[:19] for e in ours} == {"http://127.0.0.1:9/"}


def test_a_permalink_leads_to_the_article(reader: FlaskClient) -> None:
    table = reader.get("/search.csv?q=agreement").data.decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(table)):
        assert row["permalink"] == f"http://localhost/article/{row['id']}"
        assert reader.get(row["permalink"].removeprefix("http://localhost")).status_code == 200


def test_there_is_no_other_form(reader: FlaskClient) -> None:
    assert reader.get("/search.exe?q=the").status_code == 404


class Watched:
    """An engine whose exports are remembered."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.exports: list[Export] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)

    def export(self, query: Query) -> Export:
        self.exports.append(self.engine.export(query))
        return self.exports[-1]


@pytest.mark.parametrize("kind", [*EXPORTS])
def test_who_asks_for_the_head_has_nothing_made(archive: Path, kind: str) -> None:
    engine = Watched(open_engine(archive))
    client = create_app(cast("Engine", engine), replace(Settings(), index=archive)).test_client()
    head, whole = client.head(f"/search.{kind}?q=the"), client.get(f"/search.{kind}?q=the")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]
    assert head.headers.get("Content-Disposition") == whole.headers.get("Content-Disposition")
    assert engine.exports[0].written == 0
    assert engine.exports[1].written == engine.exports[1].expected > 0


def long_archive(folder: Path) -> None:
    """An archive of 450 articles, a day each, of which the last one's record is spoilt on the disk."""
    with open_store(folder, now=datetime(2026, 1, 1, tzinfo=UTC)) as store:
        for number in range(450):
            day = ArticleDate(datetime(2015, 1, 1) + timedelta(days=number), Precision.DAY)
            text = f"The harbour report number {number}."
            store.add(Article(id=f"{number:016x}", key=str(number), path="a", title="", text=text, published=day))
        store.publish()
    (segment,) = open_snapshot(folder).segments
    record = bytes(segment.articles.frame(449))
    file = segment.path / "segment"
    data = file.read_bytes()
    assert data.count(record) == 1
    file.write_bytes(data.replace(record, bytes(len(record))))


def test_a_fault_in_the_middle_is_no_end(tmp_path: Path) -> None:
    long_archive(tmp_path)
    with process(tmp_path, tmp_path / "log") as server:
        address = f"http://127.0.0.1:{server.port}"
        for kind in EXPORTS:
            with pytest.raises(http.client.IncompleteRead) as caught:
                urllib.request.urlopen(f"{address}/search.{kind}?q=harbour&sort=oldest").read()
            assert f"{399:016x}".encode() in caught.value.partial
        with urllib.request.urlopen(f"{address}/search.csv?q=2015&sort=oldest") as reply:
            assert reply.read().startswith(b"\xef\xbb\xbfrank,")
