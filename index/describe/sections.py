"""In which section does a page stand? What its head states or the folders of its address, as what papers share.

What only one paper has counts where the archive has it often enough (`index.reindex.agree.rubrics`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from index.address import parsed, shown_host
from index.article import Certainty
from index.describe.claims import Claim, Origin
from index.describe.model import Hints
from index.describe.papers import likeness, site_label, tight
from index.describe.topics import GENERIC, HOME_CRUMB, most_special, own_section, section_key, topic_of, topic_of_path
from index.page import Head

_SAME = 3  # likeness of the site's own name
_FIELDS = (
    *("parsely-section", "section", "og:section", "og:article:section", "itemprop:articlesection", "articlesection"),
    *("primary_section", "prism.section", "category", "channel"),
)
_MOST_VALUES = 3  # of a field: what follows are keywords
_MOST_CRUMBS, _LONGEST_CRUMB = 6, 40
_OF_COUNTRIES = ("National", "World")  # a room that is named for a country is an edition
_LEAST_ROOM = 4  # letters: shorter ones are languages and countries


def sections(head: Head, article: Mapping[str, Any], url: str, hints: Hints) -> Iterator[Claim]:
    """The section of the page at `url`; what it states and is none is refused."""
    said = list(_stated(head, article))
    claims = [claim._replace(value=_section(claim.text, hints, head, url)) for claim in said]
    claims += (claim for claim in _implied(head, article) if not _is_site(claim.quote, url))
    if path := _of_address(url):
        claims.append(Claim("section", path, Origin.PATH, "the address", url, Certainty.INFERRED))
    known = [claim for claim in claims if claim.text]
    best = next((claim for claim in known if claim.text != GENERIC), known[0] if known else None)
    if best is not None:
        yield best
    yield from (raw.refused(raw.text, raw.text) for raw, claim in zip(said, claims, strict=False) if not claim.text)


def _of_address(url: str) -> str:
    """The section that the folders of an address name, else the room of its site: `business.courier.example`."""
    address = parsed(url)
    if address is None:
        return ""
    room = address.host.partition(".")[0]
    named = topic_of(room) if len(room) >= _LEAST_ROOM and room != site_label(address.host) else ""
    named = "" if named in _OF_COUNTRIES else named
    folder = topic_of_path(address.path)
    return named if folder in ("", GENERIC) and named else folder


def own_sections(head: Head, article: Mapping[str, Any], url: str) -> tuple[str, ...]:
    """The sections that a page states and that only its paper may have, for the archive to count."""
    stated = (claim.text for claim in _stated(head, article))
    return tuple(dict.fromkeys(_own(text, head, url) for text in stated if not topic_of(text)))


def _section(text: str, hints: Hints, head: Head, url: str) -> str:
    """The section that the text names: one that papers share, or one of this paper that the archive has often."""
    if _is_site(text, url):
        return ""
    return topic_of(text) or hints.sections.get(section_key(_own(text, head, url)), "")


def _own(text: str, head: Head, url: str) -> str:
    """The section of one paper that the text names; neither the name of its site is one nor the headline."""
    name = own_section(text)
    titles = (value for meta in ("og:title", "twitter:title") for value in head.meta.get(meta, ())[:1])
    return "" if _is_site(name, url) or tight(name) in map(tight, titles) else name


def _is_site(name: str, url: str) -> bool:
    """Whether the text is the name of the site itself."""
    return likeness(name, site_label(shown_host(url))) == _SAME


def _implied(head: Head, article: Mapping[str, Any]) -> Iterator[Claim]:
    """What papers share of what the head says in passing: further sections, fields of programs, and breadcrumbs."""
    for place in ("article:section", *_FIELDS):
        for value in head.meta.get(place, ())[:_MOST_VALUES]:
            yield Claim("section", topic_of(value), Origin.META, f"meta {place}", value)
    listed = article.get("articleSection")
    for value in (listed if isinstance(listed, list) else [])[:_MOST_VALUES]:
        if isinstance(value, str):
            yield Claim("section", topic_of(value), Origin.JSON_LD, "JSON-LD articleSection", value)
    names = [name for name in crumbs(head, article) if not HOME_CRUMB.match(name)]
    if topic := most_special(topic_of(name) for name in reversed(names)):
        yield Claim("section", topic, Origin.JSON_LD, "JSON-LD BreadcrumbList", " › ".join(names))


def crumbs(head: Head, article: Mapping[str, Any]) -> Iterator[str]:
    """The names of the page's breadcrumbs as its JSON-LD lists them, without long ones and the headline."""
    titles = {tight(text) for text in (article.get("headline"), head.title) if isinstance(text, str)}
    for item in head.json_ld:
        within = item.get("breadcrumb")
        for trail in (item, within if isinstance(within, Mapping) else {}):
            steps = trail.get("itemListElement") if trail.get("@type") == "BreadcrumbList" else None
            for step in (steps if isinstance(steps, list) else [])[:_MOST_CRUMBS]:
                inner = step.get("item") if isinstance(step, Mapping) else None
                named = [one.get("name") for one in (step, inner) if isinstance(one, Mapping)]
                name = next(filter(None, named), "")
                if isinstance(name, str) and 0 < len(name) <= _LONGEST_CRUMB and tight(name) not in titles:
                    yield " ".join(name.split())


def _stated(head: Head, article: Mapping[str, Any]) -> Iterator[Claim]:
    """What the head states, as it stands there."""
    for value in head.meta.get("article:section", ())[:1]:
        if text := value.strip():
            yield Claim("section", text, Origin.META, "meta article:section", text)
    stated = article.get("articleSection")
    stated = stated[0] if isinstance(stated, list) and stated else stated
    if isinstance(stated, str) and (text := " ".join(stated.split())):
        yield Claim("section", text, Origin.JSON_LD, "JSON-LD articleSection", text)
