"""What are months and weekdays called? Names in some forty languages, written down by `tools.calendar_names`."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path

NAMES = Path(__file__).parent / "calendar_names.json"


@cache
def month_numbers() -> dict[str, int]:
    """Folded month name or abbreviation -> 1 to 12 (about 700 names)."""
    return dict(_names()["months"])


@cache
def weekday_numbers() -> dict[str, int]:
    """Folded weekday name (not its abbreviation) -> 0 for Monday to 6 for Sunday."""
    return dict(_names()["weekdays"])


@cache
def _names() -> dict[str, dict[str, int]]:
    names: dict[str, dict[str, int]] = json.loads(NAMES.read_text(encoding="utf-8"))
    return names


def fold_name(name: str) -> str:
    """The name in lower case, without a closing full stop and with one kind of apostrophe."""
    return unicodedata.normalize("NFC", name).casefold().strip(" .॰").replace("’", "'").replace("׳", "'")
