"""What does a run of bytes hold? Worked out once by the rule, then known by a number into arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.analysis.learning import Learner
from index.analysis.lexicon import Lexicon
from index.analysis.table import MISSING, Ids, RunTable, Words
from index.analysis.text import Analyser

_CACHED_BYTES = 96  # longer runs (a paragraph of Chinese) hardly come twice


class Column:
    """A growing array of one type."""

    def __init__(self, dtype: npt.DTypeLike) -> None:
        self._array = np.zeros(1 << 10, dtype)
        self.length = 0

    @property
    def values(self) -> npt.NDArray[np.generic]:
        return self._array[: self.length]

    def extend(self, values: Sequence[int] | npt.NDArray[np.generic]) -> None:
        stop = self.length + len(values)
        if stop > len(self._array):
            grown = np.zeros(max(stop, 2 * len(self._array)), self._array.dtype)
            grown[: self.length] = self.values
            self._array = grown
        self._array[self.length : stop] = values
        self.length = stop


class Vocabulary:
    """The runs of one language that were met, and what each holds.

    Arrays by run number: `first` and `count` say which entries of `term` and `variant` are its plain terms (one a
    position); `extra_first` and `extra_count` which of `extra_term` and `extra_at` (position within the run) are its
    extra ones; `flags`.
    """

    def __init__(self, language: str, lexicon: Lexicon, odd: int) -> None:
        self._odd = odd
        self._lexicon = lexicon
        self._analyser = Analyser(language, limit=1)
        self._clear()

    def _clear(self) -> None:
        self.first, self.count = Column(np.int32), Column(np.int32)
        self.extra_first, self.extra_count = Column(np.int32), Column(np.int32)
        self.flags = Column(np.uint8)
        self.term, self.variant = Column(np.uint32), Column(np.uint8)
        self.extra_term, self.extra_at = Column(np.uint32), Column(np.int32)
        self._of_runs = (self.first, self.count, self.extra_first, self.extra_count, self.flags)
        self._tables = {width: RunTable(width, self._odd) for width in (1, 2, 4)}
        self._long: dict[bytes, int] = {}
        self._runs: list[bytes] = []

    def __len__(self) -> int:
        return len(self._runs)

    def ids(self, low: bytearray, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> Ids:
        """The numbers of the runs of a buffer (see `index.analysis.runs`), learning those that are new.

        Numbers from `len(self)` on are of runs too long to be kept: they are good until `forget`.
        """
        lengths = ends - starts
        ids = np.empty(len(starts), np.int32)
        words = np.frombuffer(low, "<u8", count=len(low) // 8)
        passing: list[int] = []
        short = 0
        for width, longest in ((1, 8), (2, 16), (4, 32)):
            chosen = np.flatnonzero((lengths > short) & (lengths <= longest))
            short = longest
            if not len(chosen):
                continue
            keys = _keys(words, starts[chosen], lengths[chosen], width)
            found = self._tables[width].find(keys)
            new = np.flatnonzero(found == MISSING)
            if len(new):
                found[new] = self._learn_keys(width, [key[new] for key in keys])
            ids[chosen] = found
        for i in np.flatnonzero(lengths > short).tolist():
            run = bytes(low[starts[i] : ends[i]])
            if len(run) > _CACHED_BYTES:
                passing.append(i)
                continue
            number = self._long.get(run)
            if number is None:
                number = self._long[run] = self._learn([run])
                self._runs.append(run)
            ids[i] = number
        for i in passing:  # after all that are kept, so that they can be dropped from the end
            ids[i] = self._learn([bytes(low[starts[i] : ends[i]])])
        return ids

    def forget(self) -> None:
        """Drop what was learnt of runs that are too long to be kept."""
        kept = len(self._runs)
        if self.first.length > kept:
            parts, extras = int(self.first.values[kept]), int(self.extra_first.values[kept])
            for column in self._of_runs:
                column.length = kept
            self.term.length = self.variant.length = parts
            self.extra_term.length = self.extra_at.length = extras

    def _learn_keys(self, width: int, keys: list[Words]) -> Ids:
        """The numbers of new runs given by their keys, which may repeat."""
        order = np.lexsort(keys) if width > 1 else np.argsort(keys[0], kind="stable")
        columns = [key[order] for key in keys]
        new = np.ones(len(order), bool)
        new[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
        distinct = [column[new] for column in columns]
        raw = np.stack(distinct, axis=1).astype("<u8").tobytes()
        step = 8 * width
        runs = [raw[i : i + step].rstrip(b"\0") for i in range(0, len(raw), step)]
        first = self._learn(runs)
        self._runs += runs
        numbers = np.arange(first, first + len(runs), dtype=np.int32)
        self._tables[width].add(distinct, numbers)
        ids = np.empty(len(order), np.int32)
        ids[order] = numbers[np.cumsum(new) - 1]
        return ids

    def _learn(self, runs: list[bytes]) -> int:
        """Work out what new runs hold; the number of the first, the others follow."""
        number = self.first.length
        learner = Learner(self._analyser, self._lexicon)
        for run in runs:
            learner.learn(run)
        rows = np.array(learner.rows, np.int64).reshape(-1, 5)
        rows[:, 0] += self.term.length
        rows[:, 2] += self.extra_term.length
        for i, column in enumerate(self._of_runs):
            column.extend(rows[:, i])
        self.term.extend(learner.term)
        self.variant.extend(learner.variant)
        self.extra_term.extend(learner.extra_term)
        self.extra_at.extend(learner.extra_at)
        return number


_MASKS = np.array([(1 << 8 * n) - 1 for n in range(9)], np.uint64)


def _keys(words: Words, starts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64], width: int) -> list[Words]:
    """The first 8 * `width` bytes of each run as 64-bit words, zero beyond its end.

    A word that starts in the middle of an aligned one is put together from two: aligned reads are twice as fast.
    """
    at = starts >> 3
    shift = (starts.astype(np.uint64) & np.uint64(7)) << np.uint64(3)
    back = np.uint64(63) - shift
    keys: list[Words] = []
    low = np.take(words, at)
    for i in range(width):
        at = at + 1
        high = np.take(words, at)
        key = low >> shift
        key |= (high << np.uint64(1)) << back
        key &= np.take(_MASKS, np.clip(lengths - 8 * i, 0, 8))
        keys.append(key)
        low = high
    return keys
