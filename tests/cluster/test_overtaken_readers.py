"""Readers whose archive is published anew while they ask: all that they are told is of one generation."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from index.cluster.access import client_for
from index.cluster.state import ClusterState, published_state
from index.errors import ClusterUnavailable, CuttingsError
from search.cluster.engine import open_cluster
from search.options import Options
from search.query import Query
from search.words.aliases import Aliases
from tests.cluster.counted_rounds import ALL, RoundReader, numbers_of
from tests.cluster.published_rounds import ENOUGH, PublishedRounds
from tests.cluster.watched_answers import watched
from tools.opensearch.local_cluster import LocalCluster


@pytest.fixture
def rounds(node: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PublishedRounds:
    monkeypatch.setattr("index.cluster.state.LASTING_SECONDS", 0.0)  # of one generation the documents stay, not of more
    made = PublishedRounds(node, tmp_path / "index", tmp_path.name.replace("_", "-"), copies=1)
    assert made.next() == ""
    return made


class Meanwhile:
    """Does something once, when it is asked for the day and was told to."""

    def __init__(self) -> None:
        self.then: Callable[[], object] | None = None

    def __call__(self) -> date:
        then, self.then = self.then, None
        if then is not None:
            then()
        return date(2026, 3, 1)


def test_two_publications_within_an_answer(rounds: PublishedRounds) -> None:
    meanwhile = Meanwhile()
    engine = rounds.engine(today=meanwhile)
    ways = RoundReader(engine).ways()

    def publish_two() -> None:
        assert (rounds.next(), rounds.next()) == ("", "")
        rounds.refresh()

    for _ in range(3):
        meanwhile.then = publish_two
        assert next(ways)() == rounds.number
        assert meanwhile.then is None


def test_one_publication_within_an_answer(rounds: PublishedRounds) -> None:
    meanwhile = Meanwhile()
    ways = RoundReader(rounds.engine(today=meanwhile)).ways()
    for _ in range(2):
        meanwhile.then = rounds.next
        assert next(ways)() == rounds.number - 1
        assert meanwhile.then is None


def test_two_publications_while_another_reader_opens_the_first(rounds: PublishedRounds) -> None:
    options = Options(aliases=Aliases())
    known, opening, opened = rounds.knowing(options), threading.Event(), threading.Event()

    def slowly(*given):  # type: ignore[no-untyped-def]
        opening.set()
        assert opened.wait(60.0)
        return known(*given)

    opened.set()
    engine = open_cluster(client_for(rounds.settings), slowly, seconds=ENOUGH, options=options)
    asked = RoundReader(engine)
    assert next(asked.ways())() == 0
    opened.clear()
    opening.clear()
    assert rounds.next() == ""
    told: list[object] = []

    def ask() -> None:
        try:
            told.append(next(RoundReader(engine).ways())())
        except AssertionError as error:
            told.append(error)

    readers = [threading.Thread(target=ask), threading.Thread(target=ask)]
    readers[0].start()
    assert opening.wait(60.0)
    assert rounds.next() == ""
    rounds.refresh()
    readers[1].start()
    readers[1].join(1.0)
    opened.set()
    for reader in readers:
        reader.join()
    assert set(told) <= {1, 2}


def test_an_export_goes_on_over_one_publication_and_ends_at_two(rounds: PublishedRounds) -> None:
    engine = rounds.engine()
    export = engine.export(ALL)
    assert rounds.next() == ""
    assert {hit.id: hit.title.text for hits in export for hit in hits} == numbers_of(0).titles
    export, stays = engine.export(ALL), engine.export(Query('"as ever"', per_page=1_000))
    assert (rounds.next(), rounds.next()) == ("", "")
    rounds.refresh()
    for each in (export, stays):
        with pytest.raises(ClusterUnavailable, match="published anew"):
            list(each)


def test_servers_that_remove_files_of_each_other(rounds: PublishedRounds) -> None:
    client, options = client_for(rounds.settings), Options(aliases=Aliases())
    first = published_state(client)
    assert rounds.next() == ""
    second = published_state(client)
    assert set(first.files.values()) - set(second.files.values())
    problems: list[Exception] = []

    def open_each(states: tuple[ClusterState, ...]) -> None:
        known = rounds.knowing(options)
        for state in states * 20:
            try:
                known(client, state)
            except (CuttingsError, OSError) as error:
                problems.append(error)

    servers = [threading.Thread(target=open_each, args=(states,)) for states in ((first, second), (second, first))]
    for server in servers:
        server.start()
    for server in servers:
        server.join()
    assert problems == []


def test_an_archive_that_is_written_anew(rounds: PublishedRounds) -> None:
    meanwhile = Meanwhile()
    ways = RoundReader(rounds.engine(today=meanwhile)).ways()
    meanwhile.then = rounds.anew
    assert next(ways)() == 0
    assert meanwhile.then is None


def test_generations_are_never_mixed(rounds: PublishedRounds, times: int) -> None:
    with watched(rounds.engine(), rounds.engine()) as told:
        for _ in range(4 * times):
            assert rounds.next() == ""
    for of in told:
        assert of.rounds == sorted(of.rounds)
        assert len(set(of.rounds)) > 2
        assert of.refused == []
