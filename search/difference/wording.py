"""How do two sentences differ word by word? The words that both have, in order; what is between them was changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, takewhile
from typing import NamedTuple

from search.difference.pieces import Op, Piece, Pieces, joined
from search.difference.subsequence import PlacePairs, matching
from search.difference.text_cuts import cut_words

NEIGHBOURS = 4
"""So many words in a row that stand once in either of two long texts are the same place of both."""


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
    number = {text: place for place, text in enumerate(dict.fromkeys(chain(first, second)))}
    return [number[text] for text in first], [number[text] for text in second]


class Worded:
    """A text in its words and what stands between them; `words` are the words, in order."""

    def __init__(self, text: str) -> None:
        self._parts = cut_words(text)
        self.words = self._parts[1::2]

    @classmethod
    def joined(cls, texts: Sequence[Worded]) -> Worded:
        """Several texts, one at least, as one."""
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
        yield Piece(Op.SAME, text)
        return
    for place, other_place in zip(range(run.first, run.ends[0]), range(run.second, run.ends[1]), strict=True):
        if place > run.first:
            yield from _between(one.gap(place, place), other.gap(other_place, other_place))
        yield Piece(Op.SAME, one.whole(place, place + 1))


def spaced(first: str, second: str) -> Pieces:
    """The pieces of two texts without words."""
    return _between(_Gap(first, len(first), len(first)), _Gap(second, len(second), len(second)))


def _between(one: _Gap, other: _Gap) -> Pieces:
    """The pieces of two gaps: the marks and spaces that both begin or end with are the same."""
    head = _same_start(one.text[: one.head], other.text[: other.head])
    most = min(one.tail, other.tail, len(one.text) - head, len(other.text) - head)
    tail = _same_start(one.text[::-1][:most], other.text[::-1][:most])
    return (
        Piece(Op.SAME, one.text[:head]),
        Piece(Op.DELETE, one.text[head : len(one.text) - tail]),
        Piece(Op.INSERT, other.text[head : len(other.text) - tail]),
        Piece(Op.SAME, one.text[len(one.text) - tail :]),
    )


def _same_start(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _runs(pairs: PlacePairs) -> list[_MatchingRun]:
    """The pairs as runs of neighbours."""
    runs: list[_MatchingRun] = []
    start = 0
    for end in range(1, len(pairs) + 1):
        if end == len(pairs) or pairs[end] != (pairs[end - 1][0] + 1, pairs[end - 1][1] + 1):
            runs.append(_MatchingRun(*pairs[start], end - start))
            start = end
    return runs


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
