"""What does a plain piece of a question look for? A word, or all the words that a star, `?` or `~` stands for."""

from __future__ import annotations

import re

from search.notes import Note, NoteCode, NoteTaker, unheard
from search.query.joined import is_list
from search.query.nodes import Field, Fuzzy, Node, Phrase, Prefix, Wildcard, Word
from search.query.normal import is_word_character, normalised
from search.query.operators import operator

LEADING_CHARACTERS = 2

FIELD_NAME = re.compile(r"([A-Za-z]{2,12})([:=(])")
_FUZZY = re.compile(r"([^~]+)~(\d{0,3})")
_ADDRESS = re.compile(r"(?:[a-z]{2,8}://|www\.)\S+|[^@\s]+@[^@\s]+", re.IGNORECASE)
_INITIALS = re.compile(r"(?:\w\.){2,}")
_ENDING = frozenset("+#")  # C++, C#


def exactly(chunk: str, field: Field, note: NoteTaker) -> Word | Phrase | None:
    """The word without its signs, as it is typed; None where nothing is left."""
    _note_signs(chunk, note)
    word = without_ending(normalised(chunk.partition("~")[0].replace("*", "")))
    if is_list(word):
        return Phrase(word, field, exact=True)
    return Word(word, field, exact=True) if word else None


def term(chunk: str, field: Field, note: NoteTaker) -> Node:  # noqa: PLR0911 - one case for each sign
    """A plain word, or a prefix, wildcard or fuzzy word where its signs say so."""
    _note_signs(chunk, note)
    if _ADDRESS.fullmatch(chunk):
        return Word(chunk, field)
    if match := _FUZZY.fullmatch(chunk):
        stem = without_ending(_bare(match.group(1)))
        edits = int(match.group(2) or 1)
        if edits > 2:
            note(Note(NoteCode.EDITS_LIMITED, typed=chunk, read=f"{stem}~2"))
        if not edits or (stem not in chunk and _special(stem, field)):
            return _plain(stem, field)
        return Fuzzy(stem, min(edits, 2), field)
    if "*" not in chunk and "?" not in chunk:
        return Word(chunk, field)
    head = re.split(r"[*?]", chunk, maxsplit=1)[0]
    if sum(map(str.isalnum, head)) < LEADING_CHARACTERS:
        bare = without_ending(_bare(chunk))
        note(Note(NoteCode.WILDCARD_TOO_SHORT, letters=LEADING_CHARACTERS, typed=chunk, read=bare))
        return _plain(bare, field)
    pattern = re.sub(r"\*[*]+", "*", chunk)
    if pattern.endswith("*") and head == pattern[:-1]:
        return Prefix(head, field)
    return Wildcard(pattern, field)


def _note_signs(chunk: str, note: NoteTaker) -> None:
    """Note of `C++` that its signs are not looked for."""
    bare = chunk.rstrip("".join(_ENDING))
    if bare != chunk and bare:
        note(Note(NoteCode.SIGNS_LEFT_OUT, typed=chunk, read=bare))


def _plain(text: str, field: Field) -> Node:
    """`text` as a word, or as a phrase where a word of this spelling would be read as something else."""
    return Phrase(text, field) if _special(text, field) else Word(text, field)


def _special(text: str, field: Field) -> bool:
    """Whether `text` would be read as an operator, a list, or as a word in a field."""
    if operator(text, unheard) is not None or is_list(text):
        return True
    return field is Field.ANY and FIELD_NAME.match(text) is not None


def _bare(chunk: str) -> str:
    """`chunk` without signs; what they kept apart may become one character, but no operator."""
    return re.sub(r"([&|])\1+", r"\1", normalised(chunk.replace("*", "").replace("?", "")))


def without_ending(chunk: str) -> str:
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
