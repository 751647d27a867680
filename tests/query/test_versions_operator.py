"""`in:versions` asks for older versions of articles, too."""

from __future__ import annotations

import pytest

from search.query import And, AnyVersion, Everything, Field, Node, Not, Or, Ranked, Word, parse
from search.query.tree import asks_for_versions

BRIDGE = Word("bridge")
ASKING: tuple[tuple[str, Node], ...] = (
    ("in:versions", AnyVersion()),
    ("In:Versions", AnyVersion()),
    ("in=versions", AnyVersion()),
    ("bridge in:versions", Ranked((BRIDGE,), (AnyVersion(),))),
    ("bridge AND in:versions", And((BRIDGE, AnyVersion()))),
    ("bridge OR in:versions", Or((BRIDGE, AnyVersion()))),
)
OTHERS: tuple[tuple[str, Node], ...] = (
    ("bridge -in:versions", Ranked((BRIDGE,), (), (AnyVersion(),))),
    ("bridge AND NOT in:versions", And((BRIDGE, Not(AnyVersion())))),
    ("versions", Word("versions")),
    ("in:title bridge", Word("bridge", Field.TITLE)),
    ("", Everything()),
)


@pytest.mark.parametrize(("text", "root"), ASKING + OTHERS)
def test_what_is_typed_is_read(text: str, root: Node) -> None:
    parsed = parse(text)
    assert parsed.root == root
    assert parsed.notes == ()
    assert asks_for_versions(parsed.root) == ((text, root) in ASKING)
    assert parse(str(parsed)).root == root
