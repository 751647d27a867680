"""Which of several candidates is the one? Sums of weighted features; the weights were fitted on development pages.

`tools/fit_describe.py` fits them: a softmax over the candidates of a page and the answer "none of them", on the pages
of six sites out of ten; the numbers in ARCHITECTURE.md were measured on the pages of the other four.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Features = Mapping[str, float]

WEIGHTS: dict[str, dict[str, float]] = {
    "title": {
        "below": -0.13,
        "bias": -6.7,
        "bullet": -2.47,
        "capitals": 1.1,
        "credit": -3.15,
        "dated": -1.66,
        "distance": -0.14,
        "few": -1.77,
        "kept": -1.37,
        "lead": 2.11,
        "long": -1.4,
        "longer_before": -1.47,
        "longer_next": 0.89,
        "navigation": -0.61,
        "opening": -2.55,
        "person": -1.26,
        "prose_after": 0.26,
        "prose_before": -0.23,
        "related": -0.98,
        "repeated": -0.28,
        "shared": 2.23,
        "shouted": -1.32,
        "started": -0.19,
        "stop": -1.83,
        "title": -0.31,
        "to_byline": 6.15,
        "to_date": 4.56,
        "twice": 0.11,
        "words": 0.94,
    },
    "author": {
        "after_title": 1.29,
        "again": 0.09,
        "announced": -0.81,
        "before_body": 0.52,
        "bias": -0.95,
        "body_gap": -0.39,
        "bullet": -1.19,
        "by": 0.02,
        "comments": -0.58,
        "date_near": 0.76,
        "dated": 2.07,
        "followed": 1.58,
        "in_foot": 0.04,
        "in_text": 2.0,
        "kept": -0.48,
        "long_name": -1.52,
        "marked": 2.66,
        "mentioned": -1.79,
        "next_to_title": 1.72,
        "related": -0.3,
        "rule": 1.07,
        "several": 0.06,
        "title_gap": -0.2,
        "words": -0.73,
        "place": 2.0,
    },
    "date": {
        "after_title": 0.41,
        "again": -0.16,
        "alone": -1.02,
        "before_body": 0.02,
        "bias": 0.68,
        "body_gap": 0.13,
        "bullet": 1.09,
        "changed": -1.1,
        "close": 0.2,
        "first": 1.71,
        "in_foot": -1.07,
        "kept": -1.06,
        "labelled": 0.62,
        "many": 0.38,
        "no_day": -2.82,
        "related": -0.9,
        "rest": -0.9,
        "rule": 0.74,
        "timed": 1.77,
        "title_gap": -0.54,
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
