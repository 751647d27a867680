"""What does the index hold of each page and JSON line? One row, as an element of arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

REPEATED = 1
"""The reason of a line whose id an earlier line of the file has: it is looked at again whenever the file changes."""
MOST_FAILURES = 1_000
"""Lines of one file that could not be read whose reasons are kept; of further ones the number is."""

FIXED, ON_YEARS, ON_TODAY, ON_EMPTY, IS_BOOKMARK, OUTDATED = 0, 1, 2, 4, 8, 16
"""What an article hangs on, as bits: nothing; its dates on the archive's years, on the day of the run; whether it is
indexed on `Settings.keep_empty`, as it is a page without an article. Or that it is a bookmark, on which others hang;
or that it was to be read again when its file was not there, and is as soon as it is."""

_UNNAMED, _LATER = 6, 11
"""Columns that manifests of format version 5 have, and those of version 7."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The pages of files, one element a page, in the order of the file.

    `digest` (uint64) is the xxh3 of a line's bytes, or of a page's file; `id` (uint64) is of its place, source and key
    (`index.article.article_id`), 0 where it was not read; `number` (int32) the line's number from 1, 0 for a page;
    `reason` (int32) is 0 for an article in the index, else the number in `Manifest.reasons` of the reason why not;
    `year` (int16) the year that the page states as its own, 0 for none; `hangs_on` (uint8) what it hangs on, in
    the bits below; `day` (int32) the ordinal of the day that it states, less than 0 one without a year
    (`index.yearless.day_code`), 0 for none.

    `base` (uint64) and `by_address` (bool) are the article's name (`index.naming`); `source` (uint64) the first 64 bits
    of the SHA-256 of its bytes, 0 where it is not known; `article` (uint64) the id under which it is published and
    `added` (int64) when it first was, in seconds since 1970: both 0 until then. `host` (uint64) is the xxh3 of the host
    that the article's publisher hangs on, 0 for none.
    """

    digest: NDArray[np.uint64]
    id: NDArray[np.uint64]
    number: NDArray[np.int32]
    reason: NDArray[np.int32]
    year: NDArray[np.int16]
    hangs_on: NDArray[np.uint8]
    base: NDArray[np.uint64]
    by_address: NDArray[np.bool_]
    source: NDArray[np.uint64]
    article: NDArray[np.uint64]
    added: NDArray[np.int64]
    host: NDArray[np.uint64]
    day: NDArray[np.int32]

    @classmethod
    def of(cls, digest: Sequence[int] | NDArray[np.uint64], number: Sequence[int] | NDArray[np.int32]) -> Self:
        """Rows of pages that are not read yet: id 0, no year."""
        n = len(digest)
        return cls(
            np.asarray(digest, np.uint64),
            np.zeros(n, np.uint64),
            np.asarray(number, np.int32),
            np.zeros(n, np.int32),
            np.zeros(n, np.int16),
            np.zeros(n, np.uint8),
            np.zeros(n, np.uint64),
            np.zeros(n, np.bool_),
            np.zeros(n, np.uint64),
            np.zeros(n, np.uint64),
            np.zeros(n, np.int64),
            np.zeros(n, np.uint64),
            np.zeros(n, np.int32),
        )

    def __len__(self) -> int:
        return len(self.digest)

    def take(self, where: NDArray[Any] | slice) -> Rows:
        return Rows(*(getattr(self, f.name)[where] for f in fields(self)))

    def with_first_failures(self) -> tuple[Rows, int]:
        """The rows without those that could not be read beyond `MOST_FAILURES`, and how many these are. Bookmarks stay:
        when one goes it has to be known."""
        beyond = np.flatnonzero((self.reason > REPEATED) & ((self.hangs_on & IS_BOOKMARK) == 0))[MOST_FAILURES:]
        return (self.take(np.delete(np.arange(len(self)), beyond)), len(beyond)) if len(beyond) else (self, 0)

    @classmethod
    def stored(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The rows of a manifest's arrays. Raises `KeyError`.

        Those of format version 5 have no names: an article was published under the id of its place. What came later is
        blank: another recipe reads everything again.
        """
        first, named = fields(cls)[:_UNNAMED], fields(cls)[_UNNAMED:_LATER]
        columns = {field.name: arrays[f"row_{field.name}"] for field in first}
        blank = cls.of(columns["digest"], columns["number"])
        later = {f.name: arrays[f"row_{f.name}"] for f in fields(cls)[_LATER:] if f"row_{f.name}" in arrays}
        if f"row_{named[0].name}" in arrays:
            return replace(blank, **columns, **{f.name: arrays[f"row_{f.name}"] for f in named}, **later)
        return replace(blank, **columns, article=columns["id"])

    @staticmethod
    def join(parts: Sequence[Rows]) -> Rows:
        """All rows, one part after another; at least one part is needed."""
        return Rows(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Rows)))


TAKEN_OVER = tuple(field.name for field in fields(Rows) if field.name not in ("digest", "number"))
"""What is known of a line, wherever it stands in its file."""


def of_each(parts: Sequence[Rows], told: Callable[[Rows], NDArray[np.bool_]]) -> list[NDArray[np.bool_]]:
    """bool[rows] of each part, as `told` tells it of all their rows at once: it must look at each row alone.

    What it works out first is worked out once. Asked for each of 1,532 saved pages what the archive's words change of
    it, it took 54 s of CPU, and four times as long for twice as many pages; asked once, 0.3 s.
    """
    if not parts:
        return []
    return np.split(told(Rows.join(parts)), np.cumsum([len(rows) for rows in parts])[:-1])


def of_places(rows: Rows, places: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """bool[rows]: which rows are those of the places; of records with one id the one that counts."""
    return np.isin(rows.id, places) & (rows.reason != REPEATED) if len(places) else np.zeros(len(rows), np.bool_)


def indexed(rows: Rows) -> NDArray[np.uint64]:
    """The ids (uint64) of the places whose articles are in the index."""
    ids: NDArray[np.uint64] = rows.id[rows.reason == 0]
    return ids
