"""How is a whole question respelt? Words that the archive does not hold give way to the likeliest that it does.

Never into another word: what some language knows, a name with another letter, a word with several others near it is
left as it is typed, and the likeliest is only offered.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.analysis import fold, words
from search.query import LeafNode, Node, Parsed, Phrase, Word, leaves, mapped, shouted
from search.words.suggest.known import is_known
from search.words.suggest.slips import is_one_edit, other_key
from search.words.suggest.speller import Speller, Spelling

_RARE = 40  # a word this many times as frequent is offered in the place of a word that does occur
_FAR_MORE = 10  # times as frequent as any other word within one edit is what is put in the place of a word at once
_MARGIN = 0.4  # by which the rank of what is put in is better than that of any other word near
_SHORTEST = 4  # letters; every three letters are one edit from some word
_SHORTEST_AT_ONCE = 5
_ABBREVIATION = 5  # letters at most
_CLOSE = 1.4  # ... if it is hardly more than one edit away
_ENDING = 3  # letters at most of a second word that may well be an ending (kabinet-ten)
_FAR = 1.4  # a slip of more than this is less likely than a space left out
_FEW, _NEARLY_ALL = (
    3,
    0.7,
)  # words that may all be names; share of capitals in a headline, which leaves some words small
_LOOKED_AT = 8  # near words
RARE_WORD = 3  # articles that hold a name which is a slip of another all the same
_SEVERAL_TIMES = 3  # articles in which a name stands beside its neighbour, so that it is no slip itself
_FAR_MORE_BESIDE = 5  # times as often as any other word near it
_NEAR_NAME = 2.4  # the cost of a slip in a name whose neighbour is right: two letters


@dataclass(frozen=True, slots=True)
class Correction:
    """Other spellings of a question.

    `parsed` is what may be answered right away: the question with the words replaced that occur nowhere and are surely
    slips, or the question itself. `offered` has every likelier word in place, and is None where that is the same;
    `strange` says that a word in whose place another is occurs nowhere, or is a rare slip of a name: what is offered
    need not find more then.
    """

    parsed: Parsed
    offered: Parsed | None
    strange: bool


def corrected(
    parsed: Parsed,
    speller: Speller,
    articles: Callable[[str], int],
    kept: Collection[str] = (),
    beside: Callable[[str], int] | None = None,
) -> Correction | None:
    """The question with its misspelt words replaced, or None where there is nothing to correct.

    `articles(word)` is the number of articles that a word finds as the engine looks for it, `beside(words)` that in
    which some words stand side by side; words of `kept` stay.
    """
    company = neighbours(parsed.root) if beside else {}
    surely: dict[str, str] = {}
    perhaps: dict[str, str] = {}
    loud, headline, strange = shouted(parsed.root), _is_headline(parsed.root), False
    for leaf in leaves(parsed.root, negated=False):
        for word in _correctable(leaf, loud=loud):
            if word in kept or word in surely or word in perhaps:
                continue
            count = articles(word)
            meant, sure = _meant(word, count, speller, name=word.istitle() and not headline)
            if beside and not sure and count <= RARE_WORD and word in company:
                known = _by_neighbour(word, speller, company[word], beside)
                if known:
                    meant, sure, strange = _as_typed(known, word), not count, True
            if meant:
                strange |= not sure and not count
                (surely if sure and not count else perhaps)[word] = meant
    if not surely and not perhaps:
        return None
    at_once = replace(parsed, root=_replace(parsed.root, surely))
    return Correction(
        at_once, replace(parsed, root=_replace(parsed.root, surely | perhaps)) if perhaps else None, strange
    )


def neighbours(root: Node) -> dict[str, list[str]]:
    """For each word of a question that may be misspelt what stands side by side with it, as a pattern: `{} smith`."""
    row = [
        word
        for leaf in leaves(root, negated=False)
        for word in (leaf.text.split() if isinstance(leaf, Word | Phrase) and not leaf.exact else ("",))
    ]
    places: dict[str, list[str]] = {}
    for left, right in pairwise(row):
        if len(left) > 1 and len(right) > 1:
            places.setdefault(left, []).append("{} " + right)
            places.setdefault(right, []).append(left + " {}")
    return places


def _by_neighbour(word: str, speller: Speller, company: Sequence[str], beside: Callable[[str], int]) -> str:
    """The word close to `word` that stands beside one of its neighbours far more often than it does; or "".

    Where a second word does, nobody knows which was meant."""
    for pattern in company:
        close = [near.word for near in speller.suggest(words(word)[0], _LOOKED_AT) if near.cost <= _NEAR_NAME]
        if close and not beside(pattern.format(word)):
            counts = sorted(((beside(pattern.format(other)), other) for other in close), reverse=True)
            second = counts[1][0] if len(counts) > 1 else 0
            if counts[0][0] >= max(_SEVERAL_TIMES, _FAR_MORE_BESIDE * second):
                return counts[0][1]
    return ""


def _as_typed(meant: str, word: str) -> str:
    """A word in the capitals of the one whose place it takes."""
    if word.isupper() and len(word) > 1 and meant not in ("and", "or", "not", "near"):
        return meant.upper()
    return meant.capitalize() if word[:1].isupper() else meant


def _is_headline(root: Node) -> bool:
    """Whether nearly all words of a question of several begin with a capital, which then makes no name."""
    texts = [leaf.text for leaf in leaves(root, negated=False) if isinstance(leaf, Word | Phrase)]
    cased = [word for text in texts for word in text.split() if word.lower() != word.upper()]
    return len(cased) > _FEW and sum(word[:1].isupper() for word in cased) >= _NEARLY_ALL * len(cased)


def _correctable(leaf: LeafNode, *, loud: bool) -> list[str]:
    """The words of a leaf that may be misspelt: not abbreviations, parts of compounds or what is asked for as typed.

    In a `loud` question, capitals do not make an abbreviation.
    """
    if not isinstance(leaf, Word | Phrase) or leaf.exact:
        return []
    plain = [word for word in leaf.text.split() if loud or not word.isupper() or len(word) > _ABBREVIATION]
    return [word for word in plain if len(words(word)) == 1 and len(words(word)[0]) >= _SHORTEST]


def _meant(word: str, count: int, speller: Speller, *, name: bool) -> tuple[str, bool]:
    """The word in the place of `word`, in the same capitals, and whether that is sure; empty where `word` stays."""
    exact = words(word)[0]
    spellings = speller.suggest(exact, _LOOKED_AT, least=_RARE * count)
    parts = speller.split(exact) if not count and (not spellings or spellings[0].cost > _FAR) else None
    strange = not is_known(exact)
    if parts:
        return " ".join(parts), strange and min(map(len, parts)) > _ENDING
    if not spellings or (count and (spellings[0].occurrences < _RARE * count or spellings[0].cost > _CLOSE)):
        return "", False
    meant = spellings[0].word
    sure = strange and _is_slip(exact, spellings, name=name)
    return _as_typed(meant, word), sure


def _is_slip(typed: str, spellings: Sequence[Spelling], *, name: bool) -> bool:
    """Whether the likeliest of the words near `typed` was surely meant: one edit away, in the same script, and far more
    frequent than any other word that is.

    A letter more, less or other may make another name (Thompsen, Lidner), and in scripts other than Latin, of whose
    languages the list knows the smaller part, another word (экономка): of these only swapped letters are. A letter
    in the place of another is a slip where the two keys are neighbours; else it may be how another language spells the
    word (pandemik). An accent left out is an edit, too.
    """
    best, plain = spellings[0], fold(typed)
    one_edit = [spelling for spelling in spellings if is_one_edit(plain, fold(spelling.word))]
    meant = fold(best.word)
    if len(typed) < _SHORTEST_AT_ONCE or not is_one_edit(typed, best.word) or _script(typed) != _script(best.word):
        return False
    if (name or not plain.isascii()) and sorted(plain) != sorted(meant):
        return False
    if other_key(plain, meant) == (True, False):
        return False
    if any(spelling.occurrences >= _RARE * best.occurrences for spelling in spellings):
        return False
    if any(best.occurrences < _FAR_MORE * spelling.occurrences for spelling in one_edit if spelling is not best):
        return False
    return all(spelling.rank - best.rank >= _MARGIN for spelling in spellings[1:])


def _script(word: str) -> set[str]:
    """The scripts of a word's letters, by the first words of their names."""
    return {unicodedata.name(char, "").partition(" ")[0] for char in word if char.isalpha()}


def _replace(root: Node, replaced: dict[str, str]) -> Node:
    def change(leaf: LeafNode) -> Node:
        if not isinstance(leaf, Word | Phrase) or leaf.exact:
            return leaf
        text = " ".join(replaced.get(word, word) for word in leaf.text.split())
        return Phrase(text, leaf.field) if isinstance(leaf, Word) and " " in text else replace(leaf, text=text)

    return mapped(root, change, negated=False)
