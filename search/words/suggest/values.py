"""Which facet values hold these words? Bylines, publishers, agencies, places and sections, looked up by their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from index.analysis import fold, words
from index.facets import BY_NAME
from search.words.function_words import is_function_word
from search.words.value_names import value_words, without_article

_LONGEST_RUN = 8  # words


class ValueWords(NamedTuple):
    """A facet's value with its folded words and the number of articles that have it."""

    facet: str
    value: str
    articles: int
    words: tuple[str, ...]

    def is_named(self, typed: tuple[str, ...]) -> bool:
        """Whether folded words name the value: several that stand in it in order, or one that is all of it but for an
        article in front."""
        if len(typed) == 1:
            return typed in (self.words, without_article(self.words))
        rest = iter(self.words)
        return all(word in rest for word in typed)

    @property
    def is_stated(self) -> bool:
        """Whether articles state the value themselves, and plain words may find it: names in the text are neither."""
        return BY_NAME[self.facet].settled is None

    def is_surname(self, typed: tuple[str, ...]) -> bool:
        """Whether the value is the name of a person and the one word its last."""
        return BY_NAME[self.facet].surnames and self.words[-1:] == typed


class NamedPart(NamedTuple):
    """A value that the words `first` to `last` (not included) of a question name."""

    first: int
    last: int
    named: ValueWords


class FacetValues:
    """The facet values of one publication, from (facet, value, articles). `rows` are those that have words.

    `languages` are the main ones of the archive, whose function words name nothing by themselves. Taking a value into
    its words takes up to 10 us, so that it is done with the reading of the archive's words.
    """

    def __init__(self, values: Iterable[tuple[str, str, int]] = (), languages: Iterable[str] = ("en",)) -> None:
        rows = (ValueWords(facet, value, count, value_words(value)) for facet, value, count in values)
        self.rows = tuple(row for row in rows if row.words)
        self._languages = tuple(languages)
        self._by_word: dict[str, list[ValueWords]] = {}
        for row in self.rows:
            for word in dict.fromkeys(row.words):
                self._by_word.setdefault(word, []).append(row)

    def holding(self, text: str) -> list[ValueWords]:
        """The values that the words of `text` name together, the most frequent first, but names in the texts last."""
        return self._named(tuple(fold(text).split()))

    def parts(self, typed: Sequence[str], most: int) -> Iterator[NamedPart]:
        """The values that up to `most` of the words `typed` name, as they stand side by side: the longest names first,
        a word of a longer name not again, and of one name's values those first that `holding` has first."""
        folded = [value_words(word) for word in typed]
        telling = [not is_function_word(word.casefold(), self._languages) for word in typed]
        taken: set[int] = set()
        for size in range(min(len(typed), most, _LONGEST_RUN), 0, -1):
            for first in range(len(typed) - size + 1):
                run = range(first, first + size)
                if not taken.isdisjoint(run) or not any(telling[place] for place in run):
                    continue
                rows = self._named(tuple(word for place in run for word in folded[place]))
                # A question about a country or a surname need not be told that texts name it.
                rows = [row for row in rows if row.is_stated or size > 1]
                taken.update(run if rows else ())
                yield from (NamedPart(first, first + size, row) for row in rows)

    def _named(self, typed: tuple[str, ...]) -> list[ValueWords]:
        if not typed:
            return []
        telling = not is_function_word(typed[0], self._languages)
        rarest = min((self._by_word.get(word, []) for word in typed), key=len)
        rows = [row for row in rarest if row.is_named(typed) or (telling and row.is_surname(typed))]
        return sorted(rows, key=lambda row: (not row.is_stated, -row.articles, row.facet, row.value))

    def spelt(self) -> Iterator[tuple[str, int]]:
        """(word, articles) of each value that is searched, the words in lower case with their accents."""
        searched = (row for row in self.rows if BY_NAME[row.facet].searched)
        return ((word, row.articles) for row in searched for word in words(row.value))
