"""What does an archive hold? How much, of which papers and times, and what is new: what its first page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from index.store.run_states import RunStates
from search.query import Query
from search.results import FacetCounts, Hit


class ExampleKind(StrEnum):
    """What a question shows that can be asked."""

    NAME = "name"
    PHRASE = "phrase"
    NEAR = "near"
    AUTHOR = "author"
    SITE = "site"
    LANGUAGE = "language"
    LANGUAGE_BEFORE = "language before"


class ExampleQuestion(NamedTuple):
    """A question that finds something in this archive, made of `values` that its articles have."""

    kind: ExampleKind
    query: Query
    values: tuple[str, ...]


class Lesson(StrEnum):
    """What a worked example teaches of how to ask."""

    WORD = "word"
    PHRASE = "phrase"
    BOTH = "both"
    NEAR = "near"
    WITHOUT = "without"
    TITLE = "title"
    YEAR = "year"
    PAPER = "paper"


class WorkedExample(NamedTuple):
    """A question as it is typed, what it teaches, and how many articles of this archive it finds: one at least."""

    lesson: Lesson
    text: str
    articles: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the archive holds.

    `articles` are all, `samples` of them came with the program; `older_versions` are kept beside them. `first` and
    `last` are the days of the oldest and newest dated article, None where none is dated. `facets` have the most
    frequent values of each, and how many there are; counted as the pages of `search` list articles, so that copies are
    one where they are `grouped`. `added` are the articles that came last, `newest` those of the latest date. The last
    came at `last_arrival`, `arrived` articles at that moment. `runs` is what is known of runs now;
    `published_at` the time at which a cluster got what it has, in ISO 8601, else "".
    """

    articles: int
    samples: int = 0
    older_versions: int = 0
    first: date | None = None
    last: date | None = None
    facets: Mapping[str, FacetCounts] = field(default_factory=dict)
    grouped: bool = False
    added: tuple[Hit, ...] = ()
    newest: tuple[Hit, ...] = ()
    last_arrival: datetime | None = None
    arrived: int = 0
    examples: tuple[ExampleQuestion, ...] = ()
    runs: RunStates = field(default_factory=RunStates)
    published_at: str = ""
