"""Who wrote it, as a byline says? Names, the place that they write from, and the agency or paper in the same line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.describe.agencies import FIRST_WORDS, agencies_in, agency_named, may_name_agency
from index.describe.announcing import mark_of
from index.describe.calendars import without_weekday
from index.describe.crediting import (
    is_generic,
    names_no_writer,
    once,
    spelt_login,
    with_one_dot,
    without_house,
    without_initials,
    without_others,
    without_staff,
)
from index.describe.dates import find_dates
from index.describe.persons import NO_NAME, PARTICLES, is_nicknamed, is_person, may_begin_name, tidy_person
from index.describe.titles import words_in


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline names. `marked` is true where a word such as "By" announced it."""

    authors: tuple[str, ...] = ()
    place: str = ""
    agencies: tuple[str, ...] = ()
    marked: bool = False


_ROLES = """
    staff reporter reporters writer writers editor editors correspondent correspondents contributor contributors
    contributing columnist columnists producer producers analyst analysts journalist journalists freelancer freelancers
    developer developers consultant attorney lawyer expert dietitian nutritionist engineer specialist strategist
    marketer realtor researcher scientist physician therapist psychologist programmer designer officer
    bureau chief senior deputy associate assistant managing director manager founder ceo professor author critic host
    intern desk team newsroom photographer photographers redakteur redakteurin korrespondent korrespondentin redaktion
    chefredakteur chefredakteurin rédacteur rédactrice journaliste correspondant correspondante redactor redactora
    periodista corresponsal редактор корреспондент toimittaja redaktor news times post tribune herald gazette magazine
    media network press university institute published updated posted follow comment comments view views share shares
    email twitter about
    """.split()  # noqa: SIM905
_ROLE = re.compile(
    rf"\b(?:{'|'.join(_ROLES)}|special to|for the|min(?:ute)?s? read|read(?:ing)? time|last modified|"
    r"head \w+)\b|@|https?:|www",
    re.I,
)
_JOIN = re.compile(
    r"\s*(?:[;|/&•·]|,|\s[-–—]\s|\b(?:and|und|et|y|e|och|og|ja|en|и|و|with|mit|as told to)\b(?!\.))\s*", re.I
)
_PLACE = re.compile(
    r"^(.{4,60}?)\s+(?:in|à|en|aus|i|в|reporting from|from)\s+((?:[^\W\d_][\w’'.\-]*)(?:\s[^\W\d_][\w’'.\-]*){0,3})$"
)
# Where a dump glued two elements: "Jane DoePublished", "Jane DoeStaff Writer"; not McArthur, DeWitt, LaSalle.
_GLUED = re.compile(r"(?<=[a-zà-ÿ]{3})(?<!\bMac)(?<!\bVan)(?<!\bFitz)(?=[A-Z][a-zà-ÿ]{2})")
_MAY_BE_GLUED = re.compile("[a-zà-ÿ][A-Z][a-zà-ÿ]")  # a third of what the whole expression costs
_ASIDE = re.compile(r"\d|\.(?:com|org|net|de)\b|^\W*$", re.I)
# What the parts below take apart: a line with neither is one name or none.
_ROLE_WORDS = frozenset((*_ROLES, *"special for min mins minute minutes read reading last head".split()))  # noqa: SIM905
_TELLING = FIRST_WORDS.union(
    _ROLE_WORDS,
    """am on at le il el and und et y e och og ja en и و with mit as
    in à aus i в from reporting für pour para of by von par por""".split(),  # noqa: SIM905
)
_PARTED = re.compile(r"[\d;|/&•·,(\[<*@]|\s[-–—]\s|\.(?:com|org|net|de)\b|https?:|www", re.I)
_EDGES = " ,;:.|-–—•·*"
_PARENTHESES = re.compile(r"\s{0,3}[(\[]([^()\[\]]{2,40})[)\]]")
_FOR = re.compile(r"\s+(?i:for|für|pour|para|of|at)\s+(?:the\s+)?[A-Z].*$")
_COUNTED = re.compile(r"\s+\d.*$", re.S)
_TAIL = re.compile(
    r"\s*(?:[|·•(\[<*]|\s[-–—]\s|\b(?:updated|published|posted|on|am|le|il|el|last|follow|at)\b(?=\s|:|$)).*$",
    re.I | re.S,
)


def parse_byline(line: str, publisher: str = "", *, marked: bool = False) -> Byline | None:
    """What the line names as a byline, or None where it is none.

    A line without an announcing word must be nothing but names, unless it is known to be a byline (`marked`).
    """
    if len(line) > 250:
        return None
    text = with_one_dot(line).lstrip("•*-–—·:| \t").strip()
    if _MAY_BE_GLUED.search(text):
        text = _GLUED.sub("; ", text)
    mark = mark_of(text)
    if mark:
        text = text[mark.end() :]
    elif " by " in text and _DIGIT.search(text) and (late := _behind_date(text)):
        text, marked = late, True
    elif not marked and (len(text) > _LONGEST_BARE or not _may_be_names(text)):
        return None
    if "(" in text or "[" in text:
        if is_nicknamed(name := text.strip(_EDGES)):
            return Byline((name,), marked=marked or mark is not None)
        text = _PARENTHESES.sub(lambda m: f", {m[1]}" if agency_named(m[1]) else "", text)
    marked = marked or mark is not None
    if _TELLING.isdisjoint(words_in(text)) and not _PARTED.search(text):
        name = once(tidy_person(text.strip(_EDGES)))
        whole = is_person(name) and not is_generic(name) and name.casefold() != publisher.casefold()
        return Byline((name,), marked=marked) if whole else None
    names = _cut_dates(text)
    byline = parse_names(names, publisher, marked=marked)
    return byline or (_single(names, publisher) if mark and len(names) < len(text) and find_dates(text) else None)


def _single(text: str, publisher: str) -> Byline | None:
    """The one name of an announced and dated line: "by Ada · May 7, 2013"."""
    name = text.strip(_EDGES)
    single = name.isalpha() and is_person(name, 1) and not is_generic(name) and name.casefold() != publisher.casefold()
    return Byline((name,), marked=True) if single else None


def _behind_date(text: str) -> str:
    """The names of "Published May 7, 2013 by Jane Doe": what follows "by" behind a date, "" where no date is first."""
    before, _, names = text.partition(" by ")
    dates = find_dates(before)
    if not dates or not names[:1].isupper():
        return ""
    beside = before[: dates[0].start] + before[dates[-1].end :]
    return names if all(word in _WORDS_OF_DATES for word in words_in(beside)) else ""


def _may_be_names(text: str) -> bool:
    """Whether a line that no word announces could be names: few words, and no sentence by its first two."""
    if not 0 < text.count(" ") <= _MOST_BARE or text[0].islower():
        return False
    words = text.split(" ", 2)
    first, second = words[0], words[1]
    if first.casefold() in NO_NAME and first not in ("The", "THE") and not _DIGIT.search(text):
        return False  # "Home News", where neither an agency nor a date comes first
    if second[:1].islower() and second not in PARTICLES and second.isalpha() and not _JOIN.fullmatch(f" {second} "):
        return False
    words = text.split(None, 2)
    plain = len(words) > 1 and text[0].isalpha() and not _SET_APART.search(text)
    return not plain or may_begin_name(words[0], words[1]) or may_name_agency(text)


def parse_names(text: str, publisher: str = "", *, marked: bool = True) -> Byline | None:
    """The names of a credit without its announcing word; None where nothing in it is a name or an agency."""
    place = ""
    agencies: dict[str, None] = {}
    authors: dict[str, None] = {}
    for raw in _JOIN.split(text.strip(_EDGES)):
        part = without_house(re.sub(r"^(?:by|von|par|por)\s+", "", raw.strip(), flags=re.I), publisher, _EDGES)
        if not part:
            continue
        supplied, _ = agencies_in(part)
        if supplied:
            agencies.update(dict.fromkeys(supplied))
            continue
        where = _PLACE.match(part)
        name = tidy_person(where[1] if where else _FOR.sub("", part))
        expected = bool(authors or marked or _ASIDE.search(part))
        if not expected and not may_begin_name(*(*name.split(None, 2), "", "")[:2]):
            return None
        name = once(_without_role(name))
        if not name:
            if expected:
                continue
            return None
        if is_person(name):
            authors[name] = None
            place = place or (where[2] if where and where[2][:1].isupper() else "")
        elif not authors or not marked:
            return None
        else:
            break
    return Byline(tuple(authors), place, tuple(agencies), marked) if authors or agencies else None


_HOUSES = frozenset("team desk newsroom redaktion editors reporters writers contributors".split())  # noqa: SIM905
_WORDS_OF_DATES = frozenset("published posted written on".split())  # noqa: SIM905
_DIGIT = re.compile(r"\d")
_SET_APART = re.compile(r"[\d(\[]|\.(?:com|org|net|de)\b", re.I)  # what is cut out before names are looked for
_MOST_WORDS = 6
_LONGEST_BARE, _MOST_BARE = 100, 14  # characters and spaces of a line of names that no word announces
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|\.com/|\b(?:see|view|read|full bio|more by|posts|articles|profile|biography|about|follow|"
    r"subscribe|login|hiring|website|developer)\b|^\d+$|[{}<>=]|\(\)|^[\w-]+(?:\.[\w-]+)+$",
    re.I,
)
_SET_OFF = re.compile(r"\s+[-–—|»]+\s|(?<=[a-zà-ÿ]{3})\.\s|\.\.\.|…")  # what follows is a paper, a role or a tagline
_AGENCY_LAST = re.compile(r"(.{5,60}?)(?:,? (?:the )?(Associated Press|Reuters|AFP|Bloomberg))$", re.I)
_LAST_WORDS = ("associated press", "reuters", "afp", "bloomberg")  # most fields end in none of them
_LEADING = re.compile(
    r"^(?:(?:written |posted |published )?by|authors?|autor(?:in)?|von|par|por|di|da|door|av|af)\s*:?\s+", re.I
)


def marked_names(value: str, site: Sequence[str] = ()) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(authors, agencies) of an element marked as author, which often holds a date, a role or a biography too."""
    byline = None if names_no_writer(value) else parse_byline(value, site[0] if site else "", marked=True)
    return (byline.authors, byline.agencies) if byline else stated_names(value, site)


def stated_names(value: str, site: Sequence[str] = ()) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(authors, agencies) of a field that is there to hold authors; names there need not look like names.

    Neither an address nor a name of the site nor "admin" is an author.
    """
    authors: dict[str, None] = {}
    agencies: dict[str, None] = {}
    text = with_one_dot(" ".join(value.split())[:300])
    if names_no_writer(text) or _tight(text) in map(_tight, site):
        return (), ()
    text = without_others(_LEADING.sub("", text))
    if _DIGIT.search(text):
        text = _cut_dates(text)
    if text.startswith(","):  # a template whose name was left empty: ", The Daily Journal"
        return (), ()
    agency_last = _AGENCY_LAST.match(text) if text.casefold().endswith(_LAST_WORDS) else None
    if agency_last and is_person(agency_last[1]):
        text = f"{agency_last[1]}; {agency_last[2]}"
    for part in _parts(text):
        supplied, _ = agencies_in(part)
        name = spelt_login(tidy_person(without_initials(_LEADING.sub("", part))))
        if set_apart := _SET_OFF.search(name):
            name = name[: set_apart.start()] if is_person(name[: set_apart.start()]) else ""
        if supplied:
            agencies.update(dict.fromkeys(supplied))
        elif _is_stated_name(name, site) and not (authors and name.casefold().split()[-1] in _ROLES):
            authors[name] = None
    return tuple(authors), tuple(agencies)


def _parts(text: str) -> list[str]:
    """A list of names cut at its separators; a comma separates only where each part could be a whole name."""
    parts = re.split(r"\s*[;|•]\s*|\s+(?:and|&|und|et|y|en|och|og)\s+(?=\S+ \S)", text)
    cut: list[str] = []
    for part in parts:
        pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
        if len(pieces) > 1 and all(is_person(piece) for piece in pieces):
            cut += pieces
        elif len(pieces) > 1 and (is_person(pieces[0]) or not pieces[0]):
            cut += [pieces[0], *(piece for piece in pieces[1:] if is_person(piece) or agency_named(piece))]
        else:
            cut.append(part.strip(" ,"))
    return [part for part in cut if part]


def _is_stated_name(name: str, site: Sequence[str]) -> bool:
    if (
        not 1 < len(name) <= 60
        or len(name.split()) > _MOST_WORDS
        or _NOT_A_NAME.search(name)
        or not re.search(r"[^\W\d_]", name)
    ):
        return False
    tight = _tight(name)
    sites = {_tight(one) for one in site if one}
    sites |= {one.removeprefix("the") for one in sites}
    if is_generic(name) or _tight(without_staff(name)) in sites - {tight}:
        return False
    names_site = tight in sites or tight.removeprefix("the") in sites
    return not names_site and not any(len(one) > 4 and tight.startswith(one) for one in sites)


def _tight(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def speaks_of_role(name: str) -> bool:
    """Whether a word of the name is a role or a paper; its words are looked up first, which costs a fifth."""
    low = name.casefold()
    telling = not _ROLE_WORDS.isdisjoint(words_in(low)) or "@" in low or "http" in low or "www" in low
    return telling and _ROLE.search(name) is not None


def _without_role(name: str) -> str:
    """The name itself, or the person before the role, number or mark in it; empty where there is none."""
    return _before_role(name) if is_generic(name) or speaks_of_role(name) or _ASIDE.search(name) else name


def _before_role(name: str) -> str:
    """The person in "Jane Doe Staff Writer" or "Jane Doe 7 hours": the first words where they are one, else empty."""
    words = _COUNTED.sub("", name).split()
    if words and words[-1].casefold() in _HOUSES:
        return ""
    for count in (3, 2):
        head = " ".join(words[:count])
        if len(words) >= count and is_person(head) and not speaks_of_role(head) and (count == 2 or "." in words[1]):
            return head
    return ""


def _cut_dates(text: str) -> str:
    """The part of a byline before its first date, or after it where the date comes first."""
    if dates := find_dates(text):
        head = without_weekday(text[: dates[0].start], _EDGES)
        text = head if len(head.strip(" ,|-–—")) > 4 else text[dates[0].end :]
    tail = _TAIL.search(text)
    return text[: tail.start()] if tail and tail.start() > 3 else text
