"""Which names stand in an archive, as which type, and in how many articles each?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.authority.authority import settled_types, typed_keys
from index.entities.votes import Verdicts
from index.segment.arrays.mentions import NAME_SHIFT, NO_TYPE, VOUCHED_SHIFT, MentionTable

_CAPITALS = 4


@dataclass(frozen=True, slots=True)
class NameForms:
    """The different names of an archive by the type that each is: `key` (`name_key`, uint64), `type` (int64), `number`
    and `block` (uint32), how many `articles` (int64) have it, how far they `vouched` for it in all (int64), and where
    it stands: `table` and `name` (int64)."""

    tables: Sequence[MentionTable]
    key: NDArray[np.uint64]
    type: NDArray[np.int64]
    number: NDArray[np.uint32]
    block: NDArray[np.uint32]
    articles: NDArray[np.int64]
    vouched: NDArray[np.int64]
    table: NDArray[np.int64]
    name: NDArray[np.int64]

    def of(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> NameForms:
        """Some of the forms."""
        return NameForms(
            self.tables,
            self.key[chosen],
            self.type[chosen],
            self.number[chosen],
            self.block[chosen],
            self.articles[chosen],
            self.vouched[chosen],
            self.table[chosen],
            self.name[chosen],
        )

    def text(self, form: int) -> str:
        """The text of a form."""
        return self.tables[int(self.table[form])].text(int(self.name[form]))

    def holding(self, sign: int) -> NDArray[np.bool_]:
        """bool: which forms have a sign of ASCII in their text."""
        held = np.zeros(len(self.key), np.bool_)
        for number, table in enumerate(self.tables):
            names = np.searchsorted(table.ends, np.flatnonzero(np.asarray(table.texts) == sign), side="right")
            held |= (self.table == number) & np.isin(self.name, names)
        return held


def forms_of(tables: Sequence[MentionTable], said: Verdicts) -> NameForms:
    """The forms of all documents, in the order of their keys and types."""
    parts = [_of_table(tables, place, said) for place in range(len(tables))]
    every = NameForms(
        tables,
        np.concatenate([np.zeros(0, np.uint64), *(part.key for part in parts)]),
        np.concatenate([np.zeros(0, np.int64), *(part.type for part in parts)]),
        np.concatenate([np.zeros(0, np.uint32), *(part.number for part in parts)]),
        np.concatenate([np.zeros(0, np.uint32), *(part.block for part in parts)]),
        np.concatenate([np.zeros(0, np.int64), *(part.articles for part in parts)]),
        np.concatenate([np.zeros(0, np.int64), *(part.vouched for part in parts)]),
        np.concatenate([np.zeros(0, np.int64), *(part.table for part in parts)]),
        np.concatenate([np.zeros(0, np.int64), *(part.name for part in parts)]),
    )
    every = every.of(np.lexsort((every.table, every.number)))  # of several numbers of a name the smallest counts
    _, first, inverse = np.unique(typed_keys(every.key, every.type), return_index=True, return_inverse=True)
    articles, vouched = (
        np.bincount(inverse, each, len(first)).astype(np.int64) for each in (every.articles, every.vouched)
    )
    different = replace(every.of(first), articles=articles, vouched=vouched)
    return different.of(np.lexsort((different.type, different.key)))


def _of_table(tables: Sequence[MentionTable], place: int, said: Verdicts) -> NameForms:
    """The forms of the documents of one table; some may be there twice."""
    table = tables[place]
    rows, articles = np.unique(table.rows, return_counts=True)
    names = (rows >> NAME_SHIFT).astype(np.int64)
    types = settled_types(said, table, rows)
    vouched = articles * (rows >> VOUCHED_SHIFT & NO_TYPE).astype(np.int64)
    where = np.full(len(rows), place)
    return NameForms(
        tables, table.keys[names], types, table.numbers[names], table.blocks[names], articles, vouched, where, names
    )


def commonest(forms: NameForms) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of each form the group of those of its number and type, and of each group the form that most articles have; one
    in capitals alone, as headlines are, has to stand in `_CAPITALS` times as many as another."""
    packed = forms.number.astype(np.int64) << 2 | forms.type
    groups, group = np.unique(packed, return_inverse=True)
    several = np.flatnonzero(np.bincount(group, minlength=len(groups))[group] > 1)
    weight = forms.articles * _CAPITALS
    weight[[form for form in several.tolist() if forms.text(form).isupper()]] //= _CAPITALS
    order = np.lexsort((forms.key, -weight, group))
    best = np.zeros(len(groups), np.int64)
    best[group[order[::-1]]] = order[::-1]
    return group, best
