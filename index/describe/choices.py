"""Which of several candidates is the one? Sums of weighted features; the weights were fitted on development pages.

`tools/fit_describe.py` fits them: a softmax over the candidates of a page and the answer "none of them", on the pages of
six sites out of ten; the numbers in ARCHITECTURE.md were measured on the pages of the other four.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Features = Mapping[str, float]

WEIGHTS: dict[str, dict[str, float]] = {
    "title": {
        "below": -0.32,
        "bias": -6.74,
        "bullet": -2.49,
        "capitals": 1.1,
        "credit": -3.13,
        "dated": -1.63,
        "distance": -0.12,
        "few": -1.8,
        "kept": -1.35,
        "lead": 2.09,
        "long": -1.38,
        "longer_before": -1.44,
        "longer_next": 0.93,
        "navigation": -0.6,
        "opening": -2.47,
        "person": -1.29,
        "prose_after": 0.25,
        "prose_before": -0.2,
        "related": -1.02,
        "repeated": -0.33,
        "shared": 2.27,
        "shouted": -1.34,
        "started": -0.23,
        "stop": -1.87,
        "title": -0.3,
        "to_byline": 6.16,
        "to_date": 4.59,
        "twice": 0.2,
        "words": 0.95,
    },
    "author": {
        "after_title": 1.48,
        "again": -0.06,
        "announced": -0.14,
        "before_body": 0.22,
        "bias": -0.34,
        "body_gap": -0.13,
        "bullet": -1.07,
        "by": 0.29,
        "comments": -0.58,
        "date_near": 1.46,
        "dated": 2.67,
        "in_foot": 0.2,
        "in_text": 0.54,
        "kept": -0.45,
        "marked": 3.34,
        "next_to_title": 1.55,
        "place": -0.52,
        "related": -0.55,
        "rule": 0.61,
        "several": 0.83,
        "title_gap": -0.44,
        "words": -1.86,
    },
    "date": {
        "after_title": 0.33,
        "again": -0.14,
        "alone": -0.97,
        "before_body": -0.06,
        "bias": 0.63,
        "body_gap": 0.12,
        "bullet": 1.05,
        "changed": -1.08,
        "close": 0.27,
        "first": 1.66,
        "in_foot": -1.2,
        "kept": -1.05,
        "labelled": 0.61,
        "many": 0.41,
        "no_day": -3.08,
        "related": -0.83,
        "rest": -0.87,
        "rule": 0.76,
        "timed": 1.63,
        "title_gap": -0.48,
    },
}


def score(kind: str, features: Features) -> float:
    """The sum of the features, each times its weight; above 0 the candidate is likelier than "none of them"."""
    weights = WEIGHTS[kind]
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def best(kind: str, candidates: Sequence[Features], at_least: float = 0.0) -> int:
    """The number of the candidate with the highest score, -1 where none reaches `at_least`."""
    scores = [score(kind, features) for features in candidates]
    if not scores or max(scores) < at_least:
        return -1
    return scores.index(max(scores))
