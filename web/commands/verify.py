"""`cuttings verify`: is the index whole, and does a search work?"""

from __future__ import annotations

import os
from pathlib import Path

import click

from index.settings import Settings


@click.command("verify")
@click.option("--index", type=click.Path(path_type=Path, file_okay=False), help="Folder of the index.")
def command(index: Path | None) -> None:
    """Read every byte of the index, compare checksums, read every article, and run a search.

    Exits with 1 and the reasons where something is wrong.
    """
    from index.pipeline.verify import verify
    from search.embedded import open_engine
    from search.query import Query

    settings = Settings.read(os.environ, index=index)
    verdict = verify(settings.index)
    problems = list(verdict.problems)
    if not problems:
        found = open_engine(settings.index, seconds=60.0).search(Query())
        if found.total != verdict.articles:
            problems.append(f"a search for everything finds {found.total:,} of {verdict.articles:,} articles")
    for problem in problems:
        click.echo(f"cuttings: {problem}", err=True)
    if problems:
        click.echo("cuttings: the index is damaged: run `cuttings reindex --full`", err=True)
        raise SystemExit(1)
    click.echo(
        f"sound: {verdict.articles:,} articles in {verdict.segments:,} segments, "
        f"generation {verdict.generation} of {verdict.created}"
    )
