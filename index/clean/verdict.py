"""Which lines of a page are kept, and which rule dropped each of the others?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.clean.rules import RULES
from index.clean.sections import comment_lines, list_lines
from index.clean.spot import is_place_byline, spot_all
from index.clean.template import TemplateLines
from index.page import Cleaned, Decision, Format, RawPage

_ENDS = ".!?…。！？؟।:;"
_CLOSERS = "\"'”’»)]"


def clean(page: RawPage, template: TemplateLines | None = None) -> Cleaned:
    """Decide on every line of the page. `template` holds lines known from other pages of the same site.

    Pages that are clean already (JSON lines) and Markdown are kept whole.
    """
    if not page.clean or page.format is Format.MARKDOWN:
        return Cleaned(page, tuple(Decision(number) for number in range(len(page.lines))))
    texts = [line.text for line in page.lines]
    looks = spot_all(texts)
    words = np.array([_length(text) for text in texts], np.int32)
    blank = words == 0
    prose = np.array([_is_prose(text, int(n)) for text, n in zip(texts, words, strict=True)], np.bool_)
    rules = list(looks)
    _drop_headings(texts, looks, prose, rules)
    _drop_short_runs(prose, blank, words, rules)
    for number in np.flatnonzero(list_lines(looks, prose, blank)):
        rules[number] = rules[number] or "related"
    for number in np.flatnonzero(comment_lines(texts, looks, prose, words)):
        rules[number] = "comments"
    _drop_repeats(texts, blank, rules)
    if template is not None:
        for number, text in enumerate(texts):
            if text and text in template:
                rules[number] = rules[number] or "template"
    return Cleaned(page, tuple(_decision(number, rule, texts[number]) for number, rule in enumerate(rules)))


def _decision(number: int, rule: str, text: str) -> Decision:
    return Decision(number, rule, RULES[rule]) if rule and text else Decision(number)


def _length(text: str) -> int:
    """Words; in scripts without spaces, two characters count as a word."""
    if not text:
        return 0
    spaced = text.count(" ") + 1
    if len(text) > 12 * spaced:
        wide = sum(
            "\u2e80" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" or "\u0e00" <= char <= "\u0e7f"
            for char in text
        )
        return max(spaced, wide // 2)
    return spaced


def _is_prose(text: str, words: int) -> bool:
    return words >= 9 and (text.rstrip(_CLOSERS)[-1:] in _ENDS or words >= 25)


def _drop_headings(texts: Sequence[str], looks: Sequence[str], prose: NDArray[np.bool_], rules: list[str]) -> None:
    """Above the first prose: the title, a byline with a place, and whatever repeats the title."""
    where = np.flatnonzero(prose)
    first = int(where[0]) if len(where) else 0
    for number in range(int(where[min(3, len(where) - 1)]) if len(where) else 0):
        if not looks[number] and is_place_byline(texts[number]):
            rules[number] = "byline"
    heads = [n for n in range(first) if not rules[n] and texts[n].count(" ") >= 2 and " | " not in texts[n]]
    if heads:
        again = [n for n in heads if sum(texts[n] == texts[m] for m in heads) > 1]
        title = texts[(again or heads[-1:])[0]]
        for number, text in enumerate(texts):
            if text == title:
                rules[number] = "title"


def _drop_short_runs(
    prose: NDArray[np.bool_], blank: NDArray[np.bool_], words: NDArray[np.int32], rules: list[str]
) -> None:
    """Short lines in a row of three or more without prose, and any before the first or after the last prose."""
    numbers = [n for n in range(len(rules)) if not blank[n]]
    where = [n for n in numbers if prose[n]]
    if not where:
        return
    run: list[int] = []
    for number in [*numbers, -1]:
        if number >= 0 and not prose[number] and words[number] < 25:
            run.append(number)
            continue
        outside = bool(run) and (run[0] < where[0] or run[-1] > where[-1])
        if len(run) >= 4 or outside:
            for member in run:
                rules[member] = rules[member] or "navigation"
        run = []


def _drop_repeats(texts: Sequence[str], blank: NDArray[np.bool_], rules: list[str]) -> None:
    seen: set[str] = set()
    for number, text in enumerate(texts):
        if blank[number] or rules[number]:
            continue
        if text in seen:
            rules[number] = "repeated"
        seen.add(text)
