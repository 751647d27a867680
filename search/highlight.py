"""Which characters of a text matched, and which parts of it does a result show?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from index.analysis import EXTRA, Analyser
from index.analysis.characters import SURFACE
from index.analysis.text import with_stop
from search.engine import Marked, Span

Places = Sequence[tuple[int, int]]

FRAGMENTS = 3
_REACH = 170  # characters from a fragment's first match to its last
_LENGTH = 260  # characters of a fragment at most
_BEFORE = 110  # characters looked through for the sentence's start
_MOST_ANCHORS = 400

# A sentence ends at a stop before white space that no small letter follows, or at the full stop of a script without
# spaces. It starts with a set of characters, so that a search skips everything else at the speed of memory.
_SENTENCE_END = re.compile(r"[.!?…。！？｡](?:(?<=[。！？｡])|[\"'”’»)\]]*\s+(?![a-z]))")


class Sought:
    """The terms that a query looks for, and how the words that hold them begin.

    A text is searched for the beginnings, and what is found is confirmed by the analysis: a word is analysed only
    where it may be a match. `heads` are in lower case, none the beginning of another.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = frozenset(terms)
        heads: list[str] = []
        for head in sorted({_head(term) for term in self.terms}):
            if not heads or not head.startswith(heads[-1]):
                heads.append(head)
        self.heads = heads


def _head(term: str) -> str:
    """How a word that holds the term begins: the stem without its last letter, which stemming may have changed."""
    if term.startswith(EXTRA):
        return term[1:4].lower()
    return term[:-1] if len(term) > 4 else term[:3]


class Highlighter:
    """Finds the characters of positions, by the analysis that made the positions. Not to be shared between threads."""

    def __init__(self) -> None:
        self._analysers: dict[str, Analyser] = {}

    def mark(
        self, text: str, language: str, places: Places, sought: Sought, positions: Sequence[int]
    ) -> tuple[Span, ...]:
        """The characters of `places` (positions: start, end not included, ascending), as spans apart from one another.

        `positions` are all the positions of the text that hold a sought term, ascending; a place begins and ends at
        one. Where a compound was found as one word, all of it is marked.
        """
        if not places:
            return ()
        analyser = self._analysers.get(language)
        if analyser is None:
            analyser = self._analysers[language] = Analyser(language)
        spans = _standing(text, analyser, sought)
        if len(spans) == len(positions):
            found = dict(zip(positions, spans, strict=True))
        else:  # words that begin otherwise than their stems: dotted, accented, grouped digits
            found = _walk(text, analyser, sought.terms, {at for start, end in places for at in (start, end - 1)})
        spans = [(found[a][0], with_stop(text, *found[b - 1])) for a, b in places if a in found and b - 1 in found]
        return _apart(spans)


def _standing(text: str, analyser: Analyser, sought: Sought) -> list[tuple[int, int]]:
    """The characters of the positions that hold a sought term and begin with a head, in order."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return []
    pieces: dict[int, list[tuple[int, int]]] = {}
    terms = sought.terms
    for head in sought.heads:
        at = lowered.find(head)
        while at >= 0:
            before = lowered[at - 1] if at else " "
            match = SURFACE.match(text, at) if before in " \n" else None if before.isalnum() else _piece_at(text, at)
            if match is not None and match.start() not in pieces:
                _, tokens = analyser.surface(match.group())
                start = match.start()
                pieces[start] = [
                    _characters(start, each, terms) for each in tokens if any(token[0] in terms for token in each)
                ]
            at = lowered.find(head, at + 1)
    return [span for start in sorted(pieces) for span in pieces[start]]


def _piece_at(text: str, at: int) -> re.Match[str] | None:
    """The surface word that holds the character at `at`; no surface word holds a space or a line's end."""
    start = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
    for match in SURFACE.finditer(text, start):
        if match.end() > at:
            return match if match.start() <= at else None
    return None


def _walk(text: str, analyser: Analyser, terms: Collection[str], wanted: Collection[int]) -> dict[int, tuple[int, int]]:
    """The characters of the positions `wanted`, found by going through the whole text."""
    found: dict[int, tuple[int, int]] = {}
    position = 0
    last = max(wanted)
    for match in SURFACE.finditer(text):
        for tokens in analyser.surface(match.group())[1]:
            if position in wanted:
                found[position] = _characters(match.start(), tokens, terms)
            position += 1
        if position > last:
            break
    return found


def _characters(base: int, tokens: Sequence[tuple[str, str, int, int]], terms: Collection[str]) -> tuple[int, int]:
    """The characters of one position: of its plain term, or of the compound that starts there where only that one
    was looked for."""
    plain = tokens[0]
    if plain[0] not in terms:
        for term, _, start, end in tokens[1:]:
            if term in terms and term.startswith(EXTRA):
                return base + start, base + end
    return base + plain[2], base + plain[3]


def _apart(spans: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Spans in order, overlapping ones as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(Span(start, end) for start, end in merged)


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
    if len(spans) == 1:
        return [(0, 0)]
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
    low = max(0, at - _BEFORE, text.rfind("\n", 0, at) + 1)
    last = low if not low or text[low - 1] == "\n" else -1
    for match in _SENTENCE_END.finditer(text, low, at):
        last = match.end()
    if last >= 0:
        return last
    space = text.find(" ", at - _BEFORE // 2, at)
    return space + 1 if space >= 0 else at


def _cut_after(text: str, start: int, reached: int) -> int:
    """Where the fragment that starts at `start` ends: the last sentence end in reach, or a gap between words."""
    limit = max(start + _LENGTH, reached)
    line = text.find("\n", reached, limit)
    if line >= 0:
        return line
    if limit >= len(text):
        return len(text)
    last = -1
    for match in _SENTENCE_END.finditer(text, max(reached, start), limit):
        last = match.end()
    if last >= 0:
        return last
    gap = text.rfind(" ", reached, limit)
    if gap >= 0:
        return gap
    return reached if reached > start else limit


def _fragment(text: str, spans: Sequence[Span], start: int, end: int) -> Marked:
    inside = tuple(Span(s.start - start, s.end - start) for s in spans if start <= s.start and s.end <= end)
    return Marked(text[start:end].rstrip(), inside)
