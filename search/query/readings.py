"""What do a question and a facet's value say? Read once, and kept for those that are asked for again."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date

from index.analysis import fold
from search.budget import STANDARD, Budget
from search.kept import ENTRY, WORD, Kept
from search.query import MAX_CHARACTERS, Parsed, parse


class Readings:
    """What an engine has read, whatever generation of the index answers. Safe to share between threads."""

    def __init__(self, budget: Budget = STANDARD) -> None:
        self._questions: Kept[tuple[str, date | None], Parsed] = Kept(budget.questions)
        self._values: Kept[str, tuple[str, ...]] = Kept(budget.values)

    def question(self, text: str, today: date | None = None) -> Parsed:
        """What a question says on the day `today`; the next page of a question is the same question."""
        reading = self._questions.get((text, today))
        if reading is None:
            reading = parse(text, today=today)
            weight = 2 * ENTRY + 8 * min(len(text), MAX_CHARACTERS) + sys.getsizeof(text)
            self._questions.keep((text, today), reading, weight)
        return reading

    def holding(self, text: str) -> Callable[[str], bool]:
        """Whether a facet's value holds the words of a filter's `text`, in order."""
        wanted = _words(text)

        def fits(value: str) -> bool:
            words = iter(self._value(value))
            return all(word in words for word in wanted)

        return fits if wanted else lambda value: False

    def _value(self, value: str) -> tuple[str, ...]:
        """The folded words of a facet's value: a filter is held against every value, 10 us each."""
        words = self._values.get(value)
        if words is None:
            words = _words(value)
            self._values.keep(value, words, ENTRY + WORD * len(words))
        return words


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(text).split())
