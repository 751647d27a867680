"""What does an engine bring to the answering of questions? The seam: questions ready to be answered, what they find,
and the answers that are made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from search.asking.pasted_address import Pasted
from search.asking.planned import AskedArchive
from search.match.matching import Deadline
from search.query import LeafNode, Node, Parsed, Query
from search.results import Results
from search.words.leaves import Leaf
from search.words.missing import Missing


class AskedQuestion(Protocol):
    """A question to one archive, ready to be answered; see `PlannedQuestion`."""

    @property
    def archive(self) -> AskedArchive: ...

    @property
    def query(self) -> Query: ...

    @property
    def parsed(self) -> Parsed: ...

    @property
    def root(self) -> Node: ...

    @property
    def pasted(self) -> Pasted | None: ...

    @property
    def deadline(self) -> Deadline: ...

    def held(self, node: LeafNode) -> int:
        """How many articles hold a word, phrase or pattern, as the engine looks for it. Raises `DeadlinePassed`."""
        ...

    def missing(self) -> Missing:
        """What of the question no article holds, as far as there is time to find out."""
        ...


class FoundMatches(Protocol):
    """What a question finds."""

    @property
    def total(self) -> int: ...

    @property
    def partial(self) -> bool: ...


Q = TypeVar("Q", bound=AskedQuestion)
M = TypeVar("M", bound=FoundMatches)
Q_co = TypeVar("Q_co", bound=AskedQuestion, covariant=True)


class MadeAnswer(Protocol[Q_co]):
    """The answer to a question."""

    @property
    def asked(self) -> Q_co: ...

    @property
    def rarity(self) -> Mapping[Leaf, int]:
        """How many articles hold each scored leaf; empty where there was no time."""
        ...

    @property
    def partial(self) -> bool: ...

    def results(self) -> Results: ...


QuestionMaker = Callable[..., Q]
"""Makes a question of a query; of the archive and of what is asked in the place of its words, where they are given."""

MatchFinder = Callable[[Q], M]
