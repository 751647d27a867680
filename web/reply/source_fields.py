"""What is said of what was saved of an article? The file and record that it lies in, and where it can be had."""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from index.article import Article
from index.originals.original import Original
from web import urls
from web.reply.record import described


class SavedSource(Struct, kw_only=True, frozen=True):
    """Where what was saved of an article lies. The links answer 410 where the file is gone, or is another one now."""

    path: Annotated[str, described("The file, relative to the folder that was indexed.")]
    record: Annotated[
        int | None, described("Its number from 1 in a file of several articles, such as JSON lines; else null.")
    ]
    bytes: Annotated[int | None, described("The size of the file as it was indexed; null of a record.")]
    sha256: Annotated[str | None, described("The SHA-256 of the file, or of the record alone, in hexadecimal.")]
    saved: Annotated[str | None, described("When it was saved, as `published`; null where that is not stated.")]
    page: Annotated[str | None, described("The address at which a browser shows it as it was saved.")]
    download: Annotated[str | None, described("The address of its bytes, which have the digest.")]


SourceField = Annotated[
    SavedSource,
    described("What was saved of it: the file or record that it was read from. Links are null where unknown."),
]


def source_field(article: Article, original: Original | None) -> SavedSource:
    """What was saved of an article, and where it lies, None where nobody knows."""
    return SavedSource(
        path=article.path,
        record=(original.line or None) if original else None,
        bytes=original.size if original else None,
        sha256=article.sha256 or None,
        saved=article.saved.isoformat() if article.saved else None,
        page=urls.saved(article.id, urls.SAVED_PAGE) if original else None,
        download=urls.saved(article.id, urls.SAVED_SOURCE) if original else None,
    )
