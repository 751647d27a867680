"""What is an article: clean text, metadata with evidence, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple

from index.address import shown_host
from index.block import Block


class Precision(StrEnum):
    """How exactly a date is known."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Certainty(StrEnum):
    """How a value came to be known."""

    CORRECTED = "corrected"  # a correction file or front matter says so
    STATED = "stated"  # the page says so
    INFERRED = "inferred"  # worked out from what the page says
    REFUSED = "refused"  # the page offered it and it was not believed


@dataclass(frozen=True, slots=True)
class ArticleDate:
    """A moment as exactly as it is known: parts finer than `precision` are 1 or 0 and mean nothing.

    `moment` is local time where the article was published, with the offset from UTC where that is sure, else naive.
    `inferred` says in words which part was worked out and from what ("year from the weekday"); empty where the whole
    date was stated. `zone` is the zone's name as the source writes it ("EST"), empty where it gives an offset or none.
    """

    moment: datetime
    precision: Precision
    inferred: str = ""
    zone: str = ""

    def isoformat(self) -> str:
        """The date cut to its precision: `2015`, `2015-05`, `2015-05-26`, `2015-05-26T09:25` or, where the offset is
        known, `2015-05-26T09:25+02:00`."""
        if self.precision is Precision.MINUTE:
            return self.moment.isoformat(timespec="minutes")
        length = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[self.precision]
        return self.moment.isoformat()[:length]

    def minute(self) -> int | None:
        """Minutes from the beginning of the day in UTC (from -840 to 2,280, as the day is a local one) to the moment;
        None where no time is known. A time without a known offset counts as one in UTC."""
        if self.precision is not Precision.MINUTE:
            return None
        offset = self.moment.utcoffset() or timedelta()
        return self.moment.hour * 60 + self.moment.minute - offset // timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class YearlessDay:
    """A day as a source names it that says no year. `weekday` (0: Monday) is what the text calls it, None for nothing;
    `years` are those that it can be of, ascending: none where nothing bounds them."""

    month: int
    day: int
    weekday: int | None = None
    years: tuple[int, ...] = ()

    def isoformat(self) -> str:
        """The day as `--02-24`."""
        return f"--{self.month:02}-{self.day:02}"

    @property
    def days(self) -> tuple[date, ...]:
        """The days that it can be, ascending."""
        return tuple(date(year, self.month, self.day) for year in self.years)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a metadata field has its value: the line or element that says so.

    `field` is a field name of `Article`; `source` names the place ("line 7", "meta article:published_time", "front
    matter"); `quote` is what stands there.
    """

    field: str
    value: str
    source: str
    quote: str = ""
    certainty: Certainty = Certainty.STATED


@dataclass(frozen=True, slots=True)
class Dropped:
    """One line left out of the body: its number in the page (from 0), its text and the rule.

    `why` are the names of the traits that weighed most with the model (`index.reasons.Trait`), a blank between them; of
    an article that an earlier version of this program read it is the reason as a sentence.
    """

    line: int
    text: str
    rule: str
    why: str = ""


class Mention(NamedTuple):
    """A name in an article: `start` and `end` in characters of the title, a line break and the text. `number` counts
    the different names of the article (`index.segment.arrays.mentions`); or its votes where `voted`: then it is a name
    only if the whole archive says so."""

    start: int
    end: int
    number: int
    voted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known about an article beside its text, and from where: `evidence` holds a line for each value.

    `yearless` is the day that the source gives as its own without a year, also where `published` has the year. `saved`
    is when the page was saved, as far as it says so.
    """

    title: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    agency: str = ""
    place: str = ""
    section: str = ""
    language: str = ""
    photo_credit: str = ""
    url: str = ""
    published: ArticleDate | None = None
    modified: ArticleDate | None = None
    saved: ArticleDate | None = None
    yearless: YearlessDay | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def possible_days(self) -> tuple[date, ...]:
        """The days of which one is that of publication, where no year is said and nothing decides; else none."""
        return self.yearless.days if self.yearless and self.published is None else ()

    @property
    def host(self) -> str:
        """The host of the article's address, without `www.`, in the letters of its language; "" where it has none."""
        return shown_host(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Metadata):
    """One article, ready to be indexed and read.

    `id` is opaque: of an article of an index the id that lasts (`index.naming`), before that the id of its place
    (`article_id`); `key` is the name the source gives it (a JSON line's id, a file's stem). `text` is the clean body,
    one paragraph a line. `blocks` say what each paragraph is; there are none where all are plain. `original` is the
    whole page as text, one line a line; empty where it equals `text`. `markdown` holds the body as Markdown where the
    source was Markdown. `sha256` is of the source's bytes, of a JSON line's without its end, in hexadecimal; `added` is
    when the article was first published in the index (UTC), None before that. `mentions` are the names in it, in order.
    """

    id: str
    key: str
    path: str
    text: str
    blocks: tuple[Block, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    original: str = ""
    markdown: str = ""
    format: str = "text"
    extractor: str = "cuttings"
    repairs: tuple[str, ...] = ()
    sha256: str = ""
    added: datetime | None = None
    mentions: tuple[Mention, ...] = ()

    @property
    def filed_under(self) -> ArticleDate | None:
        """The date for sorting, date facets and date filters: of publication, else of the last change, else None."""
        return self.published or self.modified

    @property
    def body(self) -> str:
        """What a reader sees below the title: the field that is searched."""
        return body_of(self.standfirst, self.text)


def standfirst_above(standfirst: str, text: str) -> str:
    """The standfirst as it is shown above the text; "" where the text has it, at its beginning or as a paragraph."""
    if not standfirst.strip() or text.startswith(standfirst):
        return ""
    return "" if f"\n{standfirst}" in text and f"\n{standfirst}\n" in f"{text}\n" else standfirst


def body_of(standfirst: str, text: str) -> str:
    """The standfirst that is shown above the text, a line break, and the text."""
    above = standfirst_above(standfirst, text)
    return f"{above}\n{text}" if above and text else above or text


def article_id(path: str, key: str) -> str:
    """16 hexadecimal digits that name the place of an article: `key` of the source `path`."""
    return blake2b(f"{path}\0{key}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
