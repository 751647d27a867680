"""Which words does a quotation hold? `quotation` reads from its opening mark to the mark that closes it."""

from __future__ import annotations

from search.notes import Note, NoteCode, NoteTaker
from search.query.normal import is_word_character

_MOST_QUOTATIONS = 32  # marks inside one phrase: each is looked at once for each phrase that it could be in


def quotation(text: str, start: int, note: NoteTaker) -> tuple[list[str], int]:
    """The words of the quotation whose text begins at `start`, without those in front that have no letter, and the
    place behind the mark that closes it, which is put at the end of `text` where there is none.

    A star by itself stands for one word between two others; in a word it means nothing, which `note` is told.
    """
    end = _closing(text, start)
    if end < 0:
        note(Note(NoteCode.QUOTATION_NOT_CLOSED))
        end = len(text)
    words = text[start:end].replace('"', " ").split()
    for word in words:
        if "*" in word and any(map(is_word_character, word)):
            note(Note(NoteCode.STAR_IN_WORD, typed=word))
    words = ["*" if word.strip("*") == "" else word for word in words]
    while words and not any(map(is_word_character, words[0])):
        words.pop(0)
    return without_last_stars(words), min(end + 1, len(text))


def without_last_stars(words: list[str]) -> list[str]:
    """The words without the stars at their end, which stand for no word between others."""
    end = len(words)
    while end and words[end - 1] == "*":
        end -= 1
    return words[:end]


def _closing(text: str, start: int) -> int:
    """Where the mark is that closes a phrase whose text begins at `start`, or -1.

    A piece of an article may hold quotations of its own: a mark after a space and before a word opens one.
    """
    first = quote = text.find('"', start)
    depth = 1
    for _ in range(_MOST_QUOTATIONS):
        if quote < 0:
            break
        opens = quote > start and text[quote - 1] == " " and text[quote + 1 : quote + 2].isalnum()
        depth += 1 if opens else -1
        if not depth:
            return quote
        quote = text.find('"', quote + 1)
    return len(text) - 1 if text.endswith('"') and quote < 0 <= first else first
