"""Which names count as the words of a question, too? Those of one name typed as several words are told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from search.results import Expansion

_AT_ONCE = 3  # names that stand in the line above the results; `united states` has five


@dataclass(frozen=True, slots=True)
class AddedNames:
    """Words as they were `typed`, and the `names` that were found in their place."""

    typed: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllAddedNames:
    """The names added to a question, a row for each name that was typed; `at_once` are those that are told in one line:
    some that differ from what was typed by more than one letter, which nobody needs to be told."""

    at_once: tuple[str, ...]
    rows: tuple[AddedNames, ...]


def added_names(expansions: Sequence[Expansion]) -> AllAddedNames:
    """The names that were added to a question, those of words side by side that share any as of one name: what they
    share stands first."""
    rows: list[tuple[str, list[str]]] = []
    different = {name for expansion in expansions for name in expansion.different}
    for expansion in expansions:
        names = list(expansion.added)
        shared = [name for name in rows[-1][1] if name in names] if rows else []
        if shared:
            typed, before = rows.pop()
            others = [name for name in (*before, *names) if name not in shared]
            rows.append((f"{typed} {expansion.word}", list(dict.fromkeys((*shared, *others)))))
        else:
            rows.append((expansion.word, names))
    others = [name for _, names in rows for name in names if name in different]
    return AllAddedNames(
        tuple(dict.fromkeys(others))[:_AT_ONCE], tuple(AddedNames(typed, tuple(names)) for typed, names in rows)
    )
