"""The names that count as a question's words are told once for each name, three of them at once."""

from __future__ import annotations

from search.results import Expansion
from web.site.result_list.added_names import AddedNames, AllAddedNames, added_names

CITY = ("Big Apple", "Neu Amsterdam", "Nowy Jork", "Nueva York")


def test_words_of_one_name_are_told_together() -> None:
    told = added_names([Expansion("new", ("Nova", *CITY), CITY), Expansion("york", (*CITY, "Jork"), CITY)])
    assert told == AllAddedNames(CITY[:3], (AddedNames("new york", (*CITY, "Nova", "Jork")),))


def test_words_of_different_names_are_told_apart() -> None:
    told = added_names(
        [
            Expansion("isis", ("Islamic State",), ("Islamic State",)),
            Expansion("lavrov", ("Lawrow", "Лавров"), ("Lawrow", "Лавров")),
        ]
    )
    rows = (AddedNames("isis", ("Islamic State",)), AddedNames("lavrov", ("Lawrow", "Лавров")))
    assert told == AllAddedNames(("Islamic State", "Lawrow", "Лавров"), rows)
    assert added_names([]) == AllAddedNames((), ())


def test_another_letter_is_not_told_at_once() -> None:
    told = added_names([Expansion("Zelensky", ("Zelenskyy", "Selenskyj"), ("Selenskyj",))])
    assert told == AllAddedNames(("Selenskyj",), (AddedNames("Zelensky", ("Zelenskyy", "Selenskyj")),))
