"""Which line says when? Dates around the body, by what labels them and where they stand."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.describe.announcing import mark_of
from index.describe.choices import Features
from index.describe.clock import find_time
from index.describe.dates import Found, Order, find_dates
from index.describe.layout import Layout

_MODIFIED = re.compile(
    r"(?:\b|(?<=\d))(?:last\s)?(?:updated?|modified|update|edited|revised|reviewed)(?:\b|(?-i:(?=[A-Z])))|"
    r"aktualisiert|geändert|mise? à jour|modifié|"
    r"actualizado|actualización|aggiornat|atualizad|обновлен|oppdatert|uppdaterad|opdateret|päivitetty|güncelle|更新|수정|"
    r"bijgewerkt|zaktualizowan|aktualizacja|última modificación|\(?modifica(?:to)?\b|عُدل|تحديث",
    re.I,
)
_PUBLISHED = re.compile(
    r"\b(?:published|posted|publi(?:é|shed|cado|cación|kováno)|pubblicat|created|date|dated|issued|released|"
    r"veröffentlicht|erschienen|stand|erstellt|publisert|publicerad|publiceret|julkaistu|yayın|gepubliceerd|opublikowan|"
    r"опубликовано|дата|fecha|datum|dato|pvm|premiered|(?<!\d\s)am|on|le|el|il)\b|公開|掲載|入力|입력|발행|发布|نشر|تاريخ",
    re.I,
)
_MOST_FIRST, _MOST_HEAD, _MOST_FOOT = 120, 60, 40
_LONGEST = 250
_LABEL = 30
_LONGEST_SIGNED = 150  # characters of a byline with a date
_CLOSE = 6  # lines below the headline, blank ones left out
_PICTURE = re.compile(r"[\[(]?(?:file )?(?:photo|image|picture|foto|bild|photograph)\b", re.I)


def is_modified(text: str, written: Found) -> bool:
    """Whether the nearest label before the date (else behind it) says that the page was changed then.

    A label behind the date with another date after it is that one's: "8 May 15.32  Last modified 8 May 18.04".
    """
    before = text[: written.start]
    changed = [m.end() for m in _MODIFIED.finditer(before)]
    made = [m.end() for m in _PUBLISHED.finditer(before)]
    if not changed:
        behind = text[written.end :].strip(" ():-|,")
        labelled = not made and bool(_MODIFIED.match(behind))
        return labelled and not find_dates(behind) and not _is_another_time(written, behind)
    return not made or max(changed) >= max(made) - 3


def _is_another_time(written: Found, behind: str) -> bool:
    """Whether what stands behind a date with a time names another one: "3 May 2017 08:02 (Updated 10:15)"."""
    return written.hour is not None and find_time(behind) is not None


@dataclass(frozen=True, slots=True)
class _Mention:
    """A date with a year: the number of its line, the date, and the text of the line looked at before."""

    line: int
    date: Found
    previous: str

    @property
    def day(self) -> tuple[int, int, int]:
        return self.date.year, self.date.month, self.date.day


def date_candidates(layout: Layout, order: Callable[[], Order]) -> Iterator[tuple[int, Found, bool, Features]]:
    """(line, date, whether it is of a change, features) of each date with a year around the body.

    `order`, which number of a numeric date is the day, is asked for where a date leaves it open.
    """
    around = (*layout.head[-_MOST_HEAD:], *layout.opening, *layout.around_title(), *layout.foot[:_MOST_FOOT])
    numbers = sorted({*layout.filled[:_MOST_FIRST], *around})
    mentions = _mentions(layout, numbers, Order.UNKNOWN)
    if any(mention.date.ambiguous for mention in mentions):
        known = _order_told(mentions) or order()
        mentions = _mentions(layout, numbers, known) if known is not Order.UNKNOWN else mentions
    days = Counter(mention.day for mention in mentions)
    for place, mention in enumerate(mentions):
        changed = (
            is_modified(layout.texts[mention.line], mention.date)
            or (mention.date.start < 3 and len(mention.previous) < _LABEL and bool(_MODIFIED.search(mention.previous)))
            or _is_later_of_two(mentions, place)
        )
        features = _features(layout, mention, days, first=place == 0, changed=changed)
        yield mention.line, mention.date, changed, features


def _order_told(mentions: Sequence[_Mention]) -> Order | None:
    """The order in which a numeric date is a day that the page also names in words; None where it names none."""
    sure = {mention.day for mention in mentions if not mention.date.ambiguous}
    for year, month, day in (mention.day for mention in mentions if mention.date.ambiguous):  # month first
        as_written, turned = (year, month, day) in sure, (year, day, month) in sure
        if as_written != turned:
            return Order.DAY_FIRST if turned else Order.MONTH_FIRST
    return None


def _is_later_of_two(mentions: Sequence[_Mention], place: int) -> bool:
    """Whether the date is glued to an earlier one, as pages that show both hold publication and change."""
    one = mentions[place]
    return any(
        other.line == one.line
        and other.day < one.day
        and 0 in (one.date.start - other.date.end, other.date.start - one.date.end)
        for other in mentions[max(0, place - 1) : place + 2]
    )


def _mentions(layout: Layout, numbers: Sequence[int], order: Order) -> list[_Mention]:
    """Each date with a year in the lines."""
    mentions: list[_Mention] = []
    previous = ""
    for n in numbers:
        text = layout.texts[n]
        if len(text) <= _LONGEST:
            mentions += [_Mention(n, date, previous) for date in find_dates(text, order) if date.year]
        previous = text
    return mentions


def _is_labelled(before: str, previous: str) -> bool:
    """Whether a word for publishing stands before the date, or alone in the line before."""
    return bool(_PUBLISHED.search(before)) or (len(previous) < _LABEL and bool(_PUBLISHED.search(previous)))


def _features(
    layout: Layout, mention: _Mention, days: Counter[tuple[int, int, int]], *, first: bool, changed: bool
) -> Features:
    """What tells whether the date is the article's; `days` counts how often the lines name each day."""
    n, one = mention.line, mention.date
    text = layout.texts[n]
    rest = len(re.findall(r"[^\W\d_]+", text[: one.start] + " " + text[one.end :]))
    from_title = layout.rank[n] - layout.rank[layout.title] if layout.title >= 0 else 99
    to_body = layout.rank[layout.first] - layout.rank[n] if layout.first >= 0 else 99
    return {
        "bias": 1.0,
        "after_title": float(from_title >= 0),
        "title_gap": math.log1p(abs(from_title)) if from_title < 99 else 5.0,
        "close": float(0 <= from_title <= _CLOSE),
        "before_body": float(to_body > 0),
        "body_gap": math.log1p(abs(to_body)),
        "in_foot": float(-1 < layout.last < n),
        "rest": math.log1p(rest),
        "alone": float(rest == 0),
        "beside_title": float(rest == 0 and 0 <= from_title <= _CLOSE),
        "in_sentence": float(rest > 8),
        "signed": float(len(text) < _LONGEST_SIGNED and mark_of(text) is not None),
        "captioned": float(layout.rules[n] in ("caption", "credit") or bool(_PICTURE.match(text))),
        "labelled": float(_is_labelled(text[: one.start], mention.previous)),
        "changed": float(changed),
        "timed": float(one.hour is not None),
        "no_day": float(not one.day),
        "rule": float(layout.rules[n] in ("date", "byline")),
        "kept": float(layout.kept[n]),
        "related": float(layout.rules[n] in ("related", "comments")),
        "legal": float(layout.rules[n] == "legal"),
        "bullet": float(text[0] in "•*-·–"),
        "again": float(days[mention.day] > 1),
        "first": float(first),
        "many": math.log1p(len(days)),
    }
