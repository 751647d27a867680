"""Whatever a text holds, the reply that tells it is JSON in UTF-8."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import Query
from search.results import Hit, Marked, Results, Span
from web.reply.encoding import encoded, indented
from web.reply.results import search_reply
from web.reply.run import Unread
from web.reply.state import Completions, Problem

anything = st.text(st.characters(codec=None, exclude_categories=[]), max_size=30)


@given(anything, anything)
def test_every_text_comes_through(error: str, command: str) -> None:
    told = json.loads(encoded(Problem(error=error, status=500, command=command)))
    sound = [text.encode("utf-8", "replace").decode() for text in (error, command)]
    assert [told["error"], told["command"]] == sound


@pytest.mark.parametrize("write", [encoded, indented])
def test_a_lone_surrogate_is_a_question_mark_wherever_it_stands(write: object) -> None:
    assert callable(write)
    assert json.loads(write(Completions(completions=("a", "b\ud800c")))) == {"completions": ["a", "b?c"]}
    unread = Unread(path="a\udcff.jsonl", lines=1, fields={"\ud800": 2})
    assert json.loads(write(unread)) == {"path": "a?.jsonl", "lines": 1, "fields": {"?": 2}}


def test_marks_are_pairs_of_characters() -> None:
    quote = Marked("The talks begin.", (Span(4, 9),))
    hit = Hit("id", "key", "a.txt", Marked("Peace"), (quote,), 1.23456789)
    told = json.loads(encoded(search_reply(Results(Query("talks", page=3), 21, (hit,), seconds=0.12345678))))
    (found,) = told["hits"]
    assert (found["rank"], found["score"], told["seconds"]) == (21, 1.234568, 0.123457)
    assert found["quotes"] == [{"text": "The talks begin.", "marks": [[4, 9]]}]
    assert found["snippets"] == ["The <mark>talks</mark> begin."]


def test_a_reply_stands_in_one_line_and_an_indented_one_in_several() -> None:
    told = Completions(completions=("a", "b"))
    assert encoded(told) == b'{"completions":["a","b"]}'
    assert indented(told).decode().split("\n") == ["{", '  "completions": [', '    "a",', '    "b"', "  ]", "}"]
