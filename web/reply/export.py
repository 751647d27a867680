"""What does a program get that takes all the results of a question along?

An export is sent as it is made: its head, its hits one by one, its end. `Export` is the three together.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Struct, UnsetType

from search import results as answered
from web.reply.answer import AnswerHead, Hit, NoteCodes, Notes, Partial, answer_fields, hit_fields, note_fields
from web.reply.record import described

Written = Annotated[int, described("The number of hits above.")]


class ExportHead(AnswerHead, kw_only=True, frozen=True):
    """What an export says before its hits."""

    query_id: Annotated[str | UnsetType, described("The question's id; in `cuttings batch` only.")] = UNSET
    read_as: Annotated[
        str, described("The question as it was read. Old name beside `reading`; goes in the next release.")
    ]
    all_words: Annotated[int, described("Old name of `total_all_words`; goes in the next release.")]


class ExportEnd(Struct, kw_only=True, frozen=True):
    """What an export says behind its hits, as it is known only then."""

    written: Written
    partial: Partial
    notes: Notes
    note_codes: NoteCodes


class Export(ExportHead, kw_only=True, frozen=True):
    """All the results of a question: `/search.json`, `cuttings search --json`, an answer of `cuttings batch`."""

    hits: Annotated[tuple[Hit, ...], described("The results, up to 10,000.")]
    written: Written
    partial: Partial
    notes: Notes
    note_codes: NoteCodes


def export_head(results: answered.Results, query_id: str | None) -> ExportHead:
    """What an export says before its hits; `query_id` is None but in a list of questions."""
    return ExportHead(
        **answer_fields(results),
        query_id=UNSET if query_id is None else query_id,
        read_as=results.reading or results.query.text,
        all_words=results.total_all_words,
    )


def export_end(export: answered.Export) -> ExportEnd:
    """What an export that was written says behind its hits."""
    return ExportEnd(written=export.written, partial=export.partial, **note_fields(export.notes))


def export_hit(rank: int, hit: answered.Hit) -> Hit:
    """A hit of an export, by its rank from 1."""
    return Hit(**hit_fields(rank, hit))
