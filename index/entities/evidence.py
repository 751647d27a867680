"""How far can one trust a mention? Those that an article vouches for are offered; others are only found and marked.

The models learnt from news, and are as often wrong as right of the rare names of shops and programs. What tells the two
apart is by how much the best labels beat others (`LabelPaths.regrets`), and whether the lists know the words.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.entities.document import Mentions, countries
from index.entities.features import CAPITALS, INITIAL, TokenForms, word_numbers
from index.entities.gazetteer import FIRST_NAMES, PLACE_LISTS, TITLES, NameList, load_gazetteer
from index.entities.labels import EntityType
from index.entities.name_numbers import TokenWords
from index.segment.arrays.mentions import MOST_VOUCHED

_ORGANISATIONS = NameList.ORGANISATION | NameList.ORGANISATION_ABROAD

_FAR = np.iinfo(np.int32).max


class _Margins(NamedTuple):
    """The margins from which an article vouches for names of a type: those that lists know, others of several words,
    others of one, and full names that the article calls somebody by elsewhere."""

    listed: int
    several: int
    single: int
    called: int = _FAR


# Read off 130 names of each type from 700 pages. A name is likely from the first margins on; from the second ones on it
# leaves little doubt. No margin vouches for a person of one word.
_LEAST = {
    EntityType.PERSON: (_Margins(40, 120, _FAR, 40), _Margins(80, 250, _FAR, 80)),
    EntityType.ORGANISATION: (_Margins(60, 120, 120), _Margins(120, 250, 200)),
    EntityType.PLACE: (_Margins(20, 120, 120), _Margins(40, 250, 200)),
}


def vouched(mentions: Mentions, words: TokenWords, forms: TokenForms, regret: NDArray[np.int32]) -> NDArray[np.uint8]:
    """uint8[mentions]: how far an article vouches for each, 0 to 2. `regret` is that of
    `LabelPaths.regrets`, of the tokens of the mentions at least."""
    margin, known = margins(mentions, regret), _known(mentions, words, forms)
    several, called = mentions.end - mentions.first > 1, _called(mentions, words, forms)
    said = np.zeros(len(margin), np.uint8)
    for kind, steps in _LEAST.items():
        for least in steps:
            needed = np.where(known, least.listed, np.where(several, least.several, least.single))
            needed = np.minimum(needed, np.where(called, least.called, _FAR))
            said += (mentions.kind == kind) & (margin >= needed)
    said[(mentions.kind == EntityType.PLACE) & mentions.sure] = MOST_VOUCHED
    said[(mentions.kind == EntityType.PERSON) & ~several | ~words.upper[mentions.first]] = 0
    return said


def _called(mentions: Mentions, words: TokenWords, forms: TokenForms) -> NDArray[np.bool_]:
    """bool[mentions]: which stand behind a title, or end in what the article calls a person elsewhere."""
    lists = forms.lists[words.form]
    titled = (mentions.first > 0) & (lists[np.maximum(mentions.first - 1, 0)] & TITLES > 0)
    alone = (mentions.end - mentions.first == 1) & (mentions.kind == EntityType.PERSON)
    alone &= ~np.isin(forms.shape[words.form[mentions.first]], (CAPITALS, INITIAL))
    last = mentions.end - 1
    ends = words.within(words.names(last, mentions.end), last)
    called: NDArray[np.bool_] = titled | np.isin(ends, ends[alone])
    return called


def margins(mentions: Mentions, regret: NDArray[np.int32]) -> NDArray[np.int64]:
    """int64[mentions]: by how much the best labels beat those in which a word of the mention is another thing; less
    than 0 where the model itself takes it for one."""
    size = mentions.end - mentions.first
    margin = np.full(len(size), int(_FAR), np.int64)
    for place in range(int(size.max(initial=0))):
        rows = np.flatnonzero(size > place)
        others = regret[mentions.first[rows] + place].astype(np.int64)
        own = others[np.arange(len(rows)), mentions.kind[rows] + 1]
        others[np.arange(len(rows)), mentions.kind[rows] + 1] = _FAR
        margin[rows] = np.minimum(margin[rows], others.min(1) - own)
    return margin


def _known(mentions: Mentions, words: TokenWords, forms: TokenForms) -> NDArray[np.bool_]:
    """bool[mentions]: persons that begin with a first name, places of the lists, organisations that a word of their own
    says to be such."""
    lists = forms.lists[words.form]
    first, last = mentions.first, mentions.end - 1
    person = lists[first] & FIRST_NAMES > 0
    place = countries(mentions, words, load_gazetteer(), PLACE_LISTS)
    behind = np.minimum(first + 1, len(lists) - 1)
    office = (lists[last] | np.where(words.word[behind] == word_numbers("of"), lists[first], 0)) & _ORGANISATIONS > 0
    office &= last > first
    known: NDArray[np.bool_] = np.choose(mentions.kind, [person, office, place])
    return known
