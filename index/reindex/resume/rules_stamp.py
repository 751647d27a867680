"""By which rules does a run turn files into checkpoints of an index? A later run adopts only what its own have made."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from xxhash import xxh3_128_hexdigest

from index.fingerprint import Fingerprint
from index.reindex.plan.recipe import recipe_stamp
from index.reindex.scan.corrections import CorrectionsFile
from index.schema import FORMAT_VERSION
from index.segment.arrays.origin import stamps
from index.settings import Settings

_HERE = Path(__file__).parents[2]
_TELLING = ("keep_empty", "entities", "copies", "file_mb", "file_seconds", "worker_mb")  # settings that may tell


@cache
def _code() -> str:
    """Changes with any byte of this package: what is doubtful is read anew."""
    return Fingerprint(_HERE.parent, (_HERE.name,), {"Python": sys.version}).source


def rules_stamp(settings: Settings, corrections: Mapping[int, CorrectionsFile]) -> str:
    """The stamp of the rules: code, libraries, settings that tell, and the corrections of each root, by its number.

    Asked for before anything is read, so that an upgrade under a running program changes nothing.
    """
    told = [getattr(settings, name) for name in _TELLING]
    corrected = [(root, file.data) for root, file in sorted(corrections.items()) if file.data]
    rules = (_code(), recipe_stamp(settings), stamps(), FORMAT_VERSION, told, corrected)
    return xxh3_128_hexdigest(repr(rules).encode())
