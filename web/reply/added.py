"""What does a program get that has added a file?"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Struct

from web.reply.record import described


class AddedReply(Struct, kw_only=True, frozen=True):
    """The reply of `POST /api/articles`: what became of the file."""

    state: Annotated[
        Literal["new", "known", "queued"],
        described(
            "`new` with the status 201; `known` with 200: the archive has the same bytes already; `queued` with 202: "
            "the file is kept and will be read, `reason` says what it waits for."
        ),
    ]
    file: Annotated[str, described('Its name in the inbox; "" where it was known and is not kept once more.')]
    articles: Annotated[int, described("How many articles it gave; 0 while it is queued.")]
    id: Annotated[str, described('The id of its first article; "" while it is queued.')]
    address: Annotated[str, described('The address of that article\'s page here; "" while it is queued.')]
    title: Annotated[str, described("What that article is called.")]
    reason: Annotated[
        str, described('What a queued file waits for; that an address which came too late is not taken; else "".')
    ]
