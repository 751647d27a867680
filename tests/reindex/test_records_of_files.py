"""Pages in a web archive or a mailbox are cleaned and described as the same pages in files of their own are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.article import Article
from index.reasons import SkipCode
from tests.reindex.archives import articles, contents, run
from tests.reindex.movers import site_name, web_page
from tests.reindex.recorded import WRITERS, Story, table, web_archive
from web.reasons import reason_sentence

ODD = "Subscribe to our newsletter today"
TOLD: list[Story] = [(number, ODD, "Quay Post" if number else "") for number in range(5)]


def told_pages(told: list[Story]) -> dict[str, str]:
    pages = {f"{n}.html": web_page(n, "quay.example", site_name(site)) for n, _, site in told}
    return {name: page.replace("<p>", f"<p>{ODD}</p><p>", 1) for name, page in pages.items()}


def said(article: Article) -> tuple[object, ...]:
    fields = (article.url, article.title, article.text, article.publisher, article.authors, article.published)
    return (*fields, [one.text for one in article.dropped])


def test_what_recurs_in_a_web_archive_is_dropped_as_from_files(tmp_path: Path) -> None:
    for folder in ("files", "archive"):
        (tmp_path / folder).mkdir()
    for name, page in told_pages(TOLD).items():
        (tmp_path / "files" / name).write_text(page)
    (tmp_path / "archive" / "crawl.warc.gz").write_bytes(web_archive(TOLD))
    run(tmp_path / "of-files", tmp_path / "files")
    run(tmp_path / "of-archive", tmp_path / "archive")
    of_files, of_archive = (articles(tmp_path / name) for name in ("of-files", "of-archive"))
    assert of_files.keys() == of_archive.keys(), "their addresses name them"
    assert {key: said(one) for key, one in of_files.items()} == {key: said(one) for key, one in of_archive.items()}
    assert all(ODD not in one.text and one.publisher == "Quay Post" for one in of_archive.values())


@pytest.mark.parametrize("name", ["crawl.warc.gz", "letters.mbox"])
def test_what_no_longer_recurs_when_records_go_is_text_again(name: str, tmp_path: Path) -> None:
    folder, index, anew = tmp_path / "archive", tmp_path / "index", tmp_path / "anew"
    folder.mkdir()
    (folder / name).write_bytes(WRITERS[name](TOLD))
    run(index, folder)
    before = contents(index)
    (folder / name).write_bytes(WRITERS[name](TOLD[:2]))
    run(index, folder)
    run(anew, folder)
    assert contents(index) == contents(anew)
    assert len(before) == 5 and len(contents(index)) == 2


def test_what_is_said_of_a_file_is_said_by_each_run(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    (folder / "crawl.warc.gz").write_bytes(web_archive(TOLD))
    (folder / "books.csv").write_text("title,year,isbn\nOne,1999,3\nTwo,2001,4\n")
    (folder / "rows.csv").write_bytes(table([(0, "", ""), (1, "", "")]))
    wanted = [
        ("books.csv", "is a table without texts: its columns are title, year, isbn"),
        ("crawl.warc.gz", "holds 2 parts that are no articles: status 404: 2"),
        ("rows.csv", "row 1 has no text: give one of the fields text, body, content, contents"),
    ]
    for report in (run(index, folder), run(index), run(index, full=True), run(index, dry_run=True)):
        assert [(one.path, reason_sentence(one)) for one in report.skipped] == wanted


def test_a_table_that_loses_its_texts_loses_its_articles(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    (folder / "rows.csv").write_bytes(table([(1, "", ""), (2, "", "")]))
    assert run(index, folder).articles == 2
    (folder / "rows.csv").write_text("id,title,note\ns-1,One,x\n")
    report = run(index)
    assert (report.articles, report.counts.gone) == (0, 2)
    assert [one.why.code for one in report.skipped] == [SkipCode.TABLE_WITHOUT_TEXT]


def test_a_file_may_become_another_form(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    for number, write in enumerate([*WRITERS.values(), *WRITERS.values()]):
        (folder / "story.txt").write_bytes(write([(number % 4 + 1, "", "")]))
        run(index, folder)
        run(tmp_path / f"anew-{number}", folder)
        assert contents(index) == contents(tmp_path / f"anew-{number}")
        (folder / "story.txt").write_text(next(iter(told_pages(TOLD).values())))
        run(index, folder)
        assert len(articles(index)) == 1


def test_bookmarks_are_counted_not_named_one_by_one(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    told = [{"url": f"https://quay.example/{number}", "title": f"T {number}"} for number in range(40)]
    (folder / "pocket.json").write_text(json.dumps([*told, {"title": "Kept", "text": "The council agreed."}]))
    report = run(tmp_path / "index", folder)
    assert [reason_sentence(one) for one in report.skipped] == ["bookmarks without a text: 40"]
    assert report.articles == 1
