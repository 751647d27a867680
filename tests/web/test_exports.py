"""A result set leaves whole, in each of its forms, whatever page it is taken from."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("address", ["q=the", "q=the&page=2", "q=agreement&language=en", "q=zzyzx", "q=zymurgy"])
def test_each_form_holds_every_hit(reader: FlaskClient, address: str) -> None:
    ids, page = [], 1
    plain = address.replace("&page=2", "")
    while hits := reader.get(f"/api/search?{plain}&page={page}").json["hits"]:
        ids += [hit["id"] for hit in hits]
        page += 1
    rows = list(csv.DictReader(io.StringIO(reader.get(f"/search.csv?{address}").data.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == ids
    assert [hit["id"] for hit in reader.get(f"/search.json?{address}").json["hits"]] == ids
    feed = ElementTree.fromstring(reader.get(f"/search.atom?{address}").data)
    links = [e.find(f"{ATOM}link").get("href") for e in feed.iter(f"{ATOM}entry")]  # type: ignore[union-attr]
    assert [(link or "").partition("/article/")[2][:16] for link in links] == ids


def test_the_table_is_a_file_that_no_spreadsheet_runs(reader: FlaskClient) -> None:
    reply = reader.get("/search.csv?q=zymurgy")
    assert reply.headers["Content-Disposition"] == 'attachment; filename="cuttings.csv"'
    rows = csv.reader(io.StringIO(reply.data.decode("utf-8-sig")))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_the_feed_names_this_server(reader: FlaskClient) -> None:
    feed = ElementTree.fromstring(reader.get("/search.atom?q=the", headers={"Host": "127.0.0.1:9"}).data)
    assert {(e.get("href") or "")[:19] for e in feed.iter(f"{ATOM}link")} == {"http://127.0.0.1:9/"}


def test_there_is_no_other_form(reader: FlaskClient) -> None:
    assert reader.get("/search.exe?q=the").status_code == 404
