"""What do the mentions of one article say of each other? Each name gets one type, and is found again where it stands.

A bare surname is the person whose full name stands in the article; names of countries are places; other names take the
type of most of their mentions. Titles, articles and the 's of a genitive are no part of a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.entities.context import phrase_keys
from index.entities.features import SMALL_WORD, TokenForms, word_numbers, word_numbers_of
from index.entities.gazetteer import WORD_SALT, Gazetteer, NameList
from index.entities.labels import EntityType
from index.entities.name_numbers import Numbers, TokenWords
from index.hashing import key

_INSIDE = 0.5  # more says a mention that does not begin a sentence: there a capital says something
_LONGEST = 6  # words of a name that is found again
_LONGEST_RUN = 4
_SHORTEST = 3  # characters of a name of one word that is found again
_DASHES = ("-", "\u2013", "\u2014", "\u2015")
_PRONOUNS = ("I", "you", "he", "she", "it", "we", "they", "that", "there", "who", "what", "here")
_CONTRACTED = ("'m", "'ll", "'ve", "'re", "'d")
_MORE_TITLES = (
    *("ceo", "cfo", "coo", "cto", "co-founder", "co-chair", "co-chairman", "ex-president", "ex-minister"),
    *("president-elect", "governor-elect", "mayor-elect", "vice-president", "prime-minister", "secretary-general"),
    *("attorney-general", "director-general", "governor-general", "solicitor-general", "major-general"),
    *("lieutenant-general", "brigadier-general", "lieutenant-colonel", "editor-in-chief", "commander-in-chief"),
)
"""Titles that stand in no list, as they have a hyphen or are abbreviated."""
_VERBS = ("is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "ca", "wo", "would", "could", "should")


@dataclass(frozen=True, slots=True)
class Mentions:
    """Mentions of a batch in order: `first` token, `end` (the token behind the last) and `kind` (an `EntityType`), each
    int64; `sure` (bool) whether the article itself decides the type, so that no archive may say otherwise."""

    first: NDArray[np.int64]
    end: NDArray[np.int64]
    kind: NDArray[np.int64]
    sure: NDArray[np.bool_]

    def taken(self, count: int) -> NDArray[np.bool_]:
        """bool[count]: which of so many tokens are part of a mention."""
        change = np.zeros(count + 1, np.int64)
        np.add.at(change, self.first, 1)
        np.add.at(change, self.end, -1)
        return np.cumsum(change[:-1]) > 0

    def of(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Mentions:
        """Some of the mentions."""
        return Mentions(self.first[chosen], self.end[chosen], self.kind[chosen], self.sure[chosen])

    def joined(self, others: Mentions) -> Mentions:
        """These and others, in order."""
        both = Mentions(
            np.concatenate([self.first, others.first]),
            np.concatenate([self.end, others.end]),
            np.concatenate([self.kind, others.kind]),
            np.concatenate([self.sure, others.sure]),
        )
        return both.of(np.argsort(both.first, kind="stable"))


def trimmed(mentions: Mentions, words: TokenWords, forms: TokenForms, titles: NameList) -> Mentions:
    """The mentions without articles before them and the 's behind; persons without titles and what stands before these
    ("Deputy Foreign Minister Ode"), and without a common word that begins the sentence. Those left with nothing are
    gone. `titles` are the lists of titles that count.
    """
    first, end = _within_edges(mentions, words, forms)
    person = mentions.kind == EntityType.PERSON
    lists = forms.lists[words.form]
    title = (lists & titles > 0) | np.isin(words.word, _more_titles())
    # A title that many people bear as a name ends a name, but begins none: "Martin King", "King Harald".
    surely = title & ((lists & (NameList.COMMON_SURNAME | NameList.COMMON_FIRST_NAME)) == 0)
    common = words.opening & forms.common[words.form]
    article, genitive = (np.isin(words.word, word_numbers(text)) for text in ("the", "'s"))
    for place in range(_LONGEST):
        first += (end - first > 1) & (article[first] | (person & (title | common)[first]))
        inner = np.minimum(mentions.first + place, end - 1)
        first = np.where(person & (inner > first) & (inner < end - 1) & surely[inner], inner + 1, first)
    office = _of_office(words, title)[first] & person  # of the Minister of Public Works the name begins further on
    for place in range(_LONGEST):
        first += office & (end - first > 2) & ((place == 0) | forms.common[words.form[first]])
    longer = end - first > 1
    end -= longer & genitive[end - 1]
    named = ~(person & surely[first]) & forms.letter[words.form[first]]
    return Mentions(first, end, mentions.kind, mentions.sure).of((named | longer) & (end > first))


def _within_edges(
    mentions: Mentions, words: TokenWords, forms: TokenForms
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First token and end of each mention without signs before it, dashes behind it, and contracted pronouns and verbs
    at its edges ("Travis I'm"); of one that is nothing else the end is the first."""
    first, end = mentions.first.copy(), mentions.end.copy()
    loose = np.isin(words.word, _loose_words())
    before = loose | ~forms.letter[words.form]
    for _ in range(_LONGEST):
        end -= (end > first) & loose[end - 1]
        first += (end > first) & before[np.minimum(first, len(loose) - 1)]
    first = np.minimum(first, len(loose) - 1)
    return first, np.maximum(first, end)


@cache
def _more_titles() -> Numbers:
    """The numbers of `_MORE_TITLES`."""
    return np.concatenate(word_numbers_of(_MORE_TITLES))


@cache
def _loose_words() -> Numbers:
    """The numbers of words that are no part of a name at its edges."""
    contracted = [f"{pronoun}{tail}" for pronoun in _PRONOUNS for tail in _CONTRACTED]
    return np.concatenate(word_numbers_of([*_DASHES, *contracted, *(f"{verb}n't" for verb in _VERBS)]))


def _of_office(words: TokenWords, title: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """bool[tokens]: which stand behind a title and "of"."""
    behind = np.zeros(len(words.word), np.bool_)
    behind[2:] = (words.word[1:-1] == word_numbers("of")) & title[:-2]
    return behind


def settled(mentions: Mentions, words: TokenWords, country: NDArray[np.bool_]) -> Mentions:
    """The mentions with one type for each name of an article; `country` (bool[mentions]) are names of countries."""
    names = words.names(mentions.first, mentions.end)
    single = mentions.end - mentions.first == 1
    _, group = np.unique(words.within(names, mentions.first), return_inverse=True)
    votes = np.zeros((int(group.max(initial=-1)) + 1, len(EntityType)))
    np.add.at(votes, (group, mentions.kind), np.where(words.opening[mentions.first], 1, 1 + _INSIDE))
    ranked = np.sort(votes, axis=1)
    clear = (ranked[:, -1] > ranked[:, -2])[group]
    kind = np.where(clear, votes.argmax(1)[group], mentions.kind)
    bare = single & np.isin(words.within(names, mentions.first), surnames(mentions, words))
    kind[country] = EntityType.PLACE
    kind[bare] = EntityType.PERSON
    return Mentions(mentions.first, mentions.end, kind, country | bare)


def countries(mentions: Mentions, words: TokenWords, gazetteer: Gazetteer, lists: NameList) -> NDArray[np.bool_]:
    """bool[mentions]: which are names of countries, by these lists."""
    row = gazetteer.rows(key(words.word[mentions.first], WORD_SALT))
    size = mentions.end - mentions.first
    row[size > 1] = 0
    for length in range(2, _LONGEST):
        chosen = np.flatnonzero(size == length)
        members = words.word[mentions.first[chosen, None] + np.arange(length)]
        row[chosen] = gazetteer.rows(phrase_keys(members))
    return (gazetteer.lists[row] & lists) > 0


def surnames(mentions: Mentions, words: TokenWords) -> Numbers:
    """The last words of the full names of persons, as names within their articles."""
    full = (mentions.kind == EntityType.PERSON) & (mentions.end - mentions.first > 1)
    last = mentions.end[full] - 1
    return words.within(words.names(last, last + 1), last)


def recalled(
    mentions: Mentions, words: TokenWords, forms: TokenForms, size: NDArray[np.int64], dated: NDArray[np.bool_]
) -> Mentions:
    """The mentions, and the places where their names stand in capitals without being one; `size` is that of tokens, and
    `dated` says which are part of a date: the May of "15 May" is nobody."""
    names = words.within(words.names(mentions.first, mentions.end), mentions.first)
    usable = (mentions.end - mentions.first > 1) | (size[mentions.first] >= _SHORTEST)
    bare = surnames(mentions, words)
    known, place = np.unique(np.concatenate([names[usable], bare]), return_index=True)
    kinds = np.concatenate([mentions.kind[usable], np.full(len(bare), int(EntityType.PERSON))])[place]
    sure = np.concatenate([mentions.sure[usable], np.ones(len(bare), np.bool_)])[place]
    heads = words.within(words.names(mentions.first, mentions.first + 1), mentions.first)
    heads = np.union1d(heads, bare)
    free = ~mentions.taken(len(words.word)) & ~dated
    start = np.flatnonzero(free & words.upper)
    start = start[np.isin(words.within(words.names(start, start + 1), start), heads)]
    # Within a name, small words of some letters do not stand: "Bank of England", but not "Bank says England".
    fits = free & (words.upper | (forms.shape[words.form] != SMALL_WORD) | (size < 4))
    again: list[tuple[int, int, int, bool]] = []
    for length in range(_LONGEST, 0, -1):
        first = start[start + length <= len(words.word)]
        inside = (words.sentence[first] == words.sentence[first + length - 1]) & fits[
            first[:, None] + np.arange(length)
        ].all(1)
        first = first[inside]
        name = words.within(words.names(first, first + length), first)
        row = np.minimum(np.searchsorted(known, name), max(len(known) - 1, 0))
        hit = known[row] == name if len(known) else np.zeros(len(name), np.bool_)
        for begin, entry in zip(first[hit].tolist(), row[hit].tolist(), strict=True):
            if fits[begin : begin + length].all():
                fits[begin : begin + length] = False
                again.append((begin, begin + length, int(kinds[entry]), bool(sure[entry])))
    first, end, kind, decided = np.array(again, np.int64).reshape(-1, 4).T
    return mentions.joined(Mentions(first, end, kind, decided > 0))


def with_phrases(mentions: Mentions, phrases: NDArray[np.int64], country: NDArray[np.bool_], count: int) -> Mentions:
    """The mentions with names of places of several words (`phrases`, int64[phrases, 2], first token and the one behind
    the last) in place of those inside them: names of countries, and others where the model saw a part as a place.

    `count` is that of the tokens. A phrase that reaches over the end of a mention stays as it was.
    """
    owner = np.full(count + 1, -1)
    for number, (first, end) in enumerate(phrases.tolist()):
        owner[first:end] = number
    inside = owner[mentions.first]
    whole = (inside >= 0) & (owner[mentions.end - 1] == inside)
    crossed = np.zeros(len(phrases) + 1, np.bool_)
    crossed[owner[mentions.first[~whole]]] = crossed[owner[mentions.end[~whole] - 1]] = True
    covered = mentions.taken(count)
    crossed[:-1] |= covered[phrases[:, 0]] & ~np.isin(np.arange(len(phrases)), inside[whole])
    seen = np.zeros(len(phrases) + 1, np.bool_)
    seen[inside[whole & (mentions.kind == EntityType.PLACE)]] = True
    chosen = (country | seen[:-1]) & ~crossed[:-1]
    kept = mentions.of(~(whole & np.append(chosen, False)[inside]))
    return with_places(kept, bare_mentions(phrases[chosen], country[chosen]))


def bare_mentions(places: NDArray[np.int64], sure: NDArray[np.bool_]) -> Mentions:
    """Runs of tokens, int64[runs, 2], as mentions of no type that counts."""
    return Mentions(places[:, 0], places[:, 1], np.zeros(len(places), np.int64), sure)


def with_places(mentions: Mentions, runs: Mentions) -> Mentions:
    """The mentions, and some runs of capitalised words that are places."""
    kind = np.full(len(runs.first), int(EntityType.PLACE))
    return mentions.joined(Mentions(runs.first, runs.end, kind, runs.sure))


def unmentioned(mentions: Mentions, words: TokenWords, forms: TokenForms) -> Mentions:
    """The runs of capitalised words that are no mentions, at most `_LONGEST_RUN` words each; of no type that counts.

    Common words that begin a sentence are no part of a run.
    """
    free = words.upper & ~mentions.taken(len(words.word))
    free &= ~(words.opening & forms.common[words.form])
    same = np.concatenate(([False], free[1:] & free[:-1] & ~words.opening[1:]))
    first = np.flatnonzero(free & ~same)
    end = np.append(np.flatnonzero(~(free & same)), len(free))
    end = end[np.searchsorted(end, first, side="right")]
    short = end - first <= _LONGEST_RUN
    return bare_mentions(np.stack([first, end], axis=1)[short], np.ones(int(short.sum()), np.bool_))
