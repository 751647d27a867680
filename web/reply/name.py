"""What does a program get of one name? The reply of `/api/name/`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from index.entity import EntityKind
from search.name_results import NameRecord
from search.results import FacetCounts, Hit
from web.reply.record import described

_STORIES = "How many they are where copies of one text count once."


class WrittenName(Struct, kw_only=True, frozen=True):
    """A name that counts under the value."""

    text: Annotated[str, described("The name as articles write it.")]
    articles: Annotated[int, described("In the texts of how many of the value's articles it stands.")]
    stories: Annotated[int, described(_STORIES)]


class NamedTogether(Struct, kw_only=True, frozen=True):
    """A name that stands in some of the same articles."""

    type: Annotated[EntityKind, described("What it names.")]
    value: Annotated[str, described("The name.")]
    count: Annotated[int, described("In how many of the articles it stands.")]
    articles: Annotated[int, described("The number of articles of the archive that have it.")]
    stories: Annotated[int, described("In how many of the articles it stands where copies of one text count once.")]
    stories_in_all: Annotated[int, described("Of the whole archive the same.")]


class NamedCount(Struct, kw_only=True, frozen=True):
    """How many of the articles have something in common."""

    value: Annotated[str, described('A publisher, or a period as the facet `date` has them; "" for none stated.')]
    count: Annotated[int, described("The number of articles.")]
    stories: Annotated[int, described(_STORIES)]


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
    stories: Annotated[int, described(_STORIES)]
    first: Annotated[NameArticle | None, described("The oldest one that has a date; null where none has.")]
    latest: Annotated[
        tuple[NameArticle, ...], described("The newest ones, the newest first; of copies the one that stands for them.")
    ]
    over_time: Annotated[
        tuple[NamedCount, ...],
        described("Years, and months where all are of one year; undated articles last."),
    ]
    publishers: Annotated[tuple[NamedCount, ...], described("The papers that have most of the stories.")]
    spellings: Annotated[tuple[WrittenName, ...], described("The names that count under it, the commonest first.")]
    together: Annotated[
        tuple[NamedTogether, ...],
        described("Names of the same articles by kind, the surest first by the log-likelihood ratio of stories."),
    ]


def name_reply(known: NameRecord) -> NameReply:
    """What there is of a name."""
    return NameReply(
        type=known.kind,
        value=known.value,
        articles=known.total,
        stories=known.stories,
        first=_article(known.first) if known.first else None,
        latest=tuple(map(_article, known.latest)),
        over_time=_counts(known.dates, known),
        publishers=_counts(known.publishers, known),
        spellings=tuple(
            WrittenName(text=name.text, articles=name.articles, stories=name.stories) for name in known.spellings
        ),
        together=tuple(
            NamedTogether(
                type=name.kind,
                value=name.value,
                count=name.count,
                articles=name.articles,
                stories=name.stories,
                stories_in_all=name.stories_in_all,
            )
            for name in known.together
        ),
    )


def _article(hit: Hit) -> NameArticle:
    dated = hit.filed_under
    return NameArticle(id=hit.id, title=hit.title.text, published=dated.isoformat() if dated else None)


def _counts(facet: FacetCounts, known: NameRecord) -> tuple[NamedCount, ...]:
    return tuple(
        NamedCount(value=value.value, count=known.articles_of[facet.name, value.value], stories=value.count)
        for value in facet.values
    )
