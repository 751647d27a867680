"""A `names.yaml` at a root edits the table of names, without any article being read again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from index import authority
from index.errors import IndexDamaged
from index.reasons import SkipCode
from index.reindex.agree.settling import NAME as SETTLED
from index.reindex.agree.settling import TABLE, NamesRecord
from index.reindex.report import ReindexReport
from index.reindex.verify import verify
from index.store.snapshot import open_snapshot
from index.store.transaction import open_store
from tests.reindex.archives import NOW, articles, names, run, tables_of_names
from tests.reindex.test_incremental import World

FILE = "names.yaml"
STORIES = (
    "Foreign Minister Karin Holt met John Baker in Geneva on Monday. They talked about the harbour of the town.",
    "Later that day Dorte Quist said that the talks in Geneva had gone well. The harbour would be rebuilt next year.",
    "On Tuesday John Baker left for Japan and declined to comment. The harbour has been closed since the winter.",
)


class Room(World):
    """An archive of three stories, and its index."""

    def __init__(self, place: Path) -> None:
        super().__init__(place / "archive")
        self.folder.mkdir()
        self.place, self.index = place, place / "index"
        for number, story in enumerate(STORIES):
            self.write(self.folder / f"{number}.txt", f"Story number {number}\n\n{story}\n\n{story} {number}\n")

    def say(self, text: str, **more: Any) -> ReindexReport:
        self.write(self.folder / FILE, text)
        return self.run(**more)

    def run(self, **more: Any) -> ReindexReport:
        return run(self.index, self.folder, **more)

    def values(self) -> list[list[str]]:
        """Of each story what it counts under: the first letter of the type, and the value."""
        told = names(self.index)
        return [[f"{'pol'[kind]}:{value}" for kind, value in told[f"{n}.txt", f"{n}"][0] if value] for n in range(3)]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(tmp_path)
    made.run()
    assert made.values() == [
        ["p:Karin Holt", "p:John Baker", "l:Geneva"],
        ["p:Dorte Quist", "l:Geneva"],
        ["p:John Baker", "l:Japan"],
    ]
    return made


def test_spellings_are_merged_and_no_article_is_read(room: Room) -> None:
    report = room.say("- person: Karin Holt\n  names: [dorte  QUIST]\n- place: Geneve\n  names: Geneva\n")
    assert (report.reread, report.counts.changed, report.generation) == (0, 0, 2)
    assert room.values() == [
        ["p:Karin Holt", "p:John Baker", "l:Geneve"],
        ["p:Karin Holt", "l:Geneve"],
        ["p:John Baker", "l:Japan"],
    ]
    assert [(one.path, one.entry, one.line, one.by, one.articles) for one in report.names] == [
        (FILE, 1, 1, "person: Karin Holt", 2),
        (FILE, 2, 3, "place: Geneve", 2),
    ]
    assert not room.run().generation
    full = room.run(full=True)
    assert full.names == report.names
    assert room.values()[1] == ["p:Karin Holt", "l:Geneve"]
    room.say("")
    assert room.values()[1] == ["p:Dorte Quist", "l:Geneva"]
    (room.folder / FILE).unlink()
    assert not verify(room.index).problems


def test_a_type_is_set_and_what_is_none_is_gone(room: Room) -> None:
    room.say("- organisation: John Baker\n- none: [Japan, geneva]\n")
    assert room.values() == [["p:Karin Holt", "o:John Baker"], ["p:Dorte Quist"], ["o:John Baker"]]
    snapshot = open_snapshot(room.index)
    (segment,) = snapshot.segments
    settled = authority.SettledNames(authority.published(snapshot), segment.mentions)
    assert sorted(settled.text(n) for n in range(len(settled.keys))) == ["Dorte Quist", "John Baker", "Karin Holt"]


def test_what_matches_nothing_and_what_is_wrong_is_named_by_its_line(room: Room) -> None:
    report = room.say(
        "- person: Nobody\n"
        "- persona: Karin Holt\n"
        "- person: [Ann, Bo]\n"
        "- apart: Geneva\n"
        "- none: Geneva\n"
        "- place: Geneve\n  names: [Geneva, [x]]\n"
        "- person: A\n  place: B\n"
        "- just text\n"
        "- none: Japan\n  names: [Nippon]\n"
    )
    assert [(one.entry, one.articles) for one in report.names] == [(1, 0), (5, 2), (6, 0), (9, 1)]
    told = [(item.path, item.line, item.why.code) for item in report.skipped]
    assert {(path, code) for path, _, code in told} == {(FILE, SkipCode.CORRECTION)}
    assert sorted(line for _, line, _ in told) == [2, 3, 4, 6, 7, 8, 10, 11]
    sentences = " ".join(str(item.why) for item in report.skipped)
    assert "contradicts entry 5 (line 5) on `Geneva`" in sentences
    assert room.run().skipped == report.skipped, "told again where nothing is to be done"


@pytest.mark.parametrize("text", ["person: Karin Holt\n", "- [unclosed\n"])
def test_a_file_that_is_no_list_costs_itself_alone(room: Room, text: str) -> None:
    report = room.say(text)
    assert [item.path for item in report.skipped] == [FILE]
    assert (report.articles, report.names) == (3, ())


def test_a_file_that_cannot_be_read_is_told(room: Room) -> None:
    (room.folder / FILE).mkdir()
    report = room.run()
    assert [(item.path, item.why.code) for item in report.skipped] == [(FILE, SkipCode.UNREADABLE)]
    assert not room.run().generation


def test_in_a_folder_below_it_is_not_read_and_said_so(room: Room) -> None:
    (room.folder / "below").mkdir()
    room.write(room.folder / "below" / FILE, "- none: Geneva\n")
    report = room.run()
    assert [(item.path, item.why.code) for item in report.skipped] == [
        (f"below/{FILE}", SkipCode.CORRECTIONS_ELSEWHERE)
    ]
    assert room.values()[1] == ["p:Dorte Quist", "l:Geneva"]


def test_a_dry_run_foretells_what_entries_touch(room: Room) -> None:
    room.write(room.folder / "3.txt", f"Story number 3\n\n{STORIES[0]}\n\n{STORIES[2]}\n")
    room.write(room.folder / "2.txt", f"Story number 2\n\n{STORIES[1]}\n\n{STORIES[1]}\n")
    (room.folder / "0.txt").unlink()
    before = tables_of_names(room.index)
    for full in (False, True):
        foretold = room.say("- person: John Baker\n- none: Japan\n- person: Nobody\n", dry_run=True, full=full)
        assert [one.articles for one in foretold.names] == [1, 1, 0]
    assert tables_of_names(room.index) == before
    report = room.run()
    assert report.names == foretold.names


def test_the_file_of_a_folder_that_is_away_still_counts(room: Room, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "4.txt").write_text(f"Story number 4\n\n{STORIES[2]}\n\n{STORIES[1]}\n", "utf-8")
    run(room.index, other)
    room.say("- person: Karin Holt\n  names: Dorte Quist\n")
    os.rename(room.folder, tmp_path / "away")  # noqa: PTH104
    (other / "5.txt").write_text(f"Story number 5\n\n{STORIES[1]}\n\n{STORIES[1]}\n", "utf-8")
    report = run(room.index, other)
    assert [one.articles for one in report.names] == [4]


def test_a_damaged_table_is_named_and_never_served(room: Room) -> None:
    snapshot = open_snapshot(room.index)
    path = snapshot.attached(authority.NAME)
    assert path is not None
    whole = path.read_bytes()
    path.write_bytes(whole[:40] + bytes([whole[40] ^ 1]) + whole[41:])
    with pytest.raises(IndexDamaged, match=authority.NAME):
        authority.published(open_snapshot(room.index))
    assert any(authority.NAME in problem for problem in verify(room.index).problems)
    room.write(room.folder / "3.txt", f"Story number 3\n\n{STORIES[0]}\n\n{STORIES[2]}\n")
    with pytest.raises(IndexDamaged):
        room.run()
    assert len(articles(room.index)) == 3
    room.run(full=True)
    assert not verify(room.index).problems
    assert len(articles(room.index)) == 4


def test_a_table_that_does_not_follow_from_the_articles_is_named(room: Room) -> None:

    with open_store(room.index, now=NOW) as store:
        store.attach(authority.NAME, authority.NO_AUTHORITY.encode())
        store.publish()
    assert "the table of names is not what follows from the articles" in verify(room.index).problems


def test_an_index_without_a_table_gets_one(room: Room, tmp_path: Path) -> None:

    before = tables_of_names(room.index)
    with open_store(room.index, now=NOW) as store:
        store.attach(SETTLED, NamesRecord("another-code").encode())
        store.attach(authority.NAME, authority.NO_AUTHORITY.encode())
        store.publish()
    assert not verify(room.index).problems, "a table of other code is not judged"
    assert room.run().generation
    assert tables_of_names(room.index) == before


def test_the_table_lies_where_it_is_looked_for() -> None:
    assert TABLE == authority.NAME


def test_names_go_and_come_with_the_setting(room: Room) -> None:
    before = room.values(), tables_of_names(room.index), articles(room.index)
    report = run(room.index, room.folder, entities=False)
    assert report.counts.changed == 3
    assert room.values() == [[], [], []]
    assert not any(article.mentions for article in articles(room.index).values())
    assert not run(room.index, room.folder, entities=False).generation
    run(room.index, room.folder)
    assert (room.values(), tables_of_names(room.index)) == before[:2]
    assert articles(room.index) == before[2]
    assert not room.run().generation


def test_a_correction_takes_one_wrong_name_off_one_article(room: Room) -> None:
    before = room.values(), names(room.index)
    (one,) = (number for number, article in articles(room.index).items() if article.key == "0")
    room.write(room.folder / "corrections.yaml", f"- by: {{id: {one}}}\n  no_name: [GENEVA, Karin  Holt]\n")
    report = room.run()
    assert report.reread == 1
    assert [one.articles for one in report.corrections] == [1]
    assert room.values() == [["p:John Baker"], ["p:Dorte Quist", "l:Geneva"], ["p:John Baker", "l:Japan"]]
    held = {article.key: article for article in articles(room.index).values()}["0"]
    joined = f"{held.title}\n{held.text}"
    assert {joined[m.start : m.end] for m in held.mentions if not m.voted} == {"John Baker"}
    assert not verify(room.index).problems
    assert room.run(full=True).counts.articles == 3
    assert room.values()[0] == ["p:John Baker"]
    (room.folder / "corrections.yaml").unlink()
    assert room.run().reread == 1
    assert (room.values(), names(room.index)) == before


def test_what_is_no_name_is_read_as_a_name_or_named(room: Room) -> None:
    rules = "- by: {title: Another}\n  no_name: [[x], ~]\n- by: {title: Story number 1}\n  no_name: Geneva\n"
    room.write(room.folder / "corrections.yaml", rules)
    report = room.run()
    assert [item.line for item in report.skipped] == [2, 2]
    assert room.values()[1] == ["p:Dorte Quist"]
