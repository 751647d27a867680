"""What can be looked up in the index? A leaf: sequences of positions, each with the terms that fit there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as value

from index.analysis import fold
from search.kept import ENTRY, WORD
from search.query import Field
from search.words.value_names import ValueName

FIELDS_OF = {
    Field.ANY: ("title", "body"),
    Field.EVERYWHERE: ("title", "body"),
    Field.TITLE: ("title",),
    Field.BODY: ("body",),
    Field.LEAD: ("body",),
    Field.HLEAD: ("title", "body"),
    Field.REMOVED: ("removed",),
}


def without_accents(exact: str) -> str:
    """An exact form without accents, as typed words and the forms of the archive are compared."""
    return exact if exact.isascii() else fold(exact) or exact


@dataclass(frozen=True, slots=True)
class Typed:
    """A word as it was typed, in small letters without accents, by which the forms of its stem are told apart.

    `languages` are those of the archive whose rules tell a form of the word from what is derived from it (see
    `search.words.inflection.ruled`). `name` says whether a name is meant, of which other forms are other names; `only`
    says that no other form is looked for. `strange` are terms of languages that the question is hardly of: what stands
    under them in another form than the typed one is another word, as likely as not.
    """

    word: str
    languages: tuple[str, ...] = ()
    name: bool = False
    only: bool = False
    strange: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class Slot:
    """One position of a leaf: it holds one of `terms`, one of the terms of `spoken` in an article of one of the
    languages named, or one of the terms of `forms` in one of the exact forms named.

    Terms and exact forms are the index's bytes. A position is a match once, however many of them it holds. One of
    `any_word` holds whatever stands there; it is never the first or last of a sequence. Where `typed` is told, an
    article counts less the further the nearest form that it holds is from it, or no other form is a match (`only`).
    """

    terms: tuple[bytes, ...] = ()
    spoken: tuple[tuple[bytes, frozenset[str]], ...] = ()
    forms: tuple[tuple[bytes, frozenset[bytes]], ...] = ()
    any_word: bool = False
    typed: Typed | None = None
    _hash: int = value(init=False, repr=False, compare=False)  # worked out once, as that of a leaf

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.terms, self.spoken, self.forms, self.any_word, self.typed)))

    def __hash__(self) -> int:
        return self._hash

    @property
    def any_form(self) -> bool:
        """Whether its terms count in whatever form they stand, so that their lists say all."""
        return not self.forms and not (self.typed and self.typed.only)

    def __bool__(self) -> bool:
        return bool(self.terms or self.spoken or self.forms)

    @property
    def weight(self) -> int:
        """Bytes that it takes, about; a set of languages or forms takes 220 more than what is in it."""
        sets = 300 * len(self.spoken) + sum(300 + WORD * len(forms) for _, forms in self.forms)
        return 150 + WORD * len(self.terms) + sets + (3 * WORD if self.typed else 0)

    @property
    def listed(self) -> tuple[tuple[bytes, frozenset[str] | None], ...]:
        """Every term with the languages of the articles in which it counts; None where it counts in all."""
        return (*((term, None) for term in self.terms), *self.spoken, *((term, None) for term, _ in self.forms))

    def in_language(self, language: str) -> Iterator[bytes]:
        """The terms that count in an article of a language."""
        return (term for term, languages in self.listed if languages is None or language in languages)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A word, a phrase or a set of words, ready to be looked up. `label` is how the reader typed it.

    It stands where one of `sequences` does: slots side by side or, with `slop`, in order within a window that many
    positions longer. There are several where a compound may be written together or apart; none where nothing fits.
    An article holds it, too, where one of its values is meant by one of `names`; that is no place in a text.
    """

    label: str
    sequences: tuple[tuple[Slot, ...], ...]
    field: Field = Field.ANY
    slop: int = 0
    names: tuple[ValueName, ...] = ()
    _hash: int = value(init=False, repr=False, compare=False)  # worked out once: leaves are looked up at every step

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.label, self.sequences, self.field, self.slop, self.names)))

    def __hash__(self) -> int:
        return self._hash

    @property
    def weight(self) -> int:
        """Bytes that it takes, about."""
        return ENTRY + sum(slot.weight for slot in self.slots) + sum(name.weight for name in self.names)

    @property
    def slots(self) -> Iterator[Slot]:
        """The slots of all the sequences."""
        return (slot for sequence in self.sequences for slot in sequence)

    def is_leading(self, field: str) -> bool:
        """Whether in `field` it may stand among the first words only."""
        return field == "body" and self.field in (Field.LEAD, Field.HLEAD)

    @property
    def plain(self) -> bool:
        """Whether it is single positions of terms in any form: then the postings say where it stands in texts."""
        return all(len(sequence) == 1 and sequence[0].any_form for sequence in self.sequences)


@dataclass(frozen=True, slots=True)
class Widened:
    """A word of a question `as_typed`, and the other `names` that count as it, each by itself; labels are how they are
    written."""

    as_typed: Leaf
    names: tuple[Leaf, ...]
