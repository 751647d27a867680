"""Where on the page is what? The lines around the body, as the cleaner's decisions divide them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.page import Cleaned

_PROSE = 12  # words from which a kept line counts as running text: headings and captions have fewer


@dataclass(frozen=True, slots=True)
class Layout:
    """A page's lines and which of them are the body; all numbers are line numbers, -1 for none.

    `first` and `last` bound the running text. `head` holds the lines that are not blank before `first`, `opening` those
    from `first` to the third line of running text, `foot` those after `last`, where credits and dates stand. `kept`
    says of each line whether the cleaner kept it.
    """

    texts: Sequence[str]
    rules: Sequence[str]
    first: int
    last: int
    head: tuple[int, ...]
    opening: tuple[int, ...]
    foot: tuple[int, ...]
    kept: Sequence[bool]


def layout_of(cleaned: Cleaned) -> Layout:
    """The layout of a cleaned page."""
    texts = [line.text for line in cleaned.page.lines]
    rules = [decision.rule for decision in cleaned.decisions]
    kept = [not rule and bool(text) for rule, text in zip(rules, texts, strict=True)]
    prose = [n for n, keep in enumerate(kept) if keep and texts[n].count(" ") >= _PROSE - 1]
    some = prose or [n for n, keep in enumerate(kept) if keep]
    first, last = (some[0], some[-1]) if some else (-1, -1)
    filled = [n for n, text in enumerate(texts) if text]
    split = first if first >= 0 else len(texts)
    head = tuple(n for n in filled if n < split)
    third = some[min(2, len(some) - 1)] if some else -1
    opening = tuple(n for n in filled if first <= n <= third)
    foot = tuple(n for n in filled if n > last) if last >= 0 else ()
    return Layout(texts, rules, first, last, head[-200:], opening[:20], foot[:200], kept)
