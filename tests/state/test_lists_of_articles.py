"""Lists of articles keep their order and their notes; kills and several writers take nothing from them."""

from __future__ import annotations

import random
import signal
from datetime import UTC, datetime

import pytest

from tests.state.conftest import Writer
from web.state.article_lists import MOST_IN_LIST, MOST_LISTS, ListNameTaken, TooManyListed, TooManyLists
from web.state.reader_state import ReaderState

NOW = datetime(2026, 11, 30, 5, tzinfo=UTC)
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from web.state.reader_state import ReaderState

lists = ReaderState(Path(sys.argv[1])).lists
now = datetime.now(UTC)
for number in range(int(sys.argv[3])):
    article = f"{sys.argv[2]}{number}"
    lists.add(1, [(article, article)], now)
    lists.annotate(1, article, f"note of {article}")
    lists.move(1, article, -1000)
    print(article, flush=True)
"""


def order(state: ReaderState, identity: int) -> list[str]:
    found = state.lists.get(identity)
    assert found is not None and found[0].size == len(found[1])
    return [row.article for row in found[1]]


def test_any_history_of_a_list_is_that_of_a_plain_list(state: ReaderState) -> None:
    """The same steps on a Python list and a dictionary of notes."""
    chance = random.Random(85)
    identity = state.lists.make("Harbour", NOW).id
    plain: list[str] = []
    notes: dict[str, str] = {}
    for step in range(300):
        article = f"{chance.randrange(12):016x}"
        match chance.choice(("add", "add", "remove", "move", "note", "arrange")):
            case "add":
                assert state.lists.add(identity, [(article, f"T {article}")], NOW) == (article not in plain)
                plain += [article] if article not in plain else []
            case "remove":
                assert state.lists.remove(identity, [article, "never"]) == (article in plain)
                plain = [one for one in plain if one != article]
                notes.pop(article, None)
            case "move":
                by = chance.randint(-3, 3)
                assert state.lists.move(identity, article, by) == (article in plain)
                if article in plain:
                    place = plain.index(article)
                    plain.remove(article)
                    plain.insert(min(max(place + by, 0), len(plain)), article)
            case "note":
                assert state.lists.annotate(identity, article, f"n{step}") == (article in plain)
                notes |= {article: f"n{step}"} if article in plain else {}
            case "arrange":
                chance.shuffle(plain)
                assert state.lists.arrange(identity, plain)
                assert not state.lists.arrange(identity, [*plain, "never"])
        assert order(state, identity) == plain
    found = state.lists.get(identity)
    assert found is not None
    assert {row.article: row.note for row in found[1] if row.note} == notes
    assert all(row.title == f"T {row.article}" for row in found[1])


def test_lists_have_names_of_their_own(state: ReaderState) -> None:
    first, second = state.lists.make("Harbour", NOW), state.lists.make("Bridge", NOW)
    with pytest.raises(ListNameTaken) as told:
        state.lists.make("HARBOUR", NOW)
    assert told.value.id == first.id
    with pytest.raises(ListNameTaken):
        state.lists.rename(second.id, "harbour")
    assert state.lists.rename(first.id, "harbour") and not state.lists.rename(99, "Mill")
    assert [one.name for one in state.lists.all()] == ["Bridge", "harbour"]
    state.lists.add(first.id, [("a", "A")], NOW)
    assert [one.name for one in state.lists.all()] == ["harbour", "Bridge"], "the one that was added to last"


def test_a_deleted_list_takes_its_articles_with_it_and_no_others(state: ReaderState) -> None:
    first, second = state.lists.make("Harbour", NOW).id, state.lists.make("Bridge", NOW).id
    for identity in (first, second):
        state.lists.add(identity, [("a", "A"), ("b", "B")], NOW)
    state.lists.remove(second, ["b"])
    assert state.lists.holding(["a", "b", "c"]) == {"a": (first, second), "b": (first,)}
    assert state.lists.delete(first) and not state.lists.delete(first)
    assert state.lists.get(first) is None and state.lists.listed() == {"a"}
    assert state.lists.add(first, [("c", "C")], NOW) is None
    assert state.lists.make("Harbour", NOW).id > second, "an id is never given again"


def test_there_is_a_most_and_nothing_is_added_beyond_it(state: ReaderState) -> None:
    identity = state.lists.make("0", NOW).id
    state.lists.add(identity, [(f"{n}", "") for n in range(MOST_IN_LIST - 1)], NOW)
    with pytest.raises(TooManyListed, match="nothing was added"):
        state.lists.add(identity, [("x", ""), ("y", "")], NOW)
    assert len(order(state, identity)) == MOST_IN_LIST - 1
    for number in range(1, MOST_LISTS):
        state.lists.make(f"{number}", NOW)
    with pytest.raises(TooManyLists):
        state.lists.make("one more", NOW)


def test_asking_makes_no_file(state: ReaderState) -> None:
    assert state.lists.all() == () and state.lists.get(1) is None and state.lists.holding(["a"]) == {}
    assert not state.lists.delete(1) and state.lists.remove(1, ["a"]) == 0
    assert not state.database.path.parent.exists()


def test_a_kill_loses_nothing_that_was_listed(state: ReaderState, writer: Writer) -> None:
    state.lists.make("Harbour", NOW)
    told: list[str] = []
    for number, lines in enumerate((3, 1, 20)):
        running = writer(state.database.path, f"{number}-", 100)
        assert running.stdout
        told += [running.stdout.readline().strip() for _ in range(lines)]
        running.send_signal(signal.SIGKILL)
        told += running.stdout.read().split("\n")[:-1]
        running.wait()
        found = state.lists.get(1)
        assert found is not None
        kept = [row.article for row in found[1]]
        assert [one for one in kept if one in told] == told[::-1], "the order, too, as each was moved to the front"
        assert all(row.note == f"note of {row.article}" for row in found[1] if row.article in told)


def test_several_processes_write_into_one_list(state: ReaderState, writer: Writer) -> None:
    state.lists.make("Harbour", NOW)
    running = [writer(state.database.path, name, 25) for name in ("one-", "two-", "three-")]
    told = [one.communicate()[0].split() for one in running]
    kept = order(state, 1)
    assert sorted(kept) == sorted(article for own in told for article in own)
    for own in told:
        assert [one for one in kept if one in own] == own[::-1]
