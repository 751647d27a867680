"""Which number has a term, and which exact forms of it are told apart?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from zlib import crc32

_TRIES = 8
UNNAMED_VARIANT = 255
"""The variant of a form that got no number of its own."""


class Lexicon:
    """The terms of an analyser, numbered as they come, and the exact forms that each has.

    `terms` are UTF-8. A form's variant is 0 where it equals the term, else a number from 1 to 254 from a checksum of
    the form, moved on where another form of the same term has it, and `UNNAMED_VARIANT` where that fails.
    """

    def __init__(self) -> None:
        self.terms: list[bytes] = []
        self._ids: dict[str, int] = {}
        self._forms: dict[int, bytes] = {}

    def term(self, term: str) -> int:
        """The number of a term, a new one where it has none."""
        number = self._ids.get(term)
        if number is None:
            number = self._ids[term] = len(self.terms)
            self.terms.append(term.encode())
        return number

    def number(self, term: str, exact: str) -> tuple[int, int]:
        """The number of a term, and the variant that an exact form of it is."""
        number = self._ids.get(term)
        if number is None:
            number = self._ids[term] = len(self.terms)
            self.terms.append(term.encode())
        return number, self._variant(number, exact) if term != exact else 0

    def numbers(self, terms: Sequence[str], exacts: Sequence[str]) -> list[tuple[int, int]]:
        """`number` of many terms and exact forms, pairwise."""
        ids, known = self._ids, len(self._ids)
        numbers = [ids.setdefault(term, len(ids)) for term in terms]
        new = list(islice(reversed(ids), len(ids) - known))
        self.terms += [term.encode() for term in reversed(new)]
        return [
            (number, 0 if term == exact else self._variant(number, exact))
            for number, term, exact in zip(numbers, terms, exacts, strict=True)
        ]

    def _variant(self, term: int, exact: str) -> int:
        raw = exact.encode()
        first = crc32(raw) % 254
        for step in range(_TRIES):
            number = 1 + (first + step) % 254
            if self._forms.setdefault(term << 8 | number, raw) == raw:
                return number
        return UNNAMED_VARIANT

    def forms(self) -> dict[int, bytes]:
        """All forms that have a number of their own, by term << 8 | variant."""
        return self._forms
