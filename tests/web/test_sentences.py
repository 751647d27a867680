"""Is every note a code with values, and is its sentence the one that readers know?"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from index.errors import Remedy
from search.notes import Note, NoteCode, older_generation
from search.query import parse
from web import parameters
from web.sentences import SENTENCES, sentence

ROOT = Path(__file__).resolve().parents[2]
HELP = ROOT / "search" / "query" / "help.py"  # the text of the help page

# What is typed, and what is said of it.
TYPED = [
    ("F#", "Signs are not searched: “F#” finds what “F” finds."),
    ('"a b', "A quotation mark was not closed; it was closed at the end."),
    ("(a OR b", "A bracket was not closed; it was closed at the end."),
    ("a) b", "A closing bracket without an opening one was left out."),
    ("(" * 21 + "a OR b" + ")" * 21, "Brackets nested deeper than 20 were left out."),
    ("foo:a", "There is no field “foo”, so “foo:a” was read as text."),
    ("a*", "A wildcard needs 2 letters before it, so “a*” was read as “a”."),
    ("*ab c", "A wildcard needs 2 letters before it, so the first star was left out."),
    ("ab~7", "Two edits are the most that is looked for, so “ab~7” was read as “ab~2”."),
    ("a NEAR/99999 b", "A distance is 1,000 words at most, so 99999 was read as 1,000."),
    ("copies:many", "“copies:” takes yes, no, first or a number, so “copies:many” was read as text."),
    ("atleast5000 a", "atleast counts up to 1,000, so a larger number was read as 1,000."),
    ("atleast3 source:b", "atleast counts words and phrases only, so it was left out."),
    ("NEAR/x", "“NEAR/x” needs a whole number at its end, so it was read as text."),
    ("a NEAR/3", "NEAR/3 has nothing to join here, so it was left out."),
    ("a NEAR/3 source:b", "NEAR/3 joins words and phrases only, so it was read as AND."),
    (
        "date:soon a",
        "“date:soon” is not a date, so it was left out. Write a date as 2015, 2015-05 or 2015-05-26, a range as "
        "2013..2015-05.",
    ),
    ("date:2015..2013", "The range “2015..2013” ends before it starts, so its ends were swapped."),
    ("date:3/5/2015", "“3/5/2015” was read as 2015-05-03: the day stands before the month."),
    ("subject(tea)", "There is no field “subject” here, so its words were looked for in the whole text."),
    (
        '"high te* time"',
        "In a quotation a star by itself stands for one word; the one in “te*” means nothing and was left out.",
    ),
    ("in:nowhere", "“in:” takes removed, title, lead, hlead or body, so “in:nowhere” was read as text."),
    ("in:title", "“in:title” needs words to look for."),
    (
        "site:isles",
        "“isles” is no host such as example.org, so “site:” was read as the paper: “source:” says that, too.",
    ),
    ("... - !", "There is no letter or digit in the question, so there is nothing to look for."),
    ("* *", "There is no word in the question, so it finds every article."),
    ("x" * 1025, "A question has 1,024 characters at most; the rest was left out."),
    (" ".join(f"w{n}" for n in range(70)), "Only the first 64 words were read; the rest was left out."),
    (
        "HINT BY PREMIER KHRUSHCHEV, WHO IS BOTH PARTY SECRETARY AND PREMIER OR NOT",
        "Everything is in capitals, so AND, NOT, OR was read as plain text, not as an operator.",
    ),
    (
        "Sorry, Fido. Pope Francis did NOT say our pets are going to heaven",
        "The question is a long sentence, so NOT was read as plain text, not as an operator.",
    ),
]

# A parameter of an address, and what is said of it.
GIVEN = [
    ([("colour", "red")], "“colour” in the address means nothing here and was left out."),
    ([("view", "clean")], "“view” in the address means nothing here and was left out."),
    ([("q", "a"), ("q", "b")], "“q” stood more than once in the address; the first counts."),
    ([("from", "soon")], "“soon” is no date such as 2015, 2015-05 or 2015-05-26 and was left out."),
    ([("date", "x" * 60)], f"“{'x' * 40}…” is no date such as 2015, 2015-05 or 2015-05-26 and was left out."),
    ([("publisher", "x" * 501)], "A filter of more than 500 characters was left out."),
    ([("publisher", str(n)) for n in range(65)], "Only the first 64 filters were used."),
    ([("q", "x" * 1025)], "The question was cut after 1,024 characters."),
    ([("sort", "best")], "There is no order “best”; articles are sorted by relevance."),
    ([("all", "perhaps")], "“all” can be 1 or 0, not “perhaps”."),
    ([("page", "zero")], "“page” needs a whole number from 1, not “zero”."),
    ([("copies", "none")], "“copies” can be group or all, not “none”."),
    ([("per_page", "101")], "“per_page” can be 100 at most."),
    ([("page", "1001")], "Only the first 10,000 articles can be paged through; narrow the search."),
    ([("from", "2016"), ("to", "2015")], "The first day came after the last; the two were swapped."),
]

# What only an answer tells.
ANSWERED = [
    (
        Note(NoteCode.RELATIVE_DATE, typed="past 3 days", days="2024-03-28..2024-03-31"),
        "“past 3 days” is read as 2024-03-28..2024-03-31, counted from today.",
    ),
    (
        Note(NoteCode.ABBREVIATION, name="US", word="us"),
        "“US” was read as an abbreviation: type “us” for the word, too.",
    ),
    (
        Note(NoteCode.ADDRESS_NOT_HELD, typed="isles.example/fog"),
        "No article is known to have the address isles.example/fog, so it was looked for in the texts.",
    ),
    (
        Note(NoteCode.PATTERN_LIMITED, pattern="qua*", words=2000, limit=1024),
        "“qua*” fits 2,000 words; the 1,024 most frequent were looked for.",
    ),
    (
        Note(NoteCode.RESULTS_LIMITED, limit=10_000),
        "Only the first 10,000 results can be paged through: narrow the search instead.",
    ),
    (
        Note(NoteCode.TIME_UP),
        "The search took too long, so this is only part of the answer: use fewer or rarer words.",
    ),
    (
        Note(NoteCode.ARTICLES_UNKNOWN, ids=("0123456789abcdef", "x"), count=2),
        "No article here has 2 of the ids asked for: 0123456789abcdef, x.",
    ),
    (Note(NoteCode.IDS_LIMITED, limit=400), "Only the first 400 ids were used."),
    (Note(NoteCode.MARKS_CUT_SHORT), "The time was up before all the words were marked."),
    (
        Note(NoteCode.EXPORT_CUT_SHORT, written=1200, expected=10_000),
        "The time was up after 1,200 of 10,000 articles: narrow the search.",
    ),
    (
        Note(NoteCode.CHOICE_UNKNOWN, name="by", choices=("years", "months"), typed="weeks"),
        "“by” can be years, months, not “weeks”.",
    ),
    (
        Note(NoteCode.PERIODS_LIMITED, typed="days", read="months"),
        "The time is too long to be shown by days; it is shown by months.",
    ),
    (Note(NoteCode.VALUES_LIMITED, limit=4), "Only the first 4 values are compared."),
    (Note(NoteCode.PAGE_MISSING, page=1000), "There is no page 1,000; this is the last one."),
    (
        Note(NoteCode.INDEX_DAMAGED, cause="generation 2 is damaged: x", remedy=Remedy("reindex", "--full")),
        "generation 2 is damaged: x; answers may be wrong: run `cuttings reindex --full`",
    ),
    (
        older_generation("generation 2 is damaged: x"),
        "an older generation of the index is served, because generation 2 is damaged: x; run `cuttings reindex`",
    ),
    (
        Note(NoteCode.OTHER_READING, remedy=Remedy("reindex")),
        "The articles were read by another version of this program: `cuttings reindex` reads them anew.",
    ),
]


@pytest.mark.parametrize(("text", "said"), TYPED, ids=[text[:20] for text, _ in TYPED])
def test_what_is_typed_is_answered_in_the_known_sentence(text: str, said: str) -> None:
    assert said in map(sentence, parse(text).notes)


@pytest.mark.parametrize(("pairs", "said"), GIVEN, ids=[said for _, said in GIVEN])
def test_what_an_address_holds_is_answered_in_the_known_sentence(pairs: list[tuple[str, str]], said: str) -> None:
    assert said in map(sentence, parameters.read(pairs)[1])


@pytest.mark.parametrize(("note", "said"), ANSWERED, ids=[note.code for note, _ in ANSWERED])
def test_what_an_answer_tells_is_said_in_the_known_sentence(note: Note, said: str) -> None:
    assert sentence(note) == said


def test_no_code_is_without_a_known_sentence() -> None:
    typed = {note.code for text, _ in TYPED for note in parse(text).notes}
    given = {note.code for pairs, _ in GIVEN for note in parameters.read(pairs)[1]}
    assert typed | given | {note.code for note, _ in ANSWERED} == set(NoteCode) == set(SENTENCES)


def test_a_command_is_about_the_index_that_is_meant() -> None:
    said = sentence(older_generation("x"), Path("/my index"))
    assert said.endswith("; run `cuttings reindex --index '/my index'`")


def test_a_value_is_never_read_as_a_template() -> None:
    assert sentence(Note(NoteCode.NO_NUMBER, typed="{limit} {0} {")).startswith("“{limit} {0} {” needs")


def _sources(*packages: str) -> Iterator[tuple[Path, ast.Module]]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path, ast.parse(path.read_text("utf-8"))


def test_every_note_has_a_code_of_the_table_and_the_values_of_its_sentence() -> None:
    used: set[str] = set()
    for path, tree in _sources("index", "search", "web"):
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Note":
                place = f"{path.relative_to(ROOT)}:{call.lineno}"
                assert [ast.unparse(given).partition(".")[0] for given in call.args] == ["NoteCode"], place
                name = ast.unparse(call.args[0]).partition(".")[2]
                fields = {field for _, field, _, _ in Formatter().parse(SENTENCES[NoteCode[name]]) if field}
                assert {given.arg for given in call.keywords} == fields, place
                used.add(name)
    assert used == set(NoteCode.__members__)


def test_search_holds_no_sentence_for_readers() -> None:
    for path, tree in _sources("search"):
        if path == HELP:
            continue
        for text, line in _strings(tree):
            sentence_like = text.endswith(".") and text.count(" ") > 2 and text[0] in "“ABCDEFGHIJKLMNOPQRSTUVWXYZ"
            assert not sentence_like, f"{path.relative_to(ROOT)}:{line}: {text}"


def _strings(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The strings of a module, those with values in them as one, but for what documents it."""
    documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield ast.unparse(node)[2:-1], node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            yield node.value, node.lineno
