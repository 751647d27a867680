"""Which of several claims stands? What sources say of a page, and the one table of whom to believe.

A source says what it sees and knows nothing of the others; `settle` chooses. Of a field stands the claim of the source
that `RANKS` names first, of one source's claims the likeliest (`score`), of equal ones the first. A refused claim never
stands. What loses and says something else is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from index.article import ArticleDate, Certainty, Evidence, YearlessDay

_LONGEST_QUOTE = 300


class Origin(StrEnum):
    """Who says something of a page, from the given to the guessed: evidence stands in this order."""

    CORRECTION = "correction file"
    GIVEN = "front matter, or a JSON line's fields"
    BIBLIOGRAPHY = "a bibliography that a person keeps"
    BOOKMARK = "a list of links"
    CANONICAL = "link rel=canonical"
    OG_URL = "meta og:url"
    SAVED_FROM = "the comment or header of the program that saved the page"
    CAPTURED = "the address under which a web archive keeps the page"
    BASE = "element base"
    JSON_LD = "JSON-LD"
    META = "meta tags"
    H1 = "the h1 that is most like a title of the head"
    SHOWN_TITLE = "a title of the head that is a line of the page"
    HEAD_TITLE = "a title of the head"
    CUT_TITLE = "a title of the head that ends in dots"
    TITLE_NAME = "the part of a title that is like the site's name"
    MASTHEAD = "how the page writes the name that its host is"
    PATH = "the folders of the page's address"
    HOST = "what the pages of the host agree on"
    HOST_NAME = "the name that the host alone gives"
    MARKED = "an element that is marked up as a byline"
    ADDRESS_DAY = "the day in the address of a page with a head"
    TIME = "element time"
    BREADCRUMB = "a line of breadcrumbs"
    SUMMARY = "a sentence below the headline"
    CREDIT = "a line or tail that names the supplier"
    BYLINE = "the likeliest byline"
    TRUE_BYLINE = "the same, where it names more than the head does, or others, whom the page shows"
    DATE_LINE = "the likeliest date among the lines"
    LOCAL_DAY = (
        "the same, where the day known is in UTC, of the address, or of a move: takes its place, and both are evidence"
    )
    DATELINE = "the dateline that opens the story"
    CAPTION = "a caption's credit"
    RIGHTS = "a line on rights"
    ADDRESS = "the day or month in the address"
    SENDER = "who sent a mail"
    DOCUMENT = "who made a document and when, as its properties say"
    NAMELESS = "an author field of the head that names no person"
    HEADLINE = "the likeliest headline"
    WORDS = "the words of the text"
    FIRST_LINE = "the beginning of the text"
    FILE = "the file's name"


_S = Origin
_WRITTEN = (_S.CORRECTION, _S.GIVEN)
RANKS: Mapping[str, tuple[Origin, ...]] = {
    "title": (
        *_WRITTEN,
        *(_S.H1, _S.SHOWN_TITLE, _S.HEAD_TITLE, _S.BIBLIOGRAPHY, _S.CUT_TITLE),
        *(_S.HEADLINE, _S.BOOKMARK, _S.FIRST_LINE, _S.FILE),
    ),
    "standfirst": (*_WRITTEN, _S.SUMMARY),
    "authors": (
        *(*_WRITTEN, _S.TRUE_BYLINE, _S.JSON_LD, _S.META, _S.MARKED),
        *(_S.BIBLIOGRAPHY, _S.BYLINE, _S.DOCUMENT, _S.BOOKMARK, _S.SENDER, _S.NAMELESS),
    ),
    "publisher": (
        *(*_WRITTEN, _S.META, _S.JSON_LD, _S.BIBLIOGRAPHY, _S.TITLE_NAME, _S.MASTHEAD, _S.SENDER),
        *(_S.HOST, _S.BOOKMARK, _S.HOST_NAME, _S.CREDIT, _S.RIGHTS),
    ),
    "agency": (*_WRITTEN, _S.JSON_LD, _S.META, _S.MARKED, _S.CREDIT, _S.BYLINE, _S.DATELINE),
    "place": (*_WRITTEN, _S.MARKED, _S.BYLINE, _S.DATELINE),
    "section": (*_WRITTEN, _S.META, _S.JSON_LD, _S.PATH, _S.BREADCRUMB),
    "language": (*_WRITTEN, _S.WORDS, _S.BIBLIOGRAPHY, _S.BOOKMARK),
    "photo_credit": (*_WRITTEN, _S.CAPTION),
    "url": (*_WRITTEN, _S.CANONICAL, _S.OG_URL, _S.SAVED_FROM, _S.BASE),
    "published": (
        *(_S.LOCAL_DAY, *_WRITTEN),
        *(_S.JSON_LD, _S.META, _S.ADDRESS_DAY, _S.TIME, _S.BIBLIOGRAPHY, _S.DATE_LINE, _S.DATELINE, _S.ADDRESS),
        *(_S.BOOKMARK, _S.DOCUMENT),
    ),
    "modified": (*_WRITTEN, _S.JSON_LD, _S.META, _S.DATE_LINE),
    "saved": (*_WRITTEN, _S.SAVED_FROM, _S.CAPTURED, _S.BIBLIOGRAPHY, _S.BOOKMARK),
}
"""Field -> the sources that speak of it, the most believed first."""
OF_HEAD = (_S.JSON_LD, _S.META)
"""The sources that are fields of a page's head."""
ROLES = ("title", "source", "byline", "date", "credit")
"""What a kept line can be instead of text, the most believed first."""
_TOLD_ANYWAY = frozenset((*_WRITTEN, _S.CANONICAL, _S.OG_URL, _S.DATE_LINE))
"""What these refuse is evidence also where a better source stands: what a person wrote, or the page shows on top."""

_RANK = {field: {source: number for number, source in enumerate(sources)} for field, sources in RANKS.items()}
_HEAD = (
    *(_S.CANONICAL, _S.OG_URL, _S.SAVED_FROM, _S.CAPTURED, _S.BASE),
    *(_S.JSON_LD, _S.META, _S.H1, _S.SHOWN_TITLE, _S.HEAD_TITLE, _S.CUT_TITLE),
    *(_S.TITLE_NAME, _S.MASTHEAD, _S.PATH, _S.HOST, _S.HOST_NAME),
)
_PARTS = {**dict.fromkeys(_HEAD, _S.CANONICAL), _S.LOCAL_DAY: _S.DATE_LINE, _S.TRUE_BYLINE: _S.BYLINE}
PART = {source: list(Origin).index(_PARTS.get(source, source)) for source in Origin}
"""The number of the part of the page that a source speaks for, of most a part of its own. The claims of one part are
evidence as they were made; a source that has to know what stands is told what the parts before its own say."""

ClaimValue = str | tuple[str, ...] | ArticleDate


class Claim(NamedTuple):
    """What a source says of a field: the value, the `place` where it stands ("line 7"), and the words there.

    `score` is how likely the value is, comparable among the claims of one source on one field only. `yearless` is what
    stands there where a date states no year.
    """

    field: str
    value: ClaimValue
    source: Origin
    place: str
    quote: str = ""
    certainty: Certainty = Certainty.STATED
    score: float = 0.0
    yearless: YearlessDay | None = None

    def refused(self, value: str, why: str) -> Claim:
        """The same, but not believed: the value that is offered there, and what stands there or why."""
        return self._replace(value=value, quote=why, certainty=Certainty.REFUSED)

    @property
    def is_refused(self) -> bool:
        """Whether the source itself does not believe it."""
        return self.certainty is Certainty.REFUSED

    @property
    def text(self) -> str:
        """The value as text: names parted by semicolons, a date as precise as it is known."""
        if isinstance(self.value, ArticleDate):
            return self.value.isoformat()
        return self.value if isinstance(self.value, str) else "; ".join(self.value)

    def evidence(self) -> Evidence:
        """What an article keeps of the claim."""
        value = self.value if isinstance(self.value, str) else self.text
        return Evidence(self.field, value, self.place, self.quote[:_LONGEST_QUOTE], self.certainty)


class Mark(NamedTuple):
    """What a source says of a line that the cleaner kept: that it is no text but this (one of `ROLES`)."""

    line: int
    role: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What stands: of each field a claim. `told` are the claims that are evidence, in the order of `Origin`; `others`
    those that lost and say something else."""

    standing: Mapping[str, Claim]
    told: tuple[Claim, ...]
    others: tuple[Claim, ...]


def settle(claims: Iterable[Claim]) -> Settled:
    """What stands of the claims. In which order the sources were asked makes no difference.

    Raises KeyError for a source that `RANKS` does not name for the field.
    """
    heard = sorted(claims, key=lambda claim: PART[claim.source])
    fields: dict[str, list[Claim]] = {}
    for claim in heard:
        fields.setdefault(claim.field, []).append(claim)
    standing: dict[str, Claim] = {}
    lost: set[int] = set()
    for field, said in fields.items():
        winner = _winner(said)
        if winner is not None:
            standing[field] = winner
            if len(said) > 1:
                lost.update(map(id, _beaten(winner, said)))
    others = [claim for claim in heard if id(claim) in lost]
    return Settled(
        standing,
        tuple([claim for claim in heard if id(claim) not in lost]),
        tuple([claim for claim in others if claim.is_refused or claim.value != standing[claim.field].value]),
    )


def _winner(said: Iterable[Claim]) -> Claim | None:
    """Of the claims on one field the one that stands. A loop: sorting them takes twice as long."""
    winner, least = None, len(Origin)
    for claim in said:
        rank = _RANK[claim.field][claim.source]
        if claim.certainty is not Certainty.REFUSED and (
            winner is None or rank < least or (rank == least and claim.score > winner.score)
        ):
            winner, least = claim, rank
    return winner


def _beaten(winner: Claim, said: Sequence[Claim]) -> Iterator[Claim]:
    """The claims on one field that are no evidence: all but the winner, the day that a local one takes the place of,
    and what sources refuse that are believed as much as what stands."""
    ranks = _RANK[winner.field]
    replaced = _winner(claim for claim in said if claim is not winner) if winner.source is _S.LOCAL_DAY else None
    least = ranks[(replaced or winner).source]
    for claim in said:
        told = claim.is_refused and (ranks[claim.source] <= least or claim.source in _TOLD_ANYWAY)
        if claim is not winner and claim is not replaced and not told:
            yield claim


class Known:
    """What stands by some claims, settled field by field when it is asked for: a source asks for two or three."""

    __slots__ = ("_claims", "_standing")

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._claims = claims
        self._standing: dict[str, Claim | None] = {}

    def claim(self, field: str) -> Claim | None:
        """The claim that stands for a field, None where nothing is known."""
        if field not in self._standing:
            self._standing[field] = _winner(self.claims(field))
        return self._standing[field]

    def claims(self, field: str) -> list[Claim]:
        """All that is claimed of a field."""
        return [claim for claim in self._claims if claim.field == field]

    def value(self, field: str) -> ClaimValue:
        """The value of a field, "" where nothing is known."""
        claim = self.claim(field)
        return claim.value if claim is not None else ""

    def text(self, field: str) -> str:
        """The value of a field of text, "" where nothing is known."""
        value = self.value(field)
        return value if isinstance(value, str) else ""

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors, none where nobody is known."""
        value = self.value("authors")
        return value if isinstance(value, tuple) else ()

    def date(self, field: str) -> ArticleDate | None:
        """The date of a field, None where it is not known."""
        value = self.value(field)
        return value if isinstance(value, ArticleDate) else None


def settle_marks(marks: Iterable[Mark]) -> dict[int, str]:
    """Line -> the role that stands."""
    roles: dict[int, str] = {}
    for line, role in sorted(marks, key=lambda mark: ROLES.index(mark.role)):
        roles.setdefault(line, role)
    return roles
