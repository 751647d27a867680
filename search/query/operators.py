"""Which piece of a question is an operator? Tokens, and the words and signs that are read as operators."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from search.notes import Note, NoteCode, NoteTaker
from search.query.nodes import Copied, Field, Length, Node, Unit

MAX_DEPTH = 20
MAX_DISTANCE = 1000
MAX_LENGTH = 10_000_000
DEFAULT_DISTANCE = 10
IN, VERSIONS = "in", "versions"
COPIES, STOOD_FIRST, NO_COPIES, HAS_COPIES = "copies", "first", "no", "yes"


class TokenKind(Enum):
    OPEN = auto()
    CLOSE = auto()
    OPERAND = auto()
    SIGN = auto()  # text: "-" or "+"
    FIELD = auto()  # text: a key of FIELDS or FILTERS, before a bracket
    SCOPE = auto()  # field: where every word of this bracket is looked for
    JOIN = auto()  # text: AND, OR or NEAR
    WITHIN = auto()
    NOT = auto()
    ATLEAST = auto()


@dataclass(frozen=True, slots=True)
class SyntaxToken:
    """A piece of the question. `number` is a distance or count; `spelled` is how an operator was typed."""

    kind: TokenKind
    text: str = ""
    node: Node | None = None
    number: int = 0
    ordered: bool = False
    unit: Unit = Unit.SENTENCE
    field: Field = Field.ANY
    spelled: str = ""


_NEAR = re.compile(r"(?:near/?|n/|/)(\d+)", re.IGNORECASE)
_ORDERED = re.compile(r"(?:w/|pre/|p/|adj)(\d+)", re.IGNORECASE)
_ATLEAST = re.compile(r"(?:atleast|ATLEAST|Atleast|AtLeast)(\d+)")
_LENGTH = re.compile(r"(?:wc|length)(>=|<=|>|<|:|=)(\d+)(?:\.\.(\d+))?", re.IGNORECASE)
_COPIES = re.compile(
    rf"{COPIES}(?:(?::?(>=|<=|>|<)|[:=])(\d+)(?:\.\.(\d+))?|[:=]({STOOD_FIRST}|{NO_COPIES}|{HAS_COPIES}))",
    re.IGNORECASE,
)
_COPIES_MISREAD = re.compile(rf"{COPIES}(?:[<>=]|:[\w<>=]).*", re.DOTALL | re.IGNORECASE)
_NO_NUMBER = re.compile(r"(?:wc[<>=:]|length[<>=]|NEAR/|atleast[\d.,-]).*", re.DOTALL)
_UNITS = {"/s": Unit.SENTENCE, "w/s": Unit.SENTENCE, "/p": Unit.PARAGRAPH, "w/p": Unit.PARAGRAPH}


def operator(chunk: str, note: NoteTaker) -> SyntaxToken | None:  # noqa: PLR0911 - one line for each operator
    """The operator, or filter on length or copies, that `chunk` is; None where it is text."""
    if chunk in ("AND", "OR"):
        return SyntaxToken(TokenKind.JOIN, chunk, spelled=chunk)
    if chunk == "NOT":
        return SyntaxToken(TokenKind.NOT, spelled=chunk)
    if chunk == "NEAR":
        return SyntaxToken(TokenKind.JOIN, "NEAR", number=DEFAULT_DISTANCE, spelled=chunk)
    if match := _NEAR.fullmatch(chunk):
        return SyntaxToken(TokenKind.JOIN, "NEAR", number=distance(match.group(1), note), spelled=chunk)
    if match := _ORDERED.fullmatch(chunk):
        return SyntaxToken(TokenKind.JOIN, "NEAR", number=distance(match.group(1), note), ordered=True, spelled=chunk)
    if chunk.casefold() in _UNITS:
        return SyntaxToken(TokenKind.WITHIN, unit=_UNITS[chunk.casefold()], spelled=chunk)
    if match := _ATLEAST.fullmatch(chunk):
        return SyntaxToken(TokenKind.ATLEAST, number=_count(match.group(1), note), spelled=chunk)
    if node := _numbered(chunk, note):
        return SyntaxToken(TokenKind.OPERAND, node=node)
    return None


def _numbered(chunk: str, note: NoteTaker) -> Node | None:
    """The filter on length or copies that `chunk` is; None where it is text."""
    if match := _LENGTH.fullmatch(chunk):
        return _length(*match.groups())
    if match := _COPIES.fullmatch(chunk):
        return _copied(*match.groups())
    if _COPIES_MISREAD.fullmatch(chunk):
        note(Note(NoteCode.COPIES_UNKNOWN, typed=chunk))
    elif _NO_NUMBER.fullmatch(chunk):
        note(Note(NoteCode.NO_NUMBER, typed=chunk))
    return None


def length(value: str, note: NoteTaker) -> SyntaxToken | None:
    """The filter on length that `value` is: `>500`, `500`, `200-500`; None where it has no number."""
    signed = value if value[0] in "<>=" else f":{value}"
    return operator(f"wc{signed.replace(' ', '').replace('-', '..')}", note)


def distance(digits: str, note: NoteTaker) -> int:
    """The number of words that `digits` say, as far as it may go."""
    if int(digits) > MAX_DISTANCE:
        note(Note(NoteCode.DISTANCE_LIMITED, typed=digits, limit=MAX_DISTANCE))
    return min(int(digits), MAX_DISTANCE)


def _count(digits: str, note: NoteTaker) -> int:
    if int(digits) > MAX_DISTANCE:
        note(Note(NoteCode.COUNT_LIMITED, limit=MAX_DISTANCE))
    return min(int(digits), MAX_DISTANCE)


def _length(sign: str, number: str, upper: str | None) -> Node:
    return Length(*_bounds(sign, number, upper))


def _copied(sign: str | None, number: str | None, upper: str | None, word: str | None) -> Node:
    if number is not None:
        return Copied(*_bounds(sign or ":", number, upper))
    named = {STOOD_FIRST: Copied(first=True), NO_COPIES: Copied(0, 0), HAS_COPIES: Copied(1)}
    return named[(word or "").casefold()]


def _bounds(sign: str, number: str, upper: str | None) -> tuple[int, int | None]:
    """The least and the most that a sign before a number says."""
    count = min(int(number), MAX_LENGTH)
    if upper is not None and sign in ":=":
        low, high = sorted((count, min(int(upper), MAX_LENGTH)))
        return low, high
    if sign in (">", ">="):
        return count + (sign == ">"), None
    if sign in ("<", "<="):
        return 0, max(count - (sign == "<"), 0)
    return count, count
