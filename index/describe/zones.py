"""Which zone of time is meant? Offsets as they are written, and the names that news pages use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as the source states it: `offset` in minutes east of UTC, or a `name` as it is written.

    A name may have an offset too: one of its own, or by the day where the zone has summer time (`offset_on`).
    """

    name: str = ""
    offset: int | None = None

    def offset_on(self, moment: datetime) -> int | None:
        """Minutes east of UTC at a local moment (naive); None where the name means different zones."""
        if self.offset is not None:
            return self.offset
        place = _PLACES.get(self.name)
        if place is None:
            return None
        offset = _place(place).utcoffset(moment)
        return None if offset is None else offset // timedelta(minutes=1)


UTC = Zone("", 0)
_FIXED = {
    "GMT": 0, "EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "AKST": -540,
    "AKDT": -480, "NST": -210, "NDT": -150, "ADT": -180, "HNE": -300, "HAE": -240, "WEST": 60, "CET": 60, "CEST": 120,
    "MEZ": 60, "MESZ": 120, "EET": 120, "EEST": 180, "TRT": 180, "SAST": 120, "WAT": 60, "CAT": 120, "EAT": 180,
    "PKT": 300, "NPT": 345, "ICT": 420, "WIB": 420, "WITA": 480, "WIT": 540, "HKT": 480, "SGT": 480, "PHT": 480,
    "AWST": 480, "ACST": 570, "ACDT": 630, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "JST": 540, "KST": 540,
    "BRT": -180,
}  # fmt: skip
# Names of which the day tells the offset: summer time, or a country that changed its mind (Moscow was UTC+4 to 2014).
_PLACES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
    "MSK": "Europe/Moscow",
    "МСК": "Europe/Moscow",
    "TSİ": "Europe/Istanbul",
}
# Names that mean different zones: India, Israel and Ireland; Britain and Bangladesh; Chicago, China and Cuba...
_SEVERAL = ("IST", "BST", "CST", "AST", "AMT", "GST", "ECT")
_WORDS = {"мск": "МСК", "بتوقيت غرينتش": "GMT", "بتوقيت جرينتش": "GMT", "بتوقيت غرينيتش": "GMT"}
_NAMES = "|".join(sorted((*_FIXED, *_PLACES, *_SEVERAL, *_WORDS, "UTC", "Z"), key=len, reverse=True))
_SIGN = r"[+\-\u2212]"
_NAMED = re.compile(
    rf"\s?[(\[]?(?:(?:UTC|GMT)\s?(?P<offset>{_SIGN}\d\d?(?::?\d\d)?)(?!\d)(?:\)|\s?\([A-Z]{{2,5}}\))?|(?P<name>{_NAMES})(?!\w)[)\]]?)"
)
_BARE = re.compile(rf"(?P<offset>\s?{_SIGN}\d\d:?\d\d|{_SIGN}\d\d)(?![\d:])(?:\s?\([A-Z]{{2,5}}\))?")
_MOST_HOURS = 14


def read_zone(text: str, start: int, end: int, *, bare: bool) -> tuple[Zone, int] | None:
    """The zone that stands at `start` and the place after it; `bare`: an offset needs no UTC or GMT before it."""
    match = _NAMED.match(text, start, end) or (_BARE.match(text, start, end) if bare else None)
    if match is None:
        return None
    if written := match["offset"]:
        offset = _minutes(written.strip())
        return None if offset is None else (Zone("", offset), match.end())
    name = _WORDS.get(match["name"], match["name"])
    return (UTC if name in ("UTC", "Z") else Zone(name, _FIXED.get(name))), match.end()


def _minutes(written: str) -> int | None:
    """Minutes east of UTC of `+02`, `+0530`, `-5` or `-05:00`; None where no zone has such an offset."""
    digits = written[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > _MOST_HOURS or minutes not in (0, 15, 30, 45):
        return None
    return (hours * 60 + minutes) * (1 if written[0] == "+" else -1)


@cache
def _place(name: str) -> ZoneInfo:
    return ZoneInfo(name)
