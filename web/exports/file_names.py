"""What is a file of results called? By the question and the day, so that ten of them in a folder can be told apart."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from urllib.parse import quote

from search.query import Query

_LONGEST = 60  # characters of the part that says the question: with the day and the ending, names stay below a line
_APART = re.compile(r"[\W_]+")
_NO_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "œ": "oe", "ł": "l", "Ł": "L", "đ": "d"}
)


def file_name(query: Query, day: date, kind: str) -> str:
    """`cuttings-peace-talks-2026-11-30.csv`: the words of the question, else the values that are chosen."""
    chosen = [selection.value for selection in query.selections if not selection.excluded and selection.value]
    asked = _shortened(_APART.sub("-", unicodedata.normalize("NFC", query.text or " ".join(chosen))).strip("-").lower())
    return "-".join(part for part in ("cuttings", asked, day.isoformat()) if part) + f".{kind}"


def _shortened(words: str) -> str:
    """The words up to a length, cut between two of them where there are several."""
    if len(words) <= _LONGEST:
        return words
    cut = words[: _LONGEST + 1]
    return (cut.rpartition("-")[0] or cut)[:_LONGEST].strip("-")


def disposition(name: str, kind: str = "attachment") -> str:
    """The header `Content-Disposition`: the name in ASCII, and as it is where it has other letters (RFC 6266)."""
    plain = unicodedata.normalize("NFKD", name.translate(_NO_LETTERS)).encode("ascii", "ignore").decode()
    plain = re.sub(r"-{2,}", "-", re.sub(r"[^A-Za-z0-9.-]+", "-", plain))
    told = f'{kind}; filename="{plain}"'
    return told if plain == name else f"{told}; filename*=UTF-8''{quote(name, safe='', errors='replace')}"
