"""Each way of asking is read as the checklist says."""

from __future__ import annotations

from datetime import date

import pytest

from search.notes import Note, NoteCode
from search.query import (
    Address,
    And,
    AtLeast,
    Everything,
    FacetFilter,
    Field,
    Fuzzy,
    Length,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Published,
    Ranked,
    Reach,
    Unit,
    Wildcard,
    Within,
    Word,
    parse,
)

A, B, C, D = map(Word, "abcd")


def days(first: str, last: str) -> Published:
    start, end = (date.fromisoformat(day) if day else None for day in (first, last))
    return Published(start, end)


READINGS: list[tuple[str, Node]] = [
    ("", Everything()),
    ("   ", Everything()),
    ("*", Everything()),
    ("a", A),
    ("a b", Ranked((A, B))),
    ("a b a", Ranked((A, B, A))),
    ("a AND b", And((A, B))),
    ("a && b AND c", And((A, B, C))),
    ("a OR b", Or((A, B))),
    ("a || b", Or((A, B))),
    ("a and b or not c", Ranked((A, Word("and"), B, Word("or"), Word("not"), C))),
    ("a OR b AND c", Or((A, And((B, C))))),
    ("(a OR b) AND c", And((Or((A, B)), C))),
    ("a AND NOT b", And((A, Not(B)))),
    ("a NOT b", Ranked((A,), (), (B,))),
    ("a -b", Ranked((A,), (), (B,))),
    ("a !b", Ranked((A,), (), (B,))),
    ("a \u2013b", Ranked((A,), (), (B,))),
    ("a - b", Ranked((A, B))),
    ("a-b", Word("a-b")),
    ("-a", Not(A)),
    ("NOT a", Not(A)),
    ("NOT NOT a", A),
    ("-a -b", Ranked((), (), (A, B))),
    ("+a b", Ranked((B,), (A,))),
    ("+a", A),
    ("a b AND c", Ranked((A,), (B, C))),
    ("a b OR c", Ranked((A, Or((B, C))))),
    ("a OR b -c", Ranked((Or((A, B)),), (), (C,))),
    ("(a b) c", Ranked((A, B, C))),
    ("a -(b c)", Ranked((A,), (), (Ranked((B, C)),))),
    ("-(-a)", A),
    ('"a b"', Phrase("a b")),
    ("\u201ca b\u201d", Phrase("a b")),
    ("\u00aba b\u00bb", Phrase("a b")),
    ("\uff02a b\uff02", Phrase("a b")),
    ('"a b"~5', Phrase("a b", slop=5)),
    ('="a b"', Phrase("a b", exact=True)),
    ("=a", Word("a", exact=True)),
    ("a\u00a0b", Ranked((A, B))),
    ("\uff41\uff22", Word("aB")),
    ("ab*", Prefix("ab")),
    ("ab?c", Wildcard("ab?c")),
    ("ab*c*", Wildcard("ab*c*")),
    ("what?", Word("what")),
    ("ab~", Fuzzy("ab")),
    ("ab~2", Fuzzy("ab", 2)),
    ("ab~0", Word("ab")),
    ("a NEAR/5 b", Near(A, B, 5)),
    ("a near/5 b", Near(A, B, 5)),
    ("a NEAR b", Near(A, B, 10)),
    ("a NEAR5 b", Near(A, B, 5)),
    ("a w/5 b", Near(A, B, 5, ordered=True)),
    ("a /s b", Within(A, B, Unit.SENTENCE)),
    ("a /p b", Within(A, B, Unit.PARAGRAPH)),
    ("a NEAR/5 b AND c", And((Near(A, B, 5), C))),
    ("a NEAR/5 b c", Ranked((C,), (Near(A, B, 5),))),
    ("a NEAR/5 (b c)", Near(A, Or((B, C)), 5)),
    ("a NEAR/2 b NEAR/3 c", Near(Near(A, B, 2), C, 3)),
    ("atleast3 a", AtLeast(3, A)),
    ("ATLEAST3(a)", AtLeast(3, A)),
    ("atleast1 a", A),
    ("title:a", Word("a", Field.TITLE)),
    ("intitle:a", Word("a", Field.TITLE)),
    ("hd=a", Word("a", Field.TITLE)),
    ("headline:a", Word("a", Field.TITLE)),
    ('title:"a b"', Phrase("a b", Field.TITLE)),
    ("title:=a", Word("a", Field.TITLE, exact=True)),
    ("title:(a OR b) c", Ranked((Or((Word("a", Field.TITLE), Word("b", Field.TITLE))), C))),
    ("title:(a lead:b)", Ranked((Word("a", Field.TITLE), Word("b", Field.LEAD)))),
    ("lead:ab*", Prefix("ab", Field.LEAD)),
    ("in:removed a -b", Ranked((Word("a", Field.REMOVED),), (), (Word("b", Field.REMOVED),))),
    ("byline:a", FacetFilter("byline", "a")),
    ("by:a", FacetFilter("byline", "a")),
    ("by=a", FacetFilter("byline", "a")),
    ("author:a", FacetFilter("byline", "a")),
    ("source:a", FacetFilter("publisher", "a")),
    ("publisher:a", FacetFilter("publisher", "a")),
    ("site:a.org", FacetFilter("site", "a.org")),
    ("SITE:WWW.A.Org.", FacetFilter("site", "a.org")),
    ("site:https://www.a.org/", FacetFilter("site", "a.org")),
    ("site:.org", FacetFilter("site", "org")),
    ("site:.org/b", Address("org", "/b", Reach.BELOW)),
    ('site:".org/b c"', Address("org", "/b%20c", Reach.BELOW)),
    ("site:.a--b", FacetFilter("site", "a--b")),
    ("site:a.org:8080", FacetFilter("site", "a.org")),
    ("site:k\u00f8ge.example", FacetFilter("site", "k\u00f8ge.example")),
    ("site:xn--kge-0na.example", FacetFilter("site", "k\u00f8ge.example")),
    ("-site:a.org b", Ranked((B,), (), (FacetFilter("site", "a.org"),))),
    ("site:(a.org OR b.org)", Or((FacetFilter("site", "a.org"), FacetFilter("site", "b.org")))),
    ("site:a.org/b/", Address("a.org", "/b", Reach.BELOW)),
    ("site:http://www.a.org/b?c=d&utm_source=e#f", Address("a.org", "/b?c=d", Reach.BELOW)),
    ("url:https://a.org/b", Address("a.org", "/b", Reach.BEGINNING)),
    ('url:"a.org/b_(c)"', Address("a.org", "/b_(c)", Reach.BEGINNING)),
    ("url:a.org", Address("a.org", "", Reach.BEGINNING)),
    ("url:=a.org/b", Address("a.org", "/b", Reach.WHOLE)),
    ("url:b", Address("", "b", Reach.WORD)),
    ('inurl:"b c"', Address("", "b c", Reach.WORD)),
    ("url:(a.org OR b)", Or((Address("a.org", "", Reach.BEGINNING), Address("", "b", Reach.WORD)))),
    ("a url:b", Ranked((A,), (Address("", "b", Reach.WORD),))),
    ("agency:a", FacetFilter("agency", "a")),
    ("person:a", FacetFilter("person", "a")),
    ("org:(a OR b)", Or((FacetFilter("organisation", "a"), FacetFilter("organisation", "b")))),
    ("organization:a", FacetFilter("organisation", "a")),
    ('mentioned:"a b"', FacetFilter("mentioned_place", "a b")),
    ("about:a", FacetFilter("about", "a")),
    ("b -about:(a OR c)", Ranked((B,), (), (Or((FacetFilter("about", "a"), FacetFilter("about", "c"))),))),
    ('place:"a b"', FacetFilter("place", "a b")),
    ("place:(a b)", FacetFilter("place", "a b")),
    ("place:(a OR b)", Or((FacetFilter("place", "a"), FacetFilter("place", "b")))),
    ("section:a", FacetFilter("section", "a")),
    ("lang:EN", FacetFilter("language", "en")),
    ("lang:German", FacetFilter("language", "de")),
    ("-source:a b", Ranked((B,), (), (FacetFilter("publisher", "a"),))),
    ("a source:b", Ranked((A,), (FacetFilter("publisher", "b"),))),
    ("wc>500", Length(501)),
    ("wc>=500", Length(500)),
    ("wc<500", Length(0, 499)),
    ("wc:20..10", Length(10, 20)),
    ("before:2014", days("", "2013-12-31")),
    ("after:2014", days("2015-01-01", "")),
    ("after:2014-02", days("2014-03-01", "")),
    ("since:2014", days("2014-01-01", "")),
    ("until:2014", days("", "2014-12-31")),
    ("date:2013..2015-05", days("2013-01-01", "2015-05-31")),
    ("date:2013-2015", days("2013-01-01", "2015-12-31")),
    ("date:2015-05-26", days("2015-05-26", "2015-05-26")),
    ('date:"26 May 2015"', days("2015-05-26", "2015-05-26")),
    ('date:"May 26, 2015"', days("2015-05-26", "2015-05-26")),
    ('"26 May 2015"', Or((Phrase("26 May 2015"), days("2015-05-26", "2015-05-26")))),
    ('a "26 May 2015"', Ranked((A, Or((Phrase("26 May 2015"), days("2015-05-26", "2015-05-26")))))),
    ('a OR "26 May 2015"', Or((A, Phrase("26 May 2015")))),
    ('"May 2015"', Phrase("May 2015")),
    ("date:26.5.2015", days("2015-05-26", "2015-05-26")),
    ("date:20150526", days("2015-05-26", "2015-05-26")),
    ("date:2014..", days("2014-01-01", "")),
    ("date:..2014", days("", "2014-12-31")),
    ("date:>2014", days("2015-01-01", "")),
    ("date:2016-02", days("2016-02-01", "2016-02-29")),
]


@pytest.mark.parametrize(("text", "root"), READINGS, ids=[text for text, _ in READINGS])
def test_reading_without_a_note(text: str, root: Node) -> None:
    parsed = parse(text)
    assert parsed.root == root
    assert parsed.notes == ()


SINGLE = (
    *("AC/DC", "24/7", "S-300", "U.S.", "C++", "C#", "al-Assad", "3:1", "10:30", "220,000", "Assad's", "fa\u00e7ade"),
    *(
        "G20",
        "https://a.org/b?c=d*e",
        "a.b@c.org",
        "\u4e2d\u6587",
        "\u0645\u0635\u0631",
        "\u0939\u093f\u0928\u094d\u0926\u0940",
    ),
)


@pytest.mark.parametrize("word", SINGLE)
def test_a_word_with_marks_inside_stays_one_word(word: str) -> None:
    parsed = parse(f"({word}, and)")
    assert parsed.root == Ranked((Word(word), Word("and")))
    assert [note.code for note in parsed.notes] == [NoteCode.SIGNS_LEFT_OUT] * word.endswith(("+", "#"))


# What is typed, what it is read as, and the notes that say so.
NOTED = [
    ('"a b', Phrase("a b"), [Note(NoteCode.QUOTATION_NOT_CLOSED)]),
    ("(a OR b", Or((A, B)), [Note(NoteCode.BRACKET_NOT_CLOSED)]),
    ("a) b", Ranked((A, B)), [Note(NoteCode.BRACKET_NOT_OPENED)]),
    ("foo:a", Word("foo:a"), [Note(NoteCode.FIELD_UNKNOWN, field="foo", typed="foo:a")]),
    ("a*", A, [Note(NoteCode.WILDCARD_TOO_SHORT, letters=2, typed="a*", read="a")]),
    ("*ab c", Ranked((Word("ab"), C)), [Note(NoteCode.STAR_LEFT_OUT, letters=2)]),
    ("NOT a NEAR/5 b", And((Not(A), B)), [Note(NoteCode.READ_AS_AND, operator="NEAR/5")]),
    ("a?b*", Word("ab"), [Note(NoteCode.WILDCARD_TOO_SHORT, letters=2, typed="a?b*", read="ab")]),
    ("ab~7", Fuzzy("ab", 2), [Note(NoteCode.EDITS_LIMITED, typed="ab~7", read="ab~2")]),
    ("a NEAR/99999 b", Near(A, B, 1000), [Note(NoteCode.DISTANCE_LIMITED, typed="99999", limit=1000)]),
    ("atleast5000 a", AtLeast(1000, A), [Note(NoteCode.COUNT_LIMITED, limit=1000)]),
    ("site:b", FacetFilter("publisher", "b"), [Note(NoteCode.SITE_IS_PUBLISHER, typed="b")]),
    ('site:"a b"', FacetFilter("publisher", "a b"), [Note(NoteCode.SITE_IS_PUBLISHER, typed="a b")]),
    ("site:(a b)", FacetFilter("publisher", "a b"), [Note(NoteCode.SITE_IS_PUBLISHER, typed="a b")]),
    ("atleast3 source:b", FacetFilter("publisher", "b"), [Note(NoteCode.ATLEAST_LEFT_OUT)]),
    ("NEAR/x", Word("NEAR/x"), [Note(NoteCode.NO_NUMBER, typed="NEAR/x")]),
    ("a AND", A, [Note(NoteCode.NOTHING_TO_JOIN, operator="AND")]),
    ("OR a", A, [Note(NoteCode.NOTHING_TO_JOIN, operator="OR")]),
    ("a NEAR/3", A, [Note(NoteCode.NOTHING_TO_JOIN, operator="NEAR/3")]),
    ("a NEAR/3 source:b", And((A, FacetFilter("publisher", "b"))), [Note(NoteCode.READ_AS_AND, operator="NEAR/3")]),
    ("date:2015-13 a", A, [Note(NoteCode.NOT_A_DATE, field="date", typed="2015-13")]),
    ("date:soon a", A, [Note(NoteCode.NOT_A_DATE, field="date", typed="soon")]),
    ("after:9999 a", A, [Note(NoteCode.NOT_A_DATE, field="after", typed="9999")]),
    ("date:2015..2013", days("2013-01-01", "2015-12-31"), [Note(NoteCode.RANGE_SWAPPED, typed="2015..2013")]),
    ("in:nowhere", Word("in:nowhere"), [Note(NoteCode.SCOPE_UNKNOWN, typed="nowhere")]),
    ("in:title", Everything(), [Note(NoteCode.SCOPE_EMPTY, field="title")]),
    ("... - !", Nothing(), [Note(NoteCode.NOTHING_TO_LOOK_FOR)]),
    ("\U0001f600", Nothing(), [Note(NoteCode.NOTHING_TO_LOOK_FOR)]),
    ("()", Nothing(), [Note(NoteCode.NOTHING_TO_LOOK_FOR)]),
    ('""', Nothing(), []),
]


@pytest.mark.parametrize(("text", "root", "notes"), NOTED, ids=[text for text, _, _ in NOTED])
def test_reading_with_a_note(text: str, root: Node, notes: list[Note]) -> None:
    parsed = parse(text)
    assert parsed.root == root
    assert list(parsed.notes) == notes


def test_capitals_of_a_sentence_are_no_operators() -> None:
    shouted = parse("HINT BY PREMIER KHRUSHCHEV, WHO IS BOTH PARTY SECRETARY AND PREMIER")
    assert isinstance(shouted.root, Ranked)
    assert Word("and") in shouted.root.wanted
    assert parse("NATO AND UN").root == And((Word("NATO"), Word("UN")))
    emphasis = parse("Sorry, Fido. Pope Francis did NOT say our pets are going to heaven")
    assert isinstance(emphasis.root, Ranked)
    assert not emphasis.root.excluded
    assert emphasis.notes == (Note(NoteCode.LONG_SENTENCE, operators=("NOT",)),)
    assert shouted.notes == (Note(NoteCode.ALL_CAPITALS, operators=("AND",)),)


@pytest.mark.parametrize(
    ("text", "reworded"),
    [
        ("putin  Assad, (no)", True),
        ("putin  Assad, no", False),
        ("\u201cpeace talks\u201d", False),
        ("a source:b", False),
        ("source:b a", False),
        ("site:b a", True),
        ("before:2014", True),
        ("a OR b AND c", True),
        ("U.S. troops?", False),
    ],
)
def test_the_reading_is_told_where_it_differs_from_the_typing(text: str, *, reworded: bool) -> None:
    assert parse(text).reworded is reworded


def test_limits_are_named() -> None:
    many = parse(" ".join(f"w{n}" for n in range(70)))
    assert isinstance(many.root, Ranked)
    assert len(many.root.wanted) == 64
    assert many.notes == (Note(NoteCode.WORDS_LIMITED, limit=64),)
    assert parse("x" * 1025).notes == (Note(NoteCode.QUESTION_LIMITED, limit=1024),)
    assert parse("x" * 1024).notes == ()
    deep = parse("(" * 21 + "a OR b" + ")" * 21)
    assert deep.root == Or((A, B))
    assert deep.notes == (Note(NoteCode.BRACKETS_TOO_DEEP, limit=20),)
    assert parse("(" * 20 + "a OR b" + ")" * 20).notes == ()
