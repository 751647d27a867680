"""Which of several candidates is the one? Sums of weighted features; the weights were fitted on development pages.

`tools/fit_describe.py` fits them: a softmax over the candidates of a page and the answer "none of them", on the pages
of six sites out of ten; the numbers in ARCHITECTURE.md were measured on the pages of the other four.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Features = Mapping[str, float]

WEIGHTS: dict[str, dict[str, float]] = {
    "title": {
        "below": -0.16,
        "bias": -6.7,
        "bullet": -2.47,
        "capitals": 1.1,
        "credit": -3.15,
        "dated": -1.66,
        "distance": -0.14,
        "few": -1.78,
        "kept": -1.36,
        "lead": 2.11,
        "long": -1.37,
        "longer_before": -1.47,
        "longer_next": 0.9,
        "navigation": -0.61,
        "opening": -2.55,
        "person": -1.26,
        "prose_after": 0.26,
        "prose_before": -0.22,
        "related": -0.98,
        "repeated": -0.28,
        "shared": 2.24,
        "shouted": -1.32,
        "started": -0.19,
        "stop": -1.84,
        "title": -0.31,
        "to_byline": 6.12,
        "to_date": 4.54,
        "twice": 0.11,
        "words": 0.93,
    },
    "author": {
        "after_title": 1.53,
        "again": -0.05,
        "announced": -0.13,
        "before_body": 0.41,
        "bias": -0.54,
        "body_gap": -0.18,
        "bullet": -1.1,
        "by": 0.3,
        "comments": -0.59,
        "date_near": 1.54,
        "dated": 2.68,
        "in_foot": 0.16,
        "in_text": 0.51,
        "kept": -0.51,
        "marked": 3.32,
        "next_to_title": 1.45,
        "related": -0.54,
        "rule": 0.51,
        "several": 0.76,
        "title_gap": -0.37,
        "words": -1.83,
        "place": 2.0,
    },
    "date": {
        "after_title": 0.4,
        "again": -0.16,
        "alone": -1.04,
        "bias": 0.67,
        "body_gap": 0.14,
        "bullet": 1.1,
        "changed": -1.1,
        "close": 0.19,
        "first": 1.71,
        "in_foot": -1.11,
        "kept": -1.06,
        "labelled": 0.62,
        "many": 0.39,
        "no_day": -3.1,
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
