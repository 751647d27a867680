"""Which positions does a piece of text hold, whatever its language? Compounds, numbers, acronyms, possessives."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from index.analysis.characters import (
    CLUSTER,
    HAS_UNSPACED,
    SCRIPT_PIECE,
    UNSPACED,
    normal,
    pieces,
    plain_joiners,
)
from index.analysis.initials import initialism

LONGEST = 64
"""Characters of the longest exact form: a longer word (base64, a row of marks) is known by its beginning."""
LONGEST_JOINED = 40
"""Characters of the longest compound that is indexed run together."""


@dataclass(frozen=True, slots=True)
class Part:
    """One position: its exact form, where it stands in the piece, and what else may be looked for there.

    `joined` is the exact form of the compound that starts here, where it has two parts, and `joined_end` its end.
    `single` is the first character of a bigram. `last` says that this is the last character of unspaced script, which
    has no bigram. `initials` is the abbreviation that the word is, where its capitals make it one (`US`).
    """

    exact: str
    start: int
    end: int
    joined: str = ""
    joined_end: int = 0
    single: str = ""
    last: bool = False
    acronym: bool = False
    initials: str = ""


# Between the parts of a compound, and everything that is not a hyphen or an apostrophe is inside a part.
_COMPOUND = re.compile(r"[^\-' \"]+")
# What an apostrophe binds to the word before it: possessives and shortened verbs belong to it, "n't" is part of it.
_CLITIC = re.compile(r"(?<=[^\W\d])'(?:s|re|ve|ll|d|m)(?=$|[-' \"])", re.IGNORECASE)
_NEGATION = re.compile(r"n'(?=t(?:$|[-' \"]))", re.IGNORECASE)
_DECADE = re.compile(r"(?<=\d)'(?=s(?:$|[-' \"]))", re.IGNORECASE)
_HEBREW_MARK = re.compile(r"(?<=[\u05d0-\u05ea])[\"'](?=[\u05d0-\u05ea])")

# The letters after a number or of a word, up to a number of another unit: 元跌到 in 2.4元跌到1.9元.
_LETTERS = rf"(?:[^.,\xa0]*?[{UNSPACED}](?=\d+[.,]\d)|[^.,\xa0]*)"
_UNIT = re.compile(
    rf"""
      (?P<grouped>(?<![\d.,])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![.,]?\d){_LETTERS}      # 220,000  1,234.5  3,000bn
                 |(?<![\d.,])\d{{1,2}}(?:,\d\d)+,\d{{3}}(?![.,]?\d){_LETTERS}           # 2,20,000 as in India
                 |(?<![\d.,])\d{{1,3}}(?:\xa0\d{{3}})+(?:,\d+)?(?![.,\xa0]?\d){_LETTERS})  # 220 000 with narrow spaces
    | (?P<decimal>(?<![\d.,])\d+(?:\.\d+|,\d\d?)(?![.,]?\d){_LETTERS})              # 3.5  3,5  3.5bn
    | (?P<acronym>(?<![^.,\xa0])[^\W\d](?:\.[^\W\d])+(?![^.,\xa0]))                  # U.S  a.m
    | (?P<word>(?=[^.,\xa0]){_LETTERS})
    """,
    re.VERBOSE,
)
_DECIMAL = re.compile(r"\d+\.\d+[^\W_]*")


def _number(text: str) -> str:
    """A number as English writes it, without the marks between its groups of three digits."""
    if "\xa0" in text:
        return text.replace("\xa0", "").replace(",", ".")
    if "." in text or re.search(r",\d{3}", text):
        return text.replace(",", "")
    return text.replace(",", ".")


def _unspaced(exact: str, start: int, end: int) -> list[Part]:
    """The positions of a word that holds letters of unspaced scripts: a bigram for each such letter."""
    parts: list[Part] = []
    exactly = len(exact) == end - start
    for piece in SCRIPT_PIECE.finditer(exact):
        at = (lambda i: start + i) if exactly else (lambda i: start)
        to = (lambda i: start + i) if exactly else (lambda i: end)
        if not HAS_UNSPACED.match(piece.group()):
            parts.append(Part(piece.group()[:LONGEST], at(piece.start()), to(piece.end())))
            continue
        clusters = list(CLUSTER.finditer(exact, piece.start(), piece.end()))
        for one, two in pairwise(clusters):
            parts.append(Part(one.group() + two.group(), at(one.start()), to(two.end()), single=one.group()))
        one = clusters[-1]
        parts.append(Part(one.group(), at(one.start()), to(one.end()), last=len(clusters) > 1))
    return parts


def _positions(text: str, start: int, end: int, *, acronym: bool) -> list[Part]:
    """The positions of one unit: one, but for scripts without spaces and characters that stand for several words."""
    exact = normal(text)
    if not exact.isascii() and HAS_UNSPACED.search(exact):
        return [p for w in _words(exact) for p in _unspaced(w, start, end)]
    if exact.isalnum():
        return [Part(exact[:LONGEST], start, end, acronym=acronym, initials=initialism(exact, text))]
    return [Part(w[:LONGEST], start, end, acronym=acronym) for w in _words(exact)]


def _words(exact: str) -> list[str]:
    """The words of a normal form; the only ones left out are of nothing but marks."""
    found = [exact] if _DECIMAL.fullmatch(exact) else pieces(exact)
    return [w for w in found if any(c.isalnum() for c in w)]


def _apostrophes(text: str) -> tuple[set[int], dict[int, int]]:
    """Which characters a part is written without, and where a part ends before its clitic: the end of the clitic."""
    if "'" not in text and '"' not in text:
        return set(), {}
    silent = {mark.start() for pattern in (_HEBREW_MARK, _DECADE) for mark in pattern.finditer(text)}
    silent |= {mark.start() + 1 for mark in _NEGATION.finditer(text)}
    return silent, {mark.start(): mark.end() for mark in _CLITIC.finditer(text)}


def parts(surface: str) -> list[Part]:
    """The positions of one match of `characters.SURFACE`, in order; the same for every language."""
    if surface.isascii() and surface.isalnum():
        exact = surface[:LONGEST].lower()
        return [Part(exact, 0, len(surface), initials=initialism(exact, surface))]
    text = plain_joiners(surface)
    silent, ends = _apostrophes(text)
    compound = "".join("\0" if i in silent else c for i, c in enumerate(text)) if silent else text
    found: list[Part] = []
    groups: list[tuple[int, int, int]] = []  # of each part of the compound: its first and last position, its start
    at = 0
    while match := _COMPOUND.search(compound, at):
        at = match.end()
        stop = ends.get(at, at)
        first = len(found)
        for unit in _UNIT.finditer(compound, match.start(), at):
            raw = surface[unit.start() : unit.end()]
            if silent:
                raw = "".join(c for i, c in enumerate(raw, unit.start()) if i not in silent)
            kind = unit.lastgroup
            if kind in ("grouped", "decimal"):
                raw = _number(plain_joiners(raw))
            elif kind == "acronym":
                raw = plain_joiners(raw).replace(".", "")
            end = stop if unit.end() == at else unit.end()
            found += _positions(raw, unit.start(), end, acronym=kind == "acronym")
        at = stop
        groups.append((first, len(found), match.start()))
    return _with_joined(found, groups, text) if len(groups) == 2 else found


def _with_joined(found: list[Part], groups: list[tuple[int, int, int]], text: str) -> list[Part]:
    """The positions of a compound of two parts, the first of them with the two run together where that is a word."""
    if len(found) != 2 or groups[0][1] != 1 or text[groups[1][2] - 1] not in "-'":
        return found
    one, two = found
    joined = one.exact + two.exact
    if joined.isdecimal() or "." in joined or len(joined) > LONGEST_JOINED or HAS_UNSPACED.search(joined):
        return found
    return [replace(one, joined=joined, joined_end=two.end), two]
