"""`cuttings salvage`: what is left of an archive whose files are gone?"""

from __future__ import annotations

import os
from pathlib import Path

import click

from index.errors import IndexDamaged, Remedy
from index.settings import Settings
from web.terminal import index_option


class Incomplete(IndexDamaged):
    """Something of the index could not be salvaged; what, has been said by then."""

    joint = "; "


@click.command("salvage")
@click.argument("target", type=click.Path(path_type=Path, file_okay=False), metavar="DEST")
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print what was written and what is lost as JSON.")
def command(target: Path, index: Path | None, *, as_json: bool) -> None:
    """Write the articles of the index into DEST/articles.jsonl, which `cuttings reindex DEST` makes an archive of.

    The index may be damaged: every article whose own bytes are whole is got out. Each that is lost is listed, and the
    exit code is 4 then. The index is only read.
    """
    from index.reindex.salvaging import salvage
    from web.progress import printable
    from web.terminal.failures import explained
    from web.words import count

    settings = Settings.read(os.environ, index=index)
    with explained(target, "it holds no articles.jsonl or the whole one", Remedy("salvage", str(target))):
        salvaged = salvage(settings.index, target)
    if as_json:
        from web.reply.encoding import indented
        from web.reply.upkeep import salvage_report

        click.echo(indented(salvage_report(salvaged)))
    else:
        click.echo(f"salvaged: {count(salvaged.articles, 'article')} in {salvaged.path}")
    for what, lost in (("lost", salvaged.lost), ("as before its last change", salvaged.older)):
        for one in lost:
            place = f"{one.path}, line {one.line}" if one.line else one.path
            click.echo(f"cuttings: {what}: article {one.id} of {printable(place)}", err=True)
    if not salvaged.exact:
        click.echo("cuttings: the list of articles is damaged: more may be lost, or deleted ones be there", err=True)
    if not salvaged.whole:
        raise Incomplete("not all of the index could be salvaged", "what could is in the file")
