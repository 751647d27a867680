"""A page that a crawler got again unchanged is what it stands for: at another address, or seen again on another day."""

from __future__ import annotations

import gzip
import io
import random
import re
import zipfile
from pathlib import Path

import pytest

from index.errors import Skipped
from index.extract import extract
from index.originals.original import Original
from index.originals.place import original_places
from index.originals.saved_bytes import record_of
from index.page import RawPage
from index.readers import read
from index.readers.records.revisits import MOST_ADDRESSES
from index.store.snapshot import open_snapshot
from tests.reindex.archives import articles, contents, run, versions
from web.reasons import reason_sentence

REVISITS = (Path(__file__).parents[1] / "formats" / "revisits.warc").read_bytes()
QUAY = "https://www.quay.example"


def by_members(warc: bytes) -> bytes:
    """The same records, each a gzip member of its own."""
    records = re.split(rb"(?=WARC/1\.1\r\nWARC-Type)", warc)
    return b"".join(gzip.compress(record, mtime=0) for record in records if record)


def wacz(warc: bytes, compression: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        file.writestr("datapackage.json", "{}")
        file.writestr(zipfile.ZipInfo("archive/data.warc.gz"), warc, compression)
    return out.getvalue()


def record(kind: str, address: str, moment: str, body: bytes, **header: str) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    fields = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in header.items())
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: {moment}\r\n{fields}"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def story(number: int) -> bytes:
    text = f"The council of harbour number {number} agreed on Monday evening to dredge the channel before the storms. "
    head = f"<head><title>Story {number}</title></head>"
    return f"<html>{head}<body><article><h1>Story {number}</h1><p>{text * 2}</p></article></body></html>".encode()


def told(data: bytes) -> list[tuple[str, str, str]]:
    """Title, address and moment of each article of a web archive."""
    made = [extract(page) for page in read(data, "x.warc") if isinstance(page, RawPage)]
    return [(one.title, one.url, one.saved.isoformat()[:10] if one.saved else "") for one in made]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "archive").mkdir()
    return tmp_path / "archive"


def test_the_same_address_on_another_day_is_a_version_and_another_address_an_article(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "crawl.warc").write_bytes(REVISITS)
    report = run(tmp_path / "index", folder)
    assert {one.url for one in articles(tmp_path / "index").values()} == {
        f"{QUAY}/dredging",
        f"{QUAY}/ferry",
        "https://vellingen.example/reading-room",
        "https://mirror.example/vellingen/reading-room",
    }
    saved = sorted(
        [one.saved.isoformat()[:10] for one in each if one.saved] for each in versions(tmp_path / "index").values()
    )
    assert saved == [["2020-05-17", "2020-07-17"], ["2020-05-17", "2020-08-17"]]
    assert [reason_sentence(one) for one in report.skipped] == [
        "holds 4 parts that are no articles: revisit: 3, revisit of another file: 1"
    ]


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "stored.wacz"])
def test_a_packed_archive_says_the_same_of_its_revisits(name: str, folder: Path, tmp_path: Path) -> None:
    packed = by_members(REVISITS)
    files = {"crawl.warc": REVISITS, "crawl.warc.gz": packed, "stored.wacz": wacz(packed, zipfile.ZIP_STORED)}
    (folder / name).write_bytes(files[name])
    run(tmp_path / "index", folder)
    found = contents(tmp_path / "index").values()
    assert sorted((one.title, one.url, str(one.saved)) for one in found) == sorted(
        (one.title, one.url, str(one.saved)) for page in read(REVISITS, "x") if isinstance(page, RawPage)
        for one in [extract(page)]
    )  # fmt: skip
    assert len(found) == 6


def test_what_would_be_unpacked_from_its_beginning_for_each_is_counted(folder: Path, tmp_path: Path) -> None:
    (folder / "packed.wacz").write_bytes(wacz(REVISITS, zipfile.ZIP_DEFLATED))
    report = run(tmp_path / "index", folder)
    assert report.articles == 3
    assert [reason_sentence(one) for one in report.skipped] == ["holds 7 parts that are no articles: revisit: 7"]


def test_what_was_saved_of_it_is_the_revisit_with_its_answer(folder: Path, tmp_path: Path) -> None:
    (folder / "crawl.warc.gz").write_bytes(by_members(REVISITS))
    run(tmp_path / "index", folder)
    snapshot = open_snapshot(tmp_path / "index")
    places = original_places(snapshot)
    assert places is not None
    (segment,) = snapshot.segments
    mirrored = [n for n in range(segment.doc_count) if "mirror.example" in segment.stored(n).url]
    original = places.of(segment, mirrored[0])
    assert isinstance(original, Original)
    saved = gzip.decompress(record_of(original).data)
    assert saved.count(b"WARC-Type: ") == 2 and saved.index(b"revisit") < saved.index(b"WARC-Type: response")


def test_no_more_than_some_addresses_are_given_to_one_answer() -> None:
    many = MOST_ADDRESSES + 5
    again = [
        record("revisit", f"{QUAY}/{n}", "2020-05-18T00:00:00Z", b"", WARC_Payload_Digest="x") for n in range(many)
    ]
    answer = record("response", f"{QUAY}/lost", "2020-05-17T00:00:00Z", story(1), WARC_Payload_Digest="x")
    found = list(read(answer + b"".join(again), "x.warc"))
    assert len([one for one in found if isinstance(one, RawPage)]) == 1 + MOST_ADDRESSES
    assert isinstance(found[-1], Skipped)
    assert reason_sentence(found[-1]) == "holds 5 parts that are no articles: revisit: 5"


def test_an_answer_that_cannot_be_read_again_is_a_sentence() -> None:
    answer = record("response", f"{QUAY}/a", "2020-05-17T00:00:00Z", b"", WARC_Payload_Digest="x")
    again = record("revisit", f"{QUAY}/b", "2020-05-18T00:00:00Z", b"", WARC_Payload_Digest="x")
    assert [one.why.code for one in read(answer + again, "x.warc") if isinstance(one, Skipped)] == ["empty", "empty"]


def plainly(rows: list[tuple[str, str, int, int]]) -> list[tuple[str, str, str]]:
    """What comes of answers and revisits, by looking through all of them for each: (kind, address, payload, day)."""
    found = [(n, payload, address, day) for n, (kind, address, payload, day) in enumerate(rows) if kind == "response"]
    wanted: dict[tuple[int, str], tuple[int, int]] = {}
    for n, (kind, address, payload, day) in enumerate(rows):
        answers = [one for one in found if one[1] == payload]
        if kind != "revisit" or not answers:
            continue
        before = [one for one in answers if one[0] < n]
        answer = before[-1] if before else answers[0]
        if answer[2] == address and day <= answer[3]:
            continue
        held = wanted.get((answer[0], address))
        if held is None or day > held[1]:
            wanted[answer[0], address] = n, day
    pages = [(n, payload, address, day) for n, payload, address, day in found]
    pages += [(n, rows[n][2], address, day) for (_, address), (n, day) in wanted.items()]
    return [(f"Story {p}", f"{QUAY}/{a}", f"2020-05-{day:02d}") for _, p, a, day in sorted(pages)]


def test_random_crawls_give_what_a_plain_reader_finds() -> None:
    chance = random.Random(7)
    for _ in range(60):
        rows = [
            (chance.choice(("response", "revisit")), chance.choice("abc"), chance.randrange(3), chance.randint(1, 28))
            for _ in range(chance.randrange(12))
        ]
        data = b"".join(
            record(
                kind,
                f"{QUAY}/{address}",
                f"2020-05-{day:02d}T00:00:00Z",
                story(payload) if kind == "response" else b"",
                WARC_Payload_Digest=f"sha1:{payload}",
            )
            for kind, address, payload, day in rows
        )
        assert not data or told(data) == plainly(rows)
