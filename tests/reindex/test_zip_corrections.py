"""A `corrections.yaml` in a ZIP holds for its members; one in the folder can name a member."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.article import Article
from index.reasons import SkipCode
from tests.reindex.archives import articles, contents, run
from tests.reindex.movers import web_page
from tests.reindex.recorded import table
from tests.reindex.test_zips import zipped
from web.terminal.cli import main

PAGES = {f"pages/{number}.html": web_page(number, "quay.example", "") for number in range(2)}
OF_HOST = "- by: {host: quay.example}\n  set: {publisher: Quay Post}\n"
INSIDE = OF_HOST + "- by: {file: pages/1.html}\n  set: {byline: Ann Lee}\n"
OTHER = INSIDE.replace("Quay Post", "Mole Times")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "archive").mkdir()
    return tmp_path / "archive"


def found(index: Path) -> dict[str, Article]:
    return {one.path: one for one in articles(index).values()}


def same_as_anew(tmp_path: Path, folder: Path) -> bool:
    run(tmp_path / "anew", folder, full=(tmp_path / "anew").exists())
    return contents(tmp_path / "index") == contents(tmp_path / "anew")


def test_corrections_in_a_zip_hold_for_its_members_alone(folder: Path, tmp_path: Path) -> None:
    (folder / "a.zip").write_bytes(zipped({**PAGES, "corrections.yaml": INSIDE}))
    (folder / "alone.html").write_text(web_page(3, "quay.example", ""))
    report = run(tmp_path / "index", folder)
    known = found(tmp_path / "index")
    assert {path: (one.publisher, one.authors) for path, one in known.items()} == {
        "a.zip#pages/0.html": ("Quay Post", ()),
        "a.zip#pages/1.html": ("Quay Post", ("Ann Lee",)),
        "alone.html": (known["alone.html"].publisher, ()),
    }
    assert known["alone.html"].publisher != "Quay Post"
    assert not report.skipped
    proofs = [proof.source for proof in known["a.zip#pages/1.html"].evidence if proof.field == "authors"]
    assert proofs == ["corrected in corrections.yaml"]


def test_a_change_of_the_file_in_the_zip_changes_its_members(folder: Path, tmp_path: Path) -> None:
    members: dict[str, bytes | str] = {**PAGES, "rows.csv": table([(1, "", ""), (2, "", "")])}
    for inside in (INSIDE, OTHER, "- by: {title: Story 1}\n  set: {title: Told}\n", None):
        (folder / "a.zip").write_bytes(zipped(members | ({"corrections.yaml": inside} if inside is not None else {})))
        run(tmp_path / "index", folder)
        assert same_as_anew(tmp_path, folder)
    assert {one.publisher for one in found(tmp_path / "index").values()} & {"Quay Post", "Mole Times"} == set()


def test_the_file_of_the_folder_names_members_and_stands_before_that_of_the_zip(folder: Path, tmp_path: Path) -> None:
    (folder / "a.zip").write_bytes(zipped({**PAGES, "corrections.yaml": INSIDE}))
    run(tmp_path / "index", folder)
    (folder / "corrections.yaml").write_text("- by: {file: a.zip#pages/1.html}\n  set: {byline: Bo Berg}\n")
    report = run(tmp_path / "index", folder)
    assert found(tmp_path / "index")["a.zip#pages/1.html"].authors == ("Bo Berg",)
    assert [(one.by, one.articles) for one in report.corrections] == [("file: a.zip#pages/1.html", 1)]
    assert report.reread == 1
    assert same_as_anew(tmp_path, folder)
    (folder / "corrections.yaml").unlink()
    run(tmp_path / "index", folder)
    assert found(tmp_path / "index")["a.zip#pages/1.html"].authors == ("Ann Lee",)
    assert same_as_anew(tmp_path, folder)


def test_what_is_wrong_in_it_is_told_once(folder: Path, tmp_path: Path) -> None:
    (folder / "a.zip").write_bytes(zipped({**PAGES, "corrections.yaml": "- by: {hoost: x}\n  set: {title: A}\n"}))
    for report in (run(tmp_path / "index", folder), run(tmp_path / "index")):
        assert [(one.path, one.why.code) for one in report.skipped] == [("a.zip#corrections.yaml", SkipCode.CORRECTION)]


def test_extract_shows_members_as_their_zip_corrects_them(folder: Path) -> None:
    (folder / "a.zip").write_bytes(zipped({**PAGES, "corrections.yaml": INSIDE}))
    shown = CliRunner().invoke(main, ["extract", "--jsonl", str(folder / "a.zip")])
    told = [json.loads(line) for line in shown.stdout.splitlines()]
    assert [(one["publisher"], one["authors"]) for one in told] == [("Quay Post", []), ("Quay Post", ["Ann Lee"])]
