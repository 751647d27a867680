"""What can an engine answer? A row of the table says it as data; the suite asks a row only what it can."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from index.article import Article
from search.engine import Engine
from tests.plain.asking import Kind
from tests.plain.named_archives import NamedArticle


class Can(StrEnum):
    """Something that an engine can answer."""

    WORDS = "words, in any form, and how many articles hold them"
    NAMES = "words of what is known beside the text, such as bylines"
    PHRASES = "words side by side in any form, in quotation marks with ~0"
    VERBATIM = "words side by side as they are typed, in quotation marks"
    ANY_WORD = "a star for any one word of a phrase"
    FIELDS = "title, body and removed lines apart"
    LEAD = "the first hundred words apart"
    AND = "AND"
    OR = "OR"
    NOT = "NOT and -"
    SIDE_BY_SIDE = "words without an operator: those with all of them first, and how many there are"
    GUESSES = "among words side by side, articles that hold too few of them are left out"
    FUNCTION_WORDS = "among words side by side, words that only hold a sentence together find nothing"
    NEAR = "NEAR/n and w/n"
    UNITS = "/s and /p"
    PREFIXES = "patterns with *"
    FILTERS = "fields of what is known beside the text, such as source:"
    DATES = "dates in the question, and a first and a last day beside it"
    EVERYTHING = "the empty question"
    FACETS = "how many articles have each value"
    FACETS_OF_A_PAGE = "the counts beside a page of hits"
    SEVERAL_VALUES = "all the values of an article that has several of a facet"
    NAMES_IN_TEXTS = "persons, organisations and places in the texts as facets, filters and offers"
    SELECTIONS = "chosen values"
    DATE_ORDER = "newest and oldest first"
    RELEVANCE = "what says a word more often stands before what says it less"
    PAGING = "pages"
    MARKS = "the characters that matched, in title, text and removed lines"
    SNIPPETS = "pieces of the text with their marks"
    COPIES = "copies of one text: how many there are, listed as one or each, and asked for"
    VERSIONS = "versions of one article: the newest is found, older ones are read and asked for"
    ARRIVAL = "when articles came into the archive: as an order, beside a question and in it"
    EXPORTS = "every hit of a question"
    DELETIONS = "articles that were removed or replaced"
    HOSTILE = "any string, without an error"
    SUGGESTIONS = "completions, likeness and corrections, where there are any"
    ERRORS = "a folder without an index"


KINDS: Mapping[Can, tuple[Kind, ...]] = {  # the questions that a capability is asked
    Can.WORDS: (Kind.WORD,),
    Can.NAMES: (Kind.NAME,),
    Can.PHRASES: (Kind.PHRASE,),
    Can.VERBATIM: (Kind.VERBATIM,),
    Can.ANY_WORD: (Kind.ANY_WORD,),
    Can.FIELDS: (Kind.FIELD,),
    Can.LEAD: (Kind.LEAD,),
    Can.AND: (Kind.AND,),
    Can.OR: (Kind.OR,),
    Can.NOT: (Kind.NOT,),
    Can.SIDE_BY_SIDE: (Kind.SIDE_BY_SIDE,),
    Can.FUNCTION_WORDS: (Kind.FUNCTION_WORD,),
    Can.NEAR: (Kind.NEAR,),
    Can.UNITS: (Kind.UNIT,),
    Can.PREFIXES: (Kind.PREFIX,),
    Can.FILTERS: (Kind.FILTER,),
    Can.DATES: (Kind.DATE,),
}


class Bench(Protocol):
    """An archive that one engine answers from."""

    def publish(self, added: Sequence[Article], removed: Sequence[str] = ()) -> None:
        """One publication: without the articles of the ids `removed`, with those `added`, which replace their like."""
        ...

    def publish_named(self, added: Sequence[NamedArticle], removed: Sequence[str] = ()) -> None:
        """One publication of articles whose names are given."""
        ...

    def publish_copies(self, added: Sequence[Article]) -> None:
        """One publication of articles among which copies are looked for."""
        ...

    def publish_versions(self, added: Sequence[Sequence[Article]]) -> None:
        """One publication of articles: each list is of the versions of one, whose id is that of the first of them."""
        ...

    def publish_arrivals(self, added: Sequence[tuple[Article, int]]) -> None:
        """One publication of articles, each with when it came, in seconds since 1970; 0: not known."""
        ...

    def engine(self) -> Engine:
        """The engine over what was published last."""
        ...


@dataclass(frozen=True)
class Row:
    """An engine: how a bench of it is set up in an empty folder, what it can answer, and why it cannot the rest. Where
    it asks a cluster, a node that answers has to be named `at` its address first."""

    name: str
    bench: Callable[[Path], Bench]
    cannot: Mapping[Can, str]
    at: Callable[[str], Callable[[Path], Bench]] | None = None

    @property
    def can(self) -> frozenset[Can]:
        return frozenset(Can) - frozenset(self.cannot)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What its questions may be made of."""
        return tuple(kind for one in Can if one in self.can for kind in KINDS.get(one, ()))
