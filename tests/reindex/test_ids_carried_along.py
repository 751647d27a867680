"""Ids are made of the articles, and what the articles cannot tell is carried along from run to run."""

from __future__ import annotations

import json
import shutil
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from index.errors import IndexDamaged
from index.reindex import manifest
from index.reindex.verify import verify
from index.segment.arrays.named import write_names
from index.store import history
from index.store.history import Deleted, Moved
from index.store.publication import (
    generation_numbers,
)
from index.store.snapshot import open_snapshot
from search.embedded.engine import open_engine
from tests.faults.dying import AFTER, BEFORE, killed_at
from tests.reindex.archives import NOW, articles, run, versions

STORY = "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away."


def page(title: str, said: str = "") -> str:
    last = f"It was so{said}, the council of the town wrote to us."
    return f"---\ntitle: {title}\n---\n{STORY}\n\n{STORY} {STORY} {STORY}\n\n{last}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles that are equal in title and first words, one copy of the first, one of its own."""
    folder = tmp_path / "archive"
    folder.mkdir()
    for name, text in (
        ("a", page("A bridge", " in the north")),
        ("b", page("A bridge", " in the south")),
        ("c", page("A bridge", " in the north")),
        ("d", page("A harbour")),
    ):
        (folder / f"{name}.md").write_text(text)
    run(tmp_path / "index", folder)
    return folder


def ids(index: Path) -> dict[str, str]:
    return {article.key: article.id for article in articles(index).values()}


def test_equal_articles_keep_their_ids_whatever_happens_to_the_others(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    first = ids(index)
    assert len(set(first.values())) == 4
    (folder / "a.md").rename(folder / "z.md")
    run(index, full=True)
    assert ids(index) == {**{key: first[key] for key in "bcd"}, "z": first["a"]}
    (folder / "z.md").unlink()
    run(index)
    assert ids(index) == {key: first[key] for key in "bcd"}
    assert open_engine(index).former(first["a"]) == Moved(first["c"]), "the same bytes stand in a copy"
    (folder / "c.md").unlink()
    run(index, full=True)
    gone = Deleted("A bridge", NOW.date())
    assert [open_engine(index).former(first[key]) for key in "ac"] == [gone, gone]
    (folder / "e.md").write_text(page("A bridge", " in the east"))
    run(index)
    assert ids(index)["e"] not in first.values(), "an id of a deleted article is not given to another one"
    (folder / "a.md").write_text(page("A bridge", " in the north"))
    run(index)
    assert ids(index)["a"] in (first["a"], first["c"]), "the deleted article has come back"
    assert not verify(index).problems


def test_files_that_change_their_names_with_one_another(folder: Path, tmp_path: Path) -> None:
    first = ids(tmp_path / "index")
    for old, new in (("b", "x"), ("d", "b"), ("x", "d")):
        (folder / f"{old}.md").rename(folder / f"{new}.md")
    run(tmp_path / "index")
    assert ids(tmp_path / "index") == first | {"b": first["d"], "d": first["b"]}


def test_a_file_that_is_written_over_by_a_copy_of_another_is_gone(folder: Path, tmp_path: Path) -> None:
    first = ids(tmp_path / "index")
    shutil.copyfile(folder / "d.md", folder / "b.md")
    run(tmp_path / "index")
    assert isinstance(open_engine(tmp_path / "index").former(first["b"]), Deleted)
    assert ids(tmp_path / "index")["d"] == first["d"]


def test_a_moved_root_keeps_every_id(folder: Path, tmp_path: Path) -> None:
    first = ids(tmp_path / "index")
    moved = folder.rename(tmp_path / "elsewhere")
    run(tmp_path / "index", moved, forget=[folder])
    assert ids(tmp_path / "index") == first
    again = moved.rename(tmp_path / "archive")
    run(tmp_path / "index", again, forget=[moved], full=True)
    assert ids(tmp_path / "index") == first


def test_lines_in_another_order_or_in_another_file_keep_their_ids(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    records = [{"title": "One", "text": f"{STORY * 5} {number}."} for number in range(4)] + [{"id": "k", "text": STORY}]
    lines = [json.dumps(record) + "\n" for record in records]
    (folder / "x.jsonl").write_text("".join(lines))
    run(index, folder)
    first = {article.text: article.id for article in articles(index).values()}
    (folder / "x.jsonl").write_text("".join(reversed(lines)))
    run(index, full=True)
    assert {article.text: article.id for article in articles(index).values()} == first
    (folder / "x.jsonl").rename(folder / "y.jsonl")
    run(index)
    assert {article.text: article.id for article in articles(index).values()} == first


def test_an_index_built_from_nothing_has_the_ids_of_what_is_not_equal(folder: Path, tmp_path: Path) -> None:
    (folder / "c.md").unlink()
    (folder / "b.md").unlink()
    (folder / "sub").mkdir()
    (folder / "d.md").rename(folder / "sub" / "other.md")
    run(tmp_path / "index")
    run(tmp_path / "anew", folder)
    known, anew = ids(tmp_path / "index"), ids(tmp_path / "anew")
    assert known == anew


def test_a_line_that_becomes_its_sites_template_changes_no_id(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    (folder / "site").mkdir(parents=True)
    odd = "The editors of this paper wish all readers a happy spring"

    def write(numbers: range) -> None:
        for number in numbers:
            text = f"Story number {number}\n\nStory {number}. {STORY}\n\n{odd}\n\n{STORY} {STORY}\n"
            (folder / "site" / f"{number}.txt").write_text(text)

    write(range(3))
    run(index, folder)
    first = articles(index)
    assert all(odd in article.text for article in first.values())
    write(range(3, 9))
    assert run(index).reread == 3
    assert not any(odd in article.text for article in articles(index).values())
    assert first.keys() < articles(index).keys()


def test_since_when_an_article_is_there_is_carried_along(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    (folder / "d.md").rename(folder / "e.md")
    (folder / "b.md").write_text(page("A bridge", " in the west"))
    (folder / "f.md").write_text(page("A ferry"))
    later = NOW + timedelta(days=3)
    run(index, now=later, full=True)
    added = {article.key: article.added for article in articles(index).values()}
    assert added == {**dict.fromkeys("abce", NOW), "f": later}


def test_a_page_saved_anew_at_its_address_is_the_same_article(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()

    def write(name: str, title: str, address: str) -> None:
        (folder / f"{name}.md").write_text(f"---\ntitle: {title}\nurl: {address}\n---\n{STORY}\n")

    write("a", "A bridge", "http://www.post.example/a/?utm_source=x#top")
    run(index, folder)
    first = ids(index)["a"]
    (folder / "a.md").unlink()
    write("b", "The bridge", "https://post.example/a")
    run(index)
    assert ids(index) == {"b": first}
    (folder / "b.md").rename(tmp_path / "b.md")
    write("c", "A root is no address", "https://post.example/")
    run(index)
    assert isinstance(open_engine(index).former(first), Deleted)
    write("d", "The bridge again", "https://post.example/a")
    run(index)
    assert ids(index)["d"] == first
    write("e", "The bridge once more", "https://post.example/a")
    run(index)
    assert ids(index)["e"] == first
    assert [article.key for article in versions(index)[first]] == ["d", "e"]
    other = "The choir of the cathedral has fewer tenors than ever.\n"
    (folder / "f.md").write_text(f"---\ntitle: A choir\nurl: https://post.example/a\n---\n{other}")
    run(index)
    assert ids(index)["e"] == first
    assert ids(index)["f"] != first


@pytest.mark.parametrize("step", [BEFORE, AFTER])
def test_a_killed_run_leaves_table_and_index_of_one_generation(folder: Path, tmp_path: Path, step: str) -> None:
    index = tmp_path / "index"
    first = ids(index)
    (folder / "d.md").write_text(page("A harbour at last"))
    (folder / "b.md").unlink()
    assert killed_at(step, "reindex", "--index", index, "--workers", 1) == -signal.SIGKILL
    assert not verify(index).problems
    engine = open_engine(index)
    if step == BEFORE:
        assert ids(index) == first
        assert engine.former(first["b"]) is None
    else:
        assert engine.former(first["d"]) == Moved(ids(index)["d"])
        assert isinstance(engine.former(first["b"]), Deleted)


def _attached(index: Path, name: str) -> Path:
    found = open_snapshot(index).attached(name)
    assert found is not None
    return found


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_verify_names_damage_of_the_tables(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    path = _attached(index, history.NAME)
    _flip(path)
    assert any(f"attached/1/{history.NAME}" in problem for problem in verify(index).problems)
    with pytest.raises(IndexDamaged):
        (folder / "e.md").write_text(page("A ferry"))
        run(index)
    _flip(path)
    segment = next(iter(open_snapshot(index).segments)).path
    _flip(segment / "names")
    with pytest.raises(IndexDamaged, match="names: section"):
        open_snapshot(index)


def test_ids_that_two_tables_give_otherwise_are_named(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    (segment,) = open_snapshot(index).segments

    write_names(segment.path, segment.names.ids + 1, segment.names.added)
    assert any("do not give the articles the same ids" in problem for problem in verify(index).problems)


@pytest.mark.parametrize("broken", ["segment", "history", "manifest"])
def test_a_full_run_over_a_damaged_index_saves_the_ids_that_can_be_saved(
    folder: Path, tmp_path: Path, broken: str
) -> None:
    index = tmp_path / "index"
    (folder / "a.md").unlink()  # its id leads to its copy `c`, which is not the first of its name
    run(index)
    first = ids(index)
    (number, *_) = generation_numbers(index)
    for old in generation_numbers(index)[1:]:
        (index / f"_MAIN_{old}.toc").unlink()
    damaged = {"segment": open_snapshot(index).segments[0].path / "names"}
    damaged |= {name: _attached(index, name) for name in (history.NAME, manifest.NAME)}
    _flip(damaged[broken])
    run(index, full=True)
    now = ids(index)
    assert now["d"] == first["d"]
    if broken != "manifest":
        assert now == first
    assert not verify(index).problems
    assert number < generation_numbers(index)[0]
