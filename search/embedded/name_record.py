"""What does the archive have of one name? Its articles and stories, counted as the searches count them that the numbers
lead to: a story that four papers print is one story, and four articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from index.authority import spellings, value_of
from index.entity import ENTITY_KINDS, EntityKind
from index.facets import DATE, PUBLISHER
from search.asking.near_names import COMMONEST, near_names
from search.embedded.archive import Archive
from search.embedded.asked import Asked
from search.embedded.display import Display, shown
from search.embedded.matched import Matched, matched
from search.embedded.ordered import ordered
from search.facets.counts import count_facets
from search.facets.related import together
from search.name_results import NAME_FACETS, NameRecord, OtherName, SpelledName, Together, UnknownName
from search.query import FacetFilter, Parsed, Query, Selection, Sort
from search.results import FacetCounts, Hit

LATEST = 5
MOST_SPELLINGS = 12
MOST_PAPERS = 10
RATED = 500  # names of a kind, the commonest in the articles, that are rated; a rarer one would hardly be sure


@dataclass(frozen=True, slots=True)
class NameReader:
    """Answers about names from one archive. `ask` makes a question of a query."""

    archive: Archive
    ask: Callable[[Query, Archive], Asked]
    display: Display

    def read(self, kind: EntityKind, value: str) -> NameRecord | OtherName | UnknownName:
        """What there is of a value; the value that a name counts under; or those near to what is no name."""
        facet = NAME_FACETS[kind]
        if not self.archive.table.named.articles(facet, value):
            other = value_of(self.archive.authority, ENTITY_KINDS.index(kind), value)
            if other != value and self.archive.table.named.articles(facet, other):
                return OtherName(kind, other)
            return UnknownName(tuple(near_names(self.archive.table.named.commonest(COMMONEST), value)))
        query = Query(selections=(Selection(facet, value),), sort=Sort.NEWEST, per_page=LATEST, quotes=False)
        asked = self.ask(query, self.archive)
        matches = matched(asked)
        papers, dates, *others = count_facets(asked.tally, matches.narrowed, asked.choices, counted_facets(kind), RATED)
        papers = replace(papers, values=papers.values[:MOST_PAPERS])
        articles = self.archive.article_tally.of(matches.docs)
        oldest = self._hits(replace(query, sort=Sort.OLDEST, per_page=1))
        return NameRecord(
            kind=kind,
            value=value,
            query=Query(selections=query.selections),
            total=matches.total,
            stories=asked.tally.of(matches.docs).total,
            first=next((hit for hit in oldest if hit.filed_under), None),
            latest=self._hits(query),
            dates=dates,
            publishers=papers,
            articles_of={
                (each.name, value.value): articles.having(each.name, value.value)
                for each in (papers, dates)
                for value in each.values
            },
            spellings=tuple(self._spellings(kind, value, query)),
            together=(
                *self._together_alike(kind, value),
                *self._together(others, Query(selections=query.selections), asked, matches),
            ),
            notices=self.archive.notices,
        )

    def _hits(self, query: Query) -> tuple[Hit, ...]:
        asked = self.ask(query, self.archive)
        order = ordered(asked, matched(asked))
        return shown(asked, order, order.numbers, self.display).hits

    def _spellings(self, kind: EntityKind, value: str, query: Query) -> Iterator[SpelledName]:
        """The names that count under the value, those of the most articles first; each with the articles of the value
        in whose text it stands."""
        counts = spellings(self.archive.authority, self.archive.segments, ENTITY_KINDS.index(kind), value)
        for text, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_SPELLINGS]:
            phrase = '"{}"'.format(text.replace('"', " "))
            standing = Query(phrase, query.selections, exact=True, as_typed=True)
            asked = self.ask(standing, self.archive)
            matches = matched(asked)
            yield SpelledName(text, matches.total, standing, asked.tally.of(matches.docs).total)

    def _together_alike(self, kind: EntityKind, value: str) -> Iterator[Together]:
        """Names of the same kind. Two values that are chosen of one facet are either of them, so that one of the two
        stands in the question."""
        facet = NAME_FACETS[kind]
        query = Query(str(Parsed(FacetFilter(facet, value))), as_typed=True)
        asked = self.ask(query, self.archive)
        matches = matched(asked)
        counts = count_facets(asked.tally, matches.narrowed, asked.choices, (facet,), RATED)
        others = [replace(c, values=tuple(v for v in c.values if v.value != value)) for c in counts]
        yield from self._together(others, query, asked, matches)

    def _together(self, facets: list[FacetCounts], query: Query, asked: Asked, matches: Matched) -> Iterator[Together]:
        kinds = {name: kind for kind, name in NAME_FACETS.items()}
        articles = self.archive.article_tally.of(matches.docs)
        stories = asked.tally.of(matches.docs).total
        for facet in facets:
            for name in together(asked.tally, facet, stories):
                chosen = replace(query, selections=(*query.selections, Selection(name.facet, name.value)))
                count = articles.having(name.facet, name.value)
                in_all = self.archive.table.named.articles(name.facet, name.value)
                yield Together(kinds[name.facet], name.value, count, in_all, chosen, name.count, name.articles)


def counted_facets(kind: EntityKind) -> tuple[str, ...]:
    """What is counted under the choice of a name: papers, days, and the names of the other kinds."""
    return (PUBLISHER, DATE, *(name for other, name in NAME_FACETS.items() if other != kind))
