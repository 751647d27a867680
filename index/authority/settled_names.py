"""Which names has each document of a segment, as the archive settles them? Its names with the table laid over them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.authority.authority import (
    NOT_A_NAME,
    OWN,
    Authority,
    named_everywhere,
    settled_rows,
    settled_types,
    typed_keys,
)
from index.segment.arrays.mentions import (
    MOST_VOUCHED,
    NAME_SHIFT,
    NO_TYPE,
    VOUCHED_SHIFT,
    MentionTable,
    name_key,
    sizes_of,
)


def _documents(ends: NDArray[np.uint32]) -> NDArray[np.int64]:
    """int64: the document of each item."""
    return np.repeat(np.arange(len(ends)), sizes_of(ends))


def _several(blob: bytes | memoryview, ends: NDArray[np.uint64], numbers: NDArray[np.integer]) -> list[str]:
    """The texts of these numbers out of those that stand in `blob` one after another."""
    if not len(numbers):
        return []
    last = ends.take(numbers)
    first = np.where(numbers > 0, ends.take(numbers.astype(np.int64) - 1), 0).astype(np.int64)
    bounds = zip(first.tolist(), last.tolist(), strict=True)
    return [str(blob[a:b], "utf-8", "surrogatepass") for a, b in bounds]


class SettledNames:
    """The names of a segment's documents as the archive has them.

    `keys` (uint64, ascending) are those of the different values, as ones of their types; `types` (uint8) is of each.
    `ordinals` (int32) are the values of the documents one document after another, in the order of the documents' own
    rows, those by the vote alone behind them, each once; `ends` (int64) where those of each document end. `vouched`
    (uint8) is of each of the ordinals how far the document itself vouches for the name, 0 to 2.
    """

    def __init__(self, authority: Authority, table: MentionTable) -> None:
        self._authority = authority
        self._table = table
        own, own_types, own_texts = self._of_rows()
        named = np.flatnonzero(own_texts != NOT_A_NAME)
        number, verdict = named_everywhere(authority, table.votes)
        more_types, more_texts = authority.voted_type[verdict], authority.voted[verdict]
        more = typed_keys(authority.text_keys[more_texts], more_types)
        documents = len(table.row_ends)
        docs = np.concatenate([_documents(table.row_ends)[named], _documents(table.vote_ends)[number]])
        keys = np.concatenate([own[named], more])
        self.keys, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        self.types: NDArray[np.uint8] = np.concatenate([own_types[named], more_types])[first].astype(np.uint8)
        _, places, same = np.unique(docs * max(len(self.keys), 1) + inverse, return_index=True, return_inverse=True)
        vouched = np.zeros(len(places), np.uint8)
        np.maximum.at(vouched, same[: len(named)], self._vouched(table.rows[named]))
        order = np.lexsort((places, docs[places]))  # each value of a document once, where it comes first
        places = places[order]
        self.vouched: NDArray[np.uint8] = vouched[order]
        self.ordinals: NDArray[np.int32] = inverse[places].astype(np.int32)
        self.ends: NDArray[np.int64] = np.cumsum(np.bincount(docs[places], minlength=documents)).astype(np.int64)
        self._text = np.concatenate([own_texts[named], more_texts])[first].astype(np.int32)
        self._name = np.concatenate([table.rows[named] >> NAME_SHIFT, np.zeros(len(more), np.uint32)])[first]

    def _vouched(self, rows: NDArray[np.uint32]) -> NDArray[np.uint8]:
        """uint8: how far documents vouch for their rows; of what a person says of a name there is no doubt."""
        vouched: NDArray[np.uint8] = (rows >> VOUCHED_SHIFT & NO_TYPE).astype(np.uint8)
        if len(self._authority.edited.keys):
            types = settled_types(self._authority.verdicts, self._table, rows)
            keys = typed_keys(self._table.keys[rows >> NAME_SHIFT], types)
            vouched[self._authority.edited.rows(keys) >= 0] = MOST_VOUCHED
        return vouched

    def text(self, ordinal: int) -> str:
        """A value."""
        text = int(self._text[ordinal])
        return self._table.text(int(self._name[ordinal])) if text == OWN else self._authority.texts[text]

    def texts(self, ordinals: NDArray[np.integer]) -> list[str]:
        """Some of the values: a quarter of the time of `text` for each."""
        text, name = self._text.take(ordinals), self._name.take(ordinals)
        own = text == OWN
        values = np.empty(len(text), object)
        values[own] = _several(self._table.texts.data, self._table.ends, name[own])
        values[~own] = _several(self._authority.texts.blob, self._authority.texts.ends, text[~own])
        listed: list[str] = values.tolist()
        return listed

    def ordinal(self, kind: int, value: str) -> int:
        """The ordinal of a value of a type, or -1."""
        (key,) = typed_keys(np.array([name_key(value)], np.uint64), np.array([kind]))
        place = int(np.searchsorted(self.keys, key))
        return place if place < len(self.keys) and self.keys[place] == key else -1

    def of(self, doc: int) -> NDArray[np.int32]:
        """int32: the values of a document in order."""
        return self.ordinals[int(self.ends[doc - 1]) if doc else 0 : int(self.ends[doc])]

    def _of_rows(self) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
        """The key, the type and the text (`OWN`: its name's, `NOT_A_NAME`) of the value of each row."""
        codes, inverse = np.unique(self._table.rows, return_inverse=True)
        keys, types, text = settled_rows(self._authority, self._table, codes)
        other = text >= 0
        keys[other] = typed_keys(self._authority.text_keys[text[other]], types[other])
        return keys[inverse], types[inverse], text[inverse]
