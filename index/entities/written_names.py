"""What does the writing of a name say against the model? Mentions that are no names, or not of the type that it gave.

The models learnt from news, where an unknown word with a capital is mostly a person. On the pages of shops, programs
and gardens it mostly is none: of persons of one word, drawn from 700 pages, 2 of 80 were some where no list has the
word, and 8 of 40 where it is a surname.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.entities.document import Mentions, surnames
from index.entities.features import TokenForms, word_numbers, word_numbers_of
from index.entities.gazetteer import FIRST_NAMES, PLACE_LISTS, TITLES, NameList
from index.entities.labels import EntityType
from index.entities.letters import CharacterKind
from index.entities.name_numbers import TokenWords
from index.entities.tokenizer import Tokens
from index.entities.word_shapes import WordShapes, word_shapes

_LONGEST_ABBREVIATION = 5  # letters
_PROSE = 3  # words in small letters of what is no row of a list
_PERSONS = FIRST_NAMES | NameList.COMMON_SURNAME | NameList.SURNAME | NameList.RARE_SURNAME | NameList.SURNAME_ABROAD
_SHORTEST_DATELINE = 4  # letters of a listed place in capitals that is no abbreviation
_SEATS = ("-based", "-born", "-led", "-backed", "-owned", "-run", "-listed", "-controlled", "-sponsored", "-brokered")
_KNOWN_PLACES = NameList.COUNTRY | NameList.REGION | NameList.LARGE_CITY | NameList.CITY
_ORGANISATIONS = NameList.ORGANISATION | NameList.ORGANISATION_ABROAD


def as_written(
    mentions: Mentions, words: TokenWords, forms: TokenForms, tokens: Tokens, *, abroad: bool
) -> tuple[Mentions, Mentions]:
    """The mentions, some of other types, without those that no name is written like; and of these the persons of one
    word, who may be known to the archive. `abroad` tells whether the texts are in other languages than English, whose
    unknown persons nothing is said of: few names of them are listed."""
    shapes, lists = word_shapes(tokens), forms.lists[words.form]
    mentions = _without_seats(mentions, tokens)
    mentions = _retyped(_out_of_office(mentions, words, lists), words, lists, shapes)
    mentions = mentions.of(~((mentions.end - mentions.first == 1) & dated(words, forms, tokens)[mentions.first]))
    if abroad:
        return mentions, mentions.of(np.zeros(0, np.int64))
    unknown, short = _unknown_persons(mentions, words, lists, shapes)
    bare = mentions.of(unknown & ~short)
    return mentions.of(~(unknown | short)), bare.of(_told_of(bare, words, forms, tokens))


def _told_of(bare: Mentions, words: TokenWords, forms: TokenForms, tokens: Tokens) -> NDArray[np.bool_]:
    """bool[mentions]: which words may be surnames by what stands around them: they stand in a sentence, not in a row of
    a list, before no number, as a version of a thing does ("Sims 4"), and are no half of a pair, as the names of houses
    are ("Rohm and Haas"); and their article does not write them in small letters."""
    first = bare.first
    small = ~words.upper & forms.letter[words.form] & (tokens.kind[tokens.start] != CharacterKind.DIGIT)
    prose = np.bincount(words.sentence, small)[words.sentence[first]] >= _PROSE
    behind = tokens.start[np.minimum(first + 1, len(tokens) - 1)]
    numbered = (first + 1 < len(tokens)) & (tokens.kind[behind] == CharacterKind.DIGIT)
    names = words.within(words.names(first, first + 1), first)
    lower = np.flatnonzero(small)
    common = np.isin(names, words.within(words.names(lower, lower + 1), lower))
    joining, capital = (
        np.pad(np.isin(words.word, np.concatenate(word_numbers_of(["and", "&"]))), 2),
        np.pad(words.upper, 2),
    )
    at = first + 2
    paired = (joining[at - 1] & capital[at - 2]) | (joining[at + 1] & capital[at + 2])
    told: NDArray[np.bool_] = prose & ~numbered & ~paired & ~common
    return told


def _retyped(mentions: Mentions, words: TokenWords, lists: NDArray[np.uint32], shapes: WordShapes) -> Mentions:
    """The mentions, some of other types.

    A capital within a word is that of a house or a product ("OpenOffice"); a listed place that is nobody's name is a
    place; a small letter behind a hyphen ends a name of East Asia ("Chiang Kai-shek"); and a name
    that ends in a person of the article is that person, where it is known by no other full name.
    """
    first, last = mentions.first, mentions.end - 1
    kind, single = mentions.kind.copy(), first == last
    kind[single & shapes.inner[first] & (kind != EntityType.ORGANISATION)] = EntityType.ORGANISATION
    listed = single & (lists[first] & _KNOWN_PLACES > 0) & (lists[first] & _PERSONS == 0)
    kind[listed & (kind == EntityType.PERSON) & ~_bare(mentions, words)] = EntityType.PLACE
    headed = shapes.capitals[first] & (shapes.size[first] >= _SHORTEST_DATELINE)
    kind[listed & headed & (lists[first] & _ORGANISATIONS == 0)] = EntityType.PLACE
    short = ~single & (last - first <= 2)
    kind[short & shapes.small_tail[last] & (lists[first] & (PLACE_LISTS | _ORGANISATIONS) == 0)] = EntityType.PERSON
    alone = single & (kind == EntityType.PERSON)
    ends = words.within(words.names(last, mentions.end), last)
    other = short & (lists[last] & (PLACE_LISTS | _ORGANISATIONS) == 0)
    christened = (last - first == 1) & (lists[first] & FIRST_NAMES > 0) & np.isin(ends, ends[alone])
    addressed = np.isin(ends, ends[alone & _titled(first, lists)])
    addressed &= ~np.isin(ends, ends[~single & (kind == EntityType.PERSON)])  # nobody else has the name
    kind[other & (addressed | christened)] = EntityType.PERSON
    return Mentions(mentions.first, mentions.end, kind, mentions.sure)


def _without_seats(mentions: Mentions, tokens: Tokens) -> Mentions:
    """The mentions without a word before the name that tells where its bearer is or who stands behind it:
    "Ontario-based", "Saudi-led"."""
    first = mentions.first.copy()
    for place in (1, 0):  # "St. Louis-based" has two words
        rows = np.flatnonzero((mentions.end - mentions.first > place + 1) & (first == mentions.first))
        word = mentions.first[rows] + place
        ends = zip(tokens.start[word].tolist(), tokens.end[word].tolist(), strict=True)
        seat = np.array([tokens.text[start:end].endswith(_SEATS) for start, end in ends], np.bool_)
        first[rows[seat]] += place + 1
    return Mentions(first, mentions.end, mentions.kind, mentions.sure)


def _out_of_office(mentions: Mentions, words: TokenWords, lists: NDArray[np.uint32]) -> Mentions:
    """The mentions without the word of an office before a person: of "Clerk of Works Ann Ray" the name begins at "Ann",
    where "Works" is no mention."""
    office = np.isin(words.word[np.maximum(mentions.first - 1, 0)], word_numbers("of"))
    office &= _titled(mentions.first - 1, lists)
    size = mentions.end - mentions.first
    second = np.minimum(mentions.first + 1, len(lists) - 1)
    christened = (lists[second] & FIRST_NAMES > 0) & (lists[mentions.first] & (FIRST_NAMES | PLACE_LISTS) == 0)
    within = office & (size > 2) & (size < 5) & christened & (lists[mentions.end - 1] & _ORGANISATIONS == 0)
    kind = np.where(within, int(EntityType.PERSON), mentions.kind)
    persons = np.zeros(len(lists) + 1, np.bool_)
    persons[mentions.first[kind == EntityType.PERSON]] = True
    alone = office & (size == 1) & persons[mentions.end] & (lists[mentions.first] & PLACE_LISTS == 0)
    return Mentions(mentions.first + within, mentions.end, kind, mentions.sure).of(~alone)


def dated(words: TokenWords, forms: TokenForms, tokens: Tokens) -> NDArray[np.bool_]:
    """bool[tokens]: which are a month or a weekday, abbreviated with its stop or with a number beside it."""
    digit = np.zeros(len(tokens) + 2, np.bool_)
    digit[1:-1] = tokens.kind[tokens.start] == CharacterKind.DIGIT
    stop = tokens.codes[tokens.end - 1] == ord(".")
    date: NDArray[np.bool_] = stop | digit[:-2] | digit[2:]
    date &= forms.lists[words.form] & (NameList.MONTH | NameList.WEEKDAY) > 0
    return date


def _unknown_persons(
    mentions: Mentions, words: TokenWords, lists: NDArray[np.uint32], shapes: WordShapes
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """bool[mentions]: which are persons of one word that neither a list of first names, a title before it nor a full
    name in the article tells to be one; and which persons of one word are an abbreviation."""
    first = mentions.first
    single: NDArray[np.bool_] = (mentions.end - first == 1) & (mentions.kind == EntityType.PERSON)
    single &= ~_bare(mentions, words)
    unlisted = (lists[first] & FIRST_NAMES == 0) & ~_titled(first, lists)
    short = shapes.capitals[first] & ~shapes.loud[first] & (shapes.size[first] <= _LONGEST_ABBREVIATION)
    return single & unlisted, single & short


def _bare(mentions: Mentions, words: TokenWords) -> NDArray[np.bool_]:
    """bool[mentions]: which are the last word of a person's full name in their article."""
    return np.isin(words.within(words.names(mentions.first, mentions.end), mentions.first), surnames(mentions, words))


def _titled(first: NDArray[np.int64], lists: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """bool: whether a title stands before each first token."""
    titled: NDArray[np.bool_] = (first > 0) & (lists[np.maximum(first - 1, 0)] & TITLES > 0)
    return titled
