"""Random archives and random questions, small enough to be read word by word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from random import Random

from hypothesis import strategies as st

from index.article import Article, ArticleDate, Dropped, Precision, article_id
from index.store.transaction import open_store
from search.query import (
    And,
    AtLeast,
    Copied,
    Everything,
    FacetFilter,
    Field,
    Fuzzy,
    Length,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Published,
    Ranked,
    Selection,
    Unit,
    Wildcard,
    Within,
    Word,
)
from tests.search.addressed import URLS, addresses

WORDS = [
    "peace",
    "talks",
    "talk",
    "talked",
    "minister",
    "ministers",
    "prime",
    "ceasefire",
    "cease-fire",
    "Assad",
    "al-Assad",
    "Assad's",
    "U.S.",
    "US",
    "S-300",
    "220,000",
    "façade",
    "facade",
    "Geneva-2",
    "is",
    "the",
    "of",
    "in",
    "war",
    "wars",
    "troops",
    "trooper",
    "Syria",
    "Syrian",
    "election",
    "elections",
    "elected",
    "May",
    "don't",
    "naïve",
    "東京都知事",
    "résumé",
    "G20",
    "who",
    "WHO",
    *("governed", "government", "governments", "dying", "died", "skies", "sky"),
]
ODD_WORDS = [
    *WORDS,
    "İstanbul",
    "straße",
    "STRASSE",
    "ﬁnance",
    "finance",
    "O’Neill",
    "Qur'an",
    "Quran",
    "Москва",
    "московский",
    "Київ",
    "العربية",
    "عربية",
    "הממשלה",
    "ממשלה",
    "東京",
    "日本語の本",
    "서울",
    "e-mail",
    "email",
    "3.5",
    "24/7",
    "j.smith@example.org",
    "https://example.org/a?b=c",
    "AT&T",
    "C++",
    "½",
    "10%",
    "cafe\u0301",
    "co\u00adoperation",
    "ΣΊΣΥΦΟΣ",
    "Σίσυφος",
    "🙂",
    "—",
    "½-mile",
    "IS",
    "US-led",
    "un",
    "UN",
    "U.N.",
    "islamic state",
    "ISIS",
    "Daesh",
    "al-Qa'ida",
    "rock'n'roll",
    "1,5",
    "1.000,50",
    "x" * 40,
    "ab\u200dcd",
    "\u202eabc\u202c",
]
PUBLISHERS = ("", "An-Nahar", "The Guardian", "Al Jazeera", "Reuters")
AUTHORS = ("Martin Jay", "Patrick Wintour", "Ann O'Neill", "José Álvarez")
PLACES = ("", "Moscow", "Antalya", "New York")
AGENCIES = ("", "", "Reuters", "Agence France-Presse")
SECTIONS = ("", "", "World", "War and Peace", "Élections")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def sentence(rng: Random, words: int, of: Sequence[str] = WORDS) -> str:
    body = " ".join(rng.choice(of) for _ in range(words))
    return body[0].upper() + body[1:] + rng.choice((". ", ". ", "! ", ", ", "? "))


def text(rng: Random, longest: int = 6, of: Sequence[str] = WORDS) -> str:
    paragraphs = [
        "".join(sentence(rng, rng.randint(1, 12), of) for _ in range(rng.randint(1, 4))).strip()
        for _ in range(rng.randint(0, longest))
    ]
    return "\n".join(paragraphs)


def published(rng: Random) -> ArticleDate | None:
    precision = rng.choice((None, Precision.YEAR, Precision.MONTH, Precision.DAY, *[Precision.MINUTE] * 4))
    if precision is None:
        return None
    moment = datetime(rng.choice((2013, 2014, 2015)), rng.randint(1, 3), rng.randint(1, 4))
    if precision is Precision.YEAR:
        moment = moment.replace(month=1, day=1)
    if precision is Precision.MONTH:
        moment = moment.replace(day=1)
    zone = ""
    if precision is Precision.MINUTE:
        offset, zone = rng.choice(((None, ""), (None, "IST"), (0, ""), (-600, ""), (-300, "EST"), (330, ""), (840, "")))
        east = None if offset is None else timezone(timedelta(minutes=offset))
        moment = moment.replace(hour=rng.choice((0, 9, 10, 23)), minute=rng.choice((0, 30)), tzinfo=east)
    return ArticleDate(moment, precision, zone=zone)


def article(rng: Random, number: int, longest: int = 6, of: Sequence[str] = WORDS) -> Article:
    authors, values = tuple(rng.sample(AUTHORS, rng.choice((0, 0, 1, 1, 2)))), Random(number)
    above, line, body = text(rng, longest, of).partition("\n")
    above, body = (above, body) if number % 3 == 1 else ("", above + line + body)
    return Article(
        id=article_id("archive", str(number)),
        key=str(number),
        path="archive",
        title=" ".join(rng.choice(of) for _ in range(rng.randint(0, 6))),
        standfirst=above,
        text=body,
        authors=authors,
        publisher=rng.choice(PUBLISHERS),
        place=rng.choice(PLACES),
        url=values.choice(URLS),
        agency=values.choice(AGENCIES),
        section=values.choice(SECTIONS),
        language=rng.choice(("en", "en", "en", "fr", "")),
        published=published(rng),
        dropped=tuple(Dropped(n, sentence(rng, 4, of), "rule") for n in range(rng.choice((0, 0, 2)))),
    )


def archive(seed: int, count: int = 25, of: Sequence[str] = WORDS) -> list[Article]:
    rng = Random(seed)
    several = [article(rng, number, of=of) for number in range(count)]
    return [*several, article(rng, count, 40, of)]  # the last is longer than its lead


def store(folder: Path, articles: list[Article], batches: int = 1) -> None:
    """Write the articles, in that many publications."""
    for start in range(batches):
        with open_store(folder, now=NOW) as target:
            for one in articles[start::batches]:
                target.add(one)
            target.publish()


TYPED_FIELDS = [field for field in Field if field is not Field.EVERYWHERE]  # what `parse` gives
NAMES = (  # of values, or not
    *("Guardian", "jay", "Jose", "york", "an-nahar", "O’Neill", "Moscow", "Wintour's", "yorks", "Reuters", "world"),
    *("isles", "misles", "isle", "example", "isles.example", "news.isles", "France-Presse"),
)
WHOLE_NAMES = (
    *("An Nahar", "the guardian", "guardian", "martin jay", "José Alvarez", "new york", "jay martin", "jay"),
    *("isles.example", "news isles example", "isles", "war and peace", "elections", "agence france presse"),
)
fields = st.sampled_from([*TYPED_FIELDS, Field.ANY, Field.ANY, Field.ANY, Field.BODY])
typed = st.sampled_from(
    (*WORDS, *NAMES, "peaceful", "assad", "geneva", "300", "nowhere", "東京", "知", "al", "cease", "fire")
)
words = st.builds(Word, typed, fields, st.sampled_from((False, False, False, True)))
phrases = st.builds(
    Phrase,
    st.one_of(st.lists(typed, min_size=1, max_size=3).map(" ".join), st.sampled_from(WHOLE_NAMES)),
    fields,
    st.sampled_from((0, 0, 0, 1, 3)),
    st.sampled_from((False, False, True)),
)
prefixes = st.builds(
    Prefix, st.sampled_from(("el", "gov", "tal", "fac", "minist", "wa", "30", "zz", "talk", "dy", "ski")), fields
)
wildcards = st.builds(Wildcard, st.sampled_from(("t?lk*", "go*ment", "el*", "wa?", "tr*p*", "fa*de", "dy*g")), fields)
fuzzies = st.builds(
    Fuzzy,
    st.sampled_from(("minster", "tlak", "troop", "elction", "wra", "peece", "dyng")),
    st.sampled_from((1, 2)),
    fields,
)
leaves = st.one_of(words, words, phrases, prefixes, wildcards, fuzzies)


def _standing(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(Near, inner, inner, st.integers(0, 8), st.booleans()),
        st.builds(Within, inner, inner, st.sampled_from(Unit)),
        st.builds(Or, st.tuples(inner, inner)),
    )


standing: st.SearchStrategy[Node] = st.recursive(leaves, _standing, max_leaves=4)
filters = st.one_of(
    st.builds(
        FacetFilter,
        st.sampled_from(("publisher", "byline", "place", "language")),
        st.sampled_from(("guardian", "jay", "al jazeera", "york", "martin jay", "jose", "en", "nobody")),
    ),
    st.builds(
        Published,
        st.sampled_from((None, date(2014, 1, 1), date(2015, 2, 2))),
        st.sampled_from((None, date(2014, 2, 3), date(2015, 12, 31))),
    ),
    addresses,
    st.builds(Length, st.integers(0, 60), st.sampled_from((None, 40, 100))),
    st.sampled_from((Copied(1), Copied(0, 0), Copied(0, 4), Copied(2, 3), Copied(first=True))),
)
operands = st.one_of(
    standing, standing, filters, st.builds(AtLeast, st.integers(1, 4), standing), st.just(Everything())
)


def _joined(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    some = st.lists(inner, max_size=2).map(tuple)
    return st.one_of(
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(Not, inner),
        st.builds(Ranked, several, some, some),
    )


trees: st.SearchStrategy[Node] = st.recursive(operands, _joined, max_leaves=6)
selections = st.lists(
    st.one_of(
        st.builds(Selection, st.just("publisher"), st.sampled_from((*PUBLISHERS, "Nobody")), st.booleans()),
        st.builds(Selection, st.just("byline"), st.sampled_from(("", *AUTHORS)), st.booleans()),
        st.builds(Selection, st.just("place"), st.sampled_from(PLACES), st.booleans()),
        st.builds(Selection, st.just("site"), st.sampled_from(("", "isles.example", "misles.example")), st.booleans()),
        st.builds(
            Selection,
            st.just("date"),
            st.sampled_from(("", "2013", "2014", "2015-01", "2015-02", "2014-01-01", "2014-01-02")),
            st.booleans(),
        ),
    ),
    max_size=4,
).map(tuple)
