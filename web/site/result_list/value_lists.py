"""How are all values of a facet laid out? Those chosen on top, then the others by count or letter, a page at a time."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from string import ascii_uppercase

from index.facets import PERSON
from search.name_results import NAME_FACETS
from search.query import Query
from search.results import FacetCounts
from web import regional, urls, words
from web.site import moves
from web.site.result_list.list_tools import Link, numbered_links
from web.site.result_list.panels import Choice, choice
from web.translation import gettext as _

ALPHABETICAL = "name"  # the order in an address; by count is no word
PER_PAGE = 150  # values on a page: with 64 letters each they weigh 50 KB
_DIGITS = "0–9"
_ARTICLE = "the "  # is not sorted by
_OF_PEOPLE = (PERSON, "byline")
_AFTER_NAMES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_KINDS = {facet: kind for kind, facet in NAME_FACETS.items()}


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A value with its box. `href` leads to its articles among those of the question, or back where it is chosen;
    `of_name` to the page of the name, "" where it is none."""

    box: Choice
    href: str
    of_name: str


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """The values of a page that begin with one letter; `letter` is "" where they are in the order of their counts."""

    letter: str
    values: tuple[ValueRow, ...]


@dataclass(frozen=True, slots=True)
class ValueList:
    """A page of values: those that are chosen or left out, `groups` of others, the letters (no address where no value
    begins with one), the pages (None for those left out), the orders, how many values fit, and the link to results that
    state none, with their number."""

    chosen: tuple[ValueRow, ...]
    groups: tuple[LetterGroup, ...]
    letters: tuple[Link, ...]
    pages: tuple[Link | None, ...]
    orders: tuple[Link, ...]
    total: int
    none: Link | None


@dataclass(frozen=True, slots=True)
class ValuePage:
    """Which page of values is asked for: those that hold a text, in an order, from 1."""

    containing: str = ""
    order: str = ""
    number: int = 1


def value_list(facet: FacetCounts, query: Query, asked: ValuePage) -> ValueList:
    """The page of a facet's values that is asked for, the last one where there are fewer."""
    fitting = [v for v in facet.values if asked.containing.casefold() in words.value(facet.name, v.value).casefold()]
    chosen = [v for v in fitting if v.selected or v.excluded]
    others = [v for v in fitting if v.value and not (v.selected or v.excluded)]
    if asked.order == ALPHABETICAL:
        others.sort(key=lambda v: _key(facet.name, words.value(facet.name, v.value)))
    last = max(1, -(-len(others) // PER_PAGE))
    number = min(asked.number, last)
    shown = others[(number - 1) * PER_PAGE : number * PER_PAGE]
    rows = [_row(choice(facet.name, v, n), facet.name, query) for n, v in enumerate(chosen + shown)]
    return ValueList(
        tuple(rows[: len(chosen)]),
        _groups(rows[len(chosen) :], facet.name, asked.order),
        _letters([words.value(facet.name, v.value) for v in others], facet.name, query, asked),
        tuple(numbered_links(number, last, lambda n: urls.facet(facet.name, query, asked.containing, asked.order, n))),
        tuple(
            Link(said, urls.facet(facet.name, query, asked.containing, order), asked.order == order)
            for said, order in ((_("Most articles"), ""), (_("A to Z"), ALPHABETICAL))
        ),
        len(chosen) + len(others),
        _none(facet, query) if others and not asked.containing else None,
    )


def _none(facet: FacetCounts, query: Query) -> Link | None:
    """Leads to the results that state no value; None where all do, or the choice is made."""
    for value in facet.values:
        if not value.value and not (value.selected or value.excluded):
            href = urls.search(moves.with_value(query, facet.name, ""))
            said = _("%(facet)s not stated: %(n)s", facet=words.heading(facet.name), n=regional.number(value.count))
            return Link(said, href)
    return None


def _row(box: Choice, facet: str, query: Query) -> ValueRow:
    kind = _KINDS.get(facet)
    wanted = moves.without_facet(query, facet) if box.selected or box.excluded else query
    return ValueRow(
        box, urls.search(moves.with_value(wanted, facet, box.value)), urls.name(kind, box.value) if kind else ""
    )


def _groups(rows: Sequence[ValueRow], facet: str, order: str) -> tuple[LetterGroup, ...]:
    if order != ALPHABETICAL:
        return (LetterGroup("", tuple(rows)),) if rows else ()
    by_letter = groupby(rows, lambda row: _letter(facet, row.box.shown))
    return tuple(LetterGroup(letter, tuple(group)) for letter, group in by_letter)


def _letters(shown: Sequence[str], facet: str, query: Query, asked: ValuePage) -> tuple[Link, ...]:
    """The alphabet and what else values begin with, each with the address of its first value; none by count."""
    if asked.order != ALPHABETICAL or len(shown) <= PER_PAGE // 10:
        return ()
    first: dict[str, int] = {}
    for place, value in enumerate(shown):
        first.setdefault(_letter(facet, value), place)
    out = []
    for letter in _alphabet(first):
        page = first.get(letter, 0) // PER_PAGE + 1
        at = f"{urls.facet(facet, query, asked.containing, asked.order, page)}#{anchor(letter)}"
        out.append(Link(letter, at if letter in first else ""))
    return tuple(out)


def _alphabet(found: Iterable[str]) -> list[str]:
    """The digits first where there are any, then A to Z, then the letters of other scripts that there are."""
    others = sorted(letter for letter in found if letter not in ascii_uppercase and letter != _DIGITS)
    return [*([_DIGITS] if _DIGITS in found else []), *ascii_uppercase, *others]


def anchor(letter: str) -> str:
    """What the place of a letter on the page is named."""
    return f"l-{letter if letter.isalnum() and letter.isascii() else '-'.join(f'{ord(sign):x}' for sign in letter)}"


def _key(facet: str, shown: str) -> tuple[bool, str, str]:
    """What values are sorted by: digits and signs first, an article and the marks of letters apart; people by their
    surnames."""
    plain = _plain(facet, shown)
    return plain[:1].isalpha(), plain, shown


def _letter(facet: str, shown: str) -> str:
    """The letter that a value stands under."""
    plain = _plain(facet, shown)
    return plain[:1].upper()[:1] if plain[:1].isalpha() else _DIGITS


def _plain(facet: str, shown: str) -> str:
    if facet in _OF_PEOPLE:
        *given, surname = shown.split() or [""]
        if given and surname.strip(".,").casefold() in _AFTER_NAMES:
            *given, surname = given
        shown = " ".join((surname, *given))
    folded = unicodedata.normalize("NFKD", shown).casefold()
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign)).lstrip(" \"'“”‘’«»([.-–—#@")
    return bare.removeprefix(_ARTICLE) or bare
