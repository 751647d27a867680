"""What does `cuttings alerts --json` print?"""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from web.reply.record import described


class AlertArticle(Struct, kw_only=True, frozen=True):
    """An article that came into the archive."""

    id: Annotated[str, described("Its id.")]
    title: Annotated[str, described("What it is called.")]
    publisher: Annotated[str, described('Its paper; "" where none is known.')]
    day: Annotated[str, described("Its day, in words.")]
    address: Annotated[str, described("The address of its page, absolute.")]


class AlertSearch(Struct, kw_only=True, frozen=True):
    """A saved search in which something is new."""

    id: Annotated[int, described("Its id.")]
    name: Annotated[str, described("What its reader calls it.")]
    new: Annotated[int, described("How many articles came.")]
    address: Annotated[str, described("The address of the page that lists them, absolute.")]
    articles: Annotated[tuple[AlertArticle, ...], described("The first of them, what came last first.")]


class AlertsReport(Struct, kw_only=True, frozen=True):
    """What `cuttings alerts --json` prints."""

    until: Annotated[int, described("Up to when it tells what came, in seconds since 1970; 0 where nothing has.")]
    searches: Annotated[tuple[AlertSearch, ...], described("The saved searches in which something is new.")]
    cut_short: Annotated[
        tuple[str, ...], described("The names of those for which the time was too short; they are told again.")
    ]
