"""Which tokens of a question are read? Those inside its limits, with brackets that match, and operators that were meant
as such."""

from __future__ import annotations

from dataclasses import replace

from search.notes import Note, NoteCode, NoteTaker
from search.query.fields import FILTERS
from search.query.nodes import Field, Fuzzy, Phrase, Prefix, Wildcard, Word
from search.query.operators import MAX_DEPTH, SyntaxToken, TokenKind
from search.query.quotations import without_last_stars

MAX_TERMS = 64

_SENTENCE_WORDS = 6  # an all-capitals question of more words is a headline or a shouted sentence, not operators
_EMPHASIS_WORDS = 8
_WORDS = ("AND", "OR", "NOT", "NEAR")


def tidied(tokens: list[SyntaxToken], note: NoteTaker) -> tuple[list[SyntaxToken], Field]:
    """The tokens that are read, and where all their words are looked for; `note` is told what was left out."""
    bracketed, scope = _bracketed(tokens, note)
    limited = _limited(bracketed, note)
    return _limited(_plain_capitals(limited, note), note), scope  # a capital operator that became a word counts, too


def _limited(tokens: list[SyntaxToken], note: NoteTaker) -> list[SyntaxToken]:
    """Tokens with the first 64 words; operators and brackets stay, so that brackets still match."""
    kept: list[SyntaxToken] = []
    room = MAX_TERMS
    for token in tokens:
        if token.kind is not TokenKind.OPERAND:
            if room or not (token.spelled or token.kind is TokenKind.JOIN):
                kept.append(token)
            continue
        phrase = token.node if isinstance(token.node, Phrase) else None
        words = phrase.text.split() if phrase else [""]
        if len(words) > room:
            note(Note(NoteCode.WORDS_LIMITED, limit=MAX_TERMS))
            words = words[:room]
            if phrase is None or not any(char.isalnum() for word in words for char in word):
                room = 0
                continue
            kept.append(replace(token, node=replace(phrase, text=" ".join(without_last_stars(words)))))
        else:
            kept.append(token)
        room -= len(words)
    return kept


class _Brackets:
    """Takes tokens in order and keeps those whose brackets match and are not too deep.

    `scope` is the field of all words that are in no bracket of a field of its own.
    """

    def __init__(self, note: NoteTaker) -> None:
        self.kept: list[SyntaxToken] = []
        self.scope = Field.ANY
        self._note = note
        self._places: list[int] = []  # of the brackets that are open, in `kept`
        self._too_deep = 0  # brackets that are open inside of those, and left out

    def open(self, token: SyntaxToken) -> None:
        if len(self._places) >= MAX_DEPTH:
            self._note(Note(NoteCode.BRACKETS_TOO_DEEP, limit=MAX_DEPTH))
            self._too_deep += 1
            if self.kept and self.kept[-1].kind is TokenKind.FIELD:
                self.kept.pop()
        else:
            self._places.append(len(self.kept))
            self.kept.append(token)

    def close(self, token: SyntaxToken) -> None:
        if self._too_deep:
            self._too_deep -= 1
        elif self._places:
            self._places.pop()
            self.kept.append(token)
        else:
            self._note(Note(NoteCode.BRACKET_NOT_OPENED))

    def look_in(self, field: Field) -> None:
        """Note the field in the token that opened the innermost bracket, or as that of the whole question."""
        if self._places:
            place = self._places[-1]
            self.kept[place] = replace(self.kept[place], field=field)
        else:
            self.scope = field

    def end(self) -> None:
        """Close what is still open."""
        if self._places:
            self._note(Note(NoteCode.BRACKET_NOT_CLOSED))
            self.kept += [SyntaxToken(TokenKind.CLOSE)] * len(self._places)


def _bracketed(tokens: list[SyntaxToken], note: NoteTaker) -> tuple[list[SyntaxToken], Field]:
    """Tokens whose brackets match and are not too deep, and the scope of them all; a bracket's scope stands in its
    opening token."""
    brackets = _Brackets(note)
    for token in tokens:
        match token.kind:
            case TokenKind.OPEN:
                brackets.open(token)
            case TokenKind.CLOSE:
                brackets.close(token)
            case TokenKind.SCOPE:
                brackets.look_in(token.field)
            case _:
                brackets.kept.append(token)
    brackets.end()
    return brackets.kept, brackets.scope


def _plain_capitals(tokens: list[SyntaxToken], note: NoteTaker) -> list[SyntaxToken]:
    """Tokens with AND, OR, NOT and NEAR as words where capitals are the style of a sentence.

    Also where there is nothing else: `OR` alone is a word. Other operators of a sentence in capitals are left out.
    """
    operators = [token for token in tokens if token.spelled]
    if not operators:
        return tokens
    texts = _texts(tokens)
    if not any(token.kind is TokenKind.OPERAND for token in tokens):
        return [_as_word(token) for token in operators if token.spelled in _WORDS]
    joined = " ".join(texts)
    shouted = len(texts) > _SENTENCE_WORDS and joined.upper() == joined != joined.lower() and not _are_meant(tokens)
    emphasis = len(texts) > _EMPHASIS_WORDS and all(
        token.spelled == "NOT" or (token.kind is TokenKind.OPERAND and type(token.node) is Word) for token in tokens
    )
    if not shouted and not emphasis:
        return tokens
    names = tuple(sorted({token.spelled for token in operators}))
    if shouted:
        note(Note(NoteCode.ALL_CAPITALS, operators=names))
    else:
        note(Note(NoteCode.LONG_SENTENCE, operators=names))
    kept = (_as_word(token) if token.spelled in _WORDS else token for token in tokens)
    return [token for token in kept if not token.spelled]


def _are_meant(tokens: list[SyntaxToken]) -> bool:
    """Whether operators cannot be words of a headline: one stands in brackets, or the same between all the words."""
    depth = 0
    for token in tokens:
        depth += (token.kind is TokenKind.OPEN) - (token.kind is TokenKind.CLOSE)
        if token.spelled and depth:
            return True
    between = [token.spelled for token in tokens[1::2]]
    return all(between) and len(set(between)) == 1 and len(tokens) % 2 == 1


def _texts(tokens: list[SyntaxToken]) -> list[str]:
    """The words that are looked for in the text, filters' values left out."""
    texts: list[str] = []
    skipping = 0  # brackets open since a filter's name
    for previous, token in zip([None, *tokens], tokens, strict=False):
        if token.kind is TokenKind.OPEN and (
            skipping or (previous and previous.kind is TokenKind.FIELD and previous.text in FILTERS)
        ):
            skipping += 1
        elif token.kind is TokenKind.CLOSE and skipping:
            skipping -= 1
        elif not skipping:
            match token.node:
                case Word(text) | Phrase(text) | Prefix(text) | Wildcard(text) | Fuzzy(text):
                    texts.append(text)
    return texts


def _as_word(token: SyntaxToken) -> SyntaxToken:
    return SyntaxToken(TokenKind.OPERAND, node=Word(token.spelled.lower()))
