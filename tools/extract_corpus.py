"""Which pages does a corpus of gold extractions hold, and which of their lines are in the gold text?

A corpus is a folder with `gold.jsonl`, `pages/ID.html.gz` and `dumps/ID.KIND.txt.gz` (see its README).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xxhash
from numpy.typing import NDArray

TEXT_KINDS = ("resiliparse", "resimain", "inscriptis", "w3m")
_WORD = re.compile(r"\w+")
_SHINGLE = 4


@dataclass(frozen=True, slots=True)
class GoldPage:
    """One page of the corpus that has a gold text. `negatives` are folded beginnings of its known boilerplate."""

    id: str
    site: str
    source: str
    language: str
    text: str
    negatives: tuple[str, ...] = ()


def gold_pages(corpus: Path) -> list[GoldPage]:
    """The pages with gold text, in file order."""
    pages = []
    with (corpus / "gold.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["text"] is not None:
                negatives = tuple(text for texts in (row["negatives"] or {}).values() for text in texts)
                site = site_label(row["domain"])
                pages.append(GoldPage(row["id"], site, row["source"], row["lang"] or "", row["text"], negatives))
    return pages


def site_label(domain: str) -> str:
    """The label that names the site: `bbc` of `news.bbc.co.uk`."""
    parts = domain.lower().split(".")
    while len(parts) > 1 and (len(parts[-1]) <= 3 or parts[-1] in ("info", "news", "online")) and len(parts) > 1:
        parts.pop()
        if len(parts) > 1 and parts[-1] in ("co", "com", "org", "net", "gov", "ac", "edu"):
            parts.pop()
        break
    return parts[-1]


def fold_of(site: str, folds: int) -> int:
    """The fold of a site: its pages are never in two folds."""
    return xxhash.xxh3_64_intdigest(site.encode()) % folds


def is_held_back(domain: str) -> bool:
    """Whether the site's pages are only scored: four of ten, by the name's hash."""
    labels = domain.split(".")
    name = labels[-2] if len(labels) > 1 else labels[0]
    if name in ("co", "com", "org", "net", "ac", "gov") and len(labels) > 2:
        name = labels[-3]
    return int(hashlib.md5(name.encode()).hexdigest(), 16) % 10 < 4


def markup_of(corpus: Path, page: GoldPage) -> str:
    """The page's HTML."""
    return _unpacked(corpus / "pages" / f"{page.id}.html.gz")


def dump_of(corpus: Path, page: GoldPage, kind: str) -> str:
    """The page's text dump of a kind."""
    return _unpacked(corpus / "dumps" / f"{page.id}.{kind}.txt.gz")


def _unpacked(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode("utf-8", "replace")


def gold_shares(texts: Sequence[str], gold: str) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Of each line: the share of its words that the gold text holds (float64), and its number of words (int64).

    A word counts where a 4-word shingle over it (across line ends) is in the gold text, or its whole line is a line of
    it. A shingle counts as often as the gold holds it; longer agreeing stretches are served first, so that of a
    sentence and its pull quote the one within the text wins.
    """
    words: list[str] = []
    bounds = [0]
    for text in texts:
        words.extend(_WORD.findall(text))
        bounds.append(len(words))
    gold_words = _WORD.findall(gold)
    left = Counter(_shingles(gold_words))
    hits = list(_shingles(words))
    covered = np.zeros(len(words), np.bool_)
    for start, end in sorted(_runs([shingle in left for shingle in hits]), key=lambda run: run[0] - run[1]):
        for place in range(start, end):
            if left[hits[place]] > 0:
                left[hits[place]] -= 1
                covered[place : place + _SHINGLE] = True
    whole = {tuple(_WORD.findall(line)) for line in gold.split("\n")}
    total = np.concatenate(([0], np.cumsum(covered)))
    size = np.diff(bounds)
    share = np.diff(total[bounds]) / np.maximum(size, 1)
    for number in np.flatnonzero((size > 0) & (size < _SHINGLE)):
        line = tuple(words[bounds[number] : bounds[number + 1]])
        near = share[max(number - 2, 0) : number + 3]
        if line in whole and np.count_nonzero(near >= 0.5) >= 2:
            share[number] = 1.0
    return share, size


def holds_boilerplate(texts: Sequence[str], page: GoldPage) -> NDArray[np.bool_]:
    """Whether each line holds the beginning of a piece of the page's known boilerplate."""
    wanted = [f" {text} " for text in page.negatives if text]
    lines = (f" {folded(text)} " for text in texts)
    return np.array([any(text in line for text in wanted) for line in lines], np.bool_)


def folded(text: str) -> str:
    """The words of a text without case and accents, joined by spaces: how the corpus writes its negatives."""
    plain = unicodedata.normalize("NFKD", text)
    return " ".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c)).casefold()))


def _shingles(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[n:] for n in range(_SHINGLE)), strict=False)


def _runs(marks: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = -1
    for place, mark in enumerate([*marks, False]):
        if mark and start < 0:
            start = place
        elif not mark and start >= 0:
            yield start, place
            start = -1


def page_scores(kept: str, gold: str) -> tuple[float, float]:
    """Precision and recall of 4-word shingles with multiplicity; precision is NaN for an empty text."""
    predicted, wanted = _counted(kept), _counted(gold)
    both = sum((predicted & wanted).values())
    precision = both / sum(predicted.values()) if predicted else float("nan")
    return precision, both / max(sum(wanted.values()), 1)


def _counted(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    if not words:
        return Counter()
    return Counter(tuple(words[n : n + _SHINGLE]) for n in range(max(1, len(words) - _SHINGLE + 1)))


def f1(scores: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """F1, precision and recall of many pages: the harmonic mean of the averages."""
    precision = float(np.nanmean([p for p, _ in scores]))
    recall = float(np.mean([r for _, r in scores]))
    return 2 * precision * recall / (precision + recall), precision, recall
