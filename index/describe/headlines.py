"""Which line of a dump is its headline? The lines above the body, by place, length and words that the body uses."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

from index.describe.bylines import is_mark
from index.describe.choices import Features, best
from index.describe.dates import find_dates
from index.describe.layout import Layout
from index.describe.persons import is_person
from index.describe.titles import folded_words

_RULES = ("title", "standfirst", "navigation", "related", "caption", "credit", "repeated", "not_body", "template")
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
_WITHOUT_SHARED = 15  # lines above the body in which a headline may stand that shares no word with it
_SENTENCES = re.compile(r"[^\W\d_]{3}[.!?][”\"’]? +(?=[A-ZÀ-ÞА-Я]).*[.!?…]$")
_BULLET = re.compile(r"[•*\-·–▪◦»>]|o |\d{1,2}\.\s")


def headline_candidates(layout: Layout) -> Iterator[tuple[int, Features]]:
    """(line, features) of each line that could be the headline."""
    body = " ".join(text for n, text in enumerate(layout.texts) if layout.kept[n] and n >= layout.first)[:_BODY]
    words = Counter(folded_words(body))
    lead = set(folded_words(" ".join(layout.texts[n] for n in layout.opening)[:1500]))
    numbers = _numbers(layout)
    folded = [folded_words(layout.texts[n][:_LOOKED_AT]) for n in numbers]
    owns = [[word for word in one if len(word) > 3 or not word.isascii()] for one in folded]
    times = Counter(map(tuple, folded))
    starts = Counter(tuple(one[:4]) for one in folded)
    lines = _Lines(layout, numbers)
    like = [_likeness(own, words) for own in owns]
    strings = [" ".join(one) for one in folded]
    whole = "\n".join(strings)
    around: set[int] = set()  # lines that hold another one and more: breadcrumbs, the title with a site's name
    found: list[tuple[int, dict[str, float]]] = []
    for at, n in enumerate(numbers):
        text = layout.texts[n]
        own = owns[at]
        if _BULLET.match(text) and (layout.rules[n] in _MENUS or len(own) < _FEWEST):
            continue
        if not own or len(text) < 6 or len(text) > 240 or layout.rules[n] in _OTHER:
            continue
        itself = int(layout.kept[n] and n >= layout.first)
        shared = sum(words[word] > itself for word in own)
        if not shared and (text.count(" ") + 1 < _FEWEST or not 0 < lines.distance(n) <= _WITHOUT_SHARED):
            continue  # menus, mostly
        features = lines.features(at, n)
        features["shared"] = shared / len(own)
        features["shared_words"] = math.log1p(shared)
        features["unshared"] = float(not shared)
        features["like_before"] = max(like[max(0, at - 2) : at], default=0.0)
        features["like_after"] = max(like[at + 1 : at + 3], default=0.0)
        features["lead"] = sum(word in lead for word in own) / len(own)
        same = times[tuple(folded[at])]
        features["twice"] = float(same > 1)
        features["held"] = float(len(own) > 2 and whole.count(strings[at]) > same)
        if features["held"]:
            around.update(
                m
                for m, text in zip(numbers, strings, strict=True)
                if len(text) > len(strings[at]) and strings[at] in text
            )
        features["furnished"] = float(bool(_FURNISHED.search(text)))
        features["started"] = float(starts[tuple(folded[at][:4])] > same)
        found.append((n, features))
    for n, features in found:
        features["holds"] = float(n in around)
    yield from found


def headline_of(layout: Layout) -> int:
    """The number of the line that is most likely the headline, or -1."""
    found = list(headline_candidates(layout))
    number = best("title", [features for _, features in found], at_least=-99.0)
    return found[number][0] if number >= 0 else -1


def _likeness(own: list[str], words: Counter[str]) -> float:
    """How much a neighbour looks like a headline or a summary: its share of the body's words, 0 for short ones."""
    return sum(word in words for word in own) / len(own) if _FEWEST <= len(own) <= _MOST_WORDS else 0.0


def _numbers(layout: Layout) -> list[int]:
    """The lines looked at: those above the body, and the body's first, in case it begins too early."""
    if layout.first < 0:
        return list(layout.head[-_MOST_HEAD:])
    end = min(len(layout.texts), layout.first + 4 * _MOST_BODY)
    below = [n for n in range(layout.first, end) if layout.texts[n]][:_MOST_BODY]
    return [*layout.head[-_MOST_HEAD:], *below]


class _Lines:
    """What is known of the lines looked at, one after the other, so that each can be seen among its neighbours."""

    def __init__(self, layout: Layout, numbers: list[int]) -> None:
        self.layout = layout
        texts = [layout.texts[n] for n in numbers]
        prose = [
            len(text) // 6 if layout.kept[n] and len(text) > 60 else 0 for n, text in zip(numbers, texts, strict=True)
        ]
        self.sums = list(accumulate(prose, initial=0))
        self.dated = [len(text) < 100 and bool(find_dates(text)) for text in texts]
        self.byline = [layout.rules[n] == "byline" or is_mark(text) for n, text in zip(numbers, texts, strict=True)]
        self.to_date = _steps_to_next(self.dated)
        self.to_byline = _steps_to_next(self.byline)
        self.texts = texts

    def distance(self, n: int) -> int:
        """How many lines that are not blank the line stands above the body; negative below its first."""
        return self.layout.rank[self.layout.first] - self.layout.rank[n] if self.layout.first >= 0 else 0

    def features(self, at: int, n: int) -> dict[str, float]:
        """What place and look tell of the line."""
        layout, text = self.layout, self.texts[at]
        count = max(text.count(" ") + 1, len(text) // 12)
        distance = layout.rank[layout.first] - layout.rank[n] if layout.first >= 0 else len(self.texts) - at
        rule = layout.rules[n]
        capitals = [word for word in text.split() if word[0].isalpha() and len(word) > 3]
        features = {
            "bias": 1.0,
            "distance": math.log1p(max(0, distance)),
            "below": math.log1p(max(0, -distance)),
            "opening": float(n >= layout.first >= 0),
            "prose_after": math.log1p(self.sums[min(len(self.texts), at + 1 + _NEAR)] - self.sums[at + 1]),
            "prose_before": math.log1p(self.sums[at] - self.sums[max(0, at - _NEAR)]),
            "words": math.log(count),
            "few": float(count < 4),
            "long": float(count > 20),
            "sentences": float(bool(_SENTENCES.search(text))),
            "stop": float(text[-1] in ".:;,!" and not text.endswith("...")),
            "bullet": float(bool(_BULLET.match(text))),
            "capitals": sum(word[0].isupper() for word in capitals) / max(1, len(capitals)),
            "shouted": float(text.isupper()),
            "dated": float(self.dated[at]),
            "person": float(is_person(text)),
            "to_date": 1.0 / (1 + self.to_date[at]),
            "to_byline": 1.0 / (1 + self.to_byline[at]),
            "longer_next": float(at + 1 < len(self.texts) and len(self.texts[at + 1]) > 1.3 * len(text)),
            "longer_before": float(at > 0 and len(self.texts[at - 1]) > len(text)),
        }
        if rule in _RULES:
            features[rule] = 1.0
        elif not rule:
            features["kept"] = 1.0
        return features


def _steps_to_next(flags: list[bool]) -> list[int]:
    """How many lines on the next flagged one is, at most `_FAR`; the line itself does not count."""
    steps = [_FAR] * len(flags)
    for at in range(len(flags) - 2, -1, -1):
        steps[at] = 1 if flags[at + 1] else min(_FAR, steps[at + 1] + 1)
    return steps
