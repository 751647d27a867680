"""A plan counts what has changed, article by article, and reads no more than it must."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from index.reindex.scan.sources import SourceMissing
from tests.reindex.archives import NOW, Watched, articles, keys, run
from web.reasons import reason_sentence

STORY = "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away."


def write(path: Path, text: str = STORY, age: int = 1000) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (NOW.timestamp() - age,) * 2)
    return path


def lines(path: Path, *records: dict[str, str] | str, age: int = 1000) -> Path:
    return write(path, "".join(f"{r if isinstance(r, str) else json.dumps(r)}\n" for r in records), age)


def sentence(index: Path, *paths: Path, **more: Any) -> str:
    watched = Watched()
    run(index, *paths, watcher=watched, **more)
    return watched.plans[0].sentence()


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("one", "two", "three"):
        write(tmp_path / "archive" / f"{name}.txt", f"The story of {name}\n\n{STORY}\n")
    return tmp_path / "archive"


def test_new_changed_gone_and_renamed(index: Path, folder: Path) -> None:
    assert sentence(index, folder, dry_run=True) == "3 new"
    assert not (index / "LOCK").exists()
    run(index, folder)
    write(folder / "one.txt", f"Another story\n\n{STORY}", age=500)
    (folder / "two.txt").rename(folder / "deux.txt")
    (folder / "three.txt").unlink()
    write(folder / "four.txt", "Four is a story\n\n" + STORY)
    assert sentence(index) == "1 new, 1 changed, 1 renamed, 1 gone"
    assert keys(index) == {"one", "deux", "four"}
    assert sentence(index) == "no source has changed; 3 as before"


def test_a_touched_file_is_not_read_again(index: Path, folder: Path) -> None:
    run(index, folder)
    os.utime(folder / "one.txt", (NOW.timestamp() - 7,) * 2)
    assert sentence(index) == "no source has changed; 3 as before"


def test_a_file_changed_within_a_tick_of_the_clock_is_found(index: Path, folder: Path) -> None:
    now = NOW.timestamp()
    write(folder / "one.txt", "The story of one\n\n" + STORY, age=0)
    run(index, folder)
    (folder / "one.txt").write_text("The story of ONE\n\n" + STORY)
    os.utime(folder / "one.txt", (now, now))
    assert sentence(index) == "1 changed; 2 as before"


def test_json_lines_are_compared_line_by_line(index: Path, folder: Path) -> None:
    file = lines(folder / "more.jsonl", *({"id": f"{n}", "text": f"{STORY} {n}"} for n in range(50)))
    run(index, folder)
    kept = [{"id": f"{n}", "text": f"{STORY} {n}"} for n in range(2, 50)]
    watched = Watched()
    lines(file, {"id": "1", "text": "Changed"}, *kept, {"id": "new", "text": STORY}, age=10)
    run(index, watcher=watched)
    assert watched.plans[0].sentence() == "1 new, 1 changed, 1 gone; 51 as before"
    assert sum(int(work.todo.sum()) for work in watched.plans[0].work) == 2, "only the two lines are read"
    assert keys(index) == {"one", "two", "three", "new"} | {f"{n}" for n in range(1, 50)}


def test_of_lines_with_one_id_the_first_counts(index: Path, tmp_path: Path) -> None:
    first, second = {"id": "a", "text": "The first."}, {"id": "a", "text": "The second."}
    file = lines(tmp_path / "some.jsonl", first, second)
    report = run(index, file)
    assert [article.text for article in articles(index).values()] == ["The first."]
    assert reason_sentence(report.skipped[0]) == "line 2 has the id of an earlier one"
    lines(file, second, age=10)
    run(index)
    assert [article.text for article in articles(index).values()] == ["The second."]
    lines(file, second, first, age=5)
    run(index)
    assert [article.text for article in articles(index).values()] == ["The second."]
    lines(file, first, second, age=3)
    run(index)
    assert [article.text for article in articles(index).values()] == ["The first."]


def test_bad_lines_and_files_are_listed_and_not_tried_again(index: Path, folder: Path) -> None:
    lines(folder / "some.jsonl", {"id": "a", "text": STORY}, "{broken", {"id": "b"})
    write(folder / "empty.txt", "")
    report = run(index, folder)
    reasons = {item.path: reason_sentence(item) for item in report.skipped}
    assert reasons.keys() == {"some.jsonl", "empty.txt"}
    assert len(report.skipped) == 3
    assert report.articles == 4
    again = run(index)
    assert (again.skipped, again.generation) == (report.skipped, 0)
    watched = Watched()
    retried = run(index, failed=True, watcher=watched)
    assert (watched.plans[0].new, watched.plans[0].changed) == (2, 1), "they are read again"
    assert (retried.new, retried.changed, retried.skipped) == (0, 0, report.skipped), "and are no articles"


def test_another_path_is_added_and_nothing_is_taken_away(index: Path, folder: Path, tmp_path: Path) -> None:
    run(index, folder)
    write(tmp_path / "other" / "one.txt", f"Another one\n\n{STORY}")
    (folder / "two.txt").unlink()
    assert sentence(index, tmp_path / "other") == "1 new; 3 as before"
    assert len(articles(index)) == 4
    assert sentence(index) == "1 gone; 3 as before"
    assert sentence(index, forget=[folder]) == "2 gone; 1 as before"
    assert [article.path for article in articles(index).values()] == ["other/one.txt"]


@pytest.mark.parametrize("full", [False, True])
def test_a_folder_that_is_gone_or_empty_deletes_nothing(index: Path, folder: Path, *, full: bool) -> None:
    run(index, folder)
    before = articles(index)
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(SourceMissing, match="no longer there"):
        run(index, full=full)
    folder.mkdir()
    with pytest.raises(SourceMissing, match="is the disk mounted"):
        run(index, full=full)
    assert articles(index) == before


def test_a_correction_file_counts_as_a_change(index: Path, folder: Path) -> None:
    run(index, folder)
    write(folder / "one.meta.yaml", "title: Corrected\n")
    assert sentence(index) == "1 changed; 2 as before"
    assert "Corrected" in {article.title for article in articles(index).values()}
    (folder / "one.meta.yaml").unlink()
    assert sentence(index) == "1 changed; 2 as before"
    assert "Corrected" not in {article.title for article in articles(index).values()}


def test_a_slip_in_a_correction_is_named_and_takes_nothing_away(index: Path, folder: Path) -> None:
    write(folder / "one.meta.yaml", "title: [unclosed\n")
    write(folder / "two.txt.meta.yaml", "titel: Misspelt\nplace: Tallinn\n")
    for report in (run(index, folder), run(index), run(index, full=True)):  # it is said until it is mended
        assert report.articles == 3
        first, second = report.skipped
        assert (first.path, second.path) == ("one.meta.yaml", "two.txt.meta.yaml")
        assert "is not YAML (line 2)" in reason_sentence(first) and "`titel`" in reason_sentence(second)
    assert "Tallinn" in {article.place for article in articles(index).values()}
    write(folder / "one.meta.yaml", "title: Closed\n", age=500)
    (folder / "two.txt.meta.yaml").unlink()
    assert run(index).skipped == ()
    assert "Closed" in {article.title for article in articles(index).values()}


def test_a_page_read_again_outside_the_scanned_part_keeps_its_correction(index: Path, folder: Path) -> None:
    harbour = "LISBON, Feb 24 (Reuters) - The harbour reopened on Wednesday after a week of storms, it was said."
    write(folder / "old" / "one.txt", f"The harbour is open again\n\n{harbour}\n\n{STORY}\n")
    write(folder / "old" / "one.meta.yaml", "title: Corrected\n")
    run(index, folder)
    write(folder / "new" / "four.txt", f"The story of four\n\n26 May 2015\n\n{STORY}\n")
    write(folder / "new" / "five.txt", f"The story of five\n\n26 May 2017\n\n{STORY}\n")
    report = run(index, folder / "new")
    assert report.reread
    assert "Corrected" in {article.title for article in articles(index).values()}


def test_large_files_are_skipped_unless_they_are_json_lines(index: Path, tmp_path: Path) -> None:
    write(tmp_path / "archive" / "large.txt", "word " * 300_000)
    lines(tmp_path / "archive" / "large.jsonl", *({"id": f"{n}", "text": "word " * 1000} for n in range(300)))
    lines(tmp_path / "archive" / "long.jsonl", {"id": "long", "text": "word " * 300_000}, {"id": "s", "text": STORY})
    report = run(index, tmp_path / "archive", file_mb=1)
    assert {item.path for item in report.skipped} == {"large.txt", "long.jsonl"}
    assert report.articles == 301


def test_a_full_run_gives_the_same(index: Path, folder: Path) -> None:
    run(index, folder)
    before = articles(index)
    assert sentence(index, full=True) == "3 changed"
    assert articles(index) == before


def test_nothing_to_index_is_one_sentence(index: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="say which folder"):
        run(index)
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceMissing, match="holds no articles"):
        run(index, tmp_path / "empty")
