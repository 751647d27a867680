"""Which requests does the API take, and what does it reply? Its description in OpenAPI 3.1.

Paths are those of `web.urls`, parameters those of `web.api_parameters`, replies those of `web.reply`. A status that an
operation gets is a line of `_OPERATIONS`.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from search.query import MAX_RESULTS
from web import paths, urls
from web.api_bodies import BIBLIOGRAPHIES
from web.api_parameters import (
    ALL_PARAMETERS,
    CHART_PARAMETERS,
    EXPORT_PARAMETERS,
    REQUIRED_PARAMETERS,
    TABLE_PARAMETERS,
    Object,
)
from web.api_replies import CREDENTIALS, PLACE
from web.api_writes import WRITES, writing_described
from web.operation import HTML, Operation, described
from web.paths import Parameter
from web.reply.added import AddedReply
from web.reply.alerts_report import AlertsReport
from web.reply.article import Article, ExtractLine
from web.reply.article_list import ArticleListReply, ArticleListsReply, ListedArticleReply, WholeListReply
from web.reply.comparison import Comparison
from web.reply.distribution import ChartReply, TableReply
from web.reply.encoding import encoded, schemas
from web.reply.export import Export
from web.reply.group import GroupReply
from web.reply.line_reply import KeptReply
from web.reply.name import NameReply
from web.reply.results import SearchReply
from web.reply.run import Report
from web.reply.saved_search import SavedSearchList, SavedSearchReply
from web.reply.state import Completions, Health, Problem
from web.reply.status import Ready, Status
from web.reply.upkeep import CopyReport, RepairReport, SalvageReport

STRUCTS: tuple[type[Struct], ...] = (
    *(SearchReply, Article, NameReply, GroupReply, Comparison, Completions, Health, Ready, Status, Problem, AddedReply),
    *(SavedSearchReply, SavedSearchList, ArticleListReply, ArticleListsReply, ListedArticleReply, WholeListReply),
    *(KeptReply, ChartReply, TableReply, Export, ExtractLine, Report, CopyReport, SalvageReport, RepairReport),
    AlertsReport,
)

_DESCRIPTION = """\
Everything that the pages show, for programs. All requests are GET but those that add an article, correct
one, or keep what a reader saves. What a parameter asks for and cannot be used is left out and named in `notes`, never
refused. Fields are only added: read what you know and pass over the rest."""

_OPERATIONS = (
    Operation(
        path=paths.API_SEARCH,
        identity="search",
        summary="A page of results, with facets",
        told="The results.",
        names=ALL_PARAMETERS,
        facets=True,
        reply=SearchReply,
    ),
    Operation(
        path=f"{paths.API_ARTICLE}{{id}}",
        identity="article",
        summary="An article, with the matches of a question",
        told="The article.",
        names=(Parameter.TEXT, Parameter.EXACT, Parameter.AS_TYPED, Parameter.VERSION),
        reply=Article,
        errors=(301, 404, 410),
    ),
    Operation(
        path=f"{paths.API_NAME}{{type}}/{{value}}",
        identity="name",
        summary="A person, an organisation or a place, and the articles that name it",
        told="The name.",
        reply=NameReply,
        errors=(301, 404),
    ),
    Operation(
        path=f"{paths.API_GROUP}{{id}}",
        identity="group",
        summary="All articles that are copies of one article, and that one",
        told="The group.",
        reply=GroupReply,
        errors=(301, 404, 410),
    ),
    Operation(
        path=paths.API_COMPARE,
        identity="compare",
        summary="What differs between two articles",
        told="The difference.",
        names=REQUIRED_PARAMETERS,
        reply=Comparison,
        errors=(301, 404, 410),
    ),
    Operation(
        path=paths.API_CHART,
        identity="chart",
        summary="Results over time, and those of up to four values beside each other",
        told="The results of each period.",
        names=CHART_PARAMETERS,
        facets=True,
        reply=ChartReply,
    ),
    Operation(
        path=paths.API_TABLE,
        identity="table",
        summary="Results by two facets at once",
        told="The results of each pair of values.",
        names=TABLE_PARAMETERS,
        facets=True,
        reply=TableReply,
    ),
    *(
        Operation(
            path=f"{path}.csv",
            identity=f"{path[1:]}_csv",
            summary=f"{what} as a table for a spreadsheet",
            told="A line for each row under a line of column names; UTF-8 with a byte order mark.",
            names=names,
            facets=True,
            media_type="text/csv",
        )
        for path, what, names in (
            (paths.CHART, "Results over time", CHART_PARAMETERS),
            (paths.CROSS_TABLE, "Results by two facets", TABLE_PARAMETERS),
        )
    ),
    Operation(
        path=paths.API_COMPLETE,
        identity="complete",
        summary="Questions that begin like this",
        told="The completions.",
        names=(Parameter.TEXT,),
        reply=Completions,
    ),
    Operation(
        path=paths.HEALTH,
        identity="health",
        summary="Whether the index can be searched",
        told="It can.",
        reply=Health,
        also={503: Health},
    ),
    Operation(
        path=paths.READY,
        identity="ready",
        summary="Whether questions are answered",
        told="They are.",
        reply=Ready,
        also={503: Ready},
    ),
    Operation(
        path=paths.API_SAVED,
        identity="saved_searches",
        summary="The saved searches, with what is new in each",
        told="The saved searches.",
        reply=SavedSearchList,
    ),
    Operation(
        path=f"{paths.API_SAVED}/{{id}}",
        identity="saved_search",
        summary="A saved search, with what is new in it",
        told="The saved search.",
        reply=SavedSearchReply,
        errors=(404,),
    ),
    Operation(
        path=paths.API_LISTS,
        identity="lists",
        summary="The lists of articles",
        told="The lists.",
        reply=ArticleListsReply,
    ),
    Operation(
        path=f"{paths.API_LISTS}/{{id}}",
        identity="list",
        summary="A list with its articles and their notes",
        told="The list.",
        reply=WholeListReply,
        errors=(404,),
    ),
    Operation(
        path=paths.API_STATUS,
        identity="status",
        summary="What the archive holds and lacks, and what is done with it",
        told="The status.",
        reply=Status,
    ),
    Operation(
        path=paths.METRICS,
        identity="metrics",
        summary="Figures for monitors",
        told="The figures, in the text form of Prometheus; for the machine of the service, or with the token.",
        media_type="text/plain",
    ),
    Operation(
        path=f"{paths.SEARCH}.json",
        identity="export_json",
        summary="All results as JSON",
        told=f"The results, up to {MAX_RESULTS:,}.",
        names=EXPORT_PARAMETERS,
        facets=True,
        reply=Export,
    ),
    Operation(
        path=f"{paths.SEARCH}.csv",
        identity="export_csv",
        summary="All results as a table for a spreadsheet",
        told="A line for each result under a line of column names; UTF-8 with a byte order mark.",
        names=EXPORT_PARAMETERS,
        facets=True,
        media_type="text/csv",
    ),
    Operation(
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
        Operation(
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
        Operation(
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
            ("html", "HTML", HTML, "The article as a page that asks no server for anything."),
            *((*form, "What a bibliography says of the article.") for form in BIBLIOGRAPHIES),
        )
    ),
    Operation(
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
            "securitySchemes": CREDENTIALS,
        },
    }


def _paths() -> Object:
    found: Object = {}
    for reading in _OPERATIONS:
        found.setdefault(reading.path, {})["get"] = described(reading)
    for writing in WRITES:
        found.setdefault(writing.path, {})[writing.method.lower()] = writing_described(writing)
    return found
