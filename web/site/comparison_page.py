"""What does the page show that compares two articles? How they differ in a sentence, and both texts as one or two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from index.article import Article, ArticleDate
from search.difference.changed_fields import ComparedField, FieldChange
from search.difference.pieces import Difference, Op, SentenceKind
from search.query import Query
from web import paths, urls, words
from web.compared import ArticlesMissing, ComparedArticles, asked, compared
from web.paths import Parameter
from web.site.paragraphs import Fragment, beside, one_line, one_text
from web.translation import gettext as _
from web.translation import noted

routes = Blueprint("comparison", __name__)
BESIDE_VIEW = "two"
_VIEWS = {"": "As one text", BESIDE_VIEW: "Side by side"}
_LABELS = {
    ComparedField.TITLE: noted("Headline"),
    ComparedField.STANDFIRST: noted("Standfirst"),
    ComparedField.AUTHORS: noted("Written by"),
    ComparedField.PUBLISHED: noted("Published"),
    ComparedField.MODIFIED: noted("Changed"),
}
_NAMES = {
    ComparedField.TITLE: "headline",
    ComparedField.STANDFIRST: "standfirst",
    ComparedField.AUTHORS: "byline",
    ComparedField.PUBLISHED: "date of publication",
    ComparedField.MODIFIED: "date of last change",
}


@dataclass(frozen=True, slots=True)
class ComparedHead:
    """What is said of one of the articles."""

    ordinal: str
    article: Article
    title: str
    href: str
    language: str
    direction: str
    dated: str
    machine_date: str
    saved: str


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A field that differs, both its values as one line; `dated` where they are dates."""

    label: str
    fragments: tuple[Fragment, ...]
    dated: bool


@dataclass(frozen=True, slots=True)
class ViewTab:
    shown: str
    href: str
    current: bool


@routes.get(paths.COMPARE)
def compare() -> str | Response | tuple[str, int]:
    try:
        both = compared(paths.COMPARE)
    except ArticlesMissing as missing:
        return render_template("compare.html", ids=asked(), missing=missing.description), 400
    return both if isinstance(both, Response) else render_template("compare.html", **_page(both))


def _page(both: ComparedArticles) -> dict[str, object]:
    first, second, told = both.first, both.second, both.difference
    view = BESIDE_VIEW if request.args.get(Parameter.VIEW) == BESIDE_VIEW else ""
    one_language = first.language if first.language == second.language else ""
    return {
        "ids": (first.id, second.id),
        "lead": _lead(both),
        "what": "versions" if _same_article(first, second) else "articles",
        "heads": (_head("First", first), _head("Second", second)),
        "fields": [*map(_line, both.fields)],
        "view": view,
        "tabs": [
            ViewTab(shown, urls.compare(first.id, second.id, view=name), name == view) for name, shown in _VIEWS.items()
        ],
        "shown": beside(told) if view else one_text(told),
        "changed": first.text != second.text,
        "language": words.tag(one_language),
        "direction": words.direction(one_language),
    }


def _head(ordinal: str, article: Article) -> ComparedHead:
    return ComparedHead(
        ordinal=ordinal,
        article=article,
        title=article.title if article.title.strip() else "Untitled",
        href=urls.article(article.id, Query()),
        language=words.tag(article.language),
        direction=words.direction(article.language),
        dated=words.filed_under(article.published, article.modified, article.yearless),
        machine_date=article.filed_under.isoformat() if article.filed_under else "",
        saved=words.date(article.saved) if article.saved else "",
    )


def _same_article(first: Article, second: Article) -> bool:
    """Whether they are versions of one."""
    return urls.without_version(first.id) == urls.without_version(second.id) and first.id != second.id


def _line(change: FieldChange) -> ChangedLine:
    dates = ((Op.DELETE, change.before), (Op.INSERT, change.after))
    told = [Fragment(op, words.date(value)) for op, value in dates if isinstance(value, ArticleDate)]
    return ChangedLine(_(_LABELS[change.name]), tuple(told) or one_line(change.pieces), dated=bool(told))


def _lead(both: ComparedArticles) -> str:
    """What differs, in a sentence of the fields and one of the texts."""
    if both.first.id == both.second.id:
        return "Both are the same article."
    return f"{_of_fields(both.fields)}{_of_texts(both.first, both.second, both.difference)}"


def _of_fields(changes: Iterable[FieldChange]) -> str:
    """The fields that differ: "Headline and byline changed, standfirst added. "; "" where none does."""
    named: dict[str, list[str]] = {}
    for change in changes:
        becomes = "cut" if not change.after else "changed" if change.before else "added"
        named.setdefault(becomes, []).append(_NAMES[change.name])
    sentence = ", ".join(f"{words.listed(names)} {becomes}" for becomes, names in named.items())
    return f"{sentence[0].upper()}{sentence[1:]}. " if sentence else ""


def _of_texts(first: Article, second: Article, told: Difference) -> str:
    if first.text == second.text:
        return "The two texts are the same." if first.text.strip() else "Neither article has a text."
    cut, added, changed = (told.count(kind) for kind in (SentenceKind.CUT, SentenceKind.ADDED, SentenceKind.CHANGED))
    counts = [(cut, "cut"), (added, "added"), (changed, "changed"), (told.moved, "moved")]
    named = [(number, what) for number, what in counts if number]
    if not named:
        return "The words are the same; only spaces or the ends of lines differ."
    (number, what), *others = named
    told_counts = [f"{words.count(number, 'sentence')} {what}", *(f"{number:,} {what}" for number, what in others)]
    return f"{_percent(told.share)} of the shorter text is in both; {', '.join(told_counts)}."


def _percent(share: float) -> str:
    """The share in words; of texts that differ it is neither all nor nothing by rounding alone."""
    if 0 < share < 0.01:
        return "Less than 1%"
    return f"{min(share, 0.99):.0%}" if share < 1 else "All"
