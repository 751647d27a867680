"""Which passage of an article stands open in a result list, and how it is cut."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.embedded.engine import open_engine
from search.results import Marked, Span
from tests.reindex.archives import run
from web.site.app import create_app
from web.site.result_list.openings import OPEN_CHARACTERS, opening, whole

LONG = "The council met on Monday and talked for hours about other things of the town. "


def marked(text: str, *words: str) -> Marked:
    found = sorted(match.span() for word in words for match in re.finditer(re.escape(word), text))
    return Marked(text, tuple(Span(*span) for span in found))


def shown(*values: Marked) -> str:
    made = opening(values)
    assert made
    return f"{'… ' if made.cut_before else ''}{made.html}{' …' if made.cut_after else ''}"


def test_it_begins_at_a_sentence_that_holds_what_matched() -> None:
    passage = marked(f"{LONG}{LONG}The bridge was closed. {LONG}", "bridge")
    assert shown(passage) == f"{LONG}The <mark>bridge</mark> was closed."


def test_where_the_sentence_is_too_long_it_begins_at_a_clause_else_at_a_word() -> None:
    clause = (
        "For " + "many and many " * 9 + "years, as the mayor said, the bridge was closed to all " + "of them and " * 9
    )
    assert shown(marked(clause, "bridge")).startswith("… as the mayor said, the <mark>bridge</mark>")
    word = "For " + "many and many " * 12 + "years the bridge was closed"
    assert shown(marked(word, "bridge")).startswith("… ")
    assert shown(marked(word, "bridge")).endswith("years the <mark>bridge</mark> was closed …")


def test_more_different_words_are_worth_more_than_a_good_beginning() -> None:
    both = "The bridge is old. " + "x" * 60 + ", which nobody wanted, though a bridge and a ferry were there"
    assert "<mark>ferry</mark>" in shown(marked(both, "bridge", "ferry"))


def test_endings_do_not_make_another_word() -> None:
    twice = (
        f"{'far away ' * 8}and harbours. The harbour was shut for the winter, and no ship came in until it was spring."
    )
    assert shown(marked(twice, "harbours", "harbour")).startswith("The <mark>harbour</mark> was shut")


def test_the_passage_with_most_words_is_taken_and_a_short_one_followed_by_the_next() -> None:
    first, second = marked("A bridge fell.", "bridge"), marked("The ferry waits at the bridge.", "ferry", "bridge")
    assert shown(first, second) == "The <mark>ferry</mark> waits at the <mark>bridge</mark>."
    third = marked(LONG + "A bridge.", "bridge")
    assert shown(second, third).startswith(f"{shown(second)} … ")
    assert opening(()) is None


@given(st.lists(st.text("ab .,’;\n語。", min_size=1, max_size=300), min_size=1, max_size=3), st.data())
def test_whatever_the_text_is_two_lines_hold_it(texts: list[str], data: st.DataObject) -> None:
    values = []
    for text in texts:
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, min(len(text), start + 9)))
        values.append(Marked(text, (Span(start, end),)))
    made = opening(values)
    assert made
    plain = re.sub("<[^>]+>", "", str(made.html)).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    pieces = plain.split(" … ") if "…" in plain else [plain]
    assert sum(map(len, pieces)) <= OPEN_CHARACTERS + 1
    lines = [line for piece in pieces for line in piece.split(" · ")]
    assert all(any(line in text for text in texts) for line in lines)


@pytest.mark.parametrize("text", ["", "one", "a b " * 100])
def test_without_marks_it_is_the_beginning(text: str) -> None:
    made = opening((Marked(text),))
    assert made
    assert text.startswith(str(made.html))


def test_it_begins_within_no_match_and_between_no_two_of_one_name() -> None:
    text = (
        "The ferry company has its office in New York City. A person who speaks for it said in a mail that it had been "
        "asked by the office of the New York State Attorney General, and would do what it could in the matter."
    )
    for words in (("New", "York City", "York"), ("New York City", "New York", "City")):
        spans = marked(text, words[0], words[1]).spans + marked(text[60:], words[0], words[2]).spans
        value = Marked(text, tuple(sorted({*spans[:2], *(Span(a + 60, b + 60) for a, b in spans[2:])})))
        assert not re.match("… (<mark>)?(York|City)", shown(value))


def test_pieces_of_two_paragraphs_have_a_sign_between_them() -> None:
    both = marked("Close to the mayor\nBut while the mayor is far away, the bridge is not.", "mayor")
    assert shown(both) == (
        "Close to the <mark>mayor</mark> · But while the <mark>mayor</mark> is far away, the bridge is not."
    )
    assert str(whole(both).html) == shown(both)
    across = marked("Seen from the quay \n\n  The ferry, the ferry", "quay \n\n  The", "ferry")
    assert str(whole(across).html) == (
        "Seen from the <mark>quay · The</mark> <mark>ferry</mark>, the <mark>ferry</mark>"
    )
    assert str(whole(marked("\n The quay\n")).html).strip() == "The quay"


@pytest.mark.parametrize("text", ["The end.\nThe bridge is old. ", "A heading\nThe bridge is old, as is all. "])
def test_no_passage_begins_or_ends_with_the_sign(text: str) -> None:
    for before in range(0, 140, 7):
        passage = shown(marked(f"{(LONG + LONG)[:before]}{text}{LONG}\n{LONG}", "bridge"))
        words = re.sub(r"<[^>]+>|…", "", passage).strip()
        assert "bridge" in words and not words.startswith("·") and not words.endswith("·"), passage


def test_a_heading_and_the_paragraph_below_it_are_told_apart_on_pages_and_in_files(tmp_path: Path) -> None:
    told = "The council met on Monday and talked for {} hours about the things of the town."
    rest = "".join(f"<p>{told.format(n)}</p>" for n in "2345")
    page = f"<!doctype html><title>A bridge</title><h1>A bridge</h1>{rest}<h2>Close to the ferryman</h2>"
    page += f"<p>But while the ferryman is far away, the bridge is not, as they all said.</p>{rest}"
    (tmp_path / "a.html").write_text(page)
    run(tmp_path / "index", tmp_path / "a.html")
    reader = create_app(open_engine(tmp_path / "index")).test_client()
    shown = "Close to the <mark>ferryman</mark> · But while the <mark>ferryman</mark> is far away"
    assert shown in reader.get("/search?q=ferryman").text
    assert re.sub("<[^>]+>", "", shown) in reader.get("/search.csv?q=ferryman").text
