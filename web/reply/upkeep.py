"""What does a program get of a backup, of what was salvaged, and of a repair? The reports of those commands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Struct

from web.reply.record import described

if TYPE_CHECKING:
    from index.reindex import expected, repairing, salvaging
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


class LostArticle(Struct, kw_only=True, frozen=True):
    """An article that the index held and that could not be kept."""

    id: Annotated[str, described("Its id.")]
    path: Annotated[str, described("The file that it came from, relative to the folder that was indexed.")]
    line: Annotated[
        int, described("Which part of a file of several articles, such as a line or row, from 1; 0: the file.")
    ]


class SalvageReport(Struct, kw_only=True, frozen=True):
    """What `cuttings salvage --json` got out of an index."""

    file: Annotated[str, described("The JSON lines that were written.")]
    articles: Annotated[int, described("How many articles are in it.")]
    lost: Annotated[tuple[LostArticle, ...], described("Articles that are not in it.")]
    older: Annotated[tuple[LostArticle, ...], described("Articles that are in it as before their last change.")]
    exact: Annotated[
        bool, described("Whether it is known what the index held; else others may be lost, or deleted ones be in it.")
    ]


class RepairReport(Struct, kw_only=True, frozen=True):
    """What `cuttings repair --json` did. The index is sound afterwards."""

    action: Annotated[
        Literal["none", "older_removed", "older_generation", "rebuilt"],
        described(
            "`none`: it was sound; `older_removed`: a damaged state beside the sound newest one is gone; "
            "`older_generation`: the last sound state answers again; `rebuilt`: all was read again from the files."
        ),
    ]
    lost: Annotated[
        tuple[LostArticle, ...],
        described("Articles that the index held and does not hold now, or in an older text."),
    ]
    exact: Annotated[bool, described("Whether it is known what the index held; else others may be lost.")]
    aside: Annotated[str, described('Where the damaged files were put; "" where none of them is needed.')]


def copy_report(copied: replica.CopiedGeneration) -> CopyReport:
    return CopyReport(
        generation=copied.generation,
        published_at=copied.published_at,
        articles=copied.articles,
        files=copied.files,
        copied=copied.copied,
        bytes=copied.size,
        passed_over=copied.passed_over,
    )


def salvage_report(salvaged: salvaging.Salvaged) -> SalvageReport:
    return SalvageReport(
        file=str(salvaged.path),
        articles=salvaged.articles,
        lost=_named(salvaged.lost),
        older=_named(salvaged.older),
        exact=salvaged.exact,
    )


def repair_report(repaired: repairing.Repaired) -> RepairReport:
    return RepairReport(
        action=repaired.action.value,
        lost=_named(repaired.lost),
        exact=repaired.exact,
        aside=str(repaired.aside or ""),
    )


def _named(lost: Iterable[expected.Lost]) -> tuple[LostArticle, ...]:
    return tuple(LostArticle(id=one.id, path=one.path, line=one.line) for one in lost)
