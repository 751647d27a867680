"""What does a program get of a backup and of what was restored? The reports of those commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Struct

from web.reply.record import described

if TYPE_CHECKING:
    from index.store import replica


class CopyReport(Struct, kw_only=True, frozen=True):
    """What `cuttings backup --json` and `cuttings restore --json` did."""

    generation: Annotated[int, described("The state of the index that was copied.")]
    published_at: Annotated[str, described("When that state was published, ISO 8601.")]
    articles: Annotated[int, described("Its articles.")]
    files: Annotated[int, described("Of how many files it consists.")]
    copied: Annotated[int, described("How many of them were copied; the others were there already, and whole.")]
    bytes: Annotated[int, described("How many bytes were copied.")]
    passed_over: Annotated[str, described('Why no newer state was restored; "" where this is the newest.')]


def copy_report(copied: replica.Copied) -> CopyReport:
    return CopyReport(
        generation=copied.generation,
        published_at=copied.published_at,
        articles=copied.articles,
        files=copied.files,
        copied=copied.copied,
        bytes=copied.size,
        passed_over=copied.passed_over,
    )
