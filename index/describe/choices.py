"""Which of several candidates is the one? Sums of weighted features; the weights were fitted on development pages.

`tools/fit_describe.py` fits them: a softmax over the candidates of a page and the answer "none of them", on the pages
of six sites out of ten; the numbers in ARCHITECTURE.md were measured on the pages of the other four.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Features = Mapping[str, float]
Numbers = NDArray[np.float64]

WEIGHTS: dict[str, dict[str, float]] = {
    "title": {
        "below": -0.5,
        "bias": -6.16,
        "bullet": -2.43,
        "capitals": 0.77,
        "caption": -1.25,
        "credit": -2.87,
        "dated": -1.02,
        "distance": -0.31,
        "few": -1.82,
        "furnished": -1.65,
        "held": 0.68,
        "holds": -0.49,
        "kept": -1.55,
        "lead": 1.63,
        "like_after": 0.0,
        "like_before": -1.35,
        "long": -1.8,
        "longer_before": -0.36,
        "longer_next": 0.95,
        "navigation": -1.2,
        "not_body": 0.54,
        "opening": -1.43,
        "person": -0.82,
        "prose_after": 0.06,
        "prose_before": -0.38,
        "related": -1.79,
        "repeated": 0.47,
        "sentences": -0.14,
        "shared": 1.14,
        "shared_words": 0.97,
        "shouted": -0.85,
        "standfirst": 0.34,
        "started": -0.73,
        "stop": -2.25,
        "title": 1.62,
        "to_byline": 4.31,
        "to_date": 3.29,
        "twice": -0.12,
        "unshared": -0.44,
        "words": 0.95,
    },
    "author": {
        "after_title": 2.06,
        "again": 0.49,
        "announced": -0.98,
        "before_body": 0.78,
        "bias": -1.33,
        "body_gap": -0.34,
        "bullet": -0.95,
        "by": 0.15,
        "comments": -1.28,
        "date_near": 0.74,
        "dated": 1.91,
        "followed": 1.22,
        "in_foot": 0.52,
        "in_text": -0.48,
        "kept": -2.06,
        "long_name": -1.1,
        "marked": 2.94,
        "mentioned": -1.13,
        "next_to_title": 1.41,
        "related": -0.55,
        "rule": 1.12,
        "several": 0.76,
        "title_gap": -0.17,
        "words": -0.96,
        "place": 2.0,
    },
    "date": {
        "after_title": 0.24,
        "again": 0.43,
        "alone": -0.48,
        "before_body": 1.83,
        "beside_title": 1.05,
        "bias": -0.4,
        "body_gap": 0.06,
        "bullet": -0.42,
        "captioned": -0.28,
        "changed": -1.95,
        "close": -0.41,
        "first": 1.51,
        "in_foot": 0.5,
        "in_sentence": -1.32,
        "kept": -0.45,
        "labelled": 0.24,
        "legal": 0.0,
        "many": -0.57,
        "no_day": -3.49,
        "related": -0.87,
        "rest": 0.25,
        "rule": 0.98,
        "signed": 1.07,
        "timed": 1.61,
        "title_gap": -0.47,
    },
}


def score(kind: str, features: Features) -> float:
    """The sum of the features, each times its weight; above 0 the candidate is likelier than "none of them"."""
    weights = WEIGHTS[kind]
    return sum([weights.get(name, 0.0) * value for name, value in features.items() if value])


def scores(kind: str, columns: Mapping[str, Numbers]) -> Numbers:
    """The `score` of many candidates at once, whose features are columns."""
    weights = np.array([WEIGHTS[kind].get(name, 0.0) for name in columns])
    total: Numbers = weights @ np.stack(list(columns.values()))
    return total


def ceiling(kind: str, names: Iterable[str]) -> float:
    """The most that these features can add to a score where each is from 0 to 1."""
    return sum(max(0.0, WEIGHTS[kind].get(name, 0.0)) for name in names)


def best(kind: str, candidates: Sequence[Features], at_least: float = 0.0) -> int:
    """The number of the candidate with the highest score, -1 where none reaches `at_least`."""
    scores = [score(kind, features) for features in candidates]
    if not scores or max(scores) < at_least:
        return -1
    return scores.index(max(scores))
