"""Which articles have corrections touched, and by which were they known? What one run tells the next.

A change of a `corrections.yaml` has those articles read again that it touches: those of before stand here, with all
that they were known by before they were corrected; the others are as the index has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.errors import Skipped
from index.reasons import SkipCode, SkipReason
from index.reindex.report import CorrectionCount
from index.store.tables import encode_table, json_array, json_of, opened_table

NAME = "corrections"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Touched:
    """What the last run knew of corrections.

    `files` are the bytes of each root's file, by the root's number; `keys` the numbers of the keys of each article that
    is touched, `placed` the ids in the files that lead to an article, both by the id of its place. `waiting` are places
    of articles that could not be read again when their corrections changed. `told` and `complaints` are what was
    reported.
    """

    files: Mapping[int, bytes] = field(default_factory=dict)
    keys: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    placed: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    waiting: frozenset[int] = frozenset()
    told: tuple[CorrectionCount, ...] = ()
    complaints: tuple[Skipped, ...] = ()

    def encode(self) -> bytes:
        """The table as bytes."""
        head = {
            "version": _VERSION,
            "files": [[root, data.decode("latin-1")] for root, data in self.files.items()],
            "placed": [[f"{place:016x}", ids] for place, ids in self.placed.items()],
            "told": [[one.path, one.entry, one.line, one.by, one.articles] for one in self.told],
            "complaints": [[one.path, one.line, one.why.code, dict(one.why.values)] for one in self.complaints],
        }
        return encode_table(
            {
                "head": json_array(head),
                "place": np.array([*self.keys], np.uint64),
                "first": np.array([0, *accumulate(map(len, self.keys.values()))], np.int64),
                "keys": np.array([number for numbers in self.keys.values() for number in numbers], np.uint64),
                "waiting": np.array(sorted(self.waiting), np.uint64),
            }
        )

    @classmethod
    def decode(cls, data: bytes | None) -> Self:
        """The table of `encode`; of None an empty one. Raises `IndexDamaged` for anything else."""
        if data is None:
            return cls()
        with opened_table(data, "the table of corrections") as arrays:
            head = json_of(arrays["head"])
            return cls(
                {root: text.encode("latin-1") for root, text in head["files"]},
                _ragged(arrays["place"], arrays["first"], arrays["keys"]),
                {int(place, 16): tuple(ids) for place, ids in head["placed"]},
                frozenset(arrays["waiting"].tolist()),
                tuple(CorrectionCount(*one) for one in head["told"]),
                tuple(Skipped(path, _reason(code, values), line) for path, line, code, values in head["complaints"]),
            )


def _reason(code: str, values: Mapping[str, Any]) -> SkipReason:
    return SkipReason(SkipCode(code), **values)


def _ragged(
    place: NDArray[np.uint64], first: NDArray[np.int64], keys: NDArray[np.uint64]
) -> dict[int, tuple[int, ...]]:
    numbers, ends = keys.tolist(), first.tolist()
    return {one: tuple(numbers[ends[n] : ends[n + 1]]) for n, one in enumerate(place.tolist())}
