"""Which characters of texts matched? Those of the positions that the match has, by the words of each text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import EXTRA, Analyser
from index.analysis.characters import SURFACE
from search.results import Marked, Span
from search.show.finder import WordBounds, WordFinder

_as_span = partial(tuple.__new__, Span)  # of a pair, a third of the time of a call

_COMPOUNDS = 500  # of a language that are remembered: most say by themselves where they end

Places = Sequence[tuple[int, int]]


class FieldText(NamedTuple):
    """A text, its language, and the field that it is."""

    text: str
    language: str
    field: str


class Text(NamedTuple):
    """A text, its language, the field that it is, and where its words stand."""

    text: str
    language: str
    field: str
    words: WordBounds


@dataclass(frozen=True, slots=True)
class Matches:
    """Matches in several texts: of each the number of its text (ascending), its first and its last position."""

    text: NDArray[np.intp]
    first: NDArray[np.int64]
    last: NDArray[np.int64]


class Highlighter:
    """Finds the characters of positions, by the analysis that made the positions. Not to be shared between threads,
    but for its `finder`."""

    def __init__(self, finder: WordFinder | None = None) -> None:
        self._finder = finder or WordFinder()
        self._analysers: dict[str, Analyser] = {}

    def read(self, texts: Sequence[FieldText]) -> list[Text]:
        """Texts ready to be marked; several at once cost less."""
        bounds = self._finder.find([text.text for text in texts])
        return [Text(*text, words) for text, words in zip(texts, bounds, strict=True)]

    def mark(
        self, texts: Sequence[Text], matches: Matches, terms: Callable[[str, str], Collection[str]]
    ) -> list[Places]:
        """For each text the characters of its matches: in order, apart from one another.

        `terms` gives those looked for in a language and field: a compound that was found as one word is marked whole.
        """
        sizes = [len(text.words.start) for text in texts]
        if not len(matches.text) or not sum(sizes):
            return [[] for _ in texts]
        base = np.cumsum([0, *sizes]).take(matches.text)
        start = np.concatenate([text.words.start for text in texts]).take(matches.first + base, mode="clip")
        end = np.concatenate([text.words.end for text in texts]).take(matches.last + base, mode="clip")
        if end.min() < 0:
            for number in np.flatnonzero(end < 0).tolist():
                text = texts[matches.text[number]]
                end[number] = self._end(text, int(matches.last[number]), terms(text.language, text.field))
        spans = list(zip(start.tolist(), end.tolist(), strict=True))
        bounds = matches.text.searchsorted(np.arange(len(texts) + 1)).tolist()
        places: list[Places] = [spans[first:last] for first, last in pairwise(bounds)]
        lapping = (end[:-1] > start[1:]) & (matches.text[:-1] == matches.text[1:])
        if lapping.any():
            for number in np.unique(matches.text[:-1].compress(lapping)).tolist():
                places[number] = _apart(places[number])
        return places

    def _end(self, text: Text, position: int, terms: Collection[str]) -> int:
        """Where the compound ends that starts at a position, or its first part where that alone was looked for."""
        start, end = int(text.words.start[position]), ~int(text.words.end[position])
        analyser = self._analysers.get(text.language)
        if analyser is None:
            analyser = self._analysers[text.language] = Analyser(text.language, limit=_COMPOUNDS)
        surface = SURFACE.match(text.text, start)
        plain, *parts = analyser.surface(surface.group())[1][0] if surface else [("", "", 0, 0)]
        ends = [last for term, _, _, last in parts if term in terms and term.startswith(EXTRA)]
        return start + ends[0] if ends and plain[0] not in terms else end


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
    return Marked(text, tuple(map(_as_span, spans)))
