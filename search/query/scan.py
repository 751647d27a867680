"""Which pieces does a typed question consist of? `scan` cuts it into words, phrases, brackets and operators."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from index.facets import SITE
from search.notes import Note, NoteCode
from search.query.dates import asked_time
from search.query.fields import ABSENT, DATES, FILTERS, WORD_FIELDS, filtered, own_name
from search.query.joined import is_list, joined_words
from search.query.nodes import AnyVersion, Field, Node, Phrase
from search.query.normal import is_word_character
from search.query.operators import COPIES, IN, VERSIONS, SyntaxToken, TokenKind, distance, length, operator
from search.query.quotations import quotation
from search.query.terms import FIELD_NAME, LEADING_CHARACTERS, exactly, term, without_ending

_EDITS = re.compile(r"~\d{0,3}(?!\w)")
_SLOP = re.compile(r"~(\d+)(?!\w)")
_STOPS = frozenset(' "()')
_DATE_COMPARED = re.compile(r"(?:date|pd|yr) ?(>=|<=|>|<|=) ?(?=[^\W_]|\"\w)", re.IGNORECASE)
_LENGTH_COMPARED = re.compile(r"(?:length|wc) ?(>=|<=|>|<) ?(\d+)(?![\w.])", re.IGNORECASE)
_PLURAL = re.compile(r"(?:e?s|ies)\)", re.IGNORECASE)  # author(s): no field


class Scanner:
    """One pass over a normalised question. `tokens` and `notes` are filled by `run`; nothing raises."""

    def __init__(self, text: str, today: date | None) -> None:
        self.text = text
        self.today = today
        self.at = 0
        self.tokens: list[SyntaxToken] = []
        self.notes: list[Note] = []

    def run(self) -> list[SyntaxToken]:
        """The tokens of the text. Every step moves forward by a character at least, so it ends."""
        while self.at < len(self.text):
            self._step()
        return self.tokens

    def note(self, note: Note) -> None:
        if note not in self.notes:
            self.notes.append(note)

    def _step(self) -> None:
        """Read one piece and move past it."""
        char = self.text[self.at]
        if char.isalnum():
            self._word()
        elif char in "()":
            self.at += 1
            self._push(SyntaxToken(TokenKind.OPEN if char == "(" else TokenKind.CLOSE))
        elif char == '"':
            self._phrase(Field.ANY, "")
        elif char in "+-!" and self._starts_operand():
            self.at += 1
            self._push(SyntaxToken(TokenKind.SIGN, "+" if char == "+" else "-"))
        elif char in "|&" and self.text.startswith(char * 2, self.at):
            while self.at < len(self.text) and self.text[self.at] == char:
                self.at += 1
            self._push(SyntaxToken(TokenKind.JOIN, "OR" if char == "|" else "AND", spelled=char * 2))
        elif self._at_boundary():
            self._sign(char)
        else:
            self.at += 1

    def _sign(self, char: str) -> None:
        """Read a sign that means something only where a piece begins."""
        match char:
            case "=":
                self._as_typed()
            case "/":
                self._slash()
            case "*":
                self._star()
            case _:
                self.at += 1

    def _as_typed(self) -> None:
        """Read the phrase or word after an equals sign."""
        self.at += 1
        following = self.text[self.at : self.at + 1]
        if following == '"':
            self._phrase(Field.ANY, "", exact=True)
        elif is_word_character(following or " "):
            self._value(Field.ANY, "", self._chunk(), exact=True)

    def _star(self) -> None:
        """Move past a star: alone (`*`, `*:*`) it asks for everything, which needs no token; before a word it is no
        wildcard."""
        ahead = self.text[self.at : self.at + 3]
        self.at += 3 if ahead == "*:*" else 1
        if ahead[1:2].isalnum():
            self.note(Note(NoteCode.STAR_LEFT_OUT, letters=LEADING_CHARACTERS))

    def _at_boundary(self) -> bool:
        return self.at == 0 or self.text[self.at - 1] in _STOPS or self._after_sign_or_field()

    def _after_sign_or_field(self) -> bool:
        return (
            bool(self.tokens)
            and self.tokens[-1].kind in (TokenKind.SIGN, TokenKind.FIELD)
            and self.text[self.at - 1] in "+-!:="
        )

    def _starts_operand(self) -> bool:
        """Whether a sign at this place belongs to what follows: a boundary before it, a word or bracket after it."""
        follows = self.text[self.at + 1 : self.at + 2]
        return (
            (self.at == 0 or self.text[self.at - 1] in _STOPS)
            and bool(follows)
            and (follows.isalnum() or follows in '("=')
        )

    def _push(self, token: SyntaxToken) -> None:
        self.tokens.append(token)

    def _chunk(self) -> str:
        """The run up to a blank, quote or bracket, without the punctuation after it; moves past it."""
        start = self.at
        text = self.text
        end = start
        while end < len(text) and text[end] not in _STOPS and not text.startswith(("&&", "||"), end):
            if text[end] == "~":
                match = _EDITS.match(text, end)
                end = match.end() if match else end
                break
            end += 1
        self.at = end
        return without_ending(text[start:end])

    def _slash(self) -> None:
        start = self.at
        is_fraction = self.text[start - 2 : start - 1].isdigit()  # 3 /4
        if (token := operator(self._chunk().casefold(), self.note)) and not (is_fraction and token.number):
            self._push(token)
        else:
            self.at = start + 1

    def _word(self) -> None:
        if self._compared():
            return
        if (match := FIELD_NAME.match(self.text, self.at)) and self._named(match):
            return
        chunk = self._chunk()
        if token := operator(chunk, self.note):
            self._push(token)
            return
        if match := FIELD_NAME.match(chunk):
            rest = chunk[match.end() :]
            if match.group(2) == ":" and rest[:1].isalnum() and match.group(1).casefold() != COPIES:
                self.note(Note(NoteCode.FIELD_UNKNOWN, field=match.group(1), typed=chunk))
        self._value(Field.ANY, "", chunk)

    def _compared(self) -> bool:
        """Read `date>2014`, `date >= 2014` or `length > 500`, if one stands here."""
        if match := _DATE_COMPARED.match(self.text, self.at):
            self.at = match.end()
            following = self.text[self.at]
            self._date("date", match.group(1) + (self._quoted() if following == '"' else self._chunk()))
            return True
        if match := _LENGTH_COMPARED.match(self.text, self.at):
            self.at = match.end()
            self._long(match.group(1) + match.group(2))
        return match is not None

    def _named(self, match: re.Match[str]) -> bool:
        """Read the field whose name and sign are `match`, with its value; whether it is one."""
        sign = match.group(2)
        name = own_name(match.group(1), sign)
        if sign == "(" and _PLURAL.match(self.text, match.end()):
            return False
        if sign == "(" and (name in DATES or name in ("length", "wc")):
            return self._in_bracket(match.end(), partial(self._date, name) if name in DATES else self._long)
        if name in ABSENT and sign != ":":
            self.note(Note(NoteCode.FIELD_ABSENT, field=name))
            self.at = match.end() - (sign == "(")
            return True
        known = name in WORD_FIELDS or name in FILTERS or name in DATES or (name == IN and sign != "(")
        if not known or not self._has_value(match.end()):
            return False
        self.at = match.end() - (sign == "(")
        self._fielded(name)
        return True

    def _in_bracket(self, start: int, read: Callable[[str], None]) -> bool:
        """Read the text up to the closing bracket; whether there is any."""
        inside, bracket, _ = self.text[start:].partition(")")
        if not any(map(str.isalnum, inside)):
            return False
        if not bracket:
            self.note(Note(NoteCode.BRACKET_NOT_CLOSED))
        self.at = start + len(inside) + len(bracket)
        read(inside.replace('"', " ").strip())
        return True

    def _long(self, value: str) -> None:
        """Read a number of words as it stands after `length`."""
        if token := length(value, self.note):
            self._push(token)

    def _has_value(self, start: int) -> bool:
        """Whether something searchable follows directly after a field's sign."""
        follows = self.text[start : start + 1]
        return follows not in ("", " ", ")")

    def _fielded(self, name: str) -> None:
        """Read what follows `name:`, a bracket, a phrase or a word."""
        char = self.text[self.at]
        exact = char == "=" and self.text[self.at + 1 : self.at + 2] not in ("", " ", "(", ")")
        if exact:
            self.at += 1
            char = self.text[self.at]
        if char == "(" and (name in WORD_FIELDS or name in FILTERS):
            self._push(SyntaxToken(TokenKind.FIELD, name))
            return
        if char == "(":
            return
        field = WORD_FIELDS.get(name, Field.ANY)
        if char == '"':
            self._phrase(field, name, exact=exact)
            return
        start = self.at
        chunk = self._chunk()
        if name in DATES and self.text.startswith("..", start + len(chunk)):
            chunk += ".."  # an open range
        signs = "<>." if name in DATES else "." if FILTERS.get(name) == SITE else ""
        while chunk and not chunk[0].isalnum() and chunk[0] not in signs:
            chunk = chunk[1:]
        if not chunk:
            self.at = max(self.at, start)
            return
        if name == IN:
            self._scope(chunk)
        else:
            self._value(field, name, chunk, exact=exact)

    def _scope(self, chunk: str) -> None:
        if chunk.casefold() == VERSIONS:
            self._operand(AnyVersion())
        elif field := WORD_FIELDS.get(chunk.casefold()):
            self._push(SyntaxToken(TokenKind.SCOPE, field=field))
        else:
            self.note(Note(NoteCode.SCOPE_UNKNOWN, typed=chunk))
            self._value(Field.ANY, "", f"in:{chunk}")

    def _operand(self, node: Node) -> None:
        self._push(SyntaxToken(TokenKind.OPERAND, node=node))

    def _phrase(self, field: Field, name: str, *, exact: bool = False) -> None:
        """Read a phrase whose opening quote stands here."""
        text = " ".join(self._quoted().split())
        slop = None
        if match := _SLOP.match(self.text, self.at):
            self.at = match.end()
            slop = distance(match.group(1), self.note)
        if not any(map(str.isalnum, text)):
            return
        if name in FILTERS:
            self._operand(filtered(FILTERS[name], text, self.note, exact=exact))
        elif name in DATES:
            self._date(name, text)
        else:
            self._operand(Phrase(text, field, slop, exact))

    def _quoted(self) -> str:
        """The words of the quotation whose opening quote stands here; moves past it."""
        words, self.at = quotation(self.text, self.at + 1, self.note)
        return " ".join(words)

    def _date(self, name: str, value: str) -> None:
        if span := asked_time(name, value, self.today, self.note):
            self._operand(span)

    def _value(self, field: Field, name: str, chunk: str, *, exact: bool = False) -> None:
        """Push the node that a word after an optional field is; of more than two joined words, any is meant."""
        if name in DATES:
            self._date(name, chunk)
        elif is_list(chunk):
            self._any_of(joined_words(chunk), lambda word: self._value(field, name, word, exact=exact))
        elif name in FILTERS:
            if any(map(str.isalnum, chunk)):
                self._operand(filtered(FILTERS[name], chunk, self.note, exact=exact))
        elif exact:
            if typed := exactly(chunk, field, self.note):
                self._operand(typed)
        elif chunk:
            self._operand(term(chunk, field, self.note))

    def _any_of(self, words: Sequence[str], push: Callable[[str], None]) -> None:
        self._push(SyntaxToken(TokenKind.OPEN))
        for number, word in enumerate(words):
            if number:
                self._push(SyntaxToken(TokenKind.JOIN, "OR"))
            push(word)
        self._push(SyntaxToken(TokenKind.CLOSE))
