"""Which requests does the API take, and what does it reply? Its description in OpenAPI 3.1.

Paths and names of parameters are those of `web.urls`, replies those of `web.reply`. A status that an operation gets is
a line of `_OPERATIONS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from msgspec import Struct

from index.entity import ENTITY_KINDS
from index.facets import DATE, FACETS, Facet
from search.query import MAX_RESULTS, Query, Sort
from web import urls
from web.parameters import MAX_PER_PAGE
from web.reply.article import Article, ExtractLine
from web.reply.encoding import encoded, schemas
from web.reply.export import Export
from web.reply.name import NameReply
from web.reply.results import SearchReply
from web.reply.run import Report
from web.reply.state import Completions, Health, Problem
from web.reply.status import Ready, Status
from web.reply.upkeep import CopyReport, RepairReport, SalvageReport
from web.urls import Parameter

Object = dict[str, Any]
STRUCTS: tuple[type[Struct], ...] = (
    *(SearchReply, Article, NameReply, Completions, Health, Ready, Status, Problem),
    *(Export, ExtractLine, Report, CopyReport, SalvageReport, RepairReport),
)
PLACE = "#/components/schemas/"
_JSON, _HTML = "application/json", "text/html"

_DESCRIPTION = """\
Everything that the pages show, for programs. All requests are GET. What a parameter asks for and cannot be used is left
out and named in `notes`, never refused. Fields are only added: read what you know and pass over the rest."""
_DAY = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{1,2}(-[0-9]{1,2})?)?$"}
_SWITCH = {"type": "string", "enum": ["0", "1"], "default": "0"}
_TEXT = {"type": "string"}
_PARAMETERS: Mapping[Parameter, tuple[Object, str]] = {
    Parameter.TEXT: (_TEXT, "The question, as it is typed into the search box."),
    Parameter.FIRST: (_DAY, "The first day: `2015-05-26`, or the first one of a month `2015-05` or year `2015`."),
    Parameter.LAST: (_DAY, "The last day, or the last one of a month or year."),
    Parameter.UNDATED: (_SWITCH, "`1`: also articles without a date where `from` or `to` is given."),
    Parameter.POSSIBLE: (
        _SWITCH,
        "`1`: a time also finds articles that can be of it: those with a day of which no source says the year.",
    ),
    Parameter.ALL_WORDS: (_SWITCH, "`1`: only articles with all the words."),
    Parameter.EXACT: (_SWITCH, "`1`: words as they are typed, without their other endings."),
    Parameter.AS_TYPED: (_SWITCH, "`1`: no correction, no aliases and no other spellings of names."),
    Parameter.SORT: ({"type": "string", "enum": list(Sort), "default": Sort.RELEVANCE}, "The order of the results."),
    Parameter.PER_PAGE: (
        {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": Query().per_page},
        f"Results a page, {MAX_PER_PAGE} at most.",
    ),
    Parameter.PAGE: (
        {"type": "integer", "minimum": 1, "maximum": MAX_RESULTS, "default": 1},
        f"Which page, from 1; the first {MAX_RESULTS:,} results can be reached.",
    ),
}
# What the pages for people alone read.
_OF_PAGES = frozenset({Parameter.VIEW, Parameter.RANK, Parameter.NAMES, Parameter.FILTER})
_ALL = tuple(name for name in Parameter if name not in _OF_PAGES)
_FILTERS = tuple(name for name in _ALL if name not in (Parameter.PAGE, Parameter.PER_PAGE))

_ERRORS = {
    301: "The article has another id now; the name counts under another one.",
    400: "The request cannot be read, or names a host that the archive does not answer to.",
    401: "The archive has a token, and the request has none or a wrong one.",
    403: "A page of another site made the request.",
    404: "There is no article with this id, and there never was one; no article has the name, and `near` has others.",
    410: "The article has left the archive; `title` is what it was called.",
    413: "The request has a body.",
    414: "The address is too long.",
    429: "Too many wrong tokens came from this address.",
    500: "A mistake of the program.",
    503: "The archive is busy, or its index cannot be searched.",
}
_ALWAYS = (400, 401, 403, 413, 414, 429, 500, 503)
_HEADERS = {
    301: ("Location", "The same request with the id of now.", _TEXT),
    401: ("WWW-Authenticate", "How to give the token.", _TEXT),
    429: ("Retry-After", "Seconds to wait.", {"type": "integer"}),
    503: ("Retry-After", "Seconds to wait.", {"type": "integer"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Operation:
    """A path and what is asked and answered there; `reply` is a struct, or None for what is no JSON of ours.

    `errors` are statuses beside `_ALWAYS`, `also` structs that a status has beside `Problem`.
    """

    path: str
    identity: str
    summary: str
    told: str
    names: tuple[Parameter, ...] = ()
    facets: bool = False
    media_type: str = _JSON
    reply: type[Struct] | None = None
    errors: tuple[int, ...] = ()
    also: Mapping[int, type[Struct]] = field(default_factory=dict)


_OPERATIONS = (
    _Operation(
        path=urls.API_SEARCH,
        identity="search",
        summary="A page of results, with facets",
        told="The results.",
        names=_ALL,
        facets=True,
        reply=SearchReply,
    ),
    _Operation(
        path=f"{urls.API_ARTICLE}{{id}}",
        identity="article",
        summary="An article, with the matches of a question",
        told="The article.",
        names=(Parameter.TEXT, Parameter.EXACT, Parameter.AS_TYPED),
        reply=Article,
        errors=(301, 404, 410),
    ),
    _Operation(
        path=f"{urls.API_NAME}{{type}}/{{value}}",
        identity="name",
        summary="A person, an organisation or a place, and the articles that name it",
        told="The name.",
        reply=NameReply,
        errors=(301, 404),
    ),
    _Operation(
        path=urls.API_COMPLETE,
        identity="complete",
        summary="Questions that begin like this",
        told="The completions.",
        names=(Parameter.TEXT,),
        reply=Completions,
    ),
    _Operation(
        path=urls.HEALTH,
        identity="health",
        summary="Whether the index can be searched",
        told="It can.",
        reply=Health,
        also={503: Health},
    ),
    _Operation(
        path=urls.READY,
        identity="ready",
        summary="Whether questions are answered",
        told="They are.",
        reply=Ready,
        also={503: Ready},
    ),
    _Operation(
        path=urls.API_STATUS,
        identity="status",
        summary="What the archive holds and lacks, and what is done with it",
        told="The status.",
        reply=Status,
    ),
    _Operation(
        path=urls.METRICS,
        identity="metrics",
        summary="Figures for monitors",
        told="The figures, in the text form of Prometheus; for the machine of the service, or with the token.",
        media_type="text/plain",
    ),
    _Operation(
        path=f"{urls.SEARCH}.json",
        identity="export_json",
        summary="All results as JSON",
        told=f"The results, up to {MAX_RESULTS:,}.",
        names=_FILTERS,
        facets=True,
        reply=Export,
    ),
    _Operation(
        path=f"{urls.SEARCH}.csv",
        identity="export_csv",
        summary="All results as a table for a spreadsheet",
        told="A line for each result under a line of column names; UTF-8 with a byte order mark.",
        names=_FILTERS,
        facets=True,
        media_type="text/csv",
    ),
    _Operation(
        path=f"{urls.SEARCH}.atom",
        identity="export_atom",
        summary="All results as an Atom feed",
        told="The feed (RFC 4287).",
        names=_FILTERS,
        facets=True,
        media_type="application/atom+xml",
    ),
    _Operation(
        path=urls.API_DESCRIPTION,
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
        "paths": {operation.path: {"get": _described(operation)} for operation in _OPERATIONS},
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
    parameters = [_parameter(name) for name in operation.names]
    if operation.facets:
        parameters += [_selection(facet, excluded=excluded) for facet in FACETS for excluded in (False, True)]
    if "{id}" in operation.path:
        parameters.insert(0, _in_path("id", "The article's id, as results have it.", _TEXT))
    if "{type}" in operation.path:
        kinds = {"type": "string", "enum": list(ENTITY_KINDS)}
        parameters += [_in_path("type", "What it names.", kinds), _in_path("value", "The name.", _TEXT)]
    schema = _reference(operation.reply) if operation.reply else {}
    replies = {"200": {"description": operation.told, "content": {operation.media_type: {"schema": schema}}}}
    statuses = sorted({*_ALWAYS, *operation.errors})
    return {
        "operationId": operation.identity,
        "summary": operation.summary,
        "parameters": parameters,
        "responses": replies | {str(status): _error(status, operation) for status in statuses},
    }


def _in_path(name: str, sentence: str, schema: Object) -> Object:
    return {"name": name, "in": "path", "required": True, "description": sentence, "schema": schema}


def _parameter(name: Parameter) -> Object:
    schema, sentence = _PARAMETERS[name]
    return {"name": name.value, "in": "query", "description": sentence, "schema": schema}


def _selection(facet: Facet, *, excluded: bool) -> Object:
    values = "`2015`, `2015-05` or `2015-05-26`" if facet.name == DATE else "the value"
    without = '; articles without a date: ""' if facet.name == DATE else '; articles that state none: ""'
    if facet.settled is not None:
        without = ""
    if excluded:
        sentence = f"{facet.label}: leaves out articles with it, as `{facet.name}` chooses them."
    else:
        others = "".join(f" `{name}` is the same parameter." for name in facet.parameters)
        sentence = f"{facet.label}: {values}{without}. More than once: any of them.{others}"
    name = f"{urls.EXCLUDE if excluded else ''}{facet.name}"
    schema = {"type": "array", "items": _TEXT}
    return {"name": name, "in": "query", "description": sentence, "schema": schema, "explode": True}


def _error(status: int, operation: _Operation) -> Object:
    """What an error is: a struct where JSON was asked for, else a page; a redirection is a line of text."""
    if status == HTTPStatus.MOVED_PERMANENTLY:
        content: Object = {"text/plain": {"schema": _TEXT}}
    elif operation.media_type == _JSON:
        kinds = [_reference(struct) for struct in (Problem, operation.also.get(status)) if struct]
        content = {_JSON: {"schema": kinds[0] if len(kinds) == 1 else {"anyOf": kinds}}}
    else:
        content = {_HTML: {"schema": _TEXT}}
    told: Object = {"description": _ERRORS[status], "content": content}
    if status in _HEADERS:
        name, sentence, schema = _HEADERS[status]
        told["headers"] = {name: {"description": sentence, "schema": schema}}
    return told


def _reference(struct: type[Struct]) -> Object:
    return {"$ref": f"{PLACE}{struct.__name__}"}
