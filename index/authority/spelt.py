"""Under which names does a value stand in the articles, and which value does a name count under?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from index.authority.authority import NOT_A_NAME, Authority, settled_rows, typed_keys
from index.segment.arrays.mentions import NAME_SHIFT, name_key, sizes_of
from index.segment.reader import Segment


def value_of(authority: Authority, kind: int, name: str) -> str:
    """The value of a name as one of a type: itself where the archive does not count it under another."""
    key = typed_keys(np.array([name_key(name)], np.uint64), np.array([kind]))
    text = int(authority.values.of(key)[0])
    (row,) = authority.edited.rows(key)
    if row >= 0 and authority.edited.type[row] == kind:
        text = int(authority.edited.text[row])
    return name if text < 0 else authority.texts[text]


def spellings(authority: Authority, segments: Iterable[Segment], kind: int, value: str) -> Counter[str]:
    """The names that count under a value of a type, with the live articles of each. An article has one name of a
    person: the fullest that it writes."""
    counts: Counter[str] = Counter()
    (wanted,) = typed_keys(np.array([name_key(value)], np.uint64), np.array([kind]))
    for segment in segments:
        table = segment.mentions
        rows = table.rows
        if segment.live is not None:
            rows = rows[np.repeat(segment.live, sizes_of(table.row_ends))]
        codes, articles = np.unique(rows, return_counts=True)
        keys, types, text = settled_rows(authority, table, codes)
        moved = text >= 0
        keys[moved] = typed_keys(authority.text_keys[text[moved]], types[moved])
        for row in np.flatnonzero((keys == wanted) & (text != NOT_A_NAME)).tolist():
            counts[table.text(int(codes[row] >> NAME_SHIFT))] += int(articles[row])
    return counts
