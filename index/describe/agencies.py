"""Which news agency supplied a text? Names of agencies, and which of a credit's parts are one."""

from __future__ import annotations

import re

from index.describe.titles import words_in

AGENCIES: dict[str, tuple[str, ...]] = {
    "Reuters": ("reuters", "thomson reuters", "reuters news agency", "رويترز", "рейтер"),
    "AP": ("ap", "the associated press", "associated press", "the ap", "أسوشيتد برس"),
    "AFP": ("afp", "agence france-presse", "agence france presse", "afp-jiji", "فرانس برس", "أ ف ب"),
    "dpa": ("dpa", "deutsche presse-agentur", "dpa-afx", "dpa international"),
    "UPI": ("upi", "united press international"),
    "EFE": ("efe", "agencia efe"),
    "ANSA": ("ansa", "agenzia ansa"),
    "PA": ("pa", "press association", "pa media", "pa news agency"),
    "Bloomberg": ("bloomberg", "bloomberg news"),
    "Xinhua": ("xinhua", "xinhua news agency", "新华社", "新華社", "新华网"),
    "TASS": ("tass", "itar-tass", "тасс", "итар-тасс"),
    "RIA Novosti": ("ria novosti", "ria", "sputnik", "риа новости"),
    "Interfax": ("interfax", "интерфакс"),
    "Kyodo": ("kyodo", "kyodo news", "共同通信"),
    "Jiji Press": ("jiji", "jiji press", "時事通信"),
    "Yonhap": ("yonhap", "yonhap news agency", "연합뉴스"),
    "Anadolu Agency": ("anadolu agency", "anadolu", "aa", "anadolu ajansı"),
    "SANA": ("sana", "سانا"),
    "IRNA": ("irna", "ایرنا"),
    "PTI": ("pti", "press trust of india"),
    "IANS": ("ians",),
    "ANI": ("ani",),
    "CNA": ("cna",),
    "Canadian Press": ("the canadian press", "canadian press"),
    "AAP": ("aap", "australian associated press"),
    "APA": ("apa", "austria presse agentur"),
    "SDA": ("sda", "keystone-sda", "ats"),
    "KNA": ("kna",),
    "epd": ("epd",),
    "SID": ("sid", "sport-informations-dienst"),
    "ANP": ("anp",),
    "Belga": ("belga",),
    "TT": ("tt", "tt nyhetsbyrån"),
    "NTB": ("ntb",),
    "Ritzau": ("ritzau",),
    "STT": ("stt",),
    "PAP": ("pap",),
    "ČTK": ("čtk", "ctk"),
    "Lusa": ("lusa", "agência lusa"),
    "MENA": ("mena",),
    "WAFA": ("wafa",),
    "Petra": ("petra",),
    "QNA": ("qna",),
    "SPA": ("spa", "saudi press agency"),
    "WAM": ("wam",),
    "Tribune News Service": ("tribune news service", "tns"),
    "agencies": (
        *(
            "agencies",
            "news agencies",
            "wire services",
            "wire reports",
            "wires",
            "staff and agencies",
            "agency reports",
        ),
        *("agence", "agences", "avec agences", "agencias", "agenzie", "agenturen", "mit agenturen", "agentur"),
        *("агентства", "وكالات", "الوكالات", "סוכנויות", "ajanslar", "agencje", "agências", "byråer", "bureaus"),
    ),
}
"""Canonical name -> what it is called in credits, in lower case."""

_NAMES = {name: agency for agency, names in AGENCIES.items() for name in names}
_SHORT = frozenset(name for name in _NAMES if len(name) <= 4 and name.isascii())
FIRST_WORDS = frozenset(re.split(r"\W+", re.sub("^(?:the|mit|avec) ", "", name), maxsplit=1)[0] for name in _NAMES)
_SPLIT = re.compile(r"\s*(?:[/,;|+&·•]|\s[-–—]\s|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bwith\b|\bmit\b|\bمع\b)\s*", re.I)


def agency_named(text: str) -> str:
    """The agency that the text is the name of, else empty; a short name (AP, PA, dpa) counts in its usual case only."""
    name = text.strip(" .()[]{}\"'*:–—-").strip()
    low = name.casefold()
    if low not in _NAMES:
        return ""
    if low in _SHORT and not (name.isupper() or name in ("dpa", "epd", "sda")):
        return ""
    return _NAMES[low]


def may_name_agency(text: str) -> bool:
    """Whether the text holds a word that an agency's name begins with."""
    return not FIRST_WORDS.isdisjoint(words_in(text))


def agencies_in(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(agencies, other names) of a credit such as "Al Jazeera and agencies" or "AFP/Reuters"; each once, in order."""
    if not may_name_agency(text):
        return (), (text.strip(),) if text.strip() else ()
    agencies: dict[str, None] = {}
    others: dict[str, None] = {}
    if whole := agency_named(text):
        return (whole,), ()
    for part in _SPLIT.split(text.strip(" .()[]*")):
        if agency := agency_named(part):
            agencies[agency] = None
        elif part.strip():
            others[part.strip()] = None
    return tuple(agencies), tuple(others)
