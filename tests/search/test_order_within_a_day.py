"""Articles of one day stand in the order of their instants, with any offsets; those without a time stand last."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from search.embedded.engine import open_engine
from search.query import Query, Sort

GOLD = Path(__file__).resolve().parents[1] / "gold"


@pytest.mark.parametrize(("sort", "name"), [(Sort.NEWEST, "newest_first"), (Sort.OLDEST, "oldest_first")])
def test_articles_of_two_days_stand_as_annotated(reindexed: Callable[..., Path], sort: Sort, name: str) -> None:
    expected = json.loads((GOLD / "same_day.expected.json").read_text(encoding="utf-8"))[name]
    engine = open_engine(reindexed(GOLD / "same_day.jsonl"))
    found = engine.search(Query("", sort=sort, per_page=100))
    assert [hit.key for hit in found.hits] == expected
