"""Which time of day does a text state? Hours and minutes with the half of the day and the zone that belong to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from index.describe.zones import Zone, read_zone


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day as it stands in a text, from `start` to `end`."""

    start: int
    end: int
    hour: int
    minute: int
    zone: Zone | None = None


class Half(Enum):
    """What a word says of an hour of the twelve-hour clock."""

    MORNING = "the hour as it is, 12 is the first of the day"
    AFTERNOON = "twelve hours later, but 12 is noon"
    EVENING = "twelve hours later; 12 may be noon or midnight"
    NIGHT = "up to 5 the small hours, from 6 on before midnight; 12 may be either end of the day"
    MIDDAY = "around noon: 11 and 12 as they are, 1 to 4 twelve hours later"
    NOON = "12 is noon"
    MIDNIGHT = "12 is midnight"


# Words that follow the hour, as expressions in small letters; white space parts them, `_` stands for it in a word.
_AFTER: dict[Half, str] = {
    Half.MORNING: r"""
        a\.?_?m\b\.? in_the_morning  morgens vormittags früh  du_matin  de_la_mañana de_la_madrugada  da_manhã
        da_madrugada  di_mattina del_mattino  ['’]s_(?:ochtends|morgens)  утра  ранку  rano  π\.?μ\.?
        صباحا[ًـ]? صباحًا صباح فجرا[ًـ]? فجرًا ص\b  صبح ق\.?ظ  בבוקר  sáng  pagi  बजे_सुबह""",
    Half.AFTERNOON: r"""
        p\.?_?m\b\.? in_the_afternoon  nachmittags  de_l['’]après-midi  de_la_tarde  da_tarde  del_pomeriggio
        ['’]s_middags  дня  po_południu  μ\.?μ\.?  بعد_الظهر عصرا[ًـ]? عصرًا م\b  بعد_?از_?ظهر عصر ب\.?ظ
        אחר_הצהריים  chiều  sore""",
    Half.EVENING: r"""
        in_the_evening  abends  du_soir  da_noite  di_sera  ['’]s_avonds  вечера  вечора  wieczorem
        مساءا?[ًـ]? مساء  בערב  tối  malam""",
    Half.NIGHT: r"""
        at_night  nachts  de_la_noche  di_notte  ['’]s_nachts  ночи  ночі  w_nocy  ليلا[ًـ]? ليلًا  شب  בלילה  đêm""",
    Half.MIDDAY: r"mittags  ظهرا[ًـ]? ظهرًا  ظهر  בצהריים  trưa  siang",
    Half.NOON: r"noon midday",
    Half.MIDNIGHT: r"midnight",
}
# Words that stand before the hour.
_BEFORE: dict[Half, str] = {
    Half.MORNING: r"上午 早上 早晨 凌晨 清晨  午前  오전 아침 새벽  \bsabah  सुबह",
    Half.AFTERNOON: r"下午  午後  오후  \böğleden_sonra",
    Half.EVENING: r"傍晚  저녁  \bakşam  शाम",
    Half.NIGHT: r"晚上 夜里 深夜 晚间  夜  밤  \bgece  रात",
    Half.MIDDAY: r"中午  낮  दोपहर",
}
# Words that are a time by themselves.
_ALONE: dict[Half, str] = {
    Half.NOON: r"noon midday midi mediodía meio-dia mezzogiorno полдень 正午",
    Half.MIDNIGHT: r"midnight minuit medianoche meia-noite mezzanotte mitternacht полночь منتصف_الليل",
}


def _alternatives(table: dict[Half, str]) -> tuple[str, list[tuple[Half, re.Pattern[str]]]]:
    """All the words as one expression, the longest first, and each half's own."""
    words = {half: [word.replace("_", r"\s") for word in row.split()] for half, row in table.items()}
    listed = sorted({word for row in words.values() for word in row}, key=len, reverse=True)
    return "|".join(listed), [(half, re.compile("|".join(row), re.I)) for half, row in words.items()]


_after, _HALF_AFTER = _alternatives(_AFTER)
_before, _HALF_BEFORE = _alternatives(_BEFORE)
_alone, _HALF_ALONE = _alternatives(_ALONE)
_UNIT = r"(?:Uhr|uur|o['’]clock|horas?|heures?|ore|hrs?|hs?|час(?:а|ов)?|годин[аи]?)\b\.?|[時时點点시](?![間间]|\s?간)"
_HOUR_IS_SAID = re.compile(r"(?:Uhr|uur|o['’]clock|h|[時时點点시])\b\.?", re.I)
_TIME = re.compile(
    rf"(?:(?P<before>{_before})\s?|(?<![\w:.$€£])|(?<=[日일]))(?P<hour>\d\d?)(?!\d)"
    r"(?:(?:[:.]|\s?h\s?)(?P<minute>\d\d)(?!\d|\.\d)(?P<second>:\d\d(?:[.,]\d{1,9})?)?"
    r"|\s?[時时點点시]\s?(?P<counted>\d\d?)\s?[分분])?"
    rf"(?:\s?(?P<unit>{_UNIT}))?(?:[\s,]{{0,2}}(?P<after>{_after})(?!\w))?",
    re.I,
)
_HALF = re.compile(rf"\s?(?:{_after})(?!\w)", re.I)
_FOUR_DIGITS = re.compile(r"(?<![\w:.$€£])([01]\d|2[0-3])([0-5]\d)(?:\s?(?:hrs|hours|Uhr))?(?=\s?[(\[]?[A-ZМ])")
_NAMED = re.compile(rf"(?<!\w)(?:{_alone})(?!\w)", re.I)
_SPAN = re.compile(r"\s?ago\b", re.I)  # "3h ago" is no time of day


def find_time(text: str, start: int = 0, end: int | None = None) -> Time | None:
    """The first time of day between two places of a text; a lone number is none. Digits must be 0 to 9."""
    return next(iter(times(text, start, end)), None)


def times(text: str, start: int = 0, end: int | None = None) -> Iterator[Time]:
    """The times of day between two places of a text, in order."""
    stop = len(text) if end is None else end
    moments = [time for match in _TIME.finditer(text, start, stop) if (time := _counted(match, text, stop))]
    for match in _FOUR_DIGITS.finditer(text, start, stop):
        if zone := read_zone(text, match.end(), stop, bare=False):
            moments.append(Time(match.start(), zone[1], int(match[1]), int(match[2]), zone[0]))
    for match in _NAMED.finditer(text, start, stop):
        zone = read_zone(text, match.end(), stop, bare=False)
        hour = 12 if _half(match[0], _HALF_ALONE) is Half.NOON else 0
        moments.append(Time(match.start(), zone[1] if zone else match.end(), hour, 0, zone[0] if zone else None))
    last = start
    for time in sorted(moments, key=lambda time: (time.start, -time.end)):
        if time.start >= last:
            last = time.end
            yield time


def half_follows(text: str, start: int) -> bool:
    """Whether a word for half of the day stands right behind a place of a text."""
    return _HALF.match(text, start) is not None


def _counted(m: re.Match[str], text: str, stop: int) -> Time | None:
    """The time that a match of `_TIME` states, None where it is a lone number or there is no such time."""
    hour, minute = int(m["hour"]), int(m["minute"] or m["counted"] or 0)
    half = _half(m["after"], _HALF_AFTER) if m["after"] else _half(m["before"], _HALF_BEFORE) if m["before"] else None
    said = m["minute"] or m["counted"] or half or (m["unit"] and _HOUR_IS_SAID.fullmatch(m["unit"]))
    if not said or _SPAN.match(text, m.end()):
        return None
    if half is not None:
        known = on_the_day(hour, half)
        if known is None:
            return None
        hour = known
    if hour > 23 or minute > 59:
        return None
    spaced = m["second"] is not None or text[m.end() : m.end() + 1] == " "
    zone = read_zone(text, m.end(), stop, bare=spaced)
    return Time(m.start(), zone[1] if zone else m.end(), hour, minute, zone[0] if zone else None)


def _half(word: str, table: list[tuple[Half, re.Pattern[str]]]) -> Half | None:
    return next((half for half, words in table if words.fullmatch(word)), None)


def on_the_day(hour: int, half: Half) -> int | None:
    """The hour from 0 to 23 of an hour with a word for the half of the day; None where that leaves it open.

    An hour over 12 says it all, and a word that fits is idle ("13:00 p.m.").
    """
    if hour > 12:
        return None if half is Half.MORNING else hour
    match half:
        case Half.MORNING | Half.MIDNIGHT:
            return hour % 12
        case Half.AFTERNOON:
            return hour % 12 + 12 if hour else None
        case Half.EVENING:
            return hour + 12 if 0 < hour < 12 else None
        case Half.NIGHT:
            return None if hour == 12 else hour + 12 if hour >= 6 else hour
        case Half.MIDDAY | Half.NOON:
            return hour + 12 if 1 <= hour <= 4 else hour
