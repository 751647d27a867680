"""How does plain text become a page? One line of text is one line of the page, blank ones included."""

from __future__ import annotations

from collections.abc import Sequence

from index.page import Format, Line, RawPage
from index.readers.invisible import visible

BLANK = Line("")
PLAINLY = "too intricate to be read as Markdown: kept as plain text"
"""The repair of a page of Markdown that is read as plain text, because the Markdown library fails or takes too long."""


def lines_of(text: str) -> tuple[Line, ...]:
    """The text's lines without white space at their ends; a line end after the last line adds no line.

    All line ends count that `str.splitlines` knows, form feeds (w3m, man pages) and U+2028 among them. `indent` counts
    characters, a tab as one.
    """
    return tuple(
        [
            Line(stripped, (), 0 if len(stripped) == len(line) else len(line) - len(line.lstrip()))
            if (stripped := line.strip())
            else BLANK
            for line in visible(text).splitlines()
        ]
    )


def read_text(text: str, path: str, key: str, repairs: Sequence[str] = ()) -> RawPage:
    """The page of a plain-text dump."""
    return RawPage(path=path, key=key, format=Format.TEXT, lines=lines_of(text), repairs=tuple(repairs))
