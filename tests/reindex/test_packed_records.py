"""Records are read however they are packed: one gzip over all of them, Brotli and Zstandard in them, UTF-16."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard

from index.errors import Skipped
from index.extract import extract
from index.page import RawPage
from index.readers import MAX_BYTES, read
from index.reasons import SkipCode
from tests.reindex.archives import articles, contents, run
from tests.reindex.recorded import Story, web_archive
from web.reasons import reason_sentence

FORMATS = Path(__file__).parents[1] / "formats"
TOLD: list[Story] = [(number, "", "Quay Post") for number in range(4)]
PACK: dict[str, Callable[[bytes], bytes]] = {"br": brotli.compress, "zstd": zstandard.compress}
TEXT = "The council agreed on Tuesday to rebuild the bridge that the flood had carried away."
PAGE = f"<html><head><title>Ä bridge</title></head><body><article><p>{TEXT}</p></article></body></html>"
WIDE = ["utf-16", "utf-16-le", "utf-16-be"]


def answer(body: bytes, encoding: str) -> bytes:
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:7], body[7:]) if part) + b"0\r\n\r\n"
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: {encoding}\r\n"
    whole = head.encode() + b"Transfer-Encoding: chunked\r\n\r\n" + chunked
    fields = "WARC-Type: response\r\nWARC-Target-URI: https://quay.example/a\r\nWARC-Date: 2020-05-17T06:30:00Z\r\n"
    kind = f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(whole)}\r\n\r\n"
    return f"WARC/1.1\r\n{fields}{kind}".encode() + whole + b"\r\n\r\n"


@pytest.mark.parametrize("encoding", PACK)
def test_an_answer_that_the_server_packed_is_read(encoding: str) -> None:
    (page,) = read(answer(PACK[encoding](PAGE.encode()), encoding), "a.warc")
    assert isinstance(page, RawPage)
    article = extract(page)
    assert (article.title, article.text) == ("Ä bridge", TEXT)


@pytest.mark.parametrize("encoding", PACK)
def test_what_unpacks_to_more_than_a_page_or_not_at_all_is_a_sentence(encoding: str) -> None:
    bomb = answer(PACK[encoding](b" " * (MAX_BYTES + 1)), encoding)
    cut = answer(PACK[encoding](PAGE.encode())[:-9], encoding)
    other = answer(b"no such packing", encoding)
    told = [one for data in (bomb, cut, other) for one in read(data, "a.warc")]
    codes = [one.why.code if isinstance(one, Skipped) else "read" for one in told]
    assert codes[0] is SkipCode.PAGE_TOO_LARGE
    assert codes[2] is SkipCode.WARC_DAMAGED
    assert codes[1] in (SkipCode.WARC_DAMAGED, "read")  # Zstandard hands out what is there


def test_one_gzip_over_all_records_gives_what_one_for_each_gives(tmp_path: Path) -> None:
    by_records = web_archive(TOLD)
    in_one = gzip.compress(gzip.decompress(by_records), mtime=0)
    for name, data in (("each", by_records), ("one", in_one)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "crawl.warc.gz").write_bytes(data)
        report = run(tmp_path / f"of-{name}", tmp_path / name)
        assert [reason_sentence(one) for one in report.skipped] == ["holds 2 parts that are no articles: status 404: 2"]
    fields = [
        {one.url: (one.title, one.text, one.saved, one.publisher) for one in articles(tmp_path / name).values()}
        for name in ("of-each", "of-one")
    ]
    assert fields[0] == fields[1] and len(fields[0]) == 4


def test_of_one_gzip_what_is_new_is_read_and_the_rest_taken_over(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    file = folder / "crawl.warc.gz"
    file.write_bytes(gzip.compress(gzip.decompress(web_archive(TOLD[:3])), mtime=0))
    run(index, folder)
    file.write_bytes(gzip.compress(gzip.decompress(web_archive(TOLD)), mtime=0))
    report = run(index, folder)
    assert (report.counts.new, report.counts.unchanged) == (1, 3)
    run(tmp_path / "anew", folder)
    assert contents(index) == contents(tmp_path / "anew")


def test_one_gzip_that_ends_early_gives_what_stands_before_that(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "crawl.warc.gz").write_bytes(gzip.compress(gzip.decompress(web_archive(TOLD)), mtime=0)[:-60])
    report = run(tmp_path / "index", folder)
    assert 0 < report.articles < 4
    assert [one.why.code for one in report.skipped][:1] == [SkipCode.WARC_DAMAGED]


def test_one_gzip_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    whole = gzip.decompress(web_archive(TOLD[:1])) + answer(b" " * 30_000_000, "identity")
    (folder / "crawl.warc.gz").write_bytes(gzip.compress(whole))
    report = run(tmp_path / "index", folder)
    assert [one.why.code for one in report.skipped] == [SkipCode.GZIP_BOMB]


@pytest.mark.parametrize("charset", WIDE)
@pytest.mark.parametrize("name", ["clippings.csv", "clippings.tsv", "clippings-semicolon.csv"])
def test_a_table_in_utf_16_is_what_it_is_in_utf_8(name: str, charset: str) -> None:
    text = (FORMATS / name).read_bytes().decode("latin-1" if "semicolon" in name else "utf-8-sig")
    found = [list(read(data, name)) for data in (text.encode(), text.encode(charset))]
    pages = [[(one.lines, one.given) for one in each if isinstance(one, RawPage)] for each in found]
    assert pages[0] == pages[1] and pages[0]
    assert [one for one in found[0] if isinstance(one, Skipped)] == [
        one for one in found[1] if isinstance(one, Skipped)
    ]


def test_lines_of_utf_16_end_where_a_line_ends(tmp_path: Path) -> None:
    """Half of `\u0a05` and of `\u050a` is the byte of a line's end."""
    folder = tmp_path / "archive"
    folder.mkdir()
    rows = [
        "id\ttitle\ttext",
        "a\tOne \u0a05\u050a\t\u010a\u0a0d One.",
        'b\tTwo\t"Two\r\n\u0a0a lines."',
        "c\tThree\tEnd.",
    ]
    text = "".join(f"{row}\r\n" for row in rows)
    for number, charset in enumerate(WIDE):
        (folder / f"table-{number}.txt").write_bytes(text.encode(charset))
    run(tmp_path / "index", folder)
    found = sorted((one.path, one.title, one.text) for one in contents(tmp_path / "index").values())
    wanted = [("One \u0a05\u050a", "\u010a\u0a0d One."), ("Three", "End."), ("Two", "Two\n\u0a0a lines.")]
    assert found == [(f"table-{number}.txt", *one) for number in range(3) for one in wanted]
