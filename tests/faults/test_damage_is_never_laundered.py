"""Whatever bit is wrong in an index, publishing more on top of it never makes it look sound."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexDamaged, IndexOutdated
from index.reindex.verify import verify
from index.schema import TEXT_FIELDS
from index.segment.arrays import sections
from index.segment.arrays.container import Container
from index.segment.reader import CHECKED_AT_OPEN
from index.store.snapshot import Snapshot, open_snapshot
from tests.index.twins import index_postings, live_documents
from tests.reindex.archives import run

WORDS = (
    "bridge", "flood", "council", "Geneva", "talks", "talking", "Minsk", "the", "the", "said", "U.S.", "façade",
    "停戦交渉", "السلام", "river", "rebuilt",
)  # fmt: skip
FRAME = (*CHECKED_AT_OPEN, sections.ORIGIN, "header", "directory", "trailer")  # what opening a segment looks at
SEGMENTS = 7  # one more is a merge


def _line(number: int, chance: random.Random) -> str:
    text = ". ".join(" ".join(chance.choices(WORDS, k=9)) for _ in range(6))
    return json.dumps(
        {
            "id": f"a{number}",
            "title": f"{chance.choice(WORDS)} {number}",
            "text": f"{text}.\n\n" + "the " * 40 * (number % 3) + f"only{number}",
            "authors": chance.sample(["Ann Lee", "Jo Doe", "Ärzte Blatt"], number % 3),
            "publisher": chance.choice(["The Post", "An-Nahar"]),
            "date": f"20{10 + number % 7}-0{1 + number % 9}-11",
            "language": chance.choice(["en", "en", "de", "ar"]),
        }
    )


def _page(number: int) -> str:
    lines = [f"Page {number} of the valley", "Read more in our app", "The bridge that the flood had carried away. " * 3]
    return "<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + f"<p>Page {number} ends. " * 3 + "</body>"


def _write(sources: Path, number: int) -> None:
    """The articles of the run `number`."""
    chance = random.Random(number)
    lines = [_line(100 * number + n, chance) for n in range(4)]
    (sources / f"{number}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    (sources / f"page-{number}.html").write_text(_page(number), "utf-8")


@dataclass(frozen=True)
class Made:
    """An index of several segments and the folder of its sources, where more has come since."""

    sources: Path
    index: Path

    def copy(self, folder: Path) -> Path:
        shutil.copytree(self.index, folder)
        return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    made = Made(folder / "sources", folder / "index")
    made.sources.mkdir()
    for number in range(SEGMENTS):
        _write(made.sources, number)
        if number == 5:  # deletions, in two segments
            for old in (1, 2):
                file = made.sources / f"{old}.jsonl"
                file.write_text("".join(file.read_text("utf-8").splitlines(keepends=True)[1:]), "utf-8")
        run(made.index, made.sources)
    assert len(open_snapshot(made.index).segments) == SEGMENTS
    _write(made.sources, SEGMENTS)
    return made


@pytest.fixture(scope="module")
def undamaged(made: Made, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What an index answers that was never damaged and had the same runs."""
    index = made.copy(tmp_path_factory.mktemp("twin") / "index")
    run(index, made.sources)
    assert len(open_snapshot(index).segments) == 1
    assert verify(index).problems == ()
    return answers(index)


def answers(index: Path) -> dict[str, Any]:
    """Everything that an index can be asked, by article and not by segment, read without any checksum."""
    snapshot = open_snapshot(index)
    documents = [(segment.article_id(doc), segment, doc) for segment, doc in live_documents(snapshot)]
    return {
        "ids": Counter(key for key, _, _ in documents),
        "found": {key: snapshot.find(key) is not None for key, _, _ in documents},
        "articles": {key: segment.stored(doc) for key, segment, doc in documents},
        "days": {key: (int(s.published[doc]), int(s.modified[doc])) for key, s, doc in documents},
        "postings": {field: index_postings(snapshot, field) for field in TEXT_FIELDS},
        "starts": {field: _starts(snapshot, field) for field in TEXT_FIELDS},
        "surface": {field: _surface(snapshot, field) for field in TEXT_FIELDS},
        "facets": _facets(snapshot),
        "forms": {entry for segment in snapshot.segments for entry in segment.forms},
    }


def _starts(snapshot: Snapshot, field: str) -> dict[tuple[bytes, str], list[int]]:
    """The positions of each posting, asked for one by one: by another way than all of a term's."""
    found = {}
    for segment in snapshot.segments:
        for term in segment.terms(field):
            postings = segment.postings(field, term)
            assert postings is not None
            for at, doc in enumerate(postings.docs.tolist()):
                if segment.live is None or segment.live[doc]:
                    _, positions = postings.positions(np.array([at]))
                    found[term, segment.article_id(doc)] = positions.tolist()
    return found


def _surface(snapshot: Snapshot, field: str) -> dict[str, bytes]:
    found = {}
    for segment, doc in live_documents(snapshot):
        starts = segment.field(field).starts
        found[segment.article_id(doc)] = bytes(segment.field(field).forward[starts[doc] : starts[doc + 1]])
    return found


def _facets(snapshot: Snapshot) -> set[tuple[str, str, str]]:
    found = set()
    for segment in snapshot.segments:
        for name in segment.facets.names:
            first, last = segment.facets.facet(name)
            for ordinal in range(first, last):
                for doc in segment.facets.documents(ordinal).tolist():
                    if segment.live is None or segment.live[doc]:
                        found.add((name, segment.facets.values[ordinal], segment.article_id(doc)))
    return found


def _flip(path: Path, byte: int, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[byte] ^= 1 << bit
    path.write_bytes(content)


def _files(index: Path) -> dict[str, bytes]:
    """All files of an index but the lock and the roots, which every run writes."""
    files = (path for path in index.rglob("*") if path.is_file() and path.name not in ("LOCK", "roots.json"))
    return {str(path.relative_to(index)): path.read_bytes() for path in files}


def _complaint(index: Path) -> str:
    """What `verify` says, "" for sound."""
    try:
        return "; ".join(verify(index).problems)
    except (IndexDamaged, IndexOutdated) as error:
        return str(error)


def _law(index: Path, sources: Path, undamaged: dict[str, Any]) -> str:
    """Reindex over an index of which a bit is wrong; returns what `verify` says then, "" for sound."""
    before = _files(index)
    try:
        run(index, sources)
    except IndexDamaged as error:
        assert re.match(r"generation \d is damaged: |attached/\d/", str(error))
        assert _files(index) == before, "what is damaged stays as it is"
        complaint = _complaint(index)
        assert complaint, f"refused ({error}) and then called sound"
        return complaint
    complaint = _complaint(index)
    if not complaint:
        assert answers(index) == undamaged
    return complaint


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
        _flip(index / path, chance.randrange(first, last), chance.randrange(8))
        complaint = _law(index, made.sources, undamaged)
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
    _flip(path, data.draw(st.integers(0, path.stat().st_size - 1)), data.draw(st.integers(0, 7)))
    _law(index, made.sources, undamaged)
    shutil.rmtree(index)


@pytest.mark.parametrize("name", ["manifest", "recurring", "segment"])
def test_building_anew_mends_what_refuses_to_be_changed(made: Made, tmp_path: Path, name: str) -> None:
    index = made.copy(tmp_path / "index")
    path = max(index.rglob(name))
    _flip(path, path.stat().st_size // 2, 3)
    assert _complaint(index)
    for _ in range(2):  # a refused run changes nothing, so that the next is refused, too
        with pytest.raises(IndexDamaged, match=r"cuttings repair"):
            run(index, made.sources)
    run(index, full=True)
    assert _complaint(index) == ""


def test_an_article_is_replaced_only_where_its_place_is_sure(made: Made, tmp_path: Path) -> None:
    """No merge is due, but which document of an old segment leaves is read from a damaged table."""
    (tmp_path / "sources").mkdir()
    for number in range(2):
        _write(tmp_path / "sources", number)
        run(tmp_path / "index", tmp_path / "sources")
    _flip(
        tmp_path / "index/segments/1-0/segment", Container(tmp_path / "index/segments/1-0/segment").extent("ids")[0], 5
    )
    file = tmp_path / "sources/0.jsonl"
    file.write_text("".join(file.read_text("utf-8").splitlines(keepends=True)[1:]), "utf-8")
    with pytest.raises(IndexDamaged, match="generation 2 is damaged: segments/1-0/segment: section ids does not match"):
        run(tmp_path / "index")


def test_a_run_without_news_publishes_where_the_newest_generation_is_damaged(made: Made, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    for number in (0, 1):
        _write(tmp_path / "sources", number)
        run(tmp_path / "index", tmp_path / "sources")
    for path in (tmp_path / "sources").glob("*1.*"):
        path.unlink()  # the files are those of the generation before
    newest = tmp_path / "index/_MAIN_2.toc"
    newest.write_bytes(newest.read_bytes()[:-1])
    assert "generation 2 is damaged" in _complaint(tmp_path / "index")
    run(tmp_path / "index")
    assert _complaint(tmp_path / "index") == ""
    assert open_snapshot(tmp_path / "index").generation == 3
