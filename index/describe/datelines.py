"""Where and when does a story say that it was written? The dateline that opens its first paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.calendar_words import fold_name, weekday_numbers
from index.describe.agencies import agencies_in
from index.describe.dates import Found, find_dates

_PLACE = r"(?:[^\W\d_][^\W\d_.’'-]*[.’']?(?:[ -][^\W\d_][^\W\d_.’'-]*[.’']?){0,3})"
_OPENING = re.compile(
    rf"^(?P<place>{_PLACE}(?:\s?[/,]\s?{_PLACE}){{0,2}}?)"
    r"(?P<rest>(?:\s?,\s?|\s)(?P<date>[^()–—|:]{3,40}?))?"
    r"\s?(?:\((?P<agency>[^()]{2,40})\))?\s{0,3}(?P<dash>[–—-]{1,2}|\||:)\s"
)

_DASH = re.compile(r"[–—|:-]\s")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline of `length` characters: its place in usual capitals, agency, and date (often without a year)."""

    place: str
    length: int
    agencies: tuple[str, ...] = ()
    date: Found | None = None


def parse_dateline(paragraph: str) -> Dateline | None:
    """The dateline at the paragraph's start: "MOSCOW, Feb 24 – ", "PARIS (AFP) - ", "Berlin (dpa) -"; else None.

    A place that is not in capitals counts only with an agency or a date behind it: "Trump - the president" is none.
    """
    match = _OPENING.match(paragraph[:120]) if _DASH.search(paragraph, 0, 120) else None
    if not match:
        return None
    agencies, others = agencies_in(match["agency"] or "")
    date = next(iter(find_dates(match["date"] or "")), None)
    if match["date"] and not date:
        return None
    if match["agency"] and (not agencies or others):
        return None
    place = match["place"].strip()
    shouted = place == place.upper() and place != place.lower() and len(place) > 2
    if not (agencies or date or (shouted and match["dash"] in "–—--" and match["dash"] not in "|:")):
        return None
    if date and not (shouted or agencies):
        return None
    first = re.split("[,/]", place)[0].strip()
    return Dateline(_usual_capitals(first), match.end(), agencies, date)


def first_weekday(text: str) -> int | None:
    """The first weekday that the text names, 0 for Monday; None where it names none."""
    days = weekday_numbers()
    folded = (days.get(fold_name(word)) for word in re.findall(r"[^\W\d_]{4,14}", text[:400]))
    return next((day for day in folded if day is not None), None)


def _usual_capitals(place: str) -> str:
    if place != place.upper():
        return place
    return " ".join(
        "-".join(part.capitalize() for part in word.split("-")) if "." not in word else word for word in place.split()
    )
