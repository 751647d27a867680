"""The articles of an index come back from `salvage` as they were, also of a damaged one as far as they are whole."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from index.article import Article
from index.schema import FORMAT_VERSION
from index.segment.arrays import sections
from index.segment.arrays.container import Container
from index.store.snapshot import open_snapshot
from tests.programs import ROOT
from tests.reindex.archives import articles, run
from web.terminal.cli import main

FIELDS = (
    *("title", "text", "standfirst", "authors", "publisher", "agency", "place", "section", "language"),
    *("photo_credit", "url"),
)
STORY = "The ferry to the outer islands was taken out of service on Friday after its engine had failed twice."


def cuttings(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def known(article: Article) -> dict[str, Any]:
    """What has to come back of an article, its dates as exactly as they are known."""
    dates = {name: date and (date.precision, date.isoformat()) for name, date in dated(article)}
    return {**{name: getattr(article, name) for name in FIELDS}, **dates}


def dated(article: Article) -> list[tuple[str, Any]]:
    return [("published", article.published), ("modified", article.modified)]


def many(folder: Path, count: int, name: str = "many") -> None:
    """JSON lines with so many articles, enough for a dictionary."""
    folder.mkdir(exist_ok=True)
    lines = [
        {"id": f"n-{n}", "title": f"Report {n} of the harbour", "text": f"{STORY} It was ship {n}.", "date": "2014-05"}
        for n in range(count)
    ]
    (folder / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of two generations: 70 lines in one segment, and then two pages, one of which has changed since."""
    many(tmp_path / "archive", 70)
    (tmp_path / "archive/page.txt").write_text(f"The report of the page\n\n{STORY}\n\n{STORY} First text.\n")
    run(tmp_path / "index", tmp_path / "archive")
    (tmp_path / "archive/page.txt").write_text(f"The report of the page\n\n{STORY}\n\n{STORY} Second text.\n")
    (tmp_path / "archive/other.txt").write_text(f"The report of the other\n\n{STORY}\n\n{STORY} Other text.\n")
    run(tmp_path / "index")
    return tmp_path / "index"


def salvaged(index: Path, code: int = 0) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What the command reports, and the lines that it wrote."""
    target = index.with_name("salvaged")
    result = cuttings("salvage", target, "--index", index, "--json")
    assert result.exit_code == code, result.output
    lines = (target / "articles.jsonl").read_text("utf-8").split("\n")
    return json.loads(result.stdout), [json.loads(line) for line in lines if line]


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def large(index: Path) -> Path:
    """The file of the segment that holds the lines."""
    return max((index / "segments").glob("*/segment"), key=lambda path: path.stat().st_size)


def test_a_round_trip_of_everything_that_this_project_has(tmp_path: Path) -> None:
    for number, folder in enumerate((ROOT / "seeds", ROOT / "tests/corpus/newsroom", ROOT / "tests/corpus/languages")):
        index, again = tmp_path / f"index-{number}", tmp_path / f"again-{number}"
        run(index, folder)
        before = articles(index)
        assert cuttings("salvage", tmp_path / f"out-{number}", "--index", index).exit_code == 0
        run(again, tmp_path / f"out-{number}")
        after = {article.key: article for article in articles(again).values()}
        assert after.keys() == before.keys()
        different = [
            (before[key].path, name, value, known(after[key])[name])
            for key in before
            for name, value in known(before[key]).items()
            if known(after[key])[name] != value
        ]
        assert different == []


def test_of_a_sound_index_nothing_is_lost(index: Path) -> None:
    report, lines = salvaged(index)
    assert (report["articles"], report["lost"], report["older"], report["exact"]) == (72, [], [], True)
    expected = {article.id: (article.title, article.text) for article in articles(index).values()}
    assert {line["id"]: (line["title"], line["text"]) for line in lines} == expected
    assert len(lines) == 72


def test_deleted_articles_stay_deleted(index: Path) -> None:
    (index.with_name("archive") / "page.txt").unlink()
    run(index)
    report, lines = salvaged(index)
    assert report["articles"] == 71 and report["exact"]
    assert not [line for line in lines if "Second text" in line["text"] or "First text" in line["text"]]


@pytest.mark.parametrize(
    "part", ["body.terms", "body.gap_start", "published", "ids", "stored.ends", "facets.values", "origin"]
)
def test_damage_beside_the_texts_costs_no_article(index: Path, part: str) -> None:
    expected = {article.id: article.text for article in articles(index).values()}
    first, last = Container(large(index)).extent(part)
    flip(large(index), (first + last) // 2)
    report, lines = salvaged(index)
    assert report["lost"] == []
    assert {line["id"]: line["text"] for line in lines} == expected


def test_an_article_whose_bytes_are_damaged_is_named(index: Path) -> None:
    expected = {article.id: article for article in articles(index).values()}
    container = Container(large(index))
    ends = container.array(sections.FRAME_ENDS)
    first, _ = container.extent(sections.FRAMES)
    flip(large(index), first + int(ends[6]) - 8)
    report, lines = salvaged(index, 4)
    (lost,) = report["lost"]
    assert expected.keys() - {line["id"] for line in lines} == {lost["id"]}
    gone = expected[lost["id"]]
    assert (lost["path"], f"n-{lost['line'] - 1}") == (gone.path, gone.key)
    assert report["articles"] == len(lines) == 71
    told = cuttings("salvage", index.with_name("told"), "--index", index)
    assert told.exit_code == 4
    assert f"cuttings: lost: article {lost['id']} of many.jsonl, line {lost['line']}\n" in told.stderr


def test_an_older_text_is_taken_where_the_newest_is_damaged(index: Path) -> None:
    (article,) = (one for one in articles(index).values() if one.key == "page")
    for segment in open_snapshot(index).segments:
        if (document := segment.find(article.id)) >= 0:
            ends = segment.container.array(sections.FRAME_ENDS)
            first, _ = segment.container.extent(sections.FRAMES)
            flip(segment.container.path, first + int(ends[document]) - 8)
    report, lines = salvaged(index, 4)
    assert report["lost"] == []
    assert [one["path"] for one in report["older"]] == ["page.txt"]
    (line,) = (line for line in lines if line["id"] == article.id)
    assert line["text"].endswith("First text.")


def directory(index: Path) -> None:
    content = large(index).read_bytes()
    flip(large(index), content.rindex(b'"positions'.replace(b'"', b"")) if b"positions" in content else -60)


def records(index: Path) -> None:
    for record in index.glob("*.toc"):
        record.unlink()


def manifests(index: Path) -> None:
    for manifest in index.glob("attached/*/manifest"):
        flip(manifest, manifest.stat().st_size // 2)


@pytest.mark.parametrize(("harm", "code"), [(directory, 0), (records, 4), (manifests, 4)])
def test_damaged_lists_cost_no_article(index: Path, harm: Callable[[Path], None], code: int) -> None:
    expected = {(article.title, article.text) for article in articles(index).values()}
    harm(index)
    report, lines = salvaged(index, code)
    assert report["exact"] is (code == 0)
    assert {(line["title"], line["text"]) for line in lines} == expected
    assert len(lines) == len(expected)


def test_what_is_refused(index: Path, tmp_path: Path) -> None:
    assert cuttings("salvage", tmp_path / "out", "--index", tmp_path / "nowhere").exit_code == 3
    refused = cuttings("salvage", index / "out", "--index", index)
    assert refused.exit_code == 1 and "one inside the other" in refused.stderr
    assert cuttings("salvage", tmp_path / "out", "--index", index).exit_code == 0
    before = (tmp_path / "out/articles.jsonl").read_bytes()
    again = cuttings("salvage", tmp_path / "out", "--index", index)
    assert again.exit_code == 1 and "articles.jsonl is there already" in again.stderr
    assert (tmp_path / "out/articles.jsonl").read_bytes() == before


def test_an_index_of_another_version_is_not_called_damaged(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.store.publication.FORMAT_VERSION", FORMAT_VERSION + 1)
    refused = cuttings("salvage", tmp_path / "out", "--index", index)
    assert refused.exit_code == 3
    assert "salvage it with the version of this program that wrote it" in refused.stderr
    assert not (tmp_path / "out").exists()


def test_a_full_disk_leaves_no_half_file(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    failed = cuttings("salvage", tmp_path / "out", "--index", index)
    assert failed.exit_code == 1
    assert "out: the disk is full; it holds no articles.jsonl or the whole one: mend that" in failed.stderr
    assert list((tmp_path / "out").iterdir()) == []
