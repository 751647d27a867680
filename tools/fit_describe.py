"""Fit the weights of `index.describe.choices` on pages with known title, authors and date.

    python tools/fit_describe.py CORPUS

CORPUS holds `gold.jsonl`, `pages/ID.html.gz` and `dumps/ID.KIND.txt.gz`. Sites are split by a hash of their name: six
in ten are fitted on, the others are only scored (with --held-back). Prints the table to put into `choices.py`.
Deterministic.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from index.clean import clean
from index.describe.authorship import byline_candidates
from index.describe.choices import WEIGHTS, Features, best
from index.describe.dates import Order
from index.describe.dating import date_candidates
from index.describe.headlines import headline_candidates
from index.describe.layout import Layout, layout_of
from index.describe.titles import fold
from index.errors import Skipped
from index.page import Cleaned
from index.readers import read
from tools.extract_corpus import is_held_back

FITTED_KINDS = ("resiliparse", "inscriptis", "w3m", "resimain", "html")
PENALTY = 0.5
# Seldom seen in the corpus, most of which are magazines and blogs, and telling in a newspaper: "Jane Doe in Cairo".
PINNED = {"author": {"place": 2.0}}
Case = tuple[list[Features], list[bool]]


def load(corpus: Path, kind: str) -> dict[str, Cleaned]:
    """Cleaned pages by id."""
    pattern = "pages/*.html.gz" if kind == "html" else f"dumps/*.{kind}.txt.gz"
    pages = (page for file in sorted(corpus.glob(pattern)) for page in read(file.read_bytes(), file.name))
    return {page.key: clean(page) for page in pages if not isinstance(page, Skipped)}


def fit(cases: list[Case], pinned: dict[str, float]) -> dict[str, float]:
    """Weights that make right candidates likely, by softmax over a page's candidates and "none of them"."""
    names = sorted({name for features, _ in cases for one in features for name in one} - set(pinned))
    fixed = [
        (np.array([sum(pinned[k] * one.get(k, 0.0) for k in pinned) for one in features]))
        for features, _ in cases
        if features
    ]
    arrays = [
        (np.array([[one.get(name, 0.0) for name in names] for one in features]), np.array(right))
        for features, right in cases
        if features
    ]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        total, gradient = PENALTY * float(w @ w), 2 * PENALTY * w
        for (x, right), known in zip(arrays, fixed, strict=True):
            scores = np.append(x @ w + known, 0.0)
            scores -= scores.max()
            p = np.exp(scores) / np.exp(scores).sum()
            good = np.append(right, not right.any())
            q = p * good / max((p * good).sum(), 1e-12)
            total -= float(np.log(max((p * good).sum(), 1e-12)))
            gradient = gradient + x.T @ (p - q)[:-1]
        return total, gradient

    w = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return {name: round(float(weight), 2) for name, weight in zip(names, w, strict=True)} | pinned


def title_cases(pages: Iterable[tuple[dict[str, Any], Layout]]) -> list[Case]:
    cases = []
    for gold, layout in pages:
        if gold["title"]:
            candidates = list(headline_candidates(layout))
            want = fold(gold["title"])
            cases.append(([f for _, f in candidates], [fold(layout.texts[n]) == want for n, _ in candidates]))
    return cases


def author_cases(pages: Iterable[tuple[dict[str, Any], Layout]]) -> list[Case]:
    cases = []
    for gold, layout in pages:
        if gold["authors"] is not None:
            candidates = list(byline_candidates(layout))
            want = {fold(name) for name in gold["authors"]}
            named = [{fold(name) for name in byline.authors} for _, byline, _ in candidates]
            exact = [names == want for names in named]
            right = exact if any(exact) else [bool(names & want) for names in named]
            cases.append(([f for _, _, f in candidates], right))
    return cases


def date_cases(pages: Iterable[tuple[dict[str, Any], Layout]]) -> list[Case]:
    cases = []
    for gold, layout in pages:
        if gold["date"]:
            candidates = list(date_candidates(layout, lambda: Order.UNKNOWN))
            right = [str(one.day_of) == gold["date"] for _, one, _, _ in candidates]
            cases.append(([f for _, _, _, f in candidates], right))
    return cases


def accuracy(kind: str, cases: list[Case]) -> str:
    """Shares of pages whose best candidate is right, that have a right candidate at all, and with a wrong answer."""
    chosen = [(best(kind, features, -99.0 if kind == "title" else 0.0), good) for features, good in cases]
    right = sum(n >= 0 and good[n] for n, good in chosen) / len(cases)
    wrong = sum(n >= 0 and not good[n] for n, good in chosen) / len(cases)
    possible = sum(any(good) for _, good in chosen) / len(cases)
    return f"right {right:.3f} possible {possible:.3f} wrong {wrong:.3f} ({len(cases)})"


def titled(layout: Layout) -> Layout:
    candidates = list(headline_candidates(layout))
    n = best("title", [features for _, features in candidates], at_least=-99)
    return replace(layout, title=candidates[n][0]) if n >= 0 else layout


def main() -> None:
    corpus = Path(sys.argv[1])
    golds = [json.loads(line) for line in (corpus / "gold.jsonl").read_text("utf-8").splitlines()]
    loaded: dict[str, dict[str, Layout]] = {
        kind: {k: layout_of(c) for k, c in load(corpus, kind).items()} for kind in FITTED_KINDS
    }

    def pages(kind: str, *, held: bool) -> list[tuple[dict[str, Any], Layout]]:
        return [
            (g, loaded[kind][g["id"]]) for g in golds if g["id"] in loaded[kind] and is_held_back(g["domain"]) is held
        ]

    makers = {"title": title_cases, "author": author_cases, "date": date_cases}
    for field, make in makers.items():
        WEIGHTS[field] = fit(
            [case for kind in FITTED_KINDS for case in make(pages(kind, held=False))], PINNED.get(field, {})
        )
        for kind in FITTED_KINDS:
            print(f"{field:7}{kind:12} fitted on: {accuracy(field, make(pages(kind, held=False)))}")
            if "--held-back" in sys.argv:
                print(f"{'':7}{'':12} held back: {accuracy(field, make(pages(kind, held=True)))}")
        if field == "title":
            loaded = {kind: {k: titled(one) for k, one in layouts.items()} for kind, layouts in loaded.items()}
    print(json.dumps(WEIGHTS, indent=4))


if __name__ == "__main__":
    main()
