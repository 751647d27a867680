"""Which requests does the API take, and what does it reply? Its description in OpenAPI 3.1.

Paths are those of `web.urls`, parameters those of `web.api_parameters`, replies those of `web.reply`. A status that an
operation gets is a line of `_OPERATIONS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from msgspec import Struct

from search.query import MAX_RESULTS
from web import paths, urls
from web.api_bodies import BIBLIOGRAPHIES
from web.api_parameters import ALL_PARAMETERS, EXPORT_PARAMETERS, REQUIRED_PARAMETERS, Object, described
from web.api_replies import PLACE, error, reference
from web.api_writes import WRITES, writing_described
from web.paths import Parameter
from web.reply.added import AddedReply
from web.reply.alerts import AlertsReport
from web.reply.article import Article, ExtractLine
from web.reply.article_list import ArticleListReply, ArticleListsReply, ListedArticleReply, WholeListReply
from web.reply.comparison import Comparison
from web.reply.encoding import encoded, schemas
from web.reply.export import Export
from web.reply.group import GroupReply
from web.reply.name import NameReply
from web.reply.results import SearchReply
from web.reply.run import Report
from web.reply.saved_search import SavedSearchList, SavedSearchReply
from web.reply.state import Completions, Health, Problem
from web.reply.status import Ready, Status
from web.reply.upkeep import CopyReport, RepairReport, SalvageReport
from web.statuses import ALWAYS
from web.writing import JSON

STRUCTS: tuple[type[Struct], ...] = (
    *(SearchReply, Article, NameReply, GroupReply, Comparison, Completions, Health, Ready, Status, Problem, AddedReply),
    *(SavedSearchReply, SavedSearchList, ArticleListReply, ArticleListsReply, ListedArticleReply, WholeListReply),
    *(Export, ExtractLine, Report, CopyReport, SalvageReport, RepairReport, AlertsReport),
)
_HTML = "text/html"

_DESCRIPTION = """\
Everything that the pages show, for programs. All requests are GET but those that add an article or keep what a reader
saves. What a parameter asks for and cannot be used is left out and named in `notes`, never refused. Fields are only
added: read what you know and pass over the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Operation:
    """A path and what is asked and answered there; `reply` is a struct, or None for what is no JSON of ours.

    `errors` are statuses beside `ALWAYS`, `also` structs that a status has beside `Problem`.
    """

    path: str
    identity: str
    summary: str
    told: str
    names: tuple[Parameter, ...] = ()
    facets: bool = False
    media_type: str = JSON
    reply: type[Struct] | None = None
    errors: tuple[int, ...] = ()
    also: Mapping[int, type[Struct]] = field(default_factory=dict)


_OPERATIONS = (
    _Operation(
        path=paths.API_SEARCH,
        identity="search",
        summary="A page of results, with facets",
        told="The results.",
        names=ALL_PARAMETERS,
        facets=True,
        reply=SearchReply,
    ),
    _Operation(
        path=f"{paths.API_ARTICLE}{{id}}",
        identity="article",
        summary="An article, with the matches of a question",
        told="The article.",
        names=(Parameter.TEXT, Parameter.EXACT, Parameter.AS_TYPED, Parameter.VERSION),
        reply=Article,
        errors=(301, 404, 410),
    ),
    _Operation(
        path=f"{paths.API_NAME}{{type}}/{{value}}",
        identity="name",
        summary="A person, an organisation or a place, and the articles that name it",
        told="The name.",
        reply=NameReply,
        errors=(301, 404),
    ),
    _Operation(
        path=f"{paths.API_GROUP}{{id}}",
        identity="group",
        summary="All articles that are copies of one article, and that one",
        told="The group.",
        reply=GroupReply,
        errors=(301, 404, 410),
    ),
    _Operation(
        path=paths.API_COMPARE,
        identity="compare",
        summary="What differs between two articles",
        told="The difference.",
        names=REQUIRED_PARAMETERS,
        reply=Comparison,
        errors=(301, 404, 410),
    ),
    _Operation(
        path=paths.API_COMPLETE,
        identity="complete",
        summary="Questions that begin like this",
        told="The completions.",
        names=(Parameter.TEXT,),
        reply=Completions,
    ),
    _Operation(
        path=paths.HEALTH,
        identity="health",
        summary="Whether the index can be searched",
        told="It can.",
        reply=Health,
        also={503: Health},
    ),
    _Operation(
        path=paths.READY,
        identity="ready",
        summary="Whether questions are answered",
        told="They are.",
        reply=Ready,
        also={503: Ready},
    ),
    _Operation(
        path=paths.API_SAVED,
        identity="saved_searches",
        summary="The saved searches, with what is new in each",
        told="The saved searches.",
        reply=SavedSearchList,
    ),
    _Operation(
        path=f"{paths.API_SAVED}/{{id}}",
        identity="saved_search",
        summary="A saved search, with what is new in it",
        told="The saved search.",
        reply=SavedSearchReply,
        errors=(404,),
    ),
    _Operation(
        path=paths.API_LISTS,
        identity="lists",
        summary="The lists of articles",
        told="The lists.",
        reply=ArticleListsReply,
    ),
    _Operation(
        path=f"{paths.API_LISTS}/{{id}}",
        identity="list",
        summary="A list with its articles and their notes",
        told="The list.",
        reply=WholeListReply,
        errors=(404,),
    ),
    _Operation(
        path=paths.API_STATUS,
        identity="status",
        summary="What the archive holds and lacks, and what is done with it",
        told="The status.",
        reply=Status,
    ),
    _Operation(
        path=paths.METRICS,
        identity="metrics",
        summary="Figures for monitors",
        told="The figures, in the text form of Prometheus; for the machine of the service, or with the token.",
        media_type="text/plain",
    ),
    _Operation(
        path=f"{paths.SEARCH}.json",
        identity="export_json",
        summary="All results as JSON",
        told=f"The results, up to {MAX_RESULTS:,}.",
        names=EXPORT_PARAMETERS,
        facets=True,
        reply=Export,
    ),
    _Operation(
        path=f"{paths.SEARCH}.csv",
        identity="export_csv",
        summary="All results as a table for a spreadsheet",
        told="A line for each result under a line of column names; UTF-8 with a byte order mark.",
        names=EXPORT_PARAMETERS,
        facets=True,
        media_type="text/csv",
    ),
    _Operation(
        path=f"{paths.SEARCH}.atom",
        identity="export_atom",
        summary="All results as an Atom feed",
        told="The feed (RFC 4287), with `ETag` and `Last-Modified`. With `sort=added` it tells what comes in: new "
        "articles, and new versions as updates of their entries.",
        errors=(304,),
        names=EXPORT_PARAMETERS,
        facets=True,
        media_type="application/atom+xml",
    ),
    *(
        _Operation(
            path=f"{paths.SEARCH}.{kind}",
            identity=f"export_{kind.partition('.')[0]}",
            summary=f"All results as {name}",
            told="A record for each result; UTF-8.",
            names=EXPORT_PARAMETERS,
            facets=True,
            media_type=media_type,
        )
        for kind, name, media_type in BIBLIOGRAPHIES
    ),
    *(
        _Operation(
            path=f"{paths.ARTICLE}{{id}}.{kind}",
            identity=f"article_{kind.partition('.')[0]}",
            summary=f"An article as a file of {name}",
            told=told,
            names=(Parameter.VERSION,),
            media_type=media_type,
            errors=(301, 404, 410),
        )
        for kind, name, media_type, told in (
            ("md", "Markdown", "text/markdown", "The article, its metadata as front matter; `reindex` reads it again."),
            ("html", "HTML", _HTML, "The article as a page that asks no server for anything."),
            *((*form, "What a bibliography says of the article.") for form in BIBLIOGRAPHIES),
        )
    ),
    _Operation(
        path=paths.API_DESCRIPTION,
        identity="description",
        summary="This description",
        told="OpenAPI 3.1.",
    ),
)


def encoded_document() -> bytes:
    """The description as JSON."""
    return _encoded(urls.prefix())


@lru_cache(maxsize=1)
def _encoded(_prefix: str) -> bytes:
    return encoded(document())


def document() -> Object:
    """The description, a plain OpenAPI object."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Cuttings", "version": "1", "description": _DESCRIPTION},
        "servers": [{"url": urls.prefix() or "/"}],
        "security": [{}, {"password": []}, {"token": []}],
        "paths": _paths(),
        "components": {
            "schemas": schemas(STRUCTS, PLACE),
            "securitySchemes": {
                "password": {
                    "type": "http",
                    "scheme": "basic",
                    "description": "Where the archive has a token: as the password, with any user name.",
                },
                "token": {"type": "http", "scheme": "bearer", "description": "The same token."},
            },
        },
    }


def _described(operation: _Operation) -> Object:
    schema = reference(operation.reply) if operation.reply else {}
    replies = {"200": {"description": operation.told, "content": {operation.media_type: {"schema": schema}}}}
    errors = {
        str(status): error(status, operation.media_type, operation.also.get(status))
        for status in sorted({*ALWAYS, *operation.errors})
    }
    return {
        "operationId": operation.identity,
        "summary": operation.summary,
        "parameters": described(operation.path, operation.names, facets=operation.facets),
        "responses": replies | errors,
    }


def _paths() -> Object:
    described: Object = {}
    for reading in _OPERATIONS:
        described.setdefault(reading.path, {})["get"] = _described(reading)
    for writing in WRITES:
        described.setdefault(writing.path, {})[writing.method.lower()] = writing_described(writing)
    return described
