"""Which facet values hold these words? Bylines, publishers, agencies, places and sections, looked up by their words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from index.analysis import fold, words
from index.facets import BY_NAME
from search.words.function_words import is_function_word
from search.words.value_names import value_words, without_article

_LONGEST_RUN = 8  # words
_SEVERAL = 2  # articles


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

    def is_surname(self, typed: tuple[str, ...]) -> bool:
        """Whether the value is the name of a person and the one word its last."""
        return BY_NAME[self.facet].surnames and self.words[-1:] == typed


class KnownNames(Protocol):
    """The names in the texts of an archive, which may be more than it has articles; an engine brings what answers."""

    def holding(self, words: tuple[str, ...]) -> Sequence[ValueWords]:
        """Names that hold these folded words in order, the commonest first; not all where many hold the rarest."""
        ...

    def beginning(self, start: str, facets: Collection[str], limit: int) -> Sequence[ValueWords]:
        """At most `limit` names of some facets that begin with folded text from one of their words on, the commonest
        first."""
        ...


class NoNames:
    """The names of an archive that tells none."""

    def holding(self, words: tuple[str, ...]) -> Sequence[ValueWords]:
        return ()

    def beginning(self, start: str, facets: Collection[str], limit: int) -> Sequence[ValueWords]:
        return ()


class NamedPart(NamedTuple):
    """A value that the words `first` to `last` (not included) of a question name."""

    first: int
    last: int
    named: ValueWords


class FacetValues:
    """The facet values of one publication, from (facet, value, articles), and the `names` in its texts. `rows` are the
    values that have words.

    `languages` are the main ones of the archive, whose function words name nothing by themselves. Taking a value into
    its words takes up to 10 us, so that it is done with the reading of the archive's words.
    """

    def __init__(
        self,
        values: Iterable[tuple[str, str, int]] = (),
        languages: Iterable[str] = ("en",),
        names: KnownNames | None = None,
    ) -> None:
        rows = (ValueWords(facet, value, count, value_words(value)) for facet, value, count in values)
        self.rows = tuple(row for row in rows if row.words)
        self._languages = tuple(languages)
        self._names = names or NoNames()
        self._by_word: dict[str, list[ValueWords]] = {}
        for row in self.rows:
            for word in dict.fromkeys(row.words):
                self._by_word.setdefault(word, []).append(row)

    def holding(self, text: str) -> list[ValueWords]:
        """The values that the words of `text` name together, the most frequent first, but names in the texts last."""
        typed = tuple(fold(text).split())
        return [*self._stated(typed), *self._in_texts(typed)]

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
                words = tuple(word for place in run for word in folded[place])
                # A question about a country or a surname need not be told that texts name it.
                rows = [*self._stated(words), *(self._in_texts(words) if size > 1 else ())]
                taken.update(run if rows else ())
                yield from (NamedPart(first, first + size, row) for row in rows)

    def _stated(self, typed: tuple[str, ...]) -> list[ValueWords]:
        """The values that articles state."""
        return self._meant(typed, min((self._by_word.get(word, []) for word in typed), key=len, default=[]))

    def _in_texts(self, typed: tuple[str, ...]) -> list[ValueWords]:
        """The names in texts. One that says more than was typed, and is no surname's, is offered where several articles
        have it: of 16 questions on 1,253 pages, 6 were offered a body of one article that happens to hold the words."""
        known = self._names.holding(typed) if typed else ()
        telling = [
            row
            for row in known
            if row.articles >= _SEVERAL
            or BY_NAME[row.facet].surnames
            or typed in (row.words, without_article(row.words))
        ]
        return self._meant(typed, telling)

    def _meant(self, typed: tuple[str, ...], rows: Sequence[ValueWords]) -> list[ValueWords]:
        """Those of some values that folded words mean, the most frequent first."""
        telling = bool(typed) and not is_function_word(typed[0], self._languages)
        meant = [row for row in rows if row.is_named(typed) or (telling and row.is_surname(typed))]
        return sorted(meant, key=lambda row: (-row.articles, row.facet, row.value))

    def spelt(self) -> Iterator[tuple[str, int]]:
        """(word, articles) of each value that is searched, the words in lower case with their accents."""
        searched = (row for row in self.rows if BY_NAME[row.facet].searched)
        return ((word, row.articles) for row in searched for word in words(row.value))
