"""Pages that hold no article are left out, come back when asked for, and no short article is taken for one."""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from index.reasons import Code
from tests.reindex.archives import NOW, articles, keys, run
from web.reasons import advice_sentence

CORPUS = Path(__file__).parents[1] / "corpus"
# How many of the pages without an article are known, by kind: floors, never to be lowered. In doubt a page is kept.
FLOORS = {"error": 16, "consent": 4, "bot_check": 2, "index": 3, "paywall": 1, "empty": 2, "login": 1, "redirect": 2}
FLOORS |= {"video": 1}


def kinds(folder: str) -> dict[str, str]:
    with (CORPUS / folder / "expected.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["file"]: row.get("kind", "article") for row in rows}


def copied(folder: Path, *names: str) -> Path:
    """A folder with some pages of the corpus, written a while ago."""
    folder.mkdir(exist_ok=True)
    for name in names:
        place = folder / Path(name).name
        place.write_bytes((CORPUS / name).read_bytes())
        os.utime(place, (NOW.timestamp() - 1000,) * 2)
    return folder


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    return copied(
        tmp_path / "archive",
        "no_article/forbidden-apache.html",
        "no_article/not-found-ru.html",
        "no_article/empty-frame.html",
        "articles/brief-roadworks.txt",
    )


def test_pages_without_an_article_are_left_out_and_every_article_is_kept(tmp_path: Path) -> None:
    wrong = copied(tmp_path / "wrong", *(f"no_article/{name}" for name in kinds("no_article")))
    right = copied(tmp_path / "right", *(f"articles/{name}" for name in kinds("articles")))
    left = [item for item in run(tmp_path / "one", wrong).skipped if item.why.kind is Code.NO_ARTICLE]
    found = Counter(kinds("no_article")[item.path] for item in left)
    assert {kind: found[kind] for kind, floor in FLOORS.items() if found[kind] < floor} == {}
    assert all("--keep-empty" in advice_sentence(item.why) for item in left)
    report = run(tmp_path / "two", right)
    assert report.skipped == ()
    assert report.articles == len(kinds("articles"))


def test_every_real_page_is_kept(shared: Path, tmp_path: Path) -> None:
    """One of forty reference pages, all of which are articles."""
    files = [
        path for name in ("extract-dev", "extract-dev-more") for path in sorted((shared / name / "pages").iterdir())
    ]
    folder = tmp_path / "archive"
    folder.mkdir()
    for path in files[::40]:
        (folder / path.name).write_bytes(path.read_bytes())
    assert run(tmp_path / "index", folder, file_seconds=60.0).skipped == ()


def test_a_refused_page_stays_known_and_is_not_new_again(mixed: Path, tmp_path: Path) -> None:
    first = run(tmp_path / "index", mixed)
    assert (first.new, len(first.skipped)) == (1, 3)
    again = run(tmp_path / "index")
    assert (again.new, again.generation, again.skipped) == (0, 0, first.skipped)
    assert run(tmp_path / "index", failed=True).skipped == first.skipped


def test_a_refused_page_that_changes_is_read_again(mixed: Path, tmp_path: Path) -> None:
    run(tmp_path / "index", mixed)
    (mixed / "empty-frame.html").write_bytes((CORPUS / "articles/brief-glatteis.html").read_bytes())
    assert run(tmp_path / "index").new == 1
    assert keys(tmp_path / "index") == {"brief-roadworks", "empty-frame"}


def test_keep_empty_indexes_them_and_without_it_they_go(mixed: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run(index, mixed)
    foretold, kept = run(index, dry_run=True, keep_empty=True), run(index, keep_empty=True)
    assert foretold.counts == kept.counts
    assert (kept.new, kept.skipped, kept.articles) == (3, (), 4)
    assert run(index, keep_empty=True).generation == 0
    run(tmp_path / "anew", mixed, keep_empty=True)
    assert articles(index) == articles(tmp_path / "anew")
    without = run(index)
    assert (without.gone, len(without.skipped), without.articles) == (3, 3, 1)
    assert run(index).generation == 0
