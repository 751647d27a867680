"""The names of months and weekdays that the product knows are those of the locale data that it is installed with."""

from __future__ import annotations

from index.calendar_words import NAMES, month_numbers
from tools.calendar_names import text


def test_the_names_are_written_down_as_the_locale_data_has_them() -> None:
    assert NAMES.read_text(encoding="utf-8") == text()


def test_names_of_several_languages_are_known() -> None:
    known = month_numbers()
    assert [known[name] for name in ("march", "märz", "mars", "marzo", "марта", "مارس")] == [3] * 6
