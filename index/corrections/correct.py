"""Which corrections hold for an article, and what becomes of it? By look-up of what it is known by."""

from __future__ import annotations

from collections.abc import Iterable

from index.corrections.actions import EFFECTS
from index.corrections.keys import ArticleKey, keys_of
from index.corrections.rulebook import Rules
from index.corrections.statements import Statement, Subject
from index.extract import DescribedPage


def corrected(
    known: DescribedPage, rules: Rules, ids: Iterable[str], file: str
) -> tuple[DescribedPage, tuple[ArticleKey, ...]]:
    """The article with its corrections, and all that it is known by where it has any, else no keys.

    `ids` are those of the corrections' ids that lead to it, `file` is the name of its file.
    What it is known by is as it was before: no correction takes an article away from another one.
    """
    ids = tuple(ids)
    statements: dict[str, dict[Subject, Statement]] = {}
    for rank, key in enumerate(keys_of(known.description, ids, file, rules.kinds)):
        for subject, value in rules.by_key.get(key, {}).items():
            statements.setdefault(subject.about, {}).setdefault(subject, Statement(value, key, rank))
    if not statements:
        return known, ()
    keys = keys_of(known.description, ids, file)
    for about, effect in EFFECTS.items():
        if about in statements:
            known = effect(known, statements[about])
    return known, tuple(keys)
