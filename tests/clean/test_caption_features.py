"""The features of captions and of lines set alike say what a slow count says."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.clean.features.alike import add_alike
from index.clean.features.captions import add_captions
from index.clean.features.columns import Columns
from index.clean.features.lexicon import empty_lexicon
from index.clean.features.matrix import Table, features
from index.readers.text import read_text

_SOME = settings(max_examples=60, deadline=None)
_WORDS = st.sampled_from(["Ada", "left", "looks", "on", "sea", "the", "harbour", "board", "12", "[x]", "a.jpg"])
_LINE = st.lists(_WORDS, min_size=1, max_size=9).map(" ".join)
_PAGES = st.lists(st.one_of(_LINE, st.just(""), st.just("   - teaser of another story")), min_size=1, max_size=14)


def _table(lines: list[str]) -> Table:
    return features(read_text("\n".join(lines), "page.txt", "page"), empty_lexicon())


def _column(table: Table, name: str) -> list[float]:
    return [round(float(value), 4) for value in table.values[:, table.names.index(name)]]


def _runs(text: str) -> list[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+", text.casefold())
    return list(zip(words, words[1:], words[2:], strict=False))


@_SOME
@given(_PAGES)
def test_an_echo_is_the_share_of_runs_of_three_words_that_stand_next_in_another_line(lines: list[str]) -> None:
    table = _table(lines)
    said = [(run, number) for number, text in enumerate(table.units.texts) for run in _runs(text)]
    heard = [0] * len(table.values)
    for at, (run, number) in enumerate(said):
        before = [other for same, other in said[:at] if same == run][-1:]
        after = [other for same, other in said[at + 1 :] if same == run][:1]
        heard[number] += any(other != number for other in before + after)
    sizes = [max(sum(number == n for _, number in said), 1) for n in range(len(heard))]
    slow = [round(count / size, 4) for count, size in zip(heard, sizes, strict=True)]
    assert _column(table, "echo_any") == slow


@_SOME
@given(_PAGES)
def test_the_nearest_trace_of_a_picture_is_counted_in_lines(lines: list[str]) -> None:
    table = _table(lines)
    texts = table.units.texts
    marks = [n for n, text in enumerate(texts) if text.endswith(".jpg") or (text[0] == "[" and text[-1] == "]")]
    slow = [min([n - mark for mark in marks if mark <= n] + [9]) for n in range(len(texts))]
    assert _column(table, "image_above") == slow
    assert set(_column(table, "images_page")) <= {len(marks)}


@_SOME
@given(_PAGES, st.randoms(use_true_random=False))
def test_lines_set_alike_are_judged_together(lines: list[str], random: object) -> None:
    table = _table(lines)
    count = len(table.values)
    chances = np.array([random.random() for _ in range(count)])  # type: ignore[attr-defined]
    columns = Columns(count)
    add_alike(columns, table.lines, table.units.blank, table.units.indent, chances)
    words = table.lines.measures.words
    found = columns.table()[:, columns.names.index("p_bullet")]
    bullet = [text[0] in "-*•|" for text in table.units.texts]
    for number in range(count):
        others = [n for n in range(count) if n != number and bullet[n] == bullet[number]]
        size = sum(float(words[n]) for n in others)
        slow = sum(float(chances[n] * words[n]) for n in others) / max(size, 1) if size else -1
        assert abs(found[number] - slow) < 1e-4


def test_a_caption_below_its_alternative_text_is_known_by_it() -> None:
    lines = ["Ada looks on from the harbour", "", "Ada looks on from the harbour (Photo: AP)", "", "The board met."]
    table = _table(lines)
    assert _column(table, "echo_below")[0] == 1
    assert _column(table, "echo_above")[1] > 0.5
    assert _column(table, "echo_any")[2] == 0


def test_columns_are_there_for_a_page_without_lines() -> None:
    table = _table([""])
    columns = Columns(0)
    add_captions(columns, table.lines, empty_lexicon(), table.units.indent)
    add_alike(columns, table.lines, table.units.blank, table.units.indent, np.zeros(0))
    assert columns.table().shape == (0, len(columns.names))
