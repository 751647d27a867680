"""Who publishes a page? What its head calls its site, how the page writes it, and what other pages of its host do.

A page states one name or several, a line of a menu or a tagline among them. The one that is like its site's name is
believed, and written as the page does elsewhere where it is no more than its host (`index.describe.mastheads`). Where
the archive knows the host, its pages agree on one name (`index.reindex.agree.hosts`); where nothing is stated, the host
gives one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from index.address import shown_host
from index.article import Certainty
from index.describe.claims import Claim, Origin
from index.describe.mastheads import Masthead, masthead
from index.describe.model import Hints
from index.describe.papers import (
    is_host,
    is_plain,
    likeness,
    name_of_site,
    named_by_title,
    paper_key,
    paper_name,
    site_label,
)
from index.page import Head, RawPage
from index.reasons import EvidenceCode


def publishers(page: RawPage, article: Mapping[str, Any], url: str, hints: Hints) -> Iterator[Claim]:
    """Who publishes the page at `url`; what it states and another name is believed over is refused."""
    host = shown_host(url)
    label = site_label(host)
    best, stated = _best(page, article, host)
    agreed = hints.papers.get(host)
    if best is None:
        yield from of_host(url, hints)
        return
    name = agreed.name if agreed is not None else best.text
    if paper_key(best.text, label) != paper_key(name, label):
        yield from of_host(url, hints)
        passed_over = stated
    else:
        yield best._replace(value=name)
        yield from (claim for claim in stated if not _is_same(claim, best) and _is_behind(claim, best))
        passed_over = [claim for claim in stated if not _is_behind(claim, best)]
    passed_over = [claim for claim in passed_over if paper_key(claim.text, label) != paper_key(name, label)]
    yield from (claim.refused(claim.quote, claim.quote) for claim in passed_over)


def of_host(url: str, hints: Hints, page: RawPage | None = None) -> Iterator[Claim]:
    """What the host of an address tells: the name that its pages agree on, else how a `page` without a head writes it;
    and the name that it gives by itself."""
    host = shown_host(url)
    if agreed := hints.papers.get(host):
        quote = f"{agreed.votes} {agreed.pages} {host}"
        yield Claim("publisher", agreed.name, Origin.HOST, EvidenceCode.PAGES_OF_HOST, quote, Certainty.INFERRED)
    elif page is not None and (written := masthead(page, host)):
        yield _written(written)
    if name := name_of_site(host, hints.words):
        yield Claim("publisher", name, Origin.HOST_NAME, EvidenceCode.HOST, host, Certainty.INFERRED)


def stated_name(page: RawPage, article: Mapping[str, Any], host: str) -> tuple[str, bool]:
    """The name that a page of a host puts into what its pages agree on, "" for none, and whether it is one outright: no
    host written as a name, nor a part of a title."""
    best, _ = _best(page, article, host)
    if best is None:
        return "", False
    return best.text, best.source not in (Origin.TITLE_NAME, Origin.MASTHEAD) and not is_host(best.text)


def _best(page: RawPage, article: Mapping[str, Any], host: str) -> tuple[Claim | None, list[Claim]]:
    """The claim to believe of those that a page makes, and all that its head states. What is no more than the host's
    name is written as the page does."""
    label = site_label(host)
    best, stated = _likeliest(page.head or Head(), article, label)
    if best is None:
        written = masthead(page, host)
        return _written(written) if written is not None else None, stated
    if not is_plain(best.text) or paper_key(best.text, label) != paper_key(label, label):
        return best, stated
    written = masthead(page, host)
    if written is None and is_host(best.text) and (bare := best.text.partition(".")[0]).isupper():
        return best._replace(value=bare), stated  # "BBC.com" of a label that is too short to be looked for
    if written is None or (not written.apart and not (is_host(best.text) or best.text.islower())):
        return best, stated
    return best._replace(value=written.name, place=written.place, quote=written.quote), stated


def _likeliest(head: Head, article: Mapping[str, Any], label: str) -> tuple[Claim | None, list[Claim]]:
    """The claim to believe of those that the head makes, and all that it states: one that is like the site's name
    before others, a name before a host written as one, and before one with another word glued to it."""
    stated = list(_stated(head, article, label))
    names = [claim for claim in stated if not is_host(claim.text)]
    like = [claim for claim in names if not label or likeness(claim.text, label)]
    if like:
        same = (claim for claim in like if paper_key(claim.text, label) == paper_key(label, label))
        return (next(same, like[0]) if is_plain(like[0].text) else like[0]), stated
    if title := named_by_title(head.title, label):
        place = "element title"
        return Claim("publisher", title, Origin.TITLE_NAME, place, head.title, Certainty.INFERRED), stated
    return next(iter((*names, *stated)), None), stated


def _written(written: Masthead) -> Claim:
    return Claim("publisher", written.name, Origin.MASTHEAD, written.place, written.quote, Certainty.INFERRED)


def _is_same(claim: Claim, best: Claim) -> bool:
    return claim.source is best.source and (claim.place == best.place or claim.quote == best.quote)


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
                yield Claim("publisher", name, Origin.META, f"meta {meta}", value)
    if isinstance(stated, str) and (name := paper_name(stated, label)):
        yield Claim("publisher", name, Origin.JSON_LD, "JSON-LD publisher", stated)
