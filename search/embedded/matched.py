"""Which articles does a question find? Those that match, that are not deleted, and that its filters let through."""

from __future__ import annotations

from dataclasses import dataclass

from search import sets
from search.embedded.asked import Asked
from search.facets.selections import Narrowed, dated, narrow
from search.match.matching import DeadlinePassed, Matcher
from search.sets import Docs


@dataclass(frozen=True, slots=True)
class Matched:
    """Each segment's matches: `narrowed` before the selections, `docs` under them."""

    narrowed: tuple[Narrowed, ...]
    docs: tuple[Docs, ...]
    partial: bool

    @property
    def total(self) -> int:
        return sum(map(len, self.docs))


def matched(asked: Asked) -> Matched:
    """The articles that the question finds; of a segment for which there was no time, none."""
    narrowed, late = [], False
    for matcher, column in zip(asked.matchers, asked.archive.columns, strict=True):
        try:
            docs = _matches(asked, matcher)
        except DeadlinePassed:
            docs, late = sets.EMPTY, True
        narrowed.append(narrow(column, docs, asked.choices))
    return Matched(tuple(narrowed), tuple(part.without() for part in narrowed), late)


def _matches(asked: Asked, matcher: Matcher) -> Docs:
    segment = matcher.segment
    docs = matcher.complete(asked.root) if asked.query.all_words else matcher.docs(asked.root)
    if segment.live is not None:
        docs = docs[segment.live[docs]]
    return dated(segment, docs, asked.query)
