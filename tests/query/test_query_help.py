"""The help page's list is true: every example is read without a note, and every kind of node has one."""

from __future__ import annotations

from datetime import date

import pytest

from search.notes import NoteCode
from search.query import HELP_ENTRIES, HelpEntry, Node, Ranked, parse

EVERY_KIND = {
    "Word", "Phrase", "Prefix", "Wildcard", "Fuzzy", "Near", "Within", "AtLeast", "And", "Or", "Ranked", "FacetFilter",
    "Published", "Length", "Copied",
}  # fmt: skip


def kinds(node: Node) -> set[str]:
    found = {type(node).__name__}
    if isinstance(node, Ranked):
        for part in (*node.wanted, *node.required, *node.excluded):
            found |= kinds(part)
    for name in ("operand", "left", "right"):
        if inner := getattr(node, name, None):
            found |= kinds(inner)
    for part in getattr(node, "operands", ()):
        found |= kinds(part)
    return found


@pytest.mark.parametrize("entry", HELP_ENTRIES, ids=[entry.operator for entry in HELP_ENTRIES])
def test_example_is_read_without_a_note(entry: HelpEntry) -> None:
    notes = parse(entry.example, today=date(2026, 11, 29)).notes
    assert [note for note in notes if note.code is not NoteCode.RELATIVE_DATE] == []
    assert entry.sentence.endswith(".")


def test_every_kind_of_node_has_an_example() -> None:
    assert set().union(*(kinds(parse(entry.example).root) for entry in HELP_ENTRIES)) >= EVERY_KIND
