"""What does a program get of lists of articles?"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Struct

from web.reply.record import described


class ArticleListReply(Struct, kw_only=True, frozen=True):
    """A list of articles."""

    id: Annotated[int, described("Its id, which no other list is given later.")]
    name: Annotated[str, described("What its reader calls it; no two lists have one name.")]
    made: Annotated[str, described("When it was made, ISO 8601.")]
    size: Annotated[int, described("How many articles it has, those that have left the archive, too.")]
    address: Annotated[str, described("The address of its page here.")]


class ListedArticleReply(Struct, kw_only=True, frozen=True):
    """An article of a list."""

    id: Annotated[str, described("The id under which it is in the list.")]
    state: Annotated[
        Literal["here", "gone"],
        described("`here`: the archive has it, at `address`; `gone`: it has left the archive, and stays in the list."),
    ]
    article: Annotated[str, described('Its id of now, which is another one where it has moved; "" where it is gone.')]
    title: Annotated[str, described("What it is called, or was called when it was added.")]
    address: Annotated[str, described('The address of its page here; "" where it is gone.')]
    note: Annotated[str, described('What the reader wrote of it, or "".')]
    added: Annotated[str, described("When it was added to the list, ISO 8601.")]


class WholeListReply(ArticleListReply, kw_only=True, frozen=True):
    """The reply of `GET /api/lists/{id}`: a list with its articles."""

    articles: Annotated[tuple[ListedArticleReply, ...], described("Its articles in the order of the list.")]


class ArticleListsReply(Struct, kw_only=True, frozen=True):
    """The reply of `GET /api/lists`."""

    lists: Annotated[
        tuple[ArticleListReply, ...],
        described("All lists, that which was added to last first; none where the archive has no token."),
    ]
