"""A browser gets no markup that connects to others, and bytes only while they are those that were indexed."""

from __future__ import annotations

import os
import tracemalloc
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
