"""How is a run of `reindex` told to a reader? What it is at, how far it is and how long that takes; or how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from index.store.run_states import Running, RunPhase, UnfinishedRun
from web import words

_STEPS: Mapping[str, str] = {
    RunPhase.PLANNING: "looking which files are new or changed",
    RunPhase.LOOKING: "looking for lines that recur on the pages of a site",
    RunPhase.READING: "reading pages",
    RunPhase.COMPARING: "comparing what all pages of the archive say",
    RunPhase.READING_AGAIN: "reading some pages again, as the archive tells more of them now",
    RunPhase.PUBLISHING: "writing the new index",
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
    facts = [("Began", moment(run.since))] if run.since else []
    if run.of:
        facts.append(("Done", f"{run.done:,} of {run.of:,}"))
    if run.rate:
        facts.append(("Speed", _speed(run.rate)))
    if run.left is not None:
        facts.append(("Left of this step", _duration(run.left)))
    return RunProgress(step(run.phase), run.done, run.of, tuple(facts))


def step(phase: str) -> str:
    """What a phase does, in words."""
    return _STEPS.get(phase, phase)


def running(run: Running | None) -> str:
    """What a run is at, in a few words; "" where none goes on."""
    if run is None:
        return ""
    return f"{step(run.phase)}, {run.done:,} of {run.of:,}" if run.of else step(run.phase)


def unfinished(run: UnfinishedRun | None) -> str:
    """How a run ended early, as a sentence without its full stop; "" where none did."""
    if run is None:
        return ""
    at = f"{step(run.phase)} ({run.done:,} of {run.of:,} done)" if run.of else step(run.phase)
    why = f": {run.reason.rstrip('.')}" if run.reason else ""
    return f"A later reindex ended without finishing on {moment(run.at)}, while {at}{why}"


def _speed(rate: float) -> str:
    return f"{rate:,.0f} pages a second" if rate >= _FEW else f"{words.count(round(rate * _MINUTE), 'page')} a minute"


def _duration(seconds: float) -> str:
    """A time in words that are no more exact than it is foretold."""
    if seconds < _MINUTE:
        return "less than a minute"
    if seconds < _HOUR:
        return f"about {words.count(round(seconds / _MINUTE), 'minute')}"
    return f"about {words.count(round(seconds / _HOUR), 'hour')}"


def moment(stated: str) -> str:
    """A time of ISO 8601 in words, as "1 Mar 2026, 12:00 UTC"; as it is where it is none."""
    try:
        time = datetime.fromisoformat(stated)
    except ValueError:
        return stated
    time = time.astimezone(UTC) if time.tzinfo else time
    return f"{words.day(time.date())}, {time:%H:%M}{' UTC' if time.tzinfo else ''}"
