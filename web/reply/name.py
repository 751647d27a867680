"""What does a program get of one name? The reply of `/api/name/`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from index.entity import EntityKind
from search.name_results import NameRecord
from search.results import FacetCounts, Hit
from web.reply.record import described


class WrittenName(Struct, kw_only=True, frozen=True):
    """A name that counts under the value."""

    text: Annotated[str, described("The name as articles write it.")]
    articles: Annotated[int, described("In the texts of how many of the value's articles it stands.")]


class NamedTogether(Struct, kw_only=True, frozen=True):
    """A name that stands in some of the same articles."""

    type: Annotated[EntityKind, described("What it names.")]
    value: Annotated[str, described("The name.")]
    count: Annotated[int, described("In how many of the articles it stands.")]
    articles: Annotated[int, described("The number of articles of the archive that have it.")]


class NamedCount(Struct, kw_only=True, frozen=True):
    """How many of the articles have something in common."""

    value: Annotated[str, described('A publisher, or a period as the facet `date` has them; "" for none stated.')]
    count: Annotated[int, described("The number of articles.")]


class NameArticle(Struct, kw_only=True, frozen=True):
    """One of the articles."""

    id: Annotated[str, described("Its id: `/api/article/ID` has the whole article.")]
    title: Annotated[str, described("Its headline.")]
    published: Annotated[str | None, described("Its date as sorting goes by; null where it has none.")]


class NameReply(Struct, kw_only=True, frozen=True):
    """The reply of `/api/name/TYPE/VALUE`: a person, an organisation or a place that articles name."""

    type: Annotated[EntityKind, described("What it names.")]
    value: Annotated[str, described("The name, as the facets have it.")]
    articles: Annotated[int, described("The number of articles that have it.")]
    first: Annotated[NameArticle | None, described("The oldest one that has a date; null where none has.")]
    latest: Annotated[tuple[NameArticle, ...], described("The newest ones, the newest first.")]
    over_time: Annotated[
        tuple[NamedCount, ...],
        described("Years, and months where all are of one year; undated articles last."),
    ]
    publishers: Annotated[tuple[NamedCount, ...], described("The papers that have most of them.")]
    spellings: Annotated[tuple[WrittenName, ...], described("The names that count under it, the commonest first.")]
    together: Annotated[
        tuple[NamedTogether, ...],
        described("Names of the same articles by kind, the surest first by the log-likelihood ratio."),
    ]


def name_reply(known: NameRecord) -> NameReply:
    """What there is of a name."""
    return NameReply(
        type=known.kind,
        value=known.value,
        articles=known.total,
        first=_article(known.first) if known.first else None,
        latest=tuple(map(_article, known.latest)),
        over_time=_counts(known.dates),
        publishers=_counts(known.publishers),
        spellings=tuple(WrittenName(text=name.text, articles=name.articles) for name in known.spellings),
        together=tuple(
            NamedTogether(type=name.kind, value=name.value, count=name.count, articles=name.articles)
            for name in known.together
        ),
    )


def _article(hit: Hit) -> NameArticle:
    dated = hit.filed_under
    return NameArticle(id=hit.id, title=hit.title.text, published=dated.isoformat() if dated else None)


def _counts(facet: FacetCounts) -> tuple[NamedCount, ...]:
    return tuple(NamedCount(value=value.value, count=value.count) for value in facet.values)
