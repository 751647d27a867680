"""Which requests of the API write, what may a program send with each, and what does each success say?

Their methods and paths are those of `web.writing`; each has one row here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from msgspec import Struct

from web import paths
from web.api_bodies import ADDED_BODIES, LIST_BODY, LISTED_BODY, NAME_BODY, NEW_LIST_BODY, SEARCH_BODY, BodySchema
from web.api_parameters import STRING, Object, described
from web.api_replies import PLACE, error, reference
from web.reply.added import AddedReply
from web.reply.article_list import WholeListReply
from web.reply.encoding import schemas
from web.reply.line_reply import KeptReply, LinesBody
from web.reply.saved_search import SavedSearchReply
from web.statuses import ALWAYS
from web.writing import JSON, ONE

_AS_WRITER = "with the token as `Authorization: Bearer`"
_OF_LINES: Object = schemas((LinesBody,), PLACE)[LinesBody.__name__]
_LINES = {name: value for name, value in _OF_LINES.items() if name != "description"}  # each part has its own
_A_LIST = f"{paths.API_LISTS}/{ONE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOperation:
    """A request that writes: method and path as in `web.writing`, its `bodies` by their types, what each status of
    success says and the struct that comes with all but 204, and its `errors` beside those of any request. `place` says
    what the header `Location` of a 201 is, "" where there is none."""

    method: str
    path: str
    identity: str
    summary: str
    names: tuple[paths.Parameter, ...] = ()
    bodies: Mapping[str, BodySchema] = field(default_factory=dict)
    successes: Mapping[int, str]
    reply: type[Struct] | None = None
    errors: tuple[int, ...] = (404, 405)
    place: str = ""


WRITES = (
    WriteOperation(
        method="POST",
        path=paths.API_ARTICLES,
        identity="add",
        summary=f"Add a file, or one article as JSON, {_AS_WRITER}. It is kept in the inbox of the archive before "
        "anything is answered",
        bodies=ADDED_BODIES,
        successes={
            HTTPStatus.OK.value: "The archive has the same bytes already; nothing was kept.",
            HTTPStatus.CREATED.value: "The article can be found.",
            HTTPStatus.ACCEPTED.value: "The file is kept and will be read: another process writes the index, or many "
            "wait.",
        },
        reply=AddedReply,
        errors=(405, 415, 422),
        place="The page of the first article.",
    ),
    WriteOperation(
        method="POST",
        path=f"{paths.API_ARTICLE}{ONE}{paths.KEEP_LINES}",
        identity="keep",
        summary=f"Say that lines which were left out belong to an article, or take that back, {_AS_WRITER}. It is "
        "written into the `corrections.yaml` of the folder that the article was indexed in",
        bodies={JSON: _LINES},
        successes={
            HTTPStatus.OK.value: "It is written and the article was read again, or the file said so already.",
            HTTPStatus.ACCEPTED.value: "It is written; the article is read again by the next run, as another one goes "
            "on.",
        },
        reply=KeptReply,
        errors=(404, 405, 409, 415, 422),
    ),
    WriteOperation(
        method="POST",
        path=paths.API_SAVED,
        identity="save_search",
        summary=f"Save a search, {_AS_WRITER}",
        bodies=SEARCH_BODY,
        successes={HTTPStatus.CREATED.value: "The search is saved."},
        reply=SavedSearchReply,
        errors=(405, 409, 415, 422),
        place="The address of the saved search in the API.",
    ),
    WriteOperation(
        method="PATCH",
        path=f"{paths.API_SAVED}/{ONE}",
        identity="rename_saved_search",
        summary=f"Give a saved search another name, {_AS_WRITER}",
        bodies=NAME_BODY,
        successes={HTTPStatus.OK.value: "It has the name."},
        reply=SavedSearchReply,
        errors=(404, 405, 415, 422),
    ),
    WriteOperation(
        method="DELETE",
        path=f"{paths.API_SAVED}/{ONE}",
        identity="delete_saved_search",
        summary=f"Delete a saved search, {_AS_WRITER}",
        successes={HTTPStatus.NO_CONTENT.value: "It is deleted."},
    ),
    WriteOperation(
        method="POST",
        path=paths.API_LISTS,
        identity="make_list",
        summary=f"Make a list of articles, {_AS_WRITER}",
        bodies=NEW_LIST_BODY,
        successes={HTTPStatus.CREATED.value: "The list is made."},
        reply=WholeListReply,
        errors=(405, 409, 415, 422),
        place="The address of the list in the API.",
    ),
    WriteOperation(
        method="PATCH",
        path=_A_LIST,
        identity="change_list",
        summary=f"Give a list another name, or its articles another order, {_AS_WRITER}",
        bodies=LIST_BODY,
        successes={HTTPStatus.OK.value: "It is changed."},
        reply=WholeListReply,
        errors=(404, 405, 409, 415, 422),
    ),
    WriteOperation(
        method="DELETE",
        path=_A_LIST,
        identity="delete_list",
        summary=f"Delete a list with its notes, {_AS_WRITER}. The articles stay in the archive",
        successes={HTTPStatus.NO_CONTENT.value: "It is deleted."},
    ),
    WriteOperation(
        method="POST",
        path=f"{_A_LIST}{paths.OF_LIST}",
        identity="add_to_list",
        summary=f"Put articles into a list, all of them or none, or write the note of one, {_AS_WRITER}",
        bodies=LISTED_BODY,
        successes={HTTPStatus.OK.value: "They are in it."},
        reply=WholeListReply,
        errors=(404, 405, 415, 422),
    ),
    WriteOperation(
        method="DELETE",
        path=f"{_A_LIST}{paths.OF_LIST}",
        identity="remove_from_list",
        summary=f"Take articles out of a list, {_AS_WRITER}",
        names=(paths.Parameter.IDS,),
        successes={HTTPStatus.OK.value: "They are not in it any more."},
        reply=WholeListReply,
    ),
)
"""All of them."""


def writing_described(operation: WriteOperation) -> Object:
    """The description of a request that writes."""
    replies: Object = {}
    for status, told in operation.successes.items():
        replies[str(status)] = {"description": told}
        if operation.reply and status != HTTPStatus.NO_CONTENT:
            replies[str(status)]["content"] = {JSON: {"schema": reference(operation.reply)}}
        if operation.place and status == HTTPStatus.CREATED:
            replies[str(status)]["headers"] = {"Location": {"description": operation.place, "schema": STRING}}
    replies |= {str(status): error(status) for status in sorted({*ALWAYS, *operation.errors})}
    whole: Object = {
        "operationId": operation.identity,
        "summary": operation.summary,
        "parameters": described(operation.path, operation.names, facets=False),
        "responses": replies,
    }
    if operation.bodies:
        content = {kind: {"schema": schema} for kind, schema in operation.bodies.items()}
        whole["requestBody"] = {"required": True, "content": content}
    return whole
