"""Where does a server beside a cluster read the words of its archive? In tables that were published with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.cluster.values import ValueTable
from index.facets import FACETS, LANGUAGE, Kind
from search.cluster.knowledge.table_names import TableNames
from search.cluster.knowledge.word_tables import ShownWords, word_counts
from search.words.lexicon import ReadWords
from search.words.small_words import small_words
from search.words.suggest import WordPairs


class TableWords:
    """The words of a publication: of its segments' tables, of the table of its values, and of texts that `examples`
    and `pairs` fetch."""

    def __init__(
        self,
        segments: Sequence[ShownWords],
        values: ValueTable,
        examples: Callable[[str], Sequence[str]],
        pairs: WordPairs,
    ) -> None:
        self._segments = segments
        self._table = values
        self._examples = examples
        self._pairs = pairs
        self.articles: int = values.shown

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the articles, "" for those whose language is not known."""
        return tuple(code for code, _ in self._table.of(LANGUAGE)) or ("en",)

    def read(self, previous: ReadWords | None) -> ReadWords:
        """The words; nothing of `previous` is needed."""
        names = TableNames(self._table)
        names.warm()
        main = [(code, articles) for code, articles in self._table.of(LANGUAGE) if articles >= self.articles / 10]
        return ReadWords(
            counts=word_counts(self._segments),
            everyday=small_words(segment.base.cases for segment in self._segments),
            values=self._values(Kind.TEXT),
            hosts=self._values(Kind.HOST),
            languages=tuple(code for code, _ in sorted(main, key=lambda item: -item[1])),
            names=names,
            examples=self._examples,
            pairs=self._pairs,
        )

    def _values(self, kind: Kind) -> list[tuple[str, str, int]]:
        """(facet, value, articles) of what articles state in the facets of a kind."""
        stated = [facet.name for facet in FACETS if facet.kind is kind and facet.settled is None]
        return [(name, value, articles) for name in stated for value, articles in self._table.of(name) if value]
