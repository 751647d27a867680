"""Bylines, agencies, credits and datelines: who is named as what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.describe.agencies import agencies_in
from index.describe.announcing import is_mark
from index.describe.bylines import parse_byline, stated_names
from index.describe.credits import credit_line, photo_credit, source_named, tail_credit
from index.describe.datelines import first_weekday, parse_dateline
from index.describe.persons import is_person, tidy_person


@pytest.mark.parametrize(
    ("line", "authors", "place", "agencies"),
    [
        ("by Ada Brook", ("Ada Brook",), "", ()),
        ("By ADA BROOK and JOHN O'DELL, Associated Press", ("Ada Brook", "John O'Dell"), "", ("AP",)),
        ("Ada Brook in Geneva", ("Ada Brook",), "Geneva", ()),
        ("Von Jörg Weiß und Anna-Lena Groß, Berlin", ("Jörg Weiß", "Anna-Lena Groß"), "", ()),
        ("Par Hélène d’Aubigny", ("Hélène d’Aubigny",), "", ()),
        ("Por María José Díaz", ("María José Díaz",), "", ()),
        ("Автор: Анна Петрова", ("Анна Петрова",), "", ()),
        ("By Ada Brook, Staff Writer | June 7, 2011", ("Ada Brook",), "", ()),
        ("By Ada Brook June 7, 2011 27 comments", ("Ada Brook",), "", ()),
        ("June 7, 2011 by Ada Brook", ("Ada Brook",), "", ()),
        ("Written by Ada van der Brook", ("Ada van der Brook",), "", ()),
        ("By Reuters", (), "", ("Reuters",)),
        ("ADA BROOK (dpa)", ("Ada Brook",), "", ("dpa",)),
    ],
)
def test_bylines(line: str, authors: tuple[str, ...], place: str, agencies: tuple[str, ...]) -> None:
    found = parse_byline(line)
    assert found is not None
    assert (found.authors, found.place, found.agencies) == (authors, place, agencies)


@pytest.mark.parametrize(
    "line",
    [
        "By the way, this is nothing",
        "By 2020 the plan is done",
        "Social Streams",
        "Share this article",
        "Buy Tickets",
        "Read More",
        "by staff",
        "Von der Leyen reist nach Kiew",
        "Most Popular",
        "Home | Politics",
        "Editorial Board",
    ],
)
def test_what_is_no_byline(line: str) -> None:
    assert parse_byline(line) is None


@pytest.mark.parametrize(
    ("line", "answer"), [("By", True), ("Written by", True), ("Autor:", True), ("By Ada", False), ("", False)]
)
def test_announcing_words(line: str, *, answer: bool) -> None:
    assert is_mark(line) is answer


@pytest.mark.parametrize(
    ("value", "site", "authors", "agencies"),
    [
        ("Ada Brook", (), ("Ada Brook",), ()),
        ("Ada Brook, John Dell", (), ("Ada Brook", "John Dell"), ()),
        ("Ada Brook & John Dell", (), ("Ada Brook", "John Dell"), ()),
        ("By Ada Brook The Associated Press", (), ("Ada Brook",), ("AP",)),
        ("Reuters", (), (), ("Reuters",)),
        ("The Daily Example", ("Daily Example",), (), ()),
        ("https://example.org/ada", (), (), ()),
        ("admin", (), (), ()),
        (", The Daily Example", (), (), ()),
        ("Weather Desk", (), ("Weather Desk",), ()),
        ("小林一茶", (), ("小林一茶",), ()),
    ],
)
def test_fields_that_hold_authors(
    value: str, site: tuple[str, ...], authors: tuple[str, ...], agencies: tuple[str, ...]
) -> None:
    assert stated_names(value, site) == (authors, agencies)


def test_agencies_are_told_from_papers_and_words() -> None:
    assert agencies_in("Daily Example and agencies") == (("agencies",), ("Daily Example",))
    assert agencies_in("AFP/Reuters") == (("AFP", "Reuters"), ())
    assert agencies_in("pa") == ((), ("pa",))
    assert agencies_in("Der Spiegel mit dpa")[0] == ("dpa",)


def test_credit_lines() -> None:
    assert credit_line("Daily Example And Agencies") == (("agencies",), ("Daily Example",))
    assert credit_line("(Reuters)") == (("Reuters",), ())
    assert credit_line("Reuters said on Monday that talks would resume.") == ((), ())
    assert source_named("Source: Agencies") == "Agencies"
    assert source_named("Quelle: dpa") == "dpa"
    assert source_named("Source code is open") == ""


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("12 November 2014, 21:30 Source: dpa", "dpa"),
        ("Last Updated : Nov 20, 2019 01:41 PM IST | Source: Lantern Wire", "Lantern Wire"),
        ("A lantern (file photo). Source: dpa", ""),
        ("On 12 May 2014 the keeper asked three times for it; source: dpa", ""),
    ],
)
def test_a_source_behind_a_date(line: str, source: str) -> None:
    assert source_named(line) == source


@pytest.mark.parametrize(
    ("paragraph", "credit"),
    [
        ("“They keep their willingness to talk.”/Courier", "Courier"),
        ("He said that it was over. (AFP)", "AFP"),
        ("He said that it was over. – Reuters", "Reuters"),
        ("He said that it was over (laughing).", ""),
        ("He met Ada Brook.", ""),
    ],
)
def test_suppliers_at_the_end_of_a_story(paragraph: str, credit: str) -> None:
    assert tail_credit(paragraph) == credit


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("The minister, left, at the summit [AFP]", "AFP"),
        ("The minister at the summit REUTERS/Ada Brook/Files", "REUTERS/Ada Brook/Files"),
        ("The minister (Photo by Ada Brook)", "Ada Brook"),
        ("Photo: Ada Brook", "Ada Brook"),
        ("The minister arrives in Geneva (2011)", ""),
        ("The minister arrives.", ""),
    ],
)
def test_photo_credits(caption: str, credit: str) -> None:
    assert photo_credit(caption) == credit


@pytest.mark.parametrize(
    ("paragraph", "place", "agencies", "month_day"),
    [
        ("CAIRO, Feb 24 – The talks", "Cairo", (), (2, 24)),
        ("PARIS (AFP) - The talks", "Paris", ("AFP",), None),
        ("Berlin (dpa) – Die Gespräche", "Berlin", ("dpa",), None),
        ("BEIRUT/GENEVA, 3 March (Reuters) - The talks", "Beirut", ("Reuters",), (3, 3)),
        ("NEW YORK — The talks", "New York", (), None),
        ("BERLIN, 3. März 2016 (dpa) – Die", "Berlin", ("dpa",), (3, 3)),
    ],
)
def test_datelines(paragraph: str, place: str, agencies: tuple[str, ...], month_day: tuple[int, int] | None) -> None:
    found = parse_dateline(paragraph)
    assert found is not None
    assert (found.place, found.agencies) == (place, agencies)
    assert (found.date and (found.date.month, found.date.day)) == month_day


@pytest.mark.parametrize("text", ["Brook - the minister", "The talks (2011) - a history", "He said: yes", "a - b", ""])
def test_what_is_no_dateline(text: str) -> None:
    assert parse_dateline(text) is None


def test_weekdays_in_several_languages() -> None:
    assert first_weekday("The deal was signed on Wednesday, after Monday's talks") == 2
    assert first_weekday("Der Vertrag wurde am Mittwoch unterzeichnet") == 2
    assert first_weekday("no day here") is None


@pytest.mark.parametrize(
    "name", ["Ada Brook", "José María Díaz", "Ludwig van Beethoven", "J. R. Brook", "Anna-Lena Groß", "Анна Петрова"]
)
def test_names(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "text", ["Read More", "ada brook", "Breaking News Today", "Ada", "The Quick Brown Fox Jumps Over", "5 Things"]
)
def test_not_names(text: str) -> None:
    assert not is_person(text)


def test_names_are_tidied() -> None:
    assert tidy_person("  ADA MCBROOK, PhD ") == "Ada McBrook"
    assert tidy_person("Ada Brook, MBA") == "Ada Brook"


@given(st.text(max_size=150))
def test_any_line_is_parsed_without_error(text: str) -> None:
    parse_byline(text)
    parse_dateline(text)
    photo_credit(text)
    tail_credit(text)
    credit_line(text)
    stated_names(text)
