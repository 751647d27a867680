"""The limits of reading a question, on both sides, and the words of a filter that are more than one value."""

from __future__ import annotations

from datetime import date

import pytest

from search.notes import Note, NoteCode
from search.query import (
    AtLeast,
    FacetFilter,
    Field,
    Not,
    Nothing,
    Or,
    Phrase,
    Published,
    Query,
    Ranked,
    Sort,
    Word,
    parse,
    shouted,
)
from search.query.dates import canonical_span, days_of
from search.query.days import Days
from search.query.normal import normalised

_MANY = " ".join(f"{number:015}" for number in range(60))


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2014, 1, 1), date(2014, 12, 31), "2014"),
        (date(2014, 2, 1), date(2014, 2, 28), "2014-02"),
        (date(2014, 1, 1), date(2014, 3, 31), "2014..2014-03"),
        (date(2014, 2, 1), date(2014, 3, 31), "2014-02..2014-03"),
        (date(2014, 2, 1), None, "2014-02.."),
        (None, date(2014, 2, 28), "..2014-02"),
        (date(2014, 2, 2), date(2014, 2, 27), "2014-02-02..2014-02-27"),
    ],
)
def test_days_are_written_as_short_as_they_can_be(first: date | None, last: date | None, text: str) -> None:
    assert canonical_span(Published(first, last)) == text


def test_a_word_that_is_no_month_makes_no_date() -> None:
    assert days_of("5 marchen 2015") is None
    assert days_of("5 march 2015") == Days(date(2015, 3, 5), date(2015, 3, 5))


def test_a_question_shows_the_first_page() -> None:
    assert Query().page == 1


@pytest.mark.parametrize("fraction", "¼½¾⅓⅘")
def test_a_fraction_is_words_of_its_own(fraction: str) -> None:
    assert normalised(f"4{fraction}") == normalised(f"4 {fraction}")


def test_what_shapes_a_word_stays_in_it_and_what_is_not_seen_goes() -> None:
    assert normalised("می\u200cخواهم") == "می\u200cخواهم"
    assert normalised("pea\u00adce \u202atalks\u202c") == "peace talks"


def test_not_is_an_operator_in_eight_words_and_a_word_in_nine() -> None:
    assert parse("a b c d e f g NOT h").root == Ranked(tuple(map(Word, "abcdefg")), (), (Word("h"),))
    parsed = parse("a b c d e f g NOT h i")
    assert parsed.root == Ranked(tuple(map(Word, ["a", "b", "c", "d", "e", "f", "g", "not", "h", "i"])))
    assert parsed.notes == (Note(NoteCode.LONG_SENTENCE, operators=("NOT",)),)


def test_what_is_too_long_when_it_is_written_out_is_cut_with_a_note() -> None:
    text = f"title:({_MANY})"
    assert len(text) <= 1024
    parsed = parse(text)
    assert len(str(parsed)) <= 1024
    assert Note(NoteCode.QUESTION_LIMITED, limit=1024) in parsed.notes


@pytest.mark.parametrize("text", [")", "!", "( )", '"."'])
def test_a_question_without_a_letter_looks_for_nothing(text: str) -> None:
    parsed = parse(text)
    assert parsed.root == Nothing()
    assert parsed.notes[-1] == Note(NoteCode.NOTHING_TO_LOOK_FOR)


def test_brackets_that_are_left_out_close_nothing() -> None:
    parsed = parse(f"{'(' * 22}a{')' * 22} OR b")
    assert parsed.root == Or((Word("a"), Word("b")))
    assert parsed.notes == (Note(NoteCode.BRACKETS_TOO_DEEP, limit=20),)


def test_a_scope_in_brackets_ends_with_them() -> None:
    assert parse("(in:title a) b").root == Ranked((Word("a", Field.TITLE), Word("b")))
    assert parse("(in:title a b) OR c").root == Or(
        (Ranked((Word("a", Field.TITLE), Word("b", Field.TITLE))), Word("c"))
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ONE TWO THREE", False),
        ("ONE TWO THREE FOUR", True),
        ("ONE TWO THREE FOUR five", True),
        ("ONE TWO THREE four five", False),
        ("one two three four five", False),
        ("24 7 365 1000 NATO", False),
        ("ONE TWO THREE -FOUR", False),
    ],
)
def test_four_words_nearly_all_in_capitals_are_shouted(text: str, *, expected: bool) -> None:
    assert shouted(parse(text).root) is expected


def test_what_is_negated_or_counted_under_a_filter_is_still_its_value() -> None:
    assert parse("byline:(NOT smith)").root == Not(FacetFilter("byline", "smith"))
    assert parse("byline:(atleast2 smith)").root == FacetFilter("byline", "smith")
    assert parse("atleast2 smith").root == AtLeast(2, Word("smith"))
    assert parse("byline:(ann -smith)").root == Ranked(
        (), (FacetFilter("byline", "ann"),), (FacetFilter("byline", "smith"),)
    )


def test_of_a_phrase_that_is_too_long_the_beginning_is_read() -> None:
    words = [f"w{number}" for number in range(60)]
    phrase = " ".join(f"p{number}" for number in range(9))
    parsed = parse(f'{" ".join(words)} "{phrase}" last')
    assert parsed.root == Ranked((*map(Word, words), Phrase("p0 p1 p2 p3")))
    assert parsed.notes == (Note(NoteCode.WORDS_LIMITED, limit=64),)


def test_words_alone_ask_for_a_reader_s_page() -> None:
    """In any form, with quotes, the best first: what nothing else was said of."""
    query = Query("salmon")
    assert (query.exact, query.as_typed, query.all_words, query.quotes) == (False, False, False, True)
    assert (query.page, query.per_page, query.sort) == (1, 10, Sort.RELEVANCE)
    assert (query.selections, query.first, query.last, query.undated) == ((), None, None, False)
