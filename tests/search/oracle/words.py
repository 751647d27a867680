"""Where the words, phrases and patterns of a question stand in an article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from whoosh.lang.stopwords import stoplists

from index.analysis import QueryToken, analyse_query, fold
from index.article import Article
from search.query import (
    And,
    AtLeast,
    Field,
    Fuzzy,
    Near,
    Node,
    Or,
    Phrase,
    Prefix,
    Ranked,
    Wildcard,
    Within,
    Word,
    shouted,
)
from search.rank.weights import Weights
from tests.search.oracle.inflection import forms_of_one
from tests.search.oracle.sequences import longest, shortest, ways
from tests.search.oracle.texts import FIELDS, LEAD, Formed, Place, Test, fields, fitting
from tests.search.oracle.values import SEARCHED, values


@lru_cache(maxsize=1000)
def _folded(pattern: str) -> str:
    pieces = re.split(r"([?*]+)", pattern)
    return "".join(piece if piece[:1] in ("?", "*") else fold(piece) for piece in pieces)


class Words:
    """Reads articles for the leaves of a question."""

    def __init__(self, articles: Sequence[Article], weights: Weights | None = None, *, exact: bool = False) -> None:
        self.articles = list(articles)
        self.texts = {article.id: fields(article) for article in articles}
        self.values = {a.id: [value for facet in SEARCHED for value in values(a, facet)] for a in articles}
        self.languages = languages = tuple(sorted({a.language for a in articles})) or ("en",)
        self._typed = lru_cache(maxsize=5000)(lambda text, of: analyse_query(text, (of,) if of else languages))
        self.weights = weights or Weights()
        self.exact = exact
        self.loud = False  # whether the question asked last is in capitals throughout
        self.long = False  # whether it is of stems
        self.asked: Node | None = None  # the question asked last
        self.added: Mapping[Node, Sequence[str]] = {}  # the names that count as a leaf's words, too
        self.state: Hashable = None  # what the answers of the question asked last hang on, beside its words
        self._places: dict[tuple[object, ...], dict[str, set[Place]]] = {}
        self._now: dict[int, tuple[Node, dict[str, set[Place]]]] = {}  # those of the question asked last
        self._valued: dict[tuple[object, ...], int] = {}
        self._sought: dict[tuple[object, ...], list[QueryToken]] = {}
        self._written: dict[tuple[object, ...], list[list[Test]]] = {}
        self._known: dict[Hashable, set[Node]] = {}
        self._terms: dict[str, set[str]] = {}
        self._forms: dict[tuple[str, str], set[str]] = {}
        for texts in self.texts.values():
            for name, text in texts.items():
                self._terms.setdefault(name, set()).update(text.standing)
                for position in text.positions:
                    self._forms.setdefault((name, position.plain), set()).add(position.form)

    def ask(self, root: Node) -> None:
        """Take the question as the one asked."""
        self.asked, self.loud, self.long = root, shouted(root), len(self.leaves(root)) > 4
        self._now = {}
        for kept in (self._sought, self._written, self._known):
            if len(kept) > 10_000:
                kept.clear()
        self.state = (self.exact, self.loud, self.long, tuple(self.added.items()))

    def _pattern(self, text: str, field: Field, article: Article, fits: Callable[[str, str], bool]) -> set[Place]:
        """Where the words of a pattern stand side by side, the last of them in any form that fits."""
        parts = _folded(text).split(" ")
        if not parts[-1].strip("*?"):
            return set()

        def formed(word: str) -> Test:
            return Formed(lambda form: fits(word, form))

        built: list[list[Test]] = [[]]
        for number, part in enumerate(parts, 1):
            if number == len(parts) or "*" in part or "?" in part:
                built = [[*way, formed(part)] for way in built]
            else:
                built = [
                    [*way, *more]
                    for way in built
                    for more in ways(self._typed(part, article.language), exact=self.exact)
                ]
        return longest({place for way in built for place in self._sequence(way, field, 0, article)})

    def _stand(self, text: str, field: Field, article: Article, *, slop: int = 0, exact: bool = False) -> set[Place]:
        built: list[list[Test]] = [[]]
        for number, piece in enumerate(re.split(r" \*(?= )", text)):
            tokens = self._tokens(piece, field, article.language, exact=exact)
            between: list[Test] = [lambda _: True] if number else []
            built = [[*way, *between, *more] for way in built for more in ways(tokens, exact=exact) or [[]]]
        return {place for way in built if way for place in self._sequence(way, field, slop, article)}

    def _phrase(self, node: Phrase, article: Article) -> set[Place]:
        """Where a quotation stands: word for word where it is several words with no number behind it."""
        text, field, exact = node.text, node.field, node.exact or self.exact
        several = len(re.findall(r"\S*[^\W_]\S*", text)) > 1
        if several and node.slop is None and not exact:
            return self._quoted(text, field, article)
        return self._stand(text, field, article, slop=node.slop or 0, exact=exact)

    def _quoted(self, text: str, field: Field, article: Article) -> set[Place]:
        """Where a quotation stands word for word, whatever its capitals and accents."""
        way: list[Test] = []
        for number, piece in enumerate(re.split(r" \*(?= )", text)):
            way += [lambda _: True] if number else []
            tokens = self._tokens(piece, field, article.language, exact=False)
            way += map(self._as_it_stands, tokens)
        return self._sequence(way, field, 0, article) if way else set()

    @staticmethod
    def _as_it_stands(token: QueryToken) -> Test:
        """Whether a position holds the word itself; an abbreviation or a single character in any way."""
        if token.terms == token.initials or len(token.exact) == 1:
            return lambda p: not set(token.terms).isdisjoint(p.terms)
        return lambda p: p.form == (fold(token.exact) or token.exact) and p.plain in token.terms

    def _sequence(self, way: Sequence[Test], field: Field, slop: int, article: Article) -> set[Place]:
        """Where the tests of a way fit side by side, or with `slop` in order."""
        texts = self.texts[article.id]
        found: set[Place] = set()
        for name in FIELDS[field]:
            for start in fitting(way[0], texts[name]):
                end = shortest(way, texts[name].positions, start, slop)
                if end is not None and end - start <= len(way) + slop:
                    found.add((name, start, end))
        first_words = field in (Field.LEAD, Field.HLEAD)
        return {place for place in found if not first_words or place[0] == "title" or place[2] <= LEAD}

    def _named(self, node: Word | Phrase, places: set[Place], article: Article) -> set[Place]:
        """`places` with those of the node's other names."""
        for name in self._names(node):
            places = places | self._stand(name, node.field, article)
        return places

    def _names(self, node: Word | Phrase) -> list[str]:
        """The node's other names; an abbreviation that no article holds is left out, as small letters mean another."""
        return [
            name
            for name in self.added.get(node, ())
            if all(not t.initials or self._stands(t.initials, node.field) for t in self._typed(name, "en"))
        ]

    def _tokens(self, text: str, field: Field, language: str, *, exact: bool) -> list[QueryToken]:
        """What the text looks for in an article of a language: as if the archive had no other.
        In an article of unknown language it looks for what it looks for in any."""
        tokens = self._typed(text, language)
        if not exact and not self.loud:
            tokens = [replace(t, terms=t.initials) if self._stands(t.initials, field) else t for t in tokens]
        return tokens

    def _word(self, text: str, field: Field, language: str, *, exact: bool) -> list[QueryToken]:
        """The tokens of a word; each is worked out once."""
        known = (text, field, language, exact, self.loud, self.long)
        if known not in self._sought:
            self._sought[known] = self._formed(text, field, language, exact=exact)
        return self._sought[known]

    def _ways(self, text: str, field: Field, language: str, *, exact: bool) -> list[list[Test]]:
        """The ways in which a word may be written; each is worked out once."""
        known = (text, field, language, exact, self.loud, self.long)
        if known not in self._written:
            self._written[known] = ways(self._word(text, field, language, exact=exact), exact=exact)
        return self._written[known]

    def _formed(self, text: str, field: Field, language: str, *, exact: bool) -> list[QueryToken]:
        """The tokens of a word. A stem that no article holds in any form of the word is left out, language by language;
        in an article of unknown language it counts where it does in any."""
        tokens = self._tokens(text, field, language, exact=exact)
        if self.long:  # a long question is of stems
            return tokens
        if exact or not self.one_word(tokens):
            return tokens
        (token,) = tokens
        own = {code: self._typed(text, code)[0].plain[0] for code in self.languages if code}
        left = {
            stem
            for code, stem in own.items()
            if language in (code, "") and self._has_form(stem, fold(token.exact), field, code)
        }
        gone = set(own.values() if not language else [own[language]]) - left
        return [replace(token, terms=tuple(term for term in token.terms if term not in gone))]

    @staticmethod
    def one_word(tokens: Sequence[QueryToken]) -> bool:
        """Whether they are one word of letters, which is no abbreviation."""
        word = fold(tokens[0].exact) if len(tokens) == 1 and not tokens[0].initials else ""
        return len(word) > 1 and word.isalpha()

    def _has_form(self, stem: str, typed: str, field: Field, language: str) -> bool:
        """Whether any article holds the stem in a form of the typed word, as a language has it."""
        forms = {form for name in FIELDS[field] for form in self._forms.get((name, stem), ())}
        return any(forms_of_one(form, typed, language) for form in forms)

    def _stands(self, terms: Sequence[str], field: Field) -> bool:
        """Whether any article holds one of the terms."""
        return any(term in self._terms.get(name, ()) for term in terms for name in FIELDS[field])

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

    def scored(self, node: Node) -> list[tuple[Node, bool]]:
        """The leaves, each with whether it may stand in a value instead of the text."""
        match node:
            case And(operands) | Or(operands):
                return [leaf for part in operands for leaf in self.scored(part)]
            case Ranked(wanted, required, _):
                return [leaf for part in (*wanted, *required) for leaf in self.scored(part)]
            case AtLeast(1, operand):
                return self.scored(operand)
        plain = isinstance(node, Word | Phrase)
        return [(leaf, plain) for leaf in self.leaves(node)]

    def known_words(self, leaves: Sequence[Node]) -> set[Node]:
        """The function words of the language that knows most of the leaves; worked out once for a question."""
        known = (tuple(leaves), self.state)
        if known not in self._known:
            self._known[known] = self._function_words(leaves)
        return self._known[known]

    def _function_words(self, leaves: Sequence[Node]) -> set[Node]:
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
        typed = [
            token for code in self.languages for token in self._tokens(word.text, word.field, code, exact=self.exact)
        ]
        return any(token.initials and token.terms == token.initials for token in typed)
