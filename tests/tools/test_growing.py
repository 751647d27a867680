"""A reply that tells of a part of a run is told from a whole one, on an archive that grows as the bench's does."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from search.embedded.engine import open_engine
from tools.bench.growing import MARKED, SECTIONS, GrowingArchive, torn
from web.site.app import create_app

STEP = 20


@pytest.fixture(scope="module")
def replies(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The replies before, between and after two runs."""
    archive = GrowingArchive(tmp_path_factory.mktemp("growing"), 5)
    assert len(archive.ids()) == 5
    client = create_app(open_engine(archive.index)).test_client()
    told = [client.get(MARKED).get_json()]
    for _ in range(2):
        assert archive.grow(STEP).wait() == 0
        told.append(client.get(MARKED).get_json())
    return told


def test_replies_of_whole_runs_are_whole(replies: list[dict[str, Any]]) -> None:
    assert [reply["total"] for reply in replies] == [0, STEP, 2 * STEP]
    assert [torn(reply, STEP) for reply in replies] == [False] * 3


@pytest.mark.parametrize("part", ["total", "hits", "facets", "section"])
def test_a_part_of_another_generation_is_told(part: str, replies: list[dict[str, Any]]) -> None:
    before, _, after = copy.deepcopy(replies)
    if part == "section":
        after["facets"]["section"][0]["count"] -= 1
        assert len(after["facets"]["section"]) == SECTIONS
    else:
        after[part] = before[part]
    assert torn(after, STEP)


def test_a_part_of_a_run_is_told(replies: list[dict[str, Any]]) -> None:
    assert torn(replies[1], 2 * STEP)
