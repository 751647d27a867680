"""What is damaged under a running server is found by its own check, a step at a time, and told."""

from __future__ import annotations

import os
import pickle
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.reindex.environment import Environment
from index.reindex.repairing import repair
from index.segment.arrays.container import Container
from index.settings import Settings
from index.store.scrub import Scrub
from index.store.snapshot import open_snapshot
from index.store.transaction import open_store
from search.embedded.engine import open_engine
from search.engine import Engine
from search.health import Serving
from search.query import Query
from tests.reindex.archives import NOW, Watched, run
from tests.reindex.inline import Inline
from tests.web.replies import json_of
from web.serving.pace import PIECE, Pace, scrub
from web.site.app import create_app

STORY = "The ferry to the outer islands was taken out of service on Friday after its engine had failed twice."


def write(folder: Path, name: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(f"The report of {name}\n\n{STORY}\n\n{STORY} It was {name} who said so.\n")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of two generations, with an article each."""
    for name in ("one", "two"):
        write(tmp_path / "archive", name)
        run(tmp_path / "index", tmp_path / "archive")
    return tmp_path / "index"


def reader(engine: Engine, index: Path) -> FlaskClient:
    return create_app(lambda: engine, replace(Settings(), index=index)).test_client()


def a_round(engine: Engine, most: int = PIECE) -> list[int]:
    """Take the steps of a whole round; how many bytes each read."""
    return [*iter(lambda: engine.scrub(most), 0)]


def flip(path: Path, place: int = -1) -> None:
    """Flip a bit in place, as a disk does: the file's time and what is mapped of it stay."""
    status = path.stat()
    with path.open("r+b") as file:
        place = status.st_size // 2 if place < 0 else place
        byte = os.pread(file.fileno(), 1, place)[0]
        os.pwrite(file.fileno(), bytes([byte ^ 1]), place)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def files(index: Path) -> list[Path]:
    """The files that generations consist of."""
    return [path for part in ("segments", "attached") for path in (index / part).rglob("*") if path.is_file()]


def test_of_a_sound_index_every_section_is_read_and_nothing_told(index: Path) -> None:
    engine = open_engine(index)
    health = json_of(reader(engine, index).get("/health"))
    assert (health["serving"], health["damaged"], health["ok"]) == ("newest", [], True)
    sections = [part for path in files(index) if "segments" in path.parts for part in Container(path).parts()]
    whole = sum(last - first for _, first, last, _ in sections)
    whole += sum(path.stat().st_size for path in files(index) if "attached" in path.parts)
    assert sum(a_round(engine)) == sum(a_round(engine)) == whole
    steps = a_round(engine, 100)
    assert max(steps) == 100 and sum(steps) == whole
    assert json_of(reader(engine, index).get("/health"))["damaged"] == []


def test_where_a_bit_flips_under_a_server_the_generation_before_answers_and_says_so(index: Path) -> None:
    engine = open_engine(index)
    pages = reader(engine, index)
    a_round(engine)
    assert engine.find_damage() == ""  # type: ignore[attr-defined]  # so that its memory of the file is that it is sound
    segment = index / "segments/2-1/segment"
    first, _ = Container(segment).extent("published")
    flip(segment, first)
    assert pages.get("/health").status_code == 200
    a_round(engine)
    what = "segments/2-1/segment: section published does not match its checksum"
    answer = pages.get("/health")
    health = json_of(answer)
    assert answer.status_code == 503
    assert (health["serving"], health["generation"], health["damaged"]) == ("older", "1", [f"generation 2: {what}"])
    older = f"an older generation of the index is served, because generation 2 is damaged: {what}; run `cuttings repair"
    assert health["problem"].startswith(older)
    assert pages.get("/ready").status_code == 200
    for _ in range(2):
        assert what in pages.get("/search?q=ferry").text
        answer = json_of(pages.get("/api/search?q=ferry"))
        assert (answer["total"], answer["notes"][0].startswith(older)) == (1, True)
    assert engine.search(Query("ferry")).total == open_engine(index).search(Query("ferry")).total - 1
    write(index.with_name("archive"), "three")
    run(index, full=True)
    health = json_of(pages.get("/health"))
    assert (health["serving"], health["articles"], health["ok"]) == ("newest", 3, True)


def test_where_the_generation_before_needs_the_same_file_the_newest_answers_and_says_so(index: Path) -> None:
    engine = open_engine(index)
    pages = reader(engine, index)
    first, _ = Container(index / "segments/1-0/segment").extent("published")
    flip(index / "segments/1-0/segment", first)
    a_round(engine)
    what = "segments/1-0/segment: section published does not match its checksum"
    for _ in range(2):
        health = json_of(pages.get("/health"))
        assert (health["serving"], health["generation"], health["ok"]) == ("newest", "2", False)
        assert health["problem"].startswith(f"generation 2 is damaged: {what}; answers may be wrong")
        assert what in json_of(pages.get("/api/search?q=ferry"))["notes"][0]


def test_what_an_answer_proves_damaged_answers_no_more(index: Path) -> None:
    engine = open_engine(index)
    assert engine.search(Query("ferry")).total == 2
    flip(index / "segments/2-1/segment", Container(index / "segments/2-1/segment").extent("published")[0])
    assert engine.find_damage().startswith("generation 2 is damaged: segments/2-1/segment")  # type: ignore[attr-defined]
    assert (engine.health().serving, engine.findings().proven) == (Serving.OLDER, True)
    results = engine.search(Query("ferry"))
    assert (results.total, results.problem is not None) == (1, True)


@pytest.mark.parametrize("name", ["segments/1-0/segment", "segments/1-0/names", "attached/1/manifest", "_MAIN_1.toc"])
def test_damage_of_what_is_kept_is_found_before_it_is_needed(index: Path, name: str) -> None:
    engine = open_engine(index)
    assert engine.health().ok
    flip(index / name, next(Container(index / name).parts())[1] if name.startswith("segments") else -1)
    a_round(engine, 1000)
    answer = reader(engine, index).get("/health")
    health = json_of(answer)
    served = name.startswith("segments/1-0")  # which both generations need
    (told,) = health["damaged"]
    start = "generation 2: " if served else "generation 1, kept in case that the newest is damaged: "
    assert told.startswith(f"{start}{name}: ")
    assert answer.status_code == (503 if served else 200)
    assert health["ok"] is not served
    assert health["serving"] == "newest"


@pytest.mark.parametrize("name", ["manifest", "authority"])
def test_damage_of_a_table_that_is_served_is_told_with_every_answer(index: Path, name: str) -> None:
    engine = open_engine(index)
    pages = reader(engine, index)
    (entry,) = [entry for entry in open_snapshot(index).record.attached if entry.name == name]
    assert pages.get("/health").status_code == 200
    flip(index / entry.path)
    a_round(engine)
    what = f"{entry.path}: it does not match its checksum"
    answer = pages.get("/health")
    assert (answer.status_code, json_of(answer)["damaged"]) == (503, [f"generation 2: {what}"])
    assert what in json_of(pages.get("/api/search?q=ferry"))["notes"][0]
    with open_store(index, now=NOW) as store:  # the next generation needs the same file
        store.attach("another", b"table")
        store.publish()
    health = json_of(pages.get("/health"))
    assert (health["generation"], health["ok"]) == ("3", False)
    assert health["problem"].startswith(f"generation 3 is damaged: {what}")


def test_an_older_generation_that_answers_is_told(index: Path) -> None:
    flip(index / "_MAIN_2.toc")
    engine = open_engine(index)
    a_round(engine)
    health = json_of(reader(engine, index).get("/health"))
    assert (health["serving"], health["ok"]) == ("older", False)
    assert [told.partition(": ")[0] for told in health["damaged"]] == ["generation 2"]
    shutil.rmtree(index)
    health = json_of(reader(open_engine(index), index).get("/health"))
    assert (health["serving"], health["damaged"]) == ("none", [])


def test_a_file_that_is_gone_or_cut_is_told(index: Path) -> None:
    engine = open_engine(index)
    manifest = index / "attached/2/manifest"
    manifest.write_bytes(manifest.read_bytes()[:-1])
    (index / "segments/1-0/names").unlink()
    a_round(engine)
    answer = reader(engine, index).get("/health")
    assert answer.status_code == 503
    told = json_of(answer)["damaged"]
    assert [sentence.split(": ")[1] for sentence in told] == ["segments/1-0/names", "attached/2/manifest"]


def test_what_was_mended_is_not_told_any_more(index: Path) -> None:
    engine = open_engine(index)
    pages = reader(engine, index)
    flip(index / "segments/2-1/segment", Container(index / "segments/2-1/segment").extent("published")[0])
    a_round(engine)
    assert pages.get("/health").status_code == 503
    settings = Settings.read({}, index=index, workers=1)
    repair(Environment(settings, NOW, Watched(), pool=Inline))
    health = json_of(pages.get("/health"))
    assert (health["ok"], health["damaged"]) == (True, [])
    a_round(engine)
    assert json_of(pages.get("/health"))["damaged"] == []


def test_another_index_in_the_same_place_is_not_blamed(index: Path) -> None:
    checked = Scrub(index)
    flip(index / "segments/2-1/segment", Container(index / "segments/2-1/segment").extent("published")[0])
    while checked.step(PIECE):
        pass
    assert [damage.path for damage in checked.damage] == ["segments/2-1/segment"]
    shutil.rmtree(index)
    for name in ("one", "two"):
        write(index.with_name("new"), name)
        run(index, index.with_name("new"))
    assert checked.damage == ()


def test_publications_between_two_steps_are_no_damage(index: Path) -> None:
    checked = Scrub(index)
    for name in ("three", "four", "five", "six"):
        assert checked.step(300)
        write(index.with_name("archive"), name)
        run(index, full=name == "five")
        assert checked.damage == ()
    while checked.step(300):
        assert checked.damage == ()
    assert checked.step(300)
    assert checked.damage == ()


class Resting:
    """Waits for nothing, writes down how long it should have, and ends the check after so many waits."""

    def __init__(self, waits: int) -> None:
        self._waits = waits
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> bool:
        self.seconds.append(seconds)
        return len(self.seconds) > self._waits


def test_the_pace_is_that_of_the_settings(index: Path) -> None:
    engine = open_engine(index)
    sizes = a_round(open_engine(index))
    waiting = Resting(len(sizes) + 2)
    scrub(engine, Pace.of(replace(Settings(), scrub_mb=0.5, scrub_hours=3)), waiting)
    rests = [size / 500_000 for size in sizes]
    assert waiting.seconds == pytest.approx([PIECE / 500_000, *rests, 3 * 3600, rests[0]])
    never = Resting(1)
    scrub(engine, Pace.of(replace(Settings(), scrub_mb=0)), never)
    assert never.seconds == []


def test_an_index_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "index")
    waiting = Resting(3)
    scrub(engine, Pace.of(replace(Settings(), scrub_hours=2)), waiting)
    assert waiting.seconds[1:] == [7200, 7200, 7200]


def test_what_one_engine_found_another_tells_until_it_is_mended(index: Path) -> None:
    finder, other = open_engine(index), open_engine(index)
    pages = reader(other, index)
    assert pages.get("/health").status_code == 200
    flip(index / "segments/2-1/segment", Container(index / "segments/2-1/segment").extent("published")[0])
    a_round(finder)
    other.heed(pickle.loads(pickle.dumps(finder.findings())))
    health = json_of(pages.get("/health"))
    assert (health["ok"], health["damaged"]) == (False, json_of(reader(finder, index).get("/health"))["damaged"])
    assert "damaged" in pages.get("/search?q=ferry").text
    proven = open_engine(index)
    assert json_of(reader(proven, index).get("/health"))["ok"]
    proven.heed(replace(finder.findings(), damage=()))
    assert not json_of(reader(proven, index).get("/health"))["ok"], "it has looked itself"
    settings = Settings.read({}, index=index, workers=1)
    repair(Environment(settings, NOW, Watched(), pool=Inline))
    assert json_of(pages.get("/health"))["ok"]
