"""Where does each position of a text stand? The characters of all the words of some texts, by array operations.

A run is a piece of text that no word crosses. One of nothing but letters and digits of alphabets is one word, and its
bounds are found by looking every character up in a table; the others (hyphens, dots, marks, scripts without spaces:
one in fifteen) are left to the rule of `index.analysis`, and remembered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis.characters import (
    COMMAS,
    DOUBLE_QUOTES,
    HYPHENS,
    IGNORED,
    NARROW_SPACES,
    SINGLE_QUOTES,
    STOPS,
    SURFACE,
    normal,
)
from index.analysis.surface import LONGEST_JOINED, parts
from index.analysis.text import with_stop
from search.budget import STANDARD
from search.kept import ENTRY, Kept

Offsets = NDArray[np.int32]

_GAP, _JOINER, _LETTER, _OTHER = range(4)
_ALPHABETS = 0x900  # those of Europe and the Near East; the letters of India carry marks
_PUNCTUATION = range(0x2000, 0x2070)
_JOINERS = frozenset(SINGLE_QUOTES + HYPHENS + STOPS + COMMAS + DOUBLE_QUOTES + NARROW_SPACES)

# Eight in ten of the runs that are left to the rule: what it says of them, at a sixth of the time. Of the first, three
# in four of these, all at once.
_WHOLE_LINE = re.compile(r"^(?:(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?[A-Za-z]*|[A-Za-z]+'[sS])$", re.MULTILINE)
_COMPOUND = re.compile(r"[A-Za-z0-9]+-[A-Za-z0-9]+")


class WordBounds(NamedTuple):
    """The characters to mark of each position of a text (int32[positions]): whole words, in order of `start`.

    Where a compound starts that is also one word (`cease-fire`), `end` is the complement (~) of the part's end.
    """

    start: Offsets
    end: Offsets


@dataclass(frozen=True, slots=True)
class _Run:
    """The positions of a run, as `WordBounds` has them; a full stop after it belongs to those that are `dotted`."""

    start: tuple[int, ...]
    end: tuple[int, ...]
    dotted: tuple[int, ...]


@cache
def _classes() -> NDArray[np.uint8]:
    """What each character is, by its number; the last entry stands for all that are beyond."""
    table = np.full(_PUNCTUATION.stop + 1, _OTHER, np.uint8)
    for code in (*range(_ALPHABETS), *_PUNCTUATION):
        char = chr(code)
        if char.isalnum():
            plain = (char.isalpha() or char.isdecimal()) and char not in _JOINERS and char not in IGNORED
            table[code] = _LETTER if plain and normal(char).isalnum() else _OTHER
        elif char in _JOINERS:
            table[code] = _JOINER
        elif char not in IGNORED and unicodedata.category(char)[0] != "M":
            table[code] = _GAP
    return table


@cache
def _ascii_classes() -> bytes:
    """What each byte is; those beyond ASCII do not occur."""
    return _classes()[:256].tobytes()


class WordFinder:
    """Finds the words of texts and remembers runs, of at most `most` bytes. Safe to share between threads."""

    def __init__(self, most: int = STANDARD.runs) -> None:
        self._runs: Kept[str, _Run] = Kept(most)

    def find(self, texts: Sequence[str]) -> list[WordBounds]:
        """The words of each text; of the same texts analysed whole the positions and characters are the same."""
        joined = "\n".join(["", *texts, ""])
        kinds = _kinds(joined)
        word = kinds >= _LETTER
        joiner = kinds == _JOINER
        joiner[1:-1] &= word[:-2]
        joiner[1:-1] &= word[2:]
        word |= joiner
        edges = np.flatnonzero(word[1:] != word[:-1])
        edges += 1
        start, end = edges[::2], edges[1::2].copy()
        joiner |= kinds == _OTHER
        rest = end.searchsorted(np.flatnonzero(joiner), side="right")
        if len(rest):
            start, end = self._with_rest(joined, start, end, rest[np.append(True, rest[1:] != rest[:-1])])
        begins = np.fromiter(accumulate((len(text) + 1 for text in texts), initial=1), np.intp, len(texts) + 1)
        bounds = start.searchsorted(begins)
        base = begins[:-1].repeat(bounds[1:] - bounds[:-1])
        starts: Offsets = (start - base).astype(np.int32)
        ends: Offsets = np.where(end < 0, end + base, end - base).astype(np.int32)
        # Copies, as what is kept of one text would else hold the words of all.
        return [
            WordBounds(starts[first:last].copy(), ends[first:last].copy()) for first, last in pairwise(bounds.tolist())
        ]

    def _with_rest(
        self, text: str, start: NDArray[np.intp], end: NDArray[np.intp], numbers: NDArray[np.intp]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The words' starts and ends, the runs `numbers` taken apart by the rule."""
        bounds = zip(start.take(numbers).tolist(), end.take(numbers).tolist(), strict=True)
        pieces = _WHOLE_LINE.sub("", "\n".join([text[first:last] for first, last in bounds])).split("\n")
        numbers = numbers.compress(list(map(bool, pieces)))
        if not len(numbers):
            return start, end
        pieces = list(filter(None, pieces))
        known = self._runs.several(pieces)
        runs = [run or self._learn(piece) for piece, run in zip(pieces, known, strict=True)]
        sizes = [len(run.start) for run in runs]
        base = start.take(numbers).repeat(sizes)
        starts = np.array([*chain.from_iterable([run.start for run in runs])], np.intp) + base
        ends = np.array([*chain.from_iterable([run.end for run in runs])], np.intp)
        ends += np.where(ends < 0, -base, base)
        for number, begin, run in zip(numbers.tolist(), accumulate(sizes, initial=0), runs, strict=False):
            if run.dotted and text[end[number]] == ".":
                ends[begin + np.array(run.dotted)] += 1
        count = np.ones(len(start), np.intp)
        count[numbers] = sizes
        odd = np.zeros(len(start), np.bool_)
        odd[numbers] = True
        at_odd = np.flatnonzero(odd.repeat(count))
        start, end = start.repeat(count), end.repeat(count)
        start[at_odd], end[at_odd] = starts, ends
        return start, end

    def _learn(self, text: str) -> _Run:
        run = _positions(text)
        return self._runs.keep(text, run, ENTRY + len(text) + 48 * len(run.start))


def _positions(text: str) -> _Run:
    """The positions of a run, by the rule."""
    if _COMPOUND.fullmatch(text):
        hyphen = text.index("-")
        joined = len(text) - 1 <= LONGEST_JOINED and not text.replace("-", "").isdecimal()
        return _Run((0, hyphen + 1), (~hyphen if joined else hyphen, len(text)), ())
    start: list[int] = []
    end: list[int] = []
    for surface in SURFACE.finditer(text):
        place = surface.start()
        for part in parts(surface.group()):
            last = with_stop(text, place + part.start, place + part.end)
            start.append(place + part.start)
            end.append(~last if part.joined else last)
    dotted = [place for place, last in enumerate(end) if last == len(text) < with_stop(text + ".", start[place], last)]
    return _Run(tuple(start), tuple(end), tuple(dotted))


def _kinds(text: str) -> NDArray[np.uint8]:
    """uint8[len(text)]: what each character is."""
    if text.isascii():
        return np.frombuffer(text.encode().translate(_ascii_classes()), np.uint8)
    return _classes().take(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), mode="clip")
