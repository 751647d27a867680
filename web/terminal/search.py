"""`cuttings search`: what does the archive say, at a terminal or in a pipe?"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.settings import Settings
from search.query import MAX_RESULTS
from web.progress import printable
from web.sentences import sentence
from web.terminal import index_option, said

if TYPE_CHECKING:
    from rich.text import Text

    from search.results import Hit, Marked, Offer, Results


@click.command("search", context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1, required=True)
@index_option
@click.option("--limit", type=click.IntRange(1, MAX_RESULTS), default=10, show_default=True, help="Articles to show.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.pass_context
def command(ctx: click.Context, query: tuple[str, ...], index: Path | None, limit: int, *, as_json: bool) -> None:
    """Print titles, dates and snippets of the articles that match QUERY, best first.

    Several words are one query: `cuttings search "peace talks" -geneva`.
    """
    from search.opening import engine_for
    from search.query import Listing, Query

    engine = engine_for(Settings.read(os.environ, index=index))
    asked = Query(text=_one_query(query), per_page=limit, copies=Listing.ALL)
    if as_json:
        from web.exports.answer import to_json

        export = engine.export(asked, limit)
        _warn(export.results, ctx)
        for piece in to_json(export):
            click.echo(piece, nl=False)
        click.echo()
    else:
        results = engine.search(asked)
        _warn(results, ctx)
        _print_text(results)


def _warn(results: Results, ctx: click.Context) -> None:
    """What is to be said of the archive as a whole, beside the output."""
    for note in (*((results.problem,) if results.problem else ()), *results.notices):
        click.echo(f"cuttings: {said(note, ctx)}", err=True)


def _one_query(words: tuple[str, ...]) -> str:
    """Several arguments as one query: one with spaces beside others was a phrase, whose quotes the shell took."""
    if len(words) == 1:
        return words[0]
    return " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)


def _print_text(results: Results) -> None:
    from rich.console import Console

    # Plain text is not wrapped: a line is a line for whoever reads it in a pipe.
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=not sys.stdout.isatty())
    for line in ([f"Read as: {results.reading}"] if results.reading else []) + list(map(sentence, results.notes)):
        console.print(line, style="dim")
    for offer in results.offers:
        console.print(_printable(_offered(offer)))
    if not results.hits:
        console.print("No article matches.")
        for word, count in results.term_counts:
            console.print(f"  {_printable(word)}: {count:,} {'article' if count == 1 else 'articles'}")
        if results.suggestion:
            console.print(f"Did you mean: {_printable(results.suggestion)}")
        return
    console.print(f"{results.total:,} articles" if results.total != 1 else "1 article")
    for hit in results.hits:
        console.print()
        console.print(_marked(hit.title, "bold"))
        console.print(_printable(" · ".join(_facts(hit))), style="dim")
        for snippet in hit.snippets:
            console.print(_marked(snippet, ""))


def _offered(offer: Offer) -> str:
    """What the question names beside the texts: `By Martin Jay: 2 articles, with iran`; of an address, the article's
    id."""
    from web.words import count, offered

    kind, name = offered(offer.facet, offer.value)
    if not name:
        return f"{kind}: {offer.value or count(offer.count, 'article')}"
    return f"{kind} {name}: {count(offer.count, 'article')}" + (f", with {offer.rest}" if offer.rest else "")


def _facts(hit: Hit) -> list[str]:
    from web.words import yearless, zone

    dated = hit.filed_under
    unknown = yearless(hit.yearless) if hit.yearless else "undated"
    when = f"{dated.isoformat()[:16].replace('T', ' ')} {zone(dated)}".rstrip() if dated else unknown
    if dated and not hit.published:
        when = f"changed {when}"
    if dated and dated.inferred:
        when += f" ({dated.inferred})"
    return [fact for fact in (when, hit.publisher, ", ".join(hit.authors), hit.path) if fact]


def _marked(marked: Marked, style: str) -> Text:
    """A text with its matches in reverse video; where the output has no colours, between asterisks."""
    from rich.text import Text

    text = Text(style=style)
    end = 0
    mark = "" if sys.stdout.isatty() else "*"
    for span in marked.spans:
        text.append(_printable(marked.text[end : span.start]))
        text.append(f"{mark}{_printable(marked.text[span.start : span.end])}{mark}", style="reverse")
        end = span.end
    text.append(_printable(marked.text[end:]))
    return text


def _printable(text: str) -> str:
    """One line, without anything that could steer the terminal, or that nobody sees, such as U+2060."""
    seen = "".join(c for c in text if c.isprintable() or unicodedata.category(c) != "Cf")
    return printable(re.sub(r"\s+", " ", seen))
