"""Questions whose answer is known from the record of what was written: each says what is typed and counts by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from tests.plain.articles import LEAD_WORDS, Record
from tests.plain.places import FIELDS, Place, side_by_side, verbatim
from tests.plain.words import FUNCTION_WORDS, OTHER_NAMES


class Question(Protocol):
    """What is typed, and what it finds in an article."""

    @property
    def typed(self) -> str: ...

    def holds(self, record: Record) -> bool:
        """Whether the article is found."""
        ...

    def whole(self, record: Record) -> bool:
        """Whether the article is found and has all the words."""
        ...

    def places(self, record: Record) -> set[Place]:
        """Where the article is marked."""
        ...


@dataclass(frozen=True)
class Words:
    """One word, or several side by side between quotation marks, where a star is any one word. With `names`, another
    name of them does, too; with `values`, without a field, an article that has one of these. `spoken` are the words of
    a phrase that is found as it stands, and has no other name."""

    typed: str
    lemmas: tuple[str, ...]
    field: str = ""
    names: tuple[tuple[str, ...], ...] = ()
    values: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()

    def holds(self, record: Record) -> bool:
        return self.stands(record) or (not self.field and not record.known.isdisjoint(self.values))

    def stands(self, record: Record) -> bool:
        return bool(self.places(record))

    def whole(self, record: Record) -> bool:
        return self.holds(record)

    def places(self, record: Record) -> set[Place]:
        return {
            place
            for name in FIELDS[self.field]
            for place in self._standing(record, name)
            if name != "body" or self.field not in ("lead", "hlead") or place[2] <= LEAD_WORDS
        }

    def _standing(self, record: Record, name: str) -> list[Place]:
        if self.spoken:
            return verbatim(record, name, self.spoken)
        ways = filter(None, (self.lemmas, *self.names))
        return [place for lemmas in ways for place in side_by_side(record, name, lemmas)]


@dataclass(frozen=True)
class Beginning:
    """Every form that begins so; `lemmas` are the words whose forms do, as far as they were written so."""

    typed: str
    start: str

    def holds(self, record: Record) -> bool:
        return bool(self.places(record))

    def whole(self, record: Record) -> bool:
        return self.holds(record)

    def places(self, record: Record) -> set[Place]:
        return {
            (name, number, number + 1)
            for name in FIELDS[""]
            for number, word in enumerate(record.field(name).words)
            if record.field(name).text[word.start : word.end].casefold().startswith(self.start)
        }


@dataclass(frozen=True)
class Close:
    """Two words with at most `distance` words between; `ordered`: the left one first."""

    typed: str
    left: Words
    right: Words
    distance: int
    ordered: bool = False

    def holds(self, record: Record) -> bool:
        return bool(self.places(record))

    def whole(self, record: Record) -> bool:
        return self.holds(record)

    def places(self, record: Record) -> set[Place]:
        return {place for pair in self._pairs(record) for place in pair}

    def _pairs(self, record: Record) -> list[tuple[Place, Place]]:
        return [
            (one, other)
            for one in self.left.places(record)
            for other in self.right.places(record)
            if one[0] == other[0]
            if 0 <= other[1] - one[2] <= self.distance or (not self.ordered and 0 <= one[1] - other[2] <= self.distance)
        ]


@dataclass(frozen=True)
class Together:
    """Two words in one sentence, or in one paragraph."""

    typed: str
    left: Words
    right: Words
    unit: str

    def holds(self, record: Record) -> bool:
        return bool(self.places(record))

    def whole(self, record: Record) -> bool:
        return self.holds(record)

    def places(self, record: Record) -> set[Place]:
        return {
            place
            for one in self.left.places(record)
            for other in self.right.places(record)
            if one != other and one[0] == other[0]
            if self._unit(record, one) == self._unit(record, other)
            for place in (one, other)
        }

    def _unit(self, record: Record, place: Place) -> int:
        written = record.field(place[0])
        starts = written.sentences if self.unit == "sentence" else written.paragraphs
        return sum(start <= place[1] for start in starts)


@dataclass(frozen=True)
class Both:
    """All of the operands."""

    typed: str
    operands: tuple[Question, ...]

    def holds(self, record: Record) -> bool:
        return all(part.holds(record) for part in self.operands)

    def whole(self, record: Record) -> bool:
        return all(part.whole(record) for part in self.operands)

    def places(self, record: Record) -> set[Place]:
        return _joined(self, self.operands, record)


@dataclass(frozen=True)
class Either:
    """One of the operands or more."""

    typed: str
    operands: tuple[Question, ...]

    def holds(self, record: Record) -> bool:
        return any(part.holds(record) for part in self.operands)

    def whole(self, record: Record) -> bool:
        return any(part.whole(record) for part in self.operands)

    def places(self, record: Record) -> set[Place]:
        return _joined(self, self.operands, record)


@dataclass(frozen=True)
class Without:
    """The articles in whose texts the words do not stand, whatever is known of them."""

    typed: str
    operand: Words

    def holds(self, record: Record) -> bool:
        return not self.operand.stands(record)

    def whole(self, record: Record) -> bool:
        return self.holds(record)

    def places(self, record: Record) -> set[Place]:
        return set()


@dataclass(frozen=True)
class SideBySide:
    """Words without an operator: any of them finds, but for those that only hold a sentence together; all are whole."""

    typed: str
    wanted: tuple[Words, ...]
    required: tuple[Question, ...] = ()
    excluded: tuple[Words, ...] = ()

    def holds(self, record: Record) -> bool:
        if not self._allowed(record):
            return False
        if any(isinstance(part, Words) for part in self.required):
            return True
        return not self.wanted or any(part.holds(record) for part in self.telling)

    @property
    def content(self) -> tuple[Words, ...]:
        """The wanted words that do not only hold a sentence together."""
        return tuple(part for part in self.wanted if part.lemmas not in [(word,) for word in FUNCTION_WORDS])

    @property
    def telling(self) -> tuple[Words, ...]:
        """The words of which one must stand."""
        return self.content or self.wanted

    def whole(self, record: Record) -> bool:
        return self._allowed(record) and all(part.whole(record) for part in self.wanted)

    def places(self, record: Record) -> set[Place]:
        return _joined(self, (*self.wanted, *self.required), record)

    def _allowed(self, record: Record) -> bool:
        excluded = any(part.stands(record) for part in self.excluded)
        return not excluded and all(part.holds(record) for part in self.required)


@dataclass(frozen=True)
class Filter:
    """What is known of the article beside its text."""

    typed: str
    test: Callable[[Record], bool] = field(repr=False)

    def holds(self, record: Record) -> bool:
        return self.test(record)

    def whole(self, record: Record) -> bool:
        return self.holds(record)

    def places(self, record: Record) -> set[Place]:
        return set()


def _joined(question: Question, operands: Sequence[Question], record: Record) -> set[Place]:
    """The places of all operands, where the article is found at all; an operand that does not hold has none."""
    if not question.holds(record):
        return set()
    return {place for part in operands for place in part.places(record)}


def with_names(question: Question) -> Question:
    """The question as it is asked where the other names of its words count; what must not stand has no other name."""
    if isinstance(question, Words):
        text = question.typed.removesuffix("~0").rpartition(":")[2].rpartition("(")[2].strip('"“”«»)')
        name = text.casefold().removesuffix("'s")
        return replace(question, names=OTHER_NAMES.get(name, ()))
    if isinstance(question, Close | Together):
        return replace(question, left=_named(question.left), right=_named(question.right))
    if isinstance(question, Both | Either):
        return replace(question, operands=tuple(map(with_names, question.operands)))
    if isinstance(question, SideBySide):
        wanted = tuple(map(_named, question.wanted))
        return replace(question, wanted=wanted, required=tuple(map(with_names, question.required)))
    return question


def _named(words: Words) -> Words:
    named = with_names(words)
    assert isinstance(named, Words)
    return named


def mark_spans(question: Question, record: Record, name: str) -> list[tuple[int, int]]:
    """The characters of a field that are marked: in order, those that overlap as one."""
    words = record.field(name).words
    places = [place for place in question.places(record) if place[0] == name]
    spans: list[tuple[int, int]] = []
    for start, end in sorted((words[first].start, words[last - 1].end) for _, first, last in places):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans
