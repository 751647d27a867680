"""Which parameters do requests of the API take? Their descriptions in OpenAPI 3.1, under the names of `web.urls`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from index.entity import ENTITY_KINDS
from index.facets import DATE, FACETS, Facet
from search.breakdown import PeriodLength
from search.query import MAX_RESULTS, Listing, Query, Sort
from web import paths, urls
from web.breakdown_urls import MOST_SERIES
from web.cross_table import TOPS
from web.over_time import COMPARABLE
from web.parameters import MAX_IDS, MAX_PER_PAGE
from web.paths import Parameter

Object = dict[str, Any]
STRING: Object = {"type": "string"}
_DAY = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{1,2}(-[0-9]{1,2})?)?$"}
_SWITCH = {"type": "string", "enum": ["0", "1"], "default": "0"}
_PARAMETERS: Mapping[Parameter, tuple[Object, str]] = {
    Parameter.TEXT: (STRING, "The question, as it is typed into the search box."),
    Parameter.FIRST: (_DAY, "The first day: `2015-05-26`, or the first one of a month `2015-05` or year `2015`."),
    Parameter.LAST: (_DAY, "The last day, or the last one of a month or year."),
    Parameter.ADDED: (
        STRING,
        "When it came into the index, in UTC: a day, month or year, a moment `2026-11-29T14:03:20`, or two of these "
        "with `..` between, of which one may be missing: `2026-11-29..`; days also as in a "
        "question: `today`, `past week`.",
    ),
    Parameter.UNDATED: (_SWITCH, "`1`: also articles without a date where `from` or `to` is given."),
    Parameter.POSSIBLE: (
        _SWITCH,
        "`1`: a time also finds articles that can be of it: those with a day of which no source says the year.",
    ),
    Parameter.ALL_WORDS: (_SWITCH, "`1`: only articles with all the words."),
    Parameter.EXACT: (_SWITCH, "`1`: words as they are typed, without their other endings."),
    Parameter.AS_TYPED: (_SWITCH, "`1`: no correction, no aliases and no other spellings of names."),
    Parameter.STOOD_FIRST: (_SWITCH, "`1`: only articles where they first stood, without their later copies."),
    Parameter.COPIES: (
        {"type": "string", "enum": list(Listing), "default": Listing.ALL},
        "`group`: of copies only the first one that fits best, and facets count a group once; `all`: each article.",
    ),
    Parameter.SORT: ({"type": "string", "enum": list(Sort), "default": Sort.RELEVANCE}, "The order of the results."),
    Parameter.PER_PAGE: (
        {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": Query().per_page},
        f"Results a page, {MAX_PER_PAGE} at most.",
    ),
    Parameter.PAGE: (
        {"type": "integer", "minimum": 1, "maximum": MAX_RESULTS, "default": 1},
        f"Which page, from 1; the first {MAX_RESULTS:,} results can be reached.",
    ),
}
_OF_ARTICLE: Mapping[Parameter, tuple[Object, str]] = {
    Parameter.VERSION: (
        {"type": "integer", "minimum": 1},
        "The number of a version, from 1 for the oldest; without it the newest. `versions` of the reply lists them.",
    ),
}
_OF_EXPORTS: Mapping[Parameter, tuple[Object, str]] = {
    Parameter.IDS: (
        {"type": "array", "items": STRING},
        f"Only these articles, in this order: ids with commas between, or the parameter more than once, {MAX_IDS} ids "
        "at most. The words of the question are marked; its filters and its order do not count.",
    ),
}
_REQUIRED: Mapping[Parameter, tuple[Object, str]] = {
    Parameter.FIRST_ARTICLE: (STRING, "The id of the first article, or of a version of one."),
    Parameter.SECOND_ARTICLE: (STRING, "The id of the second article, or of a version of one."),
}
_KEPT = {paths.API_SAVED: "The saved search's id.", paths.API_LISTS: "The list's id."}
_OF_CHARTS: Mapping[Parameter, tuple[Object, str]] = {
    Parameter.STEP: (
        {"type": "string", "enum": list(PeriodLength)},
        "How long a period is; without it what suits the time. Where there would be too many, longer ones are told.",
    ),
    Parameter.COMPARED: (
        {"type": "string", "enum": list(COMPARABLE)},
        "Of which facet values are compared, `words` for questions.",
    ),
    Parameter.VALUE: (
        {"type": "array", "items": STRING, "maxItems": MOST_SERIES},
        f"What is compared, {MOST_SERIES} at most: values of the facet, by default the most frequent ones, or "
        "questions, which stand in the place of `q`.",
    ),
}
_FACET: Object = {"type": "string", "enum": list(urls.SELECTABLE)}
_OF_TABLES: Mapping[Parameter, tuple[Object, str]] = {
    Parameter.ROWS: (_FACET, "The facet whose values are the rows; of `date` years, or the months of one year."),
    Parameter.COLUMNS: (_FACET, "The facet whose values are the columns; another than that of the rows."),
    Parameter.TOP: (
        {"type": "integer", "minimum": 1, "maximum": TOPS[-1], "default": 10},
        "How many of the most frequent values of each facet are told; those that are chosen are all told.",
    ),
}
REQUIRED_PARAMETERS = tuple(_REQUIRED)
ALL_PARAMETERS = tuple(_PARAMETERS)
FILTER_PARAMETERS = tuple(name for name in ALL_PARAMETERS if name not in (Parameter.PAGE, Parameter.PER_PAGE))
EXPORT_PARAMETERS = (*FILTER_PARAMETERS, Parameter.IDS)
_COUNTING = tuple(name for name in FILTER_PARAMETERS if name is not Parameter.SORT)
CHART_PARAMETERS = (*_COUNTING, *_OF_CHARTS)
TABLE_PARAMETERS = (*_COUNTING, *_OF_TABLES)


def described(path: str, names: Iterable[Parameter], *, facets: bool) -> list[Object]:
    """The parameters of a request: those in braces in its path, `names`, and with `facets` those that select values."""
    parameters = []
    kept = next((sentence for place, sentence in _KEPT.items() if path.startswith(f"{place}/")), "")
    if "{id}" in path:
        schema: Object = {"type": "integer", "minimum": 1} if kept else STRING
        parameters.append(_in_path("id", kept or "The article's id, as results have it.", schema))
    parameters += [_named_articles() if kept and name is Parameter.IDS else _parameter(name) for name in names]
    if facets:
        parameters += [_selection(facet, excluded=excluded) for facet in FACETS for excluded in (False, True)]
    if "{type}" in path:
        kinds: Object = {"type": "string", "enum": list(ENTITY_KINDS)}
        parameters += [_in_path("type", "What it names.", kinds), _in_path("value", "The name.", STRING)]
    return parameters


def _named_articles() -> Object:
    told = "Which articles: the ids that the list tells or those of now, with commas between."
    return {"name": Parameter.IDS.value, "in": "query", "required": True, "description": told, "schema": STRING}


def _in_path(name: str, sentence: str, schema: Object) -> Object:
    return {"name": name, "in": "path", "required": True, "description": sentence, "schema": schema}


def _parameter(name: Parameter) -> Object:
    known = {**_PARAMETERS, **_OF_ARTICLE, **_OF_EXPORTS, **_REQUIRED, **_OF_CHARTS, **_OF_TABLES}
    schema, sentence = known[name]
    required = {"required": True} if name in _REQUIRED else {}
    return {"name": name.value, "in": "query", **required, "description": sentence, "schema": schema}


def _selection(facet: Facet, *, excluded: bool) -> Object:
    values = "`2015`, `2015-05` or `2015-05-26`" if facet.name == DATE else "the value"
    without = '; articles without a date: ""' if facet.name == DATE else '; articles that state none: ""'
    if facet.settled is not None:
        without = ""
    if excluded:
        sentence = f"{facet.label}: leaves out articles with it, as `{facet.name}` chooses them."
    else:
        others = "".join(f" `{name}` is the same parameter." for name in facet.parameters)
        sentence = f"{facet.label}: {values}{without}. More than once: any of them.{others}"
    name = f"{urls.EXCLUDE if excluded else ''}{facet.name}"
    schema = {"type": "array", "items": STRING}
    return {"name": name, "in": "query", "description": sentence, "schema": schema, "explode": True}
