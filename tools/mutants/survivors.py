"""Which survivors were read, and why may they live? What survivors.md lists, area by area."""

from __future__ import annotations

import re
from pathlib import Path

LIST = Path(__file__).with_name("survivors.md")
_ENTRY = re.compile(r"- `` (.+) ``: (\S.*)")


def read(area: str, text: str | None = None) -> dict[str, str]:
    """The names of the listed mutants of an area, each with its reason; `ValueError` names a line that is no entry."""
    entries: dict[str, str] = {}
    heading = ""
    for line in (LIST.read_text("utf-8") if text is None else text).split("\n"):
        if line.startswith("## "):
            heading = line[3:].strip()
        elif line.startswith("- "):
            match = _ENTRY.fullmatch(line)
            if match is None:
                raise ValueError(f"not a mutant with its reason: {line}")
            if heading == area:
                entries[match[1]] = match[2]
    return entries
