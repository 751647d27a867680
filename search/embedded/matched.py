"""Which articles does a question find? Those that match, that are not deleted, and that its filters let through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.segment.reader import Segment
from search import sets
from search.embedded.asked import Asked
from search.facets.selections import Narrowed, dated, narrow, since
from search.match.matching import DeadlinePassed, Matcher
from search.query import Node, Query
from search.rank.coverage import has_guesses, without_guesses
from search.sets import Docs


@dataclass(frozen=True, slots=True)
class Matched:
    """Each segment's matches: `narrowed` before the selections, `docs` under them. `guesses` are how many more hold
    too few of the question's words."""

    narrowed: tuple[Narrowed, ...]
    docs: tuple[Docs, ...]
    partial: bool
    guesses: int = 0

    @property
    def total(self) -> int:
        return sum(map(len, self.docs))

    def without(self, facet: str) -> int:
        """How many there are without the selections of a facet."""
        return sum(len(part.without(facet)) for part in self.narrowed)


def matched(asked: Asked) -> Matched:
    """The articles that the question finds; of a segment for which there was no time, none."""
    matches, late = [], False
    for matcher in asked.matchers:
        try:
            matches.append(_matches(asked, matcher))
        except DeadlinePassed:
            matches.append(sets.EMPTY)
            late = True
    told: Sequence[Docs] = matches
    if has_guesses(asked.root) and not asked.query.all_words:
        told, late = _told(asked, matches, late=late)
    narrowed = _narrowed(asked, told)
    docs = tuple(part.without() for part in narrowed)
    guesses = 0
    if told is not matches and not late:
        every = _narrowed(asked, matches)
        guesses = sum(len(part.without()) for part in every) - sum(map(len, docs))
    return Matched(narrowed, docs, late, guesses)


def _narrowed(asked: Asked, matches: Sequence[Docs]) -> tuple[Narrowed, ...]:
    """Each segment's matches that the range of dates lets through, with what the selections say of them."""
    parts = zip(asked.archive.columns, asked.matchers, matches, strict=True)
    return tuple(
        narrow(column, _stood_first(asked, matcher, _timed(column.segment, docs, asked.query)), asked.choices)
        for column, matcher, docs in parts
    )


def _timed(segment: Segment, docs: Docs, query: Query) -> Docs:
    """The matches of the days that the query asks for, that came in the time that it asks for."""
    return since(segment, dated(segment, docs, query), query)


def _stood_first(asked: Asked, matcher: Matcher, docs: Docs) -> Docs:
    """The matches that stood nowhere before, where the question asks for these alone."""
    return docs[matcher.lists.copies.first()[docs]] if asked.query.first_stood else docs


def _told(asked: Asked, matches: Sequence[Docs], *, late: bool) -> tuple[Sequence[Docs], bool]:
    """The matches without guesses, and whether the time was up: then those that are known to have all the words, as
    what is enough depends on all the matches."""
    (root, telling), *_ = asked.telling.items()
    words = tuple(dict.fromkeys(telling))
    if len(words) < 2:
        return matches, late
    complete, too_late = _complete(asked, root)
    if late or too_late:
        return complete, True
    try:
        count = sum(map(len, complete))
        return without_guesses(asked.matchers, words, matches, count, asked.archive.articles), False
    except DeadlinePassed:
        return complete, True


def _complete(asked: Asked, root: Node) -> tuple[list[Docs], bool]:
    """Each segment's matches with all the words, none where there was no time; and whether that was so."""
    complete, late = [], False
    for matcher in asked.matchers:
        try:
            complete.append(matcher.segment.alive(matcher.complete(root)))
        except DeadlinePassed:
            complete.append(sets.EMPTY)
            late = True
    return complete, late


def _matches(asked: Asked, matcher: Matcher) -> Docs:
    docs = matcher.complete(asked.root) if asked.query.all_words else matcher.docs(asked.root)
    return matcher.segment.alive(docs)
