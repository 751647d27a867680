"""Of what is a question made? The nodes that `parse` makes of a string."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Field(StrEnum):
    """Where the words of a node are looked for.

    ANY is title and body together, HLEAD title and lead. EVERYWHERE is these and the values of the facets that are
    searched; `parse` never gives it, see `search.query.rewrite.everywhere`.
    """

    ANY = "any"
    EVERYWHERE = "everywhere"
    TITLE = "title"
    BODY = "body"
    LEAD = "lead"
    HLEAD = "hlead"
    REMOVED = "removed"

    @property
    def is_typed(self) -> bool:
        """Whether a question says so; its other words are looked for in ANY or EVERYWHERE."""
        return self not in (Field.ANY, Field.EVERYWHERE)


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word. The analyser may make several tokens of it (`S-300`), which then stand as a phrase."""

    text: str
    field: Field = Field.ANY
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side; with `slop`, in any of their forms, in order, within a window that many positions longer.

    A star by itself in `text` is any one word.
    """

    text: str
    field: Field = Field.ANY
    slop: int | None = None
    exact: bool = False

    @property
    def verbatim(self) -> bool:
        """Whether it is several words that are looked for as they stand, but for capitals and accents."""
        words = [word for word in self.text.split() if any(map(str.isalnum, word))]
        return self.slop is None and not self.exact and len(words) > 1


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that starts with `text`."""

    text: str
    field: Field = Field.ANY


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Every word that fits `pattern`: `?` is one character, `*` any number."""

    pattern: str
    field: Field = Field.ANY


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Every word within `edits` (1 or 2) edits of `text`; the first letter is fixed."""

    text: str
    edits: int = 1
    field: Field = Field.ANY


@dataclass(frozen=True, slots=True)
class Near:
    """A match of `left` and one of `right` with at most `distance` positions between; `ordered`: left comes first.

    Both sides hold words only: a `Word`, `Phrase`, `Prefix`, `Wildcard`, `Fuzzy`, an `Or` of such, `Near` or `Within`.
    """

    left: Node
    right: Node
    distance: int
    ordered: bool = False


class Unit(StrEnum):
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Within:
    """A match of `left` and one of `right` in the same sentence or paragraph. Both sides are as in `Near`."""

    left: Node
    right: Node
    unit: Unit


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`operand` (words only, as a side of `Near`) occurs `count` times or more in the article."""

    count: int
    operand: Node


@dataclass(frozen=True, slots=True)
class And:
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    operand: Node


@dataclass(frozen=True, slots=True)
class Ranked:
    """Words side by side without an operator: articles with all of `wanted` first, then those with some.

    All of `required` (`+x`, filters, and what was joined by an operator) must match and none of `excluded` (`-x`)
    may. Where `wanted` is empty, every article that meets the other two is meant; where it is not and `required` is
    empty, one of `wanted` must match. A repeated word counts as often as it stands here.
    """

    wanted: tuple[Node, ...]
    required: tuple[Node, ...] = ()
    excluded: tuple[Node, ...] = ()


ABOUT = "about"
"""In the place of a facet: any of those of names in the texts."""


@dataclass(frozen=True, slots=True)
class FacetFilter:
    """Articles whose `facet` (of any but the date; or `ABOUT`) has a value that holds the words of `text`, in order.

    Of the facet of sites `text` is a host in the letters of its language: it or one below it is the value."""

    facet: str
    text: str


class Reach(StrEnum):
    """Which part of an article's address a filter speaks of."""

    BELOW = "below"  # the host, or one below it, and the path by whole segments
    BEGINNING = "beginning"  # the host, and the beginning of the path
    WHOLE = "whole"  # all of it
    WORD = "word"  # a word of the path


@dataclass(frozen=True, slots=True)
class Address:
    """Articles by their address on the web, without its scheme and `www.`: `host` is in the letters of its language,
    `tail` the path and query as `index.address.canonical` spells them. Of a word `host` is "" and `tail` the word."""

    host: str
    tail: str
    reach: Reach


@dataclass(frozen=True, slots=True)
class Published:
    """Articles published on or after `first` and on or before `last`; an undated article matches neither, but where
    days that it can be of are `possible`, one of them is enough.

    `relative` is the filter as it is asked for where its days count from the day of asking, as `since:yesterday`.
    """

    first: date | None = None
    last: date | None = None
    relative: str = ""
    possible: bool = False


@dataclass(frozen=True, slots=True)
class Arrived:
    """Articles that came into the archive on or after `first` and on or before `last`, days of UTC; `relative` is as
    that of `Published`."""

    first: date | None = None
    last: date | None = None
    relative: str = ""


@dataclass(frozen=True, slots=True)
class Length:
    """Articles whose body has at least `least` and at most `most` words."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Copied:
    """Articles that have at least `least` and at most `most` copies elsewhere in the archive; `first`: those that
    stood nowhere before, the first ones of their groups and all without copies."""

    least: int = 0
    most: int | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class AnyVersion:
    """All articles, and with them all older versions of articles, which no other node finds."""


@dataclass(frozen=True, slots=True)
class Everything:
    """All articles: the empty query."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article: a query of which nothing searchable is left."""


Node = (
    Word
    | Phrase
    | Prefix
    | Wildcard
    | Fuzzy
    | Near
    | Within
    | AtLeast
    | And
    | Or
    | Not
    | Ranked
    | FacetFilter
    | Address
    | Published
    | Arrived
    | Length
    | Copied
    | AnyVersion
    | Everything
    | Nothing
)

LeafNode = Word | Phrase | Prefix | Wildcard | Fuzzy
