"""Which words have the articles that readers see? The tables of the segments, less those of what is not shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.cluster.words import WordTable
from search.words.suggest.counts import WordCounts


@dataclass(frozen=True, slots=True)
class ShownWords:
    """The words of a segment: those of all its documents, and of the documents that are `gone`: deleted ones, and
    older versions of articles."""

    base: WordTable
    gone: tuple[WordTable, ...] = ()

    def articles(self, field: str, term: bytes) -> int:
        """How many of the shown articles hold a term in a field."""
        return self._shown(lambda table: table.articles(field, term))

    def typed(self, field: str, term: bytes, word: str) -> int:
        """How many of them hold it in a form that is `word` (without accents) but for its accents."""
        return self._shown(lambda table: table.typed(field, term, word))

    def of_forms(self, field: str, term: bytes) -> dict[bytes, int]:
        """How many of them hold it in each of its exact forms; b"" stands for all forms without a number."""
        counts = Counter(self.base.of_forms(field, term))
        for table in self.gone:
            counts.subtract(table.of_forms(field, term))
        return {form: count for form, count in counts.items() if count > 0}

    def _shown(self, count: Callable[[WordTable], int]) -> int:
        return count(self.base) - sum(map(count, self.gone))


def word_counts(segments: Sequence[ShownWords]) -> WordCounts:
    """The words of titles and bodies as they are written in small letters, and about how many articles hold each, as
    the engine over a folder counts them: whole segments, field by field."""
    total: dict[str, int] = {}
    for segment in segments:
        words, counts = segment.base.written
        for word, count in zip(words, counts.tolist(), strict=True):
            total[word] = total.get(word, 0) + count
    return WordCounts.of(total)
