"""Which names does each document hold, by what it says itself? What the whole archive makes of them stands elsewhere.

A document's rows are its different names in the order of their first mention, each with the type that the document
gives it. Its votes are what it says to the archive: see `index.entities.votes`.

    mentions.texts      u1   the different names, UTF-8, one after another in the order of their keys and numbers
    mentions.ends       u8   [names]      the end of each
    mentions.keys       u8   [names]      `name_key` of each, ascending
    mentions.numbers    u4   [names]      the number that each is voted for under, ascending where the keys are equal
    mentions.blocks     u4   [names]      the block of names that may be of one person with it
    mentions.row_ends   u4   [documents]  the end of each document's rows
    mentions.rows       u4   name << 6 | type << 4 | bare << 3 | vouched << 1 | sure
    mentions.vote_ends  u4   [documents]  the end of each document's votes
    mentions.votes      u4   number << 2 | type
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

from index.segment.arrays import sections
from index.segment.arrays.container import Container, ContainerWriter

NAME_SHIFT, TYPE_SHIFT, BARE, VOUCHED_SHIFT, SURE = 6, 4, 8, 1, 1  # of a row
MOST_VOUCHED = 2
VOTE_SHIFT = 2  # of a vote: below it is the type, or `NO_TYPE`
NO_TYPE = 3
NUMBER_BITS = 30


class DocumentName(NamedTuple):
    """A name of a document: its text, the number of it that is voted for, its block, its type (0 to 2), whether the
    document itself decides that. The block follows from the text; one text may have several numbers, as what stands
    around it decides where its words end.

    How far a document `vouched` for a name: 0 for not at all, 1 where what stands there makes it likely, 2 where it
    leaves little doubt. A `bare` name is a surname that nothing in the document tells to be a person's: it is a name
    only where the archive knows whose."""

    text: str
    number: int
    block: int
    type: int
    sure: bool
    vouched: int = MOST_VOUCHED
    bare: bool = False


@dataclass(frozen=True, slots=True)
class DocumentNames:
    """The different names of one document, and its votes (uint32, `number << 2 | type`)."""

    names: tuple[DocumentName, ...]
    votes: NDArray[np.uint32]


NO_NAMES = DocumentNames((), np.zeros(0, np.uint32))


def name_key(text: str) -> int:
    """The 64-bit number by which a name is looked up."""
    return xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class MentionTable:
    """The names of a segment's documents, as they lie on disk."""

    texts: NDArray[np.uint8]
    ends: NDArray[np.uint64]
    keys: NDArray[np.uint64]
    numbers: NDArray[np.uint32]
    blocks: NDArray[np.uint32]
    row_ends: NDArray[np.uint32]
    rows: NDArray[np.uint32]
    vote_ends: NDArray[np.uint32]
    votes: NDArray[np.uint32]

    def text(self, name: int) -> str:
        """The text of a name."""
        start = int(self.ends[name - 1]) if name else 0
        return self.texts[start : int(self.ends[name])].tobytes().decode("utf-8", "surrogatepass")

    def rows_of(self, doc: int) -> NDArray[np.uint32]:
        """uint32: the rows of a document, in the order of their first mention."""
        return self.rows[int(self.row_ends[doc - 1]) if doc else 0 : int(self.row_ends[doc])]

    def votes_of(self, doc: int) -> NDArray[np.uint32]:
        """uint32: the votes of a document."""
        return self.votes[int(self.vote_ends[doc - 1]) if doc else 0 : int(self.vote_ends[doc])]

    def only(self, live: NDArray[np.bool_]) -> MentionTable:
        """The table of the documents that are `live`; the names stay."""
        rows, row_ends = _chosen(self.rows, self.row_ends, live)
        votes, vote_ends = _chosen(self.votes, self.vote_ends, live)
        return MentionTable(
            self.texts, self.ends, self.keys, self.numbers, self.blocks, row_ends, rows, vote_ends, votes
        )

    def problems(self, documents: int) -> Iterable[str]:
        """A sentence for each thing that is wrong in the table of so many documents."""
        named = len(self.ends) == len(self.numbers) == len(self.blocks) == len(self.keys)
        if not named or not _ending(self.ends, len(self.texts)):
            yield "the names do not fit their texts"
        elif not self._in_order():
            yield "the names are not in the order of their keys"
        for ends, items in ((self.row_ends, self.rows), (self.vote_ends, self.votes)):
            if len(ends) != documents or not _ending(ends, len(items)):
                yield "the rows do not fit the documents"
        if len(self.rows) and int(self.rows.max()) >> NAME_SHIFT >= len(self.keys):
            yield "a document has a name that is not there"
        if ((self.rows >> TYPE_SHIFT) & NO_TYPE == NO_TYPE).any():
            yield "a name of a document has no type"

    def _in_order(self) -> bool:
        """Whether each name is there once, in order, under the key of its text."""
        same = self.keys[1:] == self.keys[:-1]
        ascending = (self.keys[1:] > self.keys[:-1]) | (same & (self.numbers[1:] > self.numbers[:-1]))
        texts = (_text(self, name) for name in range(len(self.keys)))
        keys = np.fromiter(map(xxh3_64_intdigest, texts), np.uint64, len(self.keys))
        return bool(ascending.all()) and np.array_equal(keys, self.keys)


def _ending(ends: NDArray[np.unsignedinteger], size: int) -> bool:
    """Whether ends are in order and the last is that of `size` items."""
    ordered = bool((ends[1:] >= ends[:-1]).all())
    return ordered and (int(ends[-1]) if len(ends) else 0) == size


def sizes_of(ends: NDArray[np.uint32]) -> NDArray[np.int64]:
    """int64: how many items has each document whose items end so."""
    return np.diff(np.concatenate([np.zeros(1, np.int64), ends.astype(np.int64)]))


def _chosen(
    items: NDArray[np.uint32], ends: NDArray[np.uint32], live: NDArray[np.bool_]
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The items of the chosen documents, and where those of each end."""
    sizes = sizes_of(ends)
    return items[np.repeat(live, sizes)], np.cumsum(sizes[live]).astype(np.uint32)


class MentionCollector:
    """Gathers the names of documents; they are numbered as they appear and sorted at the end."""

    def __init__(self) -> None:
        self._ordinals: dict[tuple[str, int], int] = {}  # by text and number
        self._blocks = array("I")
        self._rows = array("I")
        self._row_ends = array("I")
        self._votes: list[NDArray[np.uint32]] = [np.zeros(0, np.uint32)]
        self._vote_ends = array("I")
        self._voted = 0

    def add(self, document: DocumentNames) -> None:
        """The names of the next document."""
        for name in document.names:
            ordinal = self._ordinals.setdefault((name.text, name.number), len(self._blocks))
            if ordinal == len(self._blocks):
                self._blocks.append(name.block)
            said = name.bare * BARE | name.vouched << VOUCHED_SHIFT | name.sure * SURE
            self._rows.append(ordinal << NAME_SHIFT | name.type << TYPE_SHIFT | said)
        self._row_ends.append(len(self._rows))
        self._votes.append(document.votes)
        self._voted += len(document.votes)
        self._vote_ends.append(self._voted)

    def table(self) -> MentionTable:
        """Everything gathered, with the names in the order of their keys."""
        encoded = [text.encode("utf-8", "surrogatepass") for text, _ in self._ordinals]
        keys = np.fromiter(map(xxh3_64_intdigest, encoded), np.uint64, len(encoded))
        numbers = np.fromiter((number for _, number in self._ordinals), np.uint32, len(encoded))
        order = np.lexsort((numbers, keys))
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        texts = [encoded[name] for name in order.tolist()]
        return MentionTable(
            texts=np.frombuffer(b"".join(texts), np.uint8),
            ends=np.cumsum([len(text) for text in texts], dtype=np.uint64),
            keys=keys[order],
            numbers=numbers[order],
            blocks=_uint32(self._blocks)[order],
            row_ends=_uint32(self._row_ends),
            rows=_renumbered(_uint32(self._rows), place),
            vote_ends=_uint32(self._vote_ends),
            votes=np.concatenate(self._votes),
        )


def _uint32(items: array[int]) -> NDArray[np.uint32]:
    return np.array(items, np.uint32)


def _renumbered(rows: NDArray[np.uint32], place: NDArray[np.int64]) -> NDArray[np.uint32]:
    """The rows with each name's new number."""
    below = np.uint32((1 << NAME_SHIFT) - 1)
    names = place[rows >> NAME_SHIFT].astype(np.uint32) if len(rows) else rows
    return (names << np.uint32(NAME_SHIFT)) | (rows & below)


def merge_mentions(parts: Sequence[MentionTable]) -> MentionTable:
    """The tables of several segments, one after another, with one list of the names that occur."""
    used = [np.unique(part.rows >> NAME_SHIFT).astype(np.int64) for part in parts]
    keys, numbers, blocks = (
        np.concatenate([getattr(part, name)[names] for part, names in zip(parts, used, strict=True)])
        for name in ("keys", "numbers", "blocks")
    )
    order = np.lexsort((numbers, keys))  # stable: of equal ones the first part's stands first
    first = np.ones(len(order), np.bool_)
    first[1:] = (keys[order][1:] != keys[order][:-1]) | (numbers[order][1:] != numbers[order][:-1])
    merged = np.empty(len(order), np.int64)
    merged[order] = np.cumsum(first) - 1
    chosen = order[first]
    owner = np.repeat(np.arange(len(parts)), [len(names) for names in used])[chosen]
    names = np.concatenate(used)[chosen]
    texts = [_text(parts[part], name) for part, name in zip(owner.tolist(), names.tolist(), strict=True)]
    bounds = np.cumsum([0, *map(len, used)])
    return MentionTable(
        texts=np.frombuffer(b"".join(texts), np.uint8),
        ends=np.cumsum([len(text) for text in texts], dtype=np.uint64),
        keys=keys[chosen],
        numbers=numbers[chosen],
        blocks=blocks[chosen],
        row_ends=_joined_ends([part.row_ends for part in parts]),
        rows=np.concatenate([_moved(part, used[n], merged[bounds[n] : bounds[n + 1]]) for n, part in enumerate(parts)]),
        vote_ends=_joined_ends([part.vote_ends for part in parts]),
        votes=np.concatenate([part.votes for part in parts]),
    )


def _moved(part: MentionTable, names: NDArray[np.int64], merged: NDArray[np.int64]) -> NDArray[np.uint32]:
    """The rows of a table of which some names have other numbers elsewhere."""
    place = np.zeros(len(part.keys), np.int64)
    place[names] = merged
    return _renumbered(part.rows, place)


def _text(part: MentionTable, name: int) -> bytes:
    return part.texts[int(part.ends[name - 1]) if name else 0 : int(part.ends[name])].tobytes()


def _joined_ends(parts: Sequence[NDArray[np.uint32]]) -> NDArray[np.uint32]:
    sizes = [sizes_of(ends) for ends in parts]
    return np.cumsum(np.concatenate(sizes)).astype(np.uint32)


_SECTIONS = (
    (sections.MENTION_TEXTS, "texts"),
    (sections.MENTION_ENDS, "ends"),
    (sections.MENTION_KEYS, "keys"),
    (sections.MENTION_NUMBERS, "numbers"),
    (sections.MENTION_BLOCKS, "blocks"),
    (sections.MENTION_ROW_ENDS, "row_ends"),
    (sections.MENTION_ROWS, "rows"),
    (sections.MENTION_VOTE_ENDS, "vote_ends"),
    (sections.MENTION_VOTES, "votes"),
)


MENTIONS = tuple(section for section, _ in _SECTIONS)
"""The sections of the table: what settles names proves them first."""


def write_mentions(writer: ContainerWriter, table: MentionTable) -> None:
    for section, name in _SECTIONS:
        writer.add(section, getattr(table, name))


def read_mentions(container: Container) -> MentionTable:
    return MentionTable(**{name: container.array(section) for section, name in _SECTIONS})
