"""`cuttings repair`: how does a damaged index become a sound one?"""

from __future__ import annotations

import os
import secrets
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.errors import Remedy
from index.settings import Settings
from web.terminal import index_option

if TYPE_CHECKING:
    from index.reindex.repairing import Repaired

_DONE = {
    "none": "nothing to repair: the index is sound",
    "older_removed": "repaired: the generation before, which was damaged, was removed; the newest one is sound",
    "older_generation": "repaired: the last sound generation answers again; the next reindex brings in what is newer",
    "rebuilt": "repaired: the index was built anew from the files",
}


@click.command("repair")
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print what was done and what is lost as JSON.")
def command(index: Path | None, *, as_json: bool) -> None:
    """Mend a damaged index: `cuttings verify` finds nothing afterwards.

    The last generation that is sound answers again; where none is, everything is read again from the files. Articles
    that are lost are listed; then the damaged files are put aside, and `cuttings salvage` reads them there.
    """
    from index.reindex.environment import Environment
    from index.reindex.repairing import repair
    from web.progress import quietly, shown
    from web.terminal.failures import explained

    settings = Settings.read(os.environ, index=index)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # like Ctrl-C: the reading processes end, too
    worded = explained(settings.index, "the index may be as damaged as it was", Remedy("repair"))
    with worded, shown(to_stderr=True) as watcher:
        repaired = repair(Environment(settings, datetime.now(UTC), watcher, secrets.randbits(63)))
    if as_json:
        from web.reply.encoding import indented
        from web.reply.upkeep import repair_report

        told = indented(repair_report(repaired)).decode()
        quietly(lambda: click.echo(told))
    else:
        quietly(lambda: click.echo(_DONE[repaired.action]))
    _tell_lost(repaired)


def _tell_lost(repaired: Repaired) -> None:
    from web.progress import printable

    # What the last sound generation lacks is in the files, as a rule, and comes back; what these lack is lost.
    back = repaired.action == "older_generation"
    for one in repaired.lost:
        place = f"{one.path}, line {one.line}" if one.line else one.path
        what = "not in that state" if back else "lost"
        click.echo(f"cuttings: {what}: article {one.id} of {printable(place)}", err=True)
    if back and repaired.lost:
        click.echo("cuttings: the next reindex brings back each of these whose file is still there", err=True)
    if not repaired.exact:
        click.echo("cuttings: which articles the index held is not known for sure: more may be lost", err=True)
    if repaired.aside:
        click.echo(f"cuttings: the damaged files are in {repaired.aside}: remove them when nobody needs them", err=True)
