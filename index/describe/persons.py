"""Is this a person's name? Shapes of names in scripts with capitals, and what looks like one without being one."""

from __future__ import annotations

import re

PARTICLES = frozenset(
    """
    de del della di da dos das do du des la le van von der den ter ten zu zum zur af av al el bin ibn bint ben abu y e
    i st san dal a of vom
    """.split()  # noqa: SIM905
)
_WORD = re.compile(r"(?:[^\W\d_]|[’'‘.\-‐])+,?")
# Words that stand in capitals where bylines stand and that are in nobody's name; found by reading false bylines.
NO_NAME = frozenset(
    """
    center centre feedback homepage program programme programs resource resources send trade version
    abo about actualités advertisement advertising africa alert alerts all america american analysis and anzeige
    app april archive article articles artikel asia august author avec bank bbc best blog books breaking
    business buy by category city classifieds college columnist comment comments company con contact content contents
    contributor cookie cookies copy corporate correspondent council court coverage credit culture daily das data
    date datenschutz december department der des desk die digital edition editor editorial editors education
    email english entertainment environment europe events every exclusive facebook fashion feature featured
    features february file film finance follow food football for free friday from fuel für gallery games gear
    get getting getty google governor guest guide health help here heute hide history holiday home how image
    images impressum in inside instagram institute international interview is it january job jobs july june
    kommentare kultur las latest learn legal les life lifestyle link linkedin listen live local log login los
    magazine main management march market marketing markets mayor media meet mehr membership menu middle
    minister minute minutes mit monday monde money month more most movies music my más nachrichten national
    navigation network neue new news newsletter newsletters newspaper newsroom next nfl night no north not
    notice noticias november now october oder of office on online only open opinion or our page para parenting
    people photo photography photos pinterest player plus podcast podcasts policy politics politik politique
    popular por post posted posts pour premium president press previous print privacy product products profile
    programs project published puzzle read real recent recipes recommended redaktion reddit related report
    reporter reports research reuters review reviews rights sale saturday save school science search season
    secretary section security see senator senior september series service services settings share shop show
    showbiz sign site skip social south special sponsored sport sports staff startseite stories story streaming
    style subscribe subscription suche sunday support tag tags team tech technology teilen telegram terms the
    things this thread threads thursday time times tips to today top topic topics trailer travel trending
    tuesday tv tweet twitter uhr uk und under une university up updated updates us use video videos view views
    von want watch we weather web wednesday week weekend west what whatsapp when where who why will wire
    wirtschaft with women work world writer year you your youtube zum zur économie
    """.split()  # noqa: SIM905
)
_ELIDED = re.compile("^[dl][’'](?=[^\\W\\d_])")  # Hélène d’Aubigny
_CREDENTIALS = re.compile(
    r",?\s+(?:Ph\.?\s?D\.?|M\.?D\.?|MBA|MSc|MS|MA|BA|BSc|RN|RD|RDN|LMFT|CFA|CFP|CPA|Esq\.?|J\.?D\.?|MPH|DVM|LD|APD|LCSW|PharmD|DDS)(?=,|$)"
)
_NICKNAME = re.compile(r"(?<=[a-zà-ÿ]) \([A-ZÀ-Þ][a-zà-ÿ]+\)(?= [A-ZÀ-Þ])")
_EDGES = " ,;:|·•-–—*"
_SEPARATORS = re.compile(r"[;|/&•·,*<(\[]")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def is_person(name: str, least: int = 2) -> bool:
    """Whether the text has the shape of one person's name of `least` to 5 words and no word that names never hold."""
    words = name.split()
    if not least <= len(words) <= 6 or len(name) > 60:
        return False
    capitals = 0
    for number, word in enumerate(words):
        counted = _capitals_of(word, number)
        if counted < 0:
            return False
        capitals += counted
    return capitals >= least and any(len(word.strip(".")) > 1 for word in words)


def is_nicknamed(name: str) -> bool:
    """Whether the text is one person's name with another first name in parentheses: "Jane (Janie) Doe"."""
    return _NICKNAME.search(name) is not None and is_person(_NICKNAME.sub("", name))


def may_begin_name(first: str, second: str) -> bool:
    """Whether a text whose first two words these are could begin with a name; a quick test for menu entries."""
    if not first or _capitals_of(first, 0) < 0:
        return False
    second = _SEPARATORS.split(second, maxsplit=1)[0].strip(_EDGES)
    return second != "" and _capitals_of(second, 1) >= 0


def _capitals_of(word: str, number: int) -> int:
    """1 for a word that counts as one of a name (at place `number`), 0 for a particle, -1 for one no name holds."""
    if word.isalpha() and word[0].isupper():
        low = word.casefold()
        return -1 if low in NO_NAME and not (number and low in PARTICLES) else 1
    if not _WORD.fullmatch(word) or word.endswith(","):
        return -1
    low = word.casefold().strip(".,")
    if low in PARTICLES and (word[0].islower() or number):
        return int(word[0].isupper())
    if low.removesuffix("'s").removesuffix("’s") in NO_NAME or low.endswith(("'s", "’s")):
        return -1
    first = _ELIDED.sub("", word).lstrip("’'‘")[:1]
    if not first.isalpha() or first != first.upper():
        return -1
    return 1  # a capital, or a letter of a script without capitals


def looks_personal(name: str) -> bool:
    """Whether a name that a page gives as an author's is a person's, also a short one in East Asian characters."""
    return is_person(name) or (2 <= len(name) <= 6 and all(_CJK.match(character) for character in name))


def tidy_person(name: str) -> str:
    """The name without degree and needless capitals: "MARTIN JAY, PhD" becomes "Martin Jay"."""
    name = " ".join(name.split()).strip(_EDGES)
    name = _CREDENTIALS.sub("", name).strip(" ,")
    if len(name) > 4 and name == name.upper() and name != name.lower() and " " in name:
        name = " ".join(_capitalised(word) for word in name.split())
    return name


def _capitalised(word: str) -> str:
    if word.endswith(".") and len(word) <= 4 and word.count(".") >= 1:
        return word
    word = re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), word)
    return re.sub(r"\b(Mc|O['’])([a-z])", lambda m: m[1] + m[2].upper(), word)
