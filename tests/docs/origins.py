"""Does a file of numbers say how they were taken?"""

from __future__ import annotations

import re

ORIGIN = ("Command", "Corpus", "Machine", "Date")


def missing(text: str) -> list[str]:
    """What a file leaves out of the origin of its numbers. An origin under the title holds for all sections."""
    title, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    parts = sections if sections and _absent(title) else [title]
    return [f"{part.splitlines()[0]}: {word}" for part in parts for word in _absent(part)]


def _absent(part: str) -> list[str]:
    values = dict(re.findall(r"^- (\w+): (\S.*)", part, re.MULTILINE))
    dated = re.fullmatch(r"20\d\d-\d\d-\d\d", values.get("Date", ""))
    return [word for word in ORIGIN if word not in values or (word == "Date" and not dated)]
