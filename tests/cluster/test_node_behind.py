"""A node that was cut off answers from what it had, and does not know it: no answer is made of both."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from index.cluster.access import client_for
from index.cluster.publishing import publish_newest
from index.store.snapshot import open_snapshot
from search.cluster.engine import open_cluster
from search.options import Options
from search.words.aliases import Aliases
from tests.cluster.counted_rounds import RoundReader
from tests.cluster.published_rounds import ENOUGH, PublishedRounds
from tools.opensearch.local_cluster import LocalCluster, ask, running

NAME, ASKED = "behind", 24


def test_no_answer_is_of_two_states(node: LocalCluster, tmp_path: Path) -> None:
    """Two clusters stand for the two sides: one has the first round alone, and both are named as nodes of one."""
    rounds = PublishedRounds(node, tmp_path / "index", NAME, copies=1)
    assert rounds.next() == ""
    with running(tmp_path / "cut-off", 1) as cut_off:
        (former,) = cut_off.addresses
        alone = replace(rounds.settings, cluster=f"opensearch://{former.removeprefix('http://')}/{NAME}")
        assert publish_newest(alone, open_snapshot(rounds.settings.index)).problem == ""
        assert (rounds.next(), rounds.next()) == ("", "")
        (current,) = node.addresses
        hosts = ",".join(address.removeprefix("http://") for address in (current, former))
        both = client_for(replace(rounds.settings, cluster=f"opensearch://{hosts}/{NAME}"))
        options = Options(aliases=Aliases())
        engine = open_cluster(both, rounds.knowing(options), seconds=ENOUGH, options=options)
        told = [asked() for asked, _ in zip(RoundReader(engine).ways(), range(ASKED), strict=False)]
        assert set(told) <= {0, 2}
        assert told == sorted(told), "what was read once is not unread"
        assert told[-1] == 2


def test_what_all_nodes_went_back_to_counts(node: LocalCluster, tmp_path: Path) -> None:
    """As after a snapshot was restored."""
    rounds = PublishedRounds(node, tmp_path / "index", "back", copies=1)
    assert rounds.next() == ""
    (address,) = node.addresses
    before = ask(address, "/back-state/_doc/published")["_source"]
    assert rounds.next() == ""
    ways = RoundReader(rounds.engine()).ways()
    assert next(ways)() == 1
    ask(address, "/back-state/_doc/published", before, method="PUT")
    assert next(ways)() == 0
