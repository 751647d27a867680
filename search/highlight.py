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
        self._inside: dict[tuple[str, Analyser], Places] = {}

    def inside(self, word: str, analyser: Analyser) -> Places:
        """The characters of each position of a surface word that holds a sought term; remembered, as words recur."""
        found = self._inside.get((word, analyser))
        if found is None:
            terms = self.terms
            found = self._inside[word, analyser] = [
                _characters(0, tokens, terms)
                for tokens in analyser.surface(word)[1]
                if any(token[0] in terms for token in tokens)
            ]
        return found


def _head(term: str) -> str:
    """How a word that holds the term begins: the stem without its last letter, which stemming may have changed."""
    if term.startswith(EXTRA):
        return term[1:4].lower()
    return term[:-1] if len(term) > 4 else term[:3]


class Highlighter:
    """Finds the characters of positions, by the analysis that made the positions. Not to be shared between threads."""

    def __init__(self) -> None:
        self._analysers: dict[str, Analyser] = {}

    def mark(self, text: str, language: str, places: Places, sought: Sought, positions: Sequence[int]) -> Places:
        """The characters of `places` (positions: start, end not included, ascending): in order, apart from one another.

        `positions` are all the positions of the text that hold a sought term, ascending; a place begins and ends at
        one. Where a compound was found as one word, all of it is marked.
        """
        if not places:
            return []
        analyser = self._analysers.get(language)
        if analyser is None:
            analyser = self._analysers[language] = Analyser(language)
        spans = _standing(text, analyser, sought)
        if len(spans) == len(positions):
            found = dict(zip(positions, spans, strict=True))
        else:  # words that begin otherwise than their stems: dotted, accented, grouped digits
            found = _walk(text, analyser, sought.terms, {at for start, end in places for at in (start, end - 1)})
        marked = []
        for start, end in places:
            first, last = found.get(start), found.get(end - 1)
            if first and last:
                marked.append((first[0], with_stop(text, *last)))
        return _apart(marked)


def _standing(text: str, analyser: Analyser, sought: Sought) -> list[tuple[int, int]]:
    """The characters of the positions that hold a sought term and begin with a head, in order."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return []
    pieces: dict[int, Places] = {}
    for head in sought.heads:
        at = lowered.find(head)
        while at >= 0:
            before = lowered[at - 1] if at else " "
            match = SURFACE.match(text, at) if before in " \n" else None if before.isalnum() else _piece_at(text, at)
            if match is not None and (inside := sought.inside(match.group(), analyser)):
                pieces[match.start()] = inside
            at = lowered.find(head, at + 1)
    return [(piece + start, piece + end) for piece in sorted(pieces) for start, end in pieces[piece]]


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


def _apart(spans: Places) -> Places:
    """Spans in order, overlapping ones as one."""
    merged: list[tuple[int, int]] = []
    reached = 0
    for start, end in sorted(spans):
        if start < reached:
            reached = max(end, reached)
            merged[-1] = merged[-1][0], reached
        else:
            reached = end
            merged.append((start, end))
    return merged


def marked(text: str, spans: Places) -> Marked:
    """The text with its marks."""
    return Marked(text, tuple([Span(start, end) for start, end in spans]))


def snippets(text: str, spans: Places, most: int = FRAGMENTS) -> tuple[Marked, ...]:
    """The fragments of `text` that show most of what matched, in reading order; the beginning where nothing did.

    Each is a piece of `text` as it stands, cut at the ends of sentences where they are near, else between words.
    """
    if not spans:
        end = _cut_after(text, 0, 0)
        return (Marked(text[:end].rstrip()),) if text[:end].strip() else ()
    chosen: list[tuple[int, int]] = []
    for first, last in _windows(text, spans):
        start = _cut_before(text, spans[first][0])
        end = _cut_after(text, start, spans[last][1])
        if not any(start < b and a < end for a, b in chosen):
            chosen.append((start, end))
            if len(chosen) == most:
                break
    return tuple(_fragment(text, spans, start, end) for start, end in sorted(chosen))


def _windows(text: str, spans: Places) -> list[tuple[int, int]]:
    """Runs of spans that fit one fragment, (first, last), the best first: more different words, then more of them."""
    if len(spans) == 1:
        return [(0, 0)]
    shown = spans[:_MOST_ANCHORS]
    words = [text[start:end].casefold() for start, end in shown]
    ranked: list[tuple[int, int, int, int]] = []
    last = 0
    for first, (start, _) in enumerate(shown):
        last = max(last, first)
        while last + 1 < len(shown) and shown[last + 1][1] - start <= _REACH:
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


def _fragment(text: str, spans: Places, start: int, end: int) -> Marked:
    return marked(text[start:end].rstrip(), [(a - start, b - start) for a, b in spans if start <= a and b <= end])
