"""What travels between the parent and its reading processes? Plain values, so that neither needs the other's code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from index.reasons import SkipCode, SkipReason
from index.reindex.scan.file_records import FileRecords

if TYPE_CHECKING:
    from index.corrections.rulebook import Rules

CHANGED = SkipReason(SkipCode.CHANGED)


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page to read: `correction` is the file beside it that corrects it, or "", `root` its root's number."""

    path: str
    file: str
    correction: str = ""
    root: int = 0


@dataclass(frozen=True, slots=True)
class RecordBatch:
    """Records of one file to read, which has the archive's name `path`."""

    path: str
    file: str
    correction: str
    records: FileRecords
    root: int = 0


Payload = tuple[PageFile, ...] | RecordBatch


class ReadArticle(NamedTuple):
    """What the caller gets to know of an article; one travels for each, and a tuple does so at half the cost.

    What the manifest's row of it is to hold, by column (`index.reindex.rows.Rows`); what is wrong with its correction
    file ("": nothing), which field a mistake of ours cost it ("": none), why it is not indexed (None: it is), names of
    its fields that are not read; where corrections touch it, the numbers of all keys that it is known by; of a dry run
    the numbers of its telling words (`index.reindex.agree.texts`, uint32).
    """

    columns: Mapping[str, int]
    complaint: str = ""
    fault: str = ""
    refused: SkipReason | None = None
    unread: tuple[str, ...] = ()
    keys: tuple[int, ...] = ()
    words: bytes = b""

    @property
    def id(self) -> int:
        """The id of the article's place."""
        return self.columns["id"]


Inputs = Mapping[str, Any]
"""What a page puts into derivations before it becomes an article, by their names."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What articles are made with: the value of each derivation by its name, bytes for building a segment.

    `seed` is the analyser's: words cannot be chosen so that they fall together in its table. `stamps` are those of
    the parent's code (`index.segment.arrays.origin`). Without `building` the articles are read and not put into a
    segment. `keep_empty` indexes pages that hold no article, too; `entities` has names looked for, `copies`
    has fingerprints taken. `corrections` are those of each root, by its number, `placed` the ids in them that lead to
    an article, by the id of its place.
    """

    values: Mapping[str, Any]
    budget: int
    seed: int
    stamps: Mapping[str, str]
    building: bool = True
    keep_empty: bool = False
    entities: bool = True
    copies: bool = True
    corrections: Mapping[int, Rules] = field(default_factory=dict)
    placed: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
