"""What is one request of the API, and how is it described in OpenAPI 3.1?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec import Struct

from web.api_parameters import Object
from web.api_parameters import described as parameters_of
from web.api_replies import error, reference
from web.paths import Parameter
from web.statuses import ALWAYS
from web.writing import JSON

HTML = "text/html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
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


def described(operation: Operation) -> Object:
    """An operation, a plain OpenAPI object."""
    schema = reference(operation.reply) if operation.reply else {}
    replies = {"200": {"description": operation.told, "content": {operation.media_type: {"schema": schema}}}}
    errors = {
        str(status): error(status, operation.media_type, operation.also.get(status))
        for status in sorted({*ALWAYS, *operation.errors})
    }
    return {
        "operationId": operation.identity,
        "summary": operation.summary,
        "parameters": parameters_of(operation.path, operation.names, facets=operation.facets),
        "responses": replies | errors,
    }
