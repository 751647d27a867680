"""What is said of an article wherever one is named? The fields that hits, articles and lines of `extract` share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal, TypeVar, cast

from msgspec import Meta, Struct, defstruct

from index.article import Article, ArticleDate
from index.facets import DERIVED, Facet
from search.results import Hit

MarkBounds = Annotated[tuple[int, int], Meta(description="Start and end in characters, the end not included.")]
DatePrecision = Literal["minute", "day", "month", "year", "none"]
PublishedPrecision = Literal["minute", "day", "month", "year", "day_without_year", "none"]
S = TypeVar("S", bound=Struct)


def described(sentence: str) -> Meta:
    """What a field is, beside its type."""
    return Meta(description=sentence)


def faceted(facets: Sequence[Facet]) -> Callable[[type[S]], type[S]]:
    """Gives a struct a field for each of some facets that no field of an article is, see `Facet.telling`."""
    fields = [(facet.telling, _facet_type(several=facet.several, sentence=facet.help)) for facet in facets]
    options: dict[str, Any] = {"kw_only": True, "frozen": True}

    def extended(struct: type[S]) -> type[S]:
        namespace = {"__doc__": struct.__doc__}
        made = defstruct(
            struct.__name__, fields, bases=(struct,), namespace=namespace, module=struct.__module__, **options
        )
        return cast("type[S]", made)

    return extended


def _facet_type(*, several: bool, sentence: str) -> Any:
    if several:
        return Annotated[tuple[str, ...], described(f"{sentence} Empty where none is stated.")]
    return Annotated[str, described(f'{sentence} "" where none is stated.')]


@faceted(DERIVED)
class Record(Struct, kw_only=True, frozen=True):
    """What is said of an article wherever one is named."""

    id: Annotated[str, described("The article's id, opaque: `/api/article/ID` has the whole article.")]
    key: Annotated[str, described("The name that its source gives it: a JSON line's id, a file's stem.")]
    path: Annotated[str, described("The file that it came from, relative to the folder that was indexed.")]
    title: Annotated[str, described('Its headline; "" where it has none.')]
    publisher: Annotated[str, described('Who published it; "" where that is not stated.')]
    agency: Annotated[str, described('The news agency that it came from; "" where none is stated.')]
    place: Annotated[str, described('The place of its dateline; "" where none is stated.')]
    section: Annotated[str, described('The section of the publication; "" where none is stated.')]
    language: Annotated[str, described('The code of its language, as `en`; "" where it is not known.')]
    authors: Annotated[tuple[str, ...], described("Its authors, in the order of the byline.")]
    published: Annotated[
        str | None,
        described(
            "When it was published, as exactly as it is known: `2015`, `2015-05`, `2015-05-26`, `2015-05-26T09:25` or, "
            "where the offset from UTC is sure, `2015-05-26T09:25+02:00`. null where it is not known."
        ),
    ]
    published_precision: Annotated[
        PublishedPrecision,
        described(
            "The finest part that is known; `none` without a date, `day_without_year` where the source gives the day "
            "and no year, and nothing else tells it."
        ),
    ]
    published_possible: Annotated[
        tuple[str, ...],
        described("The days of which one is that of publication, ascending, where it is a day without a year."),
    ]
    published_inferred: Annotated[str, described('What of it was worked out, and from what; "": it was stated.')]
    published_zone: Annotated[str, described('The zone as the source names it (`EST`); "": by an offset, or not.')]
    modified: Annotated[str | None, described("When it was last changed, as `published`; null where not known.")]
    modified_precision: Annotated[DatePrecision, described("As `published_precision`.")]
    modified_inferred: Annotated[str, described("As `published_inferred`.")]
    modified_zone: Annotated[str, described("As `published_zone`.")]
    added: Annotated[str | None, described("When it first came into the index, ISO 8601 in UTC; null before that.")]
    host: Annotated[str, described('The host of its address, without `www.`; "" where that is not known.')]
    url: Annotated[str, described('Its address on the web; "" where it is not known.')]
    sha256: Annotated[
        str,
        described('The SHA-256 of its file, of a JSON line\'s own bytes, in hexadecimal; "" before it is in an index.'),
    ]


_SAME = ("id", "key", "path", "publisher", "agency", "place", "section", "language", "authors", "host", "url", "sha256")


def record(source: Article | Hit) -> dict[str, Any]:
    """The fields of `Record` but for the title and the facets, which hits and articles hold each in their own way."""
    return {
        **{name: getattr(source, name) for name in _SAME},
        **_date("published", source.published),
        **_yearless(source),
        **_date("modified", source.modified),
        "added": source.added.isoformat() if source.added else None,
    }


def _date(name: str, date: ArticleDate | None) -> dict[str, Any]:
    if date is None:
        return {name: None, f"{name}_precision": "none", f"{name}_inferred": "", f"{name}_zone": ""}
    return {
        name: date.isoformat(),
        f"{name}_precision": date.precision.value,
        f"{name}_inferred": date.inferred,
        f"{name}_zone": date.zone,
    }


def _yearless(source: Article | Hit) -> dict[str, Any]:
    """What is said of a day without a year: its precision, in the place of that of a date, and the days it can be."""
    day = source.yearless
    if day is None or source.published is not None:
        return {"published_possible": ()}
    return {"published_precision": "day_without_year", "published_possible": tuple(map(str, day.days))}
