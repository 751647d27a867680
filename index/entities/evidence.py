"""How far can one trust a mention? Those that an article vouches for are offered; others are only found and marked.

The models learnt from news, and are as often wrong as right of the rare names of shops and programs. What tells the two
apart is by how much the best labels beat others (`regrets`), and whether the lists know the words.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.entities.document import Mentions, countries
from index.entities.features import TokenForms, word_numbers
from index.entities.gazetteer import PLACE_LISTS, NameList, load_gazetteer
from index.entities.labels import EntityType
from index.entities.name_numbers import TokenWords

FIRST_NAMES = NameList.COMMON_FIRST_NAME | NameList.FIRST_NAME | NameList.FIRST_NAME_ABROAD
ORGANISATIONS = NameList.ORGANISATION | NameList.ORGANISATION_ABROAD

# Margins of names that lists know and of others, read off 130 names of each type of 700 pages.
_LISTED = {EntityType.PERSON: 80, EntityType.ORGANISATION: 60, EntityType.PLACE: 40}
_UNLISTED = {EntityType.PERSON: 250, EntityType.ORGANISATION: 120, EntityType.PLACE: 150}
_FAR = np.iinfo(np.int32).max


def vouched(
    mentions: Mentions, words: TokenWords, forms: TokenForms, regret: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """bool[mentions]: which an article vouches for. `regret` is that of `viterbi.regrets`."""
    margin = margins(mentions, regret)
    known = _known(mentions, words, forms)
    several = mentions.end - mentions.first > 1
    said = np.zeros(len(margin), np.bool_)
    for kind in EntityType:
        sure = margin >= np.where(known, _LISTED[kind], _UNLISTED[kind])
        said |= (mentions.kind == kind) & sure & (several | (kind != EntityType.PERSON))
    said |= (mentions.kind == EntityType.PLACE) & mentions.sure
    return said & words.upper[mentions.first]


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
    office = (lists[last] | np.where(words.word[behind] == word_numbers("of"), lists[first], 0)) & ORGANISATIONS > 0
    office &= last > first
    known: NDArray[np.bool_] = np.choose(mentions.kind, [person, office, place])
    return known
