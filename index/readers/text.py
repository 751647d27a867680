"""How does plain text become a page? One line of text is one line of the page, blank ones included."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.page import Format, Line, RawPage
from index.readers.invisible import visible

BLANK = Line("")
_COLUMN = (55, 80)  # characters of the lines of mails: 72 and 76 are what programs break at
_FLOWS = re.compile(r"(?![->*•|#=_+]|\d+[.)]\s)\S")  # a line that may go on one, or be gone on with
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


def unwrapped(text: str) -> str:
    """The text of a mail without the line ends that only keep it within a column.

    A line is joined to the next where the first word of that would not have fitted: no line is longer than the column
    then, which is that of mails. Quoted lines, lists and what is indented stay as they are.
    """
    lines = text.split("\n")
    longest = max(map(len, lines), default=0)
    if not _COLUMN[0] <= longest <= _COLUMN[1]:
        return text
    out: list[str] = []
    before = ""
    for line in lines:
        word = line.partition(" ")[0]
        if before and word and _FLOWS.match(line) and len(before.rstrip()) + 1 + len(word) > longest:
            out[-1] = f"{out[-1].rstrip()} {line}"
        else:
            out.append(line)
        before = "" if before == "-- " or not _FLOWS.match(line) else line
    return "\n".join(out)


def read_text(text: str, path: str, key: str, repairs: Sequence[str] = ()) -> RawPage:
    """The page of a plain-text dump."""
    return RawPage(path=path, key=key, format=Format.TEXT, lines=lines_of(text), repairs=tuple(repairs))
