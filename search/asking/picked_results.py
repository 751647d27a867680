"""What is told of the articles of a list of ids? How many there are, and which ids no article has."""

from __future__ import annotations

from collections.abc import Sequence

from search.asking.answered import TOO_LATE
from search.asking.planned import PlannedQuestion
from search.notes import Note, NoteCode
from search.results import Results

_TOLD, _LONGEST = 20, 40  # ids that a note names, and characters of each


def picked_results(
    asked: PlannedQuestion, total: int, all_words: int, unknown: Sequence[str], *, late: bool
) -> Results:
    """The answer without hits and facets, of so many articles; partial where an article is missing."""
    notes = (TOO_LATE,) if late else ()
    named = tuple(identity[:_LONGEST] for identity in unknown[:_TOLD])
    missing = (Note(NoteCode.ARTICLES_UNKNOWN, ids=named, count=len(unknown)),) if unknown else ()
    return Results(
        asked.query,
        total,
        (),
        total_groups=total,
        total_all_words=all_words,
        partial=bool(notes or missing),
        notes=(*asked.notes, *missing, *notes),
    )
