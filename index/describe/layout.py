"""Where on the page is what? The lines around the body, as the cleaner's decisions divide them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from index.page import Cleaned

_PROSE = 12  # words from which a kept line counts as running text: headings and captions have fewer
_OUTSIDE = 8  # what a dropped line costs, in words of running text, when the body's extent is looked for
_MOST_HEAD, _MOST_FOOT, _MOST_OPENING = 200, 60, 20


@dataclass(frozen=True, slots=True)
class Layout:
    """A page's lines and which of them are the body; all numbers are line numbers, -1 for none.

    `first` and `last` bound the running text. `head` holds the lines that are not blank before `first`, `opening` those
    from `first` to the third line of running text, `foot` those after `last`. `kept` says of each line whether the
    cleaner kept it, `rank` how many lines before it are not blank; `filled` are the lines that are not. `title` is the
    headline's line.
    """

    texts: Sequence[str]
    rules: Sequence[str]
    kept: Sequence[bool]
    rank: Sequence[int]
    filled: Sequence[int]
    first: int
    last: int
    head: tuple[int, ...]
    opening: tuple[int, ...]
    foot: tuple[int, ...]
    title: int = -1

    def around_title(self) -> tuple[int, ...]:
        """The lines from a few before the headline to some after it, blank ones left out."""
        if self.title < 0:
            return ()
        low, high = max(0, self.rank[self.title] - 5), self.rank[self.title] + 25
        return tuple(n for n in self.filled[low : high + 1] if self.title - 60 <= n < self.title + 120)


def layout_of(cleaned: Cleaned) -> Layout:
    """The layout of a cleaned page. The body is the stretch of lines with most kept running text and least between."""
    texts = _unwrapped(cleaned)
    rules = [decision.rule for decision in cleaned.decisions]
    kept = [not rule and bool(text) for rule, text in zip(rules, texts, strict=True)]
    filled = [n for n, text in enumerate(texts) if text]
    first, last = _body(texts, kept, filled)
    rank = list(accumulate(map(bool, texts), initial=0))
    head = tuple(filled[: bisect_left(filled, first)] if first >= 0 else filled)
    prose = (n for n in filled if first <= n <= last and kept[n] and texts[n].count(" ") >= _PROSE - 1)
    third = next(reversed(list(islice(prose, 3))), first)
    opening = tuple(filled[len(head) : bisect_right(filled, third)]) if first >= 0 else ()
    foot = tuple(filled[bisect_right(filled, last) :]) if last >= 0 else ()
    head, opening, foot = head[-_MOST_HEAD:], opening[:_MOST_OPENING], foot[:_MOST_FOOT]
    return Layout(texts, rules, kept, rank, filled, first, last, head, opening, foot)


def _unwrapped(cleaned: Cleaned) -> list[str]:
    """The lines' texts; where a dump was wrapped, the whole paragraph in its first line and nothing in the others."""
    texts = [line.text for line in cleaned.page.lines]
    if not cleaned.joins:
        return texts
    pieces: dict[int, list[str]] = {}
    start = -1
    for n in range(len(texts)):
        if n in cleaned.joins and start >= 0:
            pieces.setdefault(start, [texts[start]]).append(texts[n])
            texts[n] = ""
        else:
            start = n
    for n, parts in pieces.items():
        texts[n] = " ".join(parts)
    return texts


def _body(texts: Sequence[str], kept: Sequence[bool], filled: Sequence[int]) -> tuple[int, int]:
    """(first, last) line of the stretch with the greatest sum of kept words less the cost of what stands between."""
    best, span = 0, (-1, -1)
    total, start = 0, -1
    for n in filled:
        words = texts[n].count(" ") + 1
        if kept[n] and (words >= _PROSE or len(texts[n]) > 5 * _PROSE):
            if total <= 0:
                total, start = 0, n
            total += max(words, len(texts[n]) // 6)
            if total > best:
                best, span = total, (start, n)
        elif not kept[n]:
            total -= _OUTSIDE
    if span[0] < 0 and any(kept):
        some = [n for n in filled if kept[n]]
        span = (some[0], some[-1])
    return span
