"""How many paragraphs differ, against a slow count and cases that a person counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.difference.paragraph_count import changed_paragraphs


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("a\nb\nc", "a\nb\nc", 0),
        ("a\nb\nc", "a\nB\nc", 1),
        ("a\nb\nc", "a\nc", 1),
        ("a\nb\nc", "a\nb\nc\nd\ne", 2),
        ("a\nb\nc", "x\na\nB\nc\ny", 3),
        ("a\nb\nc\nd", "a\nX\nd", 2),
        ("a\n\nb", "a \nb", 0),
        ("", "a\nb", 2),
        ("", "", 0),
    ],
)
def test_it_is_what_a_person_counts(first: str, second: str, count: int) -> None:
    assert changed_paragraphs(first, second) == changed_paragraphs(second, first) == count


@given(st.lists(st.sampled_from("abcd"), max_size=6), st.lists(st.sampled_from("abcd"), max_size=6))
def test_it_is_as_much_as_must_be_changed_and_no_more_than_all(first: list[str], second: list[str]) -> None:
    count = changed_paragraphs("\n".join(first), "\n".join(second))
    kept = max(len(first), len(second)) - _common(tuple(first), tuple(second))
    assert kept <= count <= len(first) + len(second)
    assert (count == 0) == (first == second)


def _common(first: tuple[str, ...], second: tuple[str, ...]) -> int:
    if not first or not second:
        return 0
    if first[0] == second[0]:
        return 1 + _common(first[1:], second[1:])
    return max(_common(first[1:], second), _common(first, second[1:]))
