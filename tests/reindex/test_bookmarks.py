"""What exports of bookmarks say of saved pages: as a reader of the raw files sees it, and only while they say it."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from index.article import Article
from index.errors import Skipped
from index.page import RawPage
from index.readers import read
from index.readers.records import divided, form_named, form_of
from index.readers.records.form import RecordPlace
from index.reasons import SkipCode
from index.reindex.rows import MOST_FAILURES
from tests.reindex.archives import articles, contents, run
from tests.reindex.movers import web_page
from web.reasons import reason_sentence

GOLD = Path(__file__).parents[1] / "gold" / "bookmarks"
EXPECTED: dict[str, Any] = json.loads((GOLD / "expected.json").read_text(encoding="utf-8"))


def told(article: Article, field: str) -> list[Any]:
    """The value of a field and the export that it comes from, "" where it is the page or a correction."""
    value = getattr(article, field)
    if field in ("published", "saved"):
        value = value.isoformat() if value else ""
    places = [proof.source for proof in article.evidence if proof.field == field and proof.certainty != "refused"]
    exports = [place.removeprefix("bookmark in ").partition(":")[0] for place in places if "bookmark in" in place]
    return [list(value) if isinstance(value, tuple) else value, exports[0] if exports else ""]


def stated(data: bytes, name: str) -> list[Any]:
    """The bookmarks in an export."""
    form = form_named(form_of(data, name))
    into, _ = divided(io.BytesIO(data), form.name, 10_000_000)
    _, _, starts, lengths, _ = into.arrays()
    place = RecordPlace(name, into.preamble)
    pages = [form.page(data[s : s + n], place) for s, n in zip(starts.tolist(), lengths.tolist(), strict=True)]
    return [page.bookmark for page in pages]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(GOLD / "archive", tmp_path / "archive")
    return tmp_path / "archive"


def test_pages_have_what_a_reader_finds_in_the_exports(folder: Path, tmp_path: Path) -> None:
    report = run(tmp_path / "index", folder)
    found = {one.path: one for one in articles(tmp_path / "index").values()}
    for path, fields in EXPECTED["pages"].items():
        assert {name: told(found[path], name) for name in fields} == fields, path
    assert found["bridge.html"].text.startswith("The council agreed"), "the title is known: no line is taken for it"
    counts = {one.path: dict(one.why.values)["count"] for one in report.skipped if one.why.code is SkipCode.BOOKMARKS}
    assert counts == EXPECTED["bookmarks"]
    said = {one.path: reason_sentence(one) for one in report.skipped}
    assert said["exports/ril_export.html"] == "bookmarks without a text: 3"


@pytest.mark.parametrize("name", sorted(EXPECTED["bookmarks"]))
def test_without_an_export_its_values_are_gone_and_with_it_they_are_back(
    name: str, folder: Path, tmp_path: Path
) -> None:
    run(tmp_path / "index", folder)
    before = contents(tmp_path / "index")
    kept = (folder / name).read_bytes()
    (folder / name).unlink()
    run(tmp_path / "index", folder)
    run(tmp_path / "anew", folder)
    assert contents(tmp_path / "index") == contents(tmp_path / "anew")
    assert name in ("exports/pocket.csv",) or contents(tmp_path / "index") != before
    (folder / name).write_bytes(kept)
    run(tmp_path / "index", folder)
    assert contents(tmp_path / "index") == before


def test_an_edited_export_changes_the_pages_that_it_speaks_of_and_no_other(folder: Path, tmp_path: Path) -> None:
    run(tmp_path / "index", folder)
    file = folder / "exports" / "zotero.csv"
    text = file.read_text("utf-8").replace("Lee, Ann", "Leigh, Ann").replace("Nobody, Ever", "Someone, Else")
    file.write_text(text, "utf-8")
    report = run(tmp_path / "index")
    found = {one.path: one for one in articles(tmp_path / "index").values()}
    assert found["bridge.html"].authors == ("Ann Leigh", "Bo van Berg")
    assert found["harbour.html"].authors == ("Marta Lindqvist",)
    assert report.reread == 2
    run(tmp_path / "anew", folder)
    assert contents(tmp_path / "index") == contents(tmp_path / "anew")


def test_ids_and_addresses_stay_when_exports_come(folder: Path, tmp_path: Path) -> None:
    shutil.move(folder / "exports", tmp_path / "aside")
    run(tmp_path / "index", folder)
    before = {one.path: (one.id, one.url) for one in articles(tmp_path / "index").values()}
    shutil.move(tmp_path / "aside", folder / "exports")
    run(tmp_path / "index", folder)
    after = {one.path: (one.id, one.url) for one in articles(tmp_path / "index").values()}
    assert {path: after[path] for path in before} == before


def test_of_more_bookmarks_than_reasons_are_kept_each_counts_and_goes(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    many = MOST_FAILURES + 20
    rows = [{"title": f"T {n}", "url": f"https://quay.example/story-{n}", "author": "Ann Lee"} for n in range(many)]
    (folder / "a.html").write_text(web_page(many - 1, "quay.example", ""))
    (folder / "all.json").write_text(json.dumps(rows))
    report = run(index, folder)
    assert next(iter(articles(index).values())).authors == ("Ann Lee",)
    assert [reason_sentence(one) for one in report.skipped] == [f"bookmarks without a text: {many:,}"]
    (folder / "all.json").write_text(json.dumps(rows[:-1]))
    run(index, folder)
    assert next(iter(articles(index).values())).authors == ()


def test_bookmarks_of_browsers_are_known() -> None:
    page = (
        b"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<DL><p>\n<DT><H3>Papers</H3>\n<DL><p>\n"
        b'<DT><A HREF="https://quay.example/a?x=1&amp;y=2" ADD_DATE="1589697002" ICON="data:,">A &lt;b&gt;</A>\n'
        b'<DT><A HREF="javascript:void(0)">Script</A>\n</DL></DL>\n'
    )
    first, second = stated(page, "bookmarks.html")
    assert first.address == "https://quay.example/a?x=1&y=2"
    assert first.fields == {"title": "A <b>", "saved": "2020-05-17T06:30:02+00:00"}
    assert second.address == "javascript:void(0)"
    assert [one.why.code for one in read(page, "b.html") if isinstance(one, Skipped)] == [SkipCode.BOOKMARK] * 2


def test_a_table_with_titles_and_addresses_is_one_of_bookmarks_and_an_article_with_a_text_is_none() -> None:
    (link, article) = read(b"title,url,text\nA,https://x.example/a,\nB,https://x.example/b,The text.\n", "rows.csv")
    assert isinstance(link, Skipped) and isinstance(article, RawPage)
    assert article.bookmark is None
