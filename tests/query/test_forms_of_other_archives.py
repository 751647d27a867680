"""What users of Nexis, Factiva, ProQuest and of search engines type is read as they mean it."""

from __future__ import annotations

import pytest

from search.notes import Note, NoteCode
from search.query import (
    And,
    FacetFilter,
    Field,
    Length,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Ranked,
    Wildcard,
    Word,
    parse,
)
from tests.query.test_query_reading import days

A, B, C, D = map(Word, "abcd")

READINGS: list[tuple[str, Node]] = [
    ("a near5 b", Near(A, B, 5)),
    ("a Near5 b", Near(A, B, 5)),
    ("a n/5 b", Near(A, B, 5)),
    ("a /5 b", Near(A, B, 5)),
    ("3 /4 b", Ranked((Word("3"), Word("4"), B))),
    ("a adj5 b", Near(A, B, 5, ordered=True)),
    ("a ADJ5 b", Near(A, B, 5, ordered=True)),
    ("a p/5 b", Near(A, B, 5, ordered=True)),
    ("a pre/5 b", Near(A, B, 5, ordered=True)),
    ("a n5 b", Ranked((A, Word("n5"), B))),
    ("a near b", Ranked((A, Word("near"), B))),
    ("hlead:a", Word("a", Field.HLEAD)),
    ("hlead(a b)", Ranked((Word("a", Field.HLEAD), Word("b", Field.HLEAD)))),
    ('hlp="a b"', Phrase("a b", Field.HLEAD)),
    ("HLEAD(a w/3 b) c", Ranked((C,), (Near(Word("a", Field.HLEAD), Word("b", Field.HLEAD), 3, ordered=True),))),
    ("headline(a)", Word("a", Field.TITLE)),
    ("TITLE(a OR b)", Or((Word("a", Field.TITLE), Word("b", Field.TITLE)))),
    ("ti(a) c", Ranked((Word("a", Field.TITLE), C))),
    ("hl=a", Word("a", Field.TITLE)),
    ("lead(a)", Word("a", Field.LEAD)),
    ("body(a)", Word("a", Field.BODY)),
    ("ft(a)", Word("a", Field.BODY)),
    ("c byline(a b)", Ranked((C,), (FacetFilter("byline", "a b"),))),
    ("c AND byline(a)", And((C, FacetFilter("byline", "a")))),
    ("NOT byline(a)", Not(FacetFilter("byline", "a"))),
    ("byline(a OR b)", Or((FacetFilter("byline", "a"), FacetFilter("byline", "b")))),
    ("author(a)", FacetFilter("byline", "a")),
    ("au(a)", FacetFilter("byline", "a")),
    ("publication(a b)", FacetFilter("publisher", "a b")),
    ("source(a)", FacetFilter("publisher", "a")),
    ("person(a)", FacetFilter("person", "a")),
    ("pub(a)", FacetFilter("publisher", "a")),
    ("sn=a", FacetFilter("publisher", "a")),
    ("section(a)", FacetFilter("section", "a")),
    ("se=a", FacetFilter("section", "a")),
    ("dateline(a)", FacetFilter("place", "a")),
    ("language(french)", FacetFilter("language", "fr")),
    ("la=en", FacetFilter("language", "en")),
    ("the author(s)", Ranked((Word("the"), Word("author"), Word("s")))),
    ("author (a)", Ranked((Word("author"), A))),
    ('"a * b"', Phrase("a * b")),
    ('"a ** b * * c"~2', Phrase("a * b * * c", slop=2)),
    ('"* a * b *"', Phrase("a * b")),
    ('="a * b"', Phrase("a * b", exact=True)),
    ("a,b,c", Or((A, B, C))),
    ("a/b/c", Or((A, B, C))),
    ("a;b;c d", Ranked((Or((A, B, C)), D))),
    ("a|b|c,", Or((A, B, C))),
    ("d -a,b,c", Ranked((D,), (), (Or((A, B, C)),))),
    ("title:a,b,c", Or(tuple(Word(text, Field.TITLE) for text in "abc"))),
    ("=a,b,c", Or(tuple(Word(text, exact=True) for text in "abc"))),
    ("source:a,b,c", Or(tuple(FacetFilter("publisher", text) for text in "abc"))),
    ("d NEAR/2 a,b,c", Near(D, Or((A, B, C)), 2)),
    ("ab*,cd?e,C", Or((Prefix("ab"), Wildcard("cd?e"), Word("C")))),
    ("2014,2015,2016", Or((Word("2014"), Word("2015"), Word("2016")))),
    *(
        (text, Word(text))
        for text in (
            *(
                "a,b",
                "a/b",
                "a;b",
                "a|b",
                "a,b;c",
                "a,,b,c",
                "220,000,000",
                "1,2,3",
                "24/7/365",
                "a.org/b/c",
                "a/4/2015",
            ),
            *("a,AND,b", "a@b.org/c/d", "https://a.org/b,c,d"),
        )
    ),
    ("wc > 500", Length(501)),
    ("length>500", Length(501)),
    ("length <= 500", Length(0, 500)),
    ("length(>500) a", Ranked((A,), (Length(501),))),
    ("length( > 500 )", Length(501)),
    ("length(200-500)", Length(200, 500)),
    ("length of a", Ranked((Word("length"), Word("of"), A))),
    ("date:20150526-20150601", days("2015-05-26", "2015-06-01")),
    ("date:5/2015", days("2015-05-01", "2015-05-31")),
    ("date:5/26/2015", days("2015-05-26", "2015-05-26")),
    ("date:26/5/2015", days("2015-05-26", "2015-05-26")),
    ("date:5/5/2015", days("2015-05-05", "2015-05-05")),
    ("date:3.5.2015", days("2015-05-03", "2015-05-03")),
    ("date:=2015", days("2015-01-01", "2015-12-31")),
    ("a date aft 2014", Ranked((A,), (days("2015-01-01", ""),))),
    ("date bef 2014-02 a", Ranked((A,), (days("", "2014-01-31"),))),
    ("date (geq 2014) a", Ranked((A,), (days("2014-01-01", ""),))),
    ("date>2014", days("2015-01-01", "")),
    ("date > 2014", days("2015-01-01", "")),
    ("a date >= 2014-05 b", Ranked((A, B), (days("2014-05-01", ""),))),
    ("date<2014", days("", "2013-12-31")),
    ("date <=2014", days("", "2014-12-31")),
    ("date=2014", days("2014-01-01", "2014-12-31")),
    ("date = 2014", days("2014-01-01", "2014-12-31")),
    ('date > "26 May 2015"', days("2015-05-27", "")),
    ("NOT date > 2014", Not(days("2015-01-01", ""))),
    ("date(2014)", days("2014-01-01", "2014-12-31")),
    ("date(>2014) a", Ranked((A,), (days("2015-01-01", ""),))),
    ("date(26 May 2015)", days("2015-05-26", "2015-05-26")),
    ("pd(20150526-20150601)", days("2015-05-26", "2015-06-01")),
    ("yr(2005-2008)", days("2005-01-01", "2008-12-31")),
    ("yr=2005", days("2005-01-01", "2005-12-31")),
    ("since(2014)", days("2014-01-01", "")),
    ("a date", Ranked((A, Word("date")))),
    ("date after 2014", Ranked((Word("date"), Word("after"), Word("2014")))),
    ("date aft noon", Ranked((Word("date"), Word("aft"), Word("noon")))),
]


@pytest.mark.parametrize(("text", "root"), READINGS, ids=[text for text, _ in READINGS])
def test_form_without_a_note(text: str, root: Node) -> None:
    parsed = parse(text)
    assert parsed.root == root
    assert parsed.notes == ()


# What is typed, what it is read as, and the notes that say so.
NOTED = [
    (
        "ab*,cd?e,C++",
        Or((Prefix("ab"), Wildcard("cd?e"), Word("C++"))),
        [Note(NoteCode.SIGNS_LEFT_OUT, typed="C++", read="C")],
    ),
    ("F#", Word("F#"), [Note(NoteCode.SIGNS_LEFT_OUT, typed="F#", read="F")]),
    ("=F#", Word("F#", exact=True), [Note(NoteCode.SIGNS_LEFT_OUT, typed="F#", read="F")]),
    ("title:F++ a", Ranked((Word("F++", Field.TITLE), A)), [Note(NoteCode.SIGNS_LEFT_OUT, typed="F++", read="F")]),
    ('"a bc* d"', Phrase("a bc* d"), [Note(NoteCode.STAR_IN_WORD, typed="bc*")]),
    ("la:en", Word("la:en"), [Note(NoteCode.FIELD_UNKNOWN, field="la", typed="la:en")]),
    ("subject(a b)", Ranked((A, B)), [Note(NoteCode.FIELD_ABSENT, field="subject")]),
    ("su(a)", A, [Note(NoteCode.FIELD_ABSENT, field="su")]),
    ("co=a", A, [Note(NoteCode.FIELD_ABSENT, field="co")]),
    ("date > soon a", A, [Note(NoteCode.NOT_A_DATE, field="date", typed=">soon")]),
    ("date(soon) a", A, [Note(NoteCode.NOT_A_DATE, field="date", typed="soon")]),
    ("date(2014", days("2014-01-01", "2014-12-31"), [Note(NoteCode.BRACKET_NOT_CLOSED)]),
    ("byline(a", FacetFilter("byline", "a"), [Note(NoteCode.BRACKET_NOT_CLOSED)]),
    ("a near5", A, [Note(NoteCode.NOTHING_TO_JOIN, operator="near5")]),
    ("a adj99999 b", Near(A, B, 1000, ordered=True), [Note(NoteCode.DISTANCE_LIMITED, typed="99999", limit=1000)]),
    ("length(long) a", A, [Note(NoteCode.NO_NUMBER, typed="wc:long")]),
    ("date:5/26/15 a", A, [Note(NoteCode.NOT_A_DATE, field="date", typed="5/26/15")]),
    ("date:26/26/2015 a", A, [Note(NoteCode.NOT_A_DATE, field="date", typed="26/26/2015")]),
    ("date:13/2015 a", A, [Note(NoteCode.NOT_A_DATE, field="date", typed="13/2015")]),
    ("date:yesterday a", A, [Note(NoteCode.NOT_A_DATE, field="date", typed="yesterday")]),
    (
        "date:3/5/2015",
        days("2015-05-03", "2015-05-03"),
        [Note(NoteCode.DAY_BEFORE_MONTH, typed="3/5/2015", read="2015-05-03")],
    ),
    (
        "date:3-5-2015..2016",
        days("2015-05-03", "2016-12-31"),
        [Note(NoteCode.DAY_BEFORE_MONTH, typed="3-5-2015", read="2015-05-03")],
    ),
]


@pytest.mark.parametrize(("text", "root", "notes"), NOTED, ids=[text for text, _, _ in NOTED])
def test_form_with_a_note(text: str, root: Node, notes: list[Note]) -> None:
    parsed = parse(text)
    assert parsed.root == root
    assert list(parsed.notes) == notes
