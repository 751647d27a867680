"""Requests of a writer that come when it is long gone: what they leave is found by the next publication, and mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cluster.counted_rounds import RoundReader, articles_of
from tests.cluster.publications import state_of
from tests.cluster.published_rounds import PublishedRounds
from tools.opensearch.local_cluster import LocalCluster, ask


@pytest.fixture
def rounds(node: LocalCluster, tmp_path: Path) -> PublishedRounds:
    made = PublishedRounds(node, tmp_path / "index", tmp_path.name.replace("_", "-"), copies=1)
    assert made.next() == ""
    return made


def change(rounds: PublishedRounds, name: str, until: int) -> None:
    """Let a document be of the generations up to another one."""
    node = rounds.cluster.addresses[0]
    index = state_of(node, rounds.name)["articles"]
    ask(node, f"/{index}/_update/{name}?refresh=true", {"doc": {"until": until}}, method="POST")


def test_an_article_of_before_that_comes_back(rounds: PublishedRounds) -> None:
    assert rounds.next() == ""
    before = next(row for row in articles_of(0) if row.title.endswith("of round 0"))
    change(rounds, f"{before.id}@1", 2**31 - 1)
    with pytest.raises(AssertionError):
        next(RoundReader(rounds.engine()).ways())()
    assert rounds.next() == ""
    assert next(RoundReader(rounds.engine()).ways())() == 2
    assert rounds.wrong() == []


def test_an_article_that_is_ended_by_a_publication_of_before(rounds: PublishedRounds) -> None:
    stays = next(row for row in articles_of(0) if row.title.endswith("as ever"))
    change(rounds, f"{stays.id}@1", 1)
    with pytest.raises(AssertionError):
        next(RoundReader(rounds.engine()).ways())()
    assert rounds.next() == ""
    assert next(RoundReader(rounds.engine()).ways())() == 1
    assert rounds.wrong() == []
