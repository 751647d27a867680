"""What was saved of an article is shown and handed out as it was indexed, and never as anything else."""

from __future__ import annotations

import gzip
import json
import os
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.http import parse_options_header

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.reindex.archives import articles, run
from tests.web.replies import json_of
from web.serving.security import HEADERS, SAVED_PAGE_HEADERS
from web.site.app import create_app

STORY = "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away."
BODY = "".join(f"<p>{STORY} It was councillor number {n} who said “so” – in the café.</p>\n" for n in range(4))
PAGE = (
    '<!DOCTYPE html><html><head><meta charset="windows-1252"><title>A bridge for the valley</title>\n'
    '<LINK rel=preconnect href="https://far.example"><link\nrel="stylesheet" href="/s.css">'
    '<link rel=canonical href="https://quay.example/bridge"><style>p{color:green}</style></head>\n'
    '<body><h1>A bridge for the valley</h1><iframe src="https://far.example/ad"></iframe>\n'
    f'<form action="https://far.example/"><input name=q></form>{BODY}<script>alert(1)</script></body></html>\n'
)
LINES = [
    {"id": "one", "title": "The first ferry", "text": f"{STORY}\n\n{STORY} The ferry sails."},
    {"id": "two", "title": "The second fährt", "text": f"{STORY}\n\nAnd a second one sails, too, said the council."},
]


def laid_out(folder: Path) -> dict[str, bytes]:
    """The files of an archive by the keys of their articles, of lines the lines."""
    lines = [json.dumps(line, ensure_ascii=False).encode() for line in LINES]
    text = f"The harbour is open\n\n{STORY}\n\n{STORY} It cost café.\r\n"
    files = {
        "bridge.html": PAGE.encode("cp1252"),
        "wide.html": PAGE.replace("bridge", "wide bridge").encode("utf-16"),
        "packed.html.gz": gzip.compress(PAGE.replace("bridge", "packed bridge").encode("cp1252"), mtime=0),
        "harbour.txt": text.encode("utf-8"),
        "notes.md": f"---\ntitle: Notes on a bridge\n---\n# Notes\n\n{STORY}\n\n* {STORY} <b>x</b>\n".encode(),
        "deep/näme, 1;.txt": text.replace("harbour", "deep harbour").encode("latin-1"),
        "lines.jsonl": b"\n".join([b"", lines[0], b"   ", lines[1]]) + b"\r\n",
        "packed.jsonl.gz": gzip.compress(lines[0].replace(b"first", b"packed") + b"\n"),
    }
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return files | {"one": lines[0], "two": lines[1], "packed one": lines[0].replace(b"first", b"packed")}


class Archive:
    """A folder of files, the index of it, and a reader."""

    def __init__(self, root: Path, **settings: Any) -> None:
        self.folder, self.index = root / "pages", root / "index"
        self.folder.mkdir(exist_ok=True)
        self.files = laid_out(self.folder)
        self.settings = replace(Settings(), index=self.index, **settings)
        run(self.index, self.folder)

    def reader(self) -> FlaskClient:
        return create_app(open_engine(self.index), self.settings).test_client()

    def address(self, path: str, key: str = "", what: str = "page") -> str:
        found = [a.id for a in articles(self.index).values() if a.path == path and key in ("", a.key)]
        assert len(found) == 1, path
        return f"/article/{found[0]}/{what}"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(tmp_path_factory.mktemp("saved"))


@pytest.fixture
def own(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


@pytest.mark.parametrize(
    ("path", "written"), [("bridge.html", "cp1252"), ("wide.html", "utf-16"), ("packed.html.gz", "cp1252")]
)
def test_a_page_is_shown_in_its_characters_and_in_a_sandbox(archive: Archive, path: str, written: str) -> None:
    reply = archive.reader().get(archive.address(path))
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert {name: reply.headers.get(name) for name in HEADERS} == HEADERS | {
        name: value for name, value in SAVED_PAGE_HEADERS.items() if name in HEADERS
    }
    policy = dict(part.strip().partition(" ")[::2] for part in reply.headers["Content-Security-Policy"].split(";"))
    assert policy["sandbox"] == "", "nothing is allowed again: neither scripts nor forms nor windows"
    assert policy["default-src"] == policy["form-action"] == policy["base-uri"] == "'none'"
    assert policy.pop("frame-ancestors") == "'self'", "a page of ours may have it in a frame"
    assert {name for name, value in policy.items() if "http" in value or "self" in value or "*" in value} == set()
    data = archive.files[path]
    saved = (gzip.decompress(data) if path.endswith(".gz") else data).decode(written)
    kept = re.compile(r"<title>.*?</title>|<style>.*?</style>|<h1>.*?</h1>|<p>.*?</p>")
    assert kept.findall(reply.text) == kept.findall(saved)
    assert "“so” – in the café" in reply.text


@pytest.mark.parametrize(
    ("path", "key"),
    [("harbour.txt", ""), ("notes.md", ""), ("lines.jsonl", "one"), ("lines.jsonl", "two"), ("packed.jsonl.gz", "")],
)
def test_a_text_and_a_line_are_shown_as_they_are(archive: Archive, path: str, key: str) -> None:
    reply = archive.reader().get(archive.address(path, key))
    assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
    expected = archive.files[key or ("packed one" if path == "packed.jsonl.gz" else path)]
    assert reply.get_data() == expected
    assert reply.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none';")


@pytest.mark.parametrize(
    ("path", "key", "name"),
    [
        ("bridge.html", "", "bridge.html"),
        ("packed.html.gz", "", "packed.html.gz"),
        ("deep/näme, 1;.txt", "", "näme,_1;.txt"),
        ("lines.jsonl", "two", "lines-4.json"),
        ("packed.jsonl.gz", "one", "packed-1.json"),
    ],
)
def test_what_was_saved_is_handed_out_to_the_byte(archive: Archive, path: str, key: str, name: str) -> None:
    reader, address = archive.reader(), archive.address(path, key, "source")
    reply = reader.get(address)
    expected = archive.files["packed one" if path == "packed.jsonl.gz" else key or path]
    assert reply.get_data() == expected
    told = b64encode(sha256(expected).digest()).decode()
    for each in (reply, reader.head(address)):
        assert each.headers["Content-Length"] == str(len(expected))
        assert each.headers["Repr-Digest"] == f"sha-256=:{told}:"
        kind, options = parse_options_header(each.headers["Content-Disposition"])
        assert (kind, options["filename"]) == ("attachment", name)
        assert each.headers["Content-Disposition"].isascii()
        assert {header: each.headers.get(header) for header in HEADERS} == HEADERS


def test_no_name_of_a_file_can_be_more_than_a_name(tmp_path: Path) -> None:
    names = ['a"; filename=evil.exe.txt', ".hidden", "-x.txt", f"{'long' * 50}.txt", "\u202egpj.txt", "con\nrow.txt"]
    for number, name in enumerate(names):
        (tmp_path / f"x{name}").write_text(f"Title number {number}\n\n{STORY}\n\n{STORY} {number}\n")
    (tmp_path / "x.hidden").rename(tmp_path / "x..hidden")
    run(tmp_path / "index", tmp_path)
    reader = create_app(open_engine(tmp_path / "index")).test_client()
    found = articles(tmp_path / "index")
    assert len(found) == len(names)
    for article in found.values():
        header = reader.get(f"/article/{article.id}/source").headers["Content-Disposition"]
        _, options = parse_options_header(header)
        name = options["filename"]
        assert name and not re.search(r'[\\/:*?"<>|\x00-\x1f\u202e]', name) and not name.startswith("."), name
        assert len(name.encode()) <= 255 and name.isprintable()


def test_a_name_that_is_no_text_is_found_again(tmp_path: Path) -> None:
    names = (b"caf\xe9.txt", rb"caf\xe9 typed.txt")
    for number, name in enumerate(names):
        (tmp_path / os.fsdecode(name)).write_text(f"Number {number}\n\n{STORY}\n\n{STORY} {number}\n")
    run(tmp_path / "index", tmp_path)
    reader = create_app(open_engine(tmp_path / "index")).test_client()
    shown = {reader.get(f"/article/{one}/page").text.split("\n")[0] for one in articles(tmp_path / "index")}
    assert shown == {"Number 0", "Number 1"}


@pytest.mark.parametrize("what", ["page", "source", "saved"])
def test_a_file_that_changed_is_not_shown(own: Archive, what: str) -> None:
    reader = own.reader()
    page, line, packed = (
        own.address("bridge.html", "", what),
        own.address("lines.jsonl", "two", what),
        own.address("packed.jsonl.gz", "", what),
    )
    changed = PAGE.replace("rebuild", "destroy").encode("cp1252")
    assert len(changed) == len(own.files["bridge.html"]), "neither size nor time tell"
    (own.folder / "bridge.html").write_bytes(changed)
    (own.folder / "lines.jsonl").write_bytes(own.files["one"] + b"\n")
    (own.folder / "packed.jsonl.gz").write_bytes(own.files["packed.jsonl.gz"][:-9])
    for address, said in (
        (page, "The file bridge.html has"),
        (line, "Line 4 of lines.jsonl has"),
        (packed, "Line 1 of packed"),
    ):
        reply = reader.get(address)
        assert reply.status_code == 410, address
        assert "changed since it was indexed" in reply.text and "cuttings reindex" in reply.text
        assert said in reply.text and "destroy" not in reply.text
        assert {name: reply.headers.get(name) for name in HEADERS} == HEADERS, "it is a page of ours"
    run(own.index)
    assert "destroy" in own.reader().get(own.address("bridge.html")).text
    assert own.reader().get(own.address("bridge.html", "", "saved")).status_code == 200


@pytest.mark.parametrize("what", ["page", "source", "saved"])
def test_a_file_that_is_gone_is_said_to_be_gone(own: Archive, what: str) -> None:
    address = own.address("harbour.txt", "", what)
    (own.folder / "harbour.txt").unlink()
    os.mkfifo(own.folder / "harbour.txt")  # to open it would wait for ever
    reply = own.reader().get(address)
    assert reply.status_code == 410
    assert "is not there any more; bring it back" in reply.text and "changed" not in reply.text
    assert own.reader().get(address.rpartition("/")[0]).status_code == 200, "the article itself is in the index"


def test_a_file_that_another_machine_has_is_not_said_to_be_gone(own: Archive) -> None:
    address = own.address("harbour.txt", "", "saved")
    (own.folder / "harbour.txt").unlink()
    serving = replace(own.settings, cluster="opensearch://127.0.0.1:9/news")
    reply = create_app(open_engine(own.index), serving).test_client().get(address)
    assert reply.status_code == 410
    assert "What was saved is not on this machine" in reply.text
    assert "lies on the machine that publishes" in reply.text and "gone" not in reply.text
    assert "reindex" not in reply.text, "this machine publishes nothing"


@pytest.mark.parametrize("what", ["page", "source", "saved"])
def test_a_file_that_may_not_be_read_is_neither(own: Archive, what: str) -> None:
    address = own.address("harbour.txt", "", what)
    (own.folder / "loop").symlink_to(own.folder / "loop")
    (own.folder / "harbour.txt").unlink()
    (own.folder / "harbour.txt").symlink_to(own.folder / "loop")
    reply = own.reader().get(address)
    assert reply.status_code == 503
    assert "cannot be read" in reply.text


@pytest.mark.parametrize("what", ["page", "source", "saved"])
def test_former_ids_lead_on_and_deleted_articles_are_named(own: Archive, what: str) -> None:
    renamed, deleted = own.address("harbour.txt", "", what), own.address("notes.md", "", what)
    (own.folder / "harbour.txt").write_text(f"The harbour is shut\n\n{STORY}\n\n{STORY} It cost much.\n")
    (own.folder / "notes.md").unlink()
    run(own.index)
    reader = own.reader()
    reply = reader.get(f"{renamed}?x=%C3%A9")
    assert (reply.status_code, reply.headers["Location"]) == (301, f"{own.address('harbour.txt', '', what)}?x=%C3%A9")
    gone = reader.get(deleted)
    assert gone.status_code == 410 and "Notes on a bridge" in gone.text
    assert reader.get(f"/article/0123456789abcdef/{what}").status_code == 404


@pytest.mark.parametrize("what", ["page", "source", "saved"])
def test_each_version_is_what_was_saved_of_it(tmp_path: Path, what: str) -> None:
    saves = []
    for number, end in ((1, "A buoy was missing."), (2, "A buoy was found."), (3, "The buoy was found at last.")):
        line = {"id": f"v{number}", "title": "Ferry aground", "url": "https://quay.example/ferry"}
        saves.append(json.dumps(line | {"retrieved": f"2016-05-0{number}", "text": f"{STORY}\n\n{STORY}\n\n{end}"}))
    (tmp_path / "a.jsonl").write_text("\n".join(saves))
    run(tmp_path / "index", tmp_path / "a.jsonl")
    reader = create_app(open_engine(tmp_path / "index")).test_client()
    (identity,) = articles(tmp_path / "index")
    address = f"/article/{identity}/{what}"

    def saved(version: str = "") -> str:
        reply = reader.get(address + version)
        inner = re.search(r'<iframe src="([^"]*)"', reply.text) if what == "saved" else None
        return reader.get(inner[1]).text if inner else reply.text

    assert saved() == saves[2]
    assert [saved(f"?version={number}") for number in (1, 2, 3)] == saves
    assert reader.get(f"{address}?version=4").status_code == 404
    reply = reader.get(f"/article/{identity}.2/{what}")
    assert (reply.status_code, reply.headers["Location"]) == (301, f"{address}?version=2")
    older = reader.get(f"/article/{identity}?version=2").text
    assert (f'href="{address}?version=2"' in older) is (what != "page")
    assert sha256(saves[1].encode()).hexdigest() in older


def test_the_page_of_an_article_and_its_reply_say_how_it_was_saved(archive: Archive) -> None:
    reader = archive.reader()
    for path, key, line in (("bridge.html", "", 0), ("lines.jsonl", "two", 4)):
        page = archive.address(path, key)
        base = page.rpartition("/")[0]
        digest = sha256(archive.files[key or path]).hexdigest()
        html = reader.get(base).text
        record = re.sub(r"<[^>]+>|\s+", " ", html[html.index("About the file") :])
        assert digest in record and path in record
        assert ("Line 4" in re.sub(r" +", " ", record)) is bool(line)
        assert f'<a href="{base}/saved">' in html
        told = json_of(reader.get(f"/api{base}"))["source"]
        size = None if line else len(archive.files[path])
        assert told["saved"] is None
        assert (told["path"], told["record"], told["bytes"], told["sha256"]) == (path, line or None, size, digest)
        assert (told["page"], told["download"]) == (page, f"{base}/source")
        assert reader.get(told["page"]).status_code == reader.get(told["download"]).status_code == 200
    html = reader.get(archive.address("bridge.html").rpartition("/")[0]).text
    assert '<a href="https://quay.example/bridge" rel="noreferrer">' in html
