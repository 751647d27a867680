"""What does the page show that compares two articles? How they differ in a sentence, and both texts as one or two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from index.article import Article, ArticleDate
from search.difference.changed_fields import ComparedField, FieldChange
from search.difference.pieces import Difference, Op, SentenceKind
from search.query import Query
from web import paths, regional, urls, words
from web.compared import ArticlesMissing, ComparedArticles, asked, compared
from web.paths import Parameter
from web.site.paragraphs import Fragment, beside, one_line, one_text
from web.translation import gettext as _
from web.translation import ngettext, noted, noted_plural

routes = Blueprint("comparison", __name__)
BESIDE_VIEW = "two"
_VIEWS = {"": noted("As one text"), BESIDE_VIEW: noted("Side by side")}
_LABELS = {
    ComparedField.TITLE: noted("Headline"),
    ComparedField.STANDFIRST: noted("Standfirst"),
    ComparedField.AUTHORS: noted("Author"),
    ComparedField.PUBLISHED: noted("Published"),
    ComparedField.MODIFIED: noted("Changed"),
}
_NAMES = {
    ComparedField.TITLE: noted("headline"),
    ComparedField.STANDFIRST: noted("standfirst"),
    ComparedField.AUTHORS: noted("author"),
    ComparedField.PUBLISHED: noted("date of publication"),
    ComparedField.MODIFIED: noted("date of last change"),
}


_CUT, _ADDED, _CHANGED = noted("%(fields)s cut"), noted("%(fields)s added"), noted("%(fields)s changed")


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
    except ArticlesMissing:
        return render_template("compare.html", ids=asked(), missing=True), 400
    return both if isinstance(both, Response) else render_template("compare.html", **_page(both))


def _page(both: ComparedArticles) -> dict[str, object]:
    first, second, told = both.first, both.second, both.difference
    view = BESIDE_VIEW if request.args.get(Parameter.VIEW) == BESIDE_VIEW else ""
    one_language = first.language if first.language == second.language else ""
    return {
        "ids": (first.id, second.id),
        "lead": _lead(both),
        "versions": _same_article(first, second),
        "heads": (_head(_("First text"), first), _head(_("Second text"), second)),
        "fields": [*map(_line, both.fields)],
        "view": view,
        "tabs": [
            ViewTab(_(shown), urls.compare(first.id, second.id, view=name), name == view)
            for name, shown in _VIEWS.items()
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
        title=article.title if article.title.strip() else _("Untitled"),
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
        return _("Both are the same article.")
    parts = (_of_fields(both.fields), _of_texts(both.first, both.second, both.difference))
    return " ".join(filter(None, parts))


def _of_fields(changes: Iterable[FieldChange]) -> str:
    """The fields that differ: "Headline and author changed, standfirst added."; "" where none does."""
    named: dict[str, list[str]] = {}
    for change in changes:
        becomes = _CUT if not change.after else _CHANGED if change.before else _ADDED
        named.setdefault(becomes, []).append(_(_NAMES[change.name]))
    said = ", ".join(_(becomes, fields=regional.listed(names)) for becomes, names in named.items())
    return _("%(changes)s.", changes=f"{said[0].upper()}{said[1:]}") if said else ""


def _of_texts(first: Article, second: Article, told: Difference) -> str:
    if first.text == second.text:
        return _("The two texts are the same.") if first.text.strip() else _("Neither article has a text.")
    cut, added, changed = (told.count(kind) for kind in (SentenceKind.CUT, SentenceKind.ADDED, SentenceKind.CHANGED))
    if not cut + added + changed + told.moved:
        return _("The words are the same; only spaces or the ends of lines differ.")
    changes = ", ".join(_counted(cut, added, changed, told.moved))
    if told.share == 1:
        return _("All of the shorter text is in both; %(changes)s.", changes=changes)
    share = _percent(told.share)
    return _("%(share)s of the shorter text is in both; %(changes)s.", share=share, changes=changes)


def _counted(cut: int, added: int, changed: int, moved: int) -> Iterator[str]:
    """How many sentences became what: "3 sentences cut", and of the others only the number."""
    told = (
        (cut, noted_plural("%(n)s sentence cut", "%(n)s sentences cut"), noted_plural("%(n)s cut", "%(n)s cut")),
        (
            added,
            noted_plural("%(n)s sentence added", "%(n)s sentences added"),
            noted_plural("%(n)s added", "%(n)s added"),
        ),
        (
            changed,
            noted_plural("%(n)s sentence changed", "%(n)s sentences changed"),
            noted_plural("%(n)s changed", "%(n)s changed"),
        ),
        (
            moved,
            noted_plural("%(n)s sentence moved", "%(n)s sentences moved"),
            noted_plural("%(n)s moved", "%(n)s moved"),
        ),
    )
    present = [row for row in told if row[0]]
    for place, (number, first, other) in enumerate(present):
        yield ngettext(*(other if place else first), number, n=regional.number(number))


def _percent(share: float) -> str:
    """A share that is not all, in words; by rounding alone it is neither all nor nothing."""
    if 0 < share < 0.01:
        return _("Less than %(share)s", share=regional.percent(0.01))
    return regional.percent(min(share, 0.99))
