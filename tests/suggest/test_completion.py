"""Completions start as typed, are the most frequent first, and take in names."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import fold
from search.suggest import Completer, WordCounts

WORDS = WordCounts.of(
    {"peace": 9, "pear": 3, "peaceful": 5, "the": 95, "then": 4, "fa\u00e7ade": 2, "fact": 7, "war": 6}
)
COMPLETER = Completer(WORDS, [("Patrick Wintour", 8), ("The Weekly Lantern", 6), ("An-Nahar", 2)], articles=100)


def test_the_most_frequent_come_first() -> None:
    assert COMPLETER.complete("pea") == ("peace", "peaceful", "pear")
    assert COMPLETER.complete("pea", limit=1) == ("peace",)


def test_a_finished_word_is_not_its_own_completion() -> None:
    assert COMPLETER.complete("peace") == ("peaceful",)


def test_words_of_most_articles_come_last() -> None:
    assert COMPLETER.complete("th") == ("The Weekly Lantern", "then", "the")


def test_names_are_found_by_any_of_their_words() -> None:
    assert COMPLETER.complete("wint")[0] == "Patrick Wintour"
    assert COMPLETER.complete("patrick w") == ("Patrick Wintour", "patrick war")
    assert COMPLETER.complete("an na") == ("An-Nahar",)


def test_only_the_last_word_is_completed() -> None:
    assert COMPLETER.complete("war pea") == ("war peace", "war peaceful", "war pear")
    assert COMPLETER.complete('-"pea') == ('-"peace', '-"peaceful', '-"pear')


def test_accents_need_not_be_typed() -> None:
    assert COMPLETER.complete("faca") == ("fa\u00e7ade",)
    assert COMPLETER.complete("fa\u00e7") == ("fa\u00e7ade",)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.text("ab\u00e9", min_size=1, max_size=5), st.integers(1, 50)), st.text("ab\u00e9 ", max_size=4)
)
def test_every_completion_starts_as_typed(counts: dict[str, int], typed: str) -> None:
    for text in Completer(WordCounts.of(counts)).complete(typed):
        assert fold(text).startswith(fold(typed))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_nothing_that_is_typed_raises(typed: str) -> None:
    assert len(COMPLETER.complete(typed)) <= 8
