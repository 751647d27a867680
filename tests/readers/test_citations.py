"""Bibliographies in RIS and BibTeX say of pages what other exports of bookmarks do."""

from __future__ import annotations

import io
from typing import Any

import pytest

from index.errors import Skipped
from index.page import Bookmark
from index.readers import read
from index.readers.decode import MAX_BYTES
from index.readers.records import RecordPlace, divided, form_named, form_of, record_bytes
from index.reasons import SkipCode

RIS = b"""TY  - NEWS
TI  - Gates stay shut
AU  - Moor, Ida
AU  - Canal News
T2  - The Weir
DA  - 2019/03/04/
Y2  - 2020/01/02/
LA  - en-GB
UR  - https://weir.example/1
ER  -

TY  - BOOK
TI  - A book
ER  -
"""
BIBTEX = rb"""@comment{x}
@article{moor, title = {Gates {Stay} Shut \& {\'E}tude}, author = "Moor, Ida and {Canal News}",
  journal = {The Weir},
  year = 2019, month = {March},
  abstract = {Braces {in {braces}} and an @online{at, the = start}
@not{an, entry = here}},
  url = {https://weir.example/a\_1}, urldate = {2020-01-02}
}
@book{other, title = {M{\"u}hlen}, year = 1990}
"""


def bookmarks(data: bytes, path: str) -> list[Bookmark]:
    name = form_of(data[:4096], path)
    assert name == "citations"
    stream = io.BytesIO(data)
    into, _ = divided(stream, name, MAX_BYTES)
    _, _, starts, lengths, rests = into.arrays()
    place = RecordPlace(path, into.preamble)
    rows = zip(starts.tolist(), lengths.tolist(), rests, strict=True)
    pages = [form_named(name).page(record_bytes(stream, *row), place) for row in rows]
    return [page.bookmark for page in pages if page.bookmark]


@pytest.mark.parametrize(
    ("data", "address", "fields"),
    [
        (
            RIS,
            "https://weir.example/1",
            {"title": "Gates stay shut", "published": "2019-03-04", "language": "en"},
        ),
        (
            BIBTEX,
            "https://weir.example/a_1",
            {"title": "Gates Stay Shut & Étude", "published": "2019-03"},
        ),
    ],
)
def test_an_entry_with_an_address_is_a_bookmark(data: bytes, address: str, fields: dict[str, Any]) -> None:
    same = {"authors": ["Ida Moor", "Canal News"], "publisher": "The Weir", "saved": "2020-01-02"}
    for written in (data, data.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + data):
        assert bookmarks(written, "a.txt") == [Bookmark(address, same | fields, curated=True)]


@pytest.mark.parametrize("data", [RIS, BIBTEX])
def test_entries_without_an_address_are_counted(data: bytes) -> None:
    told = [one for one in read(data, "a.txt") if isinstance(one, Skipped)]
    assert [one.why.code for one in told] == [SkipCode.BOOKMARK, SkipCode.NO_ARTICLES_IN]
    assert dict(told[1].why.values)["told"] == ("entry without an address: 1",)


@pytest.mark.parametrize("data", [b"TY  - NEWS\nTI  - a\n", b"@ab{c, d = {{{\n" * 2_000, b'@ab{c,\n d = "' + b"\\"])
def test_what_does_not_end_is_nothing(data: bytes) -> None:
    assert bookmarks(data, "a.bib") == []


@pytest.mark.parametrize("data", [b"@reader, this is a letter = no citation.", b"TY  is a pattern - of a knot.\nNO\n"])
def test_a_text_is_no_bibliography(data: bytes) -> None:
    assert form_of(data, "a.txt") == ""


def test_the_table_of_instapaper_holds_bookmarks() -> None:
    table = b"URL,Title,Selection,Folder,Timestamp,Tags\nhttps://weir.example/1,Gates,,Unread,1600000000,[]\n"
    (row,) = (one for one in read(table, "instapaper-export.csv"))
    assert isinstance(row, Skipped) and row.why.code is SkipCode.BOOKMARK
