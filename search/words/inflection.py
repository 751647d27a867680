"""Are two words forms of one word, or is one derived from the other?

A stem goes further than inflection: Snowball's English one puts `respectful` with `respective` and `import` with
`important`. Two words of one stem are forms of one word where they agree once the endings of inflection (plural, case,
gender, tense, person) are gone, by the rule of a language. Of a language without a rule here, what shares a stem is
taken for one word.

English: steps 1a to 1c of Snowball's rule undo inflection, the later ones derivation (Porter, "An algorithm for suffix
stripping", 1980).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from enum import IntEnum
from functools import lru_cache


class Level(IntEnum):
    """How near a form is to the word that was typed."""

    EXACT = 0
    INFLECTION = 1
    DERIVATION = 2


def ruled(languages: Collection[str]) -> tuple[str, ...]:
    """Those of `languages` that have a rule, always in one order."""
    return tuple(language for language in _RULES if language in languages)


def level(typed: str, form: str, languages: Collection[str]) -> Level:
    """How near `form` is to `typed`, a word of the same stem, by the kindest of the rules of `languages` (see `ruled`);
    a form of one word where there are none. Both in small letters without accents."""
    if typed == form:
        return Level.EXACT
    for language in languages:
        if same_word(typed, form, language):
            return Level.INFLECTION
    return Level.DERIVATION if languages else Level.INFLECTION


def same_word(one: str, other: str, language: str) -> bool:
    """Whether two words of one stem, in small letters without accents, are forms of one word of a language that has a
    rule."""
    return one == other or not bases(one, language).isdisjoint(bases(other, language))


@lru_cache(maxsize=10_000)  # 3 MB; a form is held against every word of its stem
def bases(form: str, language: str) -> frozenset[str]:
    """What a form may be a form of: itself, and what is left without its endings."""
    return frozenset(_RULES[language](form))


_HISSES = ("s", "x", "z", "ch", "sh", "o")
_VOWELS = frozenset("aeiouy")


def _english(form: str) -> set[str]:
    words = {form}
    if form.endswith("s") and not form.endswith(("ss", "us")):
        words.add(form[:-1])
        if form.endswith("es") and form[:-2].endswith(_HISSES):
            words.add(form[:-2])
        if form.endswith("ies"):
            words.add(form[:-3] + "y")
    for word in tuple(words):
        for ending in ("ed", "ing"):
            if word.endswith(ending) and not _VOWELS.isdisjoint(word[: -len(ending)]):
                words |= _without(word[: -len(ending)])
    return words


def _without(root: str) -> set[str]:
    """The words whose -ed or -ing form is `root` and the ending: stopp is of stop, announc of announce, dy of die."""
    words = {root, root + "e"}
    if len(root) > 2 and root[-1] == root[-2] and root[-1] not in _VOWELS:
        words.add(root[:-1])
    if root.endswith("i"):
        words.add(root[:-1] + "y")
    if root.endswith("y"):
        words.add(root[:-1] + "ie")
    return words


_SHORTEST_ROOT = 3
_GERMAN = "sten stes ster stem ste est eren eres erer ere ern ens en em er es et te ten e n s t".split()  # noqa: SIM905
_RUSSIAN = """
    иями ями ами ыми ими ого его ому ему иях иям ием ях ах ям ам ов ев ей ой ый ий ая яя ое ее ые ие ым им ом ем ых их
    ую юю ою ею ию ью ия ии а я о е ы и у ю ь й
    """.split()  # noqa: SIM905
_RUSSIAN_VERBS = """
    айте ейте ите ила ыла ела ала яла ило ыло ело ало яло или ыли ели али яли ает яет еет ует ают яют еют уют
    ешь ишь ить ыть еть ать ять ил ыл ел ал ял ит ят ет ут ют ат
    """.split()  # noqa: SIM905
_FRENCH = {
    "eaux": "eau", "aux": "al", "euse": "eux", "ive": "if", "ere": "er", "elle": "el", "enne": "en", "onne": "on",
    "trice": "teur",
}  # fmt: skip
_FRENCH_VERBS = """
    assent erions eraient issaient erait aient erent eront erons erez eras erai era issait issent issant ions iez ait
    ant ees ent ons ez er es ee ir is it re e
    """.split()  # noqa: SIM905
_SPANISH_FEMININE = ("ada", "ida", "ica", "osa", "iva", "ana", "ina", "aria", "oria")
_SPANISH_VERBS = """
    ariamos abamos aremos aramos asemos arian arias aria aran aras ara are aron aste amos aban abas aba ando ados adas
    ado ada an as ar
    """.split()  # noqa: SIM905
_SPANISH_OTHER_VERBS = """
    iriamos eriamos iremos eremos ieramos irian erian iria eria iran eran ira era iere ieron iste imos emos ian ias ia
    iendo idos idas ido ida io en es er ir
    """.split()  # noqa: SIM905


def _stripped(form: str, endings: Iterable[str]) -> set[str]:
    return {
        form[: -len(ending)]
        for ending in endings
        if form.endswith(ending) and len(form) - len(ending) >= _SHORTEST_ROOT
    }


def _german(form: str) -> set[str]:
    """Endings of case, number, degree and tense; umlauts are gone, so that plurals with one agree."""
    return {form, *_stripped(form, _GERMAN)}


def _russian(form: str) -> set[str]:
    """Endings of nouns and adjectives; those of verbs, whose roots are kept apart from those of nouns."""
    bare = form[:-2] if form.endswith(("ся", "сь")) else form
    nouns = _stripped(form, _RUSSIAN)
    return {form, *nouns, *(root + "-" for root in _stripped(bare, _RUSSIAN_VERBS))}


def _french(form: str) -> set[str]:
    """Plural and feminine; the endings of verbs, whose roots are kept apart from the words."""
    words = {form, form[:-1]} if form.endswith(("s", "x")) else {form}
    for word in tuple(words):
        words |= {word[: -len(ending)] + masculine for ending, masculine in _FRENCH.items() if word.endswith(ending)}
        if word.endswith("e") and len(word) > _SHORTEST_ROOT:
            words.add(word[:-1])
    return {*words, *(root + "-" for root in _stripped(form, _FRENCH_VERBS))}


def _spanish(form: str) -> set[str]:
    """Plural; feminine of what is an adjective by its ending (nouns in -a and -o are two words); endings of verbs."""
    words = {form}
    if form.endswith("s"):
        words.add(form[:-1])
    if form.endswith("es"):
        words.add(form[:-2])
    for word in tuple(words):
        if word.endswith(_SPANISH_FEMININE):
            words.add(word[:-1] + "o")
        if word.endswith(("ora", "esa", "ona", "ola", "ina")):
            words.add(word[:-1])
    verbs = {root + "a-" for root in _stripped(form, _SPANISH_VERBS)}
    return {*words, *verbs, *(root + "i-" for root in _stripped(form, _SPANISH_OTHER_VERBS))}


_RULES: dict[str, Callable[[str], set[str]]] = {
    "en": _english,
    "de": _german,
    "fr": _french,
    "es": _spanish,
    "ru": _russian,
}
