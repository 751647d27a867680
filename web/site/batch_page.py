"""How is a list of names looked up? A form that takes one a line, a table of what each finds, and the table as CSV."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flask import Blueprint, Response, render_template, request

from index.facets import MENTIONED_PLACE, ORGANISATION, PERSON
from search.query import Listing, Query, Selection
from web import paths, regional, urls, words
from web.exports.file_names import disposition, file_name
from web.exports.formats import csv_lines
from web.paths import Parameter
from web.question_lists import Finding, LineCount, look_up, question, questions
from web.serving.asked_forms import BY_FORM
from web.shelf import engine
from web.translation import gettext as _
from web.translation import noted

routes = Blueprint("batch", __name__)
LIST_LINES = 500
SECONDS = 30.0  # for all the lines: who asks waits a minute, and most proxies no longer
_SHAREABLE = 2_000  # characters up to which an address is one that can be sent: browsers, mails and proxies take it
_COLUMNS = (
    "line",
    "name",
    "articles",
    "first",
    "last",
    "suggestion",
    "articles_of_suggestion",
    "articles_loosely",
    "note",
    "address",
)
_NAMED = {
    PERSON: noted("as a person: %(n)s"),
    ORGANISATION: noted("as an organisation: %(n)s"),
    MENTIONED_PLACE: noted("as a place: %(n)s"),
}
FINDINGS = {
    Finding.STRICT: noted("All the words, as they are spelt"),
    Finding.PHRASE: noted("The words side by side, as they are spelt"),
    Finding.LOOSE: noted("As the search box does: other spellings and corrections, too"),
}


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A line of the table. `href` leads to the articles; `hint` is a better spelling and `hint_href` leads to what it
    finds; `loose_href` leads to what the search box finds for a line that finds nothing, "" for nothing. Where the line
    is a name as texts have it, `named` says in how many articles they mean its bearer, and `named_href` leads there."""

    line: LineCount
    href: str
    first: str
    last: str
    hint_href: str = ""
    loose_href: str = ""
    named: str = ""
    named_href: str = ""


@routes.get(paths.BATCH)
def page() -> str | Response:
    """The form, and what the lines find that came with it. A form that is short enough has an address to send on."""
    text, finding = _asked()
    lines = list(questions(text))
    address = urls.batch((line for _number, line in lines), "" if finding is Finding.STRICT else finding)
    if request.environ.get(BY_FORM) and len(address) <= _SHAREABLE:
        return Response(f"The list stands at {address}\n", 303, {"Location": address}, mimetype="text/plain")
    rows = [_row(line, finding) for line in _looked_up(lines[:LIST_LINES], finding)]
    return render_template(
        "batch.html",
        text=text,
        finding=finding,
        findings=[(each.value, _(told)) for each, told in FINDINGS.items()],
        rows=rows,
        most=LIST_LINES,
        cut=max(0, len(lines) - LIST_LINES),
        found=sum(bool(row.line.total) for row in rows),
        unseen=sum(row.line.total is None for row in rows),
        partial=any(row.line.partial for row in rows),
        named=any(row.named for row in rows),
    )


@routes.get(f"{paths.BATCH}.csv")
def table() -> Response:
    """The table as a file for a spreadsheet."""
    text, finding = _asked()
    lines = list(questions(text))
    origin = request.host_url.rstrip("/")
    rows = [_cells(line, origin) for line in _looked_up(lines[:LIST_LINES], finding)]
    if len(lines) > LIST_LINES:
        rows.append(("", f"Only the first {LIST_LINES} lines were looked up.", *[""] * (len(_COLUMNS) - 2)))
    name = file_name(Query("list"), datetime.now(UTC).date(), "csv")
    told = "\ufeff" + "".join(csv_lines([_COLUMNS, *rows]))
    return Response(told, mimetype="text/csv", headers={"Content-Disposition": disposition(name)})


def _asked() -> tuple[str, Finding]:
    """The text of the list, and how its lines are looked for: strictly where nothing that is known is said."""
    text = request.args.get(Parameter.LINES, "").replace("\r\n", "\n").replace("\r", "\n")
    said = request.args.get(Parameter.FINDING, "")
    return text, Finding(said) if said in Finding.__members__.values() else Finding.STRICT


def _looked_up(lines: list[tuple[int, str]], finding: Finding) -> Iterator[LineCount]:
    until = time.monotonic() + SECONDS
    return look_up(engine(), lines, finding, lambda: time.monotonic() > until)


def _row(line: LineCount, finding: Finding) -> BatchRow:
    loose = question(line.text, Finding.LOOSE)
    return BatchRow(
        line,
        _articles(line.query),
        words.short_day(line.first) if line.first else "",
        words.short_day(line.last) if line.last else "",
        hint_href=_articles(question(line.hint, finding)) if line.hint else "",
        loose_href=_articles(loose) if line.loosely and not line.hint else "",
        **_as_name(line),
    )


def _as_name(line: LineCount) -> dict[str, str]:
    """What a row says of a line that is a name of a person, organisation or place: of the kind with most articles."""
    if not line.total:
        return {}
    queries = {name: Query(selections=(Selection(name, line.text),), copies=Listing.ALL) for name in _NAMED}
    counts = {name: engine().count(query) for name, query in queries.items()}
    most = max(counts, key=counts.__getitem__)
    if not counts[most]:
        return {}
    return {"named": _(_NAMED[most], n=regional.number(counts[most])), "named_href": _articles(queries[most])}


def _articles(query: Query) -> str:
    """The page of results of a line: with copies as one, as pages list them."""
    return urls.search(replace(query, copies=Listing.GROUP))


def _cells(line: LineCount, origin: str) -> tuple[str | int, ...]:
    note = "not looked up: the time was up" if line.total is None else "at least" if line.partial else ""
    days = (day.isoformat() if day else "" for day in (line.first, line.last))
    total = "" if line.total is None else line.total
    return (
        line.number,
        line.text,
        total,
        *days,
        line.hint,
        line.hinted or "",
        line.loosely or "",
        note,
        origin + _articles(line.query),
    )
