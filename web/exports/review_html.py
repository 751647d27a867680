"""How is a press review written as a file of HTML? One that is opened from a disk and asks no server for anything."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from search.results import Marked
from web import render, translation, words
from web.exports.review import PressReview, ReviewedArticle
from web.prose import prose
from web.translation import gettext as _

_STYLE = (
    "body{max-width:41rem;margin:2rem auto;padding:0 1rem;font:1.125rem/1.6 Georgia,serif;overflow-wrap:anywhere}"
    "blockquote,.note{margin-inline:0;padding-inline-start:1rem;border-inline-start:2px solid}"
    "h1,h2,h3{line-height:1.25}h2{margin-top:3rem}nav{margin:2rem 0}figure{margin-inline:0;font-size:.85em}"
    ".table{overflow-x:auto}th,td{padding:.25rem 1rem .25rem 0;text-align:start;vertical-align:top}"
    "pre{overflow-x:auto}.facts,footer{font-size:.85em}.note{white-space:pre-wrap}"
    "@media print{body{max-width:none;margin:0;padding:0;font-size:11pt}h2,h3{break-after:avoid}"
    "nav li,footer{break-inside:avoid}.apart{break-before:page}a{color:inherit}}"
)


def review_as_html(review: PressReview, origin: str) -> str:
    """The review; `origin` stands before addresses of the archive."""
    return "".join(_parts(review, origin))


def _parts(review: PressReview, origin: str) -> Iterator[str]:
    title = render.escaped(review.title)
    yield f'<!doctype html>\n<html lang="{translation.language()}">\n<head>\n<meta charset="utf-8">\n'
    yield f'<title>{title}</title>\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    contents = _("Contents")
    yield f"<nav>\n<h2>{contents}</h2>\n<ol>\n"
    for one in review.articles:
        told = render.escaped(", ".join(one.short_facts))
        yield f'<li><a href="#{_anchor(one)}">{_bdi(one.title)}</a> <span class="facts">{told}</span></li>\n'
    yield "</ol>\n</nav>\n"
    for one in review.articles:
        yield from _article(one, origin, "apart" if review.asked.apart else "")
    if review.gone:
        left = _("No longer in the archive")
        yield f"<h2>{left}</h2>\n<ul>\n"
        yield from (f"<li>{_bdi(one.title or one.id)}</li>\n" for one in review.gone)
        yield "</ul>\n"
    yield "</body>\n</html>\n"


def _article(one: ReviewedArticle, origin: str, kind: str) -> Iterator[str]:
    language, direction = escape(words.tag(one.article.language)), escape(words.direction(one.article.language))
    yield f'<article id="{_anchor(one)}" class="{kind}">\n<header>\n'
    yield f'<h2 lang="{language}" dir="{direction}">{render.escaped(one.title)}</h2>\n'
    if one.standfirst:
        yield f'<p lang="{language}" dir="{direction}"><em>{render.escaped(one.standfirst)}</em></p>\n'
    yield f'<p class="facts">{" · ".join(map(_bdi, one.facts))}</p>\n</header>\n'
    if one.note:
        yield f'<p class="note" dir="auto">{render.escaped(one.note)}</p>\n'
    more = "<p>…</p>" if one.cut else ""
    yield f'<div lang="{language}" dir="{direction}">\n{article_body(one).html}{more}</div>\n<footer>'
    yield "<br>".join(f"{label} {_link(address)}" for label, address in _addresses(one, origin))
    yield "</footer>\n</article>\n"


def article_body(one: ReviewedArticle) -> render.Body:
    """The paragraphs of an article, whose title is a heading of the second level."""
    text = Marked("\n".join(row.text for row in one.rows))
    return prose(text, [row.block for row in one.rows], below=2)


def _addresses(one: ReviewedArticle, origin: str) -> Iterator[tuple[str, str]]:
    if one.source:
        yield _("Source:"), one.source
    yield _("In the archive:"), origin + one.address


def _anchor(one: ReviewedArticle) -> str:
    return escape(f"a-{one.article.id}")


def _bdi(value: str) -> str:
    return f"<bdi>{render.escaped(value)}</bdi>"


def _link(address: str) -> str:
    return f'<a href="{escape(address)}" rel="noopener noreferrer nofollow">{escape(address)}</a>'
