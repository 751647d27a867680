"""Machines of a cluster end, hang or have no room: each answer is right or there is none, no copy loses a field."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import Random

import pytest

from index.errors import ClusterUnavailable
from tests.cluster.published_rounds import PublishedRounds
from tests.cluster.watched_answers import Told, watched
from tools.opensearch.local_cluster import ClusterError, LocalCluster, ask

NAME = "faults"


@pytest.fixture(scope="module")
def rounds(cluster: LocalCluster, tmp_path_factory: pytest.TempPathFactory) -> PublishedRounds:
    made = PublishedRounds(cluster, tmp_path_factory.mktemp("rounds") / "index", NAME)
    assert made.next() == ""
    cluster.wait()
    return made


def manager(cluster: LocalCluster) -> int:
    """The number of the node that leads."""
    node = next(node.address for node in cluster.nodes if node.runs)
    (told,) = ask(node, "/_cat/cluster_manager?format=json")
    return int(told["node"].rpartition("-")[2])


def holder(cluster: LocalCluster) -> int:
    """The number of a node that holds parts of the articles, and does not lead."""
    rows = ask(cluster.addresses[0], f"/_cat/shards/{NAME}-articles-*?format=json")
    numbers = {int(row["node"].rpartition("-")[2]) for row in rows}
    return max(numbers - {manager(cluster)})


def until_answers(told: list[Told], more: int = 8) -> None:
    """Let each reader have so many answers more."""
    wanted = [of.so_far() + more for of in told]
    while any(of.so_far() < count and not of.wrong for of, count in zip(told, wanted, strict=True)):
        time.sleep(0.02)


def until_nodes(node: str, count: int) -> None:
    """Wait until the cluster has so many nodes."""
    while True:
        with suppress(OSError):
            if ask(node, "/_cluster/health")["number_of_nodes"] == count:
                return
        time.sleep(0.1)


def until_refusals(told: list[Told], more: int = 2) -> None:
    """Let each reader be refused so often."""
    wanted = [len(of.refused) + more for of in told]
    while any(len(of.refused) < count and not of.wrong for of, count in zip(told, wanted, strict=True)):
        time.sleep(0.02)


def until_green(cluster: LocalCluster, *stayed: int) -> None:
    """Wait until all copies are there, as docs/clusters.md tells whoever lost a manager, or more machines than copies.

    In about one of four times a part on a machine that stayed was never made the first of its copies again, so that
    nothing could be written to it or copied of it (OpenSearch 2.19.5, its issue 19150); else it took 9 to 26 s.
    """
    for number in stayed:
        try:
            cluster.wait(60)
        except ClusterError:
            cluster.kill(number)
            cluster.start(number)
    cluster.wait()


def watermarks(node: str, flood: str | None) -> None:
    """Have indices take no more where the disk has less room than this; None for what the nodes start with."""
    disk = "cluster.routing.allocation.disk"
    settings: dict[str, object] = {f"{disk}.watermark.{name}": flood for name in ("low", "high", "flood_stage")}
    settings |= {
        f"{disk}.threshold_enabled": None if flood is None else True,
        "cluster.info.update.interval": None if flood is None else "10s",
    }
    ask(node, "/_cluster/settings", {"transient": settings}, method="PUT")


def until_blocked(node: str, *, blocked: bool) -> None:
    """Wait until the cluster takes nothing for want of room, or takes it again."""
    indices = f"/{NAME}-*/_settings/index.blocks.read_only_allow_delete?flat_settings=true"
    while bool(ask(node, indices)) != blocked or (
        not blocked and "create_index" in str(ask(node, "/_cluster/settings"))
    ):
        time.sleep(0.1)


def lost(rounds: PublishedRounds, number: int) -> Told:
    """What a reader is told while a node ends and comes back."""
    with watched(rounds.engine()) as told:
        until_answers(told)
        rounds.cluster.kill(number)
        until_answers(told)
        rounds.cluster.start(number)
        rounds.cluster.wait()
        until_answers(told)
    assert set(told[0].rounds) == {rounds.number}
    return told[0]


def lost_in_publication(rounds: PublishedRounds, number: int, after: float) -> Told:
    """What a reader is told while a node ends so many seconds after a publication has begun, and comes back."""
    before = rounds.number
    with watched(rounds.engine()) as told, ThreadPoolExecutor(1) as pool:
        until_answers(told)
        publishing = pool.submit(rounds.next)
        time.sleep(after)
        rounds.cluster.kill(number)
        assert publishing.result() == ""
        until_answers(told)
        rounds.cluster.start(number)
        rounds.cluster.wait()
        until_answers(told)
    assert set(told[0].rounds) <= {before, rounds.number}
    assert told[0].rounds[-1] == rounds.number
    return told[0]


def test_a_manager_that_ends_is_a_pause(rounds: PublishedRounds) -> None:
    assert lost(rounds, manager(rounds.cluster)).refused == []
    assert rounds.wrong() == []


def test_a_copy_that_ends_during_a_publication_is_a_pause(rounds: PublishedRounds, seed: int) -> None:
    after = Random(seed).uniform(0.1, 0.8)
    assert lost_in_publication(rounds, holder(rounds.cluster), after).refused == []
    assert rounds.wrong() == []


@pytest.mark.attack
def test_twenty_machines_that_end(rounds: PublishedRounds, seed: int, times: int) -> None:
    random = Random(seed)
    for kill in range(20 * times):
        kind = random.choice(("holder", "manager", "any, in a publication"))
        number = {"holder": holder, "manager": manager}.get(kind, lambda _: random.randint(1, 3))(rounds.cluster)
        after = random.uniform(0.0, 1.5)
        told = lost_in_publication(rounds, number, after) if "publication" in kind else lost(rounds, number)
        print(f"{kill}: {kind}, {len(told.rounds)} answers, longest pause {told.longest:.2f} s", flush=True)
        assert told.refused == [], f"--seed {seed}: kill {kill}, {kind}"
        assert rounds.wrong() == [], f"--seed {seed}: kill {kill}, {kind}"


@pytest.mark.attack
def test_a_machine_that_hangs_until_the_others_leave_it_out(rounds: PublishedRounds) -> None:
    cluster = rounds.cluster
    for which in (holder, manager):
        number = which(cluster)
        other = cluster.addresses[number % 3]
        with watched(rounds.engine(2.0)) as told:
            until_answers(told)
            cluster.pause(number)
            try:
                until_nodes(other, 2)
                until_answers(told)
                publications = (rounds.next(), rounds.next())
            finally:
                cluster.resume(number)
            until_nodes(other, 3)
            until_answers(told)
        until_green(cluster, *(stayed for stayed in (1, 2, 3) if stayed != number))
        print(f"{which.__name__}: longest pause {told[0].longest:.2f} s, refused {len(told[0].refused)}")
        assert publications == ("", "")
        assert told[0].rounds == sorted(told[0].rounds)
        assert told[0].rounds[-1] == rounds.number
        assert rounds.wrong() == []


def test_two_machines_that_end_are_no_answer(rounds: PublishedRounds) -> None:
    cluster = rounds.cluster
    with watched(rounds.engine(0.5)) as told:
        until_answers(told)
        for number in (1, 2):
            cluster.kill(number)
        until_refusals(told)
        assert isinstance(rounds.engine(0.5).health().error, ClusterUnavailable)
        for number in (1, 2):
            cluster.start(number)
        until_green(cluster, 3)
        until_answers(told)
    assert set(told[0].rounds) == {rounds.number}
    assert rounds.wrong() == []


def test_a_machine_that_hangs_for_a_while(rounds: PublishedRounds) -> None:
    cluster = rounds.cluster
    with watched(rounds.engine(0.4)) as told:
        until_answers(told)
        number = holder(cluster)
        cluster.pause(number)
        try:
            until_refusals(told)
        finally:
            cluster.resume(number)
        until_answers(told)
    cluster.wait()
    assert set(told[0].rounds) == {rounds.number}
    assert rounds.wrong() == []


def test_a_disk_without_room_keeps_what_was_published(rounds: PublishedRounds) -> None:
    before, node = rounds.number, rounds.cluster.addresses[0]
    with watched(rounds.engine()) as told:
        until_answers(told)
        watermarks(node, "9000tb")
        until_blocked(node, blocked=True)
        problem = rounds.next()
        until_answers(told)
        assert "flood-stage watermark" in problem
        assert set(told[0].rounds) == {before}
        watermarks(node, "1kb")
        until_blocked(node, blocked=False)
        watermarks(node, None)
        assert rounds.again() == ""
        until_answers(told)
    assert told[0].refused == []
    assert told[0].rounds[-1] == rounds.number == before + 1
    assert rounds.wrong() == []
