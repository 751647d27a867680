"""What do a page's visible lines say about it? Bylines, dates, credits, sections and datelines around the body."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from index.article import ArticleDate, Certainty, Precision
from index.describe.agencies import agencies_in
from index.describe.authorship import byline_candidates, with_next_lines
from index.describe.bylines import parse_byline
from index.describe.choices import best, score
from index.describe.credits import credit_line, photo_credit, source_named, tail_credit
from index.describe.datelines import first_weekday, parse_dateline
from index.describe.dates import Found, Order, numeric_order
from index.describe.dating import date_candidates
from index.describe.layout import Layout
from index.describe.model import FROM_ADDRESS, Findings, Hints, Statement
from index.describe.plausible import dated
from index.describe.titles import fold
from index.page import Head

_SHORTEST_SUMMARY, _LONGEST_SUMMARY = 6, 60  # words
_TEXT = ("", "source", "not_body", "other_extractor")  # rules of lines that may be the story's last
# Scores of a byline. In HTML none of the names under 1.2 was right on the fitting sites, for a page that marks up no
# author seldom has one; in dumps two in five of those under 0.4 were, and are taken.
_LEAST_OF_DUMP, _LEAST_OF_HTML = 0.0, 1.2
_SHORTEST_CREDIT = 4  # characters: "[AP]"
_PARAGRAPH = 14  # words from which a kept line is never dropped for a date or a name in it
_HOME = re.compile(
    r"^(?:home(?:page)?|start(?:seite)?|accueil|inicio|início|hjem|hem|strona główna|главная|etusivu|الرئيسية)\b", re.I
)
_BEFORE_HOME = " |>»›/→·-–—•*"
_CRUMB = re.compile(r"\s*[|>»›/→·]\s*|\s+[-–—]\s+")
_RESPONSIBLE = re.compile(r"^(?:the\s)?([A-Z][\w.’' &-]{1,40}?)\s+(?:is|are)\s+not\s+responsible\s+for\b")
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)\s{0,3}(?:copyright\s{0,3})?(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?,?\s{0,3})?"
    r"(?:by\s+)?([A-Z][\w.’'& -]{1,50}?)"
    r"(?=\s*(?:[.,|•·]|all rights|(?:19|20)\d\d|inc\b|ltd\b|llc\b|$))",
    re.I,
)


def take_lines(layout: Layout, findings: Findings, hints: Hints, head: Head | None = None) -> None:
    """Say all that the lines around the body give beside what the page's head does."""
    described = (head.meta.get("description") or head.meta.get("og:description") or ("",))[0] if head else ""
    least = _LEAST_OF_DUMP if head is None else _LEAST_OF_HTML
    steps: tuple[tuple[str, Callable[[], None]], ...] = (
        ("section", lambda: _take_section(layout, findings)),
        ("standfirst", lambda: _take_standfirst(layout, findings, described)),
        ("agency", lambda: _take_credits(layout, findings)),
        ("authors", lambda: _take_bylines(layout, findings, least)),
        ("published", lambda: _take_dates(layout, findings, hints, head.language if head else "")),
        ("place", lambda: _take_dateline(layout, findings, hints)),
        ("photo_credit", lambda: _take_photo_credit(layout, findings)),
        ("publisher", lambda: _take_publisher(layout, findings)),
    )
    for name, take in steps:
        with findings.guarded(name, "the lines"):
            take()


def _take_section(layout: Layout, findings: Findings) -> None:
    for n in layout.head:
        if not _HOME.match(layout.texts[n].lstrip(_BEFORE_HOME)):
            continue
        parts = [part for part in _CRUMB.split(layout.texts[n]) if re.search(r"\w", part)]
        if len(parts) > 1 and _HOME.match(parts[0]) and len(parts) <= 6:
            section = parts[1]
            if len(section) <= 40 and len(section.split()) <= 4:
                findings.say("section", section, f"line {n + 1}", layout.texts[n])
                return


def _take_credits(layout: Layout, findings: Findings) -> None:
    for n in [*reversed(layout.head[-25:]), *layout.foot[:12]]:
        text = layout.texts[n]
        if source := source_named(text):
            found, others = agencies_in(source)
            if found:
                findings.say("agency", found[0], f"line {n + 1}", text)
                _mark(layout, findings, n, "source")
            elif not parse_byline(source):
                findings.say("publisher", source, f"line {n + 1}", text)
        found, others = credit_line(text)
        if found:
            findings.say("agency", found[0], f"line {n + 1}", text)
            if others:
                findings.say("publisher", others[0], f"line {n + 1}", text)
            _mark(layout, findings, n, "source")
    for n in (layout.last, *layout.foot[:2]):
        if n >= 0 and layout.rules[n] in _TEXT and (credit := tail_credit(layout.texts[n])):
            findings.say("agency", credit, f"line {n + 1}", layout.texts[n][-60:])


def _take_bylines(layout: Layout, findings: Findings, least: float) -> None:
    """The likeliest byline, where its score reaches `least`; what only might be one is refused."""
    found = list(byline_candidates(layout, near_only=bool(findings.authors)))
    number = best("author", [features for _, _, features in found])
    if number < 0:
        return
    n, byline, features = found[number]
    if not findings.authors and score("author", features) < least:
        findings.refuse("authors", "; ".join(byline.authors), f"line {n + 1}", layout.texts[n])
        return
    byline = with_next_lines(layout, n, byline)
    quote = layout.texts[n]
    if not findings.authors:
        for agency in byline.agencies:
            findings.say("agency", agency, f"line {n + 1}", quote)
        findings.say_authors(byline.authors, f"line {n + 1}", quote)
    if set(byline.authors) <= set(findings.authors):
        findings.say("place", byline.place, f"line {n + 1}", quote)
        for m, other, _ in found:
            if set(other.authors) <= set(byline.authors) and (m < layout.first or m > layout.last):
                _mark(layout, findings, m, "byline")
        _mark(layout, findings, n, "byline")


def _take_dates(layout: Layout, findings: Findings, hints: Hints, language: str) -> None:
    found = list(date_candidates(layout, lambda: _page_order(layout, language, findings.values.get("url", ""))))
    for name, wanted in (("published", False), ("modified", True)):
        of_kind = [one for one in found if one[2] is wanted]
        ranked = sorted(of_kind, key=lambda one: -score("date", one[3]))
        for n, one, _, features in ranked[:3]:
            if score("date", features) < (0.0 if name == "published" else -1.0):
                break
            statement = Statement(name, f"line {n + 1}", layout.texts[n])
            value = dated(one, statement, findings, hints)
            if value is not None:
                if name == "published" and _is_local_day(value, findings.dates.get(name)):
                    del findings.dates[name]
                findings.say_date(value, statement)
                _mark(layout, findings, n, "date")
                break


def _page_order(layout: Layout, language: str, url: str) -> Order:
    """Which number of a numeric date is the day on this page: its other dates, else its language and country."""
    order = numeric_order("\n".join(text[:200] for text in layout.texts[:2000] if "/" in text or "-" in text))
    if order is not Order.UNKNOWN:
        return order
    region = language.lower()
    if region in ("en-us", "en_us", "fil", "en-ph"):
        return Order.MONTH_FIRST
    if region and not region.startswith("en"):
        return Order.DAY_FIRST
    if re.match(r"en[-_](?:gb|au|nz|ie|in|za|uk|ng|ke|sg)", region) or re.search(
        r"\.(?:uk|au|nz|ie|in|za|ng|ke|sg|pk)(?:/|$)", url[:80]
    ):
        return Order.DAY_FIRST
    return Order.UNKNOWN


def _is_local_day(shown: ArticleDate, known: ArticleDate | None) -> bool:
    """Whether the page shows the publisher's own day, where the day known is one in UTC or one from the address."""
    if known is None or shown.precision not in (Precision.DAY, Precision.MINUTE):
        return False
    apart = abs((shown.moment.date() - known.moment.date()).days)
    return apart <= 1 if known.inferred == FROM_ADDRESS else apart == 1 and known.moment.utcoffset() == timedelta(0)


def _take_dateline(layout: Layout, findings: Findings, hints: Hints) -> None:
    for n in (m for m in (*layout.head[-3:], *layout.opening) if layout.kept[m]):
        text = layout.texts[n]
        dateline = parse_dateline(text)
        if dateline is None:
            continue
        quote = text[: dateline.length]
        findings.say("place", dateline.place, f"line {n + 1}", quote)
        for agency in dateline.agencies:
            findings.say("agency", agency, f"line {n + 1}", quote)
        found = dateline.date
        if found is None or "published" in findings.dates:
            return
        statement = Statement("published", f"line {n + 1}", quote)
        if found.year:
            findings.say_date(dated(found, statement, findings, hints), statement)
        else:
            _resolve_year(found, first_weekday(text[dateline.length :]), statement, findings, hints)
        return


def _resolve_year(found: Found, weekday: int | None, statement: Statement, findings: Findings, hints: Hints) -> None:
    """A date without a year gets the one year near the archive's years in which it fell on the weekday."""
    unknown = f"--{found.month:02}-{found.day:02}"
    source, quote = statement.source, statement.quote
    if hints.years is None:
        findings.refuse("published", unknown, source, f"no year stated, and none known to compare with: {quote}")
        return
    first, last = hints.years
    fitting = _fitting_years(found, weekday, first, last)
    if len(fitting) != 1:
        findings.refuse("published", unknown, source, f"no year stated, and {len(fitting)} would fit: {quote}")
        return
    why = (
        f"year from the weekday and the archive's years {first} to {last}"
        if weekday is not None
        else f"year from the archive's only year {first}"
    )
    value = dated(replace(found, year=fitting[0]), statement, findings, hints, why)
    findings.say_date(value, statement, Certainty.INFERRED)


def _fitting_years(found: Found, weekday: int | None, first: int, last: int) -> list[int]:
    """The archive's years in which the date fell on the weekday; where none does, the nearest one close to them.

    A date falls on a weekday every 5, 6 or 11 years, so one within two years of the archive's is seldom by chance.
    """
    if weekday is None:
        return [first] if first == last else list(range(first, last + 1))
    fitting = [year for year in range(first - 2, last + 3) if _falls_on(year, found, weekday)]
    inside = [year for year in fitting if first <= year <= last]
    return inside or fitting


def _falls_on(year: int, found: Found, weekday: int) -> bool:
    try:
        return date(year, found.month, found.day).weekday() == weekday
    except ValueError:
        return False


def _take_photo_credit(layout: Layout, findings: Findings) -> None:
    around = [
        *layout.head[-12:],
        *(n for n in range(max(layout.first, 0), layout.last + 1) if layout.rules[n]),
    ]
    for n in around:
        text = layout.texts[n]
        if _SHORTEST_CREDIT <= len(text) < 600 and not credit_line(text)[0] and (credit := photo_credit(text)):
            findings.say("photo_credit", credit, f"line {n + 1}", text)
            _mark(layout, findings, n, "credit")


def _take_publisher(layout: Layout, findings: Findings) -> None:
    if "publisher" in findings.values:
        return
    for n in [*layout.foot, *layout.head]:
        text = layout.texts[n]
        if len(text) > 300:
            continue
        match = _RESPONSIBLE.match(text) if "responsible" in text else None
        if match:
            findings.say("publisher", match[1], f"line {n + 1}", text, Certainty.INFERRED)
            return
    for n in reversed([*layout.head[:5], *layout.foot]):
        text = layout.texts[n][:200]
        low = text.casefold()
        match = _RIGHTS.search(text) if "©" in text or "(c)" in low or "copyright" in low else None
        if match and len(match[1].split()) <= 5 and not match[1].casefold().startswith(("all rights", "copyright")):
            findings.say("publisher", match[1].strip(" ."), f"line {n + 1}", layout.texts[n], Certainty.INFERRED)
            return


def _take_standfirst(layout: Layout, findings: Findings, description: str) -> None:
    """The summary under the headline: the page's description, or a sentence that other lines part from the body."""
    if layout.title < 0:
        return
    after = [n for n in layout.around_title() if n > layout.title][:8]
    told = fold(description)[:60]
    for at, n in enumerate(after[:4]):
        text = layout.texts[n]
        words = text.count(" ") + 1
        if not _SHORTEST_SUMMARY <= words <= _LONGEST_SUMMARY or layout.rules[n] not in ("", "standfirst", "not_body"):
            continue
        parted = at + 1 < len(after) and bool(layout.rules[after[at + 1]]) and layout.rules[n] != "not_body"
        if layout.rules[n] == "standfirst" or parted or (told and fold(text).startswith(told)):
            findings.say("standfirst", text, f"line {n + 1}", text, Certainty.INFERRED)
            return


def _mark(layout: Layout, findings: Findings, n: int, role: str) -> None:
    """Have the line dropped as this, where the cleaner kept it and it is too short to be a paragraph."""
    if layout.kept[n] and layout.texts[n].count(" ") < _PARAGRAPH:
        findings.roles.setdefault(n, role)
