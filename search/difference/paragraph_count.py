"""How many paragraphs differ between two texts?"""

from __future__ import annotations

from search.difference.subsequence import matching


def changed_paragraphs(first: str, second: str) -> int:
    """The number of paragraphs that were cut, added or changed. Where some take the place of others, the larger number
    counts. It is the same the other way round."""
    numbers: dict[str, int] = {}
    rows = [
        [numbers.setdefault(line.strip(), len(numbers)) for line in text.split("\n") if line.strip()]
        for text in sorted((first, second))
    ]
    changed, place, other = 0, 0, 0
    for pair in [*matching(rows[0], rows[1], 1), (len(rows[0]), len(rows[1]))]:
        changed += max(pair[0] - place, pair[1] - other)
        place, other = pair[0] + 1, pair[1] + 1
    return changed
