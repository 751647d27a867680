"""Which words are joined without spaces? Of `a,b,c` any is meant; `a/b` may be a name."""

from __future__ import annotations

import re

from search.notes import unheard
from search.query.operators import operator

_SEPARATOR = re.compile(r"[,;/|]")
_WORD = re.compile(r"[^\W_](?:[\w.'&*?-]*[\w*?])?[+#]*")
_YEAR = re.compile(r"\d{4}")


def joined_words(chunk: str) -> tuple[str, ...]:
    """The words that commas, semicolons, slashes or upright strokes (one of these) join in `chunk`; () where it is no
    list: an address, a number (220,000), a date, numbers other than years, something with an operator in it."""
    separators = set(_SEPARATOR.findall(chunk))
    if len(separators) != 1:
        return ()
    separator = separators.pop()
    words = tuple(chunk.split(separator))
    if not all(_WORD.fullmatch(word) and operator(word, unheard) is None for word in words):
        return ()
    if separator == "/" and any("." in word or word.isdigit() for word in words):
        return ()
    if all(map(str.isdigit, words)) and not all(map(_YEAR.fullmatch, words)):
        return ()
    return words


def is_list(chunk: str) -> bool:
    """Whether any of the words of `chunk` is meant: more than two."""
    return len(joined_words(chunk)) > 2
