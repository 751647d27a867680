"""Which line of a dump is its headline? The lines above the body, by place, length and words that the body uses."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from index.describe.announcing import is_mark
from index.describe.choices import Features, Numbers, ceiling, score, scores
from index.describe.dates import find_dates
from index.describe.layout import Layout
from index.describe.persons import is_person
from index.describe.titles import folded_words

_RULES = frozenset(
    ("title", "standfirst", "navigation", "related", "caption", "credit", "repeated", "not_body", "template")
)
_OTHER = frozenset(
    (
        *("share", "comments", "form", "rating", "advertisement", "newsletter", "cookies", "tags", "legal", "symbols"),
        *("byline", "date", "source"),
    )
)
_MENUS = ("navigation", "related")
_MOST_HEAD, _MOST_BODY = 70, 40
_BODY = 6000  # characters of the body whose words are compared
_FEWEST, _MOST_WORDS = 3, 30  # longer words of a line that looks like a headline
_NEAR = 12  # lines
_FAR = 15
_FURNISHED = re.compile(
    r"\S\s{3}|[\[\]{}_]|&#|\s[>/»›|]\s[^>/»›|]{1,80}\s[>/»›|]\s"
)  # rows of buttons, breadcrumbs, fields
_LOOKED_AT = 300  # characters of a line: headlines are shorter, and paragraphs are none
_LEAD = 1500  # characters of the opening
_SHORTEST, _LONGEST = 6, 240
_WITHOUT_SHARED = 15  # lines above the body in which a headline may stand that shares no word with it
_SENTENCES = re.compile(r"[^\W\d_]{3}[.!?][”\"’]? +(?=[A-ZÀ-ÞА-Я]).*[.!?…]$")
_BULLET = re.compile(r"[•*\-·–▪◦»>]|o |\d{1,2}\.\s")
# Features that take longest; at most what they can add is looked at first, and most lines lose by the others alone.
_LATE = (
    *("sentences", "bullet", "capitals", "shouted", "dated", "person", "twice", "held", "holds", "furnished"),
    "started",
)


def headline_candidates(layout: Layout) -> Iterator[tuple[int, Features]]:
    """(line, features) of each line that could be the headline."""
    lines = _Lines(layout)
    early = lines.early_features() if lines.places else {}
    for number, row in enumerate(lines.places):
        yield (
            lines.numbers[row],
            {name: float(column[number]) for name, column in early.items()} | lines.late_features(row),
        )


def headline_of(layout: Layout) -> int:
    """The number of the line that is most likely the headline, or -1; of equally likely ones the first."""
    lines = _Lines(layout)
    if not lines.places:
        return -1
    known = scores("title", lines.early_features())
    most = ceiling("title", _LATE)
    best, chosen = -math.inf, -1
    for number in np.argsort(-known, kind="stable").tolist():
        if known[number] + most < best:
            break
        total = known[number] + score("title", lines.late_features(lines.places[number]))
        if total > best or (total == best and number < chosen):
            best, chosen = total, number
    return lines.numbers[lines.places[chosen]]


def _numbers(layout: Layout) -> list[int]:
    """The lines looked at: those above the body, and the body's first, in case it begins too early."""
    if layout.first < 0:
        return list(layout.head[-_MOST_HEAD:])
    end = min(len(layout.texts), layout.first + 4 * _MOST_BODY)
    below = [n for n in range(layout.first, end) if layout.texts[n]][:_MOST_BODY]
    return [*layout.head[-_MOST_HEAD:], *below]


class _Lines:
    """The lines looked at, so that each can be seen among its neighbours; places in their list are called `row`."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.numbers = _numbers(layout)
        self.texts = [layout.texts[n] for n in self.numbers]
        self.rules = [layout.rules[n] for n in self.numbers]
        self.kept = [layout.kept[n] for n in self.numbers]
        body: list[str] = []
        self.lines = list(self._fold(body))  # the words of each line
        self.words = Counter(body)
        self.strings = [" ".join(words) for words in self.lines]
        self.contents = [[word for word in words if len(word) > 3 or not word.isascii()] for words in self.lines]
        self.whole = "\n".join(self.strings)
        self.lead = self._lead()
        prose = [
            len(text) // 6 if kept and len(text) > 60 else 0 for kept, text in zip(self.kept, self.texts, strict=True)
        ]
        self.sums = list(accumulate(prose, initial=0))
        self.dated = [len(text) < 100 and bool(find_dates(text)) for text in self.texts]
        marked = [rule == "byline" or is_mark(text) for rule, text in zip(self.rules, self.texts, strict=True)]
        self.to_date = _steps_to_next(self.dated)
        self.to_byline = _steps_to_next(marked)
        self.like = [self._likeness(content) for content in self.contents]
        self.shared: list[int] = []  # words that each candidate shares with the body
        self.places = list(self._candidates())

    def _fold(self, body: list[str]) -> Iterator[list[str]]:
        """The first words of each line; the body's words are gathered on the way."""
        left, first = _BODY, self.layout.first
        for n, text, kept in zip(self.numbers, self.texts, self.kept, strict=True):
            if left > 0 and kept and n >= first:
                words = folded_words(text[:left])
                body += words
                yield words if len(text) <= min(left, _LOOKED_AT) else folded_words(text[:_LOOKED_AT])
                left -= len(text) + 1
            else:
                yield folded_words(text[:_LOOKED_AT])
        for n in range(self.numbers[-1] + 1 if self.numbers else 0, len(self.layout.texts)):
            if left <= 0:
                break
            if self.layout.kept[n]:
                body += folded_words(self.layout.texts[n][:left])
                left -= len(self.layout.texts[n]) + 1

    def _lead(self) -> set[str]:
        """The words of the body's first lines."""
        place = {n: row for row, n in enumerate(self.numbers)}
        left = _LEAD
        words: set[str] = set()
        for n in self.layout.opening:
            if left <= 0:
                break
            text = self.layout.texts[n]
            whole = n in place and len(text) <= min(left, _LOOKED_AT)
            words.update(self.lines[place[n]] if whole else folded_words(text[:left]))
            left -= len(text) + 1
        return words

    def _candidates(self) -> Iterator[int]:
        """The place of each line that could be the headline."""
        first = self.layout.first
        for row, (text, rule, content) in enumerate(zip(self.texts, self.rules, self.contents, strict=True)):
            if not content or rule in _OTHER or not _SHORTEST <= len(text) <= _LONGEST:
                continue
            if (len(content) < _FEWEST or rule in _MENUS) and _BULLET.match(text):
                continue
            n = self.numbers[row]
            if self.kept[row] and n >= first:
                shared = sum([self.words[word] > 1 for word in content])  # the line itself is of the body
            else:
                shared = sum(map(self.words.__contains__, content))
            if not shared and (text.count(" ") + 1 < _FEWEST or not 0 < self._distance(n) <= _WITHOUT_SHARED):
                continue  # menus, mostly
            self.shared.append(shared)
            yield row

    def _distance(self, n: int) -> int:
        """How many lines that are not blank the line stands above the body; negative below its first."""
        return self.layout.rank[self.layout.first] - self.layout.rank[n] if self.layout.first >= 0 else 0

    def _distances(self) -> NDArray[np.int64]:
        """How many lines the candidates stand above the body, as of `_distance`; without a body, above the end."""
        if self.layout.first < 0:
            return len(self.texts) - np.array(self.places)
        return np.array([self._distance(self.numbers[row]) for row in self.places])

    def _likeness(self, content: list[str]) -> float:
        """How much a line looks like a headline or a summary: its share of the body's words, 0 for short ones."""
        return (
            sum(map(self.words.__contains__, content)) / len(content) if _FEWEST <= len(content) <= _MOST_WORDS else 0.0
        )

    def early_features(self) -> dict[str, Numbers]:
        """What place, length and words tell of the candidates: a column for each feature, a row for each candidate."""
        layout, places = self.layout, np.array(self.places)
        texts = [self.texts[row] for row in self.places]
        contents = [self.contents[row] for row in self.places]
        rules = [self.rules[row] for row in self.places]
        numbers = np.array([self.numbers[row] for row in self.places])
        lengths = np.array([0, *map(len, self.texts), 0])  # of the lines, with one before and one after them
        length = lengths[places + 1]
        count = np.maximum(np.array([text.count(" ") for text in texts]) + 1, length // 12)
        distance = self._distances()
        sums = np.array(self.sums)
        shared, content = np.array(self.shared), np.array(list(map(len, contents)))
        like = np.array([0.0, 0.0, *self.like, 0.0, 0.0])
        led = [sum(map(self.lead.__contains__, one)) for one in contents]
        return {
            "bias": np.ones(len(places)),
            "distance": np.log1p(np.maximum(0, distance)),
            "below": np.log1p(np.maximum(0, -distance)),
            "opening": ((numbers >= layout.first) & (layout.first >= 0)).astype(np.float64),
            "prose_after": np.log1p(sums[np.minimum(len(self.texts), places + 1 + _NEAR)] - sums[places + 1]),
            "prose_before": np.log1p(sums[places] - sums[np.maximum(0, places - _NEAR)]),
            "words": np.log(count),
            "few": (count < 4).astype(np.float64),
            "long": (count > 20).astype(np.float64),
            "stop": np.array([float(text[-1] in ".:;,!" and not text.endswith("...")) for text in texts]),
            "to_date": 1.0 / (1 + np.array(self.to_date)[places]),
            "to_byline": 1.0 / (1 + np.array(self.to_byline)[places]),
            "longer_next": (lengths[places + 2] > 1.3 * length).astype(np.float64),
            "longer_before": (lengths[places] > length).astype(np.float64),
            "shared": shared / content,
            "shared_words": np.log1p(shared),
            "unshared": (shared == 0).astype(np.float64),
            "like_before": np.maximum(like[places], like[places + 1]),
            "like_after": np.maximum(like[places + 3], like[places + 4]),
            "lead": np.array(led) / content,
            "kept": np.array([float(not rule) for rule in rules]),
            **{name: np.array([float(rule == name) for rule in rules]) for name in _RULES.intersection(rules)},
        }

    def late_features(self, row: int) -> dict[str, float]:
        """What the line's look and its likes among the other lines tell; each from 0 to 1."""
        text, string = self.texts[row], self.strings[row]
        capitals = [word for word in text.split() if word[0].isalpha() and len(word) > 3]
        start, same = self.lines[row][:4], self.strings.count(string)
        return {
            "sentences": float(bool(_SENTENCES.search(text))),
            "bullet": float(bool(_BULLET.match(text))),
            "capitals": sum([word[0].isupper() for word in capitals]) / max(1, len(capitals)),
            "shouted": float(text.isupper()),
            "dated": float(self.dated[row]),
            "person": float(is_person(text)),
            "twice": float(same > 1),
            "held": float(self._held(row)),
            "holds": float(self._holds_another(row)),
            "furnished": float(bool(_FURNISHED.search(text))),
            "started": float(sum([words[:4] == start for words in self.lines]) > same),
        }

    def _held(self, row: int) -> bool:
        """Whether another line holds this one and more."""
        string = self.strings[row]
        return len(self.contents[row]) > 2 and self.whole.count(string) > self.strings.count(string)

    def _holds_another(self, row: int) -> bool:
        """Whether the line holds another candidate and more: breadcrumbs, the title with a site's name."""
        string = self.strings[row]
        return any(
            len(self.strings[other]) < len(string) and self.strings[other] in string and self._held(other)
            for other in self.places
        )


def _steps_to_next(flags: list[bool]) -> list[int]:
    """How many lines on the next flagged one is, at most `_FAR`; the line itself does not count."""
    steps = [_FAR] * len(flags)
    for row in range(len(flags) - 2, -1, -1):
        steps[row] = 1 if flags[row + 1] else min(_FAR, steps[row + 1] + 1)
    return steps
