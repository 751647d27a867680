"""Which of several candidates is the one? Sums of weighted features; the weights were fitted on development pages.

`tools/fit_describe.py` fits them: a softmax over the candidates of a page and the answer "none of them", on the pages
of six sites out of ten; the numbers in ARCHITECTURE.md were measured on the pages of the other four.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Features = Mapping[str, float]

WEIGHTS: dict[str, dict[str, float]] = {
    "title": {
        "below": -0.56,
        "bias": -5.84,
        "bullet": -2.57,
        "capitals": 0.73,
        "caption": -1.16,
        "credit": -2.81,
        "dated": -1.09,
        "distance": -0.32,
        "few": -2.07,
        "kept": -1.64,
        "lead": 1.76,
        "like_after": -0.08,
        "like_before": -1.41,
        "long": -1.91,
        "longer_before": -0.14,
        "longer_next": 0.95,
        "navigation": -1.16,
        "not_body": 0.51,
        "opening": -1.38,
        "person": -0.89,
        "prose_after": 0.06,
        "prose_before": -0.43,
        "related": -1.71,
        "repeated": 0.49,
        "shared": 1.19,
        "shared_words": 0.97,
        "shouted": -0.81,
        "standfirst": 0.44,
        "started": -0.63,
        "stop": -2.36,
        "title": 1.6,
        "to_byline": 4.54,
        "to_date": 3.15,
        "twice": -0.12,
        "words": 0.78,
    },
    "author": {
        "after_title": 2.0,
        "again": 0.48,
        "announced": -1.08,
        "before_body": 0.99,
        "bias": -1.58,
        "body_gap": -0.32,
        "bullet": -0.96,
        "by": 0.06,
        "comments": -1.09,
        "date_near": 0.73,
        "dated": 1.77,
        "followed": 1.18,
        "in_foot": 0.8,
        "in_text": -0.48,
        "kept": -1.81,
        "long_name": -1.29,
        "marked": 3.02,
        "mentioned": -1.19,
        "next_to_title": 1.48,
        "related": -0.52,
        "rule": 1.18,
        "several": 0.8,
        "title_gap": -0.21,
        "words": -0.87,
        "place": 2.0,
    },
    "date": {
        "after_title": 0.56,
        "again": 0.32,
        "alone": -0.87,
        "before_body": 1.42,
        "bias": -0.05,
        "body_gap": 0.03,
        "bullet": 1.17,
        "changed": -1.33,
        "close": -0.23,
        "first": 1.67,
        "in_foot": 0.22,
        "kept": -0.32,
        "labelled": 0.54,
        "many": 0.14,
        "no_day": -2.49,
        "related": -0.87,
        "rest": -0.71,
        "rule": 0.78,
        "timed": 1.63,
        "title_gap": -0.57,
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
