"""Random questions as they are typed: some whose meaning is known as they are made, and some that are anything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from search.query import (
    Address,
    And,
    AtLeast,
    Copied,
    FacetFilter,
    Field,
    Fuzzy,
    Length,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Published,
    Query,
    Ranked,
    Selection,
    Sort,
    Unit,
    Wildcard,
    Within,
    Word,
    mapped,
)
from tests.search import corpora
from tests.search.typed_leaves import FIELDS, WORDS, LeafWriter

PIECES = (
    *WORDS,
    *corpora.ODD_WORDS,
    *("AND", "OR", "NOT", "NEAR", "NEAR/3", "near/9999", "w/2", "pre/3", "/s", "/p", "w/s", "&&", "||", "!", "-", "+"),
    *("=", "~", "~2", "~9", "*", "?", "(", ")", "((", "))", '"', "“", "”", "«", "\u00a0", "–", "—", "’", ":", ".."),
    *("title:", "hd=", "by:", "source:", "place:", "lang:", "lead:", "in:removed", "in:", "person:", "foo:", "before:"),
    *(
        "site:",
        "url:",
        "inurl:",
        "site:.example",
        "isles.example",
        "/war",
        "https://isles.example/war/",
        "url:=",
        "www.",
    ),
    *("after:2014", "date:2013..2015-02", "date:", "since:2013-01", "until:", '"2 February 2014"', "wc>20", "wc:9..3"),
    *("atleast3", "atleast0", "ATLEAST2", "\ud800", "\x00", "½", "ﷺ", "\u0338", "\u200d", "\u202e", "🙂", "İ", "ß"),
    *("ta*", "el*", "*ks", "?", "t??k", "mi?ister*", "wra~", "peece~2", "=talks", '="prime minister"', "S-30*", "*:*"),
)
ALPHABET = " \"()+-=~*?:/.,&|!atlksepcmiWUS'’“”«»0123456789é東\u0301\u200d\u00a0\n\t"


@dataclass(frozen=True)
class Asked:
    """What is typed, and the tree that it means; None where only `parse` can tell."""

    text: str
    meaning: Node | None


class Writer(LeafWriter):
    """Makes questions from the numbers of `rng`."""

    def asked(self) -> Asked:
        """The next question."""
        if self.rng.random() < 0.5:
            return self.spoken()
        return Asked(self.anything(), None)

    def query(self, text: str) -> Query:
        """A whole request with the question: as a reader may have set filters and choices."""
        rng = self.rng
        plain = rng.random() < 0.5
        return Query(
            text,
            () if plain else self.selections(),
            first=None if plain else rng.choice((None, None, date(2014, 1, 1), date(2015, 2, 2))),
            last=None if plain else rng.choice((None, None, date(2015, 2, 1), date(2013, 1, 3))),
            undated=not plain and rng.random() < 0.2,
            sort=rng.choice((Sort.RELEVANCE, Sort.RELEVANCE, *Sort)),
            per_page=100,
            all_words=rng.random() < 0.2,
            exact=rng.random() < 0.15,
            as_typed=rng.random() < 0.5,
        )

    def selections(self) -> tuple[Selection, ...]:
        rng = self.rng
        values = {
            "publisher": (*corpora.PUBLISHERS, "Nobody"),
            "byline": ("", *corpora.AUTHORS),
            "place": corpora.PLACES,
            "site": ("", "isles.example", "misles.example"),
            "language": ("en", "fr", ""),
            "date": ("", "2013", "2014", "2015-01", "2015-02", "2014-01-01", "2014-01-02"),
        }
        chosen = rng.choices(list(values), k=rng.choice((0, 1, 1, 2, 3)))
        return tuple(Selection(facet, rng.choice(values[facet]), rng.random() < 0.3) for facet in chosen)

    # Anything

    def anything(self) -> str:
        rng = self.rng
        kind = rng.randrange(5)
        if kind == 0:
            return "".join(rng.choice(PIECES) for _ in range(rng.randint(0, 12)))
        if kind == 1:
            return " ".join(rng.choice(PIECES) for _ in range(rng.randint(0, 10)))
        if kind == 2:  # any character, those of the first planes more often
            return "".join(chr(int(rng.random() ** 3 * 0x10FFFF)) for _ in range(rng.randint(0, 40)))
        if kind == 3:
            return "".join(rng.choice(ALPHABET) for _ in range(rng.randint(0, 40)))
        return self._damaged(self.spoken().text)

    def _damaged(self, text: str) -> str:
        """`text` with a few characters lost, doubled, swapped or put in."""
        letters = list(text)
        for _ in range(self.rng.randint(1, 4)):
            at = self.rng.randint(0, len(letters))
            letters[at : at + self.rng.choice((0, 1, 1, 3))] = self.rng.choice(("", "", *ALPHABET))
        return "".join(letters)

    # What is meant is known

    def spoken(self) -> Asked:
        rng = self.rng
        kind = rng.randrange(8)
        text, node = self._ranked(2) if kind < 3 else self._standing(3) if kind < 5 else self._whole(3)
        if (
            kind == 7
            and not isinstance(node, FacetFilter | Address | Published | Length | Copied)
            and rng.random() < 0.3
        ):
            return Asked(f"{text} in:removed", mapped(node, lambda leaf: in_field(leaf, Field.REMOVED)))
        return Asked(self._spaced(text), node)

    def _spaced(self, text: str) -> str:
        """`text` with other white space, which means nothing."""
        return text.replace(" ", self.rng.choice((" ", " ", "  ", "\u00a0", " \t ", "\n")))

    def _whole(self, depth: int) -> tuple[str, Node]:
        rng = self.rng
        kind = rng.randrange(10)
        if depth == 0 or kind < 3:
            return self._standing(depth)
        if kind == 3:
            return self._filter()
        if kind == 4:
            text, node = self._unit(*self._standing(depth - 1))
            count = rng.randint(1, 4)
            return f"{rng.choice(('atleast', 'ATLEAST'))}{count} {text}", AtLeast(count, node)
        if kind == 5:
            return self._negated(*self._unit(*self._whole(depth - 1)))
        if kind == 6:
            return self._in_brackets(depth)
        if kind == 7:
            return self._ranked(depth - 1)
        parts = [self._operand(depth - 1) for _ in range(rng.choice((2, 2, 3)))]
        nodes = tuple(node for _, node in parts)
        if kind == 8:
            return f" {rng.choice(('AND', 'AND', '&&'))} ".join(text for text, _ in parts), And(nodes)
        return f" {rng.choice(('OR', 'OR', '||'))} ".join(text for text, _ in parts), Or(nodes)

    def _operand(self, depth: int) -> tuple[str, Node]:
        text, node = self._unit(*self._whole(depth))
        return self._negated(text, node) if self.rng.random() < 0.15 and not isinstance(node, Not) else (text, node)

    def _negated(self, text: str, node: Node) -> tuple[str, Node]:
        if isinstance(node, Not):
            return text, node
        return self.rng.choice(("-", "NOT ", "!")) + text, Not(node)

    def _unit(self, text: str, node: Node) -> tuple[str, Node]:
        """In brackets unless it is one piece, and now and then all the same."""
        single = isinstance(
            node, Word | Phrase | Prefix | Wildcard | Fuzzy | FacetFilter | Address | Published | Length | Copied
        )
        single = single and " in:" not in text
        return (text if single and self.rng.random() < 0.95 else f"({text})"), node

    def _in_brackets(self, depth: int) -> tuple[str, Node]:
        """A field before a bracket."""
        field = self.rng.choice((Field.TITLE, Field.BODY, Field.LEAD, Field.HLEAD))
        text, node = self._standing(depth - 1)
        return f"{self.rng.choice(FIELDS[field])}({text})", mapped(node, lambda leaf: in_field(leaf, field))

    def _ranked(self, depth: int) -> tuple[str, Node]:
        """Words side by side, with what must and must not be there."""
        rng = self.rng
        pieces: list[str] = []
        wanted: list[Node] = []
        required: list[Node] = []
        excluded: list[Node] = []
        for _ in range(rng.choice((2, 2, 3, 4, 5))):
            kind = rng.randrange(12)
            if kind < 7:
                text, node = self._leaf()
                wanted.append(node)
            elif kind == 7:
                text, node = self._unit(*self._alternatives(depth))
                wanted.append(node)
            elif kind == 8:
                text, node = self._leaf()
                text = "+" + text
                required.append(node)
            elif kind == 9:
                text, node = self._filter()
                required.append(node)
            elif kind == 10:
                text, node = self._unit(*self._pair(depth))
                required.append(node)
            else:
                text, node = self._unit(*(self._alternatives(depth) if rng.random() < 0.3 else self._leaf()))
                text = rng.choice(("-", "NOT ")) + text
                excluded.append(node)
            pieces.append(text)
        if len(pieces) == 1 or (len(wanted) == 1 and not required and not excluded):
            return pieces[0], wanted[0]
        return " ".join(pieces), Ranked(tuple(wanted), tuple(required), tuple(excluded))

    def _standing(self, depth: int) -> tuple[str, Node]:
        """What stands at places of a text."""
        kind = self.rng.randrange(6)
        if depth == 0 or kind < 3:
            return self._leaf()
        return self._alternatives(depth - 1) if kind == 3 else self._pair(depth - 1)

    def _alternatives(self, depth: int) -> tuple[str, Node]:
        parts = [self._unit(*self._standing(depth)) for _ in range(2)]
        return self.rng.choice((" OR ", " || ")).join(text for text, _ in parts), Or(tuple(node for _, node in parts))

    def _pair(self, depth: int) -> tuple[str, Node]:
        rng = self.rng
        left_text, left = self._standing(depth)
        if not (isinstance(left, Near | Within) and rng.random() < 0.5):
            left_text, left = self._unit(left_text, left)
        right_text, right = self._unit(*self._standing(depth))
        if rng.random() < 0.4:
            unit = rng.choice(list(Unit))
            sign = rng.choice(("/s", "w/s", "/S") if unit is Unit.SENTENCE else ("/p", "w/p", "/P"))
            return f"{left_text} {sign} {right_text}", Within(left, right, unit)
        distance = rng.choice((0, 1, 2, 3, 5, 8, 10))
        if rng.random() < 0.4:
            return f"{left_text} {rng.choice(('w', 'W', 'pre'))}/{distance} {right_text}", Near(
                left, right, distance, ordered=True
            )
        sign = "NEAR" if distance == 10 else rng.choice((f"NEAR/{distance}", f"near/{distance}", f"n/{distance}"))
        return f"{left_text} {sign} {right_text}", Near(left, right, distance)


def in_field(leaf: Word | Phrase | Prefix | Wildcard | Fuzzy, field: Field) -> Node:
    return replace(leaf, field=field) if leaf.field is Field.ANY else leaf
