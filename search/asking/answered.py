"""What is told of an answer? Its figures, and what was noted on the way, as they leave an engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from search.asking.planned import PlannedQuestion
from search.notes import Note, NoteCode
from search.query import Parsed, any_of
from search.query.tree import scored
from search.results import Expansion, FacetCounts, Hit, Related, Results
from search.words.leaves import Leaf

TOO_LATE = Note(NoteCode.TIME_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What an engine found for a question.

    `total` are the matches, `total_groups` those with copies as one, `all_words` those with all the words, `guesses`
    how many more hold too few of them. `rarity` is how many articles hold each scored leaf, empty where there was no
    time. `gains` are what leaving out each filter gives, where nothing was found; `note` is on the order of the hits.
    `expansions` are the added names that brought articles.
    """

    total: int
    total_groups: int
    grouped: bool
    all_words: int
    rarity: Mapping[Leaf, int]
    hits: tuple[Hit, ...] = ()
    facets: tuple[FacetCounts, ...] = ()
    related: tuple[Related, ...] = ()
    guesses: int = 0
    partial: bool = False
    note: Note | None = None
    gains: tuple[tuple[str, int], ...] = ()
    expansions: tuple[Expansion, ...] = ()


def results_of(asked: PlannedQuestion, found: Figures) -> Results:
    """The answer as it leaves an engine, with the time left open."""
    nothing = not found.total
    late = (TOO_LATE,) if found.partial else ()
    ordering = (found.note,) if found.note else ()
    notes = dict.fromkeys((*asked.notes, *ordering, *late))
    return Results(
        asked.query,
        found.total,
        found.hits,
        facets=found.facets,
        related=found.related,
        total_groups=found.total_groups,
        grouped=found.grouped,
        total_all_words=found.all_words,
        left_out=found.guesses,
        any_word=_any_word(asked) if found.guesses else "",
        partial=found.partial,
        reading=str(asked.parsed) if asked.parsed.reworded else "",
        notes=tuple(notes),
        expansions=found.expansions,
        other_forms=asked.other_forms if found.total else (),
        term_counts=_term_counts(asked, found.rarity) if nothing else (),
        filter_gains=found.gains,
    )


def _any_word(asked: PlannedQuestion) -> str:
    """The question of which one word is enough."""
    (root, words), *_ = asked.telling.items()
    return str(Parsed(any_of(root, words)))


def _term_counts(asked: PlannedQuestion, rarity: Mapping[Leaf, int]) -> tuple[tuple[str, int], ...]:
    """How many articles hold each word of the query, as the word is asked for by itself."""
    leaves = asked.leaves
    counts = {str(Parsed(node)): rarity[leaves[node]] for node in scored(asked.root)} if rarity else {}
    return tuple(counts.items())


def unsure(results: Results) -> Results:
    """The answer where there was no time for another spelling: that nothing is found is not the last word then."""
    return results if results.total else replace(results, partial=True, notes=(*results.notes, TOO_LATE))
