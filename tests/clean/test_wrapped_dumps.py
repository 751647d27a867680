"""A dump that was wrapped at a column is read as the paragraphs that it was made from."""

from __future__ import annotations

import textwrap

from hypothesis import given, settings
from hypothesis import strategies as st

from index.clean.features.wrap import units
from index.page import join_wrapped
from index.readers.text import lines_of

_WORDS = st.text("abcdefghijklmnop", min_size=3, max_size=11)
_PARAGRAPHS = st.lists(st.lists(_WORDS, min_size=50, max_size=90).map(" ".join), min_size=3, max_size=6)


@given(_PARAGRAPHS, st.sampled_from([60, 72, 76, 80]))
@settings(max_examples=40, deadline=None)
def test_wrapping_is_undone(paragraphs: list[str], column: int) -> None:
    dump = "\n\n".join(textwrap.fill(text, column) for text in paragraphs)
    found = units(lines_of(dump))
    assert found.joined
    assert list(found.texts) == paragraphs


@given(_PARAGRAPHS)
@settings(max_examples=20, deadline=None)
def test_a_dump_of_one_line_a_paragraph_is_left_alone(paragraphs: list[str]) -> None:
    found = units(lines_of("\n".join(paragraphs)))
    assert list(found.texts) == paragraphs
    assert not found.joined


def test_units_cover_the_lines_that_are_not_blank() -> None:
    dump = "Title\n\n" + textwrap.fill("word " * 200, 78) + "\n\n  • item\n  • other"
    lines = lines_of(dump)
    found = units(lines)
    covered = [n for first, end in zip(found.first, found.end, strict=True) for n in range(first, end)]
    assert covered == [n for n, line in enumerate(lines) if line.text]
    assert found.texts[-2:] == ("• item", "• other")


def test_no_space_is_put_into_a_script_without_spaces() -> None:
    assert join_wrapped(["北京时间", "今天上午"]) == "北京时间今天上午"
    assert join_wrapped(["Peking", "today"]) == "Peking today"
