"""What does a program get of saved searches?"""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from web.reply.record import described


class SavedSearchReply(Struct, kw_only=True, frozen=True):
    """A saved search, and what is new in it."""

    id: Annotated[int, described("Its id, which no other one is given later.")]
    name: Annotated[str, described("What its reader calls it.")]
    address: Annotated[str, described("The address of its page of results here.")]
    question: Annotated[str, described("What it asks, in words.")]
    feed: Annotated[str, described("The address of its Atom feed, what came last first.")]
    saved: Annotated[str, described("When it was saved, ISO 8601.")]
    results: Annotated[int, described("How many articles it finds.")]
    new: Annotated[int, described("How many of them came since it was last marked as seen.")]
    new_address: Annotated[str, described('The address of the page of these; "" where none can come any more.')]


class SavedSearchList(Struct, kw_only=True, frozen=True):
    """The reply of `GET /api/saved`."""

    searches: Annotated[
        tuple[SavedSearchReply, ...],
        described("All saved searches in the order of their saving; none where the archive has no token."),
    ]
