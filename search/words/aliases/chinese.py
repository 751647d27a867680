"""How is a Chinese name written by the rules of others? Pinyin, Wade-Giles and Russian, syllable by syllable.

Newspapers leave out the signs of Wade-Giles (p and p' are both p), and wrote places as the post office did (Kwangtung,
Chungking). So one way has several others: all are given, of which an archive holds one at most.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice, product

# Initials with the finals that stand behind them, in Pinyin.
_BROAD = "a ai an ang ao e ei en eng ou u uan ui un uo".split()  # noqa: SIM905
_NARROW = "i ian iao ie in ing iu".split()  # noqa: SIM905
_SYLLABLES = (
    ("b p m f", (*"a ai an ang ao ei en eng o ou u".split(), *_NARROW)),  # noqa: SIM905
    ("d t n l", (*_BROAD, "ong", "ia", "iang", *_NARROW)),
    ("g k h", (*_BROAD, "ong", "ua", "uai", "uang")),
    ("j q x", (*_NARROW, "ia", "iang", "iong", "u", "uan", "ue", "un")),
    ("zh ch sh r", (*_BROAD, "ong", "i", "ua", "uai", "uang")),
    ("z c s", (*_BROAD, "ong", "i")),
    ("y", tuple("a an ang ao e i in ing ong ou u uan ue un".split())),  # noqa: SIM905
    ("w", tuple("a ai an ang ei en eng o u".split())),  # noqa: SIM905
    ("", tuple("a ai an ang ao e en er ou".split())),  # noqa: SIM905
)
# What the older ways write for an initial and for a final of Pinyin, the commonest first.
_INITIALS = {
    "b": "p", "d": "t", "g": "k", "j": "ch k ts", "q": "ch k ts", "x": "hs s sh", "zh": "ch", "ch": "ch", "r": "j",
    "z": "ts", "c": "ts",
}  # fmt: skip
_FINALS = {"ian": "ien", "ie": "ieh", "iong": "iung", "ong": "ung oung", "ue": "ueh", "er": "erh"}
_WHOLE = {
    "zi": "tzu tze", "ci": "tzu tze", "si": "ssu szu sze", "ye": "yeh", "yan": "yen", "you": "yu", "yue": "yueh",
    "yi": "i yi", "ge": "ko", "ke": "ko", "he": "ho", "e": "o", "zhou": "chou chow",
}  # fmt: skip
_RUSSIAN_INITIALS = dict(
    zip(
        "b p m f d t n l g k h j q x zh ch sh r z c s".split(),  # noqa: SIM905
        "б п м ф д т н л г к х цз ц с чж ч ш ж цз ц с".split(),  # noqa: SIM905
        strict=True,
    )
)
_RUSSIAN_FINALS = dict(
    pair.split("=")
    for pair in """
    a=а ai=ай an=ань ang=ан ao=ао e=э ei=эй en=энь eng=эн o=о ong=ун ou=оу u=у ua=уа uai=уай uan=уань uang=уан ui=уй
    un=унь uo=о i=и ia=я ian=янь iang=ян iao=яо ie=е in=инь ing=ин iong=юн iu=ю ue=юэ
    """.split()  # noqa: SIM905
)
_RUSSIAN_WHOLE = dict(
    pair.split("=")
    for pair in """
    zi=цзы ci=цы si=сы er=эр ju=цзюй qu=цюй xu=сюй juan=цзюань quan=цюань xuan=сюань jun=цзюнь qun=цюнь xun=сюнь ya=я
    yan=янь yang=ян yao=яо ye=е yi=и yin=инь ying=ин yong=юн you=ю yu=юй yuan=юань yue=юэ yun=юнь wa=ва wai=вай wan=вань
    wang=ван wei=вэй wen=вэнь weng=вэн wo=во wu=у hui=хуэй
    """.split()  # noqa: SIM905
)
_MOST_SYLLABLES, _MOST_WAYS = 4, 400
_CHINESE = re.compile("-|zh|q|x|hs|t[sz]|sz|ng|ih|[iu]eh")
_LONGEST = 7  # letters of a syllable


def chinese_spellings(plain: str) -> tuple[str, ...]:
    """The ways to write a name of Chinese syllables (folded, perhaps with hyphens) by other rules, also with hyphens
    between the syllables; none for a word that does not consist of such syllables. 10 us a word, 100 a Chinese name."""
    letters = plain.replace("-", "")
    ways: dict[str, None] = {}
    for table in _tables():
        for choices in _read(letters, table):
            for parts in islice(product(*choices), _MOST_WAYS):
                ways["".join(parts)] = None
                if len(parts) > 1 and parts[0].isascii():
                    ways["-".join(parts)] = None
    return tuple(way for way in ways if way.replace("-", "") != letters)


def is_surely_chinese(plain: str) -> bool:
    """Whether the syllables are those of one way to write Chinese, with letters that stand for no other language: Dina
    and Tina are such syllables, too."""
    letters = plain.replace("-", "")
    return bool(_CHINESE.search(plain)) and any(_read(letters, _older())) != any(_read(letters, _newer()))


def _read(
    letters: str, table: Mapping[str, tuple[str, ...]], most: int = _MOST_SYLLABLES
) -> Iterator[list[tuple[str, ...]]]:
    """Each way to read letters as syllables, as the choices for each."""
    if not letters:
        yield []
    if not letters or not most:
        return
    for stop in range(min(_LONGEST, len(letters)), 0, -1):
        choices = table.get(letters[:stop])
        if choices:
            yield from ([choices, *rest] for rest in _read(letters[stop:], table, most - 1))


@cache
def _tables() -> tuple[dict[str, tuple[str, ...]], ...]:
    """From each of Pinyin, Wade-Giles and Russian to the two others."""
    russian: dict[str, tuple[str, ...]] = {
        initial + final: (_russian(initial, final),) for initial, final in _syllables()
    }
    back = _turned(russian)
    return _older(), _newer(), russian, back, _through(_newer(), russian), _through(back, _older())


def _syllables() -> Iterator[tuple[str, str]]:
    """The initial and the final of each syllable of Pinyin."""
    return ((initial, final) for initials, finals in _SYLLABLES for initial in initials.split(" ") for final in finals)


def _through(first: Mapping[str, tuple[str, ...]], second: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {way: tuple(dict.fromkeys(o for s in several for o in second[s])) for way, several in first.items()}


def _russian(initial: str, final: str) -> str:
    return _RUSSIAN_WHOLE.get(initial + final) or _RUSSIAN_INITIALS.get(initial, "") + _RUSSIAN_FINALS[final]


@cache
def _older() -> dict[str, tuple[str, ...]]:
    """The older ways of each syllable of Pinyin."""
    return {initial + final: tuple(dict.fromkeys(_ways(initial, final))) for initial, final in _syllables()}


def _ways(initial: str, final: str) -> Iterator[str]:
    syllable = initial + final
    if syllable in _WHOLE:
        yield from _WHOLE[syllable].split()
        return
    if initial in ("zh", "ch", "sh", "r") and final == "i":
        final = "ih"
    elif final == "uo":
        final = "uo" if initial in ("g", "k", "h", "sh") else "o"
    elif final == "ui" and initial in ("g", "k"):
        final = "uei"
    for first, rest in product(_INITIALS.get(initial, initial).split(" "), _FINALS.get(final, final).split(" ")):
        yield first + rest
        if first in ("k", "h") and final.startswith("u") and len(final) > 1:
            yield first + "w" + final[1:]


@cache
def _newer() -> dict[str, tuple[str, ...]]:
    """The syllables of Pinyin that each older one may stand for."""
    return _turned(_older())


def _turned(table: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    syllables: dict[str, list[str]] = defaultdict(list)
    for syllable, ways in table.items():
        for way in ways:
            syllables[way].append(syllable)
    return {way: tuple(several) for way, several in syllables.items()}
