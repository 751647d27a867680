"""What have the sources said of a page so far? They are asked one by one, and an error of ours costs one of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from index.article import Certainty
from index.describe.claims import PART, Claim, Known, Mark, Origin
from index.describe.model import FAULT, STRICT

_LONGEST_ERROR = 200


class Hearing:
    """The claims and marks of one page, as they come, and the `faults` of those who were asked."""

    __slots__ = ("claims", "faults", "marks")

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self.marks: list[Mark] = []
        self.faults: list[str] = []

    def ask(self, name: str, place: str, statements: Iterable[Claim | Mark]) -> None:
        """Hear what a source says of the field `name`; claims without a value say nothing.

        An unforeseen error of ours costs no more than what the source has not said yet, and is noted. Not a guarded
        block: there are 25 asked a page, and this takes a third of the time.
        """
        try:
            for statement in statements:
                if isinstance(statement, Mark):
                    self.marks.append(statement)
                    continue
                value = statement.value.strip() if isinstance(statement.value, str) else statement.value
                if value or statement.certainty is Certainty.REFUSED:
                    self.claims.append(statement if value == statement.value else statement._replace(value=value))
        except Exception as error:
            if not self._noted(error, name, place):
                raise

    @contextmanager
    def guarded(self, name: str, place: str) -> Iterator[None]:
        """Let an unforeseen error of ours cost no more than the rest of the block, and note it."""
        try:
            yield
        except Exception as error:
            if not self._noted(error, name, place):
                raise

    def known(self, before: Origin) -> Known:
        """What stands by what the parts of the page before that of a source say."""
        part = PART[before]
        return Known([claim for claim in self.claims if PART[claim.source] < part])

    def _noted(self, error: Exception, name: str, place: str) -> bool:
        """Note a mistake of ours; not what the machine runs out of (memory, the disk), which passes."""
        if isinstance(error, MemoryError | OSError) or STRICT in os.environ:
            return False
        self.faults.append(f"{FAULT}{name} of {place} ({error!r:.{_LONGEST_ERROR}})")
        return True
