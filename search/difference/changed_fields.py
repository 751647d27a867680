"""What differs between two articles beside their texts? The headline, the standfirst, the byline and the dates."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from index.article import ArticleDate, Metadata
from search.difference.difference import difference
from search.difference.pieces import Pieces

AUTHORS_BETWEEN = ", "
"""Stands between the names of a byline where it is one string."""


class ComparedField(StrEnum):
    """A field of an article that is compared, by its name in `index.article.Metadata`."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    AUTHORS = "authors"
    PUBLISHED = "published"
    MODIFIED = "modified"


class FieldChange(NamedTuple):
    """A field that differs: what stands in the first article and in the second, dates as such. Where one of them lacks
    the field it is "", or None for a date; the authors are one string."""

    name: ComparedField
    before: str | ArticleDate | None
    after: str | ArticleDate | None

    @property
    def pieces(self) -> Pieces:
        """How a text becomes the other one; none for dates."""
        if isinstance(self.before, str) and isinstance(self.after, str):
            return difference(self.before, self.after).pieces
        return ()


def changed_fields(first: Metadata, second: Metadata) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of `ComparedField`. The other way round it is the same with `before` and
    `after` in each other's place."""
    return tuple(change for change in _fields(first, second) if _differ(change.before, change.after))


def other_words(first: str, second: str) -> bool:
    """Whether two lines differ in more than the white space between their words."""
    return first != second and first.split() != second.split()


def _fields(first: Metadata, second: Metadata) -> Iterator[FieldChange]:
    yield FieldChange(ComparedField.TITLE, first.title, second.title)
    yield FieldChange(ComparedField.STANDFIRST, first.standfirst, second.standfirst)
    bylines = (AUTHORS_BETWEEN.join(article.authors) for article in (first, second))
    yield FieldChange(ComparedField.AUTHORS, *bylines)
    yield FieldChange(ComparedField.PUBLISHED, first.published, second.published)
    yield FieldChange(ComparedField.MODIFIED, first.modified, second.modified)


def _differ(before: str | ArticleDate | None, after: str | ArticleDate | None) -> bool:
    if isinstance(before, str) and isinstance(after, str):
        return other_words(before, after)
    if isinstance(before, ArticleDate) and isinstance(after, ArticleDate):
        # A moment is the same in whatever zone it is written.
        return (before.precision, before.moment) != (after.precision, after.moment)
    return before is not after
