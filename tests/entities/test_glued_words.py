"""A name in one word is parted where that is evident, and left alone where it may be anything."""

from __future__ import annotations

import pytest

from index.entities.glued_words import glued_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("theprovince", "the province"),
        ("thequay", "the quay"),
        ("ottawacitizen", "ottawa citizen"),
        ("detroitnews", "detroit news"),
        ("businessweekly", "business weekly"),
        ("courier", "courier"),
        ("therapist", "therapist"),
        ("theatre", "theatre"),
        ("peoplemag", ""),
        ("moneycontrol", ""),
        ("nytimes", ""),
        ("hindustantimes", ""),  # Hindustan, or Hindu and something
        ("quaypost", ""),
        ("ladbible", ""),
        ("2news", ""),
        ("zeitung-ü", ""),
        ("a" * 500, ""),
        ("", ""),
    ],
)
def test_words_are_parted_where_they_are_evident(name: str, words: str) -> None:
    assert " ".join(glued_words(name)) == words
