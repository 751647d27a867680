"""How does the table of names follow from the segments of a generation? Counts of articles, votes, values.

Everything is a function of the live documents. What is costly, which names are one person, is worked out by blocks
that do not know one another: a block whose names and counts are those of the last generation keeps its values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.authority.authority import (
    NAME,
    NO_AUTHORITY,
    OWN,
    Authority,
    Blocks,
    Texts,
    Values,
    settled_types,
    typed_keys,
)
from index.entities.hashing import mixed
from index.entities.labels import EntityType
from index.entities.person_values import person_values
from index.entities.votes import Tally, Verdicts, verdicts
from index.segment.arrays.mentions import NAME_SHIFT, NO_TYPE, VOTE_SHIFT, MentionTable, name_key
from index.segment.reader import Segment
from index.store.snapshot import Snapshot


def published(snapshot: Snapshot | None) -> Authority:
    """The table of a generation; of none, or of one without a table, an empty one. Raises `IndexDamaged`."""
    data = snapshot.extra(NAME) if snapshot else None  # noqa: S610
    return NO_AUTHORITY if data is None else Authority.decode(data)


def concluded(last: Authority, segments: Sequence[Segment]) -> bytes:
    """The table of a generation of these segments, as it is published; `last` is that of the one before."""
    return settled(segments, last).encode()


def settled(segments: Sequence[Segment], last: Authority) -> Authority:
    """The table of a generation of these segments; `last` is that of the one before."""
    tables = [s.mentions if s.live is None else s.mentions.only(s.live) for s in segments]
    said = verdicts(_tally(tables))
    forms = _forms(tables, said)
    texts = _TextNumbers()
    persons = _persons(forms, last, texts)
    others = _spellings(forms, texts)
    keys = np.concatenate([persons.keys, others.keys])
    order = np.argsort(keys)
    values = Values(keys[order], np.concatenate([persons.text, others.text])[order])
    block_of = np.concatenate([persons.block, np.zeros(len(others.keys), np.uint32)])[order]
    voted = _voted(forms, said, values, texts)
    in_order, place = texts.sorted()
    values = Values(values.keys, place[values.text])
    return Authority(Texts.of(in_order), said, place[voted], values, persons.blocks, block_of)


def _tally(tables: Sequence[MentionTable]) -> Tally:
    """How many documents vote for each name, by type."""
    votes, counts = np.unique(np.concatenate([np.zeros(0, np.uint32), *(t.votes for t in tables)]), return_counts=True)
    names, row = np.unique(votes >> VOTE_SHIFT, return_inverse=True)
    count = np.zeros((len(names), NO_TYPE + 1), np.int64)
    count[row, votes & NO_TYPE] = counts
    return Tally(names.astype(np.uint64), count)


@dataclass(frozen=True, slots=True)
class _Forms:
    """The different names of an archive by the type that each is: `key` (`name_key`, uint64), `type` (int64), `number`
    and `block` (uint32), how many `articles` (int64) have it, and where it stands: `table` and `name` (int64)."""

    tables: Sequence[MentionTable]
    key: NDArray[np.uint64]
    type: NDArray[np.int64]
    number: NDArray[np.uint32]
    block: NDArray[np.uint32]
    articles: NDArray[np.int64]
    table: NDArray[np.int64]
    name: NDArray[np.int64]

    def of(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> _Forms:
        """Some of the forms."""
        return _Forms(
            self.tables,
            self.key[chosen],
            self.type[chosen],
            self.number[chosen],
            self.block[chosen],
            self.articles[chosen],
            self.table[chosen],
            self.name[chosen],
        )

    def text(self, form: int) -> str:
        """The text of a form."""
        return self.tables[int(self.table[form])].text(int(self.name[form]))


def _forms(tables: Sequence[MentionTable], said: Verdicts) -> _Forms:
    """The forms of all documents, in the order of their keys and types."""
    parts = [_forms_of(tables, place, said) for place in range(len(tables))]
    every = _Forms(
        tables,
        np.concatenate([np.zeros(0, np.uint64), *(part.key for part in parts)]),
        np.concatenate([np.zeros(0, np.int64), *(part.type for part in parts)]),
        np.concatenate([np.zeros(0, np.uint32), *(part.number for part in parts)]),
        np.concatenate([np.zeros(0, np.uint32), *(part.block for part in parts)]),
        np.concatenate([np.zeros(0, np.int64), *(part.articles for part in parts)]),
        np.concatenate([np.zeros(0, np.int64), *(part.table for part in parts)]),
        np.concatenate([np.zeros(0, np.int64), *(part.name for part in parts)]),
    )
    _, first, inverse = np.unique(typed_keys(every.key, every.type), return_index=True, return_inverse=True)
    total = np.bincount(inverse, every.articles, len(first)).astype(np.int64)
    different = replace(every.of(first), articles=total)
    return different.of(np.lexsort((different.type, different.key)))


def _forms_of(tables: Sequence[MentionTable], place: int, said: Verdicts) -> _Forms:
    """The forms of the documents of one table; some may be there twice."""
    table = tables[place]
    rows, articles = np.unique(table.rows, return_counts=True)
    names = (rows >> NAME_SHIFT).astype(np.int64)
    types = settled_types(said, table, rows)
    where = np.full(len(rows), place)
    return _Forms(tables, table.keys[names], types, table.numbers[names], table.blocks[names], articles, where, names)


class _TextNumbers:
    """Texts by their numbers."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def of(self, text: str) -> int:
        """The number of a text."""
        return self._numbers.setdefault(text, len(self._numbers))

    def sorted(self) -> tuple[list[str], NDArray[np.int64]]:
        """The texts in order, and by its number the place (int64) of each there; last, for `OWN`, that of none."""
        in_order = sorted(self._numbers)
        place = np.full(len(in_order) + 1, OWN)
        place[[self._numbers[text] for text in in_order]] = np.arange(len(in_order))
        return in_order, place


class _PersonValues(NamedTuple):
    """Names of persons that count under another text (`keys`, `text`), the `block` of each; and all `blocks`."""

    keys: NDArray[np.uint64]
    text: NDArray[np.int64]
    block: NDArray[np.uint32]
    blocks: Blocks


def _persons(forms: _Forms, last: Authority, texts: _TextNumbers) -> _PersonValues:
    """The values of persons: those of blocks that have not changed as they were."""
    persons = forms.of(forms.type == EntityType.PERSON)
    numbers, member = np.unique(persons.block, return_inverse=True)
    digests = np.zeros(len(numbers), np.uint64)
    np.add.at(digests, member, mixed(persons.key + mixed(persons.articles.astype(np.uint64))))
    row = np.minimum(np.searchsorted(last.blocks.numbers, numbers), max(len(last.blocks.numbers) - 1, 0))
    same = np.zeros(len(numbers), np.bool_)
    if len(last.blocks.numbers):
        same = (last.blocks.numbers[row] == numbers) & (last.blocks.digests[row] == digests)
    kept = np.flatnonzero((last.block_of != 0) & np.isin(last.block_of, numbers[same]))
    keys = [last.values.keys[kept]]
    text = [np.array([texts.of(last.texts[number]) for number in last.values.text[kept].tolist()], np.int64)]
    block = [last.block_of[kept]]
    new = np.flatnonzero(~same[member])
    articles = {persons.text(form): int(persons.articles[form]) for form in new.tolist()}
    moved = [(name, value) for name, value in person_values(articles).items() if value != name]
    where = dict(zip(articles, persons.block[new].tolist(), strict=True))
    person = np.full(len(moved), int(EntityType.PERSON))
    keys.append(typed_keys(np.array([name_key(name) for name, _ in moved], np.uint64), person))
    text.append(np.array([texts.of(value) for _, value in moved], np.int64))
    block.append(np.array([where[name] for name, _ in moved], np.uint32))
    return _PersonValues(np.concatenate(keys), np.concatenate(text), np.concatenate(block), Blocks(numbers, digests))


def _spellings(forms: _Forms, texts: _TextNumbers) -> Values:
    """Names of organisations and places that are another one but for capitals and the like: the commonest stands."""
    others = forms.of(forms.type != EntityType.PERSON)
    group, best = _commonest(others)
    moved = np.flatnonzero(best[group] != np.arange(len(group)))
    text = [texts.of(others.text(int(best[group[form]]))) for form in moved.tolist()]
    keys = typed_keys(others.key[moved], others.type[moved])
    return Values(keys, np.array(text, np.int64))


def _commonest(forms: _Forms) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of each form the group of those of its number and type, and of each group the form that most articles have."""
    packed = forms.number.astype(np.int64) << 2 | forms.type
    groups, group = np.unique(packed, return_inverse=True)
    order = np.lexsort((forms.key, -forms.articles, group))
    best = np.zeros(len(groups), np.int64)
    best[group[order[::-1]]] = order[::-1]
    return group, best


def _voted(forms: _Forms, said: Verdicts, values: Values, texts: _TextNumbers) -> NDArray[np.int64]:
    """int64: the text under which a name counts that is one by the verdict alone."""
    _, best = _commonest(forms)
    packed = forms.number.astype(np.uint64) << np.uint64(2) | forms.type.astype(np.uint64)
    wanted = said.names << np.uint64(2) | said.kind.astype(np.uint64)
    groups = packed[best] if len(best) else packed
    row = np.minimum(np.searchsorted(groups, wanted), max(len(groups) - 1, 0))
    text = np.full(len(wanted), OWN)
    for verdict in np.flatnonzero(said.everywhere).tolist():
        if len(groups) and groups[row[verdict]] == wanted[verdict]:
            form = int(best[row[verdict]])
            value = int(values.of(typed_keys(forms.key[[form]], forms.type[[form]]))[0])
            text[verdict] = value if value != OWN else texts.of(forms.text(form))
    return text
