"""Which pairs and groups does the product make of some texts, and how long does each step take?"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.copies.candidates import ArchiveState
from index.copies.copy_groups import copy_groups
from index.copies.copy_pairs import CopyPairs, copy_pairs
from index.copies.prints import fingerprints
from index.segment.arrays.print_tables import PrintTable, print_table


@dataclass(frozen=True, slots=True)
class SearchedTexts:
    """What was made of texts: the `pairs` of copies, the number of each text's `group`, the CPU `seconds`."""

    table: PrintTable
    pairs: CopyPairs
    group: dict[int, int]
    seconds: float

    def paired(self) -> set[tuple[int, int]]:
        """The pairs, the lower number first."""
        return set(zip(self.pairs.first.tolist(), self.pairs.second.tolist(), strict=True))

    def grouped(self, one: int, other: int) -> bool:
        """Whether two texts are in one group."""
        return one in self.group and self.group[one] == self.group.get(other)

    def stored(self) -> float:
        """Bytes that a segment stores for an article."""
        table = self.table
        return (table.values.nbytes + table.holders.nbytes + table.counts.nbytes) / max(len(table.counts), 1)


def search(texts: Sequence[str], days: Sequence[int]) -> SearchedTexts:
    """Look for copies among all texts, of the days given (`NO_DAY` for none)."""
    fingerprints(texts[:1])  # tables of characters are made once in a process
    state = ArchiveState(np.ones(len(texts), np.bool_), np.array(days, np.int32))
    start = time.process_time()
    table = print_table(fingerprints(texts))
    every = np.arange(len(texts))
    pairs = copy_pairs([table], state, every, lambda numbers: [texts[number] for number in numbers])
    groups = copy_groups(pairs, every)
    group = {text: number for number, members in enumerate(groups) for text in members}
    return SearchedTexts(table, pairs, group, time.process_time() - start)
