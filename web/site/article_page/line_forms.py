"""How does a reader say that a line belongs to an article? A form on its page for people, one request for programs.

What is said is written into the `corrections.yaml` of the article's folder (`web.adding.correction_desk`).
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotFound

from search.query import Query
from web import parameters, paths, urls, writing
from web.adding.correction_desk import CorrectedLines, CorrectionDesk
from web.adding.errand import AskedLines
from web.api import reply
from web.removals import REMOVAL_KINDS
from web.reply.line_reply import KeptReply, lines_body
from web.site.article_page.removed_view import KEPT_ANCHOR
from web.site.change_requests import ChangeRefused
from web.translation import gettext as _
from web.translation import noted

routes = Blueprint("line_forms", __name__)
CORRECTION_DESK = "corrections"  # the extension of the application
_HELP = 'Send one object such as {"lines": [12]} with numbers of `dropped`, or {"texts": [...]}, or {"rules": [...]}.'

_ERRORS = (  # of the process that writes, which a form may meet; those with names of files and systems stay English
    noted("There is no article with this id."),
    noted("The article was read anew since you saw it."),
    noted("Look at its lines again."),
    noted("This is no line that was left out of the article."),
    noted("No correction by the article’s id keeps this line."),
    noted("The folder of the article’s file is not indexed any more."),
    noted("Another program is writing corrections.yaml."),
    noted("Try again in a moment."),
)


class LinesRefused(ChangeRefused):
    """Nothing was written, for a reason that stands in the description."""

    def __init__(self, status: int, told: str, advice: str = "") -> None:
        super().__init__(status, told, advice)
        self.heading = _("This line was not kept")


def keep_by_program(identity: str) -> Response:
    """Take one JSON object."""
    taking = _desk()
    if request.mimetype != writing.JSON:
        raise LinesRefused(415, "This is no JSON.", _HELP)
    try:
        body = lines_body(request.get_data(cache=False))
    except ValueError as error:
        raise LinesRefused(422, f"The body cannot be read: {str(error).rstrip('.')}.", _HELP) from None
    asked = AskedLines(identity, body.lines, body.texts, body.rules, body.sha256, body.keep)
    done = _corrected(taking, asked)
    state = "queued" if done.waits else "read" if done.written.changed else "unchanged"
    told = KeptReply(
        state=state,  # type: ignore[arg-type]  # one of the three
        id=identity,
        address=urls.article(identity, Query()),
        keep=body.keep,
        texts=done.written.texts,
        reason=done.waits,
    )
    return reply(told, 202 if done.waits else 200)


def keep_by_form(identity: str) -> Response:
    """Take the form of an article's page, and lead back to that, which shows what became of it."""
    taking = _desk()
    if request.mimetype != writing.URL_ENCODED:
        raise LinesRefused(415, _("This is not the form of an article’s page."))
    sent = request.form
    numbers = [text for text in sent.getlist(paths.LINE_FIELD) if text.isascii() and text.isdigit() and len(text) < 9]
    taken = tuple(sent.getlist(paths.TAKEN_FIELD))
    rules = [rule for kind in REMOVAL_KINDS if kind.code in sent.getlist(paths.KIND_FIELD) for rule in kind.rules]
    _corrected(
        taking,
        AskedLines(
            identity, tuple(map(int, numbers)), taken, tuple(rules), sent.get(paths.SEEN_FIELD, ""), keep=not taken
        ),
    )
    query, _notes = parameters.read(request.args.items(multi=True), frozenset(urls.OF_ARTICLE))
    place = urls.article(identity, query, parameters.showing(request.args), KEPT_ANCHOR)
    return Response(status=303, headers={"Location": place})


_HANDLERS: dict[str, Callable[[str], Response]] = {writing.JSON: keep_by_program, writing.URL_ENCODED: keep_by_form}
for _route in writing.WRITING_ROUTES:
    if _route.path.endswith(paths.KEEP_LINES):
        _handler = _HANDLERS[_route.types[0]]
        routes.add_url_rule(_route.rule("string"), _handler.__name__, _handler, methods=[_route.method])


def _desk() -> CorrectionDesk:
    taking: CorrectionDesk | None = current_app.extensions.get(CORRECTION_DESK)
    if taking is None:
        raise NotFound
    return taking


def _corrected(taking: CorrectionDesk, asked: AskedLines) -> CorrectedLines:
    if not (asked.numbers or asked.texts or asked.rules):
        raise LinesRefused(422, _("No line is named."), _HELP)
    done = taking.correct(asked)
    if done.written.status:
        raise LinesRefused(done.written.status, _(done.written.error), _(done.written.advice))
    return done
