"""The positions of a text, by the rule of `index.analysis`: one by one, without the arrays of the index."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.analysis import EXTRA, PARAGRAPH, SENTENCE, analyse, bounds, fold
from index.article import Article
from search.query import Field

Place = tuple[str, int, int]  # field, first position, last position + 1

FIELDS = {
    Field.ANY: ("title", "body"),
    Field.TITLE: ("title",),
    Field.BODY: ("body",),
    Field.LEAD: ("body",),
    Field.HLEAD: ("title", "body"),
    Field.REMOVED: ("removed",),
}
LEAD = 100


@dataclass(frozen=True)
class Position:
    """One position of a text: its terms, its exact form, and the characters of each term."""

    terms: dict[str, tuple[int, int]]
    plain: str
    exact: str
    form: str  # exact, without accents


@dataclass(frozen=True)
class AnyOf:
    """Whether a position holds one of the terms; with `exact`, in that form as its plain term."""

    terms: frozenset[str]
    exact: str | None = None

    def __call__(self, position: Position) -> bool:
        if self.exact is not None:
            return position.exact == self.exact and position.plain in self.terms
        return not self.terms.isdisjoint(position.terms)


@dataclass(frozen=True)
class Formed:
    """Whether the form of a position fits."""

    fits: Callable[[str], bool]

    def __call__(self, position: Position) -> bool:
        return self.fits(position.form)


Test = AnyOf | Formed | Callable[[Position], bool]


@dataclass(frozen=True)
class Text:
    """A field of an article."""

    text: str
    positions: tuple[Position, ...]
    sentences: tuple[int, ...]
    paragraphs: tuple[int, ...]

    @cached_property
    def standing(self) -> dict[str, list[int]]:
        """Every term with the positions that hold it, in order."""
        found: dict[str, list[int]] = {}
        for number, position in enumerate(self.positions):
            for term in position.terms:
                found.setdefault(term, []).append(number)
        return found

    @cached_property
    def formed(self) -> dict[str, list[int]]:
        """Every form with its positions, in order."""
        found: dict[str, list[int]] = {}
        for number, position in enumerate(self.positions):
            found.setdefault(position.form, []).append(number)
        return found


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


def fitting(test: Test, text: Text) -> list[int]:
    """The positions of the text that pass the test, in order."""
    if isinstance(test, AnyOf):
        chosen = {at for term in test.terms for at in text.standing.get(term, ())}
        return sorted(at for at in chosen if test.exact is None or test(text.positions[at]))
    if isinstance(test, Formed):
        return sorted(at for form, places in text.formed.items() if test.fits(form) for at in places)
    return [at for at, position in enumerate(text.positions) if test(position)]


def shown_body(article: Article) -> str:
    """The lines that a reader sees below the title: those of the standfirst first, but for one that the text has."""
    lines, above = article.text.split("\n"), article.standfirst
    if not above.strip() or article.text[: len(above)] == above:
        return article.text
    size = above.count("\n") + 1
    if any("\n".join(lines[place : place + size]) == above for place in range(len(lines))):
        return article.text
    return "\n".join([above, *lines]) if article.text else above


def fields(article: Article) -> dict[str, Text]:
    texts = {
        "title": article.title,
        "body": shown_body(article),
        "removed": "\n".join(line.text for line in article.dropped),
    }
    return {name: read(text, article.language) for name, text in texts.items()}


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
