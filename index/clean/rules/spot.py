"""What does a line look like when it is read alone? A furniture rule's name, or nothing.

The tests look at short lines only, and at the end of longer ones for a picture credit; each is linear in the line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.clean.rules.phrases import (
    BYLINE_WORDS,
    DATE_WORDS,
    LABEL,
    PLACE_WORDS,
    START,
    START_SIZES,
    WHOLE,
)

_WORDS = re.compile(r"[^\W\d_]+")
_SHORT = 200  # characters: the longest furniture line that a table may name
_SHORT_WORDS = 14
_REMEMBERED = 60  # characters
_MOST_SPACES = 24  # a line of more words is a sentence, whatever they are
_CREDIT_LINE = 600
_NUMBER = re.compile(r"\d+")
_ENDS = ".!?…。！？؟।։"
_CREDIT_END = re.compile(
    r"(?:[\[(](?:[^\[\]()]{0,40}\b)?(?:AP|AFP|Reuters|REUTERS|EPA|dpa|DPA|Getty|PA|ANSA|TASS|Xinhua|AAP|EFE|NTB|TT|"
    r"File|Handout|Courtesy|Supplied|Shutterstock|iStock|Alamy|Archive|Archiv|archivo)\b[^\[\]()]{0,60}[\])]"
    r"|\b(?:AP Photo|Getty Images|GETTY IMAGES|Shutterstock|iStock(?:photo)?|Alamy|Anadolu|EPA-EFE|imago images)\b"
    r"[^.]{0,40}|(?:REUTERS|AFP|EPA|AP|dpa|picture alliance)\s?/\s?[^.]{2,50}|©[^.]{2,60}|"
    r"\b(?:Photo|Photograph|Picture|Image|Foto|Credit)(?: by| courtesy of|:|/)\s?[^.]{2,60})[\])]?\.?$"
)

_CREDIT_CLOSED = (")", "]", ").", "].")  # how a line ends that names the agency in brackets
_CREDIT_MARKS = (  # one of them stands in any other credit
    "/",
    "©",
    "Getty",
    "GETTY",
    "Photo",
    "Picture",
    "Image",
    "Foto",
    "Credit",
    "Shutterstock",
    "iStock",
    "Alamy",
    "Anadolu",
    "imago",
    "EPA-EFE",
)
_TELLING = frozenset(phrase.split(" ", 1)[0] for phrase in (*WHOLE, *START, *LABEL)) | BYLINE_WORDS
"""The words that a line of set phrases may begin with; a date is told by its digits, an agency by its last word."""


def folded_words(text: str) -> list[str]:
    """The line's words in lower case, numbers and punctuation left out."""
    return _WORDS.findall(text.casefold())


def spot(text: str) -> str:
    """The rule that the line's own look suggests, or an empty string."""
    return spot_all([text])[0]


def spot_all(texts: Sequence[str]) -> list[str]:
    """`spot` of each line; what the words of short ones tell is remembered, because pages share their menus."""
    page = "\n".join(texts)
    marks = [mark for mark in _CREDIT_MARKS if mark in page]
    told = [_told_short(text) if len(text) <= _REMEMBERED else _told(text) for text in texts]
    return [
        ("credit" if _ends_with_credit(text, marks) else "") if look is None else look
        for look, text in zip(told, texts, strict=True)
    ]


@lru_cache(maxsize=1 << 15)
def _told_short(text: str) -> str | None:
    return _told(text)


def _told(text: str) -> str | None:
    """The rule that the line's words suggest, empty where they refute any, None where only its end can tell."""
    if len(text) > _SHORT:
        return None if len(text) <= _CREDIT_LINE else ""
    if text.count(" ") <= _MOST_SPACES:
        folded = text.casefold()
        first = _WORDS.search(folded)
        if first is None:
            return "date" if text and len(_NUMBER.findall(text)) >= 3 else "symbols" if text else ""
        if first[0] in _TELLING or "agenc" in folded:
            found = _phrase(text, folded)
            if found is not None:
                return found
        elif _is_date(text, folded):
            return "date"
    return "legal" if "©" in text[:12] or text[:4].casefold() == "(c) " else None


def _phrase(text: str, folded: str) -> str | None:  # noqa: PLR0911 - a table of tests
    """The rule of the set phrase that the words are or begin with, empty for a sentence, None where they are none."""
    words = _WORDS.findall(folded)
    count = len(words)
    whole = WHOLE.get(" ".join(words))
    if whole or count > _SHORT_WORDS:
        return whole
    label, colon, rest = text.partition(":")
    if colon and len(label) <= 30:
        found = LABEL.get(" ".join(folded_words(label)))
        if found and (rest.strip() or found in ("tags", "related")):
            return found
    for size in START_SIZES.get(words[0], ()):
        found = START.get(" ".join(words[:size]))
        if found:
            return "" if _is_sentence(text, count) and found != "legal" else found
    if _is_date(text, folded):
        return "date"
    if words[-1] in ("agencies", "agences") and not text.endswith("."):
        return "source"
    if words[0] in BYLINE_WORDS and count > 1 and not _is_sentence(text, count) and _names(text.split()[1:]):
        return "byline"
    return None


def _is_date(text: str, folded: str) -> bool:
    """Whether a line with numbers consists of the words of dates."""
    if not _NUMBER.search(text):
        return False
    words = _WORDS.findall(folded)
    count = len(words)
    dated = count <= _SHORT_WORDS and sum(map(DATE_WORDS.__contains__, words)) >= 0.8 * count
    return dated and not _is_sentence(text, count + 4)


def _ends_with_credit(text: str, marks: Sequence[str]) -> bool:
    """Whether the line's end says whose picture it was; most lines lack every mark of it and are not searched."""
    if text.endswith(_CREDIT_CLOSED):
        return _CREDIT_END.search(text[-110:]) is not None
    for mark in marks:
        if mark in text:
            return _CREDIT_END.search(text[-110:]) is not None
    return False


def is_place_byline(text: str) -> bool:
    """Whether the line reads like "Given Family in Place": names, one preposition, names."""
    words = text.split()
    if not 4 <= len(words) <= 8 or text[-1:] in _ENDS:
        return False
    for at in range(2, min(5, len(words) - 1)):
        if words[at] in PLACE_WORDS:
            return _names(words[:at]) and _names(words[at + 1 :])
    return False


def _is_sentence(text: str, count: int) -> bool:
    return count >= 8 and text.rstrip("\"'”’»)")[-1:] in _ENDS


def _names(words: Sequence[str]) -> bool:
    """Whether most words begin with a capital, as names do; scripts without capitals count as names."""
    letters = [word for word in words if word[:1].isalpha()]
    small = sum(word[:1].islower() for word in letters)
    return bool(letters) and small * 3 <= len(letters)
