"""What does describing a page give, and what does it need to know besides the page?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from index.article import Metadata
from index.describe.claims import Claim
from index.yearless import LikeliestYear


class HostPaper(NamedTuple):
    """What the pages of a host agree to be called, and how many of how many do: of more than ten as tenths."""

    name: str
    votes: int
    pages: int


class PageBookmark(NamedTuple):
    """What a file says of a page: its path in the archive, and fields by their names; `curated` where a person keeps
    it."""

    path: str
    fields: Mapping[str, Any]
    curated: bool


@dataclass(frozen=True, slots=True)
class Hints:
    """What the archive knows besides one page.

    `years` are the first and last year of the archive's stated dates, by which a date without a year is resolved;
    `today` is the day after which no article can have been published (None: not checked). `papers` are what hosts are
    called, `sections` those of single papers that the archive has often, by their keys (`index.describe.topics`).
    `likeliest` is what the archive's articles tell of the year of this page, where it states none;
    `bookmarks` what exports in it say of pages, by their addresses in one spelling. `words` tells which words a name is
    made of that is written in one, () where that is not evident.
    """

    years: tuple[int, int] | None = None
    today: date | None = None
    papers: Mapping[str, HostPaper] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    likeliest: LikeliestYear | None = None
    bookmarks: Mapping[str, tuple[PageBookmark, ...]] = field(default_factory=dict)
    words: Callable[[str], tuple[str, ...]] | None = None


NO_HINTS = Hints()
FROM_ADDRESS = "from the address"
CORRECTION_FILE = "correction file"
"""How the place of a claim begins that stands in the correction file beside a source."""
STRICT = "CUTTINGS_STRICT"
"""A variable of the environment under which no error is made good: a mistake of ours is to fail a test."""
FAULT = "left out by a mistake of the program: "
"""How the note of a guarded error begins; it stands among the article's repairs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description(Metadata):
    """An article's metadata. `roles` maps a line's number to the rule that a kept line is dropped by ("title").

    `others` are the claims that lost and say something else; `faults` names what could not be described for an error
    of ours.
    """

    roles: Mapping[int, str] = field(default_factory=dict)
    others: tuple[Claim, ...] = ()
    faults: tuple[str, ...] = ()
