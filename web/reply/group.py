"""What does a program get of a group of copies? The reply of `/api/group/`: what the page of the group shows."""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from search.article_copies import CopiedArticle, GroupRecord
from web.reply.record import described


class GroupArticle(Struct, kw_only=True, frozen=True):
    """An article of a group, and how it compares with the group's first one."""

    id: Annotated[str, described("Its id: `/api/article/ID` has the whole article.")]
    title: Annotated[str, described('Its headline; "" where it has none.')]
    publisher: Annotated[str, described('Who published it; "" where that is not stated.')]
    agency: Annotated[str, described('The agency that it names; "" for none.')]
    host: Annotated[str, described('The host of its address; "" where that is not known.')]
    language: Annotated[str, described('The language of its text, such as `en`; "" where that is not known.')]
    published: Annotated[str | None, described("When it was published; null where that is not known.")]
    date: Annotated[
        str | None,
        described("Its date as the order of the group goes by: of one that says when it was changed alone, this day."),
    ]
    url: Annotated[str, described('Its address on the web; "" where it is not known.')]
    share: Annotated[float, described("How much of the shorter text of the two stands in both, 0 to 1.")]
    words: Annotated[int, described("The number of words of the shorter text; 0 for the first article itself.")]
    same: Annotated[int, described("How many of them stand in both; 0 for the first article.")]
    runs: Annotated[int, described("In how many runs of twelve words or more they stand; 0 for the first article.")]


class GroupReply(Struct, kw_only=True, frozen=True):
    """The reply of `/api/group/ID`: the articles that are copies of each other, whichever of them was asked for."""

    id: Annotated[str, described("The group's id, as `group` of an article has it.")]
    size: Annotated[int, described("How many articles it has, two at least.")]
    articles: Annotated[
        tuple[GroupArticle, ...],
        described("They, the earliest first, then those without a date; of a large group the first thousand."),
    ]


def group_reply(record: GroupRecord) -> GroupReply:
    """All articles of a group."""
    articles = tuple(map(_article, record.articles))
    return GroupReply(id=articles[0].id, size=record.size, articles=articles)


def _article(copy: CopiedArticle) -> GroupArticle:
    dated = copy.filed_under
    return GroupArticle(
        id=copy.id,
        title=copy.title,
        publisher=copy.publisher,
        agency=copy.agency,
        host=copy.host,
        language=copy.language,
        published=copy.published.isoformat() if copy.published else None,
        date=dated.isoformat() if dated else None,
        url=copy.url,
        share=round(copy.share, 4),
        words=copy.words,
        same=copy.same,
        runs=copy.runs,
    )
