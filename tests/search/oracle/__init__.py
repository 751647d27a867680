"""The slow twin of the embedded engine: every question answered by reading every text, word by word.

What a word is, it takes from `index.analysis`; `tests/search/test_raw_questions.py` asks no rule of the code.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log, sqrt

from index.article import Article
from index.segment.arrays.identity import identity
from search.query import Node, Published, Query, shouted
from tests.search.oracle.matching import Matching
from tests.search.oracle.texts import LEAD, characters, fields
from tests.search.oracle.values import by_date, day, facet_counts, has, latest_first

__all__ = ["Oracle", "by_date", "characters", "facet_counts", "has"]


class Oracle(Matching):
    """Answers about a list of articles."""

    def found(self, root: Node, query: Query) -> list[Article]:
        """The matches that pass all filters."""
        return [a for a in self.before_selections(root, query) if self.passes(a, query)]

    def before_selections(self, root: Node, query: Query) -> list[Article]:
        self.loud = shouted(root)
        self.asked = root
        test = self.complete if query.all_words else self.matches
        return [a for a in self.articles if test(root, a) and self._dated(a, query)]

    def _dated(self, article: Article, query: Query) -> bool:
        ranged = query.first is not None or query.last is not None
        if article.filed_under is None:
            return query.undated or not ranged
        if not ranged:
            return not query.undated
        return self.matches(Published(query.first, query.last), article)

    def passes(self, article: Article, query: Query, but: str = "") -> bool:
        for facet in {s.facet for s in query.selections} - {but}:
            included = [s.value for s in query.selections if s.facet == facet and not s.excluded]
            excluded = [s.value for s in query.selections if s.facet == facet and s.excluded]
            if included and not any(has(article, facet, value) for value in included):
                return False
            if any(has(article, facet, value) for value in excluded):
                return False
        return True

    def order(self, root: Node, query: Query) -> list[tuple[Article, float, bool]]:
        rows = [(a, self.score(root, a), self.complete(root, a)) for a in self.found(root, query)]
        return sorted(rows, key=lambda r: (not r[2], -r[1], -day(r[0]), *latest_first(r[0]), identity(r[0].id)))

    def score(self, root: Node, article: Article) -> float:
        weights = self.weights
        texts = {a.id: fields(a) for a in self.articles}
        mean = {f: sum(len(t[f].positions) for t in texts.values()) / len(texts) for f in ("title", "body", "removed")}
        total = 0.0
        leaves = self.leaves(root)
        lesser = self.function_words(leaves)
        for leaf, widely in self.scored(root):
            holding = [a for a in self.articles if self.holds(leaf, a, widely=widely)]
            if article not in holding:
                continue
            idf = log(1 + (len(self.articles) - len(holding) + 0.5) / (len(holding) + 0.5))
            occurrences = sum(self.occurrence(f, at) for a in holding for f, at, _ in self.places(leaf, a))
            tf = 0.0
            if widely:
                occurrences += sum(weights.value * self.valued(leaf, a) for a in holding)
                tf = weights.value * self.valued(leaf, article)
            for field, start, _ in self.places(leaf, article):
                length = len(texts[article.id][field].positions)
                tf += self.occurrence(field, start) / (1 - weights.b + weights.b * length / mean[field])
            weight = idf * sqrt(occurrences / len(holding)) * (weights.function if leaf in lesser else 1)
            total += weight * tf / (weights.k1 + tf)
        return total

    def function_words(self, leaves: Sequence[Node]) -> set[Node]:
        """The words of a long question that count less."""
        found = self.known_words(leaves) if len(leaves) > 4 else set()
        return found if len(found) < len(set(leaves)) else set()

    def occurrence(self, field: str, start: int) -> float:
        """What an occurrence counts before length norms."""
        leading = self.weights.lead if field == "body" and start < LEAD else 0.0
        return (self.weights.title if field == "title" else 1.0) + leading
