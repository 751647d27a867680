"""The values and the dates of an article, and plain counts and sorts of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from unicodedata import combining, normalize

from index.article import Article, Precision
from index.segment.arrays.identity import identity

SEARCHED = ("publisher", "byline", "agency", "section", "place", "site")  # whose values plain words find


def values(article: Article, facet: str) -> tuple[str, ...]:
    if facet == "byline":
        return article.authors or ("",)
    if facet == "date":
        if article.filed_under is None:
            return ("",)
        length = {Precision.YEAR: 4}.get(article.filed_under.precision, 7)
        return (article.filed_under.moment.isoformat()[:length],)
    if facet == "site":
        return (split(article.url)[0],)
    return (getattr(article, facet),)


def split(url: str) -> tuple[str, str]:
    """The host of an address, without `www.`, and what stands behind it, without a slash at its end and tracking. The
    addresses of our archives need no more than that."""
    _, _, rest = url.partition("//")
    host, slash, path = rest.partition("/")
    return host.removeprefix("www."), (slash + path).partition("&utm")[0].rstrip("/")


@lru_cache(maxsize=50_000)
def is_meant(value: str, name: str, *, whole: bool) -> bool:
    """Whether the value is the name but for an article in front, or with a name that is not `whole` holds it. What
    a registry gives out at the end of a host is nobody's name."""
    stated, typed = _pieces(value), _pieces(name)
    telling = len(stated) - len(_pieces(_given_out(value)))
    if whole:
        return bool(typed) and _bare(stated) == _bare(typed)
    return bool(typed) and any(stated[at : at + len(typed)] == typed for at in range(telling))


def _given_out(value: str) -> str:
    """The end of a host that is no one's own: `com`, `co.uk`; "" of another value."""
    labels = value.split(".")
    if len(labels) < 2 or "" in labels or re.search(r"\s", value):
        return ""
    second = len(labels) > 2 and labels[-2] in ("ac", "co", "com", "edu", "go", "gov", "ne", "net", "or", "org")
    return ".".join(labels[-2:] if second else labels[-1:])


# Letters with a stroke or a hook, turned over or without a dot, which no form of Unicode takes apart.
_STRUCK = str.maketrans("øłđħŧıɓɗƙƴƒɨʉɔɛə", "oldhtibdkyfiuoea")


@lru_cache(maxsize=50_000)
def _pieces(text: str) -> list[str]:
    """The runs of letters and digits of a text in small letters, without accents and the s of the genitive."""
    plain = "".join(char for char in normalize("NFKD", text.casefold()) if not combining(char)).translate(_STRUCK)
    return re.findall(r"[^\W_]+", re.sub(r"['’‘ʼ＇`]s\b", "", plain))


def _bare(pieces: list[str]) -> list[str]:
    return pieces[1:] if len(pieces) > 1 and pieces[0] in ("the", "an", "a") else pieces


def has(article: Article, facet: str, value: str) -> bool:
    if facet == "date" and len(value) == 10:
        date = article.filed_under
        return date is not None and date.precision is not Precision.YEAR and date.moment.date().isoformat() == value
    if facet == "date" and value:
        return any(own[: len(value)] == value for own in values(article, facet))
    return value in values(article, facet)


def facet_counts(articles: Sequence[Article], facet: str) -> Counter[str]:
    """Every value of the facet with its articles; of dates the years as well as the months."""
    found: Counter[str] = Counter()
    for article in articles:
        own = set(values(article, facet))
        if facet == "date":
            own |= {value[:4] for value in own}
        found.update(own)
    return found


def by_date(articles: Iterable[Article], *, oldest: bool) -> list[Article]:
    """By the local day and within it by the instant; without a time last in the day, undated last of all."""

    def place(article: Article) -> tuple[bool, int, bool, float, int]:
        sign = 1 if oldest else -1
        instant = _instant(article)
        latest = sign * instant.timestamp() if instant else 0.0
        return not day(article), sign * day(article), instant is None, latest, identity(article.id)

    return sorted(articles, key=place)


def by_arrival(articles: Iterable[Article]) -> list[Article]:
    """What came into the archive last first, what came together by the ids."""

    def place(article: Article) -> tuple[float, int]:
        return -(article.added.timestamp() if article.added else 0.0), identity(article.id)

    return sorted(articles, key=place)


def day(article: Article) -> int:
    return article.filed_under.moment.toordinal() if article.filed_under else 0


def _instant(article: Article) -> datetime | None:
    """The moment of the article's date where it has a time of day: without a known offset as if in UTC."""
    when = article.filed_under
    if when is None or when.precision is not Precision.MINUTE:
        return None
    return when.moment if when.moment.tzinfo else when.moment.replace(tzinfo=UTC)


def latest_first(article: Article) -> tuple[bool, float]:
    instant = _instant(article)
    return instant is None, -instant.timestamp() if instant else 0.0
