"""`cuttings backup`: how does the index come to another disk while it is in use?"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from index.errors import Remedy
from index.settings import Settings
from web.terminal import index_option


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path, file_okay=False), metavar="DEST")
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print what was copied as JSON.")
def command(target: Path, index: Path | None, *, as_json: bool) -> None:
    """Copy the newest state of the index into DEST, which `cuttings restore` and `cuttings verify --index` read, and
    what readers keep on the server.

    `serve` and `reindex` may run meanwhile. DEST is empty, or holds an earlier backup of this index: what it has
    already is checked and not copied again. Whatever ends the command, DEST holds the earlier backup or this one.
    """
    from index.store.replica import KEPT_BESIDE, back_up
    from web.state.state_copy import back_up_state
    from web.terminal.failures import explained
    from web.words import count

    settings = Settings.read(os.environ, index=index)
    left = "it holds the backup before or this one" if target.is_dir() else "there is no backup in it yet"
    again = Remedy("backup", str(target))
    with explained(target, left, again):
        copied = back_up(settings.index, target, datetime.now(UTC))
    if as_json:
        from web.reply.encoding import indented
        from web.reply.upkeep import copy_report

        click.echo(indented(copy_report(copied)))
    else:
        click.echo(
            f"backed up: {count(copied.articles, 'article')}, generation {copied.generation} of {copied.published_at}; "
            f"{copied.copied} of {count(copied.files, 'file')} copied, {copied.size / 1e6:,.1f} MB"
        )
    with explained(target, "it holds the index, but not what readers keep", again):
        back_up_state(settings.state_file, target / KEPT_BESIDE)
