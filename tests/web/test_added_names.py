"""The names that count as a question's words are told once for each name, three of them at once."""

from __future__ import annotations

from search.results import Expansion
from web.site.result_list.added_names import AddedNames, added_names

CITY = ("New York City", "Big Apple", "Neu Amsterdam", "Nowy Jork", "Nueva York")


def test_words_of_one_name_are_told_together() -> None:
    told = added_names([Expansion("new", ("Nova", *CITY)), Expansion("york", (*CITY, "Jork"))])
    assert told == [AddedNames("new york", CITY[:3], (*CITY[3:], "Nova", "Jork"))]


def test_words_of_different_names_are_told_apart() -> None:
    told = added_names([Expansion("isis", ("Islamic State",)), Expansion("lavrov", ("Lawrow", "Лавров"))])
    assert told == [AddedNames("isis", ("Islamic State",), ()), AddedNames("lavrov", ("Lawrow", "Лавров"), ())]
    assert added_names([]) == []
