"""Which of several candidates is the one? Sums of weighted features; the weights were fitted on development pages.

`tools/fit_describe.py` fits them: a softmax over the candidates of a page and the answer "none of them", on the pages
of six sites out of ten; the numbers in ARCHITECTURE.md were measured on the pages of the other four.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Features = Mapping[str, float]

WEIGHTS: dict[str, dict[str, float]] = {
    "title": {
        "below": -0.46,
        "bias": -5.94,
        "bullet": -2.74,
        "capitals": 0.37,
        "caption": -1.18,
        "credit": -2.55,
        "dated": -1.34,
        "distance": -0.37,
        "few": -1.52,
        "kept": -1.92,
        "lead": 1.79,
        "like_after": -0.08,
        "like_before": -1.43,
        "long": -1.93,
        "longer_before": -0.38,
        "longer_next": 0.93,
        "navigation": -1.28,
        "not_body": 0.59,
        "opening": -1.95,
        "person": -1.2,
        "prose_after": 0.07,
        "prose_before": -0.39,
        "related": -1.86,
        "repeated": 0.45,
        "shared": 2.34,
        "shouted": -1.03,
        "standfirst": 0.55,
        "started": -0.64,
        "stop": -2.19,
        "title": 1.7,
        "to_byline": 4.85,
        "to_date": 3.83,
        "twice": -0.04,
        "words": 1.26,
    },
    "author": {
        "after_title": 2.17,
        "again": 0.49,
        "announced": -1.13,
        "before_body": 1.01,
        "bias": -1.66,
        "body_gap": -0.3,
        "bullet": -0.96,
        "by": 0.1,
        "comments": -1.09,
        "date_near": 0.7,
        "dated": 1.66,
        "followed": 1.12,
        "in_foot": 0.72,
        "in_text": -0.47,
        "kept": -1.87,
        "long_name": -1.3,
        "marked": 3.04,
        "mentioned": -1.18,
        "next_to_title": 1.46,
        "related": -0.52,
        "rule": 1.04,
        "several": 0.79,
        "title_gap": -0.23,
        "words": -0.9,
        "place": 2.0,
    },
    "date": {
        "after_title": 0.65,
        "again": 0.3,
        "alone": -0.88,
        "before_body": 1.35,
        "bias": 0.06,
        "body_gap": 0.07,
        "bullet": 1.22,
        "changed": -1.36,
        "close": -0.28,
        "first": 1.68,
        "in_foot": 0.32,
        "kept": -0.28,
        "labelled": 0.57,
        "many": 0.19,
        "no_day": -2.44,
        "related": -0.85,
        "rest": -0.74,
        "rule": 0.75,
        "timed": 1.58,
        "title_gap": -0.69,
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
