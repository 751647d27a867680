"""Damage that is met while answering is said to be damage, with the place; any other error stays what it is."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.errors import IndexDamaged
from index.segment.arrays.container import Container
from index.settings import Settings
from search.embedded.engine import open_engine
from search.engine import Engine
from search.notes import NoteCode
from search.query import Query, Selection
from search.words import lexicon
from web.site.app import create_app

ASKED = ("putin", '"peace talks"', "lavrov NEAR/10 kerry", "minis*", "ministre~", "=Talks", "in:removed cookies", "")


@pytest.fixture(scope="module")
def index(reindexed: Callable[..., Path], seeds: Path) -> Path:
    return reindexed(seeds)


def ask_everything(engine: Engine) -> None:
    """Each way of asking, several times."""
    for text in ASKED:
        found = engine.search(Query(text=text, per_page=20))
        for hit in found.hits[:3]:
            engine.article(hit.id, Query(text=text))
            engine.similar(hit.id)
        engine.facet(Query(text=text, selections=(Selection("place", "Geneva"),)), "byline")
    for prefix in ("pe", "minis", "peace t"):
        engine.complete(prefix)


def largest(index: Path) -> Path:
    """The file of the largest segment."""
    return max(index.glob("segments/*/segment"), key=lambda path: path.stat().st_size)


def spoil(index: Path, section: str, chance: random.Random) -> Path:
    """Overwrite a part of a section; returns the segment's file."""
    path = largest(index)
    first, last = Container(path).extent(section)
    content = bytearray(path.read_bytes())
    at = chance.randrange(first, last)
    end = min(last, at + 64)
    content[at:end] = chance.randbytes(end - at)
    path.write_bytes(content)
    return path


def test_no_damaged_section_gives_an_unexpected_error(index: Path, tmp_path: Path) -> None:
    chance = random.Random(2026)
    path = largest(index)
    container = Container(path)
    outcomes: Counter[str] = Counter()
    for name in container._directory:
        first, last = container.extent(name)
        if first == last:
            continue
        folder = shutil.copytree(index, tmp_path / name)
        spoiled = spoil(folder, name, chance).relative_to(folder)
        engine = open_engine(folder, seconds=60.0)
        try:
            ask_everything(engine)
            outcomes["answered"] += 1
        except IndexDamaged as error:
            outcomes["said"] += 1
            assert f"generation 1 is damaged: {spoiled}: section {name} does not match" in str(error)
            assert "`cuttings repair`" in str(error)
            assert not engine.health().ok
        shutil.rmtree(folder)
    assert outcomes["said"] > 25, outcomes


def damaged(index: Path, folder: Path) -> Path:
    """A copy of the index whose articles cannot be read."""
    copy = shutil.copytree(index, folder / "index")
    path = largest(copy)
    first, last = Container(path).extent("body.gaps_u1")
    content = bytearray(path.read_bytes())
    content[first:last] = b"\xff" * (last - first)
    path.write_bytes(content)
    return copy


def client(index: Path) -> FlaskClient:
    return create_app(open_engine(index), replace(Settings(), index=index)).test_client()


@pytest.mark.parametrize(
    "path",
    [
        "/search?q=putin",
        "/",
        "/facet/place?q=putin",
        "/api/search?q=putin",
        "/api/complete?q=put",
        "/search.csv?q=putin",
    ],
)
def test_every_page_says_503_and_the_command(index: Path, tmp_path: Path, path: str) -> None:
    copy = damaged(index, tmp_path)
    reply = client(copy).get(path)
    assert reply.status_code == 503
    assert "section body.gaps_u1 does not match its checksum" in reply.text
    assert f"cuttings repair --index {copy}" in reply.text


def test_the_words_read_beside_the_questions(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "AT_ONCE", 0)  # as in a large archive
    engine = open_engine(damaged(index, tmp_path), seconds=60.0)
    with pytest.raises(IndexDamaged, match=r"section body\.gaps_u1"):
        engine.warm()
    with pytest.raises(IndexDamaged, match=r"section body\.gaps_u1"):
        engine.complete("put")
    problem = engine.health().problem
    assert problem is not None and problem.code is NoteCode.INDEX_DAMAGED
    assert "section body.gaps_u1" in str(dict(problem.values)["cause"])
    assert engine.search(Query()).said[0] == problem


def test_an_error_without_damage_stays_what_it_is(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = []
    problems = Container.problems

    def counted(container: Container) -> list[str]:
        checked.append(container.path)
        return problems(container)

    def fail(*_: object) -> None:
        raise IndexError("a mistake of this program")

    monkeypatch.setattr(Container, "problems", counted)
    monkeypatch.setattr("search.embedded.divided.count_facets", fail)
    engine = open_engine(index)
    for _ in range(3):
        with pytest.raises(IndexError, match="a mistake of this program"):
            engine.facet(Query(), "place")
    checked = [path for path in checked if path.name == "segment"]
    assert sorted(checked) == sorted(index.glob("segments/*/segment")), "each is read once"
    assert engine.health().ok
    assert client(index).get("/facet/place").status_code == 500
