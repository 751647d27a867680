"""What is the application? An engine and settings in, a Flask application out."""

from __future__ import annotations

import logging
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from index.errors import IndexMissing
from index.settings import Settings
from search.engine import Engine
from web import api, breakdown_urls, paths, regional, render, shelf, translation, urls, words
from web.adding.correction_desk import CorrectionDesk
from web.adding.desk import AdditionDesk
from web.exports import routes as exports
from web.progress import printable
from web.sentences import sentence
from web.serving import measures, security
from web.serving.asked_forms import AskedForms
from web.serving.damage_log import DamageLog
from web.serving.forwarding import ProcessFigures, archive_figures, forward
from web.serving.measures import OtherFigures
from web.serving.mount import Mount, Placed, prefix_of
from web.serving.pool import ProcessPool
from web.serving.tokens import TokenGuard
from web.shown_address import shown_address
from web.site import (
    additions,
    batch_page,
    comparison_page,
    group_pages,
    help_page,
    home,
    name_pages,
    pages,
    problems,
    reader_keeping,
    service,
)
from web.site.article_page import line_forms, removed_view, saved_pages
from web.site.charts import chart_pages, table_pages
from web.site.lists import list_forms, list_pages, list_requests, review_pages
from web.site.result_list import value_pages
from web.site.saved import saved_search_page
from web.state.reader_state import ReaderState

_ROUTES = (
    *(home, pages, help_page, name_pages, service, value_pages, chart_pages, table_pages, group_pages, comparison_page),
    *(review_pages, saved_pages, additions, batch_page, saved_search_page, list_pages, list_forms, list_requests),
    *(line_forms, api, exports),
)
_FOR_PROGRAMS = frozenset({api.routes.name, exports.routes.name})  # blueprints whose replies are no pages
_PATHS_OF_PROGRAMS = ("/api/", paths.HEALTH, paths.READY, paths.METRICS)  # where a path that means nothing is told so
_TABLE = ".csv"  # how the address of a page's table ends that is for a spreadsheet
_SPOKEN = frozenset({"text/html", "application/opensearchdescription+xml"})
_LONGEST_ACCEPTED = 200  # characters of the header that are read
_GUARD = "token_guard"  # the extension of an application


def create_app(engine: shelf.EngineSource, settings: Settings | None = None) -> Flask:
    """The web application over `engine`, or over what the function `engine` opens once there is an index."""
    settings = settings or Settings()
    app = _site(engine, settings)
    _let_in(app, settings)
    _check(app, settings, OtherFigures())
    problems.answer(app, settings)
    app.wsgi_app = Mount(AskedForms(app.wsgi_app), settings)  # type: ignore[method-assign]
    return app


def create_accepting_app(settings: Settings, pool: ProcessPool) -> Flask:
    """The application that checks, counts and logs requests, and lets the processes of `pool` answer them."""
    app = _site(_nowhere, settings)
    _let_in(app, settings)
    _check(app, settings, OtherFigures(partial(archive_figures, pool), ProcessFigures(pool)))
    forward(app, pool)
    problems.answer(app, settings)
    app.wsgi_app = Mount(AskedForms(app.wsgi_app), settings)  # type: ignore[method-assign]
    return app


def create_answering_app(engine: shelf.EngineSource, settings: Settings, log: DamageLog) -> Flask:
    """The application that answers what another process has checked and taken from its mount."""
    app = _site(engine, settings)
    measures.answer_figures(app)
    problems.answer(app, settings, log)
    app.wsgi_app = Placed(app.wsgi_app, prefix_of(settings))  # type: ignore[method-assign]
    return app


def guard_of(app: Flask) -> TokenGuard | None:
    """The guard of an application's token, for the server, which asks it before it receives a body."""
    guard: TokenGuard | None = app.extensions.get(_GUARD)
    return guard


def desk_of(app: Flask) -> AdditionDesk | None:
    """Who takes what is added to the archive of an application."""
    taking: AdditionDesk | None = app.extensions.get(additions.DESK)
    return taking


def correction_desk_of(app: Flask) -> CorrectionDesk | None:
    """Who takes what readers say of lines of the archive of an application."""
    taking: CorrectionDesk | None = app.extensions.get(line_forms.CORRECTION_DESK)
    return taking


def _let_in(app: Flask, settings: Settings) -> None:
    """Give `app` what lets requests in that carry the token, where there is one, and takes what they bring."""
    if settings.token:
        app.extensions[_GUARD] = TokenGuard(settings.token)
        app.extensions[additions.DESK] = AdditionDesk(settings)
        app.extensions[line_forms.CORRECTION_DESK] = CorrectionDesk(settings)


def _nowhere() -> Engine:
    raise IndexMissing("another process has the archive")


def _check(app: Flask, settings: Settings, other: OtherFigures) -> None:
    """Put what is done for each request around the pages: figures first, so that they see what is refused, too."""
    measures.measure(app, settings, other)
    security.protect(app, settings, guard_of(app))
    if settings.log_queries:
        _log_queries(app)


def _site(engine: shelf.EngineSource, settings: Settings) -> Flask:
    """The pages and replies over an engine."""
    app = Flask("web.site")
    app.jinja_options = {"finalize": _shown, "trim_blocks": True, "lstrip_blocks": True}
    folder = settings.index if settings.index != Settings().index else None
    app.extensions[shelf.EXTENSION] = shelf.Shelf(engine, folder)
    _translate(app, settings)
    for module in _ROUTES:
        app.register_blueprint(module.routes)
    app.extensions[reader_keeping.STATE] = ReaderState(settings.state_file)
    app.config["SETTINGS"] = settings
    _equip(app, settings)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31_536_000
    return app


def _equip(app: Flask, settings: Settings) -> None:
    """Give the templates of `app` what they ask for."""
    versions = _versions(Path(app.static_folder or ""))

    def asset(name: str) -> str:
        return urls.address(f"{paths.STATIC}{name}?v={versions[name]}")  # no url_for: it needs a Host that can be read

    def notice() -> str:
        """What every page says of the index where something is wrong with it, or ""."""
        problem = shelf.problem()
        told = sentence(problem, settings.index) if problem else ""
        return told[:1].upper() + told[1:]

    app.jinja_env.globals.update(urls=urls, breakdown_urls=breakdown_urls, paths=paths, words=words)
    app.jinja_env.globals.update(Name=paths.Parameter, asset=asset, notice=notice)
    app.jinja_env.globals["holding"] = _holding
    app.jinja_env.globals["may_add"] = bool(settings.token)
    app.jinja_env.globals["lines_form"] = removed_view
    app.jinja_env.filters.update(single_line=render.single_line, shown_address=shown_address)


def _holding() -> str:
    """What the foot of a page says of the archive."""
    articles, last = shelf.holding() or (0, None)
    if last is None:
        return translation.gettext("Cuttings: full-text search for your own archive of news articles.")
    return translation.ngettext(
        "%(n)s article in this archive. The last came on %(day)s.",
        "%(n)s articles in this archive. The last came on %(day)s.",
        articles,
        n=regional.number(articles),
        day=words.day(last.date()),
    )


def _translate(app: Flask, settings: Settings) -> None:
    """Let the pages of `app` speak the language of the settings, else that of each request; what programs read stays
    as the code has it."""

    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]  # of the extension
    app.jinja_env.globals.update(_=_said, gettext=_said, ngettext=_said_of)
    app.jinja_env.globals.update(regional=regional, translation=translation)

    @app.before_request
    def choose() -> None:
        for_programs = request.path.startswith(_PATHS_OF_PROGRAMS) or request.path.endswith(_TABLE)
        for_people = request.blueprint not in _FOR_PROGRAMS and not for_programs
        asked = settings.language or request.headers.get("Accept-Language", "")
        translation.speak(_asked_for(asked[:_LONGEST_ACCEPTED]) if for_people else translation.SOURCE)

    @app.teardown_request
    def leave(_error: BaseException | None) -> None:
        translation.speak(translation.SOURCE)  # what this thread writes between requests goes into a log

    @app.after_request
    def depend(response: Response) -> Response:
        if response.mimetype in _SPOKEN and not settings.language:
            response.vary.add("Accept-Language")
        return response


@lru_cache(maxsize=1024)
def _asked_for(accepted: str) -> str:
    """The language that the header of a browser asks for, or a setting names."""
    return translation.chosen(parse_accept_header(accepted, LanguageAccept).values())


@lru_cache(maxsize=4096)
def _alone(message: str, _language: str) -> str:
    return render.message(translation.gettext(message), {})


def _said(message: str, **values: object) -> str:
    """A sentence in a template, as markup; with values it is put together each time."""
    if not values:
        return _alone(message, translation.language())
    return render.message(translation.gettext(message), values)


def _said_of(singular: str, plural: str, number: int, **values: object) -> str:
    return render.message(translation.ngettext(singular, plural, number), values)


def _shown(value: object) -> object:
    """Every value that a template shows goes through here: what HTML does not allow is taken out before escaping."""
    return render.text(value) if type(value) is str else value


def _log_queries(app: Flask) -> None:
    """Write each request into the log with its question; without this the log holds errors only, and no question."""
    app.logger.setLevel(logging.INFO)

    @app.after_request
    def note(response: Response) -> Response:
        asked = request.query_string.decode("utf-8", "backslashreplace")
        address = printable(f"{request.path}?{asked}".rstrip("?"))
        app.logger.info("%s %s %d", request.method, address, response.status_code)
        return response


def _versions(folder: Path) -> dict[str, str]:
    """A short hash of every static file, so that a browser may keep it until it changes."""
    return {p.name: blake2b(p.read_bytes(), digest_size=6).hexdigest() for p in sorted(folder.iterdir()) if p.is_file()}
