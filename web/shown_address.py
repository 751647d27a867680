"""How is an address of the web shown to a reader? In letters, where the standard for that (RFC 3987, 3.2) allows it.

What is shown leads to the same page: a browser that is given it asks for the bytes that the address had.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_BYTES = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")  # of letters beyond ASCII: what is in ASCII may have a meaning
_UNSEEN = ("C", "Z")  # categories of characters that do not show, or steer how others do


def shown_address(url: str) -> str:
    """`url` with its percent signs as the letters that they stand for, or as it is where reading it again could give
    another address."""
    shown = _BYTES.sub(lambda found: "".join(_letters(found[0])), url)
    return shown if unicodedata.is_normalized("NFC", shown) else url


def _letters(written: str) -> Iterator[str]:
    """The letters of a run of bytes; those that are none, or are not seen, stay as they were written."""
    place = 0
    for letter in bytes.fromhex(written.replace("%", "")).decode("utf-8", "surrogateescape"):
        size = 1 if "\udc80" <= letter <= "\udcff" else len(letter.encode())
        is_seen = unicodedata.category(letter)[0] not in _UNSEEN
        yield letter if is_seen else written[place * 3 : (place + size) * 3]
        place += size
