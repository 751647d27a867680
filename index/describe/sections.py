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
from index.describe.topics import GENERIC, own_section, section_key, topic_of, topic_of_path
from index.page import Head

_SAME = 3  # likeness of the site's own name
_LEAST_ROOM = 4  # letters: shorter ones are languages and countries


def sections(head: Head, article: Mapping[str, Any], url: str, hints: Hints) -> Iterator[Claim]:
    """The section of the page at `url`; what it states and is none is refused."""
    said = list(_stated(head, article))
    claims = [claim._replace(value=_section(claim.text, hints, head, url)) for claim in said]
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


def _stated(head: Head, article: Mapping[str, Any]) -> Iterator[Claim]:
    """What the head states, as it stands there."""
    for value in head.meta.get("article:section", ())[:1]:
        if text := value.strip():
            yield Claim("section", text, Origin.META, "meta article:section", text)
    stated = article.get("articleSection")
    stated = stated[0] if isinstance(stated, list) and stated else stated
    if isinstance(stated, str) and (text := " ".join(stated.split())):
        yield Claim("section", text, Origin.JSON_LD, "JSON-LD articleSection", text)
