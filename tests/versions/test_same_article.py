"""Which texts of one address are versions of one article, as people judged them before there was a rule."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index.versions.same_article import VersionText, related

PAIRS = [json.loads(line) for line in Path("tests/gold/versions/pairs.jsonl").read_text().splitlines()]


def text(page: dict[str, str], *, dated: bool = True) -> VersionText:
    day = date.fromisoformat(page["published"]).toordinal() if dated else 0
    return VersionText(page["text"], day)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["name"])
def test_a_text_takes_the_place_of_another_where_people_say_so(pair: dict[str, Any]) -> None:
    first, second = text(pair["first"]), text(pair["second"])
    assert related(first, second) == related(second, first) == pair["versions"]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["name"])
def test_pages_that_do_not_say_their_day_are_told_by_their_texts(pair: dict[str, Any]) -> None:
    assert related(text(pair["first"], dated=False), text(pair["second"], dated=False)) == pair["versions"]


def test_a_form_of_another_day_is_no_version() -> None:
    """A long form of which little changes: the days tell that it was filled in anew."""
    line = (
        "Ward {0}: {1} votes for the mayor, {2} for the council, counted by the clerks of the town hall in the evening."
    )
    forms = ["\n".join(line.format(n, n * k + 100, n * k + 7) for n in range(12)) for k in (3, 5)]
    assert not related(VersionText(forms[0], 735_000), VersionText(forms[1], 735_030))


def test_a_page_without_a_text_is_no_version() -> None:
    assert not related(VersionText("", 0), VersionText("", 0))
    assert not related(VersionText("", 0), VersionText("The bridge is open again, said the council on Tuesday.", 0))
