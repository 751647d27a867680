"""How is a run of `reindex` told to a reader? What it is at, how far it is and how long that takes; or how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from index.store.run_states import Running, RunPhase, UnfinishedRun
from web import regional, words
from web.translation import gettext as _
from web.translation import ngettext, noted

_STEPS: Mapping[str, str] = {
    RunPhase.PLANNING: noted("looking which files are new or changed"),
    RunPhase.LOOKING: noted("looking for lines that recur on the pages of a site"),
    RunPhase.READING: noted("reading pages"),
    RunPhase.COMPARING: noted("comparing what all pages of the archive say"),
    RunPhase.READING_AGAIN: noted("reading some pages again, as the archive tells more of them now"),
    RunPhase.PUBLISHING: noted("writing the new index"),
    RunPhase.SENDING: noted("publishing to the cluster"),
}
_MINUTE, _HOUR = 60, 3600
_FEW = 2  # pages a second; what is slower is told by the minute


@dataclass(frozen=True, slots=True)
class RunProgress:
    """A run that goes on: its step in words, how many of its pages are done, and facts as (label, value).

    `of` is 0 where a step has no pages.
    """

    step: str
    done: int
    of: int
    facts: tuple[tuple[str, str], ...]


def progress(run: Running | None) -> RunProgress | None:
    """What is shown of a run that goes on."""
    if run is None:
        return None
    facts = [(_("Began"), moment(run.since))] if run.since else []
    if run.of:
        facts.append((_("Done"), _("%(done)s of %(of)s", done=regional.number(run.done), of=regional.number(run.of))))
    if run.rate:
        facts.append((_("Speed"), _speed(run.rate)))
    if run.left is not None:
        facts.append((_("Left of this step"), _duration(run.left)))
    return RunProgress(step(run.phase), run.done, run.of, tuple(facts))


def step(phase: str) -> str:
    """What a phase does, in words."""
    return _(_STEPS[phase]) if phase in _STEPS else phase


def running(run: Running | None) -> str:
    """What a run is at, in a few words; "" where none goes on."""
    if run is None:
        return ""
    if not run.of:
        return step(run.phase)
    done, of = regional.number(run.done), regional.number(run.of)
    return _("%(step)s, %(done)s of %(of)s", step=step(run.phase), done=done, of=of)


def unfinished(run: UnfinishedRun | None) -> str:
    """How a run ended early, as a sentence without its full stop; "" where none did."""
    if run is None:
        return ""
    at = step(run.phase)
    if run.of:
        at = _(
            "%(step)s (%(done)s of %(of)s done)", step=at, done=regional.number(run.done), of=regional.number(run.of)
        )
    when = moment(run.at)
    if not run.reason:
        return _("A later reindex ended without finishing on %(time)s, while %(step)s", time=when, step=at)
    return _(
        "A later reindex ended without finishing on %(time)s, while %(step)s: %(reason)s",
        time=when,
        step=at,
        reason=run.reason.rstrip("."),
    )


def _speed(rate: float) -> str:
    if rate >= _FEW:
        return _("%(n)s pages a second", n=regional.number(rate, ",.0f"))
    pages = round(rate * _MINUTE)
    return ngettext("%(n)s page a minute", "%(n)s pages a minute", pages, n=regional.number(pages))


def _duration(seconds: float) -> str:
    """A time in words that are no more exact than it is foretold."""
    if seconds < _MINUTE:
        return _("less than a minute")
    if seconds < _HOUR:
        minutes = round(seconds / _MINUTE)
        return ngettext("about %(n)s minute", "about %(n)s minutes", minutes, n=regional.number(minutes))
    hours = round(seconds / _HOUR)
    return ngettext("about %(n)s hour", "about %(n)s hours", hours, n=regional.number(hours))


def moment(stated: str) -> str:
    """A time of ISO 8601 in words, as "1 Mar 2026, 12:00 UTC"; as it is where it is none."""
    try:
        time = datetime.fromisoformat(stated)
    except ValueError:
        return stated
    time = time.astimezone(UTC) if time.tzinfo else time
    clock = f"{time:%H:%M}{' UTC' if time.tzinfo else ''}"
    return _("%(day)s, %(time)s", day=words.day(time.date()), time=clock)
