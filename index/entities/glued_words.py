"""Which words is a name made of that is written in one? "ottawacitizen" is Ottawa and Citizen, "peoplemag" nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from index.entities.features import word_numbers
from index.entities.gazetteer import PLACE_LISTS, WORD_SALT, NameList, load_gazetteer
from index.hashing import key

_LEAST = 4  # letters of a word; shorter ones are within too many others
_COMMON = 4  # digits of the rank: the ten thousand commonest words
_MOST = 40  # letters of a name
_ARTICLE = "the"
_OF_PAPERS = frozenset(
    """
    chronicle citizen courier daily express gazette globe guardian herald independent journal magazine mail mirror news
    observer post press review standard star sun telegraph times today tribune weekly
    """.split()  # noqa: SIM905
)


@lru_cache(maxsize=4096)
def glued_words(name: str) -> tuple[str, ...]:
    """The words of a name in small letters that is written in one, () where they are not evident.

    Evident is one known word that does not end in another of papers, also behind "the", and two common words, the first
    a place or the last one of papers, where no other two are known.
    """
    if not name.isascii() or not name.isalpha() or len(name) > _MOST:
        return ()
    if _is_known(name) and (name in _OF_PAPERS or not name.endswith(tuple(_OF_PAPERS))):
        return (name,)
    rest = name.removeprefix(_ARTICLE)
    article = () if rest == name else (_ARTICLE,)
    if article and len(rest) >= _LEAST and _is_known(rest):
        return (*article, rest)
    pairs = [*_pairs(rest)]
    if len(pairs) != 1 or not all(map(_is_common, pairs[0])):
        return ()
    first, last = pairs[0]
    return (*article, first, last) if article or last in _OF_PAPERS or _is_place(first) else ()


def _pairs(letters: str) -> Iterator[tuple[str, str]]:
    """Every two known words that have the letters."""
    for end in range(_LEAST, len(letters) - _LEAST + 1):
        if _is_known(letters[:end]) and _is_known(letters[end:]):
            yield letters[:end], letters[end:]


def _is_known(word: str) -> bool:
    lists, rank = _of(word)
    return bool(rank or lists) or word in _OF_PAPERS


def _is_common(word: str) -> bool:
    lists, rank = _of(word)
    return word in _OF_PAPERS or 0 < rank <= _COMMON or bool(lists & PLACE_LISTS)


def _is_place(word: str) -> bool:
    return bool(_of(word)[0] & PLACE_LISTS)


@lru_cache(maxsize=4096)
def _of(word: str) -> tuple[NameList, int]:
    """The lists that a word stands in, and the digits of its rank, 0 where that is not known."""
    gazetteer = load_gazetteer()
    (row,) = gazetteer.rows(key(word_numbers(word), WORD_SALT))
    return NameList(int(gazetteer.lists[row])), int(gazetteer.rank[row])
