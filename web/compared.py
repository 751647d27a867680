"""Which two articles does a request compare, and how do they differ? For the page and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from flask import Response, request
from werkzeug.exceptions import BadRequest

from index.article import Article
from search.difference.changed_fields import FieldChange, changed_fields
from search.difference.difference import difference
from search.difference.pieces import Difference
from web import paths, urls
from web.former import id_of_now
from web.paths import Parameter
from web.shelf import engine
from web.translation import gettext as _

_LONGEST = 60  # characters of an id that nothing has which are told


class ArticlesMissing(BadRequest):
    """The request does not name two articles."""

    def __init__(self) -> None:
        first, second = Parameter.FIRST_ARTICLE.value, Parameter.SECOND_ARTICLE.value
        super().__init__(
            _("Name two articles to compare: the parameters %(a)s and %(b)s are their ids.", a=first, b=second)
        )


@dataclass(frozen=True, slots=True)
class ComparedArticles:
    """Two articles, how the text of the first becomes that of the second, and the fields that differ."""

    first: Article
    second: Article
    difference: Difference
    fields: tuple[FieldChange, ...]


def asked() -> tuple[str, str]:
    """The ids that the request names, of articles or versions, "" for one that it lacks. An address stands for its
    id."""
    first, second = Parameter.FIRST_ARTICLE, Parameter.SECOND_ARTICLE
    return _article_id(request.args.get(first, "")), _article_id(request.args.get(second, ""))


def compared(path: str) -> ComparedArticles | Response:
    """The two articles that the request names, or a redirection to their ids of now under `path`.

    Raises `ArticlesMissing` where one is not named, and what `web.former.id_of_now` raises where there is none.
    """
    ids = asked()
    if not all(ids):
        raise ArticlesMissing
    first, second = (_article(article_id) for article_id in ids)
    if isinstance(first, Article) and isinstance(second, Article):
        return ComparedArticles(first, second, difference(first.text, second.text), changed_fields(first, second))
    now = [each.id if isinstance(each, Article) else each for each in (first, second)]
    place = urls.compare(now[0], now[1], path, request.args.get(Parameter.VIEW, ""))
    return Response(f"The articles are compared at {place} now.\n", 301, {"Location": place}, mimetype="text/plain")


def _article(article_id: str) -> Article | str:
    """The article, or its id of now."""
    marked = engine().article(article_id)
    return marked.article if marked else id_of_now(article_id, article_id[:_LONGEST])


def _article_id(value: str) -> str:
    """The id that stands in the address of an article, or the value itself."""
    before, path, behind = value.strip().partition(paths.ARTICLE)
    if not path:
        return before
    article_id, _, query = behind.partition("#")[0].partition("?")
    return urls.versioned(unquote(article_id), dict(parse_qsl(query)).get(Parameter.VERSION, ""))
