"""`cuttings verify`: is the index whole, and does a search work?"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from index.errors import Advice, IndexDamaged, Remedy
from index.settings import Settings
from web.terminal import index_option, said


class Unsound(IndexDamaged):
    """The check has found something; what, it has said by then."""

    advice: Advice = ("run ", Remedy("repair"))
    joint = ": "


@click.command("verify")
@index_option
@click.pass_context
def command(ctx: click.Context, index: Path | None) -> None:
    """Read every byte of the index, compare checksums, read every article, and run a search.

    Exits with 0 where the index is sound, with 4 and the reasons where it is damaged, with 3 where there is none or
    it is of another version, and with 1 where it could not be looked at.
    """
    from index.reindex.verify import verify
    from search.notes import older_generation
    from search.opening import engine_for
    from search.query import Query

    settings = Settings.read(os.environ, index=index)
    try:
        verdict = verify(settings.index)
    except IndexDamaged as error:  # whose own advice is this very command
        raise Unsound(error.what) from error
    problems = list(verdict.damage)
    if verdict.passed_over:
        problems.insert(0, said(older_generation(verdict.passed_over), ctx))
    if not problems:
        engine = engine_for(replace(settings, aliases=""), seconds=60.0)  # a file of aliases is no part of the index
        results = engine.search(Query())
        if results.total != verdict.articles:
            problems.append(f"a search for everything finds {results.total:,} of {verdict.articles:,} articles")
    for problem in problems:
        click.echo(f"cuttings: {problem}", err=True)
    if problems:
        raise Unsound("the index is damaged")
    from web.words import count

    click.echo(
        f"sound: {count(verdict.articles, 'article')} in {count(verdict.segments, 'segment')}, "
        f"generation {verdict.generation} of {verdict.created}"
    )
