"""What does an HTML page say, line by line? One parse, one walk over the tree."""

from __future__ import annotations

from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from index.page import Format, RawPage
from index.readers.html_head import read_head
from index.readers.html_hints import HIDDEN, HINTS
from index.readers.html_walk import Walk
from index.readers.safety import safe_bytes, safe_markup

__all__ = ["HIDDEN", "HINTS", "read_html", "safe_markup"]


def read_html(markup: str, path: str, key: str, repairs: Sequence[str] = ()) -> RawPage:
    """The page of `markup`: a line for each block of visible text, the tree above the lines, and its head.

    Never raises on any string. Text that a browser would not show as text (scripts, styles, select lists) is no line.
    """
    parser = LexborHTMLParser(safe_bytes(markup))
    walk = Walk()
    body = parser.body
    if body is not None:
        walk.run(body)
    return RawPage(
        path=path,
        key=key,
        format=Format.HTML,
        lines=tuple(walk.lines),
        head=read_head(parser, walk, markup),
        repairs=tuple(repairs),
        markup=markup,
        tree=walk.tree(),
        outline=walk.outline(),
    )
