"""What does a run of bytes hold? Worked out once by the rule, then known by a number into arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from index.analysis.learning import Learner
from index.analysis.lexicon import Lexicon
from index.analysis.table import MISSING, Ids, RunTable, Words
from index.analysis.text import Analyser

_WIDTHS = ((1, 8), (2, 16), (4, 32))  # 64-bit words of a table's keys, and bytes of the longest run that they hold
_LONGEST_KEPT = 96  # bytes; longer runs (a line of Chinese) hardly come twice
_COLUMNS = ("first", "count", "extra_first", "extra_count", "flags", "term", "variant", "extra_term", "extra_at")


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
        self._lexicon = lexicon
        self._analyser = Analyser(language, limit=1)
        self.first, self.count = Column(np.int32), Column(np.int32)
        self.extra_first, self.extra_count = Column(np.int32), Column(np.int32)
        self.flags = Column(np.uint8)
        self.term, self.variant = Column(np.uint32), Column(np.uint8)
        self.extra_term, self.extra_at = Column(np.uint32), Column(np.int32)
        self._of_runs = (self.first, self.count, self.extra_first, self.extra_count, self.flags)
        self._tables = {width: RunTable(width, odd) for width, _ in _WIDTHS}
        self._long: dict[bytes, int] = {}
        self._runs: list[bytes] = []  # the runs by number, joined by line ends in pieces
        self._kept = 0

    def __len__(self) -> int:
        return self._kept

    def ids(self, low: bytearray, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> Ids:
        """The numbers of the runs of a buffer (see `index.analysis.runs`), learning those that are new.

        Numbers from `len(self)` on are of runs too long to be kept: they are good until `forget`.
        """
        lengths = ends - starts
        ids = np.empty(len(starts), np.int32)
        words = np.frombuffer(low, "<u8", count=len(low) // 8)
        short = 0
        for width, longest in _WIDTHS:
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
        chosen = np.flatnonzero(lengths > short)
        if len(chosen):
            ends_of = zip(starts[chosen].tolist(), ends[chosen].tolist(), strict=True)
            ids[chosen] = self._long_ids([bytes(low[start:end]) for start, end in ends_of])
        return ids

    def _long_ids(self, runs: list[bytes]) -> list[int]:
        """The numbers of runs that are too long for the tables. The longest of them are not kept."""
        new = [run for run in dict.fromkeys(runs) if run not in self._long]
        kept = [run for run in new if len(run) <= _LONGEST_KEPT]
        passing = [run for run in new if len(run) > _LONGEST_KEPT]  # last, so that they can be dropped from the end
        numbers = dict(zip(kept, self._learn(kept), strict=True))
        self._keep(kept)
        self._long |= numbers
        numbers |= zip(passing, self._learn(passing), strict=True)
        return [numbers[run] if run in numbers else self._long[run] for run in runs]

    def _keep(self, runs: list[bytes]) -> None:
        if runs:
            self._runs.append(b"\n".join(runs))
            self._kept += len(runs)

    def forget(self) -> None:
        """Drop what was learnt of runs that are too long to be kept."""
        kept = self._kept
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
        numbers = np.array(self._learn(runs), np.int32)
        self._keep(runs)
        self._tables[width].add(distinct, numbers)
        ids = np.empty(len(order), np.int32)
        ids[order] = numbers[np.cumsum(new) - 1]
        return ids

    def _learn(self, runs: list[bytes]) -> range:
        """Work out what new runs hold; their numbers."""
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
        return range(number, number + len(runs))

    def state(self) -> dict[str, npt.NDArray[np.generic]]:
        """Everything known, as arrays by name."""
        arrays = {name: getattr(self, name).values for name in _COLUMNS}
        return arrays | {"runs": np.frombuffer(b"\n".join(self._runs), np.uint8)}

    def fill(self, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
        """Take over the `state` of an earlier run, into an empty vocabulary that has the lexicon of that run."""
        for name in _COLUMNS:
            getattr(self, name).extend(arrays[name])
        blob = arrays["runs"].tobytes()
        self._runs = [blob] if blob else []
        self._kept = self.first.length
        low = bytearray(blob) + bytearray(64 - len(blob) % 8)
        breaks = np.flatnonzero(np.frombuffer(blob, np.uint8) == ord("\n"))
        starts, ends = np.concatenate(([0], breaks + 1)), np.append(breaks, len(blob))
        if len(starts) != max(self._kept, 1):
            raise ValueError(f"{len(starts)} runs where there should be {self._kept}")
        if not blob:
            return
        lengths = ends - starts
        words = np.frombuffer(low, "<u8")
        short = 0
        for width, longest in _WIDTHS:
            chosen = np.flatnonzero((lengths > short) & (lengths <= longest))
            short = longest
            self._tables[width].add(_keys(words, starts[chosen], lengths[chosen], width), chosen.astype(np.int32))
        for i in np.flatnonzero(lengths > short).tolist():
            self._long[blob[starts[i] : ends[i]]] = i


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
