"""Which words of an article stand open in a result list? One passage of at most two lines, cut at the best place."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from markupsafe import Markup

from search.results import Marked
from web import render
from web.passage_line import BETWEEN, one_line

OPEN_CHARACTERS = (
    118  # characters of the open passage: two lines of the measure in the narrower of two fonts that were tried
)
_SHORT = OPEN_CHARACTERS // 2  # a passage below this is followed by the next one
_EARLY = 0.4  # of a passage that begins at any word: there its first match stands, with words on both sides
_LAST_PART = 0.6  # of a passage: a sentence that ends behind it ends the passage
_STEM = 5  # letters that make two words of one question different
_ENDS = (".", "!", "?", "…", "”", "’", '"', "'", ")", "»", "“", "。", "؟", "۔")
# Behind each of them the sign of another paragraph may stand, with which no passage begins.
_SENTENCE = re.compile(r"[.!?…؟۔][\"'”’»)\]]*\s+(?:·\s)?|[。！？]|\s·\s")
_CLAUSE = re.compile(r"[,;:–—،]\s+(?:·\s)?|[，；：、]")
_WORD = re.compile(r"\s+(?:·\s)?")
_PLACES = (_SENTENCE, _CLAUSE, _WORD)  # where a passage may begin, the best kind of place first


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text, and whether it looks cut out of a sentence at either end."""

    html: Markup
    cut_before: bool
    cut_after: bool


def whole(value: Marked) -> Passage:
    """A passage as the engine gives it."""
    value = one_line(value)
    words = value.text.strip()
    return Passage(render.marked(value), words[:1].islower(), bool(words) and not words.endswith(_ENDS))


def opening(values: Sequence[Marked]) -> Passage | None:
    """The passage that stands open: the best `OPEN_CHARACTERS` of the one with the most words that matched; where it is
    short, the one behind it follows. None where there is none."""
    if not values:
        return None
    values = [*map(one_line, values)]
    number = max(range(len(values)), key=lambda at: (*_weight(values[at]), -at))
    best = _cut(values[number], OPEN_CHARACTERS)
    if len(best.piece.text) >= _SHORT or number + 1 == len(values):
        return best.passage()
    second = _cut(values[number + 1], OPEN_CHARACTERS - len(best.piece.text)).passage()
    return replace(second, html=best.passage().html + " … " + second.html, cut_before=best.inside)


class _Cut(NamedTuple):
    """A piece of a passage; `inside` is true where it begins within a sentence."""

    piece: Marked
    inside: bool

    def passage(self) -> Passage:
        plain = whole(self.piece)
        return replace(plain, cut_before=self.inside or plain.cut_before)


def _weight(value: Marked) -> tuple[int, int]:
    """How many different words matched, their endings apart, and how many in all."""
    return len({value.text[start:end].casefold()[:_STEM] for start, end in value.spans}), len(value.spans)


def _cut(value: Marked, most: int) -> _Cut:
    """At most `most` characters of a passage: as many different words as fit, begun at a sentence, else at a clause,
    else at a word, and ended at a sentence where one ends in its last part."""
    if len(value.text) <= most:
        return _Cut(value, inside=False)
    cutter = render.Cutter(value)
    best, most_weight = _Cut(value, inside=False), (-1, -1, -1, -1, -math.inf)
    all_words = _weight(value)[0]
    for kind, start, end in _windows(value.text, most):
        if -most_weight[1] < kind and most_weight[0] == all_words:
            break  # a worse place to begin can hold no more
        if any(first < start <= last + 1 for first, last in value.spans):
            continue  # within what matched, or between two words of it that stand side by side
        piece = cutter.cut(start, end).piece
        different, number = _weight(piece)
        early = piece.spans[0].start if piece.spans else 0
        context = -abs(early - most * _EARLY) if _PLACES[kind] is _WORD else 0
        weight = different, -kind, number, int(piece.text.endswith(_ENDS)), context
        if weight > most_weight:
            best, most_weight = _Cut(piece, inside=bool(start) and kind > 0), weight
    return best


def _windows(text: str, most: int) -> Iterator[tuple[int, int, int]]:
    """(kind of place, start, end) of the pieces that a passage may be cut to."""
    for kind, pattern in enumerate(_PLACES):
        starts = [match.end() for match in pattern.finditer(text) if match.end() < len(text)]
        for start in starts if not kind and text[:1].islower() else [0, *starts]:
            limit = start + most
            ended = [m.end() for m in _SENTENCE.finditer(text, start + int(most * _LAST_PART), limit)]
            gap = text.rfind(" ", start, limit)
            yield kind, start, _ended(text, start, len(text) if limit >= len(text) else gap if gap > start else limit)
            if ended and limit < len(text):
                yield kind, start, _ended(text, start, ended[-1])


def _ended(text: str, start: int, end: int) -> int:
    """The end of a piece without white space and the sign of another paragraph behind its last word."""
    return start + (len(text[start:end].rstrip().removesuffix(BETWEEN.rstrip())) or end - start)
