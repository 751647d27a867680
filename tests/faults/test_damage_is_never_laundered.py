"""Whatever bit is wrong in an index, publishing more on top of it never makes it look sound."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexDamaged
from index.reindex.verify import verify
from index.segment.arrays import sections
from index.segment.arrays.container import Container
from index.segment.reader import CHECKED_AT_OPEN
from index.store.snapshot import open_snapshot
from tests.faults.laundering import (
    Made,
    answers,
    complaint_of,
    flip_bit,
    law,
    make,
    write_run,
)
from tests.reindex.archives import run

FRAME = (*CHECKED_AT_OPEN, sections.ORIGIN, "header", "directory", "trailer")  # what opening a segment looks at


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="module")
def undamaged(made: Made, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What an index answers that was never damaged and had the same runs."""
    index = made.copy(tmp_path_factory.mktemp("twin") / "index")
    run(index, made.sources)
    assert len(open_snapshot(index).segments) == 1
    assert verify(index).problems == ()
    return answers(index)


def _pieces(path: Path) -> Iterator[tuple[str, int, int]]:
    """(name, first byte, last byte not included) of each part of a file that has something in it."""
    size = path.stat().st_size
    if path.name != "segment" and not path.name.startswith("deleted-"):
        yield "all", 0, size
        return
    yield "header", 0, 16
    container = Container(path)
    end = 0
    for name in container._directory:
        first, end = container.extent(name)
        if first < end:
            yield name, first, end
    yield "directory", end, size - 40
    yield "trailer", size - 40, size


def test_a_bit_in_any_section_of_any_file(made: Made, undamaged: dict[str, Any], tmp_path: Path) -> None:
    chance = random.Random(2026)
    places: dict[tuple[str, str], list[tuple[Path, int, int]]] = {}
    for path in sorted(path for path in made.index.rglob("*") if path.is_file() and path.stat().st_size):
        for name, first, last in _pieces(path):
            places.setdefault((path.name, name), []).append((path.relative_to(made.index), first, last))
    assert len(places) > 50
    for number, ((file, section), where) in enumerate(places.items()):
        path, first, last = chance.choice(where)
        index = made.copy(tmp_path / str(number))
        flip_bit(index / path, chance.randrange(first, last), chance.randrange(8))
        complaint = law(index, made.sources, undamaged)
        if file == "segment" and (complaint or section not in FRAME):  # what opening finds costs a generation at most
            assert f"{path}: " in complaint
            assert section in FRAME[-3:] or f"section {section} does not match its checksum" in complaint
        shutil.rmtree(index)


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_any_bit(
    made: Made, undamaged: dict[str, Any], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    index = made.copy(tmp_path_factory.mktemp("flipped") / "index")
    path = data.draw(st.sampled_from(sorted(p for p in index.rglob("*") if p.is_file() and p.stat().st_size)))
    flip_bit(path, data.draw(st.integers(0, path.stat().st_size - 1)), data.draw(st.integers(0, 7)))
    law(index, made.sources, undamaged)
    shutil.rmtree(index)


@pytest.mark.parametrize("name", ["manifest", "recurring", "segment"])
def test_building_anew_mends_what_refuses_to_be_changed(made: Made, tmp_path: Path, name: str) -> None:
    index = made.copy(tmp_path / "index")
    path = max(index.rglob(name))
    flip_bit(path, path.stat().st_size // 2, 3)
    assert complaint_of(index)
    for _ in range(2):  # a refused run changes nothing, so that the next is refused, too
        with pytest.raises(IndexDamaged, match=r"cuttings repair"):
            run(index, made.sources)
    run(index, full=True)
    assert complaint_of(index) == ""


def test_an_article_is_replaced_only_where_its_place_is_sure(made: Made, tmp_path: Path) -> None:
    """No merge is due, but which document of an old segment leaves is read from a damaged table."""
    (tmp_path / "sources").mkdir()
    for number in range(2):
        write_run(tmp_path / "sources", number)
        run(tmp_path / "index", tmp_path / "sources")
    flip_bit(
        tmp_path / "index/segments/1-0/segment", Container(tmp_path / "index/segments/1-0/segment").extent("ids")[0], 5
    )
    file = tmp_path / "sources/0.jsonl"
    file.write_text("".join(file.read_text("utf-8").splitlines(keepends=True)[1:]), "utf-8")
    with pytest.raises(IndexDamaged, match="generation 2 is damaged: segments/1-0/segment: section ids does not match"):
        run(tmp_path / "index")


def test_a_run_without_news_publishes_where_the_newest_generation_is_damaged(made: Made, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    for number in (0, 1):
        write_run(tmp_path / "sources", number)
        run(tmp_path / "index", tmp_path / "sources")
    for path in (tmp_path / "sources").glob("*1.*"):
        path.unlink()  # the files are those of the generation before
    newest = tmp_path / "index/_MAIN_2.toc"
    newest.write_bytes(newest.read_bytes()[:-1])
    assert "generation 2 is damaged" in complaint_of(tmp_path / "index")
    run(tmp_path / "index")
    assert complaint_of(tmp_path / "index") == ""
    assert open_snapshot(tmp_path / "index").generation == 3
