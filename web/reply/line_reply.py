"""What does a program send to say which lines belong to an article, and what does it get?"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from web.reply.record import described


class LinesBody(Struct, forbid_unknown_fields=True, frozen=True):
    """The body of `POST /api/article/ID/keep`: lines by any of three ways to name them."""

    lines: Annotated[
        tuple[Annotated[int, Meta(ge=0)], ...], described("Their numbers in the page, as in `dropped`.")
    ] = ()
    texts: Annotated[tuple[str, ...], described("What they say; white space makes no difference.")] = ()
    rules: Annotated[tuple[str, ...], described("All lines that these rules left out.")] = ()
    sha256: Annotated[
        str, described("The `sha256` of the article when it was seen: with another one now, nothing is written.")
    ] = ""
    keep: Annotated[bool, described("False takes back that they belong to it.")] = True


def lines_body(data: bytes) -> LinesBody:
    """The body that is written there. Raises `ValueError`."""
    try:
        return msgspec.json.decode(data, type=LinesBody)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(str(error)) from None


class KeptReply(Struct, kw_only=True, frozen=True):
    """The reply of `POST /api/article/ID/keep`: what became of the lines."""

    state: Annotated[
        Literal["read", "queued", "unchanged"],
        described(
            "`read` with the status 200: the article was read again; `unchanged` with 200: the file said so already; "
            "`queued` with 202: it is written and counts from the next reindex on, `reason` says what that waits for."
        ),
    ]
    id: Annotated[str, described("The id of the article.")]
    address: Annotated[str, described("The address of its page here.")]
    keep: Annotated[bool, described("Whether the lines belong to the article now, or no more by this correction.")]
    texts: Annotated[tuple[str, ...], described("What the lines say, each once.")]
    reason: Annotated[str, described('What the reading waits for; else "".')]
