"""What does the cleaner learn from? Pages with what their gold text holds of each line, and counts of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from index.clean.features.captions import add_captions
from index.clean.features.columns import Columns
from index.clean.features.lexicon import (
    BUCKETS,
    LONG_LINE,
    WordOdds,
    empty_lexicon,
    start_hashes,
    whole_hashes,
    word_pairs,
)
from index.clean.features.lines import add_lexicon
from index.clean.features.matrix import Table, features
from index.page import RawPage
from index.readers.html import read_html
from index.readers.text import read_text
from tools.extract_corpus import (
    GoldPage,
    dump_of,
    fold_of,
    gold_pages,
    gold_shares,
    holds_boilerplate,
    markup_of,
)

FOLDS = 5
_MASK = np.uint64(BUCKETS - 1)
_COUNTED = 2 * len(fields(WordOdds))


@dataclass
class Example:
    """A page with its features and labels.

    `share` is the part of each unit's words that the gold text holds, `boilerplate` says which units are known to be
    furniture.
    """

    gold: GoldPage
    kind: str
    page: RawPage
    table: Table
    share: np.ndarray
    size: np.ndarray
    boilerplate: np.ndarray
    fold: int
    first: np.ndarray | None = None
    second: np.ndarray | None = None


def examples(corpus: Path, kind: str, by: str = "site") -> list[Example]:
    """All pages of a kind with gold text: `html`, or a kind of dump; in folds by their site, or by their source."""
    collected = []
    nothing = empty_lexicon()
    pages = gold_pages(corpus)
    sources = sorted({gold.source for gold in pages})
    for gold in pages:
        if kind == "html":
            page = read_html(markup_of(corpus, gold), "", gold.id)
        else:
            page = read_text(dump_of(corpus, gold, kind), "", gold.id)
        table = features(page, nothing)
        share, size = gold_shares(table.units.texts, gold.text)
        boilerplate = holds_boilerplate(table.units.texts, gold)
        fold = sources.index(gold.source) if by == "source" else fold_of(gold.site, FOLDS)
        collected.append(Example(gold, kind, page, table, share, size, boilerplate, fold))
    return collected


class HashedCounts:
    """In how many kept and dropped lines (three a page at most) do the hashed words of each page occur?"""

    def __init__(self, pages: Sequence[Example]) -> None:
        self.sites = [page.gold.site for page in pages]
        self.folds = [page.fold for page in pages]
        self.counts = [self._count(page) for page in pages]
        self._known: dict[tuple[tuple[int, ...], str], WordOdds] = {}
        self._totals: dict[tuple[tuple[int, ...], str], np.ndarray] = {}

    @staticmethod
    def _count(page: Example) -> np.ndarray:
        m = page.table.lines.measures
        kept = page.share >= 0.5
        long = m.words >= LONG_LINE
        rows = []
        hashed = [(m.word_line, m.word_hash), start_hashes(m), whole_hashes(m)]
        hashed += [
            (line[long[line]], hashes[long[line]]) for line, hashes in ((m.word_line, m.word_hash), word_pairs(m))
        ]
        for line, hashes in hashed:
            bucket = (hashes & _MASK).astype(np.int64)
            rows += [np.minimum(np.bincount(bucket[kept[line] == s], minlength=BUCKETS), 3) for s in (True, False)]
        return np.stack(rows).astype(np.uint8)

    def lexicon(self, folds: Sequence[int], without: str = "") -> WordOdds:
        """The lexicon of the pages in some folds, one site left out; remembered."""
        key = (tuple(folds), without)
        if key not in self._known:
            total = self._total(folds, "")
            self._known[key] = lexicon_of(total - self._total(folds, without) if without else total)
        return self._known[key]

    def _total(self, folds: Sequence[int], site: str) -> np.ndarray:
        """The counts over the pages in some folds, or over one site's among them."""
        key = (tuple(folds), site)
        if site or key not in self._totals:
            total = np.zeros((_COUNTED, BUCKETS), np.int64)
            for count, other, fold in zip(self.counts, self.sites, self.folds, strict=True):
                if fold in folds and (not site or other == site):
                    total += count
            if site:
                return total
            self._totals[key] = total
        return self._totals[key]


def lexicon_of(total: np.ndarray) -> WordOdds:
    """Smoothed log-odds of the counts, in sixteenths."""
    tables = []
    for kept, dropped in total.reshape(-1, 2, BUCKETS):
        ratio = (kept.sum() + 1) / (dropped.sum() + 1)
        odds = np.log((kept + ratio) / (dropped + 1)) - np.log(ratio)
        tables.append(np.clip(np.round(odds * 16), -127, 127).astype(np.int8))
    return WordOdds(*tables)


def with_lexicon(page: Example, lexicon: WordOdds) -> np.ndarray:
    """The page's first table with the lexicon's columns filled in."""
    values = np.array(page.table.values, order="C")
    columns = Columns(len(values))
    add_lexicon(columns, page.table.lines, lexicon)
    if page.kind != "html":
        add_captions(columns, page.table.lines, lexicon, page.table.units.indent)
    where = [page.table.names.index(name) for name in columns.names]
    values[:, where] = columns.table()
    return values
