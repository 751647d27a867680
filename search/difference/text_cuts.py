"""Where do the sentences and the words of a text stand? A text is cut without a character lost, in any script."""

from __future__ import annotations

import re

from index.analysis.characters import CLUSTER, HAS_UNSPACED, SCRIPT_PIECE, SURFACE
from index.analysis.text import ABBREVIATIONS

_STOPS = ".!?\u2026\u203c\u203d\u2047-\u2049\u061f\u06d4\u0964\u0965"
_IDEOGRAPHIC = "\u3002\uff01\uff1f\uff61"
_CLOSING = "\"'\u2019\u201d\u00bb)\\]\u300d\u300f\uff09\uff02"
# Stops with white space behind them, ideographic ones also without; the end of a line. It begins with a set of
# characters, so that a search passes over all others quickly, and only with the first of several stops.
_END = re.compile(
    rf"[{_STOPS}{_IDEOGRAPHIC}\n](?:(?<=\n)\s*+|(?<=[{_IDEOGRAPHIC}])[{_IDEOGRAPHIC}]*+[{_CLOSING}]*+\s*+"
    rf"|(?<![{_STOPS}][{_STOPS}])(?<=[{_STOPS}])[{_STOPS}]*+[{_CLOSING}]*+\s++)"
)
_LONGEST = max(map(len, ABBREVIATIONS)) + 1
_WORDS = re.compile(f"({SURFACE.pattern})")


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with the white space behind it; joined they are the text."""
    cut: list[str] = []
    start = 0
    for stop in _END.finditer(text):
        if "\n" in stop[0] or not _goes_on(text, stop.start(), stop.end()):
            cut.append(text[start : stop.end()])
            start = stop.end()
    return [*cut, text[start:]] if start < len(text) else cut


def _goes_on(text: str, stop: int, end: int) -> bool:
    """Whether a sentence goes on behind a stop: with a small letter, or where the stop belongs to a short word."""
    if text[end : end + 1].islower():
        return True
    if text[stop] != ".":
        return False
    start, first = stop, max(0, stop - _LONGEST)
    while start > first and text[start - 1].isalnum():
        start -= 1
    word = text[start:stop].lower()
    return word in ABBREVIATIONS or (len(word) == 1 and word.isalpha())


def cut_words(text: str) -> list[str]:
    """What stands before the first word, that word, what stands between it and the next one, and so on: joined they are
    the text, and every second one is a word. Of a script without spaces each letter with its marks is a word."""
    parts: list[str] = _WORDS.split(text)
    return _by_script(parts) if HAS_UNSPACED.search(text) else parts


def _by_script(parts: list[str]) -> list[str]:
    """The same parts with the words of scripts without spaces cut."""
    cut = parts[:1]
    for word, behind in zip(parts[1::2], parts[2::2], strict=True):
        for piece in SCRIPT_PIECE.findall(word):
            for part in CLUSTER.findall(piece) if HAS_UNSPACED.match(piece) else [piece]:
                cut += [part, ""]
        cut[-1] = behind
    return cut
