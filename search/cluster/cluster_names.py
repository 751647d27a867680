"""What does an archive in a cluster have of one name? Its articles and stories, counted as the searches count them that
the numbers lead to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.cluster.mapping import spelled_name
from index.entity import ENTITY_KINDS, EntityKind
from search.asking.near_names import COMMONEST, near_names
from search.cluster.cluster_answer import ClusterMatches, facets_of, find, ordered
from search.cluster.cluster_archive import ClusterArchive
from search.cluster.cluster_page import shown_rows
from search.cluster.cluster_question import ClusterQuestion
from search.cluster.compiler.compile import chosen_value
from search.embedded.display import Display
from search.embedded.name_record import LATEST, MOST_PAPERS, MOST_SPELLINGS, RATED, counted_facets
from search.facets.related import together
from search.name_results import NAME_FACETS, NameRecord, OtherName, SpelledName, Together, UnknownName
from search.query import FacetFilter, Parsed, Query, Selection, Sort
from search.results import FacetCounts, Hit

_MOST_SPELLED = 10_000


@dataclass(frozen=True, slots=True)
class ClusterNameReader:
    """Answers about names from one generation. `ask` makes a question of a query."""

    archive: ClusterArchive
    ask: Callable[[Query, ClusterArchive], ClusterQuestion]
    display: Display

    def read(self, kind: EntityKind, value: str) -> NameRecord | OtherName | UnknownName:
        """What there is of a value; the value that a name counts under; or those near to what is no name."""
        facet, tally = NAME_FACETS[kind], self.archive.article_tally
        if not value or not tally.with_name(facet, value):
            other = self.archive.knowledge.words.counts_under(facet, value)
            if other != value and tally.with_name(facet, other):
                return OtherName(kind, other)
            return UnknownName(tuple(near_names(self.archive.knowledge.names.commonest(COMMONEST), value)))
        return self._record(kind, value)

    def _record(self, kind: EntityKind, value: str) -> NameRecord:
        selection = Selection(NAME_FACETS[kind], value)
        query = Query(selections=(selection,), sort=Sort.NEWEST, per_page=LATEST, quotes=False)
        question = self.ask(query, self.archive)
        matches = find(question)
        names = counted_facets(kind)
        papers, dates, *others = facets_of(question, matches).count(names, RATED)
        papers = replace(papers, values=papers.values[:MOST_PAPERS])
        oldest = self._hits(replace(query, sort=Sort.OLDEST, per_page=1))
        plain = Query(selections=query.selections)
        return NameRecord(
            kind=kind,
            value=value,
            query=plain,
            total=matches.total,
            stories=self._stories(matches),
            first=next((hit for hit in oldest if hit.filed_under), None),
            latest=self._hits(query),
            dates=dates,
            publishers=papers,
            articles_of=self._articles_of(matches, [(e.name, v.value) for e in (papers, dates) for v in e.values]),
            spellings=tuple(self._spellings(kind, value, query)),
            together=(*self._together_alike(kind, value), *self._together(others, plain, matches)),
            notices=self.archive.notices,
        )

    def _hits(self, query: Query) -> tuple[Hit, ...]:
        question = self.ask(query, self.archive)
        matches = find(question)
        return shown_rows(question, ordered(matches).rows, matches.known.weights, self.display).hits

    def _stories(self, matches: ClusterMatches) -> int:
        return matches.groups() if matches.question.grouped else matches.total

    def _articles_of(self, matches: ClusterMatches, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """How many of the matches have each value of a facet."""
        told = matches.known.told
        clauses = [told.narrowed(more=[chosen_value(facet, value)]) for facet, value in pairs]
        return dict(zip(pairs, self.archive.counter(grouped=False).totals(clauses), strict=True))

    def _spellings(self, kind: EntityKind, value: str, query: Query) -> Iterator[SpelledName]:
        """The names that count under the value, those of the most articles first; each with the articles of the value
        in whose text it stands."""
        counts = self._spelled(ENTITY_KINDS.index(kind), value)
        for text, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_SPELLINGS]:
            phrase = '"{}"'.format(text.replace('"', " "))
            standing = Query(phrase, query.selections, exact=True, as_typed=True)
            matches = find(self.ask(standing, self.archive))
            yield SpelledName(text, matches.total, standing, self._stories(matches))

    def _spelled(self, kind: int, value: str) -> dict[str, int]:
        """The names that articles write for the value, each with how many do."""
        begin = spelled_name(kind, value)
        terms = {"field": "spelled", "include": f"{_escaped(begin)}.*", "size": _MOST_SPELLED}
        body = {
            "size": 0,
            "query": self.archive.having({"prefix": {"spelled": begin}}),
            "aggs": {"names": {"terms": terms | {"shard_size": _MOST_SPELLED}}},
        }
        buckets = self.archive.client.search(self.archive.index, body)["aggregations"]["names"]["buckets"]
        return {bucket["key"].removeprefix(begin): bucket["doc_count"] for bucket in buckets}

    def _together_alike(self, kind: EntityKind, value: str) -> Iterator[Together]:
        """Names of the same kind. Two values that are chosen of one facet are either of them, so that one of the two
        stands in the question."""
        facet = NAME_FACETS[kind]
        query = Query(str(Parsed(FacetFilter(facet, value))), as_typed=True)
        question = self.ask(query, self.archive)
        matches = find(question)
        counts = facets_of(question, matches).count((facet,), RATED)
        others = [replace(c, values=tuple(v for v in c.values if v.value != value)) for c in counts]
        yield from self._together(others, query, matches)

    def _together(self, facets: Sequence[FacetCounts], query: Query, matches: ClusterMatches) -> Iterator[Together]:
        kinds = {name: kind for kind, name in NAME_FACETS.items()}
        stories = self._stories(matches)
        tally = self.archive.group_tally if matches.question.grouped else self.archive.article_tally
        for facet in facets:
            least = 1 if stories <= 3 else 2  # as `together` has it: what is rarer is not looked up
            tally.of([(facet.name, value.value) for value in facet.values if value.value and value.count >= least])
            chosen = list(together(tally, facet, stories))
            pairs = [(name.facet, name.value) for name in chosen]
            counts = self._articles_of(matches, pairs)
            in_all = self.archive.article_tally.of(pairs)
            for name in chosen:
                pair = (name.facet, name.value)
                further = replace(query, selections=(*query.selections, Selection(*pair)))
                yield Together(
                    kinds[name.facet], name.value, counts[pair], in_all[pair], further, name.count, name.articles
                )


def _escaped(text: str) -> str:
    """The text as a pattern of Lucene, in which more signs than elsewhere mean something."""
    return re.sub(r"[^\w\x1f ]", lambda found: "\\" + found[0], text)
