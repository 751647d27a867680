"""What does a program get of an article's copies?"""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from search import article_copies as answered
from web.reply.record import described


class GroupCopy(Struct, kw_only=True, frozen=True):
    """Another article with nearly the same text."""

    id: Annotated[str, described("The article's id.")]
    title: Annotated[str, described('Its headline; "" where it has none.')]
    publisher: Annotated[str, described('Who published it; "" where that is not stated.')]
    published: Annotated[str | None, described("When it was published; null where that is not known.")]
    url: Annotated[str, described('Its address on the web; "" where it is not known.')]
    share: Annotated[
        float,
        described(
            "How much of the shorter text stands in both, 0 to 1: in this article and in the first one of the group; "
            "1 for that one."
        ),
    ]


class CopyGroup(Struct, kw_only=True, frozen=True):
    """The articles that are copies of each other."""

    id: Annotated[str, described("The group's id, opaque; the same for all its articles.")]
    size: Annotated[int, described("How many articles it has, this one included.")]
    copies: Annotated[tuple[GroupCopy, ...], described("The others, the earliest first; ten at most.")]


GroupField = Annotated[CopyGroup | None, described("Its copies; null where it has none.")]


def group_field(group: answered.ArticleGroup | None) -> CopyGroup | None:
    """The field `group` of a hit or an article."""
    if group is None:
        return None
    copies = tuple(
        GroupCopy(
            id=copy.id,
            title=copy.title,
            publisher=copy.publisher,
            published=copy.published.isoformat() if copy.published else None,
            url=copy.url,
            share=round(copy.share, 4),
        )
        for copy in group.copies
    )
    return CopyGroup(id=group.id, size=group.size, copies=copies)
