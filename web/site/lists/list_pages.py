"""What do readers see of their lists? A page of all, a page of each, and each as a press review."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from search.query import Query
from web import paths, urls, words
from web.exports.review import PressReview, press_review, requested
from web.paths import Parameter
from web.shelf import engine
from web.site.lists.list_changes import LIST_ID, found
from web.site.lists.list_rows import ListRow, list_rows
from web.site.lists.review_pages import REVIEW_FILES, as_file, review_page
from web.site.own_forms import can_send
from web.site.reader_keeping import keeping
from web.site.result_list.picks import exports_of
from web.state.article_lists import LONGEST_LIST_NAME, LONGEST_NOTE

routes = Blueprint("lists", __name__)


@dataclass(frozen=True, slots=True)
class ListLine:
    """An article as the page of its list shows it."""

    row: ListRow
    href: str
    language: str
    direction: str
    facts: tuple[str, ...]
    since: str


@routes.get(paths.OWN_LISTS)
def all_lists() -> str:
    """The lists."""
    state = keeping()
    return render_template(
        "lists.html",
        keeps=state is not None,
        secure=can_send(),
        lists=state.lists.all() if state else (),
        longest=LONGEST_LIST_NAME,
    )


@routes.get(f"{paths.OWN_LISTS}/<{LIST_ID}:identity>")
def one_list(identity: int) -> str:
    """A list with its articles."""
    shown, articles = found(identity)
    rows = list_rows(engine(), articles)
    there = [row.id for row in rows if row.article]
    return render_template(
        "list.html",
        shown=shown,
        lines=[_line(row) for row in rows],
        secure=can_send(),
        exports=exports_of(there),
        longest=LONGEST_LIST_NAME,
        longest_note=LONGEST_NOTE,
    )


@routes.get(f"{paths.OWN_LISTS}/<{LIST_ID}:identity>{paths.REVIEW}")
def list_review(identity: int) -> str:
    """A list as a press review, with the notes."""
    return review_page(_review(identity), (), urls.article_list(identity) + paths.REVIEW)


@routes.get(f"{paths.OWN_LISTS}/<{LIST_ID}:identity>{paths.REVIEW}.<any({', '.join(REVIEW_FILES)}):kind>")
def list_review_file(identity: int, kind: str) -> Response:
    """The same as a file."""
    return as_file(_review(identity), kind)


def _review(identity: int) -> PressReview:
    shown, articles = found(identity)
    values = {Parameter.TITLE.value: shown.name} | {name: value for name, value in request.args.items() if value}
    asked = requested(tuple(row.article for row in articles), values)
    return press_review(engine(), asked, {row.article: row for row in articles})


def _line(row: ListRow) -> ListLine:
    article = row.article
    if article is None:
        return ListLine(row, "", "", "auto", (), words.day(row.since) if row.since else "")
    dated = words.day_filed_under(article.published, article.modified, article.yearless)
    facts = tuple(filter(None, (article.publisher or article.host, dated)))
    language, direction = words.tag(article.language), words.direction(article.language)
    return ListLine(row, urls.article(row.id, Query()), language, direction, facts, "")
