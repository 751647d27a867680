"""Which names stand with a surname, and which surnames may be spellings of one? Asked within a block of the archive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from index.entities.person_names import Likeness, PersonName, likeness, slip_keys, vowels

LONG_SURNAME = 5  # letters of a surname that one other vowel leaves the same


@dataclass(slots=True)
class NameForm:
    """Names that differ in nothing but capitals, accents and the like, with the articles of each spelling."""

    name: PersonName
    spellings: dict[str, int] = field(default_factory=dict)
    total: int = 0

    def add(self, spelling: str, articles: int) -> None:
        """Count the articles of one more spelling."""
        self.spellings[spelling] = articles
        self.total += articles


class Surnames:
    """The surnames of a block, and the first names that each stands with."""

    def __init__(self, forms: Iterable[NameForm]) -> None:
        self._first: dict[str, set[str]] = {}
        self._suffixes: dict[tuple[str, str], set[str]] = {}
        for form in forms:
            first = self._first.setdefault(form.name.surname, set())
            if len(form.name.words) > 1 and len(form.name.words[0]) > 1:
                first.add(form.name.words[0])
            if form.name.suffix:
                self._suffixes.setdefault((form.name.surname, form.name.words[0]), set()).add(form.name.suffix)
        self._place = {surname: place for place, surname in enumerate(self._first)}
        self._by_slip: dict[str, list[str]] = {}
        if len(self._first) > 1:
            for surname in self._first:
                for slip in slip_keys(surname):
                    self._by_slip.setdefault(slip, []).append(surname)
        self._like: dict[str, list[str]] = {}
        self._unlike: dict[tuple[str, str], frozenset[str]] = {}

    def like(self, surname: str) -> list[str]:
        """The surnames that may be a spelling of one, itself among them."""
        if surname not in self._like:
            near = {other for slip in slip_keys(surname) for other in self._by_slip.get(slip, ())} - {surname}
            known = [other for other in near if surname_likeness(surname, other) <= Likeness.NEAR]
            self._like[surname] = sorted([surname, *known], key=self._place.__getitem__)
        return self._like[surname]

    def others(self, surname: str, *first: str) -> int:
        """How many first names stand with a surname besides those that are like some."""
        if not first:
            return len(self._first[surname])
        return len(frozenset.intersection(*[self._others(surname, word) for word in first]))

    def _others(self, surname: str, word: str) -> frozenset[str]:
        """The first names of a surname that are not like one."""
        if (surname, word) not in self._unlike:
            unlike = [other for other in self._first[surname] if likeness(other, word) is Likeness.NONE]
            self._unlike[surname, word] = frozenset(unlike)
        return self._unlike[surname, word]

    def suffixes(self, name: PersonName) -> set[str]:
        """The suffixes that stand with the first name and the surname of a name."""
        return self._suffixes.get((name.surname, name.words[0]), set())

    def alone(self, surname: str, other: str, first: str) -> bool:
        """Whether a surname stands with one first name alone, besides those that it shares with another surname."""
        return not self.others(surname, first, *self._first[other])


def surname_likeness(surname: str, other: str) -> Likeness:
    """How far two surnames are spellings of one; a short one that differs in a vowel is another, and so is a part."""
    if min(len(surname), len(other)) < LONG_SURNAME and vowels(surname) != vowels(other):
        return Likeness.NONE
    near = likeness(surname, other)
    return Likeness.NONE if near in (Likeness.SHORT, Likeness.BEGINNING) else near
