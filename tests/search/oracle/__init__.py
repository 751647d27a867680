"""The slow twin of the embedded engine: every question answered by reading every text, word by word.

What a word is, it takes from `index.analysis`; `tests/search/test_raw_questions.py` asks no rule of the code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from math import log, sqrt

from index.article import Article
from index.segment.arrays.identity import identity
from search.query import Address, Copied, FacetFilter, Length, Node, Published, Query, Ranked, Word
from tests.search.oracle.matching import Matching
from tests.search.oracle.texts import LEAD, characters
from tests.search.oracle.values import by_arrival, by_date, day, facet_counts, has, latest_first

__all__ = ["Oracle", "by_arrival", "by_date", "characters", "facet_counts", "has"]


def names_of(words: Sequence[Word]) -> set[str]:
    """The words of a question that are meant as names: with a capital, but for that of a sentence or a headline."""
    cased = [word.text for word in words if word.text[0].isalpha()]
    names = [text for text in cased if text[0].isupper() and text != text.upper()]
    if len(cased) >= 4 and len(names) / len(cased) >= 0.8:
        return set()
    return set() if len(cased) >= 3 and names == cased[:1] else set(names)


# A leaf, whether it may stand in a value, its weight, and the worth of its forms in each field of an article.
Weighed = tuple[Node, bool, float, dict[tuple[str, str], float]]


class Oracle(Matching):
    """Answers about a list of articles."""

    _factors: list[Weighed] | None = None  # of the question asked last
    _language: str | None = None

    def found(self, root: Node, query: Query) -> list[Article]:
        """The matches that pass all filters."""
        return [a for a in self.before_selections(root, query) if self.passes(a, query)]

    def before_selections(self, root: Node, query: Query) -> list[Article]:
        self.ask(root)
        self._factors = self._language = None
        test = self.complete if query.all_words else self.matches
        matches = [a for a in self.articles if test(root, a)]
        meant = matches if query.all_words else self.without_guesses(root, matches)
        return [a for a in meant if self._dated(a, query)]

    def without_guesses(self, root: Node, matches: list[Article]) -> list[Article]:
        """The matches whose words are rare enough together: .3 of what the best has, or .6 where enough have all. Of
        twenty at most, all are."""
        if len(matches) <= 20 or not isinstance(root, Ranked) or len(set(root.wanted)) < 2:
            return matches
        if not all(isinstance(part, FacetFilter | Address | Published | Length | Copied) for part in root.required):
            return matches
        lesser = self.known_words(root.wanted)
        words = {part for part in root.wanted if part not in lesser}
        if len(words) < 2:
            return matches
        held = {word: {a.id for a in self.articles if self.matches(word, a)} for word in words}
        rare = {word: self.idf(len(ids)) for word, ids in held.items()}
        said = {a.id: sum(rare[word] for word, ids in held.items() if a.id in ids) for a in matches}
        complete = sum(self.complete(root, a) for a in matches)
        share = 0.6 if complete >= (2 if len(words) == 2 else 10) else 0.3
        return [a for a in matches if said[a.id] >= 0.9999 * share * max(said.values())]

    def idf(self, holding: int) -> float:
        return log(1 + (len(self.articles) - holding + 0.5) / (holding + 0.5))

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
        return self.ranked(root, self.found(root, query))

    def ranked(self, root: Node, matches: Sequence[Article]) -> list[tuple[Article, float, bool]]:
        """The matches of the question asked last by relevance, each with its score and whether it has all the words."""
        rows = [(a, self.score(root, a), self.complete(root, a)) for a in matches]
        return sorted(rows, key=lambda r: (not r[2], -r[1], -day(r[0]), *latest_first(r[0]), identity(r[0].id)))

    def score(self, root: Node, article: Article) -> float:
        weights, texts = self.weights, self.texts[article.id]
        total = 0.0
        for leaf, widely, weight, worth in self._weighed(root):
            if not self.holds(leaf, article, widely=widely):
                continue
            tf = weights.value * self.valued(leaf, article) if widely else 0.0
            for field, start, _ in self.places(leaf, article):
                length = len(texts[field].positions) / self._mean[field]
                norm = 1 - weights.b + weights.b * length
                tf += worth[article.id, field] * self.occurrence(field, start) / norm
            total += weight * tf / (weights.k1 + tf)
        return total * self.preference(root, article)

    @cached_property
    def _mean(self) -> dict[str, float]:
        """How long a field of an article is."""
        fields, texts = ("title", "body", "removed"), self.texts.values()
        return {field: sum(len(text[field].positions) for text in texts) / len(texts) for field in fields}

    def _weighed(self, root: Node) -> list[Weighed]:
        """What each leaf of the question asked last counts."""
        if root is not self.asked or self._factors is None:
            self._factors = [weighed for leaf in self.scored(root) if (weighed := self._weigh(root, leaf))]
        return self._factors

    def _weigh(self, root: Node, scored: tuple[Node, bool]) -> Weighed | None:
        leaf, widely = scored
        leaves, weights = self.leaves(root), self.weights
        names = () if self.loud else names_of([leaf for leaf in leaves if isinstance(leaf, Word)])
        holding = [a for a in self.articles if self.holds(leaf, a, widely=widely)]
        if not holding:
            return None
        stems = len(leaves) > 4
        worth = {(a.id, f): 1.0 if stems else self.worth(leaf, a, f, names) for a in holding for f in self._mean}
        occurrences = sum(worth[a.id, f] * self.occurrence(f, at) for a in holding for f, at, _ in self.places(leaf, a))
        if widely:
            occurrences += sum(weights.value * self.valued(leaf, a) for a in holding)
        lesser = leaf in self.function_words(leaves)
        weight = self.idf(len(holding)) * sqrt(occurrences / len(holding)) * (weights.function if lesser else 1)
        return leaf, widely, weight, worth

    def preference(self, root: Node, article: Article) -> float:
        """.8 for another language than the question's, 1.2 for a title with all of several words."""
        factor = 1.0 if article.language in ("", self.language(root) or article.language) else 0.8
        if isinstance(root, Ranked):
            lesser = self.known_words(root.wanted)
            words = {part for part in root.wanted if part not in lesser} or set(root.wanted)
            titled = len(words) > 1 and all(self.leaves(word) == [word] for word in words)
            titled = titled and len(self.texts[article.id]["title"].positions) <= 16
            if titled and all(any(place[0] == "title" for place in self.places(word, article)) for word in words):
                factor *= 1.2
        return factor

    def language(self, root: Node) -> str:
        """That of the question asked last; worked out once."""
        if root is not self.asked or self._language is None:
            self._language = self._spoken(root)
        return self._language

    def _spoken(self, root: Node) -> str:
        """The language in which the words are eight times likelier than in that of most articles, else that one."""
        count = Counter(article.language for article in self.articles)
        known = {code: number for code, number in count.items() if code}
        if not known:
            return ""
        main = max(known, key=lambda code: (known[code], code))
        likely = dict.fromkeys(known, 0.0)
        for leaf, widely in set(self.scored(root)):
            held = Counter(a.language for a in self.articles if self.holds(leaf, a, widely=widely))
            share = sum(held.values()) / len(self.articles)
            for code in known if share else ():
                likely[code] += log((held[code] + share) / (known[code] + 1))
        best = max(known, key=lambda code: (likely[code], code == main, code))
        if best != main and likely[best] - likely[main] > log(8):
            return best
        return main if 2 * known[main] >= len(self.articles) else ""

    def function_words(self, leaves: Sequence[Node]) -> set[Node]:
        """The words of a long question that count less."""
        found = self.known_words(leaves) if len(leaves) > 4 else set()
        return found if len(found) < len(set(leaves)) else set()

    def occurrence(self, field: str, start: int) -> float:
        """What an occurrence counts before length norms."""
        leading = self.weights.lead if field == "body" and start < LEAD else 0.0
        return (self.weights.title if field == "title" else 1.0) + leading
