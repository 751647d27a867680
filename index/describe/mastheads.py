"""How does a page write the name that its host is? "The Province" for theprovince.com, "Barron's" for barrons.com.

A host has its name without spaces, capitals and accents. The page writes it as a person does: behind the title, in
what its JSON-LD says of houses and sites, beside the rights, among its lines. Every run of words whose letters are the
host's is looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from index.describe.papers import is_host, is_plain, site_domain, site_label, tight, unaccented
from index.describe.rights import holder_of, speaks_of_rights
from index.describe.titles import folded_words
from index.page import RawPage

_SHORTEST = 4  # letters of a label; shorter ones are other words, too
_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[ '’&+\-‑–☆×]{1,3}")  # what may stand between the words of a name
_DOT = re.compile(r"\. ?")  # the same behind a single letter
_LINKS = re.compile(r"of|the|and|for|in|on|de|del|la|le|les|el|los|di|da|do|dos|e|y|et|und|der|die|das|von|van|s|t")
_BEFORE, _BEHIND = "@/._#", "@/_"  # signs that make a word a part of an address or of another name
_METAS = ("application-name", "apple-mobile-web-app-title", "copyright", "dc.publisher", "publisher", "og:title")
_HOUSES = re.compile(r"Organi[sz]ation|WebSite|Corporation|Newspaper|Periodical|Brand")
_OF_HOUSES = ("publisher", "isPartOf", "copyrightHolder", "sourceOrganization", "author", "provider")
_DEEPEST, _MOST_LISTED = 3, 20
_LONGEST_LINE = 600  # characters that are looked at
_LEAST_HOLDER = 5  # letters of a holder of rights that the host begins with, or the other way round


class Masthead(NamedTuple):
    """A name as a page writes it, the place where it does, and the words there; `apart` where it tells words apart."""

    name: str
    place: str
    quote: str
    apart: bool


@dataclass(slots=True)
class _Writings:
    """The ways in which a page writes its label: how often each stands there, the first place of each, and which of
    them stand where a site names itself. `small` counts the label in small letters, as a common word."""

    counts: Counter[str] = field(default_factory=Counter)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    small: int = 0


def masthead(page: RawPage, host: str) -> Masthead | None:
    """How a page writes the name that its host is; None where it nowhere does."""
    label = tight(site_label(host))
    core = label.removeprefix("the")
    if len(core) < _SHORTEST:
        return None
    found = _Writings()
    suffix = site_domain(host)[len(site_label(host)) :]
    for place, text, names_itself in _texts(page):
        if core not in "".join(folded_words(unaccented(text))):
            continue
        for name in _runs(text, core, label, suffix):
            if name == name.lower():
                found.small += name.isalpha()
                continue
            found.counts[name] += 1
            found.places.setdefault(name, (place, text))
            if names_itself:
                found.named.add(name)
    return _chosen(found, suffix, with_site=False) or _holder(page, label) or _chosen(found, suffix, with_site=True)


def _chosen(found: _Writings, suffix: str, *, with_site: bool) -> Masthead | None:
    """The commonest way that tells words apart, else the commonest at all; one in capitals alone where no other is.

    A capital alone tells nothing where the page has the word in small letters, too. What the page only writes with the
    `suffix` of its host counts where it is asked for `with_site`.
    """
    bare = {name: name[: -len(suffix)] if is_host(name) else name for name in found.counts}
    apart = [name for name in bare if not is_plain(bare[name]) and not bare[name].isupper()]
    telling = {name for name in bare if not found.small or is_host(name) or name in found.named}
    plain = [name for name in telling if is_plain(bare[name])]
    shouted = [name for name in bare if bare[name].isupper()]
    for names in (apart, plain, shouted):
        if names:
            name = min(names, key=lambda one: (is_host(one), -found.counts[one], one not in found.named, one))
            if is_host(name) and not with_site:
                return None
            return Masthead(name, *found.places[name], names is apart)
    return None


def _runs(text: str, core: str, label: str, suffix: str) -> Iterator[str]:
    """The runs of words whose letters are the label's, or its own without "the"; one that stands in an address, or that
    other signs go on, is none."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    folded = ["".join(folded_words(unaccented(text[start:end]))) for start, end in words]
    at = 0
    while at < len(words):
        last = _end(folded, at, label) or _end(folded, at, core)
        if not last or not _is_one(text, words[at:last]):
            at += 1
            continue
        start, end = words[at][0], words[last - 1][1]
        rest = text[end:]
        if text[max(0, start - 1) : start] in tuple(_BEFORE) or rest[:1] in tuple(_BEHIND):
            at = last
            continue
        if rest.casefold().startswith(suffix) and not rest[len(suffix) : len(suffix) + 1].isalnum():
            if not rest.startswith("/", len(suffix)):
                yield text[start : end + len(suffix)]
        elif not re.match(r"\.\w", rest):
            yield text[start:end]
        at = last


def _end(folded: list[str], at: int, letters: str) -> int:
    """The number of the word behind the run that begins at a word and has the letters, 0 where none does."""
    run = ""
    for n in range(at, len(folded)):
        run += folded[n]
        if run == letters:
            return n + 1
        if not letters.startswith(run):
            return 0
    return 0


def _is_one(text: str, words: list[tuple[int, int]]) -> bool:
    """Whether words are written as one name: nothing but small signs between them, and capitals but for small words."""
    if len(words) == 1:
        return True
    for (begin, end), (start, _) in pairwise(words):
        if not _GAP.fullmatch(text, end, start) and (end - begin > 1 or not _DOT.fullmatch(text, end, start)):
            return False
    spelt = [text[start:end] for start, end in words]
    return not spelt[0].islower() and all(not word.islower() or _LINKS.fullmatch(word) for word in spelt)


def _holder(page: RawPage, label: str) -> Masthead | None:
    """Who holds the rights, where the name of the host begins with them or they with it."""
    for number, line in enumerate(page.lines):
        if speaks_of_rights(line.text) and (holder := holder_of(line.text)) and not _is_in_address(line.text, holder):
            name = tight(holder)
            if min(len(name), len(label)) >= _LEAST_HOLDER and (name.startswith(label) or label.startswith(name)):
                return Masthead(holder, f"line {number + 1}", line.text, apart=True)
    return None


def _is_in_address(text: str, name: str) -> bool:
    return re.search(rf"{re.escape(name)}\.\w", text) is not None


def _texts(page: RawPage) -> Iterator[tuple[str, str, bool]]:
    """(place, text, whether a site names itself there) of all that a page says."""
    if page.head is not None:
        yield "element title", page.head.title, True
        for item in page.head.json_ld:
            for name in _houses(item):
                yield "JSON-LD name", name, True
        for meta in _METAS:
            for value in page.head.meta.get(meta, ())[:1]:
                yield f"meta {meta}", value, True
    for number, line in enumerate(page.lines):
        text = line.text[:_LONGEST_LINE]
        yield f"line {number + 1}", text, speaks_of_rights(text)


def _houses(item: Any, depth: int = 0) -> Iterator[str]:
    """The names of houses and sites that a JSON-LD object holds."""
    if depth > _DEEPEST:
        return
    if isinstance(item, list):
        for member in item[:_MOST_LISTED]:
            yield from _houses(member, depth + 1)
    elif isinstance(item, Mapping):
        if _HOUSES.search(str(item.get("@type"))) and isinstance(item.get("name"), str):
            yield item["name"]
        for key in _OF_HOUSES:
            yield from _houses(item.get(key), depth + 1)
