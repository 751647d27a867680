"""What does a program get of an article's versions?"""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from search import article_versions as answered
from web.reply.record import described


class Version(Struct, kw_only=True, frozen=True):
    """The article as it was saved once."""

    id: Annotated[
        str,
        described("Its own id: `/api/article/ID` has it, and `/api/compare` takes it in the place of an article's."),
    ]
    number: Annotated[int, described("1 for the oldest: `/api/article/ID?version=NUMBER` has it, too.")]
    saved: Annotated[str | None, described("When its page was saved; null where that is not stated.")]
    modified: Annotated[str | None, described("When it was last changed, as the page says; null where it does not.")]
    published: Annotated[str | None, described("When it was published, as the page says; null where it does not.")]
    title: Annotated[str, described('Its headline; "" where it has none.')]


VersionsField = Annotated[
    tuple[Version, ...],
    described(
        "The versions of an article that was saved several times, the oldest first; empty where it was saved once."
    ),
]


OlderField = Annotated[
    Version | None,
    described("Which older version of its article it is, where the question asks `in:versions`; null: the newest one."),
]


def version_field(version: answered.ArticleVersion) -> Version:
    """What is told of a version."""
    return Version(
        id=version.id,
        number=version.number,
        saved=version.saved.isoformat() if version.saved else None,
        modified=version.modified.isoformat() if version.modified else None,
        published=version.published.isoformat() if version.published else None,
        title=version.title,
    )


def versions_field(versions: answered.ArticleVersions | None) -> tuple[Version, ...]:
    """The field `versions` of an article."""
    return tuple(map(version_field, versions.all if versions else ()))
