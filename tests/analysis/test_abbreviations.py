"""Is an abbreviation in capitals told from the word of the same letters? `US` and `us`."""

from __future__ import annotations

import pytest

from index.analysis import EXTRA, analyse, analyse_query


def finds_abbreviation(query: str, text: str) -> bool:
    """Whether the words of `query` stand side by side in `text`, those typed as an abbreviation in capitals only."""
    rows: dict[int, set[str]] = {}
    for token in analyse(text):
        rows.setdefault(token.position, set()).add(token.term)
    wanted = [set(token.initials or token.terms) for token in analyse_query(query)]
    return any(all(rows.get(at + n, set()) & each for n, each in enumerate(wanted)) for at in rows)


@pytest.mark.parametrize(
    "text", ["the US and", "the U.S. and", "the U.S", "US-led", "pro-US", "US's", "“US”", "the US."]
)
@pytest.mark.parametrize("query", ["US", "U.S.", "U.S"])
def test_an_abbreviation_in_capitals_is_found(query: str, text: str) -> None:
    assert finds_abbreviation(query, text)
    assert finds_abbreviation(query.lower(), text)


@pytest.mark.parametrize("text", ["like us", "Us", "uS", "us-led", "u.s.", "USA", "U.S.A.", "bus", "US5"])
@pytest.mark.parametrize("query", ["US", "U.S."])
def test_another_word_is_not_the_abbreviation(query: str, text: str) -> None:
    assert not finds_abbreviation(query, text)


def test_only_abbreviations_that_are_words_have_a_term_of_their_own() -> None:
    terms = [token.term for token in analyse("WHO IS NATO and Who is it")]
    assert {term.removeprefix(EXTRA) for term in terms if term.startswith(EXTRA)} == {"WHO", "IS"}
    assert finds_abbreviation('"IS fighters"', "the IS fighters") and not finds_abbreviation(
        "IS fighters", "is fighters"
    )
    assert analyse_query("NATO May Us")[0].initials == ()
    assert [token.initials for token in analyse_query("us Us US")] == [(), (), (EXTRA + "US",)]


def test_the_abbreviation_covers_the_word() -> None:
    text = "in the U.S. Senate, US’s (U.S)"
    covered = [text[token.start : token.end] for token in analyse(text) if token.term == EXTRA + "US"]
    assert covered == ["U.S.", "US’s", "U.S"]
