"""Which names stand with a surname, and which surnames may be spellings of one? Asked within a block of the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from index.entities.person_names import Likeness, PersonName, likeness, vowels

LONG_SURNAME = 5  # letters of a surname that one other vowel leaves the same


@dataclass(slots=True)
class NameForm:
    """Names that differ in nothing but capitals, accents and the like, with the articles of each spelling."""

    name: PersonName
    spellings: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.spellings.total()


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
        self._like: dict[str, list[str]] = {}

    def like(self, surname: str) -> list[str]:
        """The surnames that may be a spelling of one, itself among them."""
        if surname not in self._like:
            self._like[surname] = [other for other in self._first if surname_likeness(surname, other) <= Likeness.NEAR]
        return self._like[surname]

    def others(self, surname: str, *first: str) -> int:
        """How many first names stand with a surname besides those that are like some."""
        return sum(all(likeness(word, one) is Likeness.NONE for one in first) for word in self._first[surname])

    def suffixes(self, name: PersonName) -> set[str]:
        """The suffixes that stand with the first name and the surname of a name."""
        return self._suffixes.get((name.surname, name.words[0]), set())

    def alone(self, surname: str, other: str, first: str) -> bool:
        """Whether a surname stands with one first name alone, besides those that it shares with another surname."""
        return not self.others(surname, first, *self._first[other])


def surname_likeness(surname: str, other: str) -> Likeness:
    """How far two surnames are spellings of one; a short one that differs in a vowel is another, and so is a part."""
    near = likeness(surname, other)
    short = min(len(surname), len(other)) < LONG_SURNAME and vowels(surname) != vowels(other)
    return Likeness.NONE if short or near in (Likeness.SHORT, Likeness.BEGINNING) else near
