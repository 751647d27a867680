"""`copies:` asks for articles by how many copies they have, and for those that stood first."""

from __future__ import annotations

import pytest

from search.notes import NoteCode
from search.query import And, Copied, Node, Not, Ranked, Word, parse

READ = (
    ("copies:yes", Copied(1)),
    ("Copies:No", Copied(0, 0)),
    ("copies:first", Copied(first=True)),
    ("copies:>2", Copied(3)),
    ("copies>=2", Copied(2)),
    ("copies:<3", Copied(0, 2)),
    ("copies:5..2", Copied(2, 5)),
    ("copies=1", Copied(1, 1)),
    ("copies", Word("copies")),
    ("bridge copies:yes", Ranked((Word("bridge"),), (Copied(1),))),
    ("bridge -copies:first", Ranked((Word("bridge"),), (), (Copied(first=True),))),
    ("bridge AND NOT copies:no", And((Word("bridge"), Not(Copied(0, 0))))),
)


@pytest.mark.parametrize(("text", "root"), READ)
def test_what_is_typed_is_read(text: str, root: Node) -> None:
    parsed = parse(text)
    assert parsed.root == root
    assert parsed.notes == ()


@pytest.mark.parametrize("least", range(4))
@pytest.mark.parametrize("most", [None, 0, 1, 2, 5])
def test_any_bounds_are_written_as_they_are_read(least: int, most: int | None) -> None:
    if most is None or least <= most:
        node = Copied(least, most)
        typed = f"copies:>={least}" if most is None else f"copies:{least}..{most}"
        assert parse(typed).root == parse(str(parse(typed))).root == node


@pytest.mark.parametrize("text", ["copies:maybe", "copies:>many", "copies:12a"])
def test_what_is_neither_a_number_nor_known_is_text_and_is_said(text: str) -> None:
    assert [note.code for note in parse(text).notes][:1] == [NoteCode.COPIES_UNKNOWN]
