"""Is a byline announced? The words that stand before the names of writers, in many languages."""

from __future__ import annotations

import re

_MARK = re.compile(
    r"^(?:(?:story|article|report|review|opinion|analysis|column|words?|text|interview|guest post|blog)\s{0,2}[:-]?"
    r"\s{0,2})?"
    r"(?:(?:written|posted|published|authored|reported|reviewed|contributed|created|edited)\s(?:by|von|par|por)\b"
    r"|by|von|vom|par|por|di|da|door|av|af|przez|autor(?:in|es|zy|ka)?|authors?|auteurs?|autore|contributors?(?=\s?:)|автор(?:ы)?|kirjoittaja|"
    r"yazar|skrevet av|text|texte|texto|testo|tekst|текст|بقلم|كتب|تحرير|מאת|نویسنده|โดย|文／|文/|作者|記者|记者|"
    r"執筆者?|글|기자)"
    r"(?:\s{0,2}[:：|\-–—]\s{0,2}|\s{1,3}|$)",
    re.I,
)
_SECOND_READER = re.compile(r"\W*(?:(?:medically |expert )?reviewed|edited|fact[ -]checked) by\b", re.I)
_GLUED_MARK = re.compile(r"^By(?=[A-Z][a-z])")
# "Column by Jane Doe", "Ein Gastbeitrag von Jane Doe", and a portrait's file name before the announcing word.
_LATE_MARK = re.compile(
    r"^(?!(?:photo|foto|image|picture|bild|video|powered|sponsored|presented|owned|produced|edited|fact|reviewed|medically|"
    r"illustration|graphic|curated|posted in)\b)(?:[^\W\d_]{3,20}\s){1,2}(?:by|von|par|por)\s+(?=(?-i:[A-ZÀ-ÞА-Я]))"
    r"|^[\w .-]{3,40}\.(?:jpe?g|png|webp)\s+(?:by|von|par|por)\s+",
    re.I,
)
_MARK_STARTS = frozenset(re.findall("..", "starreopancowoteingublwrpopuaucredbyvopadidadoavafprkiyask"))  # in ASCII


def mark_of(text: str) -> re.Match[str] | None:
    """The words that announce a byline at the text's start; most lines are told by two letters to have none."""
    low = text.casefold()
    if low[:2] in _MARK_STARTS or not text.isascii():
        mark = _MARK.match(text) or _GLUED_MARK.match(text)
        if mark:
            return mark
    late = "by" in low or "von" in low or "par" in low or "por" in low
    return _LATE_MARK.match(text) if late else None


def is_mark(line: str) -> bool:
    """Whether the line is nothing but a word that announces a byline: "By", "Written by", "Autor:"."""
    if len(line) > 40 or (line.isascii() and line.lstrip()[:2].casefold() not in _MARK_STARTS):
        return False
    text = line.strip()
    mark = _MARK.match(text)
    return mark is not None and mark.end() == len(text) and len(text) < 30


def announces_second_reader(line: str) -> bool:
    """Whether the line says who reviewed or edited; where a page names nobody else, that is its byline."""
    return _SECOND_READER.match(line) is not None
