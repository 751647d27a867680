"""Which pieces does a typed question consist of? `scan` cuts it into words, phrases, brackets and operators."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from search.query.dates import span_of
from search.query.nodes import (
    Field,
    Fuzzy,
    Length,
    Metadata,
    Node,
    Phrase,
    Prefix,
    Unit,
    Wildcard,
    Word,
)
from search.query.normal import is_word_character, normalised

FIELDS = {
    "title": Field.TITLE,
    "intitle": Field.TITLE,
    "headline": Field.TITLE,
    "hd": Field.TITLE,
    "lead": Field.LEAD,
    "lp": Field.LEAD,
    "body": Field.BODY,
    "text": Field.BODY,
    "intext": Field.BODY,
    "removed": Field.REMOVED,
}
FILTERS = {
    "source": "publisher",
    "publisher": "publisher",
    "site": "publisher",
    "byline": "byline",
    "by": "byline",
    "author": "byline",
    "agency": "agency",
    "section": "section",
    "place": "place",
    "lang": "language",
    "language": "language",
}
DATES = ("before", "after", "since", "until", "date")
PLANNED = ("person", "org")

LANGUAGES = {
    "english": "en",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "italian": "it",
    "portuguese": "pt",
    "dutch": "nl",
    "russian": "ru",
    "ukrainian": "uk",
    "polish": "pl",
    "turkish": "tr",
    "arabic": "ar",
    "hebrew": "he",
    "persian": "fa",
    "chinese": "zh",
    "japanese": "ja",
    "korean": "ko",
}

MAX_DEPTH = 20
MAX_DISTANCE = 1000
MAX_LENGTH = 10_000_000
DEFAULT_DISTANCE = 10
LEADING_CHARACTERS = 2


class Kind(Enum):
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
class Token:
    """A piece of the question. `number` is a distance or count; `spelled` is how an operator was typed."""

    kind: Kind
    text: str = ""
    node: Node | None = None
    number: int = 0
    ordered: bool = False
    unit: Unit = Unit.SENTENCE
    field: Field = Field.ANY
    spelled: str = ""


_FIELD = re.compile(r"([A-Za-z]{2,12})([:=])")
_NEAR = re.compile(r"(?:(?:NEAR|near|Near)/|NEAR|N/|n/)(\d+)")
_ORDERED = re.compile(r"(?:[wW]|[pP][rR][eE])/(\d+)")
_ATLEAST = re.compile(r"(?:atleast|ATLEAST|Atleast|AtLeast)(\d+)")
_LENGTH = re.compile(r"wc(>=|<=|>|<|:|=)(\d+)(?:\.\.(\d+))?", re.IGNORECASE)
_NO_NUMBER = re.compile(r"(?:wc[<>=:]|NEAR/|atleast[\d.,-]).*", re.DOTALL)
_FUZZY = re.compile(r"([^~]+)~(\d{0,3})")
_EDITS = re.compile(r"~\d{0,3}(?!\w)")
_SLOP = re.compile(r"~(\d+)(?!\w)")
_ADDRESS = re.compile(r"(?:[a-z]{2,8}://|www\.)\S+|[^@\s]+@[^@\s]+", re.IGNORECASE)
_INITIALS = re.compile(r"(?:\w\.){2,}")
_SENTENCE = {"/s": Unit.SENTENCE, "w/s": Unit.SENTENCE, "/p": Unit.PARAGRAPH, "w/p": Unit.PARAGRAPH}
_STOPS = frozenset(' "()')
_ENDING = frozenset("+#")  # C++, C#


class Scanner:
    """One pass over a normalised question. `tokens` and `notes` are filled by `run`; nothing raises."""

    def __init__(self, text: str, today: date | None) -> None:
        self.text = text
        self.today = today
        self.at = 0
        self.tokens: list[Token] = []
        self.notes: list[str] = []

    def run(self) -> list[Token]:
        """The tokens of the text. Every step moves forward by a character at least, so it ends."""
        while self.at < len(self.text):
            self._step()
        return self.tokens

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def _step(self) -> None:  # noqa: PLR0912 - one branch for each character that starts a piece
        """Read one piece and move past it."""
        char = self.text[self.at]
        if char == "(":
            self.at += 1
            self._push(Token(Kind.OPEN))
        elif char == ")":
            self.at += 1
            self._push(Token(Kind.CLOSE))
        elif char == '"':
            self._phrase(Field.ANY, "")
        elif char in "+-!" and self._starts_operand():
            self.at += 1
            self._push(Token(Kind.SIGN, "+" if char == "+" else "-"))
        elif char == "=" and self._at_boundary() and self.text[self.at + 1 : self.at + 2] == '"':
            self.at += 1
            self._phrase(Field.ANY, "", exact=True)
        elif char == "=" and self._at_boundary() and is_word_character(self.text[self.at + 1 : self.at + 2] or " "):
            self.at += 1
            self._value(Field.ANY, "", self._chunk(), exact=True)
        elif char in "|&" and self.text.startswith(char * 2, self.at):
            while self.at < len(self.text) and self.text[self.at] == char:
                self.at += 1
            self._push(Token(Kind.JOIN, "OR" if char == "|" else "AND", spelled=char * 2))
        elif char == "/" and self._at_boundary():
            self._slash()
        elif char == "*" and self._at_boundary() and self.text[self.at : self.at + 3].rstrip(" )") in ("*", "*:*"):
            self.at += 3 if self.text.startswith("*:*", self.at) else 1
        elif is_word_character(char) and char.isalnum():
            self._word()
        else:
            if char == "*" and self._at_boundary() and self.text[self.at + 1 : self.at + 2].isalnum():
                self.note(f"A wildcard needs {LEADING_CHARACTERS} letters before it, so the first star was left out.")
            self.at += 1

    def _at_boundary(self) -> bool:
        return self.at == 0 or self.text[self.at - 1] in _STOPS or self._after_sign_or_field()

    def _after_sign_or_field(self) -> bool:
        return (
            bool(self.tokens) and self.tokens[-1].kind in (Kind.SIGN, Kind.FIELD) and self.text[self.at - 1] in "+-!:="
        )

    def _starts_operand(self) -> bool:
        """Whether a sign at this place belongs to what follows: a boundary before it, a word or bracket after it."""
        follows = self.text[self.at + 1 : self.at + 2]
        return (
            (self.at == 0 or self.text[self.at - 1] in _STOPS)
            and bool(follows)
            and (follows.isalnum() or follows in '("=')
        )

    def _push(self, token: Token) -> None:
        self.tokens.append(token)

    def _chunk(self) -> str:
        """The run up to a blank, quote or bracket, without the punctuation after it; moves past it."""
        start = self.at
        text = self.text
        end = start
        while end < len(text) and text[end] not in _STOPS and not text.startswith(("&&", "||"), end):
            if text[end] == "~":
                found = _EDITS.match(text, end)
                end = found.end() if found else end
                break
            end += 1
        self.at = end
        return _without_ending(text[start:end])

    def _slash(self) -> None:
        start = self.at
        name = self._chunk().casefold()
        if name in _SENTENCE:
            self._push(Token(Kind.WITHIN, unit=_SENTENCE[name], spelled=name))
        else:
            self.at = start + 1

    def _word(self) -> None:
        start = self.at
        if found := _FIELD.match(self.text, start):
            name, sign = found.group(1).casefold(), found.group(2)
            if name in PLANNED and sign == ":":
                self.note(f"There is no field “{name}” yet, so its words were looked for in the whole text.")
                self.at = found.end()
                return
            known = name in FIELDS or name in FILTERS or name in DATES or name == "in"
            if known and self._has_value(found.end()):
                self.at = found.end()
                self._fielded(name)
                return
        chunk = self._chunk()
        if self._operator(chunk):
            return
        if found := _FIELD.match(chunk):
            rest = chunk[found.end() :]
            if found.group(2) == ":" and rest[:1].isalnum():
                self.note(f"There is no field “{found.group(1)}”, so “{chunk}” was read as text.")
        self._value(Field.ANY, "", chunk)

    def _has_value(self, at: int) -> bool:
        """Whether something searchable follows directly after a field's colon."""
        follows = self.text[at : at + 1]
        return follows not in ("", " ", ")")

    def _operator(self, chunk: str) -> bool:
        """Push the operator that `chunk` is; false where it is none."""
        low = chunk.casefold()
        if chunk in ("AND", "OR"):
            self._push(Token(Kind.JOIN, chunk, spelled=chunk))
        elif chunk == "NOT":
            self._push(Token(Kind.NOT, spelled=chunk))
        elif chunk == "NEAR":
            self._push(Token(Kind.JOIN, "NEAR", number=DEFAULT_DISTANCE, spelled=chunk))
        elif found := _NEAR.fullmatch(chunk):
            self._push(Token(Kind.JOIN, "NEAR", number=self._distance(found.group(1)), spelled=chunk))
        elif found := _ORDERED.fullmatch(chunk):
            self._push(Token(Kind.JOIN, "NEAR", number=self._distance(found.group(1)), ordered=True, spelled=chunk))
        elif low in _SENTENCE:
            self._push(Token(Kind.WITHIN, unit=_SENTENCE[low], spelled=chunk))
        elif found := _ATLEAST.fullmatch(chunk):
            self._push(Token(Kind.ATLEAST, number=self._count(found.group(1)), spelled=chunk))
        elif found := _LENGTH.fullmatch(chunk):
            self._operand(_length(*found.groups()))
        else:
            if _NO_NUMBER.fullmatch(chunk):
                self.note(f"“{chunk}” needs a whole number at its end, so it was read as text.")
            return False
        return True

    def _distance(self, digits: str) -> int:
        if int(digits) > MAX_DISTANCE:
            self.note(f"A distance is {MAX_DISTANCE:,} words at most, so {digits} was read as {MAX_DISTANCE:,}.")
        return min(int(digits), MAX_DISTANCE)

    def _count(self, digits: str) -> int:
        if int(digits) > MAX_DISTANCE:
            self.note(f"atleast counts up to {MAX_DISTANCE:,}, so a larger number was read as {MAX_DISTANCE:,}.")
        return min(int(digits), MAX_DISTANCE)

    def _fielded(self, name: str) -> None:
        """Read what follows `name:`, a bracket, a phrase or a word."""
        char = self.text[self.at]
        exact = char == "=" and self.text[self.at + 1 : self.at + 2] not in ("", " ", "(", ")")
        if exact:
            self.at += 1
            char = self.text[self.at]
        if char == "(" and (name in FIELDS or name in FILTERS):
            self._push(Token(Kind.FIELD, name))
            return
        if char == "(":
            return
        field = FIELDS.get(name, Field.ANY)
        if char == '"':
            self._phrase(field, name, exact=exact)
            return
        start = self.at
        chunk = self._chunk()
        if name in DATES and self.text.startswith("..", start + len(chunk)):
            chunk += ".."  # an open range
        while chunk and not chunk[0].isalnum() and not (name in DATES and chunk[0] in "<>."):
            chunk = chunk[1:]
        if not chunk:
            self.at = max(self.at, start)
            return
        if name == "in":
            self._scope(chunk)
        else:
            self._value(field, name, chunk, exact=exact)

    def _scope(self, chunk: str) -> None:
        field = FIELDS.get(chunk.casefold())
        if field is None:
            self.note(f"“in:” takes removed, title, lead or body, so “in:{chunk}” was read as text.")
            self._value(Field.ANY, "", f"in:{chunk}")
        else:
            self._push(Token(Kind.SCOPE, field=field))

    def _operand(self, node: Node) -> None:
        self._push(Token(Kind.OPERAND, node=node))

    def _phrase(self, field: Field, name: str, *, exact: bool = False) -> None:
        """Read a phrase whose opening quote stands here; a missing closing quote is put at the end."""
        end = self.text.find('"', self.at + 1)
        if end < 0:
            self.note("A quotation mark was not closed; it was closed at the end.")
            end = len(self.text)
        words = self.text[self.at + 1 : end].split()
        while words and not any(map(is_word_character, words[0])):
            words.pop(0)
        self.at = min(end + 1, len(self.text))
        slop = 0
        if found := _SLOP.match(self.text, self.at):
            self.at = found.end()
            slop = self._distance(found.group(1))
        if not any(char.isalnum() for word in words for char in word):
            return
        text = " ".join(words)
        if name in FILTERS:
            self._operand(filtered(FILTERS[name], text))
        elif name in DATES:
            self._date(name, text)
        else:
            self._operand(Phrase(text, field, slop, exact))

    def _date(self, name: str, value: str) -> None:
        span, swapped = span_of(name, value, self.today)
        if span is None:
            self.note(
                f"“{name}:{value}” is not a date, so it was left out. Write a date as 2015, 2015-05 or 2015-05-26, "
                "a range as 2013..2015-05."
            )
            return
        if swapped:
            self.note(f"The range “{value}” ends before it starts, so its ends were swapped.")
        self._operand(span)

    def _value(self, field: Field, name: str, chunk: str, *, exact: bool = False) -> None:
        """Push the node that a word after an optional field is."""
        if exact:
            chunk = _without_ending(normalised(chunk.partition("~")[0].replace("*", "")))
        if name in DATES:
            self._date(name, chunk)
        elif not chunk:
            return
        elif name in FILTERS:
            self._operand(filtered(FILTERS[name], chunk))
        elif exact or _ADDRESS.fullmatch(chunk):
            self._operand(Word(chunk, field, exact))
        else:
            self._operand(self._pattern(chunk, field))

    def _pattern(self, chunk: str, field: Field) -> Node:
        """A plain word, or a prefix, wildcard or fuzzy word where its signs say so."""
        if found := _FUZZY.fullmatch(chunk):
            stem = _without_ending(_bare(found.group(1)))
            edits = int(found.group(2) or 1)
            if edits > 2:
                self.note(f"Two edits are the most that is looked for, so “{chunk}” was read as “{stem}~2”.")
            return Fuzzy(stem, min(edits, 2), field) if edits else self._plain(stem, field)
        if "*" not in chunk and "?" not in chunk:
            return Word(chunk, field)
        head = re.split(r"[*?]", chunk, maxsplit=1)[0]
        if sum(map(str.isalnum, head)) < LEADING_CHARACTERS:
            bare = _without_ending(_bare(chunk))
            self.note(f"A wildcard needs {LEADING_CHARACTERS} letters before it, so “{chunk}” was read as “{bare}”.")
            return self._plain(bare, field)
        pattern = re.sub(r"\*[*]+", "*", chunk)
        if pattern.endswith("*") and head == pattern[:-1]:
            return Prefix(head, field)
        return Wildcard(pattern, field)

    def _plain(self, text: str, field: Field) -> Node:
        """`text` as a word, or as a phrase where a word of this spelling would be read as something else."""
        found = _FIELD.match(text)
        special = _is_operator(text) or (found is not None and field is Field.ANY)
        return Phrase(text, field) if special else Word(text, field)


def filtered(facet: str, text: str) -> Metadata:
    """The filter of a facet; a language's English name is its code, and case does not matter there."""
    if facet == "language":
        text = LANGUAGES.get(text.casefold(), text.casefold())
    return Metadata(facet, text)


def _is_operator(chunk: str) -> bool:
    """Whether `chunk` on its own is read as an operator or a length filter."""
    return (
        chunk in ("AND", "OR", "NOT", "NEAR")
        or chunk.casefold() in _SENTENCE
        or any(pattern.fullmatch(chunk) for pattern in (_NEAR, _ORDERED, _ATLEAST, _LENGTH))
    )


def _bare(chunk: str) -> str:
    """`chunk` without signs; what they kept apart may become one character, but no operator."""
    return re.sub(r"([&|])\1+", r"\1", normalised(chunk.replace("*", "").replace("?", "")))


def _without_ending(chunk: str) -> str:
    """`chunk` without punctuation at its end, but with a closing `*`, `~1`, `C++`, `U.S.` kept."""
    end = len(chunk)
    while end and not (is_word_character(chunk[end - 1]) or chunk[end - 1] in "*~"):
        end -= 1
    if chunk[end : end + 1] in _ENDING and end and chunk[end - 1].isalnum():
        while chunk[end : end + 1] in _ENDING and end < len(chunk):
            end += 1
    elif chunk[end : end + 1] == "." and _INITIALS.fullmatch(chunk[: end + 1]):
        end += 1
    return chunk[:end]


def _length(sign: str, number: str, upper: str | None) -> Node:
    count = min(int(number), MAX_LENGTH)
    if upper is not None and sign in ":=":
        low, high = sorted((count, min(int(upper), MAX_LENGTH)))
        return Length(low, high)
    if sign in (">", ">="):
        return Length(count + (sign == ">"), None)
    if sign in ("<", "<="):
        return Length(0, max(count - (sign == "<"), 0))
    return Length(count, count)
