"""Where does the name of an office begin and end? "Federal Committee for the Study of Tides" is one name, whatever the
model cut."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.entities.document import Mentions
from index.entities.features import TokenForms, word_numbers
from index.entities.gazetteer import TITLES, NameList
from index.entities.labels import EntityType
from index.entities.name_numbers import TokenWords

_HEADS = NameList.ORGANISATION | NameList.ORGANISATION_ABROAD
_NO_PART = TITLES | NameList.MONTH | NameList.WEEKDAY
_LINKS, _INNER = "of for", "of for on the and &"
_ARTICLES = "the a an"
_COMPANY = "inc inc. corp corp. ltd ltd. co co. plc ag sa"
_LONGEST = 10  # words
_LONGEST_START = 3  # words before what the model saw


def whole_organisations(mentions: Mentions, words: TokenWords, forms: TokenForms) -> Mentions:
    """The mentions, those of organisations with what belongs to them behind "of" and "for": words with capitals that
    are no mention, or part of another organisation's, which is gone then. Persons and places end a name."""
    mentions = _with_neighbours(_apart(mentions, words), words, forms)
    links, inner = (np.isin(words.word, word_numbers(some)) for some in (_LINKS, _INNER))
    lists = forms.lists[words.form]
    organisation = mentions.kind == EntityType.ORGANISATION
    others = mentions.of(~organisation).taken(len(words.word))
    part = words.upper & ~others & (lists & _NO_PART == 0)
    heads = organisation & (lists[mentions.end - 1] & _HEADS > 0) & (mentions.end < len(words.word))
    end, gone = mentions.end.copy(), np.zeros(len(mentions.end), np.bool_)
    for head in np.flatnonzero(heads & links[np.minimum(mentions.end, len(links) - 1)]).tolist():
        if gone[head]:
            continue
        stop = _end(int(end[head]), words.sentence, part, inner)
        later = np.flatnonzero((mentions.first > mentions.first[head]) & (mentions.first < stop))
        if stop - mentions.first[head] <= _LONGEST and (end[later] <= stop).all():
            end[head] = stop
            gone[later] = True
    return Mentions(mentions.first, end, mentions.kind, mentions.sure).of(~gone)


def _apart(mentions: Mentions, words: TokenWords) -> Mentions:
    """The mentions, those of two companies with an "and" between them as two: "Ray Inc and Holt Corp"."""
    joint = np.isin(words.word, word_numbers("and"))
    company = np.isin(words.word, word_numbers(_COMPANY))
    inside = np.flatnonzero(joint[1:-1] & company[:-2]) + 1
    row = np.searchsorted(mentions.first, inside, "right") - 1
    held = (row >= 0) & (mentions.end[row] > inside + 1) & (mentions.kind[row] == EntityType.ORGANISATION)
    row, inside = row[held], inside[held]
    end = mentions.end.copy()
    end[row[::-1]] = inside[::-1]  # of several the first
    later = Mentions(inside + 1, mentions.end[row], mentions.kind[row], mentions.sure[row])
    again = np.flatnonzero(row[1:] == row[:-1])
    later.end[again] = inside[again + 1]
    return Mentions(mentions.first, end, mentions.kind, mentions.sure).joined(later)


def _with_neighbours(mentions: Mentions, words: TokenWords, forms: TokenForms) -> Mentions:
    """The mentions, those of organisations with the words in capitals right before a word for an organisation that ends
    them, and with such a word right behind them; none that is part of a mention, a title or a date."""
    lists = forms.lists[words.form]
    count = len(lists)
    free = words.upper & ~mentions.taken(count) & (lists & _NO_PART == 0)
    free &= ~(words.opening & forms.common[words.form]) & forms.letter[words.form]
    free &= ~np.isin(words.word, word_numbers(_ARTICLES))
    first, end = mentions.first.copy(), mentions.end.copy()
    organisation = mentions.kind == EntityType.ORGANISATION
    behind = np.minimum(end, count - 1)
    follows = organisation & (end < count) & free[behind] & (lists[behind] & _HEADS > 0)
    end += follows & (words.sentence[behind] == words.sentence[first])
    headed = organisation & (lists[end - 1] & _HEADS > 0)
    for _ in range(_LONGEST_START):
        before = np.maximum(first - 1, 0)
        first -= headed & (first > 0) & free[before] & (words.sentence[before] == words.sentence[first])
    return Mentions(first, end, mentions.kind, mentions.sure)


def _end(start: int, sentence: NDArray[np.int64], part: NDArray[np.bool_], inner: NDArray[np.bool_]) -> int:
    """The token behind the last one with a capital in the row of parts and inner words that begins at `start`."""
    end, place = start, start
    while place < len(part) and place - start < _LONGEST and sentence[place] == sentence[start - 1]:
        if part[place]:
            end = place + 1
        elif not inner[place]:
            break
        place += 1
    return end
