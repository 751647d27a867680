"""How do two sentences differ word by word? The words that both have, in order; what is between them was changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, count
from typing import NamedTuple

from search.difference.pieces import Op, Piece, Pieces, joined
from search.difference.subsequence import PlacePairs, matching
from search.difference.text_cuts import cut_words

NEIGHBOURS = 4
"""So many words in a row that stand once in either of two long texts are the same place of both."""


# By names of their own: that of a member is looked up in its class each time.
_SAME, _DELETE, _INSERT = Op.SAME, Op.DELETE, Op.INSERT


class _MatchingRun(NamedTuple):
    """Words that match one after another: the place of the first one in either row, and how many there are."""

    first: int
    second: int
    size: int

    @property
    def ends(self) -> tuple[int, int]:
        return self.first + self.size, self.second + self.size


class _Gap(NamedTuple):
    """What stands between two words of a text, and how many characters of it stand before the first word that is in it
    and behind the last one; all where it has no word."""

    text: str
    head: int
    tail: int


def numbered(first: Sequence[str], second: Sequence[str]) -> tuple[list[int], list[int]]:
    """A number for each text of two rows; equal texts have the same."""
    number = dict(zip(dict.fromkeys(chain(first, second)), count(), strict=False))
    return list(map(number.__getitem__, first)), list(map(number.__getitem__, second))


class Worded:
    """A text in its words and what stands between them; `words` are the words, in order."""

    def __init__(self, text: str) -> None:
        self._parts = cut_words(text)
        self.words = self._parts[1::2]

    @classmethod
    def joined(cls, texts: Sequence[Worded]) -> Worded:
        """Several texts, one at least, as one."""
        if len(texts) == 1:
            return texts[0]
        whole = cls("")
        for text in texts:
            whole._parts[-1:] = [whole._parts[-1] + text._parts[0], *text._parts[1:]]
        whole.words = whole._parts[1::2]
        return whole

    def __len__(self) -> int:
        return len(self.words)

    def whole(self, start: int, end: int) -> str:
        """The text from the first to the last of some words, of which there is one at least."""
        return "".join(self._parts[2 * start + 1 : 2 * end])

    def gap(self, start: int, end: int) -> _Gap:
        """What stands between the words before `start` and that at `end`, other words included."""
        text = "".join(self._parts[2 * start : 2 * end + 1])
        return _Gap(text, len(self._parts[2 * start]), len(self._parts[2 * end]))


def worded(one: Worded, other: Worded) -> Pieces | None:
    """The pieces of two texts, words that both have in order as the same ones; None where there are none. A few words
    between longer changes are part of the change, so that it can be read."""
    runs = _readable(_runs(matching(*numbered(one.words, other.words), NEIGHBOURS)), len(one), len(other))
    return joined(_pieces(one, other, runs)) if runs else None


def _pieces(one: Worded, other: Worded, runs: Sequence[_MatchingRun]) -> Iterator[Piece]:
    place, other_place = 0, 0  # words that are told
    for run in runs:
        yield from _between(one.gap(place, run.first), other.gap(other_place, run.second))
        place, other_place = run.ends
        yield from _same_words(one, other, run)
    yield from _between(one.gap(place, len(one)), other.gap(other_place, len(other)))


def _same_words(one: Worded, other: Worded, run: _MatchingRun) -> Iterator[Piece]:
    """The pieces of a run; what stands between its words need not be the same."""
    text = one.whole(run.first, run.ends[0])
    if text == other.whole(run.second, run.ends[1]):
        yield Piece(_SAME, text)
        return
    for place, other_place in zip(range(run.first, run.ends[0]), range(run.second, run.ends[1]), strict=True):
        if place > run.first:
            yield from _between(one.gap(place, place), other.gap(other_place, other_place))
        yield Piece(_SAME, one.whole(place, place + 1))


def spaced(first: str, second: str) -> Pieces:
    """The pieces of two texts without words."""
    return _between(_Gap(first, len(first), len(first)), _Gap(second, len(second), len(second)))


def _between(one: _Gap, other: _Gap) -> Pieces:
    """The pieces of two gaps: the marks and spaces that both begin or end with are the same."""
    first, second = one.text, other.text
    if first == second:
        return (Piece(_SAME, first),) if first else ()
    head = _same_start(first[: one.head], second[: other.head])
    most = min(one.tail, other.tail, len(first) - head, len(second) - head)
    tail = _same_start(first[: -most - 1 : -1], second[: -most - 1 : -1]) if most else 0
    end, other_end = len(first) - tail, len(second) - tail
    told = (_SAME, first[:head]), (_DELETE, first[head:end]), (_INSERT, second[head:other_end]), (_SAME, first[end:])
    return tuple([Piece(op, text) for op, text in told if text])


def _same_start(one: str, other: str) -> int:
    """How many characters both begin with."""
    if one == other:
        return len(one)
    for place, (mine, its) in enumerate(zip(one, other, strict=False)):
        if mine != its:
            return place
    return min(len(one), len(other))


def _runs(pairs: PlacePairs) -> list[_MatchingRun]:
    """The pairs as runs of neighbours."""
    runs: list[_MatchingRun] = []
    first, second, size = 0, 0, 0
    for place, other in pairs:
        if place - first == other - second == size:
            size += 1
            continue
        if size:
            runs.append(_MatchingRun(first, second, size))
        first, second, size = place, other, 1
    return [*runs, _MatchingRun(first, second, size)] if size else runs


def _readable(runs: Sequence[_MatchingRun], length: int, other_length: int) -> list[_MatchingRun]:
    """The runs but for those that are no longer than the change before and the change behind."""
    kept = [_MatchingRun(0, 0, 0)]
    for run in (*runs, _MatchingRun(length, other_length, 0)):
        while len(kept) > 1 and kept[-1].size <= min(_change(kept[-2], kept[-1]), _change(kept[-1], run)):
            kept.pop()
        kept.append(run)
    return kept[1:-1]


def _change(run: _MatchingRun, following: _MatchingRun) -> int:
    """How many words stand between two runs, in the text that has more of them there."""
    return max(following.first - run.ends[0], following.second - run.ends[1])
