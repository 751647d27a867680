"""How are values put in words for a reader? Dates with their precision, languages, counts, labels."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import lru_cache

from index.article import ArticleDate, Precision, YearlessDay
from index.facets import BY_NAME, DATE, Kind
from search.query import Arrival
from search.results import (
    ADDRESS,
    ALTERNATIVES,
    AS_WORDS,
    ENDINGS,
    FORM,
    IN_VERSIONS,
    OPERATORS,
    PERIOD,
    POSSIBLE,
    REMOVED,
)
from web import regional
from web.regional import CalendarForm, calendar, known_locale, number
from web.translation import gettext as _
from web.translation import ngettext, noted

COUNTED_ARTICLE, COUNTED_RESULT = "article", "result"
_MOST_YEARS = 5  # that are told one by one
_LEAP_YEAR = 2000  # which has every day
_SHORT = {Precision.YEAR: regional.YEAR, Precision.MONTH: regional.MONTH, Precision.DAY: regional.DAY}
_FULL = {Precision.YEAR: regional.YEAR, Precision.MONTH: regional.FULL_MONTH, Precision.DAY: regional.FULL_DAY}
_HEADINGS = {DATE: noted("When")}
_IN_SENTENCES = {"byline": noted("author’s name"), "place": noted("place that it was filed from")}
_NAME_KINDS = {"person": noted("person"), "organisation": noted("organisation"), "place": noted("place")}
_FORMS = {
    "text": noted("plain text"),
    "html": noted("a web page"),
    "markdown": noted("Markdown"),
    "jsonl": noted("a line of JSON"),
    "json": noted("an entry of a JSON file"),
    "csv": noted("a row of a table"),
    "feed": noted("an entry of a feed"),
    "mhtml": noted("a saved web page (MHTML)"),
    "webarchive": noted("a web page that Safari saved"),
    "email": noted("a mail"),
    "pdf": noted("a PDF document"),
    "docx": noted("a Word document"),
}
_OFFERED = {
    ADDRESS: noted("The article at this address"),
    REMOVED: noted("Only removed lines hold"),
    IN_VERSIONS: noted("In older versions:"),
    FORM: noted("With a related word:"),
    ENDINGS: noted("With other endings and names:"),
    OPERATORS: noted("With operators:"),
    ALTERNATIVES: noted("Any of them:"),
    PERIOD: noted("Published at that time:"),
    AS_WORDS: noted("Articles that hold the words:"),
    POSSIBLE: noted("Perhaps of that time, year unknown"),
}


def label(facet: str) -> str:
    return _(BY_NAME[facet].label) if facet in BY_NAME else facet.replace("_", " ").capitalize()


def heading(facet: str) -> str:
    """What stands above the values of a facet that a reader chooses from."""
    return _(_HEADINGS[facet]) if facet in _HEADINGS else label(facet)


def in_sentence(facet: str) -> str:
    """What a facet is called within a sentence: "paper" in "It stands in the paper"."""
    return _(_IN_SENTENCES[facet]) if facet in _IN_SENTENCES else regional.behind_colon(label(facet))


def offered(facet: str, stored: str) -> tuple[str, str]:
    """What an offer is, in words, and the name after it: `By` and the author; no name for an address."""
    if facet in BY_NAME:
        return _(BY_NAME[facet].offered_as), value(facet, stored)
    return _(_OFFERED[facet]), "" if facet == ADDRESS else stored


def value(facet: str, stored: str) -> str:
    """A facet's value as it is shown: "" is "None stated", a language code its name, a month "May 2015"."""
    kind = BY_NAME[facet].kind
    if kind is Kind.DATE:
        return period(stored)
    if not stored:
        return _("None stated")
    return language(stored) if kind is Kind.LANGUAGE else stored


def period(stored: str) -> str:
    """`2015`, `2015-05` or `2015-05-26` in words; "" is "Undated"."""
    if not stored:
        return _("Undated")
    year, *rest = stored.split("-")
    form = (regional.YEAR, regional.FULL_MONTH, regional.FULL_DAY)[len(rest)]
    return calendar(form, year, *map(int, rest))


def short_period(stored: str) -> str:
    """`2015`, or `May 2015` with a short month."""
    year, *month = stored.split("-")
    return calendar(regional.MONTH if month else regional.YEAR, year, *map(int, month))


def short_month(month: int) -> str:
    return regional.short_month(month)


def date(when: ArticleDate | None) -> str:
    """`26 May 2015, 09:25 UTC+2` as exactly as it is known; "Undated" where there is none."""
    return _dated(when, _SHORT)


def full_date(when: ArticleDate | None) -> str:
    """The same with months in full."""
    return _dated(when, _FULL)


def _dated(when: ArticleDate | None, forms: Mapping[Precision, CalendarForm]) -> str:
    if when is None:
        return _("Undated")
    moment = when.moment
    if when.precision is not Precision.MINUTE:
        return calendar(forms[when.precision], moment.year, moment.month, moment.day)
    written = calendar(forms[Precision.DAY], moment.year, moment.month, moment.day)
    return _("%(day)s, %(time)s", day=written, time=f"{moment:%H:%M} {zone(when)}".rstrip())


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
    said = calendar(regional.DAY_OF_YEAR, _LEAP_YEAR, day.month, day.day)
    *first, last = map(str, day.years or ("",))
    if len(first) >= _MOST_YEARS:
        return _(
            "%(day)s, year unknown (%(n)s from %(first)s to %(last)s fit)",
            day=said, n=len(day.years), first=first[0], last=last,
        )  # fmt: skip
    if first:
        years = _("%(several)s or %(last)s", several=", ".join(first), last=last)
        return _("%(day)s, year unknown (%(years)s)", day=said, years=years)
    if last:
        return _("%(day)s, year unknown (%(years)s)", day=said, years=last)
    return _("%(day)s, year unknown", day=said)


def filed_under(published: ArticleDate | None, modified: ArticleDate | None, day: YearlessDay | None) -> str:
    """The date of publication, else of the last change, said to be one: `changed 27 Mar 2016`; else the `day` of which
    no year is known, else "Undated"."""
    if published or not (modified or day):
        return marked_date(published)
    return _("changed %(date)s", date=marked_date(modified)) if modified else yearless(day) if day else ""


def day_filed_under(
    published: ArticleDate | None, modified: ArticleDate | None, yearless_day: YearlessDay | None
) -> str:
    """The same without the time of day and with months in full: "26 May 2015"."""
    when = published or modified
    if when is None:
        return yearless(yearless_day) if yearless_day else _("Undated")
    stored = when.moment.date().isoformat()
    parts = {Precision.YEAR: 4, Precision.MONTH: 7}
    said = period(stored[: parts.get(when.precision, 10)])
    said = _worked_out(when, said)
    return said if published else _("changed %(date)s", date=said)


def short_day(when: ArticleDate | None) -> str:
    """`26 May 2015` without the time of day, as exactly as it is known; "Undated" where there is none."""
    return day(when.moment.date()) if when and when.precision is Precision.MINUTE else date(when)


def name_kind(kind: str) -> str:
    """What a name is of, within a sentence: "person"."""
    return _(_NAME_KINDS[kind])


def form(name: str) -> str:
    """As what an article was read, for people: "a mail" of `email`; a name that is not known stays."""
    return _(_FORMS[name]) if name in _FORMS else name


def unit(*, grouped: bool) -> str:
    """What facets count, in words: articles, or results that may stand for several copies."""
    return COUNTED_RESULT if grouped else COUNTED_ARTICLE


def moment(when: datetime.datetime) -> str:
    """`29 Nov 2026, 14:03 UTC`: when something was done with the archive."""
    return _("%(day)s, %(time)s", day=day(when.date()), time=f"{when:%H:%M} UTC")


def arrival(when: Arrival) -> str:
    """`since 29 Nov 2026`, `until ...`, both ends, or the one day; a moment with its time."""
    first = day(when.first_day) if when.first_day else moment(when.first) if when.first else ""
    last = day(when.last_day) if when.last_day else moment(when.last) if when.last else ""
    if first == last:
        return first
    if first and last:
        return _("%(first)s to %(last)s", first=first, last=last)
    return _("since %(day)s", day=first) if first else _("until %(day)s", day=last)


def count(number: int, singular: str, plural: str = "") -> str:
    """A number of things in English, as the command line tells it."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def articles(total: int) -> str:
    """`1,234 articles`."""
    return ngettext("%(n)s article", "%(n)s articles", total, n=number(total))


def counted(total: int, unit: str) -> str:
    """A number of what facets count (`unit`): articles, or results."""
    return (
        articles(total)
        if unit == COUNTED_ARTICLE
        else ngettext("%(n)s result", "%(n)s results", total, n=number(total))
    )


def noun(total: int, unit: str) -> str:
    """What facets count (`unit`) by itself, in the form for a number: where that stands apart from it."""
    return ngettext("article", "articles", total) if unit == COUNTED_ARTICLE else ngettext("result", "results", total)


def times(total: int) -> str:
    """How often: `once`, `twice`, `3 times`."""
    if total in (1, 2):
        return _("once") if total == 1 else _("twice")
    return ngettext("%(n)s time", "%(n)s times", total, n=number(total))


def language(code: str) -> str:
    """The name of a language code in the language of the page, or the code where it is not known."""
    return regional.language_name(code)


@lru_cache(maxsize=256)
def tag(code: str) -> str:
    """What `lang` an element in this language needs: the code, or "" (not known) where it is none."""
    return code if known_locale(code) else ""


@lru_cache(maxsize=256)
def direction(code: str) -> str:
    """What `dir` an element in this language needs: `rtl`, `ltr`, or `auto` where the language is not known."""
    locale = known_locale(code)
    return locale.text_direction if locale else "auto"


def day(when: datetime.date) -> str:
    """`26 May 2015`."""
    return calendar(regional.DAY, when.year, when.month, when.day)
