"""What do a question and a facet's value say? Read once, and kept for those that are asked for again."""

from __future__ import annotations

import sys
from functools import lru_cache

from index.analysis import fold
from search.kept import ENTRY, PLANS, Kept
from search.query import MAX_CHARACTERS, Metadata, Parsed, parse

_parsed: Kept[str, Parsed] = Kept(PLANS)


def read(text: str) -> Parsed:
    """What a question says; the next page of a question is the same question."""
    found = _parsed.get(text)
    if found is None:
        found = parse(text)
        _parsed.keep(text, found, 2 * ENTRY + 8 * min(len(text), MAX_CHARACTERS) + sys.getsizeof(text))
    return found


@lru_cache(maxsize=65_536)  # some 20 MB where an archive has so many values
def value_words(value: str) -> tuple[str, ...]:
    """The folded words of a facet's value: a filter is held against every value, 10 us each."""
    return tuple(fold(value).split())


def accepts(node: Metadata, value: str) -> bool:
    """Whether a facet value holds the words of `node`, in order."""
    words, wanted = iter(value_words(value)), value_words(node.text)
    return bool(wanted) and all(word in words for word in wanted)
