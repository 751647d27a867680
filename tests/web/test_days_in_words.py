"""The boxes for dates take a day as people write it, in each language of the pages."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from search.query import Selection
from web.parameters import read


def bounds(first: str, last: str) -> tuple[date | None, date | None]:
    query, notes = read([("from", first), ("to", last)])
    assert notes == ()
    return query.first, query.last


def test_the_examples_that_the_boxes_give_are_understood() -> None:
    for example in ("May 2015", "Mai 2015", "mai 2015"):
        assert bounds(example, example) == (date(2015, 5, 1), date(2015, 5, 31))


@pytest.mark.parametrize(
    "written",
    ["21 December 2023", "21. Dezember 2023", "21 décembre 2023", "21.12.2023", "21. Dez. 2023", "21 déc. 2023"],
)
def test_a_day_is_one_in_both_boxes_and_in_that_of_the_first_page(written: str) -> None:
    assert bounds(written, written) == (date(2023, 12, 21), date(2023, 12, 21))
    query, notes = read([("date", written)])
    assert (query.selections, notes) == ((Selection("date", "2023-12-21"),), ())


def test_a_month_and_a_year_are_periods() -> None:
    for written, period in (
        ("December 2023", "2023-12"),
        ("août 2024", "2024-08"),
        ("2023", "2023"),
        ("2015-5", "2015-05"),
    ):
        assert read([("date", written)])[0].selections == (Selection("date", period),), written
    assert bounds("1er mai 2015", "März 2016") == (date(2015, 5, 1), date(2016, 3, 31))


@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["en", "de", "fr"]),
    st.sampled_from(["long", "MMMM y"]),
)
def test_what_the_unicode_cldr_writes_is_read(day: date, language: str, form: str) -> None:
    written = format_date(day, form, locale=language)
    first, last = bounds(written, written)
    if form == "long":
        assert (first, last) == (day, day)
    else:
        assert (first, last) == (day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


@given(st.text(max_size=60))
def test_what_is_no_day_is_told(written: str) -> None:
    query, notes = read([("date", written)])
    assert query.selections or notes or not written.strip()
