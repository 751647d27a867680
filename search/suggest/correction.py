"""How is a whole question respelt? Words that the archive does not hold give way to the likeliest that it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from index.analysis import words
from search.query import Leaf, Node, Parsed, Phrase, Word, leaves, mapped, shouted
from search.suggest.speller import Speller

_RARE = 40  # a word this many times as frequent is offered in the place of a word that does occur
_SHORTEST = 4  # letters; every three letters are one edit from some word
_ABBREVIATION = 5  # letters at most
_CLOSE = 1.4  # ... if it is hardly more than one edit away
_FAR = 1.4  # a slip of more than this is less likely than a space left out


@dataclass(frozen=True, slots=True)
class Correction:
    """Another spelling of a question.

    `replaced` are (typed, meant) pairs. `at_once` says that every word replaced occurs nowhere, so that the question
    may be answered in the other spelling right away; else it is only to be offered.
    """

    parsed: Parsed
    replaced: tuple[tuple[str, str], ...]
    at_once: bool


def corrected(parsed: Parsed, speller: Speller, articles: Callable[[str], int]) -> Correction | None:
    """The question with its misspelt words replaced, or None where there is nothing to correct.

    `articles(word)` is the number of articles that a word finds as the engine looks for it.
    """
    replaced: dict[str, str] = {}
    at_once = True
    loud = shouted(parsed.root)
    for leaf in leaves(parsed.root, negated=False):
        for word in _correctable(leaf, loud):
            found = articles(word)
            meant = _meant(word, found, speller)
            if meant and word not in replaced:
                replaced[word] = meant
                at_once &= found == 0
    if not replaced:
        return None
    if at_once:
        root = _replace(parsed.root, replaced)
    else:
        unknown = {word: meant for word, meant in replaced.items() if not articles(word)}
        replaced, at_once = (unknown, True) if unknown else (replaced, False)
        root = _replace(parsed.root, replaced)
    return Correction(replace(parsed, root=root), tuple(replaced.items()), at_once)


def _correctable(leaf: Leaf, loud: bool) -> list[str]:
    """The words of a leaf that may be misspelt: not abbreviations, parts of compounds or what is asked for as typed.

    In a `loud` question, capitals do not make an abbreviation.
    """
    if not isinstance(leaf, Word | Phrase) or leaf.exact:
        return []
    plain = [word for word in leaf.text.split() if loud or not word.isupper() or len(word) > _ABBREVIATION]
    return [word for word in plain if len(words(word)) == 1 and len(words(word)[0]) >= _SHORTEST]


def _meant(word: str, found: int, speller: Speller) -> str:
    """The word in the place of `word`, in the same capitals; empty where `word` stays."""
    exact = words(word)[0]
    best = speller.suggest(exact, 1)
    parts = speller.split(exact) if not found and (not best or best[0].cost > _FAR) else None
    if parts:
        return " ".join(parts)
    if not best:
        return ""
    if found and (best[0].occurrences < _RARE * found or best[0].cost > _CLOSE):
        return ""
    meant = best[0].word
    if word.isupper() and len(word) > 1 and meant not in ("and", "or", "not", "near"):
        return meant.upper()
    return meant.capitalize() if word[:1].isupper() else meant


def _replace(root: Node, replaced: dict[str, str]) -> Node:
    def change(leaf: Leaf) -> Node:
        if not isinstance(leaf, Word | Phrase) or leaf.exact:
            return leaf
        text = " ".join(replaced.get(word, word) for word in leaf.text.split())
        return Phrase(text, leaf.field) if isinstance(leaf, Word) and " " in text else replace(leaf, text=text)

    return mapped(root, change, negated=False)
