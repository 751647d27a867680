"""What does a press review look like? A page that prints well, and the same as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from index.article import Article
from search.query import Query
from web import parameters, paths, urls, words
from web.exports.review import Extent, PressReview, ReviewedArticle, ReviewOrder, ReviewRequest, press_review, requested
from web.exports.review_html import article_body, review_as_html
from web.exports.review_markdown import review_as_markdown
from web.paths import Parameter
from web.render import Body
from web.sentences import sentence
from web.shelf import engine
from web.site.result_list.picks import exports_of
from web.translation import gettext as _
from web.translation import noted

routes = Blueprint("reviews", __name__)
_ORDERS = {
    ReviewOrder.PICKED: noted("as picked"),
    ReviewOrder.DAY: noted("by day"),
    ReviewOrder.PAPER: noted("by paper"),
}
_EXTENTS = {Extent.WHOLE: noted("whole texts"), Extent.BEGINNING: noted("beginnings only")}
_PARAMETERS = frozenset({Parameter.IDS, Parameter.ORDER, Parameter.EXTENT, Parameter.APART, Parameter.TITLE})
REVIEW_FILES = {"md": "Markdown", "html": "HTML"}
_TYPES = {"md": "text/markdown", "html": "text/html"}


@dataclass(frozen=True, slots=True)
class ReviewChoice:
    """A value of a choice, what it is called, and whether it is made."""

    value: str
    shown: str
    current: bool


@dataclass(frozen=True, slots=True)
class ReviewSection:
    """An article as its part of the page shows it."""

    reviewed: ReviewedArticle
    body: Body
    language: str
    direction: str

    @property
    def article(self) -> Article:
        return self.reviewed.article


@dataclass(frozen=True, slots=True)
class ContentsGroup:
    """Lines of the contents under a heading, which is "" where they have none; each with its number."""

    heading: str
    lines: tuple[tuple[int, ReviewedArticle], ...]


@routes.get(paths.REVIEW)
def page() -> str | Response:
    """A press review of the articles that the address names."""
    ids, notes = parameters.identities(request.args.getlist(Parameter.IDS))
    asked = requested(ids, request.args)
    if not notes and not _is_short():
        place = urls.review(ids, *chosen(asked))
        return Response(f"The press review stands at {place}\n", 303, {"Location": place}, mimetype="text/plain")
    return review_page(press_review(engine(), asked), tuple(map(sentence, notes)))


def _is_short() -> bool:
    """Whether the address is none that a form wrote, which has a parameter for each of its fields."""
    named = list(request.args.items(multi=True))
    return len(named) == len(request.args) and all(name in _PARAMETERS and value for name, value in named)


@routes.get(f"{paths.REVIEW}.<any({', '.join(REVIEW_FILES)}):kind>")
def review_file(kind: str) -> Response:
    """The same as a file."""
    ids, _notes = parameters.identities(request.args.getlist(Parameter.IDS))
    return as_file(press_review(engine(), requested(ids, request.args)), kind)


def chosen(asked: ReviewRequest) -> tuple[tuple[Parameter, str], ...]:
    """The parameters of a review beside its ids; what is as by default is empty."""
    return (
        (Parameter.ORDER, asked.order.value if asked.order is not ReviewOrder.PICKED else ""),
        (Parameter.EXTENT, asked.extent.value if asked.extent is not Extent.WHOLE else ""),
        (Parameter.APART, "1" if asked.apart else ""),
        (Parameter.TITLE, asked.title),
    )


def review_page(review: PressReview, notes: tuple[str, ...], place: str = "") -> str:
    """The page of a review, above which `notes` stand; `place` is its address where that names no articles."""
    asked = review.asked
    there = [one.article.id for one in review.articles]
    return render_template(
        "review.html",
        review=review,
        notes=notes,
        sections=[_section(one) for one in review.articles],
        contents=list(_contents(review)),
        orders=[ReviewChoice(order, _(shown), order is asked.order) for order, shown in _ORDERS.items()],
        extents=[ReviewChoice(extent, _(shown), extent is asked.extent) for extent, shown in _EXTENTS.items()],
        span=tuple(map(words.day, review.span)) if review.span else (),
        place=place,
        files=[(name, _file_address(asked, place, kind)) for kind, name in REVIEW_FILES.items()],
        exports=exports_of(there),
        gone=[(one, words.day(one.since) if one.since else "") for one in review.gone],
        origin=request.host_url.rstrip("/"),
        everything=urls.search(Query()),
    )


def _file_address(asked: ReviewRequest, place: str, kind: str) -> str:
    if not place:
        return urls.review(asked.ids, *chosen(asked), kind=kind)
    parameters_of_it = urlencode([(name.value, value) for name, value in chosen(asked) if value])
    return f"{place}.{kind}" + (f"?{parameters_of_it}" if parameters_of_it else "")


def as_file(review: PressReview, kind: str) -> Response:
    """A review as a file of a kind, one of `REVIEW_FILES`."""
    written = review_as_markdown if kind == "md" else review_as_html
    headers = {"Content-Disposition": f'attachment; filename="press-review.{kind}"'}
    return Response(written(review, request.host_url.rstrip("/")), mimetype=_TYPES[kind], headers=headers)


def _section(one: ReviewedArticle) -> ReviewSection:
    language = one.article.language
    return ReviewSection(one, article_body(one), words.tag(language), words.direction(language))


def _contents(review: PressReview) -> Iterator[ContentsGroup]:
    for heading, lines in groupby(enumerate(review.articles, 1), lambda line: review.group_of(line[1])):
        yield ContentsGroup(heading, tuple(lines))
