"""The slow twin of the embedded engine: every question answered by reading every text, word by word.

What a word is, it takes from `index.analysis`; `tests/search/test_raw_questions.py` asks no rule of the code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log, sqrt

from index.article import Article
from index.segment.arrays.identity import identity
from search.query import Address, FacetFilter, Length, Node, Published, Query, Ranked, Word
from tests.search.oracle.matching import Matching
from tests.search.oracle.texts import LEAD, characters
from tests.search.oracle.values import by_date, day, facet_counts, has, latest_first

__all__ = ["Oracle", "by_date", "characters", "facet_counts", "has"]


def names_of(words: Sequence[Word]) -> set[str]:
    """The words of a question that are meant as names: with a capital, but for that of a sentence or a headline."""
    cased = [word.text for word in words if word.text[0].isalpha()]
    names = [text for text in cased if text[0].isupper() and text != text.upper()]
    if len(cased) >= 4 and len(names) / len(cased) >= 0.8:
        return set()
    return set() if len(cased) >= 3 and names == cased[:1] else set(names)


class Oracle(Matching):
    """Answers about a list of articles."""

    def found(self, root: Node, query: Query) -> list[Article]:
        """The matches that pass all filters."""
        return [a for a in self.before_selections(root, query) if self.passes(a, query)]

    def before_selections(self, root: Node, query: Query) -> list[Article]:
        self.ask(root)
        test = self.complete if query.all_words else self.matches
        matches = [a for a in self.articles if test(root, a)]
        meant = matches if query.all_words else self.without_guesses(root, matches)
        return [a for a in meant if self._dated(a, query)]

    def without_guesses(self, root: Node, matches: list[Article]) -> list[Article]:
        """The matches whose words are rare enough together: .3 of what the best has, or .6 where enough have all. Of
        twenty at most, all are."""
        if len(matches) <= 20 or not isinstance(root, Ranked) or len(set(root.wanted)) < 2:
            return matches
        if not all(isinstance(part, FacetFilter | Address | Published | Length) for part in root.required):
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
        rows = [(a, self.score(root, a), self.complete(root, a)) for a in self.found(root, query)]
        return sorted(rows, key=lambda r: (not r[2], -r[1], -day(r[0]), *latest_first(r[0]), identity(r[0].id)))

    def score(self, root: Node, article: Article) -> float:
        weights = self.weights
        texts = self.texts
        mean = {f: sum(len(t[f].positions) for t in texts.values()) / len(texts) for f in ("title", "body", "removed")}
        total = 0.0
        leaves = self.leaves(root)
        lesser = self.function_words(leaves)
        names = () if self.loud else names_of([leaf for leaf in leaves if isinstance(leaf, Word)])
        for leaf, widely in self.scored(root):
            holding = [a for a in self.articles if self.holds(leaf, a, widely=widely)]
            if article not in holding:
                continue
            idf = self.idf(len(holding))
            stems = len(leaves) > 4
            worth = {(a.id, f): 1.0 if stems else self.worth(leaf, a, f, names) for a in holding for f in mean}
            occurrences = sum(
                worth[a.id, f] * self.occurrence(f, at) for a in holding for f, at, _ in self.places(leaf, a)
            )
            tf = 0.0
            if widely:
                occurrences += sum(weights.value * self.valued(leaf, a) for a in holding)
                tf = weights.value * self.valued(leaf, article)
            for field, start, _ in self.places(leaf, article):
                length = len(texts[article.id][field].positions)
                tf += (
                    worth[article.id, field]
                    * self.occurrence(field, start)
                    / (1 - weights.b + weights.b * length / mean[field])
                )
            weight = idf * sqrt(occurrences / len(holding)) * (weights.function if leaf in lesser else 1)
            total += weight * tf / (weights.k1 + tf)
        return total * self.preference(root, article)

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
