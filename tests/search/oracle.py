"""The slow twin of the embedded engine: every question answered by reading every text, word by word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from math import log, sqrt

from whoosh.lang.stopwords import stoplists

from index.analysis import EXTRA, PARAGRAPH, SENTENCE, QueryToken, analyse, analyse_query, bounds, fold
from index.arrays.identity import identity
from index.article import Article, Precision
from search.query import (
    And,
    AtLeast,
    Everything,
    Field,
    Fuzzy,
    Length,
    Metadata,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Published,
    Query,
    Ranked,
    Unit,
    Wildcard,
    Within,
    Word,
    shouted,
)
from search.weights import Weights

Place = tuple[str, int, int]  # field, first position, last position + 1

FIELDS = {
    Field.ANY: ("title", "body"),
    Field.TITLE: ("title",),
    Field.BODY: ("body",),
    Field.LEAD: ("body",),
    Field.REMOVED: ("removed",),
}
LEAD = 100
KEPT = 200_000  # answers that are remembered


@dataclass(frozen=True)
class Position:
    """One position of a text: its terms, its exact form, and the characters of each term."""

    terms: dict[str, tuple[int, int]]
    plain: str
    exact: str
    form: str  # exact, without accents


Test = Callable[[Position], bool]


@dataclass(frozen=True)
class Text:
    """A field of an article."""

    text: str
    positions: tuple[Position, ...]
    sentences: tuple[int, ...]
    paragraphs: tuple[int, ...]


@lru_cache(maxsize=5000)
def read(text: str, language: str) -> Text:
    found: list[tuple[dict[str, tuple[int, int]], str, str]] = []
    for token in analyse(text, language):
        assert token.term not in (SENTENCE, PARAGRAPH)
        if token.position == len(found):
            found.append(({}, token.term, token.exact))
        found[token.position][0].setdefault(token.term, (token.start, token.end))
    edges = bounds(text, language)
    return Text(
        text, tuple(Position(*each, fold(each[2]) or each[2]) for each in found), edges.sentences, edges.paragraphs
    )


def fields(article: Article) -> dict[str, Text]:
    texts = {
        "title": article.title,
        "body": article.text,
        "removed": "\n".join(line.text for line in article.dropped),
    }
    return {name: read(text, article.language) for name, text in texts.items()}


class Oracle:
    """Answers about a list of articles."""

    def __init__(self, articles: Sequence[Article], weights: Weights | None = None, exact: bool = False) -> None:
        self.articles = list(articles)
        self.languages = languages = tuple(sorted({a.language for a in articles})) or ("en",)
        self._typed = lru_cache(maxsize=5000)(lambda text, of: analyse_query(text, (of,) if of else languages))
        self.weights = weights or Weights()
        self.exact = exact
        self.loud = False  # whether the question asked last is in capitals throughout
        self.asked: Node | None = None  # the question asked last
        self.added: Mapping[Node, Sequence[str]] = {}  # the names that count as a leaf's words, too
        self._places: dict[tuple[object, ...], set[Place]] = {}

    # Places

    def places(self, node: Node, article: Article) -> set[Place]:
        """Where a node that stands somewhere stands in the article; each is worked out once."""
        names = tuple(self.added.items()) if self.added else ()
        long = self.asked is not None and len(self.leaves(self.asked)) > 4
        known = (node, article.id, self.exact, self.loud, names, node == self.asked, long)
        if known not in self._places:
            if len(self._places) >= KEPT:
                self._places.clear()
            self._places[known] = self._find(node, article)
        return self._places[known]

    def _find(self, node: Node, article: Article) -> set[Place]:
        match node:
            case Word(text, field, exact):
                tokens = self._word(text, field, exact or self.exact, article.language)
                found = {
                    place
                    for way in ways(tokens, exact or self.exact)
                    for place in self._sequence(way, field, 0, article)
                }
                return longest(self._named(node, found, article))
            case Phrase(text, field, slop, exact):
                return longest(self._named(node, self._stand(text, field, slop, exact or self.exact, article), article))
            case Prefix(text, field):
                return self._pattern(text, field, article, lambda word, form: form.startswith(word))
            case Wildcard(pattern, field):
                return self._pattern(pattern, field, article, _fits)
            case Fuzzy(text, edits, field):
                return self._pattern(
                    text, field, article, lambda word, form: form[0] == word[0] and distance(word, form) <= edits
                )
            case Near():
                return {(f, min(a, c), max(b, d)) for (f, a, b), (_, c, d) in self._near(node, article)}
            case Within():
                return {place for pair in self._within(node, article) for place in pair}
            case AtLeast(_, operand):
                return self.places(operand, article) if self.matches(node, article) else set()
            case And(operands) | Or(operands) | Ranked(operands):
                parts = (*operands, *node.required) if isinstance(node, Ranked) else operands
                if not self.matches(node, article):
                    return set()
                return {place for part in parts for place in self.places(part, article)}
        return set()

    def marks(self, node: Node, article: Article) -> set[Place]:
        """What a reader sees marked: of a pair its two sides."""
        match node:
            case Near() | Within():
                pairs = list(self._near(node, article) if isinstance(node, Near) else self._within(node, article))
                found: set[Place] = set()
                for side, chosen in ((node.left, {a for a, _ in pairs}), (node.right, {b for _, b in pairs})):
                    if isinstance(side, Word | Phrase | Prefix | Wildcard | Fuzzy):
                        found |= chosen
                        continue
                    found |= {
                        (f, a, b)
                        for f, a, b in self.marks(side, article)
                        if any(f == g and c <= a and b <= d for g, c, d in chosen)
                    }
                return found
            case AtLeast(_, operand):
                return self.marks(operand, article) if self.matches(node, article) else set()
            case And(operands) | Or(operands) | Ranked(operands):
                parts = (*operands, *node.required) if isinstance(node, Ranked) else operands
                if not self.matches(node, article):
                    return set()
                return {place for part in parts for place in self.marks(part, article)}
        return self.places(node, article)

    def _near(self, node: Near, article: Article) -> Iterator[tuple[Place, Place]]:
        for left in self.places(node.left, article):
            for right in self.places(node.right, article):
                if left[0] != right[0]:
                    continue
                after = 0 <= right[1] - left[2] <= node.distance
                before = 0 <= left[1] - right[2] <= node.distance
                if after or (before and not node.ordered):
                    yield left, right

    def _within(self, node: Within, article: Article) -> Iterator[tuple[Place, Place]]:
        texts = fields(article)

        def unit(field: str, position: int) -> int:
            text = texts[field]
            return bisect_right(text.sentences if node.unit is Unit.SENTENCE else text.paragraphs, position)

        for left in self.places(node.left, article):
            for right in self.places(node.right, article):
                if left[0] != right[0] or not (left[2] <= right[1] or right[2] <= left[1]):
                    continue
                if len({unit(left[0], p) for p in (left[1], left[2] - 1, right[1], right[2] - 1)}) == 1:
                    yield left, right

    def _pattern(self, text: str, field: Field, article: Article, fits: Callable[[str, str], bool]) -> set[Place]:
        """Where the words of a pattern stand side by side, the last of them in any form that fits."""
        pieces = re.split(r"([?*]+)", text)
        parts = "".join(piece if piece[:1] in ("?", "*") else fold(piece) for piece in pieces).split(" ")
        if not parts[-1].strip("*?"):
            return set()
        built: list[list[Test]] = [[]]
        for number, part in enumerate(parts, 1):
            if number == len(parts) or "*" in part or "?" in part:
                built = [[*way, fitting(part, fits)] for way in built]
            else:
                built = [
                    [*way, *more] for way in built for more in ways(self._typed(part, article.language), self.exact)
                ]
        return longest({place for way in built for place in self._sequence(way, field, 0, article)})

    def _stand(self, text: str, field: Field, slop: int, exact: bool, article: Article) -> set[Place]:
        tokens = self._tokens(text, field, exact, article.language)
        return {place for way in ways(tokens, exact) for place in self._sequence(way, field, slop, article)}

    def _sequence(self, way: Sequence[Test], field: Field, slop: int, article: Article) -> set[Place]:
        """Where the tests of a way fit side by side, or with `slop` in order."""
        texts = fields(article)
        found: set[Place] = set()
        for name in FIELDS[field]:
            positions = texts[name].positions
            for start in [at for at, position in enumerate(positions) if way[0](position)]:
                end = shortest(way, positions, start, slop)
                if end is not None and end - start <= len(way) + slop:
                    found.add((name, start, end))
        return {place for place in found if field is not Field.LEAD or place[2] <= LEAD}

    def _named(self, node: Word | Phrase, places: set[Place], article: Article) -> set[Place]:
        """`places` with those of the node's other names."""
        for name in self._names(node):
            places = places | self._stand(name, node.field, 0, False, article)
        return places

    def _names(self, node: Word | Phrase) -> list[str]:
        """The node's other names; an abbreviation that no article holds is left out, as small letters mean another."""
        return [
            name
            for name in self.added.get(node, ())
            if all(not t.initials or self._stands(t.initials, node.field) for t in analyse_query(name))
        ]

    def sought(self, root: Node, article: Article, name: str) -> set[str]:
        """The terms that the question's leaves look for in a field of an article, as far as they may be marked."""
        found: set[str] = set()
        for leaf in self.leaves(root):
            match leaf:
                case Word(field=field) | Phrase(field=field) if name not in FIELDS[field]:
                    continue
                case Word(text, field, exact) | Phrase(text, field, _, exact):
                    names = [] if exact or self.exact else self._names(leaf)
                    for number, typed in enumerate((text, *names)):
                        own = self._word if isinstance(leaf, Word) and not number else self._tokens
                        for token in own(typed, field, exact or self.exact, article.language):
                            found |= {*token.plain} if exact or self.exact else {*token.terms, *token.joined}
                case _:
                    positions = fields(article)[name].positions
                    found |= {positions[at].plain for own, at, _ in self.places(leaf, article) if own == name}
        return found

    def _tokens(self, text: str, field: Field, exact: bool, language: str) -> list[QueryToken]:
        """What the text looks for in an article of a language: as if the archive had no other.
        In an article of unknown language it looks for what it looks for in any."""
        tokens = self._typed(text, language)
        if not exact and not self.loud:
            tokens = [replace(t, terms=t.initials) if self._stands(t.initials, field) else t for t in tokens]
        return tokens

    def _word(self, text: str, field: Field, exact: bool, language: str) -> list[QueryToken]:
        """The tokens of a word. A stem of English that no article holds in any form of the word is left out."""
        tokens = self._tokens(text, field, exact, language)
        english = analyse_query(text, ("en",))
        if self.asked is not None and len(self.leaves(self.asked)) > 4:  # a long question is of stems
            return tokens
        if exact or "en" not in self.languages or language not in ("en", "") or len(english) != 1 or len(tokens) != 1:
            return tokens
        stem, typed = english[0].plain[0], fold(english[0].exact)
        shared = any(analyse_query(text, (o,))[0].plain[0] == stem for o in self.languages if o not in ("en", ""))
        if not typed.isalpha() or (shared and not language) or self._formed(stem, typed, field):
            return tokens
        return [replace(token, terms=tuple(term for term in token.terms if term != stem)) for token in tokens]

    def _formed(self, stem: str, typed: str, field: Field) -> bool:
        """Whether any article holds the stem in a form of the typed word."""
        return any(
            position.plain == stem and forms_of_one_word(position.form, typed)
            for article in self.articles
            for name in FIELDS[field]
            for position in fields(article)[name].positions
        )

    def _stands(self, terms: Sequence[str], field: Field) -> bool:
        """Whether any article holds one of the terms."""
        return any(
            term in position.terms
            for term in terms
            for article in self.articles
            for name in FIELDS[field]
            for position in fields(article)[name].positions
        )

    # Matching

    def matches(self, node: Node, article: Article) -> bool:
        match node:
            case Everything():
                return True
            case Nothing():
                return False
            case Not(operand):
                return not self.matches(operand, article)
            case And(operands):
                return all(self.matches(part, article) for part in operands)
            case Or(operands):
                return any(self.matches(part, article) for part in operands)
            case Ranked(wanted, required, excluded):
                if any(self.matches(part, article) for part in excluded):
                    return False
                if not all(self.matches(part, article) for part in required):
                    return False
                filters = all(isinstance(part, Metadata | Published | Length) for part in required)
                if node == self.asked:  # what only holds the sentence together finds nothing by itself
                    lesser = self.known_words(wanted)
                    wanted = tuple(part for part in wanted if part not in lesser) or wanted
                return not (wanted and filters) or any(self.matches(part, article) for part in wanted)
            case AtLeast(count, operand):
                return self.matches(operand, article) and (count <= 1 or len(self.places(operand, article)) >= count)
            case Metadata(facet, text):
                return any(_in_order(fold(text).split(), fold(value).split()) for value in values(article, facet))
            case Published(first, last):
                if article.filed_under is None:
                    return False
                day = article.filed_under.moment.date()
                return (first is None or first <= day) and (last is None or day <= last)
            case Length(least, most):
                words = len(fields(article)["body"].positions)
                return least <= words and (most is None or words <= most)
        return bool(self.places(node, article))

    def complete(self, node: Node, article: Article) -> bool:
        match node:
            case And(operands):
                return all(self.complete(part, article) for part in operands)
            case Or(operands):
                return any(self.complete(part, article) for part in operands)
            case Ranked(wanted, required, excluded):
                return all(self.complete(part, article) for part in (*wanted, *required)) and not any(
                    self.matches(part, article) for part in excluded
                )
        return self.matches(node, article)

    # Order

    def leaves(self, node: Node) -> list[Node]:
        match node:
            case And(operands) | Or(operands):
                return [leaf for part in operands for leaf in self.leaves(part)]
            case Ranked(wanted, required, _):
                return [leaf for part in (*wanted, *required) for leaf in self.leaves(part)]
            case Near(left, right) | Within(left, right):
                return self.leaves(left) + self.leaves(right)
            case AtLeast(_, operand):
                return self.leaves(operand)
            case Word() | Phrase() | Prefix() | Wildcard() | Fuzzy():
                return [node]
        return []

    def score(self, root: Node, article: Article) -> float:
        weights = self.weights
        texts = {a.id: fields(a) for a in self.articles}
        mean = {f: sum(len(t[f].positions) for t in texts.values()) / len(texts) for f in ("title", "body", "removed")}
        total = 0.0
        leaves = self.leaves(root)
        lesser = self.function_words(leaves)
        for leaf in leaves:
            holding = [a for a in self.articles if self.places(leaf, a)]
            if article not in holding:
                continue
            idf = log(1 + (len(self.articles) - len(holding) + 0.5) / (len(holding) + 0.5))
            occurrences = sum(self.occurrence(f, at) for a in holding for f, at, _ in self.places(leaf, a))
            tf = 0.0
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

    def known_words(self, leaves: Sequence[Node]) -> set[Node]:
        """The function words of the language that knows most of the leaves."""
        spoken = Counter(a.language for a in self.articles)
        best: set[Node] = set()
        most = 0
        for language, many in spoken.most_common():
            known = [
                leaf
                for leaf in leaves
                if isinstance(leaf, Word) and leaf.field is Field.ANY and not leaf.exact
                if leaf.text.casefold() in stoplists.get(language, ())
            ]
            if many * 10 >= len(self.articles) and len(known) > most:
                best, most = {leaf for leaf in known if not self._abbreviation(leaf)}, len(known)
        return best

    def _abbreviation(self, word: Word) -> bool:
        typed = [token for a in self.articles for token in self._tokens(word.text, word.field, self.exact, a.language)]
        return any(token.initials and token.terms == token.initials for token in typed)

    def occurrence(self, field: str, start: int) -> float:
        """What an occurrence counts before length norms."""
        leading = self.weights.lead if field == "body" and start < LEAD else 0.0
        return (self.weights.title if field == "title" else 1.0) + leading

    # Whole questions

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
        return sorted(rows, key=lambda r: (not r[2], -r[1], -_day(r[0]), *_latest_first(r[0]), identity(r[0].id)))


def _day(article: Article) -> int:
    return article.filed_under.moment.toordinal() if article.filed_under else 0


def by_date(articles: Iterable[Article], oldest: bool) -> list[Article]:
    """By the local day and within it by the instant; without a time last in the day, undated last of all."""

    def place(article: Article) -> tuple[bool, int, bool, float, int]:
        sign = 1 if oldest else -1
        instant = _instant(article)
        latest = sign * instant.timestamp() if instant else 0.0
        return not _day(article), sign * _day(article), instant is None, latest, identity(article.id)

    return sorted(articles, key=place)


def _instant(article: Article) -> datetime | None:
    """The moment of the article's date where it has a time of day: without a known offset as if in UTC."""
    when = article.filed_under
    if when is None or when.precision is not Precision.MINUTE:
        return None
    return when.moment if when.moment.tzinfo else when.moment.replace(tzinfo=UTC)


def _latest_first(article: Article) -> tuple[bool, float]:
    instant = _instant(article)
    return instant is None, -instant.timestamp() if instant else 0.0


def values(article: Article, facet: str) -> tuple[str, ...]:
    if facet == "byline":
        return article.authors or ("",)
    if facet == "date":
        if article.filed_under is None:
            return ("",)
        length = {Precision.YEAR: 4}.get(article.filed_under.precision, 7)
        return (article.filed_under.moment.isoformat()[:length],)
    return (getattr(article, facet),)


def has(article: Article, facet: str, value: str) -> bool:
    if facet == "date" and len(value) == 10:
        date = article.filed_under
        return date is not None and date.precision is not Precision.YEAR and date.moment.date().isoformat() == value
    if facet == "date" and value:
        return any(own[: len(value)] == value for own in values(article, facet))
    return value in values(article, facet)


def facet_counts(articles: Sequence[Article], facet: str) -> Counter[str]:
    """Every value of the facet with its articles; of dates the years as well as the months."""
    found: Counter[str] = Counter()
    for article in articles:
        own = set(values(article, facet))
        if facet == "date":
            own |= {value[:4] for value in own}
        found.update(own)
    return found


def forms_of_one_word(one: str, other: str) -> bool:
    """Whether some English word has both forms: its plural, its past or its -ing form."""

    def forms(word: str) -> set[str]:
        found = {word}
        stems = {word, word[:-1]} if word.endswith("e") else {word, word + word[-1]}
        if word[-1] in "aeiouy":
            stems.discard(word + word[-1])
        found |= {stem + ending for stem in stems for ending in ("ed", "ing")}
        if word.endswith("y"):
            found.add(word[:-1] + "ied")
        if word.endswith("ie"):
            found.add(word[:-2] + "ying")
        for noun in tuple(found):
            if not (noun + "s").endswith(("ss", "us")):
                found.add(noun + "s")
            if noun.endswith(("s", "x", "z", "ch", "sh", "o")):
                found.add(noun + "es")
            if noun.endswith("y"):
                found.add(noun[:-1] + "ies")
        return found

    words = {one[:end] + more for end in range(1, len(one) + 1) for more in ("", "e", "y", "ie")}
    return one == other or any(one in both and other in both for both in map(forms, words))


def longest(places: set[Place]) -> set[Place]:
    """Of the places that start at one position the longest: a compound and its whole are one match."""
    ends: dict[tuple[str, int], int] = {}
    for field, start, end in places:
        ends[field, start] = max(end, ends.get((field, start), end))
    return {(field, start, end) for (field, start), end in ends.items()}


def fitting(word: str, fits: Callable[[str, str], bool]) -> Test:
    """Does the form at a position fit a word with wildcards?"""
    return lambda p: fits(word, p.form)


def together(token: QueryToken) -> Test:
    """Does a position hold a token and the next one run together?"""
    return lambda p: any(term in p.terms for term in token.joined)


def ways(tokens: Sequence[QueryToken], exact: bool) -> list[list[Test]]:
    """The tests of the positions, for each way in which the tokens may be written."""
    if not tokens:
        return []

    def apart(token: QueryToken) -> Test:
        if exact:
            return lambda p: p.exact == token.exact and p.plain in token.plain
        terms = set(token.terms)
        return lambda p: not terms.isdisjoint(p.terms)

    def build(at: int) -> list[list[Test]]:
        if at == len(tokens):
            return [[]]
        token = tokens[at]
        found = [[apart(token), *rest] for rest in build(at + 1)]
        if token.joined and not exact:
            found += [[together(token), *rest] for rest in build(at + 2)]
        return found

    return build(0)


def shortest(way: Sequence[Test], positions: Sequence[Position], start: int, slop: int) -> int | None:
    """The end of the shortest window from `start`, where the first test fits, that holds all in order; or None."""
    at = start
    for test in way[1:]:
        reach = range(at + 1, len(positions) if slop else min(at + 2, len(positions)))
        at = next((p for p in reach if test(positions[p])), -1)
        if at < 0:
            return None
    return at + 1


def distance(a: str, b: str) -> int:
    """Optimal string alignment: insert, delete, replace, swap neighbours."""
    before: list[int] = []
    line = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        following = [i]
        for j, y in enumerate(b, 1):
            best = min(line[j] + 1, following[j - 1] + 1, line[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, before[j - 2] + 1)
            following.append(best)
        before, line = line, following
    return line[-1]


def _fits(pattern: str, word: str) -> bool:
    """Whether all of `word` is what the pattern says, by the places in it that the pattern can have reached."""
    reached = {0}
    for sign in pattern:
        if sign == "*":
            reached = set(range(min(reached), len(word) + 1)) if reached else set()
        else:
            reached = {at + 1 for at in reached if at < len(word) and sign in ("?", word[at])}
    return len(word) in reached


def _in_order(wanted: Sequence[str], words: Sequence[str]) -> bool:
    if not wanted:
        return False
    rest = iter(words)
    return all(word in rest for word in wanted)


def characters(article: Article, place: Place, terms: Collection[str]) -> tuple[int, int]:
    """The characters that a place of the article covers; `terms` are those that were looked for."""
    field, first, last = place
    positions = fields(article)[field].positions

    def of(position: Position) -> tuple[int, int]:
        if position.plain not in terms:
            for term, span in position.terms.items():
                if term in terms and term.startswith(EXTRA):
                    return span
        return position.terms[position.plain]

    return of(positions[first])[0], of(positions[last - 1])[1]
