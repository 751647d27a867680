"""How may a name sound? A word of five scripts as signs, each of which stands for some sounds; how far two are apart.

The rules are those by which newsrooms write foreign names: English `sh` is German `sch` and French `ch`, `kh` is `ch`
and Spanish `j`, `v` is `w`, `ou` is `u`. A sign that languages read in several ways stands for all of its sounds.
Arabic and Hebrew write long vowels at most, so that a vowel that is missing there costs next to nothing. The costs
were chosen on half `a` of `tests/gold/pairs`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import chain, islice, product

FAR = 9.0  # the cost of what is not one name
UNPOINTED = "~"  # begins the signs of a word in a script that leaves out vowels
_MOST_KEYS = 12  # of one word
_MOST_READINGS = 48

# Letters that are one sign, the longest first. A sign of several sounds is none of the letters of its sounds.
_LATIN = dict(
    pair.split("=")
    for pair in """
    schtsch=T chtch=T shch=T stch=T schch=T tsch=C dsch=J dzh=J tch=C tsh=C sch=S sh=S zh=Z kh=x gh=g dj=J dz=J ph=f
    th=t dh=d bh=b rh=r cz=C sz=S qu=k ck=k ch=H x=ks q=k j=I w=V ya=Ia yu=Iu ye=Ie yo=Io oo=u ou=u ee=i ii=i
    iy=i yi=i yy=i y=i
    """.split()  # noqa: SIM905
) | {"ts": "\1", "tz": "\1"}
_LATIN_SIGN = re.compile("|".join(_LATIN))
_SOFT_C = re.compile(r"cc?(?=[eiy])")
_SLAVIC_C = re.compile(r"ic\b")
_FINAL_J = re.compile(r"[iy]j\b")  # Zelenskyj is Zelensky
_FRENCH_I = re.compile(r"\bi(?=ou|[aeo][^aeiou\W])")  # Ioulia is Yulia
_CYRILLIC = dict(
    zip(
        "абвгґдеёєжзиіїйјклмнопрстуўфхцчшщыэюяђћџљњ",
        "abvGgdEOEZziiiiiklmnoprstuVfXcCSTieUAJCJln",
        strict=True,
    )
) | {"ъ": "", "ь": ""}
_GREEK = dict(zip("αβγδεζηθικλμνοπρσςτυφχω", "avgdezitiklmnoprsstifXo", strict=True)) | {"ξ": "ks", "ψ": "ps"}
_ARABIC = dict(zip("اعبپتثجچحخدذرزژسشصضطظغفقكگلمنهوي", "@@BpttYChxdDrzZsQsDtDgFkkglmn%W&", strict=True)) | {"ء": ""}
_HEBREW = dict(zip("אבגדהוזחטיכלמנסעפצקרשת", "@Lgd%WzXt&KlmnsNPckrMt", strict=True))
_LETTERS = str.maketrans(_CYRILLIC | _GREEK | _ARABIC | _HEBREW)
_SEVERAL = tuple(
    pair.split("=")
    for pair in """
    дж=J дз=J για=Iα γιε=Iε γιο=Iο γιω=Iω αι=e ου=u ει=i οι=i αυ=av ευ=ev μπ=b ντ=d γγ=ng γκ=g γχ=nX τσ=c τζ=J دج=J
    """.split()  # noqa: SIM905
)
_ARTICLE = re.compile(r"\bال(?=\w{3})")
_UNPOINTED = re.compile(r"[\u0590-\u06ff]")
_REPEATED = re.compile(r"(.)\1+")
# In a script without vowels two letters that are not long vowels have a vowel between them, but for the l of Allah.
_REPEATED_LONG = re.compile(r"([W&l])\1+")
# ё, which is also written e, io and, behind a hissing sound, o: Korolev, Koroljow, Fedor, Fiodor.
_SOFT = frozenset("SZCJTcszHIi")
_SOFT_O = re.compile(r"(?<=[SZCJTi])o")

# The sounds of the signs that are not just their own.
_SOUNDS = {
    sign: frozenset(sounds)
    for sign, sounds in {
        "H": "CSx", "I": "JZix", "V": "vufw", "T": "TCS", "S": "SZ", "J": "JZCd", "z": "zcs", "s": "sz", "c": "csz",
        "G": "ghx", "X": "xhk", "E": "ei", "O": "oei", "U": "ui", "A": "aei", "B": "bp", "Y": "JgZ", "D": "dz",
        "F": "fv", "W": "uovw", "&": "iejy", "@": "aeiou", "%": "hae", "L": "bv", "K": "kx", "P": "pf", "M": "Ss",
        "Q": "SCZ", "N": "aeioug", "x": "xkh", "C": "CS", "Z": "ZSz", "v": "vf", "f": "fv", "^": "kcC",
    }.items()
}  # fmt: skip
_VOWELS = frozenset("aeiou")
_YO = frozenset({"eo", "oe", "Eo", "oE"})
_VOWEL_SIGNS = frozenset("aeiouEOUA")
_LONG = frozenset("@%W&N")  # letters of Arabic and Hebrew that may be vowels
_HISSING = frozenset("SZCJTcsz")
_VELAR = frozenset("kgx")
# What one vowel in the place of another costs, and one sign that has no counterpart.
_VOWEL_COSTS = {"ou": 0.4, "ei": 0.4, "ae": 0.5, "ao": 1.0}
_LOSSES = {"h": 0.15, "%": 0.1, "@": 0.1, "W": 0.5, "&": 0.5, "N": 0.3, "I": 0.2, "V": 0.6, "G": 0.8, "X": 0.8}

# The classes of consonants: whatever may be one sound shares one. "-" is a sign that may be silent or a vowel,
# "5" and "6" an o behind a ch or a j that may be hissing.
_CLASSES: dict[str, Sequence[str]] = {
    "b": "P", "p": "P", "B": "P", "L": "PF", "P": "PF", "f": "F", "v": "F", "F": "F", "V": "F-", "W": "F-",
    "k": "K", "g": "K", "x": "K-", "G": "K-", "X": "K-", "K": "K", "^": "KS", "N": "-K",
    "s": "S", "z": "S", "S": "S", "Z": "S", "C": "S", "J": "SD", "c": "S", "T": "S", "Q": "S", "M": "S",
    "H": "SK-", "5": ("S1", "K2", "2"), "6": ("S1", "1", "K2"), "I": "S-K", "Y": "SK", "D": "DS", "d": "D", "t": "T",
    "m": "M", "n": "N", "l": "L", "r": "R",
}  # fmt: skip
_ROUND, _OPEN = "2", "1"  # o and u, and the other vowels
_NO_CONSONANTS = str.maketrans("", "", "aeiouEOUAh%@W&~")
_FULL = str.maketrans(
    {sign: classes[0] for sign, classes in _CLASSES.items() if len(classes) == 1}
    | dict.fromkeys("ouOU", _ROUND)
    | dict.fromkeys("aeiEA", _OPEN)
    | dict.fromkeys("h%@&~", None)
)
_SEVERAL_CLASSES = re.compile("[" + re.escape("".join(s for s, c in _CLASSES.items() if len(c) > 1)) + "]")
# What each sign may be in a key.
_SILENT = dict.fromkeys("VW", _ROUND) | dict.fromkeys("GXNHx", "")
_CHOICES = {sign: (sign.translate(_FULL),) for sign in map(chr, range(128))} | {
    sign: tuple(_SILENT.get(sign, _OPEN) if way == "-" else way for way in ways) for sign, ways in _CLASSES.items()
}
_BARE = str.maketrans("", "", _ROUND + _OPEN)
_VOWEL_RUN = re.compile(f"[{_OPEN}{_ROUND}]{{2,}}")
_EDGE_VOWELS = re.compile(rf"[{_OPEN}{_ROUND}]+(?=\n|$)|(?<![^\n]){_OPEN}(?=[A-Z][A-Z])")


def signs_of(words: Sequence[str]) -> list[str]:
    """The signs of folded words, repeated ones once; "" for a word with a letter of another script.

    Words of letters; all are rewritten at once, .5 us each."""
    text = "\n".join(words)
    if not text.isascii() or not words:
        return [_signs_of_word(word) for word in words]
    return _latin(text).split("\n")


def _latin(text: str) -> str:
    text = _FRENCH_I.sub("I", _SOFT_C.sub("s", _SLAVIC_C.sub("i^", _FINAL_J.sub("i", text))))
    text = _LATIN_SIGN.sub(lambda match: _LATIN[match.group()], text)
    return _REPEATED.sub(r"\1", text.replace("c", "k").replace("\1", "c"))


def _signs_of_word(word: str) -> str:
    if word.isascii():
        return _latin(word)
    text = _ARTICLE.sub("", word)
    for letters, sign in _SEVERAL:
        text = text.replace(letters, sign)
    text = text.translate(_LETTERS)
    if not text.isascii():
        return ""
    if _UNPOINTED.search(word):
        return UNPOINTED + _REPEATED_LONG.sub(r"\1", text)
    return _REPEATED.sub(r"\1", text)


def consonants(signs: str) -> int:
    """How many consonants a word has that no language leaves out."""
    return len(signs.translate(_NO_CONSONANTS))


def keys_of(signs: Sequence[str]) -> list[tuple[str, ...]]:
    """For each of some words by their signs the keys under which it is filed: two names that may be one share a key.

    A key is the classes of its consonants, with what vowels stand between them where the script tells them. All words
    are worked out at once, 2 us each."""
    readings = [_readings(word) for word in signs]
    keys = iter(_shortened("\n".join(chain.from_iterable(readings))).split("\n"))
    rows = (dict.fromkeys(islice(keys, len(several))) for several in readings)
    return [
        tuple(map(bare, row)) if word.startswith(UNPOINTED) else tuple(islice(row, _MOST_KEYS))
        for word, row in zip(signs, rows, strict=True)
    ]


def _readings(word: str) -> Sequence[str]:
    """The classes of a word's signs, once for each way to read them; some of them where they are many."""
    if not _SEVERAL_CLASSES.search(word):
        return (_SOFT_O.sub("e", word).translate(_FULL),) if word else ()
    word = _SOFT_O.sub("e", word).replace("Ho", "5").replace("Io", "6")
    return ["".join(row) for row in islice(product(*(_CHOICES[sign] for sign in word)), _MOST_READINGS)]


def script_of(word: str) -> str:
    """The script of a word's first letter, by the first word of the letter's name."""
    return "LATIN" if word[:1].isascii() else unicodedata.name(word[:1], "").partition(" ")[0]


def bare(keys: str) -> str:
    """A key without its vowels, or lines of keys, by which a word in Arabic or Hebrew letters is found."""
    return _REPEATED.sub(r"\1", keys.translate(_BARE))


def _shortened(keys: str) -> str:
    keys = _VOWEL_RUN.sub(lambda run: _ROUND if _ROUND in run.group() else _OPEN, keys)
    return _REPEATED.sub(r"\1", _EDGE_VOWELS.sub("", keys))


def apart(one: str, other: str, most: float = FAR) -> float:
    """How far two words are apart by their signs: 0 where they may sound the same, `FAR` where they are not one name
    or further apart than `most`."""
    unpointed = one.startswith(UNPOINTED), other.startswith(UNPOINTED)
    if not one or not other or all(unpointed):  # two names that differ in a vowel are written alike
        return FAR
    one, other = one.lstrip(UNPOINTED), other.lstrip(UNPOINTED)
    losses = [_lost(other, place, free=unpointed[0]) for place in range(len(other))]
    ends = len(one) - 1, len(other) - 1
    line = [0.0]
    for loss in losses:
        line.append(line[-1] + loss)
    for i, sign in enumerate(one):
        above, lost = line, _lost(one, i, free=unpointed[1])
        line = [above[0] + lost]
        soft = i > 0 and one[i - 1] in _SOFT
        for j, (across, loss) in enumerate(zip(other, losses, strict=True)):
            fit = _fit(sign, across)
            if sign + across in _YO and (soft or (j > 0 and other[j - 1] in _SOFT)):
                fit = 0.3
            if fit > 0.4 and sign in _VOWEL_SIGNS and ((i, j) == ends or i == j == 0):
                fit = FAR  # Allen and Ellen, Maria and Mario
            line.append(min(above[j] + fit, above[j + 1] + lost, line[j] + loss))
        if min(line) > most:
            return FAR
    return min(line[-1], FAR) if line[-1] <= most else FAR


@cache
def _fit(one: str, other: str) -> float:
    """What it costs that one sign stands in the place of another."""
    if one == other:
        return 0.0
    sounds, others = _SOUNDS.get(one, frozenset(one)), _SOUNDS.get(other, frozenset(other))
    if sounds & others:
        return 0.0
    if sounds <= _VOWELS and others <= _VOWELS:
        return min((_VOWEL_COSTS.get("".join(sorted(a + b)), FAR) for a in sounds for b in others), default=FAR)
    if sounds | others <= _VELAR | {"h"} or (sounds | others >= {"x", "h"} and "h" in (one, other)):
        return 0.6
    if {one, other} == {"z", "Z"} or (sounds & _HISSING and others & _HISSING and not {one, other} & {"s", "z"}):
        return 0.6
    return FAR


def _initial(word: str) -> bool:
    """Whether the first letter is a vowel before two consonants (Ibrahimi)."""
    return len(word) > 3 and not _VOWEL_SIGNS & {*word[1:3]}


def _lost(word: str, place: int, *, free: bool) -> float:
    """What it costs that a sign of `word` has no counterpart; little for a vowel where the other is `free` to leave
    vowels out."""
    sign = word[place]
    if sign not in _VOWEL_SIGNS:
        return _LOSSES.get(sign, FAR)
    before, after = word[place - 1 : place], word[place + 1 : place + 2]
    if free:
        return 0.05 if place and sign in "aeEA" else 0.3
    beside = bool(before and before in "aeiouEOUAI") or bool(after and after in "aeiouEOUAIV")
    if sign in "ie" and beside:
        return 0.2
    if sign == "e" and not after:
        return 0.7 if before == "n" else 0.9  # French -ine for Russian -in
    if sign in "ie" and not place and _initial(word):
        return 0.4
    return 0.6 if beside or "h" in (before, after) else 1.1
