"""How does the description of the API say what a reply holds?"""

from __future__ import annotations

from http import HTTPStatus

from msgspec import Struct

from web.api_parameters import STRING, Object
from web.reply.state import Problem
from web.statuses import STATUS_HEADERS, STATUS_SENTENCES
from web.writing import JSON

PLACE = "#/components/schemas/"
"""Where the structs stand in the description."""
CREDENTIALS = {
    "password": {
        "type": "http",
        "scheme": "basic",
        "description": "Where the archive has a token: as the password, with any user name.",
    },
    "token": {"type": "http", "scheme": "bearer", "description": "The same token."},
}
"""How a request carries the token."""


def reference(struct: type[Struct]) -> Object:
    """Where a struct stands."""
    return {"$ref": f"{PLACE}{struct.__name__}"}


def error(status: int, media_type: str = JSON, also: type[Struct] | None = None) -> Object:
    """What an error is: a struct where a reply is JSON (`also`: or another one), else a page; a redirection is a line
    of text."""
    if status == HTTPStatus.NOT_MODIFIED:
        return {"description": STATUS_SENTENCES[status]}
    if status == HTTPStatus.MOVED_PERMANENTLY:
        content: Object = {"text/plain": {"schema": STRING}}
    elif media_type.endswith("json"):
        kinds = [reference(struct) for struct in (Problem, also) if struct]
        content = {JSON: {"schema": kinds[0] if len(kinds) == 1 else {"anyOf": kinds}}}
    else:
        content = {"text/html": {"schema": STRING}}
    told: Object = {"description": STATUS_SENTENCES[status], "content": content}
    if status in STATUS_HEADERS:
        name, sentence, schema = STATUS_HEADERS[status]
        told["headers"] = {name: {"description": sentence, "schema": schema}}
    return told
