"""What shape has that which is worked out from the whole archive, and on which articles hang?

One more page can then change another article. To give what a rebuild would give, the archive keeps what each page or
article puts into a derivation, in the manifest's rows or in a table of its own; when what comes out has changed, the
articles that hang on it are read again. The rows of `index.reindex.agree.derivations` are all that there are.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.reindex.rows import Rows

if TYPE_CHECKING:
    from index.article import Article
    from index.page import RawPage

MovedKey = TypeVar("MovedKey", bound=Hashable)
State = TypeVar("State")


@dataclass(frozen=True, slots=True)
class Made:
    """What an archive is when its articles are made: the rows of all of them; the ids of those of this run; the day of
    it; and what gives the telling words of articles (`index.reindex.agree.texts`) by the ids of their places."""

    rows: Rows
    fresh: NDArray[np.uint64]
    today: date
    words: Callable[[NDArray[np.uint64]], Mapping[int, NDArray[np.uint32]]]


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed before an article is made: pages that are no longer there or no longer the same, by the ids of
    their places; what the new and changed ones put in; the rows of the last run; the day of this one."""

    without: frozenset[int]
    added: Sequence[Any]
    rows: Rows
    today: date


def moved(before: Mapping[MovedKey, object], now: Mapping[MovedKey, object]) -> set[MovedKey]:
    """The keys that have another value now, or one only before or only now."""
    return {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}


class Derivation(ABC, Generic[State]):
    """A derivation by its name, under which its table is published. Its states are values: one that has not changed is
    the same object.

    An `early` one is settled when new and changed pages were looked at: what hangs on it is read once. Others are
    settled when the articles are made, and `changed` foretells them. A `daily` one may change by the day alone.
    """

    name: ClassVar[str]
    early: ClassVar[bool] = False
    daily: ClassVar[bool] = False

    # In the process that holds the run.

    @abstractmethod
    def last(self, said: Any, table: bytes | None) -> State:
        """The state of the last run from what `said` and `encode` gave; of an archive without articles from None.

        Raises `IndexDamaged`.
        """

    def said(self, state: State) -> Any:
        """What the manifest is to say of a state, as JSON."""
        return None

    def encode(self, state: State) -> bytes | None:
        """The table to publish with the archive, None where the manifest holds everything."""
        return None

    @abstractmethod
    def changed(self, state: State, change: Change) -> State:
        """The state after a change, as far as it can be told before articles are made."""

    def agreed(self, state: State, made: Made) -> State:
        """The state when all articles are known. Raises `IndexDamaged`."""
        return state

    def on_day(self, state: State, today: date) -> State:
        """The state were only the day another one."""
        return state

    @abstractmethod
    def value(self, state: State) -> Any:
        """What comes out, for the processes that make articles."""

    @abstractmethod
    def outdated(self, rows: Rows, before: State, now: State) -> NDArray[np.bool_]:
        """bool[rows]: which rows were made under `before` and could be others under `now`."""

    # In a process that reads.

    def seen(self, page: RawPage) -> Any:
        """What a page puts in before it becomes an article, None for nothing."""
        return None

    def packed(self, seen: Any) -> Any:
        """What `seen` gave, as JSON."""
        return seen

    def unpacked(self, packed: Any) -> Any:
        """What `seen` gave, of the value of `packed`. Raises `ValueError` or `TypeError` for anything else."""
        return packed

    def columns(self, article: Article) -> Mapping[str, int]:
        """What an article puts in, by columns of the manifest's rows."""
        return {}

    @abstractmethod
    def arguments(self, value: Any) -> Callable[[RawPage], Mapping[str, Any]]:
        """What tells, by a `value`, what `index.extract.described` is to know of a page: its template, fields of its
        hints.

        Asked for once for all pages: what they have in common is made here.
        """
