"""What is said while folders are watched? One line a run, for people, programs or the log of a server."""

from __future__ import annotations

import logging
from typing import Protocol

import click

from web.progress import in_index, printable, quietly, samples_sentence
from web.reply.encoding import encoded
from web.reply.run import Report

_LOG = logging.getLogger("cuttings.watch")
_LISTED = 20  # files that a run has newly skipped


class Teller(Protocol):
    """Whoever passes on what is said."""

    def say(self, text: str) -> None:
        """How things are."""
        ...

    def warn(self, text: str) -> None:
        """What somebody should see to."""
        ...

    def ran(self, report: Report, lines: list[str]) -> None:
        """What a run did, and the same in lines for people, none where nothing had to be done."""
        ...


class TerminalLines:
    """Lines on the output; what somebody should see to goes to the errors."""

    def say(self, text: str) -> None:
        quietly(lambda: click.echo(printable(text)))

    def warn(self, text: str) -> None:
        quietly(lambda: click.echo(f"cuttings: {printable(text)}", err=True), err=True)

    def ran(self, report: Report, lines: list[str]) -> None:
        for line in lines:
            self.say(line)


class JsonLines(TerminalLines):
    """The report of each run as a line of JSON on the output; sentences go to the errors."""

    def say(self, text: str) -> None:
        quietly(lambda: click.echo(printable(text), err=True), err=True)

    def ran(self, report: Report, lines: list[str]) -> None:
        told = encoded(report).decode()
        quietly(lambda: click.echo(told))


class LogEntries:
    """Entries of a server's log."""

    def __init__(self) -> None:
        _LOG.setLevel(logging.INFO)

    def say(self, text: str) -> None:
        _LOG.info("%s", text)

    def warn(self, text: str) -> None:
        _LOG.warning("%s", text)

    def ran(self, report: Report, lines: list[str]) -> None:
        for line in lines:
            self.say(line)


class RunLines:
    """The lines of one run after another: the second does not repeat which files the first has skipped."""

    def __init__(self) -> None:
        self._known: set[int] | None = None  # hashes: there may be a million

    def of(self, report: Report) -> list[str]:
        """What a run did, and what it has newly left out; nothing where it had nothing to do, unless it is the
        first."""
        first = self._known is None
        skipped = {hash((one.path, one.line, str(one.reason_code))): one for one in report.skipped}
        new = [one for key, one in skipped.items() if self._known is not None and key not in self._known]
        self._known = set(skipped)
        lines = [f"skipped {one.path}: {one.reason} [{one.code}]: {one.advice}" for one in new[:_LISTED]]
        if len(new) > _LISTED:
            lines.append(f"... and {len(new) - _LISTED:,} more are skipped")
        if report.samples_left:
            lines.append(samples_sentence(report.samples_left, dry_run=report.dry_run))
        if report.generation or first:
            lines.append(_sentence(report))
        return lines


def _sentence(report: Report) -> str:
    """`3 new, 1 changed; published generation 7 in 1.2 s: 44 articles in the index, 2 skipped`."""
    counts = ((report.new, "new"), (report.changed, "changed"), (report.renamed, "renamed"), (report.gone, "gone"))
    did = ", ".join(f"{count:,} {word}" for count, word in counts if count) or "no article has changed"
    published = f"published generation {report.generation}" if report.generation else "the index is up to date"
    parts = in_index(report.articles, report.older_versions)
    if report.skipped:
        parts.append(f"{len(report.skipped):,} skipped")
    return f"{did}; {published} in {report.seconds:.1f} s: {', '.join(parts)}"
