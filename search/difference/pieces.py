"""What is a difference made of? Pieces of texts, one after another, and what they say in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Op(StrEnum):
    """What becomes of a piece on the way from the first text to the second."""

    SAME = "same"
    INSERT = "insert"
    DELETE = "delete"


class Piece(NamedTuple):
    """A piece of one text or of both: the pieces but for the inserted ones are the first text, those but for the
    deleted ones the second."""

    op: Op
    text: str


Pieces = tuple[Piece, ...]


class SentenceKind(StrEnum):
    """What becomes of a sentence: CUT ones stand in the first text alone, ADDED ones in the second; of a CHANGED one,
    or of several that became another number of sentences, some words stand in both."""

    SAME = "same"
    CHANGED = "changed"
    CUT = "cut"
    ADDED = "added"


class Sentence(NamedTuple):
    """A sentence with the white space behind it. A sentence that stands elsewhere in the other text is cut there and
    added here: both have the same number `moved`, from 1; it is 0 for all others."""

    kind: SentenceKind
    pieces: Pieces
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """How two texts differ, in the order of both. `share` is the part of the shorter one that stands in both, 0 to 1
    (`index.copies.share`)."""

    sentences: tuple[Sentence, ...]
    share: float

    @property
    def pieces(self) -> Pieces:
        """The pieces of all sentences, neighbours of one kind joined; none where both texts are empty."""
        return joined(piece for sentence in self.sentences for piece in sentence.pieces)

    def count(self, kind: SentenceKind) -> int:
        """How many sentences are of a kind and did not move, those of nothing but white space left out."""
        return sum(
            sentence.kind is kind and not sentence.moved and any(piece.text.strip() for piece in sentence.pieces)
            for sentence in self.sentences
        )

    @property
    def moved(self) -> int:
        """How many sentences stand in another place."""
        return max((sentence.moved for sentence in self.sentences), default=0)


def joined(pieces: Iterable[Piece]) -> Pieces:
    """The pieces with neighbours of one kind as one piece, and without empty ones."""
    texts: list[list[str]] = []
    ops: list[Op] = []
    for op, text in pieces:
        if text and ops and ops[-1] is op:
            texts[-1].append(text)
        elif text:
            ops.append(op)
            texts.append([text])
    return tuple(Piece(op, "".join(parts)) for op, parts in zip(ops, texts, strict=True))
