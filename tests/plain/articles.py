"""Generated articles with a record of every word that was written, so that what a question finds is known, not read.

The record is made while the text is made: the number of each word, its plain form, and the characters that it takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from random import Random

from index.article import Article, ArticleDate, Dropped, Precision, article_id
from tests.plain.words import FORMS_OF, FUNCTION_WORDS, JOINT_ACCORD, LEMMAS

PUBLISHERS = ("", "An-Nahar", "The Guardian", "Reuters")
AUTHORS = ("Martin Jay", "Ann O'Neill", "José Álvarez")
PLACES = ("", "Geneva", "New York")
SECTIONS = ("", "World", "Sport")
AGENCIES = ("", "AFP")
URLS = (  # with the host of each
    ("", ""),
    ("https://www.isles.example/news/2015/ferry-stopped", "isles.example"),
    ("http://isles.example/news/harbour?id=7&utm_source=mail", "isles.example"),
    ("https://news.isles.example/news", "news.isles.example"),
    ("https://anews.example/newsreel/ferry/", "anews.example"),
    ("https://WWW.K\u00d8GE.example/Ferry_News.html", "k\u00f8ge.example"),
    ("https://xn--kge-0na.example/by/ice#top", "k\u00f8ge.example"),
    ("https://isles.example/", "isles.example"),
)
LEAD_WORDS = 100


@dataclass(frozen=True)
class WrittenWord:
    """A word of a text: its plain form, and the characters `start` to `end` (not included) that it takes."""

    lemma: str
    start: int
    end: int


@dataclass(frozen=True)
class Written:
    """A text and its words; `sentences` and `paragraphs` are the numbers of their first words."""

    text: str
    words: tuple[WrittenWord, ...] = ()
    sentences: tuple[int, ...] = ()
    paragraphs: tuple[int, ...] = ()


@dataclass(frozen=True)
class Record:
    """An article and what was written into it."""

    article: Article
    title: Written
    body: Written
    removed: Written

    @property
    def id(self) -> str:
        return self.article.id

    def field(self, name: str) -> Written:
        return {"title": self.title, "body": self.body, "removed": self.removed}[name]

    def values(self, facet: str) -> tuple[str, ...]:
        """The article's values of a facet other than the date; "" where none is stated."""
        article = self.article
        if facet == "byline":
            return article.authors or ("",)
        return {
            "publisher": (article.publisher,),
            "place": (article.place,),
            "section": (article.section,),
            "agency": (article.agency,),
            "language": (article.language,),
            "site": (dict(URLS)[article.url],),
        }[facet]

    @property
    def known(self) -> frozenset[str]:
        """The names that the article has beside its texts."""
        article = self.article
        return frozenset((article.publisher, *article.authors, article.agency, article.section, article.place))

    @property
    def moment(self) -> datetime | None:
        return self.article.published.moment if self.article.published else None

    @property
    def day(self) -> str:
        """The day as `2015-02-28`, which sorts as days do; "" where there is none."""
        return self.moment.isoformat()[:10] if self.moment else ""

    @property
    def has_time(self) -> bool:
        return self.article.published is not None and self.article.published.precision is Precision.MINUTE


class TextWriter:
    """Writes a text word by word and keeps the record."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._text = ""
        self._words: list[WrittenWord] = []
        self._sentences: list[int] = []
        self._paragraphs: list[int] = []

    def written(self) -> Written:
        return Written(self._text, tuple(self._words), tuple(self._sentences), tuple(self._paragraphs))

    def paragraph(self, sentences: int) -> None:
        """As many sentences, on a line of their own."""
        self._text += "\n" if self._text else ""
        self._paragraphs.append(len(self._words))
        for number in range(sentences):
            self._text += " " if number else ""
            self.sentence(self._rng.randint(2, 10))
            self._text += self._rng.choice((".", ".", "!", "?"))

    def sentence(self, words: int) -> None:
        """About as many words that begin with a capital, without a full stop."""
        self._sentences.append(len(self._words))
        last = len(self._words) + words
        first = True
        while len(self._words) < last:
            for lemma in self._chosen():
                self.word(lemma, first=first)
                first = False

    def _chosen(self) -> tuple[str, ...]:
        chance = self._rng.random()
        if chance < 0.03:
            return JOINT_ACCORD
        return (self._rng.choice(FUNCTION_WORDS if chance < 0.25 else LEMMAS),)

    def word(self, lemma: str, *, first: bool) -> None:
        """A form of the word, with what parts it from the word before."""
        form = self._rng.choice(FORMS_OF[lemma])
        if first or self._rng.random() < 0.1:
            form = form[0].upper() + form[1:]
        if not first:
            self._text += self._rng.choice((" ", " ", " ", " ", ", ", " – ", "; ", " “"))
        start = len(self._text)
        self._text += form
        self._words.append(WrittenWord(lemma, start, len(self._text)))


def record(rng: Random, number: int, paragraphs: int = 4) -> Record:
    """The article of a number; what it says and what is known of it is as `rng` has it."""
    title, body, removed = (TextWriter(rng) for _ in range(3))
    if rng.random() < 0.9:
        title.sentence(rng.randint(1, 5))
    for _ in range(rng.randint(1, paragraphs)):
        body.paragraph(rng.randint(1, 4))
    for _ in range(rng.choice((0, 0, 1, 2))):
        removed.paragraph(1)
    lines = removed.written().text.split("\n") if removed.written().text else []
    above, line, below = body.written().text.partition("\n")
    if not line or Random(number).random() < 0.7:
        above, below = "", body.written().text
    article = Article(
        id=article_id("plain", str(number)),
        key=str(number),
        path="plain",
        title=title.written().text,
        standfirst=above,
        text=below,
        dropped=tuple(Dropped(line, text, "rule") for line, text in enumerate(lines)),
        publisher=rng.choice(PUBLISHERS),
        authors=tuple(rng.sample(AUTHORS, rng.choice((0, 1, 1, 2)))),
        place=rng.choice(PLACES),
        section=rng.choice(SECTIONS),
        agency=rng.choice(AGENCIES),
        language="en",
        url=Random(number).choice(URLS)[0],
        published=published(rng),
    )
    return Record(article, title.written(), body.written(), removed.written())


def published(rng: Random) -> ArticleDate | None:
    """No date, a day, or a minute with or without its offset from UTC."""
    day = datetime(rng.choice((2013, 2014, 2015)), rng.choice((1, 2, 12)), rng.choice((1, 2, 28)))
    kind = rng.randrange(6)
    if kind == 0:
        return None
    if kind == 1:
        return ArticleDate(day, Precision.DAY)
    zone = rng.choice((None, UTC, timezone(timedelta(hours=10)), timezone(timedelta(hours=-5))))
    return ArticleDate(
        day.replace(hour=rng.randrange(24), minute=rng.randrange(60), tzinfo=zone),
        Precision.MINUTE,
    )


def archive(seed: int, count: int = 30) -> list[Record]:
    """Articles of every length, the last one longer than its lead."""
    rng = Random(seed)
    return [record(rng, number) for number in range(count)] + [record(rng, count, 40)]
