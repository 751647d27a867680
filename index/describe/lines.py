"""What do a page's visible lines say about it? Bylines, dates, credits, sections and datelines around the body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from index.article import Certainty
from index.describe.agencies import agencies_in
from index.describe.bylines import Byline, is_mark, parse_byline, parse_names
from index.describe.credits import credit_line, photo_credit, source_named, tail_credit
from index.describe.datelines import first_weekday, parse_dateline
from index.describe.dates import Found, Order, find_dates, numeric_order
from index.describe.layout import Layout
from index.describe.model import Findings, Hints
from index.describe.plausible import dated

_MODIFIED = re.compile(
    r"\b(?:last\s)?(?:updated?|modified|update|edited|revised|reviewed)\b|aktualisiert|geändert|mis(?:e)? à jour|modifié|actualizado|"
    r"actualización|aggiornat|atualizad|обновлен|oppdatert|uppdaterad|opdateret|päivitetty|güncelle|更新|수정|bijgewerkt|"
    r"zaktualizowan|aktualizacja|última modificación|ultima modifica|عُدل|تحديث",
    re.I,
)
_PUBLISHED = re.compile(
    r"\b(?:published|posted|publi(?:é|shed|cado|cación|kováno)|pubblicat|first published|created|date|dated|issued|released|"
    r"veröffentlicht|erschienen|stand|erstellt|publisert|publicerad|publiceret|julkaistu|yayın|gepubliceerd|opublikowan|"
    r"опубликовано|дата|fecha|datum|dato|pvm|premiered|am|on|le|el|il)\b|公開|掲載|入力|입력|발행|发布|نشر|تاريخ",
    re.I,
)
_HOME = re.compile(
    r"^(?:home(?:page)?|start(?:seite)?|accueil|inicio|início|hjem|hem|strona główna|главная|etusivu|الرئيسية)\b", re.I
)
_CRUMB = re.compile(r"\s*[|>»›/→·]\s*|\s+[-–—]\s+")
_RESPONSIBLE = re.compile(r"^(?:the\s)?([A-Z][\w.’' &-]{1,40}?)\s+(?:is|are)\s+not\s+responsible\s+for\b")
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:copyright\s*)?(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?,?\s*)?(?:by\s+)?([A-Z][\w.’'& -]{1,50}?)"
    r"(?=\s*(?:[.,|•·]|all rights|(?:19|20)\d\d|inc\b|ltd\b|llc\b|$))",
    re.I,
)


def page_order(layout: Layout, language: str, url: str) -> Order:
    """Which number of a numeric date is the day on this page: its other dates, else its language and country."""
    order = numeric_order("\n".join(text[:200] for text in layout.texts[:2000]))
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


def take_lines(layout: Layout, findings: Findings, hints: Hints, order: Order) -> None:
    """Say all that the lines around the body give."""
    _take_section(layout, findings)
    _take_credits(layout, findings)
    _take_bylines(layout, findings)
    _take_dates(layout, findings, hints, order)
    _take_dateline(layout, findings, hints)
    _take_photo_credit(layout, findings)
    _take_publisher(layout, findings)


def _take_section(layout: Layout, findings: Findings) -> None:
    for n in layout.head:
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
    if layout.last >= 0 and (credit := tail_credit(layout.texts[layout.last])):
        findings.say("agency", credit, f"line {layout.last + 1}", layout.texts[layout.last][-60:])


def _take_bylines(layout: Layout, findings: Findings) -> None:
    best: tuple[float, int, Byline] | None = None
    for n, byline in _bylines(layout):
        score = _byline_score(layout, n, byline)
        if best is None or score > best[0]:
            best = (score, n, byline)
    if best is None or best[0] < 0.5:
        return
    _, n, byline = best
    quote = layout.texts[n]
    for agency in byline.agencies:
        findings.say("agency", agency, f"line {n + 1}", quote)
    findings.say("place", byline.place, f"line {n + 1}", quote)
    findings.say_authors(byline.authors, f"line {n + 1}", quote)
    _mark(layout, findings, n, "byline")


def _bylines(layout: Layout) -> Iterator[tuple[int, Byline]]:
    lines = [*layout.head[-40:], *layout.opening, *layout.foot[:4]]
    for at, n in enumerate(lines):
        text = layout.texts[n]
        if not text or len(text) > 200 or credit_line(text)[0]:
            continue
        byline = parse_byline(text)
        if byline is None and is_mark(text) and at + 1 < len(lines):
            byline = parse_names(layout.texts[lines[at + 1]], marked=True)
        if byline is not None and (byline.authors or byline.agencies):
            yield n, byline


def _byline_score(layout: Layout, n: int, byline: Byline) -> float:
    """How likely the line names this page's author: announced ones near the body first."""
    text = layout.texts[n]
    before = [m for m in layout.head if n < m]
    distance = len(before) if n < layout.first else 2 + (n - layout.last if n > layout.last else 0)
    score = 1.5 if byline.marked else 0.0
    score -= 0.06 * distance
    if layout.rules[n] == "byline":
        score += 0.5
    near = [layout.texts[m] for m in layout.head if abs(m - n) <= 4 and m != n]
    if any(find_dates(other[:120]) for other in near if len(other) < 120) or find_dates(text[:200]):
        score += 0.6
    if byline.place:
        score += 0.5
    if text.lstrip().startswith(("•", "*")):
        score -= 0.3
    return score


def _take_dates(layout: Layout, findings: Findings, hints: Hints, order: Order) -> None:
    candidates: list[tuple[float, int, Found, bool]] = []
    near = [*layout.head[-60:], *layout.opening, *layout.foot[:30]]
    for n in near:
        text = layout.texts[n]
        if not text or len(text) > 250:
            continue
        for found in find_dates(text, order):
            if found.year:
                candidates.append((_date_score(layout, n, found), n, found, _is_modified(text, found)))
    for name, wanted in (("published", False), ("modified", True)):
        for score, n, found, _ in sorted((c for c in candidates if c[3] is wanted), key=lambda c: -c[0]):
            if score < 0.4:
                break
            value = dated(found, name, layout.texts[n], f"line {n + 1}", findings, hints)
            findings.say_date(name, value, f"line {n + 1}", layout.texts[n])
            if value is not None:
                _mark(layout, findings, n, "date")
                break


def _is_modified(text: str, found: Found) -> bool:
    """Whether the nearest label before the date says that the page was changed then."""
    before = text[: found.start]
    changed = [m.end() for m in _MODIFIED.finditer(before)]
    made = [m.end() for m in _PUBLISHED.finditer(before)]
    if not changed:
        return not made and bool(_MODIFIED.match(text[found.end :].strip(" ():-")))
    return not made or max(changed) >= max(made) - 3


def _date_score(layout: Layout, n: int, found: Found) -> float:
    text = layout.texts[n]
    rest = len(re.findall(r"\w+", text[: found.start] + " " + text[found.end :]))
    score = 1.0 - 0.08 * rest
    if n < layout.first:
        score -= 0.03 * sum(1 for m in layout.head if m > n)
    elif n > layout.last:
        score -= 0.5 + 0.05 * (n - layout.last)
    else:
        score -= 0.2
    if _PUBLISHED.search(text[: found.start]):
        score += 0.4
    if found.hour is not None:
        score += 0.3
    if not found.day:
        score -= 0.6
    if layout.rules[n] == "date":
        score += 0.2
    return score


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
        if found.year:
            value = dated(found, "published", quote, f"line {n + 1}", findings, hints)
            findings.say_date("published", value, f"line {n + 1}", quote)
            return
        weekday = first_weekday(text[dateline.length :])
        _resolve_year(found, weekday, findings, hints, f"line {n + 1}", quote)
        return


def _resolve_year(found: Found, weekday: int | None, findings: Findings, hints: Hints, source: str, quote: str) -> None:
    """A date without a year gets the one year near the archive's years in which it fell on the weekday."""
    unknown = f"--{found.month:02}-{found.day:02}"
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
    value = dated(replace(found, year=fitting[0]), "published", quote, source, findings, hints, why)
    findings.say_date("published", value, source, quote, Certainty.INFERRED)


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
        if len(text) < 600 and not credit_line(text)[0] and (credit := photo_credit(text)):
            findings.say("photo_credit", credit, f"line {n + 1}", text)
            _mark(layout, findings, n, "credit")


def _take_publisher(layout: Layout, findings: Findings) -> None:
    if "publisher" in findings.values:
        return
    for n in [*layout.foot, *layout.head]:
        text = layout.texts[n]
        if len(text) > 300:
            continue
        match = _RESPONSIBLE.match(text)
        if match:
            findings.say("publisher", match[1], f"line {n + 1}", text, Certainty.INFERRED)
            return
    for n in reversed([*layout.head[:5], *layout.foot]):
        match = _RIGHTS.search(layout.texts[n][:200])
        if match and len(match[1].split()) <= 5 and not match[1].casefold().startswith(("all rights", "copyright")):
            findings.say("publisher", match[1].strip(" ."), f"line {n + 1}", layout.texts[n], Certainty.INFERRED)
            return


def _mark(layout: Layout, findings: Findings, n: int, role: str) -> None:
    if layout.kept[n]:
        findings.roles.setdefault(n, role)


def texts_of(layout: Layout, numbers: Sequence[int]) -> list[str]:
    """The texts of the lines with these numbers."""
    return [layout.texts[n] for n in numbers]
