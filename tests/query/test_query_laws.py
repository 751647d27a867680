"""Laws of the query language: any string is a question, and its canonical form is read as the same question."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.query import MAX_CHARACTERS, MAX_TERMS, And, Near, Not, Or, Parsed, Phrase, Ranked, Within, parse

PIECES = (
    *(
        "a",
        "b",
        "putin",
        "Assad's",
        "U.S.",
        "S-300",
        "C++",
        "AC/DC",
        "24/7",
        "x.y@z.org",
        "https://a.b/c?d=e*",
        "é",
        "中文",
    ),
    *(
        "AND",
        "OR",
        "NOT",
        "NEAR",
        "NEAR/5",
        "w/3",
        "pre/2",
        "/s",
        "/p",
        "&&",
        "||",
        "!",
        "-",
        "+",
        "=",
        "~",
        "~2",
        "*",
        "?",
    ),
    *(
        "(",
        ")",
        '"',
        "“",
        "”",
        "«",
        " ",
        "  ",
        "\u00a0",
        "–",
        "—",
        "’",
        ":",
        ".",
        "..",
        ",",
        "\u0338",
        "\u200d",
        "\u202e",
    ),
    *(
        "hlead(",
        "byline(",
        "date(",
        "su(",
        "length(",
        ">",
        "<=",
        "date",
        "near5",
        "adj3",
        "/4",
        "(s)",
        "a,b,c",
        "x|y|z",
        ";d;",
    ),
    *("site:", "site:.", "url:", "url:=", "a.org", "www.", "https://", "xn--kge-0na.example", "straße.example/b"),
    *("a/b/c", "~0", 'source:"a/b/c"', "/", "|", '"oil * up"', " * ", '"a * b"', "** "),
    *("title:", "hd=", "by:", "source:", "place:", "lang:", "lead:", "in:removed", "in:", "person:", "foo:", "before:"),
    *("in:versions", "-in:versions"),
    *(
        "after:",
        "date:",
        "2013",
        "2015-05",
        "2013..2015",
        "atleast3",
        "ATLEAST2",
        "wc>500",
        "wc:3..1",
        "\ud800",
        "\x00",
        "½",
        "ﷺ",
    ),
)
questions = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.text(max_size=120),
)


def check(text: str, today: date | None = None) -> Parsed:
    parsed = parse(text, today=today)
    written = str(parsed)
    again = parse(written, today=today)
    assert again.root == parsed.root
    assert str(again) == written
    assert not again.reworded
    assert len(written) <= MAX_CHARACTERS
    return parsed


@settings(max_examples=1500, deadline=None)
@given(questions)
@example("a NEAR/5 b (c AND d) -(e OR NOT f)")
@example("title:(a OR b) AND NOT by:c")
@example("lang:(a Assad)")
@example('source:"a/b/c"')
@example("site:.a/b")
@example("site:.a--b")
@example("site:.~")
@example("a/b/c~0")
@example("=a,b,c~")
@example("=a,b,*c")
@example("a,b,*c")
@example('"a * b * "')
@example('source:("a b * ")')
@example(" ".join(["a"] * 62) + ' "b * c d"')
def test_canonical_form_reads_as_the_same_question(text: str) -> None:
    check(text)


times = st.lists(
    st.sampled_from(
        (
            *(
                "past",
                "last",
                "30",
                "days",
                "weeks",
                "week",
                "date",
                "aft",
                "geq",
                "2014",
                "today",
                "a",
                "OR",
                "AND",
                "-",
            ),
            *(
                "(",
                ")",
                '"',
                "since:",
                "date:",
                "before:",
                'date:"',
                "..",
                "yesterday",
                "3 months ago",
                "past 2 years",
                ">",
            ),
        )
    ),
    max_size=16,
).map(" ".join)


@settings(max_examples=1500, deadline=None)
@given(times, st.dates())
@example("past past 3 days 3 days", date(2024, 2, 29))
@example("(past) 30 days", date(2024, 2, 29))
@example("date past 3 days aft 2014", date(2024, 2, 29))
def test_times_are_read_back_on_the_same_day(text: str, today: date) -> None:
    check(text, today)
    check(text.replace(": ", ":").replace('" ', '"').replace(' "', '"'), today)


@settings(max_examples=300, deadline=None)
@given(questions, st.integers(1, 60))
def test_long_questions_obey_the_limits(text: str, times: int) -> None:
    parsed = check(text * times)
    assert leaves(parsed.root) <= MAX_TERMS


def leaves(node: object) -> int:
    match node:
        case And(operands) | Or(operands):
            return sum(map(leaves, operands))
        case Ranked(wanted, required, excluded):
            return sum(map(leaves, (*wanted, *required, *excluded)))
        case Not(operand):
            return leaves(operand)
        case Near(left, right) | Within(left, right):
            return leaves(left) + leaves(right)
        case Phrase(text):
            return len(text.split())
        case _:
            return 1


HOSTILE = (
    "word " * 10_000,
    "(" * 5_000,
    ")" * 5_000,
    "(a " * 3_000,
    "(a OR " * 300 + "b",
    '"' * 4_001,
    "-" * 4_000,
    "-(" * 2_000,
    "NOT " * 2_000 + "x",
    "NOT (" * 1_000,
    "a NEAR/5 " * 1_000,
    "atleast3 " * 500 + "x",
    "title:" * 1_000,
    "person:" * 1_000,
    "a*" * 2_000,
    "~" * 5_000,
    "a~" * 2_000,
    "?" * 5_000,
    "date:1..2..3.." * 300,
    "x" * 1_000_000,
    "ﷺ" * 5_000,
    "a\u0301\u0302\u0303" * 3_000,
    "&&||" * 1_000,
    "+a AND -b OR (" * 200,
)


def test_hostile_questions_are_answered() -> None:
    for text in HOSTILE:
        check(text)
