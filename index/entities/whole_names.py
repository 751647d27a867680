"""Where does the name of an office end? "Committee for the Study of Tides" is one name, whatever the model cut."""

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
_LONGEST = 10  # words


def whole_organisations(mentions: Mentions, words: TokenWords, forms: TokenForms) -> Mentions:
    """The mentions, those of organisations with what belongs to them behind "of" and "for": words with capitals that
    are no mention, or part of another organisation's, which is gone then. Persons and places end a name."""
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
