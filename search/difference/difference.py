"""How do two texts differ? The sentences that both have, in order; what is between was changed, cut, added or moved."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from index.copies.share import share
from search.difference.pieces import Difference, Op, Piece, Pieces, Sentence, SentenceKind
from search.difference.subsequence import matching
from search.difference.text_cuts import sentences
from search.difference.wording import NEIGHBOURS, Worded, numbered, spaced, worded

_OF_SHORTER, _OF_LONGER = 0.5, 0.25
"""A sentence is a changed one where so many words of the shorter and of the longer wording stand in both."""

_MOVED_WORDS = 4
"""Words of a sentence from which on it is the same one wherever it stands."""

_SWAPPED_OPS = {Op.SAME: Op.SAME, Op.INSERT: Op.DELETE, Op.DELETE: Op.INSERT}
_SWAPPED_KINDS = {SentenceKind.CUT: SentenceKind.ADDED, SentenceKind.ADDED: SentenceKind.CUT}


# By names of their own: that of a member is looked up in its class each time.
_CUT, _ADDED, _DELETE, _INSERT = SentenceKind.CUT, SentenceKind.ADDED, Op.DELETE, Op.INSERT


class _Group(NamedTuple):
    """Sentences of the first and of the second text that are wordings of one another, and the words in common."""

    first: range
    second: range
    common: int


def difference(first: str, second: str) -> Difference:
    """How two texts differ. The other way round it is the same with what was inserted and deleted in each other's
    place, for which any two texts are compared in one and the same order."""
    turned = second < first
    told = _with_moves(tuple(_told(second, first) if turned else _told(first, second)))
    return Difference(tuple(_swapped(told) if turned else told), share(first, second))


def _swapped(told: Sequence[Sentence]) -> Iterator[Sentence]:
    """The difference the other way round; what is cut stands before what is added in its place."""
    known: dict[Sentence, Sentence] = {}
    for alone, group in groupby(told, lambda sentence: sentence.kind in _SWAPPED_KINDS):
        turned = [known[one] if one in known else known.setdefault(one, _turned(one)) for one in group]
        yield from sorted(turned, key=lambda sentence: sentence.kind is _ADDED) if alone else turned


def _turned(sentence: Sentence) -> Sentence:
    kind, pieces, moved = sentence
    return Sentence(_SWAPPED_KINDS.get(kind, kind), tuple(_swapped_pieces(pieces)), moved)


def _swapped_pieces(pieces: Pieces) -> Iterator[Piece]:
    for same, group in groupby(pieces, lambda piece: piece.op is Op.SAME):
        turned = [Piece(_SWAPPED_OPS[op], text) for op, text in group]
        yield from turned if same else sorted(turned, key=lambda piece: piece.op is Op.INSERT)


def _told(first: str, second: str) -> Iterator[Sentence]:
    """The sentences of two texts, without a look at what moved."""
    one, other = sentences(first), sentences(second)
    keys, other_keys = numbered([text.strip() for text in one], [text.strip() for text in other])
    pairs = matching(keys, other_keys, neighbours=1)
    elsewhere = _elsewhere(one, other, pairs)
    known: dict[tuple[str, str], Sentence] = {}
    place, other_place = 0, 0
    for following, other_following in pairs:
        if following > place or other_following > other_place:
            yield from _between(one[place:following], other[other_place:other_following], elsewhere)
        both = one[following], other[other_following]
        yield known[both] if both in known else known.setdefault(both, Sentence(SentenceKind.SAME, _same(*both)))
        place, other_place = following + 1, other_following + 1
    yield from _between(one[place:], other[other_place:], elsewhere)


def _elsewhere(one: Sequence[str], other: Sequence[str], pairs: Iterable[tuple[int, int]]) -> frozenset[str]:
    """The sentences that stand in both texts and not in the same order."""
    matched = {place for place, _ in pairs}, {place for _, place in pairs}
    alone, other_alone = (
        {text.strip() for place, text in enumerate(row) if place not in places}
        for row, places in zip((one, other), matched, strict=True)
    )
    return frozenset(text for text in alone & other_alone if len(Worded(text)) >= _MOVED_WORDS)


def _same(one: str, other: str) -> Pieces:
    """A sentence of both texts; the white space around it may differ."""
    if one == other:
        return (Piece(Op.SAME, one),)
    text = one.strip()
    start, other_start = one.index(text), other.index(text)
    return (
        *spaced(one[:start], other[:other_start]),
        Piece(Op.SAME, text),
        *spaced(one[start + len(text) :], other[other_start + len(text) :]),
    )


def _between(one: Sequence[str], other: Sequence[str], elsewhere: frozenset[str]) -> Iterator[Sentence]:
    """Sentences that are not the same in both texts: the changed ones, and between them those cut and added."""
    place, other_place = 0, 0
    if one and other:
        known = {text: Worded(text) for text in {*one, *other}}
        rows, other_rows = [known[text] for text in one], [known[text] for text in other]
        for first, second, _ in _groups(_words(rows, one, elsewhere), _words(other_rows, other, elsewhere)):
            pieces = worded(
                Worded.joined(rows[first.start : first.stop]), Worded.joined(other_rows[second.start : second.stop])
            )
            if pieces is not None:
                yield from _alone(one[place : first.start], other[other_place : second.start])
                yield Sentence(SentenceKind.CHANGED, pieces)
                place, other_place = first.stop, second.stop
    yield from _alone(one[place:], other[other_place:])


def _alone(cut: Sequence[str], added: Sequence[str]) -> Iterator[Sentence]:
    for texts, kind, op in ((cut, _CUT, _DELETE), (added, _ADDED, _INSERT)):
        # What stands there again is told by the same sentence: a text may be one sentence twenty thousand times.
        told = {text: Sentence(kind, (Piece(op, text),)) for text in {*texts}}
        yield from map(told.__getitem__, texts)


class _OwnedWords(NamedTuple):
    """The words of sentences in a row, and whose each is; `sizes` are the numbers of words of the sentences."""

    words: list[str]
    owners: list[int]
    sizes: list[int]


def _words(row: Sequence[Worded], texts: Sequence[str], elsewhere: frozenset[str]) -> _OwnedWords:
    """The words of the sentences but for those that stand elsewhere in the other text."""
    kept = [(number, worded.words) for number, worded in enumerate(row)]
    if elsewhere:
        kept = [one for one, text in zip(kept, texts, strict=True) if text.strip() not in elsewhere]
    return _OwnedWords(
        [word for _, words in kept for word in words],
        [number for number, words in kept for _ in words],
        [len(worded) for worded in row],
    )


def _groups(one: _OwnedWords, other: _OwnedWords) -> list[_Group]:
    """Which sentences are wordings of one another, in order: one of one, or several where one was cut in two."""
    pairs = matching(*numbered(one.words, other.words), NEIGHBOURS)
    counts = Counter((one.owners[place], other.owners[other_place]) for place, other_place in pairs)
    groups: list[_Group] = []
    for (place, other_place), common in counts.items():
        least, most = sorted((one.sizes[place], other.sizes[other_place]))
        if common >= least * _OF_SHORTER and common >= most * _OF_LONGER:
            _join(groups, _Group(range(place, place + 1), range(other_place, other_place + 1), common))
    return groups


def _join(groups: list[_Group], group: _Group) -> None:
    """Adds a group to those before it. One that has a sentence of the last one widens it, if no other sentence stands
    between; else the one with more words in common stays."""
    last = groups[-1] if groups else _Group(range(0), range(0), 0)
    if group.first.start >= last.first.stop and group.second.start >= last.second.stop:
        groups.append(group)
    elif group.first.start <= last.first.stop and group.second.start <= last.second.stop:
        first = range(last.first.start, group.first.stop)
        groups[-1] = _Group(first, range(last.second.start, group.second.stop), last.common + group.common)
    elif group.common > last.common:
        groups[-1] = group


def _with_moves(told: Sequence[Sentence]) -> Sequence[Sentence]:
    """The sentences with a number for each that was cut in one place and added in another."""
    cut, added = (
        [(place, sentence.pieces[0].text.strip()) for place, sentence in enumerate(told) if sentence.kind is kind]
        for kind in (_CUT, _ADDED)
    )
    both = {text for _, text in cut}.intersection(text for _, text in added)
    ends: dict[str, deque[int]] = {text: deque() for text in both if len(Worded(text)) >= _MOVED_WORDS}
    if not ends:
        return told
    for place, text in added:
        if text in ends:
            ends[text].append(place)
    moved = list(told)
    number = 0
    for place, text in cut:
        if ends.get(text):
            number += 1
            for end in (place, ends[text].popleft()):
                moved[end] = moved[end]._replace(moved=number)
    return moved
