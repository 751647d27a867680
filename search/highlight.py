"""Which characters of a text matched, and which parts of it does a result show?"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from index.analysis import EXTRA, Analyser
from index.analysis.characters import SURFACE
from search.engine import Marked, Span

Places = Sequence[tuple[int, int]]

FRAGMENTS = 3
_REACH = 170  # characters from a fragment's first match to its last
_LENGTH = 260  # characters of a fragment at most
_BEFORE = 110  # characters looked through for the sentence's start
_MOST_ANCHORS = 400

# A sentence ends at a stop before white space, at a line's end, or at the full stop of a script without spaces.
_SENTENCE_END = re.compile(r"(?<=[\w\"'”’»)\]%])[.!?…]+[\"'”’»)\]]*\s+(?=[^\s\W_a-z]|[\"'“‘«(\[])|[。！？｡]+|\n+")


class Highlighter:
    """Finds the characters of positions, by the analysis that made the positions. Not to be shared between threads."""

    def __init__(self) -> None:
        self._analysers: dict[str, Analyser] = {}

    def mark(self, text: str, language: str, places: Places, terms: Collection[str]) -> tuple[Span, ...]:
        """The characters of `places` (positions: start, end not included, ascending), as spans apart from one another.

        `terms` are the terms that were looked for: where a compound was found as one word, all of it is marked.
        """
        if not places:
            return ()
        analyser = self._analysers.get(language)
        if analyser is None:
            analyser = self._analysers[language] = Analyser(language)
        wanted = {at for start, end in places for at in (start, end - 1)}
        last = max(end for _, end in places)
        found: dict[int, tuple[int, int]] = {}
        position = 0
        surface = analyser.surface
        for match in SURFACE.finditer(text):
            parts, tokens = surface(match.group())
            for number in range(len(parts)):
                if position in wanted:
                    found[position] = _characters(match.start(), tokens[number], terms)
                position += 1
            if position >= last:
                break
        spans = [(found[start][0], found[end - 1][1]) for start, end in places if start in found and end - 1 in found]
        return tuple(Span(start, end) for start, end in _apart(spans))


def _characters(base: int, tokens: Sequence[tuple[str, str, int, int]], terms: Collection[str]) -> tuple[int, int]:
    """The characters of one position: of its plain term, or of the compound that starts there where only that one
    was looked for."""
    plain = tokens[0]
    if plain[0] not in terms:
        for term, _, start, end in tokens[1:]:
            if term in terms and term.startswith(EXTRA):
                return base + start, base + end
    return base + plain[2], base + plain[3]


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, overlapping ones as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def snippets(text: str, spans: Sequence[Span], most: int = FRAGMENTS) -> tuple[Marked, ...]:
    """The fragments of `text` that show most of what matched, in reading order; the beginning where nothing did.

    Each is a piece of `text` as it stands, cut at the ends of sentences where they are near, else between words.
    """
    if not spans:
        end = _cut_after(text, 0, 0)
        return (Marked(text[:end].rstrip()),) if text[:end].strip() else ()
    chosen: list[tuple[int, int]] = []
    for first, last in _windows(text, spans):
        start = _cut_before(text, spans[first].start)
        end = _cut_after(text, start, spans[last].end)
        if all(end <= a or b <= start for a, b in chosen):
            chosen.append((start, end))
            if len(chosen) == most:
                break
    return tuple(_fragment(text, spans, start, end) for start, end in sorted(chosen))


def _windows(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Runs of spans that fit one fragment, (first, last), the best first: more different words, then more of them."""
    ranked: list[tuple[int, int, int, int]] = []
    words = [text[span.start : span.end].casefold() for span in spans[:_MOST_ANCHORS]]
    last = 0
    for first in range(len(words)):
        last = max(last, first)
        while last + 1 < len(words) and spans[last + 1].end - spans[first].start <= _REACH:
            last += 1
        ranked.append((-len(set(words[first : last + 1])), first - last, first, last))
    return [(first, last) for _, _, first, last in sorted(ranked)]


def _cut_before(text: str, at: int) -> int:
    """Where the fragment of a match at `at` starts."""
    low = max(0, at - _BEFORE)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, low, at)]
    if ends:
        return ends[-1]
    if not low:
        return 0
    space = re.search(r"\s\S", text[at - _BEFORE // 2 : at])
    return at - _BEFORE // 2 + space.start() + 1 if space else at


def _cut_after(text: str, start: int, reached: int) -> int:
    """Where the fragment that starts at `start` ends: the last sentence end in reach, or a gap between words."""
    limit = max(start + _LENGTH, reached)
    if limit >= len(text):
        end = next((m.start() for m in re.finditer(r"\n", text[reached:])), None)
        return len(text) if end is None else reached + end
    line = text.find("\n", reached, limit)
    if line >= 0:
        return line
    ends = [match.end() for match in _SENTENCE_END.finditer(text, max(reached, start), limit)]
    if ends:
        return ends[-1]
    gaps = [match.start() for match in re.finditer(r"\s", text[reached:limit])]
    if gaps:
        return reached + gaps[-1]
    return reached if reached > start else limit


def _fragment(text: str, spans: Sequence[Span], start: int, end: int) -> Marked:
    inside = tuple(Span(s.start - start, s.end - start) for s in spans if start <= s.start and s.end <= end)
    return Marked(text[start:end].rstrip(), inside)
