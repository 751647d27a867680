"""Which status and which sentence does an error become? The only place where errors turn into replies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from index.errors import (
    ClusterRefused,
    ClusterUnavailable,
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
from web.site.run_progress import progress, unfinished
from web.state.database import StateUnusable
from web.translation import SOURCE, language, noted, spoken
from web.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Problem:
    """What a reader is told: a heading, a sentence, the `advice` what to do, and the command that helps, where one is;
    the `title` of an article that is gone; and the names near to one that no article has, None where it is not about a
    name. `begins`: there is no index yet, and the page says how to make one. A page says `plain` in the place of the
    sentence where that is there, and `todo` where there is no advice."""

    status: int
    heading: str
    sentence: str
    command: str = ""
    title: str = ""
    near: tuple[NearName, ...] | None = None
    begins: bool = False
    advice: str = ""
    plain: str = ""
    todo: str = ""


class _StatusWords(NamedTuple):
    """What is said of a status: a heading and a sentence; what to do where nobody says it better; and the sentence for
    pages where that for programs has words of theirs."""

    heading: str
    sentence: str
    todo: str = ""
    plain: str = ""


_ELSEWHERE = noted("Search for what you look for, or begin at the first page.")
_WORDS = noted("Search for words that you remember, or begin at the first page.")
_SENTENCES = {
    400: _StatusWords(
        noted("This request cannot be read"),
        "The address or its headers are not what a browser sends.",
        _ELSEWHERE,
        noted("The address has something in it that cannot be read."),
    ),
    401: _StatusWords(
        noted("This archive asks for its token"),
        noted("Give it as the password, with any user name."),
        noted("Load this page again to be asked for it. Whoever runs the service has it."),
    ),
    404: _StatusWords(
        noted("There is nothing at this address"), noted("The address may have been cut short or mistyped."), _WORDS
    ),
    405: _StatusWords(
        noted("This cannot be done here"),
        "The address takes other requests, which the header `Allow` names.",
        _ELSEWHERE,
        noted("The address is there, but not for what was sent to it."),
    ),
    409: _StatusWords(noted("This cannot be done as things are"), noted("Something else stands in its way.")),
    410: _StatusWords(
        noted("This article is no longer here"), noted("It has left the archive since the link was made."), _WORDS
    ),
    413: _StatusWords(
        noted("This is too much"), noted("More was sent than a request may bring."), noted("Send less at a time.")
    ),
    415: _StatusWords(
        noted("This kind of file is not read"),
        noted("The archive reads text, web pages, mails and documents."),
        noted("Save it as one of these, and send that."),
    ),
    422: _StatusWords(
        noted("This cannot be added"),
        noted("There is no article in it."),
        noted("Open the page in a browser, save it anew, and send that."),
    ),
    429: _StatusWords(noted("Too many wrong tokens"), noted("Wait a moment, then try again with the right one.")),
    500: _StatusWords(
        noted("Something went wrong here"),
        "The error is in the server's log. The archive itself is unchanged.",
        noted("Try it once more. If it happens again, tell whoever runs the service: what happened is in its log."),
        noted("The archive itself is unchanged."),
    ),
    503: _StatusWords(noted("The archive is busy"), noted("Try again in a moment.")),
}


class _Fault(NamedTuple):
    """What is said of an error of ours: its status, a heading, a sentence without words of the program, the command."""

    status: int
    heading: str
    plain: str
    remedy: Remedy | None = None


_OURS = {
    IndexMissing: _Fault(503, noted("There is no archive yet"), "", Remedy("reindex", "FOLDER")),
    IndexOutdated: _Fault(
        503,
        noted("The archive has to be read anew"),
        noted("It was made by another version of Cuttings. The saved files are as they were, and addresses stay."),
        Remedy("reindex"),
    ),
    IndexDamaged: _Fault(
        503,
        noted("The archive is damaged"),
        noted("A part of what the archive stores cannot be read. The saved files themselves are not touched."),
        Remedy("repair"),
    ),
    ClusterUnavailable: _Fault(
        503,
        noted("The archive does not answer just now"),
        noted("The machines that have it do not answer, or not in time. Nothing is lost: try again in a moment."),
    ),
    ClusterRefused: _Fault(
        503,
        noted("The archive cannot be read"),
        noted("The machines that have it do not let the service read it. Nothing is known to be lost."),
    ),
    IndexUnreadable: _Fault(
        503,
        noted("The archive cannot be read"),
        noted("The machine of the service does not let it be read. Nothing is known to be lost."),
    ),
    IndexLocked: _Fault(503, noted("The archive is being written"), noted("It answers again when that is done.")),
    StateUnusable: _Fault(
        503, noted("What readers keep cannot be used"), noted("Searching goes on without it; nothing in it is changed.")
    ),
    OriginalMissing: _Fault(
        410, noted("What was saved is gone"), noted("The file that the article was read from is not there any more.")
    ),
    OriginalChanged: _Fault(
        410,
        noted("What was saved has changed"),
        noted("The file that the article was read from has changed since then."),
        Remedy("reindex"),
    ),
    OriginalUnreadable: _Fault(
        503, noted("What was saved cannot be read"), noted("The file that the article was read from cannot be shown.")
    ),
}
_UNKNOWN = _Fault(503, noted("No answer"), "")


def problem(error: Exception, settings: Settings) -> Problem:
    """What `error` is for a reader. A fault of the index is 503: the server is well and waits for its index."""
    if isinstance(error, HTTPException):
        return _refused(error)
    if isinstance(error, CuttingsError):
        if settings.cluster and isinstance(error, OriginalMissing):
            return _on_another_machine()
        fault = next((row for kind, row in _OURS.items() if isinstance(error, kind)), _UNKNOWN)
        index = settings.index if settings.index != Settings().index else None
        return Problem(
            fault.status,
            _(fault.heading),
            _sentence(message(error, index)),
            str(about(fault.remedy, index)) if fault.remedy else "",
            begins=isinstance(error, IndexMissing),
            plain=_(fault.plain) if fault.plain else "",
        )
    said = _SENTENCES[500]
    return Problem(500, _(said.heading), said.sentence, plain=_(said.plain), todo=_(said.todo))


def _on_another_machine() -> Problem:
    """What a missing file is where an archive lies in a cluster, which any number of machines serve. What is advised
    elsewhere, to run `reindex`, would do harm at one that does not publish."""
    told = _("The file that the article was read from lies on the machine that publishes, or is not there any more.")
    return Problem(410, _("What was saved is not on this machine"), told, plain=told)


def _refused(error: HTTPException) -> Problem:
    status = error.code or 500
    said = _SENTENCES.get(status, _StatusWords(error.name, ""))
    # What was said in this program is more to the point than what the library says of any such error.
    ours = type(error).description != error.description or type(error).__module__.startswith("web.")
    described = bool(error.description) and (ours or not said.sentence)
    sentence = _(error.description) if described and error.description else _(said.sentence) if said.sentence else ""
    return Problem(
        status,
        _(getattr(error, "heading", "") or said.heading),
        sentence,
        title=error.title if isinstance(error, ArticleGone) else "",
        near=error.near if isinstance(error, NameUnknown) else None,
        advice=_(getattr(error, "advice", "")),
        plain=_(said.plain) if said.plain and not described else "",
        todo=_(said.todo) if said.todo else "",
    )


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
        as_json = _wants_json()
        with spoken(SOURCE if as_json else language()):
            told = problem(error, settings)
        response = _json(told) if as_json else _page(told, app)
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
            known = status()
            page = render_template(
                "begin.html", problem=told, running=progress(known.running), unfinished=unfinished(known.unfinished)
            )
        else:
            page = render_template("error.html", problem=told)
        return Response(page, mimetype="text/html")
    except Exception:  # the page that says what failed must not fail
        app.logger.exception("the page of an error could not be made")
        return Response(f"{told.heading}. {told.sentence}\n", mimetype="text/plain")
