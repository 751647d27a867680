"""How is a press review written as Markdown? Contents, then the articles, each with where it stood and lies."""

from __future__ import annotations

from collections.abc import Iterator

from web import render
from web.exports.article_markdown import blocks_as_markdown, heading_as_markdown, text_as_markdown
from web.exports.review import PressReview, ReviewedArticle
from web.translation import gettext as _


def review_as_markdown(review: PressReview, origin: str) -> str:
    """The review; `origin` stands before addresses of the archive."""
    return "\n\n".join(_parts(review, origin)) + "\n"


def _parts(review: PressReview, origin: str) -> Iterator[str]:
    yield heading_as_markdown(review.title, 1)
    if review.articles:
        yield "\n".join(_contents(review))
    for one in review.articles:
        yield from _article(one, origin)
    if review.gone:
        yield heading_as_markdown(_("No longer in the archive"), 2)
        yield "\n".join(f"- {text_as_markdown(one.title or one.id)}" for one in review.gone)


def _contents(review: PressReview) -> Iterator[str]:
    for number, one in enumerate(review.articles, 1):
        told = ", ".join(text_as_markdown(fact) for fact in one.short_facts)
        yield f"{number}. {text_as_markdown(one.title)}" + (f" ({told})" if told else "")


def _article(one: ReviewedArticle, origin: str) -> Iterator[str]:
    yield heading_as_markdown(one.title, 2)
    if one.standfirst:
        yield f"*{text_as_markdown(one.standfirst)}*"
    if one.facts:
        yield " · ".join(map(text_as_markdown, one.facts))
    if one.note:
        yield "\n".join(f"> {text_as_markdown(line)}".rstrip() for line in render.text(one.note).splitlines())
    yield from blocks_as_markdown(one.rows, 2)
    if one.cut:
        yield "…"
    if one.source:
        yield _("Source: %(address)s", address=f"<{one.source}>")
    yield _("In the archive: %(address)s", address=f"<{origin}{one.address}>")
