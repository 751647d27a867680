"""Which facets are there, and which values has an article in each? `FACETS` is the one table of them.

A facet is a row of the table with a reader of its values. From the row follow its column in every segment, its filter
in a question, its parameter in an address, its panel, what is told of it on cards and records, in exports and in
replies, and its entry on the help page. The values of some facets no article states: they are what the whole archive
makes of the names in it (`Facet.settled`), and so stand in no column.

Segments carry the stamp of this module, `index.schema` and `index.article` (see `index.segment.arrays.origin`): where
one of them says something else, older segments are refused, for their columns would be read as what they are not. What
rows say to readers alone (`FOR_READERS`) is no part of the stamp: a better word on a page must not refuse an index.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter

from index.article import Article, ArticleDate, Precision

LANGUAGE, DATE = "language", "date"  # the two facets that stand for more than their values
PUBLISHER = "publisher"
PERSON, ORGANISATION, MENTIONED_PLACE = "person", "organisation", "mentioned_place"
SITE = "site"  # asked for by a host, it finds those below that host as well


class Kind(StrEnum):
    """What the values of a facet are."""

    TEXT = "text"  # names: found by their words, offered and completed
    LANGUAGE = "language"  # codes of languages, shown and asked for by the languages' names
    HOST = "host"  # hosts of addresses: asked for with those below them, no words of a question
    DATE = "date"  # `2015-05` and, where no month is known, `2015`; the only facet whose values lie on a line


def _none(article: Article) -> tuple[str, ...]:
    """The values of a facet of which an article says none."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One facet.

    `name` is that of its column, its parameter in addresses and its field in replies; `label` its heading. `values_of`
    gives an article's values; none, or "", is "None stated". `several` says whether there may be more than one.
    `settled` is the type of names (a number of `index.entities.labels.EntityType`) whose values, as the archive settles
    them, are the facet's; None for a facet of what articles state.
    `searched` says whether the words of its values are found by the plain words of a question, as those of the text
    are; `surnames`, whether the last word of a value by itself may name it in a question.
    `asked_as` are the names that stand before a colon in a question, the first in the question as it is written back;
    `parameters` are other names of the parameter. `offered_as` stands before a value that a question names. `help` is
    the sentence of the help page and `example` the value that it tries; both are empty for dates, which have entries
    of their own. `field` is the field of `Article` that it is: pages, exports and replies tell that field in its own
    place. Where it is "" they tell the facet by its name, or by `told_as` where that is another, behind what was told
    before it came, as columns and fields are only added. `known_by` is the field whose evidence says so where that is
    another. `told` is its place among what is told of an article, from low to high, then in the table's order. The
    panel of a `folded` facet is a line that opens, below the others.
    """

    name: str
    label: str
    values_of: Callable[[Article], tuple[str, ...]] = _none
    settled: int | None = None
    kind: Kind = Kind.TEXT
    several: bool = False
    searched: bool = False
    surnames: bool = False
    field: str = ""
    known_by: str = ""
    told_as: str = ""
    asked_as: tuple[str, ...]
    parameters: tuple[str, ...] = ()
    offered_as: str
    help: str
    example: str
    told: int = 100
    folded: bool = False

    def stated(self, article: Article) -> tuple[str, ...]:
        """An article's values, each once, without ""."""
        return tuple(dict.fromkeys(filter(None, self.values_of(article))))

    @property
    def telling(self) -> str:
        """Its name in replies and exports, where no field of the article is it."""
        return self.told_as or self.name

    def as_json(self, values: Sequence[str]) -> str | list[str]:
        """Values as exports and replies have them: a list where there may be several, else text, "" for none."""
        if self.several:
            return list(values)
        return values[0] if values else ""


FOR_READERS = frozenset(
    {
        "searched",
        "surnames",
        "label",
        "field",
        "known_by",
        "told_as",
        "asked_as",
        "parameters",
        "offered_as",
        "help",
        "example",
        "told",
        "folded",
    }
)


def _month(date: ArticleDate | None) -> str:
    if date is None:
        return ""
    moment = date.moment
    return f"{moment.year:04}" if date.precision is Precision.YEAR else f"{moment.year:04}-{moment.month:02}"


# In the order of the columns, of the parameters in an address and, the folded ones last, of the panels.
FACETS = (
    Facet(
        name=PUBLISHER,
        label="Paper",
        values_of=lambda article: (article.publisher,),
        searched=True,
        field="publisher",
        asked_as=("source", "publisher"),
        parameters=("source",),
        offered_as="Published by",
        help="The paper; publisher: does the same.",
        example="courier",
        told=1,
    ),
    Facet(
        name=PERSON,
        label="Person",
        settled=0,
        several=True,
        surnames=True,
        told_as="persons",
        asked_as=("person",),
        offered_as="About the person",
        help="A person whom the text names, in whatever way it writes the name.",
        example="lavrov",
    ),
    Facet(
        name=ORGANISATION,
        label="Organisation",
        settled=1,
        several=True,
        told_as="organisations",
        asked_as=("org", "organisation", "organization"),
        parameters=("org",),
        offered_as="About the organisation",
        help="An organisation that the text names; organisation: does the same.",
        example="council",
        folded=True,
    ),
    Facet(
        name=MENTIONED_PLACE,
        label="Place",
        settled=2,
        several=True,
        told_as="places",
        asked_as=("mentioned",),
        offered_as="About the place",
        help="A place that the text names; place: is the one that the article was filed from.",
        example="geneva",
        folded=True,
    ),
    Facet(
        name="byline",
        label="Author",
        values_of=lambda article: article.authors,
        several=True,
        searched=True,
        surnames=True,
        field="authors",
        asked_as=("byline", "by", "author"),
        parameters=("author",),
        offered_as="By",
        help="The author; by:, author: and by= do the same.",
        example="brandt",
        told=2,
    ),
    Facet(
        name="agency",
        label="Agency",
        values_of=lambda article: (article.agency,),
        searched=True,
        field="agency",
        asked_as=("agency",),
        offered_as="From the agency",
        help="The news agency that the article came from.",
        example="reuters",
        told=3,
    ),
    Facet(
        name="section",
        label="Section",
        values_of=lambda article: (article.section,),
        searched=True,
        field="section",
        asked_as=("section",),
        offered_as="In the section",
        help="The section of the paper.",
        example="world",
        told=5,
        folded=True,
    ),
    Facet(
        name="place",
        label="Filed from",
        values_of=lambda article: (article.place,),
        searched=True,
        field="place",
        asked_as=("place",),
        offered_as="From the place",
        help="The place that the article was filed from; a value of several words takes quotation marks.",
        example="geneva",
        told=4,
        folded=True,
    ),
    Facet(
        name=SITE,
        label="Site",
        values_of=lambda article: (article.host,),
        kind=Kind.HOST,
        searched=True,
        field="host",
        known_by="url",
        asked_as=("site",),
        offered_as="From the site",
        help="The host of the address, or one above it: site:example.org finds news.example.org, site:.org all.",
        example="harbour.example",
        told=7,
        folded=True,
    ),
    Facet(
        name=LANGUAGE,
        label="Language",
        values_of=lambda article: (article.language,),
        kind=Kind.LANGUAGE,
        field="language",
        asked_as=("lang", "language"),
        parameters=("lang",),
        offered_as="",
        help="The language, by its code or its English name.",
        example="german",
        told=6,
    ),
    Facet(
        name=DATE,
        label="Date",
        values_of=lambda article: (_month(article.filed_under),),
        kind=Kind.DATE,
        asked_as=(),
        offered_as="Articles dated",
        help="",
        example="",
    ),
)
FACET_NAMES = tuple(facet.name for facet in FACETS)
BY_NAME = {facet.name: facet for facet in FACETS}
COLUMNS = tuple(facet for facet in FACETS if facet.settled is None)  # of a segment
COLUMN_NAMES = tuple(facet.name for facet in COLUMNS)
SETTLED = tuple(facet for facet in FACETS if facet.settled is not None)
SEARCHED = tuple(facet.name for facet in FACETS if facet.searched)
TOLD = tuple(sorted((facet for facet in FACETS if facet.kind is not Kind.DATE), key=lambda facet: facet.told))
# Told by their names, as no field of an article is them: those that an article states, and all that a hit has.
DERIVED = tuple(facet for facet in TOLD if not facet.field and facet.settled is None)
OF_HITS = tuple(facet for facet in TOLD if not facet.field)


def derived(article: Article) -> dict[str, str | list[str]]:
    """The facets of an article that no field of it is, as exports and replies have them."""
    return {facet.telling: facet.as_json(facet.stated(article)) for facet in DERIVED}


def facet_values(articles: Sequence[Article]) -> tuple[list[list[str]], list[tuple[int, int, str]]]:
    """(first value of each article, "" for none, facet by facet of `COLUMNS`; article, facet and value of the rest, by
    article). Raises ValueError where a facet of one value has several."""
    firsts: list[list[str]] = []
    others: list[tuple[int, int, str]] = []
    for number, facet in enumerate(COLUMNS):
        if facet.several:
            stated = [facet.stated(article) for article in articles]
            others += [(place, number, value) for place, values in enumerate(stated) for value in values[1:]]
        else:
            stated = [facet.values_of(article) for article in articles]
            if max(map(len, stated), default=0) > 1:
                raise ValueError(f"an article has several values of the facet {facet.name}, whose row allows one")
        firsts.append([values[0] if values else "" for values in stated])
    others.sort(key=itemgetter(0))
    return firsts, others
