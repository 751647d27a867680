"""What does a server know of an archive's values and forms without asking the cluster? What was published with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from index.authority import Authority, value_of
from index.cluster.values import ValueTable
from index.facets import FACET_NAMES, SEARCHED, SITE
from index.schema import TEXT_FIELDS
from search.cluster.knowledge.word_tables import ShownWords
from search.facets.segment_names import TYPE_OF_FACET, ValueWordIndex, in_order
from search.match.address_filters import below_host
from search.query import ABOUT
from search.query.readings import Readings
from search.words.value_names import ValueName, telling_words, value_words


class PublishedValues:
    """The exact forms of terms and the values of facets of one generation; see `ClusterWords` for what each call
    returns. `authority` says under which value another name counts."""

    def __init__(
        self, segments: Sequence[ShownWords], table: ValueTable, authority: Authority, readings: Readings
    ) -> None:
        self._segments = segments
        self._table = table
        self._authority = authority
        self._readings = readings

    def holds(self, term: bytes) -> bool:
        return any(segment.base.articles(field, term) for segment in self._segments for field in TEXT_FIELDS)

    def forms(self, term: bytes) -> Iterable[bytes]:
        return {form for segment in self._segments for forms in segment.base.forms.of(term).values() for form in forms}

    def holding(self, facet: str, text: str) -> Mapping[str, Sequence[str]]:
        if facet == ABOUT:
            return {name: values for name in TYPE_OF_FACET if (values := self._named(name, text))}
        if facet in TYPE_OF_FACET:
            return {facet: self._named(facet, text)}
        if facet not in FACET_NAMES:
            return {}
        fits = below_host(text) if facet == SITE else self._readings.holding(text)
        return {facet: [value for value, _ in self._table.of(facet) if fits(value)]}

    def _named(self, facet: str, text: str) -> list[str]:
        """The names of one facet that hold the words of a text in order, or under which it counts."""
        wanted = value_words(text)
        first, _ = self._table.part(facet)
        places = self._name_words[facet].of_all(wanted)
        values = [value for value in self._table.texts(first + places) if in_order(wanted, value_words(value))]
        return list(dict.fromkeys((*values, *self._counted_under(facet, text))))

    def _counted_under(self, facet: str, text: str) -> Iterator[str]:
        for name in {text, text.upper(), text.title()}:
            if (value := value_of(self._authority, TYPE_OF_FACET[facet], name)) != name:
                yield value

    def counts_under(self, facet: str, name: str) -> str:
        """The value under which a name counts; the name itself where it counts under no other."""
        return value_of(self._authority, TYPE_OF_FACET[facet], name)

    @cached_property
    def _name_words(self) -> dict[str, ValueWordIndex]:
        return {name: self._indexed(name) for name in TYPE_OF_FACET}

    def _indexed(self, facet: str) -> ValueWordIndex:
        first, last = self._table.part(facet)
        return ValueWordIndex(last - first, lambda places: self._table.texts(np.asarray(places) + first))

    def hosts(self, fits: Callable[[str], bool]) -> Sequence[str]:
        return [value for value, _ in self._table.of(SITE) if fits(value)]

    @cached_property
    def _by_word(self) -> dict[str, list[tuple[str, str]]]:
        """The values of the searched facets by the words that mean them."""
        by_word: dict[str, list[tuple[str, str]]] = {}
        for name in SEARCHED:
            for value, _ in self._table.of(name):
                for word in dict.fromkeys(telling_words(value)):
                    by_word.setdefault(word, []).append((name, value))
        return by_word

    def meant(self, names: Sequence[ValueName]) -> Mapping[str, Sequence[str]]:
        held: dict[str, dict[str, None]] = {}
        for name in names:
            for facet, value in self._meant(name):
                held.setdefault(facet, {})[value] = None
        return {facet: list(values) for facet, values in held.items()}

    def _meant(self, name: ValueName) -> Sequence[tuple[str, str]]:
        lists = [part for word in name.words if (part := self._by_word.get(word))]
        if not lists:
            return ()
        rarest = min(lists, key=len)
        if len(name.words) == 1 and not name.whole:
            return rarest
        return [pair for pair in rarest if name.means(value_words(pair[1]))]
