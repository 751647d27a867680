"""`cuttings restore`: how does a backup become the index?"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from index.errors import Remedy
from index.settings import Settings
from web.terminal import index_option


@click.command("restore")
@click.argument("source", type=click.Path(path_type=Path, file_okay=False), metavar="SRC")
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print what was copied as JSON.")
def command(source: Path, index: Path | None, *, as_json: bool) -> None:
    """Copy the backup in SRC into the folder of the index, which must be empty or not there, and what readers kept to
    where nothing is kept.

    Every byte is checked. Where the newest state in SRC is damaged the one before it is taken, which stderr says.
    """
    from index.store.replica import KEPT_BESIDE, restore
    from web.state.state_copy import restore_state
    from web.terminal.failures import explained
    from web.words import count

    settings = Settings.read(os.environ, index=index)
    with explained(settings.index, "it holds no index or the whole one", Remedy("restore", str(source))):
        copied = restore(source, settings.index, datetime.now(UTC))
    if (kept := source / KEPT_BESIDE).exists():
        left = "the index is restored, but not what readers kept"
        with explained(settings.state_file.parent, left, Remedy("restore", str(source))):
            if not restore_state(kept, settings.state_file):
                click.echo(f"cuttings: {settings.state_file} is there and stays as it is", err=True)
    if copied.passed_over:
        click.echo(f"cuttings: an older generation was restored, because {copied.passed_over}", err=True)
    if as_json:
        from web.reply.encoding import indented
        from web.reply.upkeep import copy_report

        click.echo(indented(copy_report(copied)))
        return
    click.echo(
        f"restored: {count(copied.articles, 'article')}, generation {copied.generation} of {copied.published_at}"
    )
