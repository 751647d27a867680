"""How is an article written as a page of its own? One that is opened from a disk and asks no server for anything."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from index.article import Article, standfirst_above
from search.results import Marked
from web import render, words
from web.exports.article_files import paragraphs
from web.prose import prose

_STYLE = (
    "body{max-width:41rem;margin:2rem auto;padding:0 1rem;font:1.125rem/1.6 Georgia,serif}"
    "blockquote{margin-inline:0;padding-inline-start:1rem;border-inline-start:2px solid}"
    "h1,h2,h3{line-height:1.25}"
    "figure{margin-inline:0;font-size:.85em}.table{overflow-x:auto}th,td{padding:.25rem 1rem .25rem 0;text-align:start;"
    "vertical-align:top}pre{overflow-x:auto}header p{font-size:.9em}"
)


def to_html(article: Article) -> str:
    """The article with its title, source, day and address."""
    rows = paragraphs(article)
    body = prose(Marked("\n".join(row.text for row in rows)), [row.block for row in rows])
    lines = (*_head(article), *_header(article), str(body.html), "</article>\n</body>\n</html>\n")
    return "".join(lines)


def _head(article: Article) -> Iterator[str]:
    language, direction = _attribute(words.tag(article.language)), _attribute(words.direction(article.language))
    yield f'<!doctype html>\n<html lang="{language}" dir="{direction}">\n<head>\n<meta charset="utf-8">\n'
    yield f"<title>{render.escaped(render.single_line(article.title) or 'Untitled')}</title>\n"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield from (f'<meta name="author" content="{_attribute(name)}">\n' for name in article.authors)
    if article.published:
        yield f'<meta property="article:published_time" content="{_attribute(article.published.isoformat())}">\n'
    if article.publisher:
        yield f'<meta property="og:site_name" content="{_attribute(article.publisher)}">\n'
    if article.url.startswith(("http://", "https://")):
        yield f'<link rel="canonical" href="{_attribute(article.url)}">\n'
    yield f"<style>{_STYLE}</style>\n</head>\n"


def _header(article: Article) -> Iterator[str]:
    yield f"<body>\n<article>\n<header>\n<h1>{render.escaped(render.single_line(article.title) or 'Untitled')}</h1>\n"
    if above := standfirst_above(article.standfirst, article.text):
        yield f"<p><em>{render.escaped(above)}</em></p>\n"
    day = words.date(article.filed_under) if article.filed_under else ""
    told = [article.publisher or article.agency, day, " and ".join(article.authors)]
    if any(told):
        yield f"<p>{render.escaped(' · '.join(filter(None, told)))}</p>\n"
    if article.url:
        yield f"<p>{render.escaped(article.url)}</p>\n"
    yield "</header>\n"


def _attribute(value: str) -> str:
    return escape(render.single_line(value))
