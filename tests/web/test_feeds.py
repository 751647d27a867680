"""A feed is Atom, keeps its ids wherever the archive stands, and is sent again only where it changed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree
from werkzeug.http import parse_date

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.reindex.archives import run
from web.site.app import create_app

NS = {"a": "http://www.w3.org/2005/Atom"}
MARCH = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
ADDRESS = "/search.atom?q=harbour&sort=added"


def page(name: str, text: str = "") -> dict[str, str]:
    told = f"The harbour of {name} is old, as everybody who lives near it knows. {text}\n" * 4
    return {"id": name, "title": f"Harbour of {name}", "text": told, "url": f"https://harbour.example/{name}"}


def write(folder: Path, name: str, *pages: dict[str, str]) -> None:
    (folder / name).write_text("".join(json.dumps(one) + "\n" for one in pages), "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    write(folder, "first.jsonl", page("north"), page("south"))
    return folder


def reader(index: Path, prefix: str = "") -> FlaskClient:
    return create_app(open_engine(index), replace(Settings(), index=index, prefix=prefix)).test_client()


def feed(client: FlaskClient, address: str = ADDRESS, **headers: str) -> Any:
    return etree.fromstring(client.get(address, headers=headers).data)


def told(element: Any, path: str) -> list[str]:
    return [str(one) for one in element.xpath(path, namespaces=NS)]


def check(root: Any) -> None:
    """What RFC 4287 asks of a feed, as far as ours has it; written from its text."""
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    moment = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
    for element in (root, *root.xpath("a:entry", namespaces=NS)):
        for name in ("id", "title", "updated"):
            assert len(told(element, f"a:{name}")) == 1, name  # 4.1.1, 4.1.2
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", told(element, "a:id/text()")[0])  # 4.2.6: an IRI
        for stamp in told(element, "a:updated/text() | a:published/text()"):
            assert moment.fullmatch(stamp) and datetime.fromisoformat(stamp)  # 3.3
        pairs = [
            (link.get("type"), link.get("hreflang"))
            for link in element.xpath("a:link[not(@rel) or @rel='alternate']", namespaces=NS)
        ]
        assert len(pairs) == len(set(pairs))  # 4.1.1, 4.1.2: no two alternates alike
        assert all(told(element, "a:link/@href"))
        assert len(told(element, "a:published")) <= 1 and len(told(element, "a:summary")) <= 1
    for entry in root.xpath("a:entry", namespaces=NS):
        assert told(entry, "a:author/a:name/text()")  # 4.1.2
        assert told(entry, "a:link[@rel='alternate']/@href")
    ids = told(root, "a:entry/a:id/text()")
    assert len(ids) == len(set(ids))  # 4.1.1: not more than once but with different times
    assert len(told(root, "a:link[@rel='self']/@href")) == 1


def test_a_feed_is_atom(folder: Path, reindexed: Callable[..., Path]) -> None:
    client = reader(reindexed(folder))
    for address in (ADDRESS, "/search.atom?q=harbour", "/search.atom", "/search.atom?q=zzyzx", "/search.atom?ids=1"):
        check(feed(client, address))


def test_ids_hang_on_no_host_and_no_prefix(folder: Path, reindexed: Callable[..., Path]) -> None:
    index = reindexed(folder)
    here = feed(reader(index))
    there = feed(reader(index, "/news"), f"/news{ADDRESS}", Host="127.0.0.9:8000")
    assert told(here, "//a:id/text()") == told(there, "//a:id/text()")
    assert told(there, "a:link[@rel='self']/@href") == [f"http://127.0.0.9:8000/news{ADDRESS}"]
    others = [feed(reader(index), other) for other in ("/search.atom?q=harbour", "/search.atom?q=south&sort=added")]
    assert len({told(one, "a:id/text()")[0] for one in (here, *others)}) == 3


def test_what_came_last_comes_first_and_a_new_version_is_an_update(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run(index, folder, now=MARCH)
    before = dict(_entries(feed(reader(index))))
    write(folder, "second.jsonl", page("north", "Its mole was mended this week."), page("west"))
    run(index, folder, now=MARCH + timedelta(days=3))
    root = feed(reader(index))
    check(root)
    after = _entries(root)
    titles = told(root, "a:entry/a:title/text()")
    assert sorted(titles[:2]) == ["Harbour of north", "Harbour of west"] and titles[2:] == ["Harbour of south"]
    stamps = [stamp for _, stamp in after]
    assert stamps == sorted(stamps, reverse=True) and stamps[0] == stamps[1] > stamps[2]
    known = {one: stamp for one, stamp in after if one in before}
    assert len(known) == 2 and sum(stamp > before[one] for one, stamp in known.items()) == 1


def _entries(root: Any) -> list[tuple[str, str]]:
    return list(zip(told(root, "a:entry/a:id/text()"), told(root, "a:entry/a:updated/text()"), strict=True))


def test_a_reader_that_has_it_is_sent_nothing(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run(index, folder, now=MARCH)
    client = reader(index)
    first = client.get(ADDRESS)
    tag, when = first.headers["ETag"], first.headers["Last-Modified"]
    assert tag.startswith('W/"') and parse_date(when) is not None
    for headers in ({"If-None-Match": tag}, {"If-Modified-Since": when}, {"If-None-Match": f'"x", {tag}'}):
        again = client.get(ADDRESS, headers=headers)
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert client.head(ADDRESS, headers={"If-None-Match": tag}).status_code == 304
    earlier = parse_date(when)
    assert earlier
    old = (earlier - timedelta(seconds=1)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    for headers in (
        {"If-None-Match": '"x"'},
        {"If-None-Match": '"x"', "If-Modified-Since": when},
        {"If-Modified-Since": old},
    ):
        assert client.get(ADDRESS, headers=headers).status_code == 200
    others = (f"{ADDRESS}&all=1", "/search.atom?q=south&sort=added")
    assert all(client.get(other, headers={"If-None-Match": tag}).status_code == 200 for other in others)
    assert client.get(ADDRESS, headers={"If-None-Match": tag, "Host": "127.0.0.9"}).status_code == 200
    write(folder, "second.jsonl", page("west"))
    run(index, folder, now=MARCH)
    changed = client.get(ADDRESS, headers={"If-None-Match": tag})
    assert (changed.status_code, changed.headers["ETag"] != tag) == (200, True)


def test_where_the_article_stood_is_related(folder: Path, reindexed: Callable[..., Path]) -> None:
    root = feed(reader(reindexed(folder)))
    assert sorted(told(root, "a:entry/a:link[@rel='related']/@href")) == [
        "https://harbour.example/north",
        "https://harbour.example/south",
    ]
