"""How is a difference laid out? As one text in paragraphs, or as both texts beside each other; what is long and the
same is folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, NamedTuple, Protocol, TypeVar

from search.difference.pieces import Difference, Op, Piece, Sentence, SentenceKind

_LEAST_FOLDED = 3  # paragraphs in a row that are worth a click


class Fragment(NamedTuple):
    """A piece of a paragraph without a line break; `moved` is the number of a sentence that stands elsewhere in the
    other text, else 0."""

    op: Op
    text: str
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of one text or of both, with what becomes of it."""

    kind: SentenceKind
    fragments: tuple[Fragment, ...]

    @property
    def same(self) -> bool:
        return self.kind is SentenceKind.SAME


@dataclass(frozen=True, slots=True)
class Beside:
    """Paragraphs of the first text and those of the second in their place; where they are the `same`, only the first
    are told."""

    first: tuple[Paragraph, ...]
    second: tuple[Paragraph, ...]
    same: bool


class _SameOrNot(Protocol):
    @property
    def same(self) -> bool: ...


PagePart = TypeVar("PagePart", bound=_SameOrNot)


@dataclass(frozen=True, slots=True)
class PageRun(Generic[PagePart]):
    """Parts of a page one after another; `folded` ones are the same in both texts and open with a click."""

    parts: tuple[PagePart, ...]
    folded: bool


def one_text(told: Difference) -> list[PageRun[Paragraph]]:
    """Both texts as one."""
    return _folded(_paragraphs(fragment for sentence in told.sentences for fragment in _fragments(sentence)))


def beside(told: Difference) -> list[PageRun[Beside]]:
    """Both texts beside each other, cut where both begin a paragraph."""
    return _folded([_beside(sentences) for sentences in _cut(told.sentences)])


def one_line(pieces: Iterable[Piece]) -> tuple[Fragment, ...]:
    """Two lines as one, such as two headlines."""
    return tuple(part for op, text in pieces for part in _trimmed(Fragment(op, text)))


def _beside(sentences: Sequence[Sentence]) -> Beside:
    fragments = [fragment for sentence in sentences for fragment in _fragments(sentence)]
    first = _paragraphs(fragment for fragment in fragments if fragment.op is not Op.INSERT)
    second = _paragraphs(fragment for fragment in fragments if fragment.op is not Op.DELETE)
    return Beside(tuple(first), tuple(second), all(part.same for part in (*first, *second)))


def _cut(sentences: Iterable[Sentence]) -> Iterator[list[Sentence]]:
    """The sentences in groups, each of which begins a paragraph of both texts."""
    group: list[Sentence] = []
    begins = {Op.INSERT: True, Op.DELETE: True}  # whether what comes begins a paragraph of the second and the first
    for sentence in sentences:
        if group and all(begins.values()):
            yield group
            group = []
        group.append(sentence)
        for op, text, _ in _fragments(sentence):
            for side in begins.keys() if op is Op.SAME else {op}:
                begins[side] = text.endswith("\n")
    if group:
        yield group


def _fragments(sentence: Sentence) -> Iterator[Fragment]:
    return (Fragment(op, text, sentence.moved) for op, text in sentence.pieces)


def _paragraphs(fragments: Iterable[Fragment]) -> list[Paragraph]:
    """The fragments in paragraphs, without those of nothing but white space."""
    paragraphs: list[list[Fragment]] = [[]]
    for fragment in fragments:
        first, *others = fragment.text.split("\n")
        paragraphs[-1] += _trimmed(fragment._replace(text=first))
        paragraphs += ([*_trimmed(fragment._replace(text=line))] for line in others)
    return [Paragraph(_kind(row), tuple(row)) for row in paragraphs if any(each.text.strip() for each in row)]


def _trimmed(fragment: Fragment) -> Iterator[Fragment]:
    """The fragment with the white space around it as fragments that nobody marks."""
    text = fragment.text.strip()
    before, _, behind = fragment.text.partition(text) if text else (fragment.text, "", "")
    yield from (Fragment(Op.SAME, space) for space in (before,) if space)
    if text:
        yield fragment._replace(text=text)
    yield from (Fragment(Op.SAME, space) for space in (behind,) if space)


def _kind(fragments: Iterable[Fragment]) -> SentenceKind:
    """What becomes of a paragraph of these fragments."""
    ops = {fragment.op for fragment in fragments if fragment.text.strip()}
    if len(ops) > 1:
        return SentenceKind.CHANGED
    return {Op.SAME: SentenceKind.SAME, Op.DELETE: SentenceKind.CUT, Op.INSERT: SentenceKind.ADDED}[ops.pop()]


def _folded(parts: Sequence[PagePart]) -> list[PageRun[PagePart]]:
    """The parts with long runs of same ones folded, but for one beside each change."""
    shown: list[PageRun[PagePart]] = []
    runs = [(same, tuple(group)) for same, group in groupby(parts, lambda part: part.same)]
    for number, (same, run) in enumerate(runs):
        start, end = int(number > 0), len(run) - int(number < len(runs) - 1)
        if not same or end - start < _LEAST_FOLDED:
            shown.append(PageRun(run, folded=False))
            continue
        cut = ((run[:start], False), (run[start:end], True), (run[end:], False))
        shown += (PageRun(rows, folded=folded) for rows, folded in cut if rows)
    return shown
