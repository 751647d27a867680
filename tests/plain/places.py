"""Where do words stand in an article? Read off the record of what was written."""

from __future__ import annotations

from collections.abc import Sequence

from tests.plain.articles import Record

Place = tuple[str, int, int]  # field, number of the first word, number of the last word + 1

FIELDS = {
    "": ("title", "body"),
    "title": ("title",),
    "body": ("body",),
    "lead": ("body",),
    "hlead": ("title", "body"),
    "removed": ("removed",),
}


def side_by_side(record: Record, name: str, lemmas: Sequence[str]) -> list[Place]:
    """Where the words stand one behind the other in a field of the article."""
    written = [word.lemma for word in record.field(name).words]
    size = len(lemmas)
    return [
        (name, start, start + size)
        for start in range(len(written) - size + 1)
        if all(lemma in ("*", word) for lemma, word in zip(lemmas, written[start : start + size], strict=True))
    ]
