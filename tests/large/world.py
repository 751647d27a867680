"""An archive of 30,000 generated articles, and a plain record of each from which every answer can be counted.

The words are syllables that no stemmer of the archive's languages shortens, so that a word is what is typed. Nothing
here asks the product what a word, a match or a count is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from random import Random

from index.article import Article, ArticleDate, Dropped, Precision, article_id
from index.segment.writer import SegmentBuilder
from index.store.transaction import open_store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SYLLABLES = [consonant + vowel for consonant in "bdgklmnprtvz" for vowel in "aiou"]
PUBLICATIONS = (22_000, *[1_100] * 6, *[150] * 8, 200)  # one large segment, a nearly full tier, a tier that is merged
BUDGET = 4 << 20  # bytes of the inversion, so that runs are written aside and merged
DELETED, REPLACED, LONGEST = 600, 240, 70_000
FIRST_DAY, DAYS = date(1985, 1, 1), 40 * 365


def coded(number: int, syllables: int) -> str:
    """The number as a word of so many syllables, each number another word."""
    parts = []
    for _ in range(syllables):
        number, digit = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[digit])
    return "".join(parts)


EVERYWHERE = "tolakam"  # in nearly every article
LEFT, RIGHT = "norakum", "vidolam"  # in more than half of the articles, often near one another
PLAIN = [coded(number * 37 + 5, 2) + "m" for number in range(60)]  # from common to rare
MANY_FORMS = [f"qua{coded(number, 2)}m" for number in range(1_500)]  # more words than a prefix may stand for
RARE = ("sarminokulk", "wolfedrimat", "xanthopurom", "jefimbortak")  # unlike any other word
SLIP, MEANT = "bramenudolk", "bramenidolk"  # the first in two articles, the second in hundreds
REMOVED = "fegonzilk"  # in lines that were removed, nowhere else
FAMILIES = {  # words with one beginning, and the word that stands beside each of them, as often as all of them
    "rarely": ([f"fyrz{coded(number, 1)}k" for number in range(8)], "hyrzamulk", 0.01),
    "often": ([f"fewz{coded(number, 1)}k" for number in range(9)], "hewzamulk", 0.45),
}
GENEVA, SUMMIT = "Wexford", "eufhonikrat"  # of the articles with the word, nearly all are from the place


@dataclass(frozen=True, slots=True)
class Record:
    """One article as it was generated; words in small letters."""

    number: int
    title: tuple[str, ...]
    body: tuple[str, ...]
    removed: tuple[str, ...]
    publisher: str
    authors: tuple[str, ...]
    agency: str
    section: str
    place: str
    language: str
    day: date | None
    precision: Precision

    @property
    def id(self) -> str:
        return article_id("archive", str(self.number))

    @property
    def words(self) -> Iterator[str]:
        yield from self.title
        yield from self.body

    def values(self, facet: str) -> tuple[str, ...]:
        """Its values of a facet, "" where it has none."""
        if facet == "byline":
            return self.authors or ("",)
        if facet == "date":
            length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(self.precision, 7)
            return (self.day.isoformat()[:length] if self.day else "",)
        return ("",) if facet == "site" else (str(getattr(self, facet)),)

    def article(self) -> Article:
        moment = datetime(self.day.year, self.day.month, self.day.day) if self.day else None
        return Article(
            id=self.id,
            key=str(self.number),
            path="archive",
            title=" ".join(self.title),
            text=written(self.body),
            authors=self.authors,
            publisher=self.publisher,
            agency=self.agency,
            section=self.section,
            place=self.place,
            language=self.language,
            published=ArticleDate(moment, self.precision) if moment else None,
            dropped=tuple(Dropped(line, word, "rule") for line, word in enumerate(self.removed)),
        )


def written(body: Sequence[str]) -> str:
    """The words as sentences of eleven, and paragraphs of four sentences."""
    sentences = [" ".join(body[at : at + 11]).capitalize() + "." for at in range(0, len(body), 11)]
    return "\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))


class Maker:
    """Draws articles."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(seed)
        self._weights = [1 / (rank + 1) for rank in range(len(PLAIN))]
        self._forms = [1 / (rank + 20) for rank in range(len(MANY_FORMS))]

    def record(self, number: int) -> Record:
        rng = self._rng
        precision = rng.choices((Precision.DAY, Precision.MONTH, Precision.YEAR), (92, 5, 3))[0]
        day = FIRST_DAY + timedelta(rng.randrange(DAYS)) if rng.random() < 0.95 else None
        if day and precision is not Precision.DAY:
            day = day.replace(day=1, month=1 if precision is Precision.YEAR else day.month)
        body = self._body(number)
        of_summit = SUMMIT in body and rng.random() < 0.8
        return Record(
            number,
            (*rng.choices(PLAIN, self._weights, k=rng.randint(1, 4)), f"u{coded(2 * number, 4)}m"),
            tuple(body),
            (REMOVED,) if rng.random() < 0.1 else (),
            self._name("Kurier", 4_600, 0.92),
            tuple(
                {self._name(SYLLABLES[rng.randrange(48)].capitalize(), 300, 1) for _ in range(rng.choice((0, 1, 1, 2)))}
            ),
            rng.choice(("", "", "Agentur Nord", "Agentur West", "Agentur Ost")),
            rng.choice(("", "Welt", "Wirtschaft", "Kultur", "Sport")),
            GENEVA if of_summit else rng.choice(("", *(f"Stadt {coded(n, 1).capitalize()}" for n in range(40)))),
            rng.choices(("en", "de", "fr", "es", ""), (70, 12, 8, 5, 5))[0],
            day,
            precision,
        )

    def _name(self, first: str, of: int, share: float) -> str:
        """A name, some of which come far more often than others; "" but for a share."""
        if self._rng.random() >= share:
            return ""
        return f"{first} {coded(int(of * self._rng.random() ** 2), 3).capitalize()}k"

    def _body(self, number: int) -> list[str]:
        rng = self._rng
        body = rng.choices(PLAIN, self._weights, k=rng.randint(12, 60))
        body += [f"u{coded(2 * number + 1, 4)}m", *rng.choices(MANY_FORMS, self._forms, k=2)]
        for word, share in ((LEFT, 0.6), (RIGHT, 0.6), (EVERYWHERE, 0.97)):
            body += [word] * rng.choice((1, 1, 2, 4)) if rng.random() < share else []
        for word, share in ((RARE[number % 4], 0.004), (MEANT, 0.03), (SUMMIT, 0.01)):
            body += [word] if rng.random() < share else []
        if number in (700, 22_500):
            body.append(SLIP)
        rng.shuffle(body)
        if rng.random() < 0.05:
            body[3:3] = [LEFT, RIGHT]
        for words, beside, share in FAMILIES.values():
            if rng.random() < share:
                times = 40 if rng.random() < 0.01 else rng.randint(1, 3)
                body = [word for _ in range(times) for word in (rng.choice(words), beside)] + body
        if number in (1_000, 2_000, 3_000, 4_000, 5_000):
            body += [LEFT, RIGHT] * 1_500
        if number == 29_990:
            body += rng.choices(PLAIN, self._weights, k=LONGEST)
        return body


class World:
    """The records of the articles that are live, by number."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = {record.number: record for record in records}

    @cached_property
    def _holding(self) -> dict[str, set[int]]:
        found: defaultdict[str, set[int]] = defaultdict(set)
        for number, record in self.records.items():
            for word in record.words:
                found[word].add(number)
        return found

    def holding(self, *words: str) -> set[int]:
        """The articles that hold one of the words in their title or text."""
        return set().union(*(self._holding.get(word, set()) for word in words))

    @cached_property
    def words(self) -> dict[str, int]:
        """Each word with the number of articles that hold it."""
        return {word: len(numbers) for word, numbers in self._holding.items()}

    def where(self, test: Callable[[Record], bool], among: Iterable[int] | None = None) -> set[int]:
        """The articles of which `test` holds."""
        numbers = self.records if among is None else among
        return {number for number in numbers if test(self.records[number])}

    def counts(self, facet: str, among: Iterable[int]) -> Counter[str]:
        """How many of some articles have each value of a facet."""
        return Counter(value for number in among for value in self.records[number].values(facet))

    def number(self, article: str) -> int:
        """The number of the article with an id."""
        return self._numbers[article]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {record.id: number for number, record in self.records.items()}


def build(folder: Path, seed: int) -> World:
    """Publish the archive into `folder`, segment after segment, with articles deleted and replaced on the way."""
    maker, rng = Maker(seed), Random(seed)
    records: dict[int, Record] = {}
    first = 0
    for size in PUBLICATIONS:
        fresh = {number: maker.record(number) for number in range(first, first + size)}
        again = rng.sample(sorted(records), REPLACED // len(PUBLICATIONS)) if records else []
        gone = rng.sample(sorted(records), DELETED // len(PUBLICATIONS)) if records else []
        fresh |= {number: maker.record(number) for number in again if number not in gone}
        first += size
        with open_store(folder, now=NOW) as store:
            for number in gone:
                store.remove(records.pop(number).id)
            builder = SegmentBuilder(store.workspace / "built", budget=BUDGET)
            builder.add_many(record.article() for record in fresh.values())
            built = builder.finish()
            assert built is not None
            store.adopt(built)
            store.publish()
        records |= fresh
    return World(records.values())
