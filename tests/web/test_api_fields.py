"""Fields of replies, exports and lines are only added: what was there for one release keeps its name and its type."""

from __future__ import annotations

import json

import pytest

from tools.docs.api import extended, field_types
from tools.docs.pages import FIELDS

PINNED: dict[str, dict[str, str]] = json.loads(FIELDS.read_text("utf-8"))


@pytest.mark.parametrize("struct", PINNED)
def test_no_field_is_gone_or_has_changed_its_type(struct: str) -> None:
    present = field_types().get(struct, {})
    lost = {name: kind for name, kind in PINNED[struct].items() if present.get(name) != kind}
    assert not lost, f"of {struct}; whoever reads it relies on these"


def test_every_field_is_pinned() -> None:
    assert extended(PINNED, field_types()) == PINNED, "run `make docs`, which adds them"


def test_a_field_that_is_gone_or_changed_stays_pinned() -> None:
    pinned = {"Hit": {"id": "string", "rank": "integer"}, "Gone": {"a": "string"}}
    present = {"Hit": {"rank": "string", "host": "string"}, "New": {"b": "number"}}
    assert extended(pinned, present) == {
        "Hit": {"id": "string", "rank": "integer", "host": "string"},
        "Gone": {"a": "string"},
        "New": {"b": "number"},
    }
