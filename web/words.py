"""How are values put in words for a reader? Dates with their precision, languages, counts, labels."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from index.article import ArticleDate, Precision, YearlessDay
from index.facets import BY_NAME, DATE, PUBLISHER, Kind
from search.query import Arrival
from search.results import ADDRESS, ALTERNATIVES, ENDINGS, FORM, IN_VERSIONS, OPERATORS, PERIOD, POSSIBLE, REMOVED
from web.translation import gettext as _

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FULL_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
COUNTED_ARTICLE, COUNTED_RESULT = "article", "result"
_DAY = 24 * 60  # minutes
_MOST_YEARS = 5  # that are told one by one
_HEADINGS = {PUBLISHER: "Paper", "byline": "Written by", DATE: "When"}
_IN_SENTENCES = {PUBLISHER: "paper"}
_FORMS = {
    "text": "plain text",
    "html": "a web page",
    "markdown": "Markdown",
    "jsonl": "a line of JSON",
    "json": "an entry of a JSON file",
    "csv": "a row of a table",
    "feed": "an entry of a feed",
    "mhtml": "a saved web page (MHTML)",
    "webarchive": "a web page that Safari saved",
    "email": "a mail",
    "pdf": "a PDF document",
    "docx": "a Word document",
}
_OFFERED = {
    ADDRESS: "The article at this address",
    REMOVED: "Only removed lines hold",
    IN_VERSIONS: "In older versions:",
    FORM: "With a related word:",
    ENDINGS: "With other endings and names:",
    OPERATORS: "With operators:",
    ALTERNATIVES: "Any of them:",
    PERIOD: "Published at that time:",
    POSSIBLE: "Perhaps of that time, year unknown",
}


def label(facet: str) -> str:
    return BY_NAME[facet].label if facet in BY_NAME else facet.replace("_", " ").capitalize()


def heading(facet: str) -> str:
    """What stands above the values of a facet that a reader chooses from."""
    return _HEADINGS.get(facet) or label(facet)


def in_sentence(facet: str) -> str:
    """What a facet is called within a sentence: "paper" in "It stands in the paper"."""
    return _IN_SENTENCES.get(facet) or label(facet).lower()


def offered(facet: str, stored: str) -> tuple[str, str]:
    """What an offer is, in words, and the name after it: `By` and the author; no name for an address."""
    if facet in BY_NAME:
        return BY_NAME[facet].offered_as, value(facet, stored)
    return _OFFERED[facet], "" if facet == ADDRESS else stored


def value(facet: str, stored: str) -> str:
    """A facet's value as it is shown: "" is "None stated", a language code its name, a month "May 2015"."""
    kind = BY_NAME[facet].kind
    if kind is Kind.DATE:
        return period(stored)
    if not stored:
        return "None stated"
    return language(stored) if kind is Kind.LANGUAGE else stored


def period(stored: str) -> str:
    """`2015`, `2015-05` or `2015-05-26` in words; "" is "Undated"."""
    if not stored:
        return "Undated"
    year, *rest = stored.split("-")
    words = [year]
    if rest:
        words.insert(0, _FULL_MONTHS[int(rest[0]) - 1])
    if len(rest) > 1:
        words.insert(0, str(int(rest[1])))
    return " ".join(words)


def short_month(number: int) -> str:
    return _MONTHS[number - 1]


def date(when: ArticleDate | None) -> str:
    """`26 May 2015, 09:25 UTC+2` as exactly as it is known; "Undated" where there is none."""
    return _dated(when, _MONTHS)


def full_date(when: ArticleDate | None) -> str:
    """The same with months in full."""
    return _dated(when, _FULL_MONTHS)


def _dated(when: ArticleDate | None, months: Sequence[str]) -> str:
    if when is None:
        return "Undated"
    moment = when.moment
    words = str(moment.year)
    if when.precision is not Precision.YEAR:
        words = f"{months[moment.month - 1]} {words}"
    if when.precision in (Precision.DAY, Precision.MINUTE):
        words = f"{moment.day} {words}"
    return f"{words}, {moment:%H:%M} {zone(when)}".rstrip() if when.precision is Precision.MINUTE else words


def later(first: ArticleDate, other: ArticleDate) -> str:
    """How long after the first date the other one is, as exactly as both are known: "40 minutes later", "5 hours
    later", "the next day"; "" where a day is not known."""
    if not {first.precision, other.precision} <= {Precision.DAY, Precision.MINUTE}:
        return ""
    timed = first.precision is other.precision is Precision.MINUTE
    if timed and (first.moment.utcoffset() is None) == (other.moment.utcoffset() is None):
        minutes = (other.moment - first.moment) // datetime.timedelta(minutes=1)
        if abs(minutes) < _DAY:
            length = count(abs(minutes), "minute") if abs(minutes) < 60 else count(round(abs(minutes) / 60), "hour")
            return f"{length} {'later' if minutes >= 0 else 'earlier'}" if minutes else "the same minute"
        days = round(minutes / _DAY)
    else:
        days = (other.moment.date() - first.moment.date()).days
    if days in (0, 1):
        return "the next day" if days else "the same day"
    return f"{count(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


def zone(when: ArticleDate) -> str:
    """The zone of a date's time: its name as the source writes it, else `UTC` or `UTC+5:30`; "" where none is known."""
    offset = when.moment.utcoffset()
    if when.zone or offset is None:
        return when.zone
    minutes = offset // datetime.timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\u2212"
    return "UTC" + (f"{sign}{hours}" if minutes else "") + (f":{rest:02}" if rest else "")


def marked_date(when: ArticleDate | None) -> str:
    """The date, and whether a part of it was worked out: `24 Feb 2016, year worked out`."""
    return _worked_out(when, date(when))


def _worked_out(when: ArticleDate | None, said: str) -> str:
    """The date as it is `said`, and that a part of it was worked out."""
    if when is None or not when.inferred:
        return said
    if when.inferred.startswith("year from "):
        return _("%(date)s, year worked out", date=said)
    if when.inferred.startswith("day and month"):
        return _("%(date)s, day and month unsure", date=said)
    return _("%(date)s, worked out", date=said)


def yearless(day: YearlessDay) -> str:
    """`24 February, year unknown (2010, 2016 or 2021)`; of many years the first and the last."""
    words = f"{day.day} {_FULL_MONTHS[day.month - 1]}, year unknown"
    *first, last = map(str, day.years or ("",))
    if len(first) >= _MOST_YEARS:
        return f"{words} ({len(day.years)} from {first[0]} to {last} fit)"
    return f"{words} ({', '.join(first)} or {last})" if first else f"{words} ({last})" if last else words


def filed_under(published: ArticleDate | None, modified: ArticleDate | None, day: YearlessDay | None) -> str:
    """The date of publication, else of the last change, said to be one: `changed 27 Mar 2016`; else the `day` of which
    no year is known, else "Undated"."""
    if published or not (modified or day):
        return marked_date(published)
    return f"changed {marked_date(modified)}" if modified else yearless(day) if day else ""


def day_filed_under(
    published: ArticleDate | None, modified: ArticleDate | None, yearless_day: YearlessDay | None
) -> str:
    """The same without the time of day and with months in full: "26 May 2015"."""
    when = published or modified
    if when is None:
        return yearless(yearless_day) if yearless_day else "Undated"
    stored = when.moment.date().isoformat()
    parts = {Precision.YEAR: 4, Precision.MONTH: 7}
    said = period(stored[: parts.get(when.precision, 10)])
    said = _worked_out(when, said)
    return said if published else f"changed {said}"


def short_day(when: ArticleDate | None) -> str:
    """`26 May 2015` without the time of day, as exactly as it is known; "Undated" where there is none."""
    return day(when.moment.date()) if when and when.precision is Precision.MINUTE else date(when)


def form(name: str) -> str:
    """As what an article was read, for people: "a mail" of `email`; a name that is not known stays."""
    return _FORMS.get(name, name)


def unit(*, grouped: bool) -> str:
    """What facets count, in words: articles, or results that may stand for several copies."""
    return COUNTED_RESULT if grouped else COUNTED_ARTICLE


def moment(when: datetime.datetime) -> str:
    """`29 Nov 2026, 14:03 UTC`: when something was done with the archive."""
    return f"{day(when.date())}, {when:%H:%M} UTC"


def arrival(when: Arrival) -> str:
    """`since 29 Nov 2026`, `until ...`, both ends, or the one day; a moment with its time."""
    first = day(when.first_day) if when.first_day else moment(when.first) if when.first else ""
    last = day(when.last_day) if when.last_day else moment(when.last) if when.last else ""
    if first == last:
        return first
    return f"{first} to {last}" if first and last else f"since {first}" if first else f"until {last}"


def count(number: int, singular: str, plural: str = "") -> str:
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def listed(names: Sequence[str]) -> str:
    """Names one after another: "headline, standfirst and byline"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


@lru_cache(maxsize=256)
def _locale(code: str) -> Locale | None:
    try:
        return Locale.parse(code.replace("_", "-"), sep="-") if code else None
    except (UnknownLocaleError, ValueError, TypeError):
        return None


@lru_cache(maxsize=256)
def language(code: str) -> str:
    """The English name of a language code, or the code where it is not known."""
    locale = _locale(code)
    return (locale.get_display_name("en") if locale else "") or code


@lru_cache(maxsize=256)
def tag(code: str) -> str:
    """What `lang` an element in this language needs: the code, or "" (not known) where it is none."""
    return code if _locale(code) else ""


@lru_cache(maxsize=256)
def direction(code: str) -> str:
    """What `dir` an element in this language needs: `rtl`, `ltr`, or `auto` where the language is not known."""
    locale = _locale(code)
    return locale.text_direction if locale else "auto"


def day(when: datetime.date) -> str:
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"
