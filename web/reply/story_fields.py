"""What does a program get of the story of an article?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from msgspec import Struct

from search.results import Hit
from web.reply.record import described


class StoryArticle(Struct, kw_only=True, frozen=True):
    """An article that goes on with the story of another."""

    id: Annotated[str, described("The article's id.")]
    title: Annotated[str, described('Its headline; "" where it has none.')]
    publisher: Annotated[str, described('Who published it; "" where that is not stated.')]
    published: Annotated[str, described("The date that it is filed under.")]
    url: Annotated[str, described('Its address on the web; "" where it is not known.')]


StoryField = Annotated[
    tuple[StoryArticle, ...],
    described(
        "What goes on with its story in the fortnight before or after, the earliest first; six at most. Empty where "
        "nothing is sure."
    ),
]


def story_field(story: Iterable[Hit]) -> tuple[StoryArticle, ...]:
    """The field `story` of an article."""
    return tuple(
        StoryArticle(
            id=hit.id,
            title=hit.title.text,
            publisher=hit.publisher,
            published=hit.filed_under.isoformat() if hit.filed_under else "",
            url=hit.url,
        )
        for hit in story
    )
