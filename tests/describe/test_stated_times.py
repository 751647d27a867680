"""Which day, time and zone does a publication line state? Against lines annotated without sight of it."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import ArticleDate, Precision
from index.describe.clock import find_time
from index.describe.dates import Found, Order, find_dates, parse_stamp
from index.describe.dating import is_modified
from index.describe.zones import Zone

GOLD = Path(__file__).resolve().parents[1] / "gold" / "date_lines.tsv"
ARGUABLE = {
    "4 September 2018, 10 a.m. local time (0800 GMT)": "the instant twice; by its note 10:00 may be shown, and is",
}
ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def lines() -> list[dict[str, str]]:
    with GOLD.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) > 200
    return [row for row in rows if row["line"] not in ARGUABLE]


def half(line: str) -> int:
    """Which half of the gold a line is in: what was made to fit was made by half 0."""
    return sha256(line.encode()).digest()[0] % 2


def stated(line: str, language: str) -> tuple[str, str, str]:
    """(day, time, zone) of publication as an article's date would have them, "" for what is not known."""
    order = Order.UNKNOWN if language == "en" else Order.DAY_FIRST
    dates = find_dates(line, order)
    one = next((date for date in dates if not is_modified(line, date)), dates[0] if dates else parse_stamp(line, order))
    if one is None:
        time = find_time(line.translate(ARABIC_DIGITS))
        return ("", f"{time.hour:02}:{time.minute:02}", zone_shown(time.zone)) if time else ("", "", "")
    day = one.day_of.isoformat() if one.day_of and not one.ambiguous else ""
    if one.hour is None:
        return day, "", ""
    date = one.article_date()
    return day, f"{one.hour:02}:{one.minute:02}", shown(date) if date else zone_shown(one.zone)


def shown(date: ArticleDate) -> str:
    offset = date.moment.utcoffset()
    return zone_shown(Zone(date.zone, None if offset is None else offset // timedelta(minutes=1)))


def zone_shown(zone: Zone | None) -> str:
    if zone is None or zone.name or zone.offset is None:
        return zone.name if zone else ""
    hours, minutes = divmod(abs(zone.offset), 60)
    return f"{'-' if zone.offset < 0 else '+'}{hours:02}:{minutes:02}" if zone.offset else "UTC"


@pytest.mark.parametrize("which", [0, 1])
def test_a_line_is_read_as_it_was_annotated(which: int) -> None:
    wrong = [
        (row["line"], read, (row["date"], row["time"], row["zone"]))
        for row in lines()
        if half(row["line"]) == which
        and (read := stated(row["line"], row["language"])) != (row["date"], row["time"], row["zone"])
    ]
    assert wrong == []


def one_date(text: str) -> Found:
    (found,) = find_dates(text)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7 June 2011 at 9:05 pm IST", "2011-06-07T21:05 IST"),
        ("7 June 2011 at 9:05 pm ET", "2011-06-07T21:05-04:00 ET"),
        ("7 December 2011 at 9:05 pm ET", "2011-12-07T21:05-05:00 ET"),
        ("7 июня 2011, 21:05 МСК", "2011-06-07T21:05+04:00 МСК"),
        ("7 июня 2016, 21:05 МСК", "2016-06-07T21:05+03:00 МСК"),
        ("7. Juni 2011, 21:05 Uhr MESZ", "2011-06-07T21:05+02:00 MESZ"),
        ("2011-06-07 09:05 PM", "2011-06-07T21:05 "),
        ("2011-06-07 09:05:11 مساءً", "2011-06-07T21:05 "),
        ("2011-06-07 12:05 a.m. EST", "2011-06-07T00:05-05:00 EST"),
        ("20110607T21:05:11Z", "2011-06-07T21:05+00:00 "),
        ("2011-06-07T00:00:00Z", "2011-06-07 "),
    ],
)
def test_a_zone_has_an_offset_where_that_is_sure(text: str, expected: str) -> None:
    found = parse_stamp(text)
    date = found.article_date() if found else None
    assert date is not None
    assert f"{date.isoformat()} {date.zone}" == expected.ljust(len(date.isoformat()) + 1)


@pytest.mark.parametrize(
    "text",
    [
        "7 June 2011 10:00-11:00",
        "2011-06-07 10:00-11:00",
        "7 juin 2011 à 9h15 et demie",
        "7 June 2011 9:15 -3 views",
        "7 June 2011 9:15 +14 more",
    ],
)
def test_what_is_no_zone(text: str) -> None:
    found = one_date(text)
    assert found.hour in (9, 10)
    assert found.zone is None


def test_a_time_of_a_change_is_not_that_of_publication() -> None:
    (made, changed) = find_dates("Published: 08:02 GMT, 3 May 2017 | Updated: 10:15 GMT, 4 May 2017")
    assert ((made.day, made.hour), (changed.day, changed.hour)) == ((3, 8), (4, 10))
    line = "3 May 2017 08:02 (Updated 10:15)"
    assert not is_modified(line, one_date(line))
    assert is_modified("Updated 3:27 am PST, Wednesday, November 20, 2019", Found(21, 49))


@given(st.datetimes(datetime(1970, 1, 1), datetime(2049, 1, 1)), st.integers(-56, 56))
def test_every_moment_is_read_back(moment: datetime, quarters: int) -> None:
    moment = moment.replace(second=7, microsecond=0)
    sign, (hours, minutes) = "-" if quarters < 0 else "+", divmod(abs(quarters) * 15, 60)
    stamp = f"{moment.isoformat()}{sign}{hours:02}:{minutes:02}"
    found = parse_stamp(stamp)
    date = found.article_date() if found else None
    assert date is not None
    assert date.precision is Precision.MINUTE
    assert date.moment == datetime.fromisoformat(stamp).replace(second=0)
    assert date.isoformat() == f"{moment.isoformat()[:16]}{stamp[19:] if quarters else '+00:00'}"


@given(st.integers(0, 23), st.integers(0, 59))
def test_twelve_hours_and_twenty_four_say_the_same(hour: int, minute: int) -> None:
    twelve = f"{hour % 12 or 12}:{minute:02} {'am' if hour < 12 else 'pm'}"
    for written in (twelve, twelve.replace("m", ".m."), twelve.upper(), f"{hour}:{minute:02}", f"{hour}h{minute:02}"):
        time = find_time(f"on a day at {written}, they say")
        assert time is not None
        assert (time.hour, time.minute) == (hour, minute), written
