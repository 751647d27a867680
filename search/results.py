"""What does a search answer? `Results` is everything that a page or a reply shows.

What a page has dozens of (spans, facet values, hits) are named tuples: a frozen dataclass takes three times as long to
make, which was an eighth of a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from index.article import ArticleDate, YearlessDay
from search.article_copies import ArticleGroup
from search.article_versions import ArticleVersion
from search.notes import Note, NoteCode
from search.query import Listing, Query

NO_VALUES: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Span(NamedTuple):
    """Characters `start` to `end` (end not included) of the text that it goes with."""

    start: int
    end: int


class Marked(NamedTuple):
    """A text and the spans of it that matched: in order, apart from one another, each of whole surface words."""

    text: str
    spans: tuple[Span, ...] = ()


class Reason(NamedTuple):
    """Why a hit is here, for one word of the query: where it stands, how often, and how rare it is in the archive.

    `field` is a field of the text, or the facet of a value. `rarity` is the number of articles that hold the word;
    `share` is its part of the hit's score, 0 to 1.
    """

    word: str
    field: str
    occurrences: int
    rarity: int
    share: float


class Hit(NamedTuple):
    """One article in a result list. `matches` counts the marks of words in the whole body; `removed` is true where
    there are none and the snippets are of the removed lines. Where there are none and a name is chosen that the text
    has, the snippets show that name. `facets` are the values of the facets that no other field is
    (`index.facets.OF_HITS`), by name; `group` is None where it has no copies; `sample` says that it comes with the
    program."""

    id: str
    key: str
    path: str
    title: Marked
    snippets: tuple[Marked, ...]
    score: float
    all_words: bool = True
    matches: int = 0
    publisher: str = ""
    authors: tuple[str, ...] = ()
    agency: str = ""
    place: str = ""
    section: str = ""
    language: str = ""
    published: ArticleDate | None = None
    modified: ArticleDate | None = None
    reasons: tuple[Reason, ...] = ()
    removed: bool = False
    facets: Mapping[str, tuple[str, ...]] = NO_VALUES
    added: datetime | None = None
    host: str = ""
    sha256: str = ""
    yearless: YearlessDay | None = None
    group: ArticleGroup | None = None
    older: ArticleVersion | None = None
    url: str = ""
    saved: ArticleDate | None = None
    sample: bool = False

    def of_version(self, older: ArticleVersion | None) -> Hit:
        """The same as an older version of its article, with the id of the version; as it is where there is None."""
        return self if older is None else self._replace(id=older.id, older=older)

    @property
    def filed_under(self) -> ArticleDate | None:
        """The date that sorting, date facets and date filters go by, as `Article.filed_under`."""
        return self.published or self.modified


class FacetValue(NamedTuple):
    """A value and the number of articles that selecting it gives. `value` "" is "None stated" (date: "Undated")."""

    value: str
    count: int  # type: ignore[assignment]  # of the articles; that of a tuple is hidden
    selected: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """A facet's values by count then name, counted without the facet's own selections.

    `distinct` is how many values there are in all; `values` may be cut to the first ones, selected ones always in.
    It is an estimate where `about` says so.
    For `date` the values are years, and months where one year is selected or covers everything, in time order.
    `notes`, `notices` and `grouped` are those of `Results`, where the facet was asked for by itself.
    """

    name: str
    values: tuple[FacetValue, ...]
    distinct: int = 0
    notes: tuple[Note, ...] = ()
    notices: tuple[Note, ...] = ()
    grouped: bool = False
    about: bool = False


@dataclass(frozen=True, slots=True)
class Expansion:
    """Aliases and spelling variants of `word` that articles among the results hold in its place: `added`, the one of
    most articles first. `different` are those that differ by more than one letter, as nobody needs to be told others.
    """

    word: str
    added: tuple[str, ...]
    different: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherForms:
    """What comes behind the name `word`: articles that hold only other `forms` of it, the commonest ones. `only` is the
    question that leaves them out."""

    word: str
    forms: tuple[str, ...]
    only: str


@dataclass(frozen=True, slots=True)
class Related:
    """A facet value that is typical of the matches: `count` of the archive's `articles` that have it are among them."""

    facet: str
    value: str
    count: int
    articles: int


ADDRESS, REMOVED, FORM, ENDINGS, POSSIBLE = "address", "removed", "form", "endings", "possible"
IN_VERSIONS = "versions"
OPERATORS, ALTERNATIVES, PERIOD, AS_WORDS = "operators", "alternatives", "period", "words"
REWORDED = frozenset({REMOVED, IN_VERSIONS, FORM, ENDINGS, OPERATORS, ALTERNATIVES, PERIOD, AS_WORDS, POSSIBLE})
"""What is offered as a question in other words, where the other offers name a value."""


class Offer(NamedTuple):
    """What the question's words name beside the texts: a facet's value or a period (facet `date`), with the articles
    that asking for it in the place of the words gives, or (`ADDRESS`) the id of the article at a pasted address.

    Of a word that no article holds: the word itself where lines that were removed hold it (`REMOVED`), or the
    question with a word of the same stem in its place (`FORM`); the word, or the whole question, that only older
    versions of articles hold (`IN_VERSIONS`). Of phrases, which are found as they stand, the question with their words
    in any form (`ENDINGS`). Or the question as it could be read, too: with small and, or, not as operators
    (`OPERATORS`), `a/b` as either of them (`ALTERNATIVES`), the year at its end as its date (`PERIOD`), a day as its
    words (`AS_WORDS`). Of a time, how many more articles can be of it whose year no source says (`POSSIBLE`). Where
    some of the words name a value, `rest` is the question of the others, which stays.
    """

    facet: str
    value: str
    count: int  # type: ignore[assignment]  # of the articles; that of a tuple is hidden
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a `Query`.

    `total` counts every match, `total_groups` copies of each other as one, as hits and facets do where they are
    `grouped`: the question asks for it and the archive has copies. `total_all_words` counts those with all the words.
    `left_out` more hold too few of them to be meant, and `any_word` is the question that finds these, too ("" where
    there are none). `notes` are for the reader (limits that bit, a deadline that passed), `notices` such on the
    archive as a whole, whatever is asked; `problem` is what is wrong with the index that answered, if anything is.
    `reading` is the canonical query where it differs from what was typed, else "". `suggestion` is a better spelling
    of the whole query that has more results, or ""; `corrected_from` is what was typed where the correction was
    applied at once. `related` are facet values that are much more frequent here than in the archive, the surest first;
    `other_forms` are those of names that come behind them; `offers` are what the words name beside the texts.
    `term_counts` (word, articles) and `filter_gains` (selection in words, articles without it) are filled where
    nothing was found.
    """

    query: Query
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[FacetCounts, ...] = ()
    total_groups: int = 0
    total_all_words: int = 0
    left_out: int = 0
    any_word: str = ""
    partial: bool = False
    reading: str = ""
    notes: tuple[Note, ...] = ()
    notices: tuple[Note, ...] = ()
    suggestion: str = ""
    corrected_from: str = ""
    expansions: tuple[Expansion, ...] = ()
    other_forms: tuple[OtherForms, ...] = ()
    term_counts: tuple[tuple[str, int], ...] = ()
    filter_gains: tuple[tuple[str, int], ...] = ()
    related: tuple[Related, ...] = ()
    offers: tuple[Offer, ...] = ()
    seconds: float = 0.0
    problem: Note | None = None
    grouped: bool = False

    @property
    def listed(self) -> int:
        """How many results the pages have: articles, or groups of copies where these are listed as one."""
        return self.total_groups if self.query.copies is Listing.GROUP else self.total

    @property
    def said(self) -> tuple[Note, ...]:
        """All that is for the reader: the problem, the notices, the notes."""
        return said(self.problem, self.notices, self.notes)


def said(problem: Note | None, notices: tuple[Note, ...], notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """All that is for the reader, in the order in which it is said."""
    return (*((problem,) if problem else ()), *notices, *notes)


class HitPage(NamedTuple):
    """Some of an export's hits, in order; `whole` is false where the time was too short to find all their marks."""

    hits: tuple[Hit, ...]
    whole: bool = True


class Export:
    """All the hits of a query, made while they are iterated, once: tuples of hits, in order.

    `results` is the answer without hits and facets; everything is of the one snapshot that was published at
    `published_at` (ISO 8601, "" where unknown). `expected` hits come where the time lasts. After the last ones
    `written` counts those that came, `partial` says whether any are missing or not wholly marked, and `notes` why.
    """

    def __init__(self, results: Results, pages: Iterable[HitPage], expected: int, published_at: str = "") -> None:
        self.results = results
        self.expected = expected
        self.published_at = published_at
        self.written = 0
        self.partial = results.partial
        self.notes = results.said
        self._pages = pages

    def __iter__(self) -> Iterator[tuple[Hit, ...]]:
        marked = True
        for hits, whole in self._pages:
            self.written += len(hits)
            marked &= whole
            yield hits
        if not marked:
            self.lacks(Note(NoteCode.MARKS_CUT_SHORT))
        if self.written < self.expected:
            self.lacks(Note(NoteCode.EXPORT_CUT_SHORT, written=self.written, expected=self.expected))

    def lacks(self, *notes: Note) -> None:
        """Say that something is missing, and why."""
        self.partial = True
        self.notes = (*self.notes, *notes)
