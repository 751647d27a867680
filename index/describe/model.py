"""What does describing a page give, and what does it need to know besides the page?"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from index.article import ArticleDate, Certainty, Evidence, Metadata


@dataclass(frozen=True, slots=True)
class Hints:
    """What the archive knows besides one page.

    `years` are the first and last year of the archive's stated dates, by which a date without a year is resolved;
    `today` is the day after which no article can have been published (None: not checked).
    """

    years: tuple[int, int] | None = None
    today: date | None = None


NO_HINTS = Hints()
FROM_ADDRESS = "from the address"
STRICT = "CUTTINGS_STRICT"
"""A variable of the environment under which no error is made good: a mistake of ours is to fail a test."""
FAULT = "left out by a mistake of the program: "
"""How the note of a guarded error begins; it stands among the article's repairs."""
_LONGEST_ERROR = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Description(Metadata):
    """An article's metadata. `roles` maps a line's number to the rule that a kept line is dropped by ("title").

    `faults` names what could not be described for an error of ours.
    """

    roles: Mapping[int, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


class Guard:
    """Notes an error of ours among the findings instead of letting it through.

    What the machine runs out of (memory, the disk) is no mistake of ours and passes. A class, because `contextmanager`
    takes three times as long and there are 25 guards a page.
    """

    __slots__ = ("_findings", "_name", "_source")

    def __init__(self, findings: Findings, name: str, source: str) -> None:
        self._findings = findings
        self._name = name
        self._source = source

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        passes = not isinstance(error, Exception) or isinstance(error, MemoryError | OSError)
        if passes or STRICT in os.environ:
            return False
        self._findings.faults.append(f"{FAULT}{self._name} of {self._source} ({error!r:.{_LONGEST_ERROR}})")
        return True


@dataclass(frozen=True, slots=True)
class Statement:
    """What a source says of a field: the field's name, who says it, and the words."""

    field: str
    source: str
    quote: str


@dataclass(slots=True)
class Findings:
    """Values collected so far, best first: the first value of a field stands, and each is recorded as evidence."""

    values: dict[str, str] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    dates: dict[str, ArticleDate] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)
    roles: dict[int, str] = field(default_factory=dict)
    waiting: tuple[tuple[str, ...], str] | None = None  # authors that are no persons, and who says so
    faults: list[str] = field(default_factory=list)

    def guarded(self, name: str, source: str) -> Guard:
        """Let an unforeseen error cost no more than what `source` says of the field `name`, and note it."""
        return Guard(self, name, source)

    def say(self, name: str, value: str, source: str, quote: str = "", certainty: Certainty = Certainty.STATED) -> None:
        """Take the value unless the field has one already."""
        value = value.strip()
        if value and name not in self.values:
            self.values[name] = value
            self._record(name, value, source, quote, certainty)

    def say_authors(
        self, names: tuple[str, ...], source: str, quote: str = "", certainty: Certainty = Certainty.STATED
    ) -> None:
        """Take the authors unless there are some already."""
        if names and not self.authors:
            self.authors = names
            self._record("authors", "; ".join(names), source, quote, certainty)

    def say_date(
        self, value: ArticleDate | None, statement: Statement, certainty: Certainty = Certainty.STATED
    ) -> None:
        """Take the date unless the field has one already; a date with an inferred part is never called stated."""
        if value is not None and statement.field not in self.dates:
            self.dates[statement.field] = value
            certainty = Certainty.INFERRED if value.inferred and certainty is Certainty.STATED else certainty
            self._record(statement.field, value.isoformat(), statement.source, statement.quote, certainty)

    def refuse(self, name: str, value: str, source: str, quote: str) -> None:
        """Record a value that the page offers and that is not believed; `quote` says what stands there or why."""
        self._record(name, value, source, quote, Certainty.REFUSED)

    def _record(self, name: str, value: str, source: str, quote: str, certainty: Certainty) -> None:
        self.evidence.append(Evidence(name, value, source, quote[:300], certainty))
