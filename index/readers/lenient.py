"""What does JSON say that is not quite JSON? Lone surrogates, NaN, numbers beyond all bounds cost themselves alone."""

from __future__ import annotations

import json
from typing import Any

from index.readers.decode import mend_surrogates

MOST_DIGITS = 4_000
"""A whole number of more digits stays text: Python refuses to turn 4,301 into a number and back."""


def loads(text: str) -> Any:
    """The value of `text`, its strings fit to be stored. Raises ValueError where it has none."""
    try:
        return _mended(json.loads(text, strict=False, parse_int=whole_number))
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def whole_number(digits: str) -> int | str:
    """The number that the digits are, or the digits where there are too many."""
    return int(digits) if len(digits) <= MOST_DIGITS else digits


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return mend_surrogates(value)
    if isinstance(value, dict):
        return {mend_surrogates(name): _mended(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_mended(member) for member in value]
    return value
