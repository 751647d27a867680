"""`cuttings batch`: a list of queries in, a table of counts and quotes out."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.settings import Settings
from search.query import MAX_RESULTS
from web.question_lists import questions
from web.sentences import sentence
from web.terminal import index_option, said

if TYPE_CHECKING:
    from search.engine import Engine
    from search.query import Query
    from search.results import Export

_LIMITS = {"csv": 10, "json": 10, "trec": 1000}
_SECONDS = 60.0  # nobody waits for one answer of a list, so it had better be whole


@click.command("batch")
@click.argument("queries", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@index_option
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(_LIMITS)),
    default="csv",
    show_default=True,
    help="csv: a line for each article found; json: a list of answers; trec: run lines for measuring a ranking.",
)
@click.option("--limit", type=click.IntRange(1, MAX_RESULTS), help="Articles for each query; 10, and 1,000 for trec.")
@click.option(
    "--strict",
    is_flag=True,
    help="Only articles with all the words as they are spelt: no corrections, no other spellings, no aliases.",
)
def command(queries: Path, index: Path | None, form: str, limit: int | None, *, strict: bool) -> None:
    """Run every query of QUERIES and print what was found.

    QUERIES is a text file with a query a line, whose number is its id, or JSON lines (suffix .jsonl) with "_id" or
    "id" and "text" or "query".
    """
    from search.opening import engine_for
    from web.question_lists import Finding, asking

    engine = engine_for(Settings.read(os.environ, index=index), seconds=_SECONDS)
    query = replace(asking(Finding.STRICT if strict else Finding.LOOSE), quotes=form != "trec")
    asked = [(query_id, replace(query, text=text)) for query_id, text in read_queries(queries)]
    known = None
    for line in _lines(engine, asked, form, limit or _LIMITS[form]):
        if (problem := engine.problem()) != known:
            known = problem
            if problem:
                click.echo(f"cuttings: {said(problem, click.get_current_context())}", err=True)
        click.echo(line, nl=False)


def read_queries(path: Path) -> Iterator[tuple[str, str]]:
    """(id, query) of each query of the file. Raises click.ClickException that names the line where one is not one."""
    text = path.read_text("utf-8-sig", "replace")
    for number, line in questions(text):
        if path.suffix != ".jsonl":
            yield str(number), line
            continue
        try:
            row = json.loads(line)
            identity = row["_id"] if "_id" in row else row["id"]
            yield str(identity), str(row["text"] if "text" in row else row["query"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise click.ClickException(
                f'{path}, line {number}: expected a JSON object with "_id" or "id" and "text" or "query"'
            ) from error


def _lines(engine: Engine, asked: list[tuple[str, Query]], form: str, limit: int) -> Iterator[str]:
    """The output, piece by piece as the answers come in."""
    from web.exports.answer import to_json
    from web.exports.formats import HIT_COLUMNS, QUERY_COLUMNS, csv_lines, trec_lines

    if form == "csv":
        yield from csv_lines([(*QUERY_COLUMNS, *HIT_COLUMNS)])
    for number, (query_id, query) in enumerate(asked):
        answer = engine.export(query, limit)
        if form == "trec":
            yield from trec_lines(query_id, answer)
        elif form == "csv":
            yield from csv_lines(_rows(query_id, answer))
        else:
            yield "[\n" if number == 0 else ",\n"
            yield from map(bytes.decode, to_json(answer, query_id))
        if answer.partial:
            click.echo(f"Partial answer to query {query_id}: {' '.join(map(sentence, answer.notes))}", err=True)
    if form == "json":
        yield "\n]\n" if asked else "[]\n"


def _rows(query_id: str, answer: Export) -> Iterator[tuple[str | int | float, ...]]:
    """A row for each hit, or one without a hit; at the end of a partial answer one that says so."""
    from web.exports.formats import HIT_COLUMNS, hit_row, partial_row, query_row

    start = query_row(query_id, answer.results)
    for hits in answer:
        for rank, hit in enumerate(hits, answer.written - len(hits) + 1):
            yield (*start, *hit_row(rank, hit))
    if answer.partial:
        yield (*start, *partial_row(answer))
    elif not answer.written:
        yield (*start, *("" for _ in HIT_COLUMNS))
