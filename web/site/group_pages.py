"""What does the page of copies show? All the articles with one text, the earliest first, and how alike they are."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from search.query import Query
from web import paths, urls
from web.former import elsewhere
from web.sentences import sentence
from web.shelf import engine
from web.site.result_list.copy_lists import copy_row

routes = Blueprint("groups", __name__)


@routes.get(f"{paths.GROUP}<article_id>")
def group(article_id: str) -> str | Response:
    record = engine().group(article_id)
    if record is None:
        return elsewhere(paths.GROUP, article_id)
    first = record.articles[0]
    rows = [
        copy_row(copy, first.filed_under, urls.article(copy.id, Query()), urls.compare(first.id, copy.id))
        for copy in record.articles
    ]
    return render_template(
        "group.html",
        rows=rows,
        size=record.size,
        asked=article_id,
        notes=tuple(map(sentence, record.notices)),
    )
