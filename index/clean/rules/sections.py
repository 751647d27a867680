"""Where do the readers' comments and the lists of other stories begin and end? Structure tells what prose cannot."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_NUMBERED_NAME = re.compile(r"\d{1,4}\.\s+\S+(?:\s+\S+){0,3}$")
_HEADINGS = frozenset({"comments"})


def comment_lines(
    texts: Sequence[str], looks: Sequence[str], prose: NDArray[np.bool_], words: NDArray[np.floating]
) -> NDArray[np.bool_]:
    """Which lines stand in the section of readers' comments (bool, one for each line).

    The section begins with a line that reads like a heading or a form of comments, after at least half of the page's
    prose or where numbered names, replies or the form to post follow it; it ends with the page.
    """
    count = len(texts)
    inside = np.zeros(count, np.bool_)
    heads = [n for n in range(count) if looks[n] in _HEADINGS]
    if not heads:
        return inside
    mass = np.where(prose, words, 0)
    before = np.concatenate(([0], np.cumsum(mass)))
    total = int(before[-1])
    signs = np.array([look in _HEADINGS or _is_numbered_name(text) for look, text in zip(looks, texts, strict=True)])
    signs_after = np.concatenate((np.cumsum(signs[::-1])[::-1], [0]))
    prose_before = np.cumsum(prose)
    for head in heads:
        done = int(before[head])
        if done < 60 or prose_before[head] < 3:
            continue
        if 2 * done >= total and (signs_after[head + 1] >= 1 or total - done <= 0.25 * done):
            inside[head:] = True
            break
        if signs_after[head + 1] >= 3 and 4 * done >= total:
            inside[head:] = True
            break
    return inside


def list_lines(looks: Sequence[str], prose: NDArray[np.bool_], blank: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which lines stand in a list of other stories: the lines after its heading, after the body, up to a new heading.

    A heading counts where at least half of the page's prose lines stand above it; the list runs to the page's end.
    """
    count = len(looks)
    inside = np.zeros(count, np.bool_)
    above = np.cumsum(prose)
    total = int(above[-1]) if count else 0
    for number in range(count):
        if looks[number] == "related" and total and 2 * above[number] >= total and _listed(prose, blank, number):
            inside[number:] = True
            break
    return inside


def _listed(prose: NDArray[np.bool_], blank: NDArray[np.bool_], head: int) -> bool:
    """Whether what follows is dense as a list is: no blank lines between, or hardly any prose."""
    after_prose = int(np.count_nonzero(prose[head + 1 :]))
    if after_prose <= 1:
        return True
    tail = slice(head + 1, len(prose))
    return int(np.count_nonzero(blank[tail])) * 3 <= after_prose


def _is_numbered_name(text: str) -> bool:
    return len(text) <= 60 and text[:1].isdigit() and _NUMBERED_NAME.fullmatch(text) is not None
