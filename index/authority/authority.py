"""What does the archive say of a name? A table that is laid over the names of documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

from index.entities.labels import EntityType
from index.entities.votes import DENIED, NO_VERDICTS, Verdicts
from index.segment.arrays.mentions import (
    BARE,
    NAME_SHIFT,
    NO_TYPE,
    SURE,
    TYPE_SHIFT,
    VOTE_SHIFT,
    MentionTable,
)
from index.store.tables import encode_table, opened_table

NAME = "authority"
"""Under which name the table is published with a generation."""
_TYPE_SALT = np.array([0x9E3779B97F4A7C15 * (kind + 1) & 0xFFFFFFFFFFFFFFFF for kind in EntityType], np.uint64)
OWN = -1  # in the place of a text of the table: the name is its own value
NOT_A_NAME = -2  # or it is no name


def typed_keys(keys: NDArray[np.uint64], types: NDArray[np.integer]) -> NDArray[np.uint64]:
    """uint64: the key of each name as one of its type."""
    salted: NDArray[np.uint64] = keys ^ _TYPE_SALT[types]
    return salted


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts one after another (`blob`, UTF-8), and where each ends (uint64)."""

    blob: bytes
    ends: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, number: int) -> str:
        start = int(self.ends[number - 1]) if number else 0
        return self.blob[start : int(self.ends[number])].decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return (self[number] for number in range(len(self)))

    @classmethod
    def of(cls, texts: list[str]) -> Texts:
        """The texts in their order."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        return cls(b"".join(encoded), np.cumsum([len(text) for text in encoded], dtype=np.uint64))

    def keys(self) -> NDArray[np.uint64]:
        """uint64: `name_key` of each."""
        encoded = (text.encode("utf-8", "surrogatepass") for text in self)
        return np.fromiter(map(xxh3_64_intdigest, encoded), np.uint64, len(self))


@dataclass(frozen=True, slots=True)
class Values:
    """Names that count under another text: `keys` (`typed_keys`, uint64, ascending), of each its `text` (int64)."""

    keys: NDArray[np.uint64]
    text: NDArray[np.int64]

    def of(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """int64: the text of each key, `OWN` for those that are not there."""
        if not len(self.keys):
            return np.full(len(keys), OWN)
        row = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[row] == keys, self.text[row], OWN)


@dataclass(frozen=True, slots=True)
class Edited:
    """Names of which a person has said something: `keys` (`typed_keys`, uint64, ascending), of each the `entry` that
    says it (int32), the `text` under which it counts (int64; `OWN`, `NOT_A_NAME`) and its `type` (int64)."""

    keys: NDArray[np.uint64]
    entry: NDArray[np.int32]
    text: NDArray[np.int64]
    type: NDArray[np.int64]

    def rows(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """int64: where each key stands, -1 where it is not there."""
        if not len(self.keys):
            return np.full(len(keys), -1)
        row = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[row] == keys, row, -1)


NOT_EDITED = Edited(np.zeros(0, np.uint64), np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True)
class Blocks:
    """What the values of persons were settled from: of each block of names its number (uint32, ascending) and a digest
    of its names with the articles of each (uint64)."""

    numbers: NDArray[np.uint32]
    digests: NDArray[np.uint64]


@dataclass(frozen=True)
class Authority:
    """The table of a generation.

    `verdicts` say which type a name is by the archive's vote, `voted` under which text such a name counts and
    `voted_type` as which type (int64, one for each verdict). `values` are the names that count under another text than
    their own, `edited` those of which a person says otherwise. `blocks` are those of the persons among the values, and
    `block_of` (uint32) the block of each of `values`, 0 for what is no person.
    """

    texts: Texts
    verdicts: Verdicts
    voted: NDArray[np.int64]
    voted_type: NDArray[np.int64]
    values: Values
    blocks: Blocks
    block_of: NDArray[np.uint32]
    edited: Edited = NOT_EDITED

    @cached_property
    def text_keys(self) -> NDArray[np.uint64]:
        """uint64: the key of each text."""
        return self.texts.keys()

    @cached_property
    def full_names(self) -> NDArray[np.bool_]:
        """bool: which texts have several words."""
        spaces = np.flatnonzero(np.frombuffer(self.texts.blob, np.uint8) == ord(" "))
        several = np.zeros(len(self.texts), np.bool_)
        several[np.searchsorted(self.texts.ends, spaces, "right")] = True
        return several

    def encode(self) -> bytes:
        """The table as it is published."""
        return encode_table(
            {
                "blob": np.frombuffer(self.texts.blob, np.uint8),
                "ends": self.texts.ends,
                "numbers": self.verdicts.names.astype(np.uint32),
                "kind": self.verdicts.kind,
                "everywhere": self.verdicts.everywhere,
                "voted": self.voted,
                "voted_type": self.voted_type,
                "keys": self.values.keys,
                "text": self.values.text,
                "block": self.block_of,
                "blocks": self.blocks.numbers,
                "digests": self.blocks.digests,
                "edited": self.edited.keys,
                "edited_entry": self.edited.entry,
                "edited_text": self.edited.text,
                "edited_type": self.edited.type,
            }
        )

    @classmethod
    def decode(cls, data: bytes) -> Authority:
        """The table of `encode`. Raises `IndexDamaged`."""
        with opened_table(data, "the table of names") as arrays:
            return cls(
                Texts(arrays["blob"].tobytes(), arrays["ends"]),
                Verdicts(arrays["numbers"].astype(np.uint64), arrays["kind"], arrays["everywhere"]),
                arrays["voted"],
                arrays["voted_type"],
                Values(arrays["keys"], arrays["text"]),
                Blocks(arrays["blocks"], arrays["digests"]),
                arrays["block"],
                Edited(*(arrays[name] for name in ("edited", "edited_entry", "edited_text", "edited_type"))),
            )


NO_AUTHORITY = Authority(
    Texts.of([]),
    NO_VERDICTS,
    np.zeros(0, np.int64),
    np.zeros(0, np.int64),
    Values(np.zeros(0, np.uint64), np.zeros(0, np.int64)),
    Blocks(np.zeros(0, np.uint32), np.zeros(0, np.uint64)),
    np.zeros(0, np.uint32),
)


def settled_types(verdicts: Verdicts, table: MentionTable, rows: NDArray[np.uint32]) -> NDArray[np.int64]:
    """int64: the type of each row, by the document where it is sure, else by the archive where it says one."""
    kinds = verdicts.kinds_of(table.numbers[rows >> NAME_SHIFT])
    stands = (kinds < 0) | (kinds == DENIED) | (rows & SURE > 0)
    types: NDArray[np.int64] = np.where(stands, rows >> TYPE_SHIFT & NO_TYPE, kinds)
    return types


def settled_rows(
    authority: Authority, table: MentionTable, rows: NDArray[np.uint32]
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """Of each of some rows the key of its name as one of its type (uint64), the type (int64), and the text under which
    it counts (int64; `OWN`: its own; `NOT_A_NAME`: none, as the archive or a person has said)."""
    names = table.keys[rows >> NAME_SHIFT]
    types = settled_types(authority.verdicts, table, rows)
    keys = typed_keys(names, types)
    text = authority.values.of(keys)
    denied = authority.verdicts.kinds_of(table.numbers[rows >> NAME_SHIFT]) == DENIED
    text[denied & (rows & SURE == 0)] = NOT_A_NAME
    bare = np.flatnonzero(rows & BARE)
    text[bare[~_known(authority, table.numbers[rows[bare] >> NAME_SHIFT], types[bare], text[bare])]] = NOT_A_NAME
    row = authority.edited.rows(keys)
    said = row >= 0
    text[said], types[said] = authority.edited.text[row[said]], authority.edited.type[row[said]]
    return typed_keys(names, types), types, text


def _known(
    authority: Authority, numbers: NDArray[np.uint32], types: NDArray[np.int64], text: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """bool: which bare surnames are names: those that count under the full name of a person, and those that the archive
    says to be names wherever they stand."""
    verdict = authority.verdicts.rows(numbers.astype(np.uint64))
    known = verdict >= 0
    known[known] = authority.verdicts.everywhere[verdict[known]]
    person = (text >= 0) & (types == EntityType.PERSON)
    known[person] |= authority.full_names[text[person]]
    return known


def named_everywhere(authority: Authority, votes: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """int64: which of some votes are mentions by the archive alone, and the verdict of each."""
    number = np.flatnonzero(votes & NO_TYPE == NO_TYPE)
    row = authority.verdicts.rows((votes[number] >> VOTE_SHIFT).astype(np.uint64))
    known = row >= 0
    known[known] = authority.verdicts.everywhere[row[known]] & (authority.voted[row[known]] >= 0)
    return number[known], row[known]
