"""The table of engines says of each what it can, why it cannot the rest, and leaves nothing out that is tested."""

from __future__ import annotations

from tests.contract.capabilities import KINDS, Can
from tests.contract.rows import ROWS
from tests.plain.asking import Kind


def test_what_an_engine_cannot_has_a_reason() -> None:
    for row in ROWS:
        assert all(reason.strip() for reason in row.cannot.values()), row.name
        assert row.can, row.name


def test_the_engine_of_this_program_can_everything() -> None:
    assert ROWS[0].can == frozenset(Can)


def test_every_kind_of_question_belongs_to_a_capability() -> None:
    assert {kind for kinds in KINDS.values() for kind in kinds} == set(Kind)
