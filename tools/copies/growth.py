"""How long does it take to find the copies of a large archive, and of a hundred articles more?"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from index.copies.candidates import ArchiveState
from index.copies.copy_groups import copy_groups
from index.copies.copy_pairs import ReadTexts, copy_pairs, updated_pairs
from index.copies.prints import fingerprints
from index.segment.arrays.print_tables import print_table

_SEGMENT, _MORE, _TIMES = 20_000, 100, 3
DatedTexts = tuple[list[str], list[int]]
"""Texts, and the day of each as an ordinal."""


def growth(archive: Path, extra: Path) -> Iterator[tuple[str, str]]:
    """(what, CPU seconds) for files of JSON lines with `body` and `date`: the archive in segments of 20,000 articles,
    then three times a hundred others."""
    yield from grown(_read(archive), _read(extra))


def grown(archive: DatedTexts, extra: DatedTexts) -> Iterator[tuple[str, str]]:
    """The same of texts and their days."""
    (texts, days), (more, more_days) = archive, extra
    count = len(texts)
    clock = time.process_time()
    tables = [print_table(fingerprints(texts[start : start + _SEGMENT])) for start in range(0, count, _SEGMENT)]
    yield f"fingerprints and tables of {count:,}", f"{time.process_time() - clock:.1f}"
    state = ArchiveState(np.ones(count, np.bool_), np.array(days, np.int32))
    clock = time.process_time()
    pairs = copy_pairs(tables, state, np.arange(count), _reader(texts))
    yield f"their {len(pairs.first)} pairs", f"{time.process_time() - clock:.1f}"
    for start in range(0, _MORE * _TIMES, _MORE):
        both_texts = texts + more[start : start + _MORE]
        every = np.array(days + more_days[start : start + _MORE], np.int32)
        live = np.ones(len(both_texts), np.bool_)
        change = ArchiveState(np.arange(len(both_texts)) < count, every), ArchiveState(live, every)
        clock = time.process_time()
        both = [*tables, print_table(fingerprints(both_texts[count:]))]
        new = updated_pairs(pairs, both, change, _reader(both_texts))
        groups = copy_groups(new, np.arange(len(both_texts)))
        yield f"{_MORE} more: {len(groups)} groups", f"{time.process_time() - clock:.2f}"


def _read(file: Path) -> DatedTexts:
    """The texts of a file and their days."""
    with file.open(encoding="utf-8") as lines:
        rows = [(row["body"], date.fromisoformat(row["date"]).toordinal()) for row in map(json.loads, lines)]
    return [text for text, _ in rows], [day for _, day in rows]


def _reader(texts: list[str]) -> ReadTexts:
    return lambda numbers: [texts[number] for number in numbers]
