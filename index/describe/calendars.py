"""Where does the name of a month or weekday stand in a line, even where another word runs into it?"""

from __future__ import annotations

import re
from functools import cache

from index.calendar_words import fold_name, month_numbers, weekday_numbers

# A capital of its own inside a word, where page dumps run names and labels into dates: "Jane DoeMay 4", "NewsMAY 4".
_GLUED = re.compile(r"[a-z]([A-Z][a-z]{2})[a-z]*\.? ?\d|[a-z]([A-Z]{3})[A-Z]* \d|[A-Z]([A-Z][a-z]{2})[a-z]*\.? ?\d")
_TAIL = re.compile(r"(?<=[a-z])(?:[A-Z][a-z]+|[A-Z]{3,})$|(?<=[A-Z])[A-Z][a-z]{2,}$")


@cache
def month_starts() -> frozenset[str]:
    """The first three letters of each month name, or both where it has two."""
    return frozenset(name[:3] for name in month_numbers())


def glued_month(text: str) -> bool:
    """Whether something like a month with a number stands in the text that another word runs into: "Jane DoeMay 4"."""
    return any("".join(parts).lower() in month_starts() for parts in _GLUED.findall(text))


def without_glued(word: str) -> str:
    """The word, or its end where that has a capital of its own and names a month."""
    tail = _TAIL.search(word) if not word.islower() else None
    return tail[0] if tail and fold_name(tail[0]) in month_numbers() else word


def without_weekday(text: str, edges: str) -> str:
    """The text without the day of the week that ends it; `edges` are signs that may stand behind it."""
    words = text.rstrip(edges).rsplit(None, 1)
    return words[0] if len(words) > 1 and fold_name(words[1]) in weekday_numbers() else text
