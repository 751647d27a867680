"""Who publishes a page? What its head calls its site, and what the other pages of its host do.

A page states one name or several, a line of a menu or a tagline among them. The one that is like its site's name is
believed. Where the archive knows the host, its pages agree on one name (`index.reindex.agree.hosts`); where nothing is
stated, the host gives one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from index.address import shown_host
from index.article import Certainty
from index.describe.claims import Claim, Origin
from index.describe.model import Hints
from index.describe.papers import is_host, likeness, name_of_site, named_by_title, paper_name, site_label, tight
from index.page import Head
from index.reasons import EvidenceCode


def publishers(head: Head, article: Mapping[str, Any], url: str, hints: Hints) -> Iterator[Claim]:
    """Who publishes the page at `url`; what it states and another name is believed over is refused."""
    host = shown_host(url)
    best, stated = _best(head, article, site_label(host))
    agreed = hints.papers.get(host)
    if best is None:
        yield from of_host(url, hints)
        return
    if agreed is not None and tight(best.text) != tight(agreed.name):
        yield from of_host(url, hints)
        passed_over = [claim for claim in stated if tight(claim.text) != tight(agreed.name)]
    else:
        yield best if agreed is None else best._replace(value=agreed.name)
        yield from (claim for claim in stated if claim is not best and _is_behind(claim, best))
        passed_over = [
            claim for claim in stated if not _is_behind(claim, best) and tight(claim.text) != tight(best.text)
        ]
    yield from (claim.refused(claim.quote, claim.quote) for claim in passed_over)


def of_host(url: str, hints: Hints) -> Iterator[Claim]:
    """What the host of an address tells: the name that its pages agree on, and the one that it gives by itself."""
    host = shown_host(url)
    if agreed := hints.papers.get(host):
        quote = f"{agreed.votes} {agreed.pages} {host}"
        yield Claim("publisher", agreed.name, Origin.HOST, EvidenceCode.PAGES_OF_HOST, quote, Certainty.INFERRED)
    if name := name_of_site(host):
        yield Claim("publisher", name, Origin.HOST_NAME, EvidenceCode.HOST, host, Certainty.INFERRED)


def stated_name(head: Head, article: Mapping[str, Any], host: str) -> tuple[str, bool]:
    """The name that a page of a host puts into what its pages agree on, "" for none, and whether it is one outright: no
    host written as a name, nor a part of a title."""
    best, _ = _best(head, article, site_label(host))
    if best is None:
        return "", False
    return best.text, best.source is not Origin.TITLE_NAME and not is_host(best.quote)


def _best(head: Head, article: Mapping[str, Any], label: str) -> tuple[Claim | None, list[Claim]]:
    """The claim to believe of those that the head makes, and all that it states: one that is like the site's name
    before others, a name before a host written as one."""
    stated = list(_stated(head, article, label))
    names = [claim for claim in stated if not is_host(claim.quote)]
    like = next((claim for claim in names if not label or likeness(claim.text, label)), None)
    if like is not None:
        return like, stated
    if title := named_by_title(head.title, label):
        place = "element title"
        return Claim("publisher", title, Origin.TITLE_NAME, place, head.title, Certainty.INFERRED), stated
    return next(iter((*names, *stated)), None), stated


def _is_behind(claim: Claim, best: Claim) -> bool:
    """Whether a claim that the page states would give way to the best one anyhow."""
    return best.source is claim.source or (best.source, claim.source) == (Origin.META, Origin.JSON_LD)


def _stated(head: Head, article: Mapping[str, Any], label: str) -> Iterator[Claim]:
    """The names that the head states."""
    publisher = article.get("publisher")
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    stated = publisher.get("name") if isinstance(publisher, Mapping) else publisher
    for meta in ("og:site_name", "application-name"):
        for value in head.meta.get(meta, ())[:1]:
            if name := paper_name(value, label):
                yield Claim("publisher", _capital(value, name), Origin.META, f"meta {meta}", value)
    if isinstance(stated, str) and (name := paper_name(stated, label)):
        yield Claim("publisher", _capital(stated, name), Origin.JSON_LD, "JSON-LD publisher", stated)


def _capital(value: str, name: str) -> str:
    """A name that is made of a host begins with a capital."""
    return name[:1].upper() + name[1:] if is_host(value.strip()) else name
