"""Which names count as the words of a question, too? Those of one name typed as several words are told once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search.results import Expansion

_AT_ONCE = 3  # names that are shown; `new york` has 12, which took three lines of every page of results


@dataclass(frozen=True, slots=True)
class AddedNames:
    """Words as they were `typed`, the names `shown` at once that were looked for beside them, and the `rest`."""

    typed: str
    shown: tuple[str, ...]
    rest: tuple[str, ...]


def added_names(expansions: Iterable[Expansion]) -> list[AddedNames]:
    """The names that were added to a question, those of words side by side that share any as of one name: what they
    share stands first."""
    rows: list[tuple[str, list[str]]] = []
    for expansion in expansions:
        names = list(expansion.added)
        shared = [name for name in rows[-1][1] if name in names] if rows else []
        if shared:
            typed, before = rows.pop()
            others = [name for name in (*before, *names) if name not in shared]
            rows.append((f"{typed} {expansion.word}", list(dict.fromkeys((*shared, *others)))))
        else:
            rows.append((expansion.word, names))
    return [AddedNames(typed, tuple(names[:_AT_ONCE]), tuple(names[_AT_ONCE:])) for typed, names in rows]
