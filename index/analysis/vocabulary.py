"""What does a run of bytes hold? Worked out once by the rule, then known by a number into arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from index.analysis.characters import SURFACE
from index.analysis.learning import Learner
from index.analysis.lexicon import Lexicon
from index.analysis.surface import parts
from index.analysis.table import RunTable, Words
from index.analysis.text import EXTRA, Analyser

_WIDTHS = ((1, 8), (2, 16), (4, 32))  # 64-bit words of a table's keys, and bytes of the longest run that they hold
_LONGEST_KEPT = 96  # bytes; longer runs hardly come twice, nor do clauses of Han, kana and Hangul
_LONGEST_WORD, _EAST_ASIAN = 12, (0xE3, 0xED)  # bytes of those that are kept, and what their UTF-8 begins with
_MOST_WRITTEN = 20_000  # runs with abbreviations that are kept in their own letters


class Column:
    """A growing array of one type."""

    def __init__(self, dtype: npt.DTypeLike) -> None:
        self._array = np.zeros(1 << 10, dtype)
        self.length = 0

    @property
    def values(self) -> npt.NDArray[Any]:
        return self._array[: self.length]

    def extend(self, values: Sequence[int] | npt.NDArray[Any]) -> None:
        stop = self.length + len(values)
        if stop > len(self._array):
            grown = np.zeros(max(stop, 2 * len(self._array)), self._array.dtype)
            grown[: self.length] = self.values
            self._array = grown
        self._array[self.length : stop] = values
        self.length = stop


class RunVocabulary:
    """The runs of one language that were met, and what each holds, as one number.

    The number of a run with one plain term and nothing else is that term, with its variant from bit `VARIANT_BITS` on
    and the run's flags from bit `FLAG_BITS` on. Any other has the bit `COMPLEX`, its flags, and a row in place of the
    term: `first` and `count` of a row say which entries of `term` and `variant` are its plain terms (one a position);
    `extra_first` and `extra_count` which of `extra_term` and `extra_at` (position within the run) are its extra ones.
    """

    def __init__(self, language: str, lexicon: Lexicon, odd: int) -> None:
        self._lexicon = lexicon
        self._analyser = Analyser(language, limit=1)
        self.first, self.count = Column(np.int32), Column(np.int32)
        self.extra_first, self.extra_count = Column(np.int32), Column(np.int32)
        self.term, self.variant = Column(np.uint32), Column(np.uint8)
        self.extra_term, self.extra_at = Column(np.uint32), Column(np.int32)
        self._rows = (self.first, self.count, self.extra_first, self.extra_count)
        self._kept_rows = 0
        self._tables = {width: RunTable(width, odd) for width, _ in _WIDTHS}
        self._long: dict[bytes, int] = {}
        self._kept = 0  # runs
        self._written: dict[bytes, list[tuple[int, int]]] = {}  # see `initials`

    def __len__(self) -> int:
        return self._kept

    def numbers(self, low: bytearray, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> Words:
        """The numbers of the runs of a buffer (see `index.analysis.runs`), learning those that are new.

        Rows of runs too long to be kept are good until `forget`.
        """
        lengths = ends - starts
        numbers = np.empty(len(starts), np.uint64)
        words = np.frombuffer(low, "<u8", count=len(low) // 8)
        lead = np.frombuffer(low, np.uint8)[starts]
        clauses = lead >= _EAST_ASIAN[0]
        if clauses.any():
            clauses &= (lead <= _EAST_ASIAN[1]) & (lengths > _LONGEST_WORD)
            lengths[clauses] = _LONGEST_KEPT + 1
        short = 0
        for width, longest in _WIDTHS:
            fits = lengths <= longest
            if short:
                fits &= lengths > short
            chosen = np.flatnonzero(fits)
            short = longest
            if not len(chosen):
                continue
            keys = _keys(words, np.take(starts, chosen), np.take(lengths, chosen), width)
            found = self._tables[width].find(keys)
            new = np.flatnonzero(found == 0)
            if len(new):
                found[new] = self._learn_keys(width, [key[new] for key in keys])
            numbers[chosen] = found
        chosen = np.flatnonzero(lengths > short)
        if len(chosen):
            bounds = zip(starts[chosen].tolist(), ends[chosen].tolist(), strict=True)
            numbers[chosen] = self._long_numbers([bytes(low[start:end]) for start, end in bounds])
        return numbers

    def initials(self, run: bytes) -> list[tuple[int, int]]:
        """The abbreviations of a run as it was written: the position within the run, and the number of the term."""
        found = self._written.get(run)
        if found is None:
            found = []
            position = 0
            for surface in SURFACE.findall(run.decode("utf-8", "surrogatepass")):
                for part in parts(surface):
                    if part.initials:
                        found.append((position, self._lexicon.term(EXTRA + part.initials)))
                    position += 1
            if len(run) <= _LONGEST_KEPT:
                if len(self._written) >= _MOST_WRITTEN:
                    self._written.clear()
                self._written[run] = found
        return found

    def forget(self) -> None:
        """Drop what was learnt of runs that are too long to be kept."""
        kept = self._kept_rows
        if self.first.length > kept:
            self.term.length = self.variant.length = int(self.first.values[kept])
            self.extra_term.length = self.extra_at.length = int(self.extra_first.values[kept])
            for column in self._rows:
                column.length = kept

    def _learn_keys(self, width: int, keys: list[Words]) -> Words:
        """The numbers of new runs given by their keys, which may repeat."""
        order = np.lexsort(keys) if width > 1 else np.argsort(keys[0], kind="stable")
        columns = [key[order] for key in keys]
        new = np.ones(len(order), bool)
        new[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
        distinct = [column[new] for column in columns]
        raw = np.stack(distinct, axis=1).astype("<u8").tobytes()
        step = 8 * width
        runs = [raw[i : i + step].rstrip(b"\0") for i in range(0, len(raw), step)]
        found = np.array(self._learn(runs, kept=True), np.uint64)
        self._tables[width].add(distinct, found)
        numbers = np.empty(len(order), np.uint64)
        numbers[order] = found[np.cumsum(new) - 1]
        return numbers

    def _long_numbers(self, runs: list[bytes]) -> list[int]:
        """The numbers of runs that are too long for the tables. The longest of them are not kept."""
        new = [run for run in dict.fromkeys(runs) if run not in self._long]
        kept = [run for run in new if _is_kept(run)]
        passing = [run for run in new if not _is_kept(run)]  # last, so that they can be dropped from the end
        self._long |= zip(kept, self._learn(kept, kept=True), strict=True)
        passed = dict(zip(passing, self._learn(passing, kept=False), strict=True))
        return [passed[run] if run in passed else self._long[run] for run in runs]

    def _learn(self, runs: list[bytes], *, kept: bool) -> list[int]:
        """Work out what new runs hold; their numbers."""
        if not runs:
            return []
        learner = Learner(self._analyser, self._lexicon, self.first.length)
        learner.learn(runs)
        rows = np.array(learner.rows, np.int64).reshape(-1, len(self._rows))
        rows[:, 0] += self.term.length
        rows[:, 2] += self.extra_term.length
        for i, column in enumerate(self._rows):
            column.extend(rows[:, i])
        self.term.extend(learner.term)
        self.variant.extend(learner.variant)
        self.extra_term.extend(learner.extra_term)
        self.extra_at.extend(learner.extra_at)
        if kept:
            self._kept += len(runs)
            self._kept_rows = self.first.length
        return learner.values


def _is_kept(run: bytes) -> bool:
    longest = _LONGEST_WORD if _EAST_ASIAN[0] <= run[0] <= _EAST_ASIAN[1] else _LONGEST_KEPT
    return len(run) <= longest


_MASKS = np.array([(1 << 8 * n) - 1 for n in range(9)], np.uint64)


def _keys(words: Words, starts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64], width: int) -> list[Words]:
    """The first 8 * `width` bytes of each run as 64-bit words, zero beyond its end.

    A word that starts in the middle of an aligned one is put together from two: aligned reads are twice as fast.
    """
    at = starts >> 3
    shift = (starts & 7).view(np.uint64)
    shift <<= np.uint64(3)
    back = np.uint64(63) - shift
    keys: list[Words] = []
    low = np.take(words, at)
    for i in range(width):
        at += 1
        high = np.take(words, at)
        low >>= shift
        key = high << np.uint64(1)
        key <<= back
        key |= low
        if i or width > 1:
            key &= np.take(_MASKS, np.clip(lengths - 8 * i, 0, 8))
        else:
            key &= np.take(_MASKS, lengths)
        keys.append(key)
        low = high
    return keys
