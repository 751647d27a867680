"""Which parts of an article does a result show? Up to three fragments with what matched, cut at sentence ends."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from search.results import Marked
from search.show.highlight import Places, marked

FRAGMENTS = 3
_REACH = 170  # characters from a fragment's first match to its last
_LENGTH = 260  # characters of a fragment at most
_BEFORE = 110  # characters looked through for the sentence's start
_MOST_ANCHORS = 400
_FEW = 16  # matches up to which all are gone through
_FIRST = 512  # in a rank, what the number of the first match is counted up to

# A sentence ends at a stop before white space that no small letter follows, or at the full stop of a script without
# spaces. It starts with a set of characters, so that a search skips everything else at the speed of memory.
_SENTENCE_END = re.compile(r"[.!?…。！？｡](?:(?<=[。！？｡])|[\"'”’»)\]]*\s+(?![a-z]))")


class Sentences(NamedTuple):
    """Where the sentences of a text end: the offsets of their stops, and where the next ones begin."""

    stops: list[int]
    ends: list[int]

    def last(self, low: int, high: int) -> int:
        """Where the last sentence ends whose stop is not before `low` and whose end is not after `high`; else -1."""
        number = bisect_right(self.ends, high) - 1
        return self.ends[number] if number >= 0 and self.stops[number] >= low else -1


def sentences(text: str) -> Sentences:
    """Where the sentences of `text` end."""
    stops = [match.span() for match in _SENTENCE_END.finditer(text)]
    return Sentences([start for start, _ in stops], [end for _, end in stops])


def snippets(text: str, ends: Sentences, spans: Places, limit: int = FRAGMENTS) -> tuple[Marked, ...]:
    """The fragments of `text` that show most of what matched, in reading order; the beginning where nothing did.

    Each is a piece of `text` as it stands, cut at the ends of sentences where they are near, else between words.
    """
    if not spans:
        end = _cut_after(text, ends, 0, 0)
        return (Marked(text[:end].rstrip()),) if text[:end].strip() else ()
    chosen: list[tuple[int, int]] = []
    shown = bytearray(len(spans))  # the spans that stand in a chosen fragment
    for first, last in _windows(text, spans):
        if shown[first]:
            continue
        start = _cut_before(text, ends, spans[first][0])
        end = _cut_after(text, ends, start, spans[last][1])
        if not chosen or all(end <= a or b <= start for a, b in chosen):
            chosen.append((start, end))
            if len(chosen) == limit:
                break
            if len(spans) == 1:
                break
            low, high = bisect_left(spans, (start,)), bisect_left(spans, (end,))
            shown[low:high] = b"\1" * (high - low)
    chosen.sort()
    return tuple([_fragment(text, spans, start, end) for start, end in chosen])


def _windows(text: str, spans: Places) -> Iterator[tuple[int, int]]:
    """Runs of spans that fit one fragment, (first, last), the best first: more different words, then more of them."""
    if spans[-1][1] - spans[0][0] <= _REACH or len(spans) == 1:
        yield 0, len(spans) - 1
        return
    anchors = spans[:_MOST_ANCHORS]
    words = [text[start:end].casefold() for start, end in anchors]
    is_one_word = len(set(words)) == 1
    ranked: list[int] = []
    lasts: list[int] = []
    count, following = len(anchors), 0
    for first, (start, _) in enumerate(anchors):
        reach = start + _REACH
        while following < count and anchors[following][1] <= reach:
            following += 1
        last = max(following - 1, first)
        different = 1 if is_one_word or last == first else len(set(words[first : last + 1]))
        lasts.append(last)
        ranked.append(first - (different * _FIRST + last - first) * _FIRST)
    ranked.sort()
    for key in ranked:
        first = key % _FIRST
        yield first, lasts[first]


def _cut_before(text: str, ends: Sentences, place: int) -> int:
    """Where the fragment of a match at `place` starts."""
    low = max(0, place - _BEFORE)
    low = max(low, text.rfind("\n", low, place) + 1)
    last = ends.last(low, place)
    if last >= 0:
        return last
    if not low or text[low - 1] == "\n":
        return low
    space = text.find(" ", place - _BEFORE // 2, place)
    return space + 1 if space >= 0 else place


def _cut_after(text: str, ends: Sentences, start: int, reached: int) -> int:
    """Where the fragment that starts at `start` ends: the last sentence end in reach, or a gap between words."""
    limit = max(start + _LENGTH, reached)
    line = text.find("\n", reached, limit)
    if line >= 0:
        return line
    if limit >= len(text):
        return len(text)
    last = ends.last(max(reached, start), limit)
    if last >= 0:
        return last
    gap = text.rfind(" ", reached, limit)
    if gap >= 0:
        return gap
    return reached if reached > start else limit


def _fragment(text: str, spans: Places, start: int, end: int) -> Marked:
    if len(spans) > _FEW:
        spans = spans[bisect_left(spans, (start,)) : bisect_left(spans, (end,))]
    return marked(text[start:end].rstrip(), [(a - start, b - start) for a, b in spans if start <= a and b <= end])
