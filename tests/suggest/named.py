"""The spellings of names of some segments, as the engine puts them together."""

from __future__ import annotations

from collections.abc import Sequence

from index.segment.reader import Segment
from search.embedded.archive_words import ArchiveWords
from search.embedded.everyday import EverydayWords
from search.match.examples import Examples
from search.words.aliases import NameVariants, Witness


def variants_of(
    segments: Sequence[Segment], languages: Sequence[str] = ("en",), previous: NameVariants | None = None
) -> NameVariants:
    """The variants of the names of the segments' articles."""
    witness = Witness(Examples(segments, languages).of)
    return NameVariants(ArchiveWords(segments).counts, EverydayWords(segments).words, witness, previous)
