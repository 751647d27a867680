"""What does a program get of one article? The reply of the API, and a line of `cuttings extract --jsonl`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import Struct

from index.article import Article as IndexedArticle
from index.article import Certainty
from index.entity import ArticleEntity, EntityKind
from index.facets import derived
from index.originals.original import Original
from search.marked_article import MarkedArticle
from search.results import Hit, Marked
from web.removals import removal_sentence
from web.reply.answer import NoteCodes, Notes, note_fields
from web.reply.block_fields import BlocksField, blocks_field
from web.reply.group_fields import GroupField, group_field
from web.reply.record import MarkBounds, Record, described, record
from web.reply.source_fields import SourceField, source_field
from web.reply.story_fields import StoryField, story_field
from web.reply.version_fields import VersionsField, versions_field


class Evidence(Struct, kw_only=True, frozen=True):
    """Why a field has its value: the line or element that says so."""

    field: Annotated[str, described("The field's name.")]
    value: Annotated[str, described("The value as the field has it, or as it was refused.")]
    source: Annotated[str, described("The place: `line 7`, `meta article:published_time`, `front matter`.")]
    quote: Annotated[str, described("What stands there.")]
    certainty: Annotated[Certainty, described("How the value came to be known.")]


class Dropped(Struct, kw_only=True, frozen=True):
    """A line of the page that is no part of the article's text."""

    line: Annotated[int, described("Its number in the page, from 0.")]
    text: Annotated[str, described("What it says.")]
    rule: Annotated[str, described("The rule that took it out.")]
    why: Annotated[str, described("The reason in words.")]


class Marks(Struct, kw_only=True, frozen=True):
    """Where the matches of a question stand in an article."""

    title: Annotated[tuple[MarkBounds, ...], described("Those in `title`.")]
    standfirst: Annotated[
        tuple[MarkBounds, ...],
        described("Those in `standfirst`, where it is no part of `text`; else those stand there."),
    ]
    text: Annotated[tuple[MarkBounds, ...], described("Those in `text`.")]


class Entity(Struct, kw_only=True, frozen=True):
    """A person, organisation or place that an article names, as it writes the name."""

    type: Annotated[EntityKind, described("What it names.")]
    text: Annotated[str, described("The name as it stands there.")]
    value: Annotated[
        str,
        described("What it counts under: in a reply as the whole archive has it, in `extract` by the article alone."),
    ]
    spans: Annotated[tuple[MarkBounds, ...], described("Where it stands in `text`; empty where only the title has it.")]
    title_spans: Annotated[tuple[MarkBounds, ...], described("Where it stands in `title`.")]


class Extracted(Record, kw_only=True, frozen=True):
    """What was read of a page."""

    standfirst: Annotated[str, described('The sentences under the headline; "" where there are none.')]
    saved: Annotated[str | None, described("When the page was saved, as `published`; null where that is not stated.")]
    photo_credit: Annotated[str, described('Who made the pictures; "" where that is not stated.')]
    format: Annotated[
        str,
        described(
            "What it was read as: `text`, `html`, `markdown`, `jsonl`, `json`, `csv`, `feed`, `mhtml`, `email`, `pdf`, "
            "`docx`."
        ),
    ]
    extractor: Annotated[str, described("What took the text out of the page: `cuttings` or a second opinion.")]
    repairs: Annotated[tuple[str, ...], described("What was mended while it was read, a sentence each.")]
    text: Annotated[str, described("The clean text, a paragraph a line.")]
    blocks: BlocksField
    entities: Annotated[
        tuple[Entity, ...],
        described("The names in `title` and `text`, in the order in which each first stands there."),
    ]
    evidence: Annotated[tuple[Evidence, ...], described("A line for each value that is known or was refused.")]
    dropped: Annotated[tuple[Dropped, ...], described("What was left out of the text.")]


class Article(Extracted, kw_only=True, frozen=True):
    """The reply of `/api/article/ID`: everything that is known of an article."""

    original: Annotated[str, described('The whole page as text, a line a line; "" where that is `text`.')]
    markdown: Annotated[str, described('The text as Markdown, where the source was Markdown; else "".')]
    marks: Annotated[Marks, described("The matches of the question, where the address has one.")]
    group: GroupField
    source: SourceField
    version: Annotated[int, described("Which of `versions` this is, from 1; 0 where it was saved once.")]
    versions: VersionsField
    story: StoryField
    notes: Notes
    note_codes: NoteCodes


class ExtractLine(Extracted, kw_only=True, frozen=True):
    """A line of `cuttings extract --jsonl`: what an index would keep of a file's article."""

    # Names that others read in another sense until the next release.
    id: Annotated[str, described("The `key`. In the next release the article's id, as everywhere else.")]
    published_zone: Annotated[  # type: ignore[assignment]
        str | None, described('As everywhere else, but null for "". In the next release "".')
    ]
    modified_zone: Annotated[  # type: ignore[assignment]
        str | None, described('As everywhere else, but null for "". In the next release "".')
    ]
    date: Annotated[
        str | None,
        described("The first ten characters of `published`, or else `modified`. Old name: goes in the next release."),
    ]
    inferred: Annotated[
        str | None, described('Old name of `published_inferred`, null for ""; goes in the next release.')
    ]


def article_reply(reading: MarkedArticle, story: Sequence[Hit], original: Original | None) -> Article:
    """The article with the matches of a question as spans of its title and text, its story, and where what was saved
    of it lies."""
    article = reading.article
    return Article(
        **_extracted(article, reading.entities),
        original=article.original,
        markdown=article.markdown,
        marks=Marks(title=_spans(reading.title), standfirst=_spans(reading.standfirst), text=_spans(reading.text)),
        group=group_field(reading.group),
        source=source_field(article, original),
        version=reading.versions.number if reading.versions else 0,
        versions=versions_field(reading.versions),
        story=story_field(story),
        **note_fields(reading.said),
    )


def extract_line(article: IndexedArticle, entities: Sequence[ArticleEntity]) -> ExtractLine:
    """What `--jsonl` prints of an article; `entities` are those by the article alone."""
    fields = _extracted(article, entities)
    dated = article.filed_under
    old = {
        "id": article.key,
        "published_zone": fields["published_zone"] or None,
        "modified_zone": fields["modified_zone"] or None,
        "date": dated.isoformat()[:10] if dated else None,
        "inferred": fields["published_inferred"] or None,
    }
    return ExtractLine(**{**fields, **old})


_SAME = ("title", "standfirst", "photo_credit", "format", "extractor", "repairs", "text")


def _extracted(article: IndexedArticle, entities: Sequence[ArticleEntity]) -> dict[str, Any]:
    """The fields of `Extracted`."""
    return {
        **record(article),
        **derived(article),
        **{name: getattr(article, name) for name in _SAME},
        "blocks": blocks_field(article),
        "saved": article.saved.isoformat() if article.saved else None,
        "entities": tuple(
            Entity(type=e.kind, text=e.text, value=e.value, spans=e.spans, title_spans=e.title_spans) for e in entities
        ),
        "evidence": tuple(
            Evidence(field=e.field, value=e.value, source=e.source, quote=e.quote, certainty=e.certainty)
            for e in article.evidence
        ),
        "dropped": tuple(
            Dropped(line=d.line, text=d.text, rule=d.rule, why=removal_sentence(d)) for d in article.dropped
        ),
    }


def _spans(marked: Marked) -> tuple[MarkBounds, ...]:
    return marked.spans
