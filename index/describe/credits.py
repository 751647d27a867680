"""Who supplied the text or the picture? Source lines, tails of republished stories, and photo credits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.describe.agencies import agencies_in, agency_named
from index.describe.dates import find_dates
from index.describe.layout import Layout
from index.describe.persons import is_person

_NAMED = (
    "(?:source|sources|quelle|quellen|fuente|fuentes|fonte|fonti|bron|kilde|källa|źródło|источник|"
    r"المصدر|מקור|kaynak|来源|來源|出典|출처)\s{0,2}[:：]\s{0,3}(.{2,80})$"
)
_SOURCE = re.compile(rf"^(?:[•*-]\s{{0,3}})?{_NAMED}", re.I)
_SOURCE_BEHIND = re.compile(rf"[\s|,·•–—-]{_NAMED}", re.I)
_LONGEST_SOURCE = 200  # characters
_MOST_BESIDE_DATE = 4  # words: "Last updated on Tuesday"
_TAIL = re.compile(r"[.!?”\"'’)»…]\s{0,2}(?:[/–—]|[-(\[])\s{0,2}([A-Z][\w.&’' -]{1,38}?)\s{0,2}[)\]]?\s{0,2}\.?$")
_BRACKETS = re.compile(r"[\[(]\s{0,2}([^\[\]()]{2,90})\s{0,2}[\])]\s{0,2}\.?$")
_NO_CREDIT = frozenset(("navigation", "form", "share", "related", "tags"))
_TEXTUAL = ("", "source", "byline")
_SHORTEST_BARE = 3  # characters of a credit elsewhere: "AA" is the button for larger letters
_IN_STATE = re.compile(r"\w, PA$")  # a town in Pennsylvania
_PHOTO_MARK = re.compile(
    r"(?:^|[\s([|])(?:(?:photo(?:graph)?|image|picture|foto|bild|imagen|crédit photo|photo credit|image credit|credit|"
    r"illustration|© picture alliance)s?\s{0,2}(?:by|credit|courtesy(?: of)?|von|de|di|:|/|©)\s{0,3}[:/]?\s{0,2})"
    r"(.{2,80})$",
    re.I,
)
_PHOTO_WORDS = ("photo", "image", "picture", "foto", "bild", "credit", "crédit", "illustration")  # of _PHOTO_MARK
_SLASHED = re.compile(
    r"(?:^|[\s(\[])((?:[\w.’'-]{1,20}\s){0,3}[\w.’'-]{1,20}\s?/\s?(?:REUTERS|AP|AFP|EPA|Getty|dpa|Shutterstock|iStock|"
    r"Anadolu|Xinhua)\b[\w /.-]{0,40}"
    r"|(?:REUTERS|AP|AFP|EPA|Getty Images|dpa|Xinhua)\s?/\s?[^()\[\]]{2,60})[)\].]{0,2}$"
)
_STOCK = re.compile(
    r"\b(?:Getty Images|AP Photo|Shutterstock|iStock|Alamy|EPA-EFE|AFP Photo|picture alliance|imago)\b", re.I
)


def source_named(line: str) -> str:
    """What follows "Source:" in a line that is nothing else, or has a date before it; else empty."""
    if ":" not in line and "：" not in line:
        return ""
    match = _SOURCE.match(line)
    if not match and len(line) <= _LONGEST_SOURCE and (match := _SOURCE_BEHIND.search(line)):
        before = line[: match.start()]
        dates = find_dates(before)
        beside = before[: dates[0].start] + before[dates[-1].end :] if dates else ""
        if not dates or len(re.findall(r"[^\W\d_]+", beside)) > _MOST_BESIDE_DATE:
            return ""
    return match[1].strip(" .") if match else ""


def tail_credit(paragraph: str) -> str:
    """The supplier that closes a republished story's last paragraph: "...to die.”/Courier", "...he said. (AFP)"."""
    match = _TAIL.search(paragraph[-80:])
    if not match:
        return ""
    name = match[1].strip()
    if agency := agency_named(name):
        return agency
    return name if paragraph[-80:][match.start() + 1 :].lstrip().startswith("/") and len(name.split()) <= 4 else ""


@lru_cache(maxsize=1024)  # a page's lines are asked for several times
def credit_line(line: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(agencies, others) of a line that is nothing but a credit: "Reuters", "Al Jazeera And Agencies", "(AFP, dpa)"."""
    if len(line) > 80 or _IN_STATE.search(line):
        return (), ()
    agencies, others = agencies_in(line)
    if agencies and len(others) <= 1 and all(len(other.split()) <= 4 and other[:1].isupper() for other in others):
        return agencies, others
    return (), ()


def photo_credit(line: str) -> str:
    """Whom a caption credits: "[AFP]", "(Photo by Jane Doe)", "REUTERS/Jane Doe/Files"; empty where nobody."""
    if len(line) > 600:
        return ""
    if "/" in line and (match := _SLASHED.search(line)):
        return match[1].strip(" .")
    if ("]" in line or ")" in line) and (match := _BRACKETS.search(line)):
        inner = match[1].strip()
        if marked := _PHOTO_MARK.search(inner):
            return marked[1].strip(" .:")
        agencies, others = agencies_in(inner)
        if (agencies and len(others) <= 1) or _STOCK.search(inner):
            return inner
    low = line.casefold()
    match = _PHOTO_MARK.search(line) if any(word in low for word in _PHOTO_WORDS) else None
    return match[1].strip(" .:)]") if match and len(match[1].split()) <= 8 else ""


def is_of_picture(layout: Layout, n: int, others: Sequence[str]) -> bool:
    """Whether a line of a credit is a menu's or a button's, or credits a picture: as a caption does, or with whoever
    took it before or behind a slash."""
    text, rule = layout.texts[n], layout.rules[n]
    if rule in _NO_CREDIT or (rule not in _TEXTUAL and len(text) < _SHORTEST_BARE):
        return True
    return bool(others) and (rule in ("caption", "credit") or ("/" in text and any(map(is_person, others))))
