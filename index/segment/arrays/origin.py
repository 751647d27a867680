"""By which analysis, and with which fields and facets, was a segment written? Others than today's are refused.

Words that are looked for are made by the rule of today, and columns are read by the table of today. Over a segment
that was written by others the answers would be wrong without a word, so it is not opened, and so never merged either.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

import orjson
import Stemmer

from index.errors import IndexDamaged, IndexOutdated
from index.facets import FOR_READERS
from index.fingerprint import Fingerprint, installed
from index.segment.arrays import sections
from index.segment.arrays.container import Container, ContainerWriter

_HERE = Path(__file__).parents[2]

# What PyStemmer says of itself comes second: release 3.0.0 says that it is 2.0.1.
_VERSIONS = {
    "PyStemmer": installed("PyStemmer") or Stemmer.version(),
    "Unicode": unicodedata.unidata_version,  # of this Python: which characters are letters
}
# The fingerprint is taken when this is imported: an upgrade under a running program does not change what it does.
ANALYSIS = Fingerprint(_HERE, ("analysis",), _VERSIONS)
FIELD_TABLES = Fingerprint(_HERE, ("schema.py", "facets.py", "article.py"), {}, asides={"Facet": FOR_READERS})
_KINDS = (
    ("analysis", ANALYSIS, "by another analysis of words"),
    ("fields", FIELD_TABLES, "with other fields or facets"),
)


def write_origin(writer: ContainerWriter) -> None:
    """Add the stamps of today's code to a segment."""
    writer.add(sections.ORIGIN, orjson.dumps(stamps()))


def check_origin(container: Container) -> None:
    """Raise IndexOutdated where a segment was written by code that says something else; IndexDamaged."""
    container.check(sections.ORIGIN)
    try:
        written = orjson.loads(container.array(sections.ORIGIN).tobytes())
        outdated = [how for name, code, how in _KINDS if not code.made(written[name])]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexDamaged(f"{container.path.name}: it does not say what wrote it") from error
    if outdated:
        raise IndexOutdated(f"the index was written {outdated[0]} than this program's")


def stamps() -> dict[str, str]:
    """The stamps of today's code, by name."""
    return {name: code.stamp for name, code, _ in _KINDS}


def learn(known: Mapping[str, str]) -> None:
    """Take over the stamps of another process of this program, which need not be worked out again."""
    for name, code, _ in _KINDS:
        code.made(known[name])
