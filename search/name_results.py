"""What is there of a name? The answers of `Engine.name`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from index.entity import ENTITY_KINDS, EntityKind
from index.facets import SETTLED
from search.notes import Note
from search.query import Query
from search.results import FacetCounts, Hit

NAME_FACETS: dict[EntityKind, str] = {ENTITY_KINDS[f.settled]: f.name for f in SETTLED if f.settled is not None}
"""The facet of each kind of names."""


class SpelledName(NamedTuple):
    """A name that counts under a value, and in how many of the value's articles it stands: those that `query` finds,
    `stories` without copies."""

    text: str
    articles: int
    query: Query
    stories: int


class Together(NamedTuple):
    """A name that stands in `count` of another one's articles, which `query` finds, and in `articles` in all; without
    copies in so many `stories` and `stories_in_all`."""

    kind: EntityKind
    value: str
    count: int  # type: ignore[assignment]  # of the articles; that of a tuple is hidden
    articles: int
    query: Query
    stories: int
    stories_in_all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRecord:
    """What the archive has of a name: the `total` articles that `query` finds, so many `stories` where one stands for
    its copies; the `first` of these that has a date, and the `latest`, newest first.

    `dates` and `publishers` are facets counted under the query, which lists copies as one; `articles_of` says how many
    articles a value of these facets has, by its facet and value. Those it stands `together` with come kind by kind, the
    surest first by the log-likelihood ratio of stories. `notices` are those of `Results`.
    """

    kind: EntityKind
    value: str
    query: Query
    total: int
    stories: int
    first: Hit | None
    latest: tuple[Hit, ...]
    dates: FacetCounts
    publishers: FacetCounts
    articles_of: Mapping[tuple[str, str], int]
    spellings: tuple[SpelledName, ...]
    together: tuple[Together, ...]
    notices: tuple[Note, ...] = ()


class OtherName(NamedTuple):
    """A name that counts under another one, `value`."""

    kind: EntityKind
    value: str


class NearName(NamedTuple):
    """A name with the number of its articles."""

    kind: EntityKind
    value: str
    articles: int


class UnknownName(NamedTuple):
    """No article has the name; `near` are those that may have been meant, the commonest first."""

    near: tuple[NearName, ...] = ()
