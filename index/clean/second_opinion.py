"""What would trafilatura keep of a page that the model doubts? Its text, found again among the page's lines."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.readers.html import safe_markup

_WORD = re.compile(r"\w+")
_SHINGLE = 4
_SHORTEST_TEXT = 200  # characters of all lines: there is nothing to choose from below
_LONGEST_MARKUP = 1_500_000  # characters: trafilatura takes seconds beyond
_MOST_TAGS = 12_000  # `<` marks: the richest of 383 reference pages has 10,080; 22,000 paragraphs' tags took 2.2 s

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def ask(markup: str, texts: Sequence[str]) -> NDArray[np.bool_] | None:
    """Which of the lines trafilatura (fast mode, without comments) keeps; None where it finds no text.

    A line counts as kept where at least half of its words stand in 4-word shingles of trafilatura's text; a shorter one
    where it is one of its lines and a line beside it is kept.
    """
    if len(markup) > _LONGEST_MARKUP or markup.count("<") > _MOST_TAGS or sum(map(len, texts)) < _SHORTEST_TEXT:
        return None
    import trafilatura  # noqa: PLC0415 - takes half a second, and one page in twenty needs it

    try:
        found = trafilatura.extract(safe_markup(markup), fast=True, include_comments=False)
    except (ValueError, TypeError, AttributeError, RecursionError, AssertionError):
        return None  # it raises whatever lxml or its own heuristics raise on odd markup
    return in_text(found, texts) if found else None


def in_text(found: str, texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which of the lines stand in the text, by the test that `ask` describes."""
    wanted = set(_shingles(_WORD.findall(found)))
    words: list[str] = []
    bounds = [0]
    for text in texts:
        words.extend(_WORD.findall(text))
        bounds.append(len(words))
    covered = np.zeros(len(words) + _SHINGLE, np.bool_)
    hits = np.fromiter((shingle in wanted for shingle in _shingles(words)), np.bool_)
    for offset in range(_SHINGLE):
        covered[offset : offset + len(hits)] |= hits
    total = np.concatenate(([0], np.cumsum(covered)))
    size = np.diff(bounds)
    kept = (np.diff(total[bounds]) >= 0.5 * size) & (size >= _SHINGLE)
    whole = {tuple(_WORD.findall(line)) for line in found.split("\n")}
    beside = np.convolve(kept, np.ones(3), "same") > 0 if len(kept) >= 3 else np.ones(len(kept), np.bool_)
    for number in np.flatnonzero((size > 0) & (size < _SHINGLE) & beside):
        kept[number] = tuple(words[bounds[number] : bounds[number + 1]]) in whole
    return kept


def _shingles(words: Sequence[str]) -> zip[tuple[str, ...]]:
    return zip(*(words[n:] for n in range(_SHINGLE)), strict=False)
