"""What does a bibliography say of an article? The same of an article that is read and of a hit that is exported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from index.article import Article, ArticleDate
from search.results import Hit
from web import render
from web.exports.cited_names import CitedName, cited_name


@dataclass(frozen=True, slots=True)
class Reference:
    """What is cited. `source` is the paper, else the host; `issued` the date of publication, else that of the last
    change (`changed`). `url` is where it stood on the web, "" where no browser could go there; `accessed` the day on
    which it was saved, else came into the archive. Texts are one line each; what is not known is empty or None."""

    id: str
    title: str
    authors: tuple[CitedName, ...]
    source: str
    section: str
    place: str
    language: str
    issued: ArticleDate | None
    accessed: date | None
    url: str
    changed: bool = False
    permalink: str = ""


def reference(item: Article | Hit, permalink: str = "") -> Reference:
    """The reference of an article; `permalink` is its address in this archive."""
    title = item.title if isinstance(item, Article) else item.title.text
    source = render.single_line(item.publisher) or item.host
    # An agency is the author of what no person has signed.
    names = item.authors or ((item.agency,) if item.agency else ())
    offices = frozenset(name.lower() for name in (item.agency, item.publisher) if name)
    lines = [line for name in names if (line := render.single_line(name))]
    return Reference(
        id=item.id,
        title=render.single_line(title),
        authors=tuple(cited_name(line, item.language, offices) for line in dict.fromkeys(lines)),
        source=source,
        section=render.single_line(item.section),
        place=render.single_line(item.place),
        language=item.language,
        issued=item.filed_under,
        accessed=item.saved.moment.date() if item.saved else item.added.date() if item.added else None,
        url=item.url if is_web_address(item.url) else "",
        changed=item.published is None and item.modified is not None,
        permalink=permalink,
    )


def is_web_address(url: str) -> bool:
    """Whether a browser could go there: what a source calls its address may be anything."""
    return url.startswith(("http://", "https://")) and render.single_line(url) == url and " " not in url
