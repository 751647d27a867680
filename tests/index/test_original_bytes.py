"""A browser gets no markup that connects to others, and bytes only while they are those that were indexed."""

from __future__ import annotations

import gzip
import os
import tracemalloc
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from index.originals.in_browser import inert, shown
from index.originals.original import Original
from index.originals.saved_bytes import OriginalChanged, in_pieces


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.names.append(tag)


@pytest.mark.parametrize("space", [" ", "\n", "\t", "\f", "/", ">"])
@pytest.mark.parametrize("name", ["link", "LINK", "Iframe", "frame", "object", "embed", "portal", "fencedframe"])
def test_no_element_is_left_that_connects(name: str, space: str) -> None:
    parser = Elements()
    parser.feed(inert(f"<p>a</p><{name}{space} rel=preconnect src=//x href=//x>b</{name}><section>c</section>"))
    assert name.lower() not in parser.names
    assert {"p", "section"} <= set(parser.names)


def test_markup_that_only_looks_like_it_stays() -> None:
    markup = "<linked><frameset><objects>a &lt;link> <a href=x>link</a> < link></frameset><p title='iframe'>"
    assert inert(markup) == markup


def test_a_format_that_is_not_known_is_text(tmp_path: Path) -> None:
    file = tmp_path / "tomorrow.bin"
    file.write_bytes(data := b"a <script> in a text")
    original = Original("tomorrow.bin", (str(file),), 0, len(data), sha256(data).hexdigest(), "of tomorrow")
    assert shown(original)[:] == ("text/plain", data)


PICTURE = b"\x89PNG\r\n\x1a\nnot much of a picture"
MESSAGE = f"""From: <Saved by Blink>
Snapshot-Content-Location: https://quay.example/bridge
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="--B"

----B
Content-Type: text/html
Content-Location: https://quay.example/bridge

<html><head><link rel="stylesheet" href="cid:css-1@mhtml.blink"><link rel=icon href="https://quay.example/i.png"></head>
<body><h1>A bridge</h1><img src="https://quay.example/a.png?x=1&amp;y=2"><img src='cid:two'><img src="https://far.example/b.png">
<p>The council agreed on Tuesday to rebuild the bridge that the flood had carried away.</p></body></html>
----B
Content-Type: text/css
Content-Location: cid:css-1@mhtml.blink

p {{ background: url("https://quay.example/a.png?x=1&y=2"), url(https://far.example/c.png) }} /* </style><script> */
----B
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://quay.example/a.png?x=1&y=2

{b64encode(PICTURE).decode()}
----B
Content-Type: image/gif
Content-Transfer-Encoding: base64
Content-ID: <two>

{b64encode(PICTURE).decode()}
----B--
"""


@pytest.mark.parametrize("packed", [False, True])
def test_a_page_that_was_saved_with_its_files_is_shown_with_them(tmp_path: Path, *, packed: bool) -> None:
    data = gzip.compress(MESSAGE.encode()) if packed else MESSAGE.encode()
    file = tmp_path / "bridge.mhtml"
    file.write_bytes(data)
    kind, page = shown(Original("bridge.mhtml", (str(file),), 0, len(data), sha256(data).hexdigest(), "mhtml"))
    picture = b64encode(PICTURE)
    assert kind == "text/html"
    assert page.count(b'src="data:image/png;base64,' + picture + b'"') == 1
    assert page.count(b'src="data:image/gif;base64,' + picture + b'"') == 1
    assert page.count(b"url(data:image/png;base64," + picture + b")") == 1
    assert page.count(b"far.example") == 2 and b"<link" not in page, "what was not saved stays as it was named"
    assert page.count(b"</style>") == 1 and page.index(b"</style>") > page.index(b"<script>")


def test_a_page_of_safari_is_shown_with_its_files() -> None:
    file = Path(__file__).parents[1] / "golden" / "forms" / "salt-pans.webarchive"
    data = file.read_bytes()
    kind, page = shown(Original(file.name, (str(file),), 0, len(data), sha256(data).hexdigest(), "webarchive"))
    assert kind == "text/html" and "“by weight, not by name”".encode() in page
    assert page.count(b'src="data:image/png;base64,') == 1, "its address is relative"
    assert page.count(b"<style>body{background:url(data:image/png;base64,") == 1 and b"<link" not in page


def test_a_large_file_takes_little_memory_and_is_looked_at_twice(tmp_path: Path) -> None:
    file = tmp_path / "large"
    block, digest = os.urandom(1_000_000), sha256()
    with file.open("wb") as stream:
        for _ in range(40):
            stream.write(block)
            digest.update(block)
    original = Original("large", (str(file),), 0, 40_000_000, digest.hexdigest(), "html")
    tracemalloc.start()
    size, pieces = in_pieces(original)
    assert size == sum(map(len, pieces)) == 40_000_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000
    size, pieces = in_pieces(original)
    got = len(next(pieces))
    with file.open("r+b") as stream:
        stream.seek(-1, os.SEEK_END)
        stream.write(b"x" if block[-1:] != b"x" else b"y")
    with pytest.raises(OriginalChanged):
        while True:
            got += len(next(pieces))
    assert got < size, "the last piece never comes"
