"""From which address did the program that saved a page take it? It says so in a comment at the page's beginning."""

from __future__ import annotations

import re

_BEGINNING = 10_000  # characters; browsers write it behind the doctype, SingleFile and HTTrack behind `<html>`
_COMMENT = re.compile(
    r"""<!--\s{0,20}(?:
        saved\ from\ url=\(\d{1,6}\)                        # browsers that save a page with its files
        | Page\ saved\ with\ SingleFile\s{1,20}url:\s{0,20}
        | (?P<mirrored>Mirrored\ from\s{1,20})                # HTTrack, which leaves the scheme out
    )(?P<address>[^\s<>"]{4,2000})""",
    re.VERBOSE,
)
_PAGE = re.compile(r"https?://[^/]+/.", re.IGNORECASE)  # `about:internet` and `http://internet.e-mail` are of no page


def saved_from(markup: str) -> str:
    """The address that a comment of a saving program names; "" where there is none, or it names no page."""
    match = _COMMENT.search(markup[:_BEGINNING])
    if match is None:
        return ""
    address = f"http://{match['address']}" if match["mirrored"] else match["address"]
    return address if _PAGE.match(address) else ""
