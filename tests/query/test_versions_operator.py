"""`in:versions` asks for older versions of articles, too."""

from __future__ import annotations

import pytest

from search.query import And, AnyVersion, Everything, Field, Node, Not, Or, Ranked, Word, parse
from search.query.tree import asks_for_versions

BRIDGE = Word("bridge")
READ = (
    ("in:versions", AnyVersion(), True),
    ("In:Versions", AnyVersion(), True),
    ("in=versions", AnyVersion(), True),
    ("bridge in:versions", Ranked((BRIDGE,), (AnyVersion(),)), True),
    ("bridge AND in:versions", And((BRIDGE, AnyVersion())), True),
    ("bridge OR in:versions", Or((BRIDGE, AnyVersion())), True),
    ("bridge -in:versions", Ranked((BRIDGE,), (), (AnyVersion(),)), False),
    ("bridge AND NOT in:versions", And((BRIDGE, Not(AnyVersion()))), False),
    ("versions", Word("versions"), False),
    ("in:title bridge", Word("bridge", Field.TITLE), False),
    ("", Everything(), False),
)


@pytest.mark.parametrize(("text", "root", "asked"), READ)
def test_what_is_typed_is_read(text: str, root: Node, asked: bool) -> None:  # noqa: FBT001
    parsed = parse(text)
    assert parsed.root == root
    assert parsed.notes == ()
    assert asks_for_versions(parsed.root) == asked
    assert parse(str(parsed)).root == root
