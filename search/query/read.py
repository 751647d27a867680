"""What does a question mean? `parse` reads any string into a tree; it never raises and takes linear time.

An operator binds the tighter the earlier it stands here: `-` `NOT` `atleast`; `NEAR` `w/5` `/s` `/p`; `AND`; `OR`;
words side by side. What is joined by an operator other than OR, and every filter, must match; plain words side by side
are ranked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from search.notes import Note, NoteCode
from search.query.canonical import canonical
from search.query.nodes import (
    And,
    AtLeast,
    Everything,
    Field,
    Near,
    Node,
    Nothing,
    Or,
    Within,
)
from search.query.normal import is_word_character, normalised
from search.query.operators import SyntaxToken, TokenKind
from search.query.scan import Scanner
from search.query.shape import Group, flat, in_field, negated, spans_of, under
from search.query.tidying import tidied
from search.query.times import with_times

MAX_CHARACTERS = 1024

_OPERAND_STARTS = (TokenKind.OPEN, TokenKind.OPERAND, TokenKind.SIGN, TokenKind.FIELD, TokenKind.NOT, TokenKind.ATLEAST)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A question as it was read.

    `str(parsed)` is its canonical form, which parses to itself. `notes` say to the reader what was read
    differently from what was typed, and which limits bit. `reworded` is true where the reading differs from the
    typing, so that the page says "Read as: ...".
    """

    root: Node
    notes: tuple[Note, ...] = ()
    reworded: bool = False

    def __str__(self) -> str:
        return canonical(self.root)


def parse(text: str, *, today: date | None = None) -> Parsed:
    """The tree of `text`. `today` is the day from which `since:yesterday` counts; without it that is no date.

    Limits: 1,024 characters (of the text and of its canonical form), 64 words, brackets nested 20 deep. A limit that
    bites is named in the notes.
    """
    typed = normalised(text[: 4 * MAX_CHARACTERS])
    cut = len(text) > 4 * MAX_CHARACTERS or len(typed) > MAX_CHARACTERS
    limit = MAX_CHARACTERS
    while True:
        root, notes = _read(typed[:limit].rstrip(), today)
        written = canonical(root)
        if len(written) <= MAX_CHARACTERS:
            break
        limit, cut = limit * 7 // 8, True
    if isinstance(root, Everything) and text.strip() not in ("", "*", "*:*") and not notes:
        notes.append(Note(NoteCode.NO_WORD))
    if cut:
        notes.append(Note(NoteCode.QUESTION_LIMITED, limit=MAX_CHARACTERS))
    return Parsed(root, tuple(notes), _shape(typed) != _shape(written))


def _read(text: str, today: date | None) -> tuple[Node, list[Note]]:
    scanner = Scanner(text, today)
    tokens = scanner.run()
    root = _QueryReader(tokens, scanner).run()
    searchable = any(char.isalnum() for char in text)
    if isinstance(root, Everything) and text.strip("*: ") and not (searchable and scanner.notes):
        if text != '""':
            scanner.note(Note(NoteCode.NOTHING_TO_LOOK_FOR))
        return Nothing(), scanner.notes
    return with_times(root, today, scanner.note), scanner.notes


def _shape(text: str) -> list[str]:
    """The pieces of a question without what does not change its meaning: order, case, punctuation around words."""
    pieces = (piece.strip(".,;:'!?…/&%$€£#@") for piece in text.replace('"', ' " ').split(" "))
    return sorted(
        piece.casefold() for piece in pieces if piece and (piece in '"' or any(map(is_word_character, piece)))
    )


class _QueryReader:
    """Recursive descent over the tokens; brackets are at most `MAX_DEPTH` deep and chains are loops."""

    def __init__(self, tokens: list[SyntaxToken], scanner: Scanner) -> None:
        self.note = scanner.note
        self.tokens, self.scope = tidied(tokens, scanner.note)
        self.at = 0

    def run(self) -> Node:
        node = self._group()
        if self.scope is not Field.ANY:
            if node is None:
                self.note(Note(NoteCode.SCOPE_EMPTY, field=self.scope.value))
            else:
                node = in_field(node, self.scope)
        return node if node is not None else Everything()

    def _peek(self, ahead: int = 0) -> SyntaxToken | None:
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else None

    def _kind(self, ahead: int = 0) -> TokenKind | None:
        token = self._peek(ahead)
        return token.kind if token else None

    def _group(self) -> Node | None:
        """Everything up to the closing bracket, which stays; None where nothing is there."""
        clauses: list[tuple[Node, bool]] = []
        while (token := self._peek()) is not None and token.kind is not TokenKind.CLOSE:
            plus = token.kind is TokenKind.SIGN and token.text == "+"
            node, joined = self._or()
            if node is not None:
                clauses.append((node, plus and not joined))
        if len(clauses) == 1:
            return clauses[0][0]
        group = Group()
        for node, plus in clauses:
            group.add(node, required=plus)
        return group.node()

    def _or(self) -> tuple[Node | None, bool]:
        operands = [self._and()]
        while self._joins("OR"):
            operands.append(self._and())
        return flat(Or, operands), len(operands) > 1

    def _and(self) -> Node | None:
        operands = [self._near()]
        while self._joins("AND"):
            operands.append(self._near())
        return flat(And, operands)

    def _joins(self, name: str) -> bool:
        """Whether the operator `name` stands here with an operand after it; moves past it then."""
        token = self._peek()
        if token is None or token.kind is not TokenKind.JOIN or token.text != name:
            return False
        if self._kind(1) not in _OPERAND_STARTS:
            return False
        self.at += 1
        return True

    def _near(self) -> Node | None:
        left = self._unary()
        while (token := self._peek()) is not None and (token.text == "NEAR" or token.kind is TokenKind.WITHIN):
            if self._kind(1) not in _OPERAND_STARTS:
                break
            self.at += 1
            right = self._unary()
            if left is None or right is None:
                left = left or right
                continue
            a, b = spans_of(left), spans_of(right)
            if a is None or b is None:
                self.note(Note(NoteCode.READ_AS_AND, operator=token.spelled))
                left = flat(And, [left, right])
            elif token.kind is TokenKind.WITHIN:
                left = Within(a, b, token.unit)
            else:
                left = Near(a, b, token.number, token.ordered)
        return left

    def _unary(self) -> Node | None:
        """One operand with the signs before it. Moves forward unless a closing bracket or the end stands here."""
        negative = False
        count = 0
        while (token := self._peek()) is not None:
            if token.kind is TokenKind.SIGN:
                negative ^= token.text == "-"
            elif token.kind is TokenKind.NOT and self._kind(1) in _OPERAND_STARTS:
                negative = not negative
            elif token.kind is TokenKind.ATLEAST and self._kind(1) in _OPERAND_STARTS:
                count = token.number
            else:
                break
            self.at += 1
        node = self._operand()
        if node is None:
            return None
        if count > 1:
            words = spans_of(node)
            if words is None:
                self.note(Note(NoteCode.ATLEAST_LEFT_OUT))
            else:
                node = AtLeast(count, words)
        return negated(node) if negative else node

    def _operand(self) -> Node | None:
        token = self._peek()
        if token is None or token.kind is TokenKind.CLOSE:
            return None
        self.at += 1
        if token.kind is TokenKind.OPERAND:
            return token.node
        if token.kind is TokenKind.FIELD:
            node = self._operand()
            return under(node, token.text, self.note) if node is not None else None
        if token.kind is TokenKind.OPEN:
            node = self._group()
            self.at += 1
            return in_field(node, token.field) if node is not None and token.field is not Field.ANY else node
        self._misplaced(token)
        return None

    def _misplaced(self, token: SyntaxToken) -> None:
        """Leave out an operator that has nothing to join."""
        self.note(Note(NoteCode.NOTHING_TO_JOIN, operator=token.spelled))
