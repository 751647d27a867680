"""What do replies and exports both say of a question, and of an article that was found?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from msgspec import Struct

from index.errors import Remedy
from index.facets import OF_HITS, SETTLED
from search import notes
from search import results as answered
from web.reply.group_fields import GroupField, group_field
from web.reply.record import MarkBounds, Record, described, faceted, record
from web.reply.version_fields import OlderField, version_field
from web.sentences import sentence

Partial = Annotated[bool, described("Whether something is missing because the time was up; `notes` say what.")]


class CodedNote(Struct, kw_only=True, frozen=True):
    """A sentence for the reader as a program wants it."""

    code: Annotated[notes.NoteCode, described("Of which kind it is.")]
    values: Annotated[
        dict[str, str | int | tuple[str, ...]],
        described("What it says it with; a command is a line to type."),
    ]


Notes = Annotated[tuple[str, ...], described("Sentences for the reader: limits that bit, what could not be used.")]
NoteCodes = Annotated[tuple[CodedNote, ...], described("The `notes` as codes with values, in the same order.")]


class Quote(Struct, kw_only=True, frozen=True):
    """A piece of an article's text with the matches in it."""

    text: Annotated[str, described("The piece as plain text.")]
    marks: Annotated[tuple[MarkBounds, ...], described("Its matches, in order and apart from one another.")]


@faceted(SETTLED)
class Hit(Record, kw_only=True, frozen=True):
    """An article that was found."""

    rank: Annotated[int, described("Its place among all results, from 1.")]
    matches: Annotated[int, described("The number of matches in its text.")]
    all_words: Annotated[bool, described("Whether it holds all the words of the question, not only some.")]
    score: Annotated[float, described("How well it fits; to compare within one reply only.")]
    quotes: Annotated[
        tuple[Quote, ...],
        described("The best pieces of its text: with words of the question, else with a name that is chosen."),
    ]
    group: GroupField
    older_version: OlderField


class Expansion(Struct, kw_only=True, frozen=True):
    """What an alias or another spelling added to the question."""

    word: Annotated[str, described("The word as it was typed.")]
    added: Annotated[tuple[str, ...], described("What it also found.")]


class Offer(Struct, kw_only=True, frozen=True):
    """What the question's words name beside the texts."""

    facet: Annotated[
        str,
        described(
            "A facet's name (`date`: a period). `address`: the value is the id of the article at a pasted address. "
            "`site`: a host, asked for as `site:HOST` with those below it. "
            "`removed`: only removed lines hold the word. "
            "`versions`: only older versions hold the word, or match the whole question; ask for `VALUE in:versions`. "
            "`form`: the value is the question with another form of it. "
            "`endings`: the value is the question with its phrases in other forms, too. "
            "`operators`, `alternatives`, `period`: the value is the question with small and, or, not as operators, "
            "with either of two joined words, or with the time at its end as the time of publication."
        ),
    ]
    value: Annotated[str, described("The value.")]
    count: Annotated[int, described("The number of articles that asking for it gives.")]
    rest: Annotated[str, described('Where some of the words name a value: the question that stays beside it; else "".')]


class OtherForms(Struct, kw_only=True, frozen=True):
    """Forms of a name that come behind it."""

    word: Annotated[str, described("The name as it was typed.")]
    forms: Annotated[tuple[str, ...], described("Other forms of it that articles hold, the commonest ones.")]
    only: Annotated[str, described("The question that leaves articles with only these out.")]


class AnswerHead(Struct, kw_only=True, frozen=True):
    """What replies and exports say of a question."""

    query: Annotated[str, described("The question as it was typed.")]
    reading: Annotated[str, described('How it was read, where that differs from what was typed; else "".')]
    total: Annotated[int, described("The number of articles that were found.")]
    total_groups: Annotated[int, described("The number of those where copies of each other count as one.")]
    total_all_words: Annotated[int, described("The number of those that hold all the words of the question.")]
    left_out: Annotated[int, described("The number of articles that hold too few of the words to be meant.")]
    any_word: Annotated[str, described('The question that finds these, too; "" where there are none.')]
    expansions: Annotated[tuple[Expansion, ...], described("What aliases and other spellings brought.")]
    other_forms: Annotated[
        tuple[OtherForms, ...],
        described("Of words that were meant as names: articles that hold only other forms come last."),
    ]
    offers: Annotated[tuple[Offer, ...], described("What the words name beside the texts.")]


def note_fields(said: Iterable[notes.Note]) -> dict[str, Any]:
    """The fields `notes` and `note_codes`."""
    said = tuple(said)
    return {
        "notes": tuple(map(sentence, said)),
        "note_codes": tuple(
            CodedNote(code=note.code, values={name: _plain(value) for name, value in note.values}) for note in said
        ),
    }


def _plain(value: notes.NoteValue) -> str | int | tuple[str, ...]:
    return str(value) if isinstance(value, Remedy) else value


def answer_fields(results: answered.Results) -> dict[str, Any]:
    """The fields of `AnswerHead`."""
    return {
        "query": results.query.text,
        "reading": results.reading,
        "total": results.total,
        "total_groups": results.total_groups,
        "total_all_words": results.total_all_words,
        "left_out": results.left_out,
        "any_word": results.any_word,
        "expansions": tuple(Expansion(word=row.word, added=row.added) for row in results.expansions),
        "other_forms": tuple(OtherForms(word=row.word, forms=row.forms, only=row.only) for row in results.other_forms),
        "offers": tuple(
            Offer(facet=row.facet, value=row.value, count=row.count, rest=row.rest) for row in results.offers
        ),
    }


def hit_fields(rank: int, hit: answered.Hit) -> dict[str, Any]:
    """The fields of `Hit`; `rank` counts from 1."""
    return {
        **record(hit),
        "title": hit.title.text,
        **{facet.telling: facet.as_json(hit.facets.get(facet.name, ())) for facet in OF_HITS},
        "rank": rank,
        "matches": hit.matches,
        "all_words": hit.all_words,
        "score": round(float(hit.score), 6),
        "quotes": tuple(Quote(text=snippet.text, marks=snippet.spans) for snippet in hit.snippets),
        "group": group_field(hit.group),
        "older_version": version_field(hit.older) if hit.older else None,
    }
