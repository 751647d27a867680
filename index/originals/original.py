"""What was saved of one article?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Original:
    """What was saved of one article.

    `path` is the source's name in the archive, `files` are the paths that it may have on this machine, the likeliest
    first. `line` counts from 1 in a file of JSON lines, else it is 0. `size` is in bytes as it was indexed, None of a
    line, whose length nobody keeps. `sha256` (hexadecimal) is of the file's bytes, or of the line's without its end.
    `format` is a value of `index.page.Format`.
    """

    path: str
    files: tuple[str, ...]
    line: int
    size: int | None
    sha256: str
    format: str
