"""A member of a ZIP is a source of its own, of the same kinds as files are."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from index.reasons import SkipCode
from tests.reindex.archives import articles, contents, run
from tests.reindex.movers import web_page
from tests.reindex.recorded import WRITERS, mailbox
from web.terminal.cli import main

FORMATS = Path(__file__).parents[1] / "formats"


def zipped(members: Mapping[str, bytes | str], **how: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **{"compression": zipfile.ZIP_DEFLATED, **how}) as file:
        for name, data in members.items():
            file.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data, file.compression)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "archive").mkdir()
    return tmp_path / "archive"


def test_members_are_read_as_files_are_and_others_are_named(folder: Path, tmp_path: Path) -> None:
    (folder / "clippings.zip").write_bytes((FORMATS / "clippings.zip").read_bytes())
    report = run(tmp_path / "index", folder)
    assert {one.path for one in articles(tmp_path / "index").values()} == {
        "clippings.zip#pages/dredging.html",
        "clippings.zip#pages/notice.txt",
        "clippings.zip#letters.mbox",
    }
    assert report.articles == 4
    assert {(one.path, one.why.code) for one in report.skipped} == {
        ("clippings.zip#../up.txt", SkipCode.ZIP_NAME),
        ("clippings.zip#inner.zip", SkipCode.ZIP_NESTED),
        ("clippings.zip#letters.mbox", SkipCode.NO_TEXT_PART),
        ("clippings.zip#pages/logo.png", SkipCode.PART_OF_A_PAGE),
    }
    assert report.hidden == 1


def test_a_packed_web_archive_gives_what_its_archive_gives(folder: Path, tmp_path: Path) -> None:
    (folder / "crawl.wacz").write_bytes((FORMATS / "crawl.wacz").read_bytes())
    run(tmp_path / "index", folder)
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / "crawl.warc.gz").write_bytes((FORMATS / "crawl.warc.gz").read_bytes())
    run(tmp_path / "anew", tmp_path / "alone")
    of_zip, of_file = articles(tmp_path / "index"), articles(tmp_path / "anew")
    assert {one: of_zip[one].text for one in of_zip} == {one: of_file[one].text for one in of_file}
    assert {one.path for one in of_zip.values()} == {"crawl.wacz#archive/data.warc.gz"}


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_incremental_equals_full_for_members(how: int, folder: Path, tmp_path: Path) -> None:
    told = [(1, "", "Quay Post"), (2, "", "")]
    states: list[Mapping[str, bytes | str]] = [
        {"a.html": web_page(1, "quay.example", ""), **{name: write(told) for name, write in WRITERS.items()}},
        {"a.html": web_page(2, "quay.example", ""), **{name: write(told[1:]) for name, write in WRITERS.items()}},
        {"b/a.html": web_page(2, "quay.example", ""), "letters.mbox": mailbox([(3, "", ""), *told])},
        {"letters.mbox": mailbox(told)},
    ]
    for number, state in enumerate(states):
        (folder / "all.zip").write_bytes(zipped(state, compression=how))
        report = run(tmp_path / "index", folder)
        whole = run(tmp_path / f"anew-{number}", folder)
        assert contents(tmp_path / "index") == contents(tmp_path / f"anew-{number}")
        assert (report.articles, report.skipped) == (whole.articles, whole.skipped)
        assert run(tmp_path / "index").generation == 0
    (folder / "all.zip").unlink()
    (folder / "b.txt").write_text("The council agreed on Tuesday to rebuild the bridge of the valley.\n")
    run(tmp_path / "index")
    assert {one.path for one in articles(tmp_path / "index").values()} == {"b.txt"}


def test_members_that_are_as_they_were_are_not_read_again(folder: Path, tmp_path: Path) -> None:
    page = web_page(1, "quay.example", "")
    (folder / "all.zip").write_bytes(zipped({"a.html": page}))
    run(tmp_path / "index", folder)
    (folder / "all.zip").write_bytes(zipped({"new.html": web_page(2, "mole.example", ""), "a.html": page}))
    counts = run(tmp_path / "index").counts
    assert (counts.new, counts.changed, counts.unchanged) == (1, 0, 1)


def test_a_zip_that_is_named_alone_is_read_and_goes_when_it_is_forgotten(folder: Path, tmp_path: Path) -> None:
    (folder / "all.zip").write_bytes(zipped({"a.html": web_page(1, "quay.example", "")}))
    assert run(tmp_path / "index", folder / "all.zip").articles == 1
    assert run(tmp_path / "index", folder / "all.zip").generation == 0
    assert run(tmp_path / "index", forget=[folder / "all.zip"]).articles == 0


def test_a_damaged_zip_and_a_bomb_are_refused(folder: Path, tmp_path: Path) -> None:
    whole = zipped({"a.html": web_page(1, "quay.example", "")})
    (folder / "none.zip").write_bytes(b"PK\x03\x04" + b"x" * 100)
    (folder / "bomb.zip").write_bytes(zipped({f"{n}.txt": b"a" * 2_000_000 for n in range(3)}))
    at = whole.index(b"a.html") + 60
    (folder / "bad.zip").write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
    (folder / "good.txt").write_text("The council agreed on Tuesday to rebuild the bridge of the valley.\n")
    report = run(tmp_path / "index", folder, processes=True)
    assert report.articles == 1
    assert [(one.path, one.why.code) for one in report.skipped] == [
        ("bad.zip#a.html", SkipCode.UNREADABLE),
        ("bomb.zip", SkipCode.GZIP_BOMB),
        ("none.zip", SkipCode.ZIP_DAMAGED),
    ]


def test_an_encrypted_member_is_refused(folder: Path, tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": "The council agreed.\n"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    (folder / "secret.zip").write_bytes(bytes(data))
    (folder / "good.txt").write_text("The council agreed on Tuesday to rebuild the bridge of the valley.\n")
    report = run(tmp_path / "index", folder)
    assert [(one.path, one.why.code) for one in report.skipped] == [("secret.zip#a.txt", SkipCode.ZIP_ENCRYPTED)]


def test_extract_reads_what_reindex_reads() -> None:
    files = [str(FORMATS / name) for name in ("clippings.zip", "crawl.wacz", "letters.mbox", "dispatch.rss")]
    shown = CliRunner().invoke(main, ["extract", "--jsonl", *files])
    told = [json.loads(line) for line in shown.stdout.splitlines()]
    assert [(Path(one["path"]).name, one["format"]) for one in told] == [
        ("dredging.html", "html"),
        ("notice.txt", "text"),
        ("clippings.zip#letters.mbox", "email"),
        ("clippings.zip#letters.mbox", "email"),
        *[("data.warc.gz", "html")] * 2,
        ("data.warc.gz", "text"),
        *[("letters.mbox", "email")] * 2,
        *[("dispatch.rss", "feed")] * 2,
    ]
    assert "is a ZIP within a ZIP" in shown.stderr
