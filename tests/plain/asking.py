"""Random questions of chosen kinds over generated articles, each with what it finds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum
from random import Random

from tests.plain.articles import URLS
from tests.plain.questions import (
    Beginning,
    Both,
    Close,
    Either,
    Filter,
    Question,
    SideBySide,
    Together,
    Without,
    Words,
)
from tests.plain.words import FORMS_OF, FUNCTION_WORDS, JOINT_ACCORD, LEMMAS, NAMES


class Kind(StrEnum):
    """What a question may be made of."""

    WORD = "word"
    NAME = "a name that is known of articles"
    PHRASE = "phrase in any form"
    VERBATIM = "phrase"
    ANY_WORD = "a star in a phrase"
    FIELD = "field"
    LEAD = "lead"
    AND = "and"
    OR = "or"
    NOT = "not"
    SIDE_BY_SIDE = "side by side"
    FUNCTION_WORD = "a word that only holds a sentence together"
    NEAR = "near"
    UNIT = "sentence or paragraph"
    PREFIX = "prefix"
    FILTER = "filter"
    DATE = "date"


FILTERS = (  # what is typed, the facet, and the values that it means
    ("source:guardian", "publisher", ("The Guardian",)),
    ('publisher:"an nahar"', "publisher", ("An-Nahar",)),
    ("source:REUTERS", "publisher", ("Reuters",)),
    ("by:jay", "byline", ("Martin Jay",)),
    ('byline:"José Álvarez"', "byline", ("José Álvarez",)),
    ("author:alvarez", "byline", ("José Álvarez",)),
    ("place:geneva", "place", ("Geneva",)),
    ('place:"new york"', "place", ("New York",)),
    ("section:world", "section", ("World",)),
    ("agency:afp", "agency", ("AFP",)),
    ("source:nobody", "publisher", ()),
    ("site:reuters", "publisher", ("Reuters",)),
)
ADDRESSED = (  # what is typed, and the numbers of the addresses of `URLS` that it means
    ("site:isles.example", (1, 2, 3, 7)),
    ("site:WWW.Isles.EXAMPLE", (1, 2, 3, 7)),
    ("site:https://news.isles.example/", (3,)),
    ("site:sles.example", ()),
    ("site:.example", (1, 2, 3, 4, 5, 6, 7)),
    ("site:isles.example/news", (1, 2, 3)),
    ("site:isles.example/news/2015/", (1,)),
    ("site:isles.example/new", ()),
    ("site:.example/by", (6,)),
    ("site:k\u00f8ge.example", (5, 6)),
    ("site:xn--kge-0na.example", (5, 6)),
    ("url:isles.example", (1, 2, 7)),
    ("url:https://www.isles.example/ne", (1, 2)),
    ("url:isles.example/news/harbour?id=7", (2,)),
    ("url:=isles.example/news", ()),
    ("url:=http://news.isles.example/news/", (3,)),
    ("url:K\u00d8GE.example/by", (6,)),
    ("url:ferry", (1, 4, 5)),
    ("inurl:NEWS", (1, 2, 3, 5)),
    ('url:"ferry stopped"', (1,)),
    ("url:isles", ()),
)
PREFIXES = ("har", "minist", "vot", "tea", "747", "dispute", "elections", "zz")
JOINED = (Kind.AND, Kind.OR, Kind.NOT)


class Asker:
    """Makes questions of the kinds from the numbers of `rng`."""

    def __init__(self, rng: Random, kinds: Collection[Kind]) -> None:
        self._rng = rng
        self._kinds = kinds
        self._free: list[str] = []

    def question(self, kind: Kind) -> Question:
        """A question of that kind; its parts are of any of the kinds. No word comes twice."""
        self._free = self._rng.sample(LEMMAS, len(LEMMAS))
        return self._made(kind)

    def _made(self, kind: Kind) -> Question:
        makers = {
            Kind.WORD: self._word,
            Kind.NAME: self._name,
            Kind.PHRASE: self._phrase,
            Kind.VERBATIM: self._verbatim,
            Kind.ANY_WORD: self._with_stars,
            Kind.FIELD: self._fielded,
            Kind.LEAD: self._in_lead,
            Kind.AND: self._both,
            Kind.OR: self._either,
            Kind.NOT: self._without,
            Kind.SIDE_BY_SIDE: self._side_by_side,
            Kind.FUNCTION_WORD: self._with_function_word,
            Kind.NEAR: self._close,
            Kind.UNIT: self._together,
            Kind.PREFIX: self._beginning,
            Kind.FILTER: self._filter,
            Kind.DATE: self._dated,
        }
        return makers[kind]()

    def _word(self) -> Words:
        lemma = self._free.pop()
        typed = self._rng.choice(FORMS_OF[lemma])
        return Words(self._rng.choice((typed, typed, typed.upper(), typed.capitalize())), (lemma,))

    def _name(self) -> Words:
        typed = self._rng.choice(list(NAMES))
        return Words(typed, (typed,) if typed in FUNCTION_WORDS else (), values=NAMES[typed])

    def _phrase(self) -> Words:
        """A phrase that is found in any form, with `~0`."""
        rng = self._rng
        if rng.random() < 0.15:
            return Words('"joint accord"~0', JOINT_ACCORD)
        typed, lemmas, _ = self._quotation()
        return Words(f"{typed}~0", lemmas)

    def _verbatim(self) -> Words:
        """A phrase that is found as it stands."""
        if self._rng.random() < 0.15:
            return Words('"joint accord"', JOINT_ACCORD, spoken=JOINT_ACCORD)
        typed, lemmas, words = self._quotation()
        return Words(typed, lemmas, spoken=words)

    def _quoted(self) -> Words:
        """A phrase as it stands or in any form, as the kinds allow."""
        return self._verbatim() if Kind.VERBATIM in self._kinds and self._rng.random() < 0.7 else self._phrase()

    def _quotation(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """Words between quotation marks, by themselves: what is typed, their plain forms, their forms."""
        rng = self._rng
        lemmas = tuple(rng.choice((*LEMMAS, *FUNCTION_WORDS * 3)) for _ in range(rng.choice((2, 2, 2, 3))))
        words = tuple(rng.choice(FORMS_OF[lemma]) for lemma in lemmas)
        opening, closing = rng.choice((('"', '"'), ("“", "”"), ("«", "»")))
        return f"{opening}{' '.join(words)}{closing}", lemmas, words

    def _with_stars(self) -> Words:
        """Words at the ends of a phrase and any one or two between them."""
        rng = self._rng
        lemmas = [rng.choice((*LEMMAS, *FUNCTION_WORDS * 3)) for _ in range(rng.choice((2, 2, 3)))]
        for _ in range(rng.choice((1, 1, 2))):
            lemmas.insert(rng.randrange(1, len(lemmas)), "*")
        words = tuple("*" if lemma == "*" else rng.choice(FORMS_OF[lemma]) for lemma in lemmas)
        return Words(f'"{" ".join(words)}"', tuple(lemmas), spoken=words)

    def _leaf(self) -> Words:
        """A word, or what else the kinds allow that stands in a text or is known of an article."""
        if Kind.NAME in self._kinds and self._rng.random() < 0.15:
            return self._name()
        phrase = Kind.PHRASE in self._kinds and self._rng.random() < 0.25
        words = self._quoted() if phrase else self._word()
        return self._in_field(words) if Kind.FIELD in self._kinds and self._rng.random() < 0.15 else words

    def _fielded(self) -> Words:
        return self._in_field(
            self._quoted() if Kind.PHRASE in self._kinds and self._rng.random() < 0.3 else self._word()
        )

    def _in_lead(self) -> Words:
        word, name = self._word(), self._rng.choice(("lead", "hlead"))
        return Words(self._rng.choice((f"{name}:{word.typed}", f"{name}({word.typed})")), word.lemmas, name)

    def _in_field(self, words: Words) -> Words:
        lead = ("lead", "hlead") if Kind.LEAD in self._kinds else ()
        name = self._rng.choice(("title", "body", "removed", *lead))
        return Words(f"{name}:{words.typed}", words.lemmas, name, spoken=words.spoken)

    def _operand(self) -> Question:
        """What an operator may join: a leaf, or a joined question in brackets."""
        rng = self._rng
        kinds = [kind for kind in (*JOINED, Kind.NEAR, Kind.UNIT, Kind.FILTER, Kind.DATE) if kind in self._kinds]
        if not kinds or len(self._free) < 8 or rng.random() < 0.7:
            return self._leaf()
        return _bracketed(self._made(rng.choice(kinds)))

    def _both(self) -> Question:
        parts = tuple(self._operand() for _ in range(self._rng.choice((2, 2, 3))))
        return Both(" AND ".join(part.typed for part in parts), parts)

    def _either(self) -> Question:
        parts = tuple(self._operand() for _ in range(self._rng.choice((2, 2, 3))))
        return Either(" OR ".join(part.typed for part in parts), parts)

    def _without(self) -> Question:
        """A word, but not with another."""
        kept, dropped = self._leaf(), self._leaf()
        without = Without(f"NOT {dropped.typed}", dropped)
        return Both(f"{kept.typed} AND {without.typed}", (kept, without))

    def _side_by_side(self) -> SideBySide:
        rng = self._rng
        wanted = [self._leaf() for _ in range(rng.choice((2, 2, 3)))]
        if Kind.FUNCTION_WORD in self._kinds and rng.random() < 0.3:
            wanted.append(self._function_word())
        required = (self._leaf(),) if rng.random() < 0.2 else ()
        excluded = (self._leaf(),) if Kind.NOT in self._kinds and rng.random() < 0.3 else ()
        filters = (self._filter(),) if Kind.FILTER in self._kinds and rng.random() < 0.2 else ()
        pieces = [*(part.typed for part in wanted), *(f"+{part.typed}" for part in required)]
        pieces += [*(f"-{part.typed}" for part in excluded), *(part.typed for part in filters)]
        return SideBySide(" ".join(pieces), tuple(wanted), (*required, *filters), excluded)

    def _function_word(self) -> Words:
        word = self._rng.choice(FUNCTION_WORDS)
        return Words(word, (word,), values=NAMES.get(word, ()))

    def _with_function_word(self) -> SideBySide:
        wanted = (self._function_word(), self._word())
        return SideBySide(" ".join(part.typed for part in wanted), wanted)

    def _close(self) -> Close:
        rng = self._rng
        left, right, distance = self._word(), self._word(), rng.choice((0, 1, 3, 8))
        if rng.random() < 0.4:
            return Close(f"{left.typed} w/{distance} {right.typed}", left, right, distance, ordered=True)
        return Close(f"{left.typed} NEAR/{distance} {right.typed}", left, right, distance)

    def _together(self) -> Together:
        left, right = self._word(), self._word()
        unit = self._rng.choice(("sentence", "paragraph"))
        return Together(f"{left.typed} /{unit[0]} {right.typed}", left, right, unit)

    def _beginning(self) -> Beginning:
        start = self._rng.choice(PREFIXES)
        return Beginning(f"{start}*", start)

    def _filter(self) -> Filter:
        if self._rng.random() < 0.3:
            asked, numbers = self._rng.choice(ADDRESSED)
            urls = {URLS[number][0] for number in numbers}
            return Filter(asked, lambda record: record.article.url in urls)
        typed, facet, values = self._rng.choice(FILTERS)
        return Filter(typed, lambda record: any(value in record.values(facet) for value in values))

    def _dated(self) -> Filter:
        """A day, month or year; days are compared as text, which sorts as they do."""
        rng = self._rng
        period = f"{rng.choice((2013, 2014, 2015))}-{rng.choice((1, 2, 12)):02}-{rng.choice((1, 2, 28)):02}"
        period = period[: rng.choice((4, 7, 10))]
        size = len(period)
        tests = {
            "date": lambda day: day[:size] == period,
            "before": lambda day: day[:size] < period,
            "after": lambda day: day[:size] > period,
            "since": lambda day: day[:size] >= period,
            "until": lambda day: day[:size] <= period,
        }
        name = rng.choice(list(tests))
        return Filter(f"{name}:{period}", lambda record: bool(record.day) and tests[name](record.day))


def _bracketed(question: Question) -> Question:
    """The question in brackets, which mean nothing but that it is one operand."""
    if isinstance(question, Words | Filter):
        return question
    return replace(question, typed=f"({question.typed})")  # type: ignore[type-var]  # every question is a dataclass
