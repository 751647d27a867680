"""Which articles a question matches, where, and what of them is marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator

from index.analysis import EXTRA, fold
from index.article import Article
from search.query import (
    Address,
    And,
    AtLeast,
    Copied,
    Everything,
    FacetFilter,
    Field,
    Fuzzy,
    Length,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Published,
    Ranked,
    Reach,
    Unit,
    Wildcard,
    Within,
    Word,
)
from tests.search.oracle.inflection import forms_of_one
from tests.search.oracle.sequences import distance, fits, in_order, longest
from tests.search.oracle.texts import FIELDS, Place, fields
from tests.search.oracle.values import is_meant, split, values
from tests.search.oracle.words import Words

KEPT = 10_000  # nodes whose places are remembered, and values
_NOWHERE: set[Place] = set()


class Matching(Words):
    """Reads articles for any node of a question."""

    def places(self, node: Node, article: Article) -> set[Place]:
        """Where a node that stands somewhere stands in the article; each is worked out once."""
        if id(node) not in self._now:
            if len(self._places) >= KEPT:
                self._places.clear()
            names = tuple(self.added.get(node, ()))
            leaf = isinstance(node, Word | Phrase | Prefix | Wildcard | Fuzzy)
            state = (self.exact, self.loud, self.long, names) if leaf else self.state
            kept: dict[str, set[Place]] = self._places.setdefault((node, state, node == self.asked), {})
            self._now[id(node)] = node, kept
        _, kept = self._now[id(node)]
        if article.id not in kept:
            kept[article.id] = self._find(node, article) or _NOWHERE
        return kept[article.id]

    def _find(self, node: Node, article: Article) -> set[Place]:
        match node:
            case Word(text, field, exact):
                exact = exact or self.exact
                ways = self._ways(text, field, article.language, exact=exact)
                found = {place for way in ways for place in self._sequence(way, field, 0, article)}
                return longest(self._named(node, found, article))
            case Phrase():
                return longest(self._named(node, self._phrase(node, article), article))
            case Prefix(text, field):
                return self._pattern(text, field, article, lambda word, form: form.startswith(word))
            case Wildcard(pattern, field):
                return self._pattern(pattern, field, article, fits)
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
            case And() | Or() | Ranked():
                parts = _operands(node) if self.matches(node, article) else ()
                return {place for part in parts for place in self.places(part, article)}
        return set()

    def worth(self, leaf: Node, article: Article, field: str, names: Collection[str]) -> float:
        """What the nearest form of a typed word that a field of the article holds makes of the word there; `names` are
        the words that are meant as names."""
        if not isinstance(leaf, Word | Phrase) or leaf.exact or self.exact or leaf.field in (Field.LEAD, Field.HLEAD):
            return 1.0
        tokens = self._tokens(leaf.text, leaf.field, "", exact=False)
        if not self.one_word(tokens):
            return 1.0
        typed, codes = fold(tokens[0].exact), [code for code in self.languages if code in ("en", "fr")]
        strange, worth = self._strange(tokens[0].plain, typed), 0.0
        for name, start, _ in self.places(leaf, article):
            position = self.texts[article.id][name].positions[start]
            if name != field:
                continue
            by_form = self.weights.strange
            if position.form == typed:
                return 1.0
            met = position.terms.keys() & set(tokens[0].terms)
            if not met or not met <= strange:
                if self._names(leaf) or position.plain not in tokens[0].plain:
                    return 1.0
                one_word = not codes or any(forms_of_one(position.form, typed, code) for code in codes)
                by_form = self.weights.inflection if one_word else self.weights.derivation
            worth = max(worth, self.weights.other_name if leaf.text in names else by_form)
        return worth

    def _strange(self, stems: Collection[str], typed: str) -> set[str]:
        """The terms of stems under which less than half as many texts have the typed form as under another."""
        held = dict.fromkeys(stems, 0)
        for texts in self.texts.values():
            for name in ("title", "body"):
                for stem in {each.plain for each in texts[name].positions if each.form == typed} & held.keys():
                    held[stem] += 1
        rare = {stem for stem, count in held.items() if 2 * count < max(held.values())}
        return rare | {EXTRA + stem for stem in rare if stem != typed}

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
            case And() | Or() | Ranked():
                parts = _operands(node) if self.matches(node, article) else ()
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
        texts = self.texts[article.id]

        def unit(field: str, position: int) -> int:
            text = texts[field]
            return bisect_right(text.sentences if node.unit is Unit.SENTENCE else text.paragraphs, position)

        for left in self.places(node.left, article):
            for right in self.places(node.right, article):
                if left[0] != right[0] or not (left[2] <= right[1] or right[2] <= left[1]):
                    continue
                if len({unit(left[0], p) for p in (left[1], left[2] - 1, right[1], right[2] - 1)}) == 1:
                    yield left, right

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
                        for token in own(typed, field, article.language, exact=exact or self.exact):
                            found |= {*token.plain} if exact or self.exact else {*token.terms, *token.joined}
                case _:
                    positions = self.texts[article.id][name].positions
                    found |= {positions[at].plain for own, at, _ in self.places(leaf, article) if own == name}
        return found

    def matches(self, node: Node, article: Article, *, widely: bool = True) -> bool:
        """Whether the article matches; `widely`, with its values for the plain words of what must match."""
        match node:
            case Everything():
                return True
            case Nothing():
                return False
            case Not(operand):
                return not self.matches(operand, article, widely=False)
            case And(operands):
                return all(self.matches(part, article, widely=widely) for part in operands)
            case Or(operands):
                return any(self.matches(part, article, widely=widely) for part in operands)
            case Ranked():
                return self._chosen(node, article, widely=widely)
            case AtLeast(1, operand):
                return self.matches(operand, article, widely=widely)
            case AtLeast(count, operand):
                held = self.matches(operand, article, widely=False)
                return held and (count <= 1 or len(self.places(operand, article)) >= count)
            case FacetFilter() | Address() | Published() | Length() | Copied():
                return _passes(node, article)
        return self.holds(node, article, widely=widely)

    def holds(self, leaf: Node, article: Article, *, widely: bool) -> bool:
        """Whether a leaf stands in the article, or `widely` in one of its values."""
        return bool(self.places(leaf, article)) or (widely and self.valued(leaf, article) > 0)

    def valued(self, leaf: Node, article: Article) -> int:
        """How many of the article's values a plain word or phrase means, by one of its names."""
        if self.exact or not isinstance(leaf, Word | Phrase) or leaf.exact or leaf.field is not Field.ANY:
            return 0
        if isinstance(leaf, Phrase) and leaf.slop:
            return 0
        known = (leaf, article.id, tuple(self.added.get(leaf, ())))
        if known not in self._valued:
            if len(self._valued) >= 20 * KEPT:
                self._valued.clear()
            names = [(leaf.text, isinstance(leaf, Phrase)), *((name, " " in name) for name in self._names(leaf))]
            self._valued[known] = sum(
                any(is_meant(value, name, whole=whole) for name, whole in names) for value in self.values[article.id]
            )
        return self._valued[known]

    def _chosen(self, node: Ranked, article: Article, *, widely: bool) -> bool:
        if any(self.matches(part, article, widely=False) for part in node.excluded):
            return False
        if not all(self.matches(part, article, widely=widely) for part in node.required):
            return False
        wanted = node.wanted
        filters = all(isinstance(part, FacetFilter | Address | Published | Length | Copied) for part in node.required)
        if node == self.asked:  # what only holds the sentence together finds nothing by itself
            lesser = self.known_words(wanted)
            wanted = tuple(part for part in wanted if part not in lesser) or wanted
        return not (wanted and filters) or any(self.matches(part, article, widely=widely) for part in wanted)

    def complete(self, node: Node, article: Article) -> bool:
        match node:
            case And(operands):
                return all(self.complete(part, article) for part in operands)
            case Or(operands):
                return any(self.complete(part, article) for part in operands)
            case Ranked(wanted, required, excluded):
                return all(self.complete(part, article) for part in (*wanted, *required)) and not any(
                    self.matches(part, article, widely=False) for part in excluded
                )
        return self.matches(node, article)


def _operands(node: And | Or | Ranked) -> tuple[Node, ...]:
    return (*node.wanted, *node.required) if isinstance(node, Ranked) else node.operands


def _passes(node: FacetFilter | Address | Published | Length | Copied, article: Article) -> bool:
    if isinstance(node, Copied):
        return node.least == 0  # these archives have no copies
    if isinstance(node, Address):
        return _stands(node, *split(article.url))
    if isinstance(node, FacetFilter) and node.facet == "site":
        return _is_below(node.text, split(article.url)[0])
    if isinstance(node, FacetFilter):
        wanted = fold(node.text).split()
        return any(in_order(wanted, fold(value).split()) for value in values(article, node.facet))
    if isinstance(node, Published):
        if article.filed_under is None:
            return False
        day = article.filed_under.moment.date()
        return (node.first is None or node.first <= day) and (node.last is None or day <= node.last)
    words = len(fields(article)["body"].positions)
    return node.least <= words and (node.most is None or words <= node.most)


def _is_below(host: str, site: str) -> bool:
    """Whether a site is the host, or has the host's labels at its end."""
    labels = host.split(".")
    return bool(site) and site.split(".")[-len(labels) :] == labels


def _stands(node: Address, host: str, tail: str) -> bool:
    if node.reach is Reach.WORD:
        words = "".join(char if char.isalnum() else " " for char in tail.lower())
        return f" {node.tail.lower()} " in f" {' '.join(words.split())} "
    if node.reach is Reach.BELOW:
        ends = tail[len(node.tail) :][:1]
        return (
            _is_below(node.host, host) and tail.startswith(node.tail) and (not ends or ends in "/?&" or not node.tail)
        )
    begins = tail == node.tail if node.reach is Reach.WHOLE else tail.startswith(node.tail)
    return host == node.host and begins
