"""Which words does the archive write in small letters? Counted once in each segment."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from index.segment.letter_cases import LetterCases, letter_cases
from index.segment.reader import Segment
from search.words.small_words import small_words


class EverydayWords:
    """The everyday words of some segments (in normal form); what `previous` counted is not counted again."""

    def __init__(self, segments: Sequence[Segment], previous: EverydayWords | None = None) -> None:
        known = previous._parts if previous else {}
        self._parts: dict[Hashable, LetterCases] = {}  # by container, which stays where articles are deleted
        for segment in segments:
            self._parts[segment.container] = known.get(segment.container) or letter_cases(segment)
        self.words = small_words(self._parts.values())
