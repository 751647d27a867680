"""Where do words stand in an article? Read off the record of what was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import combining, normalize

from tests.plain.articles import Record

Place = tuple[str, int, int]  # field, number of the first word, number of the last word + 1

FIELDS = {
    "": ("title", "body"),
    "title": ("title",),
    "body": ("body",),
    "lead": ("body",),
    "hlead": ("title", "body"),
    "removed": ("removed",),
}


def as_typed(word: str) -> str:
    """What is left of a word without its capitals, its accents and the s of the genitive."""
    letters = (char for char in normalize("NFKD", word.casefold()) if not combining(char))
    return re.sub("['\u2019]s$", "", "".join(letters))


def verbatim(record: Record, name: str, words: Sequence[str]) -> list[Place]:
    """Where the words stand one behind the other as they are typed; a star is any one word."""
    field = record.field(name)
    written = [as_typed(field.text[word.start : word.end]) for word in field.words]
    typed = [as_typed(word) for word in words]
    return [
        (name, start, start + len(typed))
        for start in range(len(written) - len(typed) + 1)
        if all(word in ("*", written[start + place]) for place, word in enumerate(typed))
    ]


def side_by_side(record: Record, name: str, lemmas: Sequence[str]) -> list[Place]:
    """Where the words stand one behind the other in a field of the article."""
    written = [word.lemma for word in record.field(name).words]
    size = len(lemmas)
    return [
        (name, start, start + size)
        for start in range(len(written) - size + 1)
        if all(lemma in ("*", word) for lemma, word in zip(lemmas, written[start : start + size], strict=True))
    ]
