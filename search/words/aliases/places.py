"""Which names has a place in other languages, or had it before? From a table of places that are spoken of abroad.

The table is made by `tools/place_names.py` from GeoNames and the CLDR (`NOTICE`). A name stands in it once.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from index.analysis import fold

_FILE = "place_names.tsv"
LONGEST_PLACE = 4  # words of a name


def names_of_place(plain: str) -> tuple[str, ...]:
    """The other names of the place that a folded name is of; none where it is of none."""
    line = _lines().get(plain)
    return tuple(name for name in line.split("\t") if _folded(name) != plain) if line else ()


@cache
def _lines() -> dict[str, str]:
    """The line of the table that each folded name stands in; .2 s of CPU and 4 MB."""
    text = files("search.words.data").joinpath(_FILE).read_text("utf-8")
    return {_folded(name): line for line in text.splitlines() for name in line.split("\t")}


def _folded(name: str) -> str:
    """`fold(name)`: most names are of plain letters, and it takes 20 times as long."""
    return name.lower() if name.isascii() and name.replace(" ", "").isalpha() else fold(name)
