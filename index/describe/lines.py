"""What do a page's visible lines say about it? Bylines, dates, credits, sections and datelines around the body."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from index.address import shown_host
from index.article import ArticleDate, Certainty, Precision
from index.describe.agencies import agencies_in
from index.describe.authorship import byline_candidates, is_truer, with_next_lines, writers
from index.describe.biographies import boxes
from index.describe.bylines import parse_byline
from index.describe.choices import Features, best, score
from index.describe.claims import OF_HEAD, Claim, Known, Mark, Origin
from index.describe.credits import credit_line, is_of_picture, photo_credit, source_named, tail_credit
from index.describe.datelines import first_weekday, parse_dateline
from index.describe.dates import Found, Order, numeric_order
from index.describe.dating import date_candidates
from index.describe.layout import Layout
from index.describe.missing_years import with_year
from index.describe.model import FROM_ADDRESS, Hints
from index.describe.papers import likeness, site_label
from index.describe.plausible import dated
from index.describe.rights import holder_of
from index.describe.titles import fold
from index.describe.topics import HOME_CRUMB, topic_of

_SHORTEST_SUMMARY, _LONGEST_SUMMARY = 6, 60  # words
_TEXT = ("", "source", "not_body", "other_extractor")  # rules of lines that may be the story's last
# Scores of a byline. In HTML none of the names under 1.2 was right on the fitting sites, for a page that marks up no
# author seldom has one; in dumps two in five of those under 0.4 were, and are taken.
LEAST_OF_DUMP, LEAST_OF_HTML = 0.0, 1.2
_ANNOUNCED = 0.0  # the least of "Posted by Jane Doe on 7 May" in HTML: of half a 2 of 2 under 1.2 are right
# Of entries of a saved page's menus with none of these 0 of 2 are people in half a, with one 1 of 1.
_SUPPORTS = ("marked", "dated", "date_near", "rule")
_TRUE = 2.5  # the score from which a byline stands against the head: of half a 2 of 2 are right
_LEAST_OF_DATE = {"published": 0.0, "modified": -2.0}  # scores
_CERTAIN = 2.5  # the score of a date from which on it stands against an earlier stamp
_ONE_DAY = math.log1p(1)  # how many days a page names, as a feature
_WHOLE_DAYS = (Precision.DAY, Precision.MINUTE)
_SAME_NAME = 3
_SHORTEST_CREDIT = 4  # characters: "[AP]"
_PARAGRAPH = 14  # words from which a kept line is never dropped for a date or a name in it
_BEFORE_HOME = " |>»›/→·-–—•*"
_CRUMB = re.compile(r"\s*[|>»›/→·]\s*|\s+[-–—]\s+")
_RESPONSIBLE = re.compile(r"^(?:the\s)?([A-Z][\w.’' &-]{1,40}?)\s+(?:is|are)\s+not\s+responsible\s+for\b")


def sections(layout: Layout) -> Iterator[Claim]:
    """The section that breadcrumbs name behind the home page."""
    for n in layout.head:
        if not HOME_CRUMB.match(layout.texts[n].lstrip(_BEFORE_HOME)):
            continue
        parts = [part for part in _CRUMB.split(layout.texts[n]) if re.search(r"\w", part)]
        topics = map(topic_of, reversed(parts[1:3])) if 1 < len(parts) <= 6 and HOME_CRUMB.match(parts[0]) else ()
        if topic := next(filter(None, topics), ""):
            yield Claim("section", topic, Origin.BREADCRUMB, f"line {n + 1}", layout.texts[n])
            return


def suppliers(layout: Layout, known: Known) -> Iterator[Claim | Mark]:
    """The agency or paper that lines around the body or its last words credit; neither the site itself is one nor an
    author who signs."""
    for n in [*reversed(layout.head[-25:]), *layout.foot[:12]]:
        text = layout.texts[n]
        if source := source_named(text):
            agencies, _ = agencies_in(source)
            if agencies:
                yield _credit(n, "agency", agencies[0], text)
                yield from _marks(layout, n, "source")
            elif not parse_byline(source):
                yield _credit(n, "publisher", source, text)
        agencies, others = credit_line(text)
        if agencies and not is_of_picture(layout, n, others):
            yield _credit(n, "agency", agencies[0], text)
            yield from (_credit(n, "publisher", other, text) for other in others)
            yield from _marks(layout, n, "source")
    for n in (layout.last, *layout.foot[:2]):
        if n >= 0 and layout.rules[n] in _TEXT and (credit := tail_credit(layout.texts[n])):
            signs = any(fold(credit) in fold(name) for name in known.authors)
            if not signs and likeness(credit, site_label(shown_host(known.text("url")))) < _SAME_NAME:
                yield _credit(n, "agency", credit, layout.texts[n][-60:])


def _credit(n: int, field: str, value: str, quote: str) -> Claim:
    return Claim(field, value, Origin.CREDIT, f"line {n + 1}", quote)


def bylines(layout: Layout, known: Known, least: float, *, of_house: bool = False) -> Iterator[Claim | Mark]:
    """The likeliest byline, refused where its score does not reach `least`.

    Where authors are `known` it is looked for below the headline only, and counts where it names nobody else, or is the
    truer one. Where the head says that the page is `of_house`, nobody counts who reviewed or edited it.
    """
    candidates = list(byline_candidates(layout, near_only=bool(known.authors)))
    candidates = writers(layout, candidates, known, others=not of_house)
    number = best("author", [features for _, _, features in candidates])
    if number < 0:
        yield from boxes(layout, known)
        return
    n, byline, features = candidates[number]
    claim = Claim("authors", byline.authors, Origin.BYLINE, f"line {n + 1}", layout.texts[n])
    claim = claim._replace(score=score("author", features))
    announced = features["marked"] and features["dated"]
    enough = claim.score >= (min(least, _ANNOUNCED) if announced else least)
    in_menu = layout.rules[n] == "navigation" and least > 0 and not any(features[name] for name in _SUPPORTS)
    if not known.authors and (in_menu or not enough):
        yield claim._replace(certainty=Certainty.REFUSED)
        yield from boxes(layout, known)
        return
    byline = with_next_lines(layout, n, byline)
    if not known.authors:
        yield from (claim._replace(field="agency", value=agency) for agency in byline.agencies)
    truer = claim.score >= _TRUE and is_truer(layout, byline, known)
    yield claim._replace(value=byline.authors, source=Origin.TRUE_BYLINE if truer else Origin.BYLINE)
    if truer or not known.authors or set(byline.authors) <= set(known.authors):
        yield claim._replace(field="place", value=byline.place)
        for m, other, _ in candidates:
            if set(other.authors) <= set(byline.authors) and (m < layout.first or m > layout.last):
                yield from _marks(layout, m, "byline")
        yield from _marks(layout, n, "byline")


def dates(layout: Layout, known: Known, hints: Hints, language: str) -> Iterator[Claim | Mark]:
    """The likeliest dates of publication and of the last change; numbers are read as the page's `language` does."""
    mentions = list(date_candidates(layout, lambda: _page_order(layout, language, known.text("url"))))
    for name, is_change in (("published", False), ("modified", True)):
        scored = [(_likelihood(found), n, day, found) for n, day, change, found in mentions if change is is_change]
        for likelihood, n, day, features in _without_teasers(sorted(scored, key=lambda one: -one[0]))[:3]:
            if likelihood < _LEAST_OF_DATE[name]:
                break
            stamp = Claim(name, "", Origin.DATE_LINE, f"line {n + 1}", layout.texts[n], score=likelihood)
            claim = dated(day, stamp, hints)
            if claim.is_refused:
                yield claim
                continue
            better = name == "published" and (_is_local_day(claim, known) or _is_before_move(claim, known, features))
            yield claim._replace(source=Origin.LOCAL_DAY) if better else claim
            yield from _marks(layout, n, "date")
            break


def _likelihood(features: Features) -> float:
    """The score of a date; a day that stands alone beside the headline is believed whatever else speaks against it."""
    likelihood = score("date", features)
    return max(likelihood, 0.0) if features["beside_title"] else likelihood


_Scored = tuple[float, int, Found, Features]


def _without_teasers(scored: Sequence[_Scored]) -> Sequence[_Scored]:
    """The dates without those that stand alone elsewhere, where one stands alone beside the headline: they are of
    teasers, however many there are."""
    if not any(features["beside_title"] and likelihood >= 0 for likelihood, _, _, features in scored):
        return scored
    return [one for one in scored if one[3]["close"] or not one[3]["alone"]]


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


def _is_local_day(claim: Claim, known: Known) -> bool:
    """Whether the page shows the publisher's own day, where the day known is one in UTC or one from the address.

    Not where the address has the day that is known: then what is shown is the time of something else.
    """
    shown, stamp = claim.value, known.date(claim.field)
    if stamp is None or not isinstance(shown, ArticleDate) or shown.precision not in _WHOLE_DAYS:
        return False
    apart = abs((shown.moment.date() - stamp.moment.date()).days)
    if stamp.inferred == FROM_ADDRESS:
        return apart <= 1
    confirmed = any(_day(other) == stamp.moment.date() for other in known.claims(claim.field) if _is_address(other))
    return apart == 1 and stamp.moment.utcoffset() == timedelta(0) and not confirmed


def _is_before_move(claim: Claim, known: Known, features: Features) -> bool:
    """Whether the page shows an earlier day as its own than its head says: its stamp is then of a move, or of the day
    on which the page was made anew.

    So it is beside the headline, or the one day shown, alone between headline and text, or with a label where the
    stamp is not before the last change. On the fitting sites 6 of 6 such days are right, of later ones 8 of 13.
    """
    stamp, changed, standing = known.date(claim.field), known.date("modified"), known.claim(claim.field)
    shown = _day(claim)
    if stamp is None or standing is None or standing.source not in OF_HEAD or shown is None:
        return False
    if (stamp.moment.date() - shown).days <= 1:
        return False
    anew = changed is not None and changed.isoformat() <= stamp.isoformat()
    between = features["alone"] and features["after_title"] and features["before_body"]
    only = bool(between) and features["many"] <= _ONE_DAY
    return bool((features["close"] and claim.score >= _CERTAIN) or (features["labelled"] and anew) or only)


def _day(claim: Claim) -> date | None:
    """The day that a claim names, None where it names none."""
    value = claim.value
    whole = isinstance(value, ArticleDate) and value.precision in _WHOLE_DAYS
    return value.moment.date() if whole and isinstance(value, ArticleDate) else None


def _is_address(claim: Claim) -> bool:
    return claim.source is Origin.ADDRESS_DAY


def datelines(layout: Layout, hints: Hints) -> Iterator[Claim]:
    """Place, agency and date of the dateline that opens the story."""
    for n in (m for m in (*layout.head[-3:], *layout.opening) if layout.kept[m]):
        text = layout.texts[n]
        dateline = parse_dateline(text)
        if dateline is None:
            continue
        claim = Claim("place", dateline.place, Origin.DATELINE, f"line {n + 1}", text[: dateline.length])
        yield claim
        yield from (claim._replace(field="agency", value=agency) for agency in dateline.agencies)
        day, stamp = dateline.date, claim._replace(field="published", value="")
        if day is not None:
            weekday = first_weekday(text[dateline.length :])
            if day.year:
                yield dated(day, stamp, hints)
            else:
                story = [other for other, kept in zip(layout.texts, layout.kept, strict=True) if kept]
                yield with_year(day, weekday, stamp, hints, story)
        return


def photo_credits(layout: Layout) -> Iterator[Claim | Mark]:
    """Whom the captions above and in the body credit."""
    inside = (n for n in range(max(layout.first, 0), layout.last + 1) if layout.rules[n])
    for n in (*layout.head[-12:], *inside):
        text = layout.texts[n]
        if _SHORTEST_CREDIT <= len(text) < 600 and not credit_line(text)[0] and (credit := photo_credit(text)):
            yield Claim("photo_credit", credit, Origin.CAPTION, f"line {n + 1}", text)
            yield from _marks(layout, n, "credit")


def publishers(layout: Layout, known: Known) -> Iterator[Claim]:
    """Who is "not responsible for" what others say, else who holds the rights; not looked for where one is `known`."""
    if known.text("publisher"):
        return
    claim = Claim("publisher", "", Origin.RIGHTS, "", certainty=Certainty.INFERRED)
    for n in [n for n in (*layout.foot, *layout.head) if "responsible" in layout.texts[n]]:
        text = layout.texts[n]
        if len(text) <= 300 and (match := _RESPONSIBLE.match(text)):
            yield claim._replace(value=match[1], place=f"line {n + 1}", quote=text)
            return
    for n in reversed([*layout.head[:5], *layout.foot]):
        if holder := holder_of(layout.texts[n]):
            yield claim._replace(value=holder, place=f"line {n + 1}", quote=layout.texts[n])
            return


def standfirsts(layout: Layout, description: str) -> Iterator[Claim]:
    """The summary under the headline: the page's description, or a sentence that other lines part from the body."""
    if layout.title < 0:
        return
    after = [n for n in layout.around_title() if n > layout.title][:8]
    told = fold(description)[:60]
    for place, n in enumerate(after[:4]):
        text = layout.texts[n]
        words = text.count(" ") + 1
        if not _SHORTEST_SUMMARY <= words <= _LONGEST_SUMMARY or layout.rules[n] not in ("", "standfirst", "not_body"):
            continue
        parted = place + 1 < len(after) and bool(layout.rules[after[place + 1]]) and layout.rules[n] != "not_body"
        if layout.rules[n] == "standfirst" or parted or (told and fold(text).startswith(told)):
            yield Claim("standfirst", text, Origin.SUMMARY, f"line {n + 1}", text, Certainty.INFERRED)
            return


def _marks(layout: Layout, n: int, role: str) -> Iterator[Mark]:
    """The line as this, where the cleaner kept it and it is too short to be a paragraph."""
    if layout.kept[n] and layout.texts[n].count(" ") < _PARAGRAPH:
        yield Mark(n, role)
