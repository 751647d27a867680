"""What does the page of an article offer to who cites it? Citations, files, and what reference managers read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from index.article import Article, ArticleDate
from search.query import Query
from web import paths, urls
from web.exports.citation_styles import Citation, apa, chicago
from web.exports.cited_names import CitedName
from web.exports.reference import Reference, reference

_STYLES = (("APA", apa), ("Chicago", chicago))


class MetaTag(NamedTuple):
    """An element of the page's head; `property` is the attribute that has its name where it is no `name`."""

    name: str
    content: str
    by_property: bool = False


@dataclass(frozen=True, slots=True)
class CitedArticle:
    """`styles` are names of styles and the citation in each; `permalink` is the article's whole address in this
    archive, `href` the same as a link; `files` are names and addresses of the article as a file; `tags` stand in the
    page's head."""

    styles: tuple[tuple[str, Citation], ...]
    permalink: str
    href: str
    files: tuple[tuple[str, str], ...]
    tags: tuple[MetaTag, ...]


def cited_article(article: Article, identity: str, origin: str) -> CitedArticle:
    """What there is of an article; `identity` is its id or that of the version shown, `origin` the scheme and host
    under which the archive is asked."""
    href = urls.article(identity, Query())
    permalink = origin + href
    one = reference(article, permalink)
    return CitedArticle(
        styles=tuple((name, style(one)) for name, style in _STYLES),
        permalink=permalink,
        href=href,
        files=tuple((name, urls.file(identity, kind)) for kind, name in paths.FILE_NAMES.items()),
        tags=tuple(_tags(one)),
    )


def _tags(one: Reference) -> Iterator[MetaTag]:
    """What reference managers look for: Highwire's names, Dublin Core, and for Zotero the type of the item.

    `citation_journal_title` would make an article of a journal of it, whatever else is said, so that the paper is named
    by PRISM and Dublin Core.
    """
    date = _date(one.issued)
    told = [
        ("citation_title", one.title),
        *(("citation_author", name) for name in _names(one.authors)),
        ("citation_publication_date", date.replace("-", "/")),
        ("citation_language", one.language),
        ("citation_public_url", one.url or one.permalink),
        ("z:itemType", "newspaperArticle"),
        ("prism.publicationName", one.source),
        ("DC.title", one.title),
        *(("DC.creator", name) for name in _names(one.authors)),
        ("DC.date", date),
        ("DC.source", one.source),
        ("DC.language", one.language),
        ("DC.identifier", one.url or one.permalink),
    ]
    yield from (MetaTag(name, content) for name, content in told if content)
    if one.section:
        yield MetaTag("article:section", one.section, by_property=True)


def _names(authors: tuple[CitedName, ...]) -> Iterator[str]:
    """The family names first. A single author with blanks on both sides of the comma would be taken for two."""
    for author in authors:
        family, _, given = author.inverted.partition(", ")
        apart = len(authors) == 1 and " " in family and " " in given
        yield author.straight if apart else author.inverted


def _date(when: ArticleDate | None) -> str:
    """The day as exactly as it is known, without a time."""
    return when.isoformat()[:10] if when else ""
