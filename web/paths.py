"""Which paths and parameters has the service? The only place where their names occur."""

from __future__ import annotations

from enum import StrEnum


class Parameter(StrEnum):
    """Parameter names, in the order in which an address holds them; facets stand after TEXT under their own names."""

    TEXT = "q"
    FIRST = "from"
    LAST = "to"
    ADDED = "added"
    UNDATED = "undated"
    POSSIBLE = "possible"
    ALL_WORDS = "all"
    EXACT = "exact"
    AS_TYPED = "typed"
    STOOD_FIRST = "first"
    COMPACT = "compact"
    COPIES = "copies"
    SORT = "sort"
    PER_PAGE = "per_page"
    PAGE = "page"
    VERSION = "version"
    VIEW = "view"
    RANK = "at"
    NAMES = "names"
    LINE = "line"
    FILTER = "filter"
    ORDER = "order"
    TICKED = "ticked"
    FIRST_ARTICLE = "a"
    SECOND_ARTICLE = "b"
    IDS = "ids"
    LINES = "lines"
    FINDING = "finding"
    PICKED = "picked"
    TITLE = "title"
    EXTENT = "extent"
    APART = "apart"
    STEP = "by"
    SHARE = "share"
    COMPARED = "compare"
    VALUE = "value"
    ROWS = "rows"
    COLUMNS = "columns"
    TOP = "top"


HOME = "/"
SEARCH = "/search"
ARTICLE = "/article/"
FACET = "/facet/"
GROUP = "/group/"
COMPARE = "/compare"
REVIEW = "/review"
CHART = "/chart"
CROSS_TABLE = "/table"
NAME = "/name/"
BATCH = "/batch"
HELP = "/help"
OPENSEARCH = "/opensearch.xml"
HEALTH = "/health"
READY = "/ready"
METRICS = "/metrics"
STATUS = "/status"
ADD = "/add"
SAVED_SEARCHES = "/saved"
OWN_LISTS = "/lists"
STATIC = "/static/"
KEEP_LINES = "/keep"  # behind the address of an article
API_SEARCH = "/api/search"
API_ARTICLE = "/api/article/"
API_ARTICLES = "/api/articles"
API_NAME = "/api/name/"
API_GROUP = "/api/group/"
API_COMPARE = "/api/compare"
API_CHART = "/api/chart"
API_TABLE = "/api/table"
API_COMPLETE = "/api/complete"
API_STATUS = "/api/status"
API_SAVED = "/api/saved"
API_LISTS = "/api/lists"
API_DESCRIPTION = "/api/openapi.json"
PATHS = (
    SEARCH, ARTICLE, FACET, NAME, GROUP, COMPARE, CHART, CROSS_TABLE, BATCH, REVIEW, HELP, OPENSEARCH,
    HEALTH, READY, METRICS, STATUS, ADD, SAVED_SEARCHES, OWN_LISTS, STATIC, API_SEARCH,
)  # fmt: skip
EXPORT_NAMES = {
    "csv": "CSV", "json": "JSON", "atom": "Atom", "ris": "RIS", "bib": "BibTeX", "csl.json": "CSL JSON",
}  # fmt: skip
FILE_NAMES = {"md": "Markdown", "html": "HTML", "ris": "RIS", "bib": "BibTeX", "csl.json": "CSL JSON"}
EXPORTS, FILES = tuple(EXPORT_NAMES), tuple(FILE_NAMES)  # of results, of an article
CLEAN_VIEW, REMOVED_VIEW, ORIGINAL_VIEW = "clean", "removed", "original"  # what an address shows of an article
OF_LIST = "/articles"  # behind the address of a list in the API: what is in it
LINE_FIELD, KIND_FIELD, TAKEN_FIELD, SEEN_FIELD = "line", "kind", "text", "seen"
"""What the form of an article's lines sends: numbers of lines, from 0, or a kind of lines, that belong to the article;
pieces of text whose correction is taken back; and which bytes the reader saw."""
