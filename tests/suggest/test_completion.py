"""Completions start as typed, are the most frequent first, and take in names."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import fold
from search.query import FacetFilter, Ranked, parse
from search.words.suggest import Completer, FacetValues, WordCounts

WORDS = WordCounts.of(
    {"peace": 9, "pear": 3, "peaceful": 5, "the": 95, "then": 4, "fa\u00e7ade": 2, "fact": 7, "war": 6}
)
VALUES = FacetValues(
    [
        ("byline", "Patrick Wintour", 8),
        ("publisher", "The Weekly Lantern", 6),
        ("publisher", "An-Nahar", 2),
        ("agency", "Reuters", 3),
        ("publisher", "Reuters", 1),
    ]
)
COMPLETER = Completer(WORDS, VALUES.rows, articles=100)


def test_the_most_frequent_come_first() -> None:
    assert COMPLETER.complete("pea") == ("peace", "peaceful", "pear")
    assert COMPLETER.complete("pea", limit=1) == ("peace",)


def test_a_finished_word_is_not_its_own_completion() -> None:
    assert COMPLETER.complete("peace") == ("peaceful",)


def test_words_of_most_articles_come_last() -> None:
    assert COMPLETER.complete("th") == ('source:"The Weekly Lantern"', "then", "the")


def test_names_are_found_by_any_of_their_words() -> None:
    assert COMPLETER.complete("wint")[0] == 'byline:"Patrick Wintour"'
    assert COMPLETER.complete("patrick wi") == ('byline:"Patrick Wintour"',)
    assert COMPLETER.complete("an na") == ("source:An-Nahar",)
    assert COMPLETER.complete("reu") == ("agency:Reuters", "source:Reuters")


def test_names_are_found_at_the_end_of_a_question() -> None:
    assert COMPLETER.complete("peace talks patrick w") == (
        'peace talks byline:"Patrick Wintour"',
        'peace talks patrick source:"The Weekly Lantern"',
        "peace talks patrick war",
    )
    assert COMPLETER.complete("war -patrick w")[0] == 'war -byline:"Patrick Wintour"'
    dashed = Completer(WORDS, FacetValues([("publisher", "Lantern News - Latest & Best", 2)]).rows)
    assert dashed.complete("war lantern news - latest & b")[0] == 'war source:"Lantern News - Latest & Best"'
    assert COMPLETER.complete('"peace talks" wint') == ('"peace talks" byline:"Patrick Wintour"',)


def test_hosts_are_completed_behind_their_own_name_alone() -> None:
    hosts = FacetValues([("site", "pearls.example", 50), ("site", "news.pears.example", 9), ("site", "warehouse", 9)])
    completer = Completer(WORDS, (*VALUES.rows, *hosts.rows), 100)
    assert completer.complete("site:pea") == ("site:pearls.example", "site:news.pears.example")
    assert completer.complete("the -site:news") == ("the -site:news.pears.example",)
    assert completer.complete("pea") == COMPLETER.complete("pea")
    assert completer.complete("site:ware") == (), "a host without a dot cannot be asked for by its name"


def test_a_filter_is_completed_from_its_own_values() -> None:
    assert COMPLETER.complete("war byline:pat") == ('war byline:"Patrick Wintour"',)
    assert COMPLETER.complete('by:"Patrick W') == ('byline:"Patrick Wintour"',)
    assert COMPLETER.complete("-source:reu") == ("-source:Reuters",)
    assert COMPLETER.complete("source:patr") == ()


def test_no_names_within_a_phrase_or_a_field_of_the_text() -> None:
    assert COMPLETER.complete('"patrick w') == ('"patrick war',)
    assert COMPLETER.complete("title:wa") == ("title:war",)
    assert COMPLETER.complete("title:wint") == ()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=4), st.integers(0, 3), st.integers(1, 4))
def test_a_completed_name_is_a_filter_that_finds_the_value(values: list[str], at: int, letters: int) -> None:
    named = FacetValues([("byline", value, 1) for value in values])
    typed = fold(values[at % len(values)])[:letters].rstrip()
    for text in Completer(WordCounts.of({}), named.rows).complete(typed):
        root = parse(text).root
        if isinstance(root, Ranked):  # its last word alone begins a name, too
            root = root.required[0]
        assert isinstance(root, FacetFilter)
        assert root.facet == "byline"
        assert fold(root.text) in {fold(value) for value in values}


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
