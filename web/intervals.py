"""How long after one date is another, in words?"""

from __future__ import annotations

import datetime

from index.article import ArticleDate, Precision
from web.regional import number
from web.translation import gettext as _
from web.translation import ngettext, noted_plural

_HOUR, _DAY = 60, 24 * 60  # minutes
_APART = {  # earlier, later
    "minute": (
        noted_plural("%(n)s minute earlier", "%(n)s minutes earlier"),
        noted_plural("%(n)s minute later", "%(n)s minutes later"),
    ),
    "hour": (
        noted_plural("%(n)s hour earlier", "%(n)s hours earlier"),
        noted_plural("%(n)s hour later", "%(n)s hours later"),
    ),
    "day": (
        noted_plural("%(n)s day earlier", "%(n)s days earlier"),
        noted_plural("%(n)s day later", "%(n)s days later"),
    ),
}


def later(first: ArticleDate, other: ArticleDate) -> str:
    """How long after the first date the other one is, as exactly as both are known: "40 minutes later", "5 hours
    later", "the next day"; "" where a day is not known."""
    if not {first.precision, other.precision} <= {Precision.DAY, Precision.MINUTE}:
        return ""
    timed = first.precision is other.precision is Precision.MINUTE
    if timed and (first.moment.utcoffset() is None) == (other.moment.utcoffset() is None):
        minutes = (other.moment - first.moment) // datetime.timedelta(minutes=1)
        if abs(minutes) < _DAY:
            return _minutes_later(minutes)
        days = round(minutes / _DAY)
    else:
        days = (other.moment.date() - first.moment.date()).days
    if days in (0, 1):
        return _("the next day") if days else _("the same day")
    return _apart("day", days)


def _minutes_later(minutes: int) -> str:
    if not minutes:
        return _("the same minute")
    if abs(minutes) < _HOUR:
        return _apart("minute", minutes)
    hours = round(abs(minutes) / _HOUR)
    return _apart("hour", hours if minutes > 0 else -hours)


def _apart(unit: str, units: int) -> str:
    return ngettext(*_APART[unit][units > 0], abs(units), n=number(abs(units)))
