"""Days that count from today are those of a calendar, and stay relative where the question is written back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.notes import Note, NoteCode
from search.query import Arrived, Node, Not, Published, Ranked, Word, parse

TODAY = date(2024, 3, 31)  # a Sunday, the last day of a long month after a leap day
A, B = Word("a"), Word("b")

# What is typed, how it is written back, and its first and last day by a calendar on the wall.
TIMES = [
    ("date:today", "date:today", "2024-03-31", "2024-03-31"),
    ("date:Today", "date:today", "2024-03-31", "2024-03-31"),
    ("date:yesterday", "date:yesterday", "2024-03-30", "2024-03-30"),
    ("since:yesterday", "since:yesterday", "2024-03-30", ""),
    ("after:yesterday", "after:yesterday", "2024-03-31", ""),
    ("before:today", "before:today", "", "2024-03-30"),
    ("until:yesterday", "until:yesterday", "", "2024-03-30"),
    ("date:>yesterday", "after:yesterday", "2024-03-31", ""),
    ("date:<=yesterday", "until:yesterday", "", "2024-03-30"),
    ('date:"this week"', 'date:"this week"', "2024-03-25", "2024-03-31"),
    ('date:"last  Week"', 'date:"last week"', "2024-03-18", "2024-03-24"),
    ('date:"previous week"', 'date:"previous week"', "2024-03-18", "2024-03-24"),
    ('since:"last week"', 'since:"last week"', "2024-03-18", ""),
    ('before:"last week"', 'before:"last week"', "", "2024-03-17"),
    ('date:"past week"', 'date:"past week"', "2024-03-24", "2024-03-31"),
    ('date:"last month"', 'date:"last month"', "2024-02-01", "2024-02-29"),
    ('date:"past month"', 'date:"past month"', "2024-02-29", "2024-03-31"),
    ('date:"last year"', 'date:"last year"', "2023-01-01", "2023-12-31"),
    ('date:"this month"', 'date:"this month"', "2024-03-01", "2024-03-31"),
    ('date:"past 30 days"', 'date:"past 30 days"', "2024-03-01", "2024-03-31"),
    ('date:"30 days"', 'date:"30 days"', "2024-03-01", "2024-03-31"),
    ('date:"3 days ago"', 'date:"3 days ago"', "2024-03-28", "2024-03-28"),
    ('date:"1 year ago"', 'date:"1 year ago"', "2023-03-31", "2023-03-31"),
    ('since:"3 months"', 'since:"3 months"', "2023-12-31", ""),
    ('since:"4 months ago"', 'since:"4 months ago"', "2023-11-30", ""),
    ('before:"2 weeks"', 'before:"2 weeks"', "", "2024-03-16"),
    ('after:"past 2 weeks"', 'after:"past 2 weeks"', "2024-03-18", ""),
    ('date:"2 weeks ago..yesterday"', 'date:"2 weeks ago..yesterday"', "2024-03-17", "2024-03-30"),
    ("date:2023..yesterday", 'date:"2023..yesterday"', "2023-01-01", "2024-03-30"),
    ("date:yesterday..", 'date:"yesterday.."', "2024-03-30", ""),
    ("past 30 days", 'date:"past 30 days"', "2024-03-01", "2024-03-31"),
    ("Last 2 Weeks", 'date:"last 2 weeks"', "2024-03-17", "2024-03-31"),
]


@pytest.mark.parametrize(("typed", "written", "first", "last"), TIMES, ids=[typed for typed, *_ in TIMES])
def test_a_time_that_counts_from_today(typed: str, written: str, first: str, last: str) -> None:
    parsed = parse(typed, today=TODAY)
    assert isinstance(parsed.root, Published)
    ends = [day.isoformat() if day else "" for day in (parsed.root.first, parsed.root.last)]
    assert ends == [first, last]
    assert str(parsed) == written
    assert parse(written, today=TODAY).root == parsed.root
    [note] = parsed.notes
    assert note.code is NoteCode.RELATIVE_DATE


def test_the_note_says_what_was_typed_and_the_days() -> None:
    assert parse("a past 3 days", today=TODAY).notes == (
        Note(NoteCode.RELATIVE_DATE, typed="past 3 days", days="2024-03-28..2024-03-31"),
    )


def test_a_time_among_other_words_is_a_filter() -> None:
    days = Published(date(2024, 3, 28), TODAY, 'date:"past 3 days"')
    assert parse("a past 3 days b", today=TODAY).root == Ranked((A, B), (days,))
    assert parse("a (past 3) days -b", today=TODAY).root == Ranked((A,), (days,), (B,))
    assert parse("a -since:yesterday", today=TODAY).root == Ranked(
        (A,), (), (Published(date(2024, 3, 30), None, "since:yesterday"),)
    )
    assert parse("-date:today", today=TODAY).root == Not(Published(TODAY, TODAY, "date:today"))


@pytest.mark.parametrize(
    "text",
    ["a last week", "yesterday", "a yesterday", '"past 3 days"', "=past 3 days", "title:past 3 days", "a 3 days"],
)
def test_words_without_a_field_or_a_number_stay_words(text: str) -> None:
    assert "date:" not in str(parse(text, today=TODAY))
    assert parse(text, today=TODAY).notes == ()


@pytest.mark.parametrize("text", ["last week", "past week", "3 days ago", "(last) week", "LAST  WEEK"])
def test_a_time_that_is_the_whole_question_is_a_filter(text: str) -> None:
    parsed = parse(text, today=TODAY)
    assert isinstance(parsed.root, Published) and parsed.root.relative
    assert [note.code for note in parsed.notes] == [NoteCode.RELATIVE_DATE]


def test_a_sentence_names_no_time() -> None:
    words = "she woke up and forgot the last 30 years"
    assert "date:" not in str(parse(words, today=TODAY))
    assert str(parse("she woke up and the last 30 years", today=TODAY)).endswith('date:"last 30 years"')


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023-12-21", "2023-12-21", "2023-12-21"),
        ("21 December 2023", "2023-12-21", "2023-12-21"),
        ("Dec. 21, 2023", "2023-12-21", "2023-12-21"),
        ("21. Dezember 2023", "2023-12-21", "2023-12-21"),
        ("21 décembre 2023", "2023-12-21", "2023-12-21"),
        ("1er mai 2023", "2023-05-01", "2023-05-01"),
        ("21 de diciembre de 2023", "2023-12-21", "2023-12-21"),
        ("December 2023", "2023-12-01", "2023-12-31"),
        ("2/2024", "2024-02-01", "2024-02-29"),
    ],
)
def test_a_day_or_a_month_that_is_the_whole_question_is_a_filter(text: str, first: str, last: str) -> None:
    days = Published(date.fromisoformat(first), date.fromisoformat(last))
    for today in (TODAY, None):
        assert parse(text, today=today).root == days
    assert parse(f"a {text}", today=TODAY).root != days
    assert parse(f"title:({text})", today=TODAY).root != days
    written = str(parse(text, today=TODAY))
    assert written.startswith("date:") and str(parse(written, today=TODAY)) == written


@pytest.mark.parametrize(
    "text", ["2023", "20231221", "Mars 2020", "=2023-12-21", "21 AND December AND 2023", "31/2/2023"]
)
def test_what_may_be_something_else_stays_words(text: str) -> None:
    assert "date:" not in str(parse(text, today=TODAY))


@pytest.mark.parametrize("value", ["5000 years ago", "past 9999 years", "2024 years ago", "soon", "next week"])
def test_what_is_before_the_calendar_or_no_time_is_told(value: str) -> None:
    parsed = parse(f'a date:"{value}"', today=TODAY)
    assert parsed.root == A
    assert parsed.notes == (Note(NoteCode.NOT_A_DATE, field="date", typed=value),)


def test_without_a_day_to_count_from_there_is_no_relative_time() -> None:
    assert parse("past 3 days").root == Ranked((Word("past"), Word("3"), Word("days")))
    assert parse("date:today").notes == (Note(NoteCode.NOT_A_DATE, field="date", typed="today"),)


days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(days, st.integers(0, 400), st.sampled_from(["day", "days"]))
def test_days_back_are_counted_one_by_one(today: date, count: int, unit: str) -> None:
    root = parse(f'since:"{count} {unit}"', today=today).root
    assert isinstance(root, Published)
    day = today
    for _ in range(count):
        day -= timedelta(days=1)
    assert root.first == day


@given(days, st.integers(0, 60))
@example(date(2024, 3, 31), 1)
def test_months_back_are_in_the_month_and_never_after_the_day(today: date, count: int) -> None:
    root = parse(f'date:"{count} months ago"', today=today).root
    assert isinstance(root, Published)
    assert root.first is not None
    year, month = today.year, today.month
    for _ in range(count):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    assert (root.first.year, root.first.month) == (year, month)
    following = root.first + timedelta(days=1)
    assert root.first.day == today.day or (root.first.day < today.day and following.month != month)


@given(days)
def test_the_last_week_ends_on_the_sunday_before_this_one_begins(today: date) -> None:
    last, this = (parse(f'date:"{which} week"', today=today).root for which in ("last", "this"))
    assert isinstance(last, Published)
    assert isinstance(this, Published)
    assert last.first is not None
    assert last.last is not None
    assert this.first is not None
    assert this.last is not None
    assert [last.first.strftime("%A"), this.last.strftime("%A")] == ["Monday", "Sunday"]
    assert this.first <= today <= this.last
    assert last.last + timedelta(days=1) == this.first


@pytest.mark.parametrize(
    ("typed", "written", "root"),
    [
        ("added:today", "added:today", Arrived(TODAY, TODAY, "added:today")),
        ('added:"past week"', 'added:"past week"', Arrived(date(2024, 3, 24), TODAY, 'added:"past week"')),
        ("added:2024-03-31..", "added:2024-03-31..", Arrived(TODAY, None)),
        ("added:..2023", "added:..2023", Arrived(None, date(2023, 12, 31))),
        ("added:2023-01-01..2023-12-31", "added:2023", Arrived(date(2023, 1, 1), date(2023, 12, 31))),
        ("ADDED:>2023", "added:2024..", Arrived(date(2024, 1, 1), None)),
        ("added:>=yesterday", "added:2024-03-30..", Arrived(date(2024, 3, 30), None)),
        ("added(2023)", "added:2023", Arrived(date(2023, 1, 1), date(2023, 12, 31))),
        ("added:9999", "added:9999", Arrived(date(9999, 1, 1), date(9999, 12, 31))),
    ],
)
def test_when_an_article_came_is_asked_for_as_its_date_is(typed: str, written: str, root: Node) -> None:
    parsed = parse(typed, today=TODAY)
    assert (parsed.root, str(parsed)) == (root, written)
    assert parse(written, today=TODAY).root == root
    beside = parse(f"a {typed} -b", today=TODAY)
    assert parse(str(beside), today=TODAY).root == beside.root


def test_what_is_no_day_of_arrival_is_said() -> None:
    assert parse("a added:soon", today=TODAY).notes == (Note(NoteCode.NOT_A_DATE, field="added", typed="soon"),)
