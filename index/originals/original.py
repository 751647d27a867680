"""What was saved of one article?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Original:
    """What was saved of one article.

    `path` is the source's name in the archive, `files` are the paths that it may have on this machine, the likeliest
    first. `line` is the number of its record, from 1, in a file of several articles, else 0. `size` is in bytes as it
    was indexed, None of a record, whose length nobody keeps. `sha256` (hexadecimal) is of the file's or record's bytes.
    `format` is a value of `index.page.Format`. `root` is the path of the folder, or the file, that was indexed, ""
    where it is none any more.
    """

    path: str
    files: tuple[str, ...]
    line: int
    size: int | None
    sha256: str
    format: str
    root: str = ""
