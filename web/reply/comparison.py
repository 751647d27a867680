"""What does a program get of two articles? What differs between them, the reply of `/api/compare`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from index.article import Article, ArticleDate
from search.difference.changed_fields import ComparedField, FieldChange
from search.difference.pieces import Op, SentenceKind
from web.compared import ComparedArticles
from web.reply.record import described


class Piece(Struct, kw_only=True, frozen=True):
    """A piece of one of the two texts, or of both."""

    op: Annotated[Op, described("Whether it stands in both, or only in the second text or the first.")]
    text: Annotated[str, described("What it says.")]


class ComparedArticle(Struct, kw_only=True, frozen=True):
    """One of the two articles."""

    id: Annotated[str, described("Its id: `/api/article/ID` has the whole article.")]
    title: Annotated[str, described('Its headline; "" where it has none.')]
    publisher: Annotated[str, described('Who published it; "" where that is not stated.')]
    published: Annotated[str | None, described("Its date as sorting goes by; null where it has none.")]
    url: Annotated[str, described('Its address on the web; "" where it is not known.')]


class ChangedField(Struct, kw_only=True, frozen=True):
    """A field that differs between the two articles."""

    name: Annotated[ComparedField, described("The field of `/api/article/ID` that it is.")]
    before: Annotated[
        str | None,
        described("What the first article has, a date as far as it is known, authors with commas; null for nothing."),
    ]
    after: Annotated[str | None, described("What the second article has; null for nothing.")]


class Comparison(Struct, kw_only=True, frozen=True):
    """The reply of `/api/compare`: how one article becomes another."""

    a: Annotated[ComparedArticle, described("The first article.")]
    b: Annotated[ComparedArticle, described("The second article.")]
    fields: Annotated[
        tuple[ChangedField, ...], described("Headline, standfirst, byline and dates, those that differ. Texts apart.")
    ]
    share: Annotated[
        float,
        described(
            "The part of the shorter text that stands in both, 0 to 1: its words in runs of twelve or more that the "
            "other has, too."
        ),
    ]
    same: Annotated[int, described("The number of sentences that both texts have in the same order.")]
    changed: Annotated[int, described("The number of sentences of which some words differ.")]
    cut: Annotated[int, described("The number of sentences that only the first text has.")]
    added: Annotated[int, described("The number of sentences that only the second text has.")]
    moved: Annotated[
        int,
        described("The number of sentences that stand elsewhere in the second text; deleted and inserted in `pieces`."),
    ]
    pieces: Annotated[
        tuple[Piece, ...],
        described(
            "Those but for `insert` are the `text` of the first article, those but for `delete` that of the second."
        ),
    ]


def comparison_reply(both: ComparedArticles) -> Comparison:
    """How two articles differ."""
    told = both.difference
    return Comparison(
        a=_article(both.first),
        b=_article(both.second),
        fields=tuple(map(_field, both.fields)),
        share=told.share,
        same=told.count(SentenceKind.SAME),
        changed=told.count(SentenceKind.CHANGED),
        cut=told.count(SentenceKind.CUT),
        added=told.count(SentenceKind.ADDED),
        moved=told.moved,
        pieces=tuple(Piece(op=op, text=text) for op, text in told.pieces),
    )


def _field(change: FieldChange) -> ChangedField:
    return ChangedField(name=change.name, before=_written(change.before), after=_written(change.after))


def _written(value: str | ArticleDate | None) -> str | None:
    return value.isoformat() if isinstance(value, ArticleDate) else value or None


def _article(article: Article) -> ComparedArticle:
    dated = article.filed_under
    return ComparedArticle(
        id=article.id,
        title=article.title,
        publisher=article.publisher,
        published=dated.isoformat() if dated else None,
        url=article.url,
    )
