"""How does a result list leave the program? As CSV or a TREC run: an export in, pieces out.

Pieces come as the export makes its pages, so that none holds more than one of them. A fault in the middle is raised
and the piece that ends the file never comes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from index.facets import OF_HITS
from index.wellformed import well_formed
from search.notes import Note
from search.results import Export, Hit, Results
from web.passage_line import one_line
from web.sentences import sentence

Cell = str | int | float

HIT_COLUMNS = (
    "rank",
    "title",
    "publisher",
    "published",
    "modified",
    "authors",
    "agency",
    "place",
    "section",
    "language",
    "matches",
    "quote",
    "key",
    "path",
    "id",
    "published_zone",
    "modified_zone",
    "added",
    "host",
    "sha256",
    "url",
    "group",
    *(facet.telling for facet in OF_HITS),  # a new facet has the last of these columns
    "permalink",  # told in an export over the web
)
QUERY_COLUMNS = ("query_id", "query", "read_as", "total", "all_words", "notes")

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value: Cell) -> Cell:
    """`value` as a cell that no spreadsheet takes for a formula: an apostrophe before what starts like one."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def quotes(hit: Hit) -> str:
    """The hit's snippets as one text."""
    return " … ".join(one_line(snippet).text for snippet in hit.snippets)


def hit_row(rank: int, hit: Hit, permalink: str = "") -> tuple[Cell, ...]:
    """The cells of `HIT_COLUMNS`; `permalink` is the address of the article in the archive, "" where nobody serves
    it."""
    authors = "; ".join(hit.authors)
    published, modified = (date.isoformat() if date else "" for date in (hit.published, hit.modified))
    return (
        *(rank, hit.title.text, hit.publisher, published, modified, authors, hit.agency, hit.place, hit.section),
        *(hit.language, hit.matches, quotes(hit), hit.key, hit.path, hit.id),
        *(date.zone if date else "" for date in (hit.published, hit.modified)),
        *(hit.added.isoformat() if hit.added else "", hit.host, hit.sha256, hit.url),
        hit.group.id if hit.group else "",
        *("; ".join(hit.facets.get(facet.name, ())) for facet in OF_HITS),
        permalink,
    )


def query_row(query_id: str, results: Results) -> tuple[Cell, ...]:
    """The cells of `QUERY_COLUMNS`."""
    notes = told(results.said)
    return query_id, results.query.text, results.reading, results.total, results.total_all_words, notes


def csv_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The rows as lines of CSV, each with its line end, every cell made safe."""
    for row in rows:
        buffer = io.StringIO()
        csv.writer(buffer).writerow([_plain(safe_cell(cell)) for cell in row])
        yield buffer.getvalue()


def to_csv(export: Export, permalink: Callable[[Hit], str] = lambda _: "") -> Iterator[bytes]:
    """A line for each hit under a line of column names; UTF-8 with the mark that spreadsheets know it by.

    Where the export is partial a last line says so in the column of titles, all else in it empty: a spreadsheet has no
    other place that a reader sees.
    """
    lines = list(csv_lines([HIT_COLUMNS]))
    lines[0] = f"\ufeff{lines[0]}"
    for page in ranked(export):
        lines += csv_lines(hit_row(rank, hit, permalink(hit)) for rank, hit in page)
        yield "".join(lines).encode()
        lines = []
    if export.partial:
        lines += csv_lines([partial_row(export)])
    yield "".join(lines).encode()


def partial_row(export: Export) -> tuple[Cell, ...]:
    """The cells of `HIT_COLUMNS` in the last line of an export that is partial."""
    said = f"PARTIAL, {partial_told(export)}"
    return tuple(said if name == "title" else "" for name in HIT_COLUMNS)


def partial_told(export: Export) -> str:
    """How many articles an export that is partial has, and why not all."""
    return f"{export.written:,} articles. {told(export.notes)}"


def told(notes: Iterable[Note]) -> str:
    return " ".join(map(sentence, notes))


def ranked(export: Export) -> Iterator[list[tuple[int, Hit]]]:
    """The pages of an export, each hit with its rank."""
    for hits in export:
        yield list(enumerate(hits, export.written - len(hits) + 1))


def trec_lines(query_id: str, export: Export) -> Iterator[str]:
    """Run lines `qid Q0 docid rank score cuttings`.

    Readers of runs sort by score, so a score that would break the order (an article with all the words stands before
    one with some and a higher score) is printed as the lowest above it. A run has no place for notes: whoever writes it
    says elsewhere that it is partial.
    """
    lowest = float("inf")
    for page in ranked(export):
        for rank, hit in page:
            lowest = min(lowest, float(hit.score))
            yield f"{_token(query_id)} Q0 {_token(hit.key)} {rank} {lowest:.6f} cuttings\n"


def _token(name: str) -> str:
    """`name` without white space, which would shift the columns."""
    return "_".join(_plain(name).split()) or "_"


def _plain(cell: Any) -> Any:
    return well_formed(cell) if isinstance(cell, str) else cell
