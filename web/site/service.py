"""What does the page of the service itself show? How the archive is, what it lacks, and what is done with it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from index.errors import IndexMissing
from index.facets import DATE, PUBLISHER
from index.store.run_states import LastRun
from search.health import ClusterHealth
from search.overview import Overview
from search.query import Query, Selection
from web import paths, regional, urls, words
from web.reply.state import health_reply
from web.reply.status import skipped_sources
from web.shelf import folder, status
from web.site.run_progress import moment, progress, unfinished
from web.translation import gettext as _
from web.translation import ngettext

MOST_SKIPPED = 1_000  # that the page lists: 200 KB
routes = Blueprint("status", __name__)


@dataclass(frozen=True, slots=True)
class StatusLine:
    """A line of the page: what it is about, what is said, and where a click leads, "" for nowhere."""

    label: str
    shown: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of the table of sources; `refused` is why it cannot be read, "" where it can."""

    path: str
    articles: str
    is_there: bool | None
    refused: str


@routes.get(paths.STATUS)
def page() -> str:
    known = status()
    first = known.running is not None and isinstance(known.health.error, IndexMissing)  # it is being made
    problem = "" if first else health_reply(known.health, folder()).problem
    skipped = skipped_sources(known)
    return render_template(
        "status.html",
        facts=_facts(known),
        running=progress(known.running),
        elsewhere=known.elsewhere,
        unfinished=unfinished(known.unfinished),
        last=_last(known.last),
        sources=[SourceRow(one.path, words.articles(one.articles), one.is_there, one.refused) for one in known.sources],
        skipped=skipped[:MOST_SKIPPED],
        more=len(skipped) - MOST_SKIPPED,
        problem=problem[:1].upper() + problem[1:].removesuffix("."),
    )


def _facts(known: Overview) -> list[StatusLine]:
    health = known.health
    if health.error is not None:
        return []
    lacking = ((known.undated, _("Without a date"), DATE), (known.without_publisher, _("Without a paper"), PUBLISHER))
    return [
        StatusLine(_("Articles"), regional.number(health.articles), urls.search(Query())),
        *(_fact(*one) for one in (*lacking, (known.without_byline, _("Without an author"), "byline"))),
        StatusLine(_("Older versions"), regional.number(known.older_versions)),
        StatusLine(_("Without text"), regional.number(known.empty)),
        StatusLine(_("Last changed"), moment(health.published_at)),
        StatusLine(_("Generation"), health.generation),
        *_cluster(health.cluster),
    ]


def _cluster(health: ClusterHealth | None) -> list[StatusLine]:
    """How the cluster is, where one has the archive."""
    if health is None:
        return []
    return [
        StatusLine(_("Machines of the cluster"), regional.number(health.nodes)),
        StatusLine(_("Copies that are missing"), regional.number(health.missing)),
        *([StatusLine(_("Words"), _("of the generation before; those of this one are being read"))] * health.stale),
    ]


def _fact(count: int, label: str, facet: str) -> StatusLine:
    """How many articles state no value of a facet, with a link to them."""
    href = urls.search(Query(selections=(Selection(facet, ""),))) if count else ""
    return StatusLine(label, regional.number(count), href)


def _last(run: LastRun | None) -> list[StatusLine]:
    if run is None:
        return []
    counts = (
        (run.new, ngettext("%(n)s new", "%(n)s new", run.new, n=regional.number(run.new))),
        (run.changed, ngettext("%(n)s changed", "%(n)s changed", run.changed, n=regional.number(run.changed))),
        (run.renamed, _("%(n)s renamed", n=regional.number(run.renamed))),
        (run.gone, _("%(n)s gone", n=regional.number(run.gone))),
    )
    done = ", ".join(told for count, told in counts if count) or _("nothing had changed")
    skipped = ngettext("%(n)s file or line", "%(n)s files and lines", run.skipped, n=regional.number(run.skipped))
    return [
        StatusLine(_("When"), moment(run.at)),
        StatusLine(_("How long"), _("%(n)s seconds", n=regional.number(run.seconds, ",.1f"))),
        StatusLine(_("Articles"), done),
        StatusLine(_("Not read"), skipped),
    ]
