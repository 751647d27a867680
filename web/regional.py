"""How are numbers, days, lists and names of languages written in the language of the request? English is written here,
as it always was; other languages as the Unicode CLDR has them, through Babel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

from web.translation import SOURCE, language

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FULL_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SMALL_BEHIND_COLON = frozenset({SOURCE, "fr"})  # languages that begin a sentence behind a colon with a small letter
_LATIN = "latn"  # digits of dates and addresses; the others of Arabic would not match those of the texts


class CalendarForm(NamedTuple):
    """A way to write a day or a part of it: what English has, and the skeleton of the CLDR ("" for its long date)."""

    english: str
    skeleton: str


YEAR = CalendarForm("{year}", "y")
MONTH = CalendarForm("{short} {year}", "yMMM")
DAY = CalendarForm("{day} {short} {year}", "yMMMd")
FULL_MONTH = CalendarForm("{full} {year}", "yMMMM")
FULL_DAY = CalendarForm("{day} {full} {year}", "")
DAY_OF_YEAR = CalendarForm("{day} {full}", "MMMMd")


@lru_cache(maxsize=512)
def known_locale(code: str) -> Locale | None:
    """What the CLDR knows of a language by its code, None where it is none."""
    try:
        return Locale.parse(code.replace("_", "-"), sep="-") if code else None
    except (UnknownLocaleError, ValueError, TypeError):
        return None


@cache
def _signs(spoken: str) -> dict[int, str]:
    """What stands in this language for the comma and the point of an English number."""
    symbols = Locale.parse(spoken).number_symbols
    latin = symbols.get(_LATIN, symbols)
    return {ord(","): latin["group"], ord("."): latin["decimal"]}


def number(value: float, form: str = ",") -> str:
    """`1,234` in the separators of the language; `form` is that of Python."""
    written, spoken = format(value, form), language()
    return written if spoken == SOURCE else written.translate(_signs(spoken))


def percent(share: float) -> str:
    """`45%` of 0.45."""
    return _percent(f"{share:.0%}"[:-1], language())


@lru_cache(maxsize=512)
def _percent(number: str, spoken: str) -> str:
    if spoken == SOURCE:
        return f"{number}%"
    before, after = (
        Locale.parse(spoken).percent_formats[None].prefix[0],
        Locale.parse(spoken).percent_formats[None].suffix[0],
    )
    return f"{before}{number}{after}"


class _Numeral(float):
    """A number that a sentence formats by itself."""

    def __format__(self, form: str) -> str:
        whole = int(self) if self.is_integer() and not form.endswith(("f", "g")) else float(self)
        return number(whole, form)


def filled(sentence: str, values: Mapping[str, object]) -> str:
    """A sentence with `{name}` or `{name:,}`, filled with values; numbers in the separators of the language."""
    if language() != SOURCE:
        values = {name: _Numeral(value) if isinstance(value, int | float) else value for name, value in values.items()}
    return sentence.format(**values)


def calendar(form: CalendarForm, year: str | int, month: int = 1, day: int = 1) -> str:
    """A day, or the part of it that the form has, in words; a day that no calendar has as its parts."""
    return _calendar(form, year, month, day, language())


@lru_cache(maxsize=8192)
def _calendar(form: CalendarForm, year: str | int, month: int, day: int, spoken: str) -> str:
    english = form.english.format(year=year, short=_MONTHS[month - 1], full=_FULL_MONTHS[month - 1], day=day)
    if spoken == SOURCE or form is YEAR:
        return english
    locale = Locale.parse(spoken)
    pattern = locale.datetime_skeletons[form.skeleton] if form.skeleton else locale.date_formats["long"]
    try:
        return str(pattern.apply(date(int(year), month, day), locale))
    except ValueError:
        return english


def short_month(month: int) -> str:
    """The month in three or four letters, as it stands alone."""
    if language() == SOURCE:
        return _MONTHS[month - 1]
    return str(Locale.parse(language()).months["stand-alone"]["abbreviated"][month])


def listed(names: Sequence[str]) -> str:
    """Names one after another: "headline, standfirst and byline"."""
    *first, last = names
    if not first:
        return last
    if language() == SOURCE:
        return f"{', '.join(first)} and {last}"
    forms = Locale.parse(language()).list_patterns["standard"]
    if len(first) == 1:
        return str(forms["2"].format(first[0], last))
    told = first[0]
    for name in first[1:]:
        told = forms["middle"].format(told, name)
    return str(forms["end"].format(told, last))


def language_name(code: str) -> str:
    """The name of a language by its code, as it stands alone; the code where it is not known."""
    return _language_name(code, language())


def language_within(code: str) -> str:
    """The same as it stands within a sentence: "auf Englisch", "en anglais"."""
    return _language_within(code, language())


@lru_cache(maxsize=1024)
def _language_within(code: str, spoken: str) -> str:
    locale = known_locale(code)
    return (locale.get_display_name(spoken) if locale else "") or code


@lru_cache(maxsize=1024)
def _language_name(code: str, spoken: str) -> str:
    name = _language_within(code, spoken)
    return name[:1].upper() + name[1:] if known_locale(code) else name


def behind_colon(sentence: str) -> str:
    """A sentence as it stands behind a colon."""
    return sentence[:1].lower() + sentence[1:] if language() in _SMALL_BEHIND_COLON else sentence


def page_direction() -> str:
    """`rtl` or `ltr`, as the language of the page is written."""
    locale = known_locale(language())
    return locale.text_direction if locale else "ltr"
