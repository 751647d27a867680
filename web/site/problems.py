"""Which status and which sentence does an error become? The only place where errors turn into replies."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from index.errors import (
    CuttingsError,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexOutdated,
    IndexUnreadable,
    Remedy,
)
from index.originals.saved_bytes import OriginalChanged, OriginalMissing, OriginalUnreadable
from index.settings import Settings
from search.name_results import NearName
from web import paths, urls
from web.advice import about, message
from web.api import reply
from web.former import ArticleGone, NameUnknown
from web.reply import state
from web.serving.damage_log import DamageLog
from web.shelf import status
from web.site.run_progress import running
from web.state.database import StateUnusable


@dataclass(frozen=True, slots=True)
class Problem:
    """What a reader is told: a heading, a sentence, the `advice` what to do, and the command that helps, where one is;
    the `title` of an article that is gone; and the names near to one that no article has, None where it is not about a
    name. `begins`: there is no index yet, and the page says how to make one."""

    status: int
    heading: str
    sentence: str
    command: str = ""
    title: str = ""
    near: tuple[NearName, ...] | None = None
    begins: bool = False
    advice: str = ""


_SENTENCES = {
    400: ("This request cannot be read", "The address or its headers are not what a browser sends."),
    401: ("This archive asks for its token", "Give it as the password, with any user name."),
    404: ("There is nothing at this address", "The address may have been cut short or mistyped."),
    413: ("This is too much", "More was sent than a request may bring."),
    415: ("This kind of file is not read", "The archive reads text, web pages, mails and documents."),
    422: ("This cannot be added", "There is no article in it."),
    409: ("This is here already", "It was saved before."),
    410: ("This article is no longer here", "It has left the archive since the link was made."),
    405: ("This cannot be done here", "The address takes other requests, which the header `Allow` names."),
    429: ("Too many wrong tokens", "Wait a moment, then try again with the right one."),
    503: ("The archive is busy", "Try again in a moment."),
    500: ("Something went wrong here", "The error is in the server's log. The archive itself is unchanged."),
}
_OURS = {
    IndexMissing: (503, "There is no index yet", Remedy("reindex", "FOLDER")),
    IndexOutdated: (503, "The index was written by another version", Remedy("reindex")),
    IndexDamaged: (503, "The index is damaged", Remedy("repair")),
    IndexUnreadable: (503, "The index cannot be read", None),
    IndexLocked: (503, "The index is being written", None),
    StateUnusable: (503, "What readers keep cannot be used", None),
    OriginalMissing: (410, "What was saved is gone", None),
    OriginalChanged: (410, "What was saved has changed", Remedy("reindex")),
    OriginalUnreadable: (503, "What was saved cannot be read", None),
}


def problem(error: Exception, settings: Settings) -> Problem:
    """What `error` is for a reader. A fault of the index is 503: the server is well and waits for its index."""
    if isinstance(error, HTTPException):
        status = error.code or 500
        heading, sentence = _SENTENCES.get(status, (error.name, ""))
        # What was said in this program is more to the point than what the library says of any such error.
        described = type(error).description != error.description or type(error).__module__.startswith("web.")
        title = error.title if isinstance(error, ArticleGone) else ""
        if error.description and (described or not sentence):
            sentence = error.description
        near = error.near if isinstance(error, NameUnknown) else None
        advice = getattr(error, "advice", "")
        return Problem(status, heading, sentence, title=title, near=near, advice=advice)
    if isinstance(error, CuttingsError):
        rows = (row for kind, row in _OURS.items() if isinstance(error, kind))
        status, heading, remedy = next(rows, (503, "No answer", None))
        index = settings.index if settings.index != Settings().index else None
        command = str(about(remedy, index)) if remedy else ""
        begins = isinstance(error, IndexMissing)
        return Problem(status, heading, _sentence(message(error, index)), command, begins=begins)
    return Problem(500, *_SENTENCES[500])


def _sentence(message: str) -> str:
    """A message as a command line shows it, made a sentence."""
    return message[:1].upper() + message[1:] + ("" if message.endswith((".", "?", "!", "`")) else ".")


def answer(app: Flask, settings: Settings, log: DamageLog | None = None) -> None:
    """Give `app` its error pages, and JSON instead of a page where JSON was asked for; damage goes to the `log`."""

    @app.errorhandler(Exception)
    def handle(error: Exception) -> Response:
        if not isinstance(error, HTTPException | CuttingsError):
            app.logger.exception("unexpected error at %s", request.url_rule.rule if request.url_rule else "no page")
        if log and isinstance(error, IndexDamaged):
            log.failed(error)
        told = problem(error, settings)
        response = _json(told) if _wants_json() else _page(told, app)
        response.status_code = told.status
        if told.status in (429, 503):
            response.headers["Retry-After"] = str(getattr(error, "retry_after", None) or 5)
        if isinstance(error, HTTPException):
            for name, value in error.get_headers():
                if name == "Allow":
                    response.headers[name] = value
        return response


def _wants_json() -> bool:
    return request.path.startswith(("/api/", paths.HEALTH, paths.READY)) or request.path.endswith(".json")


def _json(told: Problem) -> Response:
    near = None if told.near is None else tuple(urls.name(*name[:2], paths.API_NAME) for name in told.near)
    details = state.ProblemDetails(told.title, near, told.advice)
    return reply(state.problem_reply(told.sentence or told.heading, told.status, told.command, details))


def _page(told: Problem, app: Flask) -> Response:
    try:
        if told.begins:
            page = render_template("begin.html", problem=told, running=running(status().running))
        else:
            page = render_template("error.html", problem=told)
        return Response(page, mimetype="text/html")
    except Exception:  # the page that says what failed must not fail
        app.logger.exception("the page of an error could not be made")
        return Response(f"{told.heading}. {told.sentence}\n", mimetype="text/plain")
