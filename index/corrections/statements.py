"""What does a correction say? Statements, each on one subject, and how a kind of action reads and carries them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from index.article import ArticleDate
from index.corrections import CORRECTIONS_FILE
from index.corrections.keys import ArticleKey
from index.corrections.source import Complaint, YamlNode
from index.extract import DescribedPage

SAID = f"corrected in {CORRECTIONS_FILE}"
"""The source of a corrected value, in its evidence."""

SaidValue = str | bool | tuple[str, ...] | ArticleDate | None
Complain = Callable[[Complaint], None]


class Subject(NamedTuple):
    """What a statement is on: of which kind it is, and what of that kind; `part` is one of several values of it.

    Of two statements on one subject the stronger counts.
    """

    about: str
    name: str
    part: str = ""


class Statement(NamedTuple):
    """What stands of a subject for one article, and by which key; `rank` is how strong, the strongest 0."""

    value: SaidValue
    key: ArticleKey
    rank: int


Statements = Mapping[Subject, Statement]


@dataclass(frozen=True, slots=True)
class Action:
    """One kind of action of a correction: `name` stands in the file.

    `read` gives the statements of the value behind the name, for articles of the key; it complains of what it cannot
    take and goes on. `about` is the kind of the subjects; actions of one kind share their `effect`, which changes an
    article by the statements of that kind.
    """

    name: str
    about: str
    read: Callable[[YamlNode, ArticleKey, Complain], Iterator[tuple[Subject, SaidValue]]]
    effect: Callable[[DescribedPage, Statements], DescribedPage]
