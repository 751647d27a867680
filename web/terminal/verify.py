"""`cuttings verify`: is the index whole, and does a search work?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from index.errors import Advice, CuttingsError, IndexDamaged, Remedy
from index.settings import Settings
from web.terminal import index_option, said


class Unsound(IndexDamaged):
    """The check has found something; what, it has said by then."""

    advice: Advice = ("run ", Remedy("repair"))
    joint = ": "


def _tell(problems: Sequence[str], error: CuttingsError) -> None:
    """Say what was found, and raise the error where anything was."""
    for problem in problems:
        click.echo(f"cuttings: {problem}", err=True)
    if problems:
        raise error


def _verify_cluster(settings: Settings) -> None:
    """Compare the cluster with the working copy, which is sound. Raises IndexDamaged."""
    from index.cluster.verification import verify_cluster
    from index.store.snapshot import open_snapshot

    anew = Remedy("copy-index", "--anew", str(settings.index))
    problems = verify_cluster(settings, open_snapshot(settings.index))
    _tell(problems, IndexDamaged("the index in the cluster is not what was published", "run ", anew))


@click.command("verify")
@index_option
@click.pass_context
def command(ctx: click.Context, index: Path | None) -> None:
    """Read every byte of the index, compare checksums, read every article, and run a search. Of an index in a cluster,
    do so with the working copy, and compare every copy of every document in the cluster with it.

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
        # A file of aliases is no part of the index.
        engine = engine_for(replace(settings, aliases="", cluster=""), seconds=60.0)
        results = engine.search(Query())
        if results.total != verdict.articles:
            problems.append(f"a search for everything finds {results.total:,} of {verdict.articles:,} articles")
    _tell(problems, Unsound("the index is damaged"))
    if settings.cluster:
        _verify_cluster(settings)
    from web.words import count

    click.echo(
        f"sound: {count(verdict.articles, 'article')} in {count(verdict.segments, 'segment')}, "
        f"generation {verdict.generation} of {verdict.created}"
    )
