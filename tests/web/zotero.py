"""What would Zotero take from a page? The rules of its translators "Embedded Metadata" and "RDF", as far as they
concern an article of a newspaper, in words of our own: a slow twin of a program that does not run here.

Read in zotero/translators, files `Embedded Metadata.js` and `RDF.js`:

- elements `meta` with `name`, else `property`, and `content` count. A name is a prefix and a property, with one of
  `. : _` between; prefixes that are known (`dc`, `z`, `prism`, `og`, `article`, ...) become statements.
- the item's type is that of certain Highwire names (`citation_journal_title`: an article of a journal), before all
  else; then `z:itemType`, then others, then what the presence of `citation_title` lets guess (an article of a journal).
- Highwire's fields go before the others; the title of the publication comes from PRISM, then `dc:source`,
  `og:site_name`.
- a sole author with blanks on both sides of a comma is two authors.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import html

_PREFIXES = {
    "bib",
    "bibo",
    "dc",
    "dcterms",
    "prism",
    "foaf",
    "vcard",
    "link",
    "z",
    "eprint",
    "eprints",
    "og",
    "article",
}
_PREFIXES |= {"book", "music", "video", "so", "codemeta", "rdf"}
_HIGHWIRE_TYPES = {
    "citation_journal_title": "journalArticle",
    "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper",
    "citation_conference": "conferencePaper",
    "citation_book_title": "bookSection",
    "citation_inbook_title": "bookSection",
    "citation_dissertation_institution": "thesis",
}
_HIGHWIRE_FIELDS = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_date": "date",
    "citation_journal_title": "publicationTitle",
    "citation_publisher": "publisher",
    "citation_public_url": "url",
    "citation_language": "language",
}


def taken(page: str, address: str) -> dict[str, Any]:
    """The item that Zotero makes of a page: its type, fields and creators."""
    told: dict[str, list[str]] = {}
    highwire: dict[str, list[str]] = {}
    for element in html.document_fromstring(page).iterfind("head/meta"):
        name, content = element.get("name") or element.get("property"), element.get("content")
        if not name or not content:
            continue
        prefix, *rest = re.split(r"[.:_]", name)
        if rest and prefix.lower() in _PREFIXES:
            behind = name[len(prefix) + 1 :]
            told.setdefault(f"{prefix.lower()}:{behind[0].lower()}{behind[1:]}", []).append(content)
        else:
            highwire.setdefault(name, []).append(content)

    def first(*names: str) -> str:
        return next((told[name][0] for name in names if name in told), "")

    sure = next((kind for name, kind in _HIGHWIRE_TYPES.items() if name in highwire), "")
    guess = "journalArticle" if "citation_title" in highwire else "webpage"
    item: dict[str, Any] = {
        "itemType": sure or first("z:itemType", "z:type") or guess,
        "title": first("dc:title", "dcterms:title", "og:title"),
        "publicationTitle": first("prism:publicationName", "dc:source", "dcterms:source", "og:site_name"),
        "section": first("article:section"),
        "date": first("prism:publicationDate", "og:published_time", "dcterms:issued", "dc:date"),
        "language": first("dc:language", "dcterms:language"),
        "url": first("og:url"),
    }
    for name, field in _HIGHWIRE_FIELDS.items():
        if name in highwire:
            item[field] = " ".join(highwire[name][0].split())
    item["url"] = item["url"] or address
    authors = highwire.get("citation_author") or told.get("dc:creator", [])
    if len(authors) == 1 and ";" not in authors[0]:
        parts = re.split(r"\s*,\s*", authors[0])
        if len(parts) > 1 and " " in parts[0] and " " in parts[1]:
            authors = parts
    item["creators"] = [_creator(author) for author in authors]
    return item


def _creator(name: str) -> tuple[str, str]:
    """First and last name: turned round at a comma, else the last word is the last name."""
    if "," in name:
        last, _, first = name.partition(",")
        return first.strip(), last.strip()
    first, _, last = name.rpartition(" ")
    return first, last
