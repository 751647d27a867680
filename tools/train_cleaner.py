"""Train the line model of the cleaner and report what it scores on sites that it was not trained on.

    python -m tools.train_cleaner CORPUS [--kind html|text] [--out FOLDER] [--report FILE] [--by source]

Pages are split by site into five folds. Every number is out of fold: the page's site was in no training fold of either
stage. The shipped model is then fitted on all pages. One thread and one seed: the same corpus gives the same file.
`--by source` only reports, with a fold for each data set of the corpus: what to expect of pages that were collected
and marked up by others.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from catboost import CatBoost

from index.clean.features.lexicon import WordOdds
from index.clean.features.matrix import Table
from index.clean.model.classifier import Model, expected_f1, model_arrays, second_table
from index.clean.model.trees import Forest
from tools.cleaner_examples import FOLDS, Example, HashedCounts, examples, with_lexicon
from tools.extract_corpus import TEXT_KINDS, f1, page_scores

TRAINING_SEED = 2026
_FIRST = {"html": {"iterations": 320, "learning_rate": 0.09}, "text": {"iterations": 240, "learning_rate": 0.11}}
_SECOND = {"html": {"iterations": 200, "learning_rate": 0.08}, "text": {"iterations": 150, "learning_rate": 0.1}}
# How much more known boilerplate weighs in dumps than other lines left out. Two folds, first look, all kinds of dump
# together: 1 F1 .9272, pages with boilerplate 20.4 %; 4: .9259, 17.1 % (a higher threshold: .9245, 16.5 %)
_BOILERPLATE = 3
_COMMON = {
    "loss_function": "CrossEntropy",
    "depth": 6,
    "l2_leaf_reg": 6,
    "rsm": 0.3,
    "bootstrap_type": "Bernoulli",
    "subsample": 0.7,
    "border_count": 48,
    "random_seed": TRAINING_SEED,
    "thread_count": 1,
    "verbose": 0,
    "allow_writing_files": False,
}
# What the file holds (see `index.clean.verdict`). Out of fold, all kinds of dump together: F1 .9344 and 12.5 % of pages
# with boilerplate; .6: .9359, 13.1 %; .5 for every page: .9349, 13.2 %. HTML: flat between .45 and .6
_THRESHOLD = {"html": 0.5, "text": 0.62}
_REPORTED = 0.5  # the least probability of a kept line in the report


def weights(page: Example) -> np.ndarray:
    """What a line's label is worth: its words over the body's words, so that every page counts the same."""
    kept = page.share >= 0.5
    worth: np.ndarray = np.maximum(page.size, 2) / max(int(page.size[kept].sum()), 50)
    dropped = float(worth[~kept].sum())
    if dropped > 4:
        worth = np.where(kept, worth, worth * 4 / dropped)
    if page.kind != "html":
        worth = np.where(page.boilerplate & ~kept, worth * _BOILERPLATE, worth)
    return worth


def sampled(page: Example, number: int) -> tuple[np.ndarray, np.ndarray]:
    """The rows to train on and their weights: of lines far from prose every third, at three times its weight."""
    prose = page.table.lines.prose | (page.share > 0.1)
    near = np.convolve(prose, np.ones(7), "same") > 0 if len(prose) >= 7 else np.ones(len(prose), bool)
    chosen = near | ((np.arange(len(prose)) + number) % 3 == 0)
    return np.flatnonzero(chosen), np.where(near, 1.0, 3.0)[chosen] * weights(page)[chosen]


def fitted(
    tables: Sequence[np.ndarray], pages: Sequence[Example], names: Sequence[str], settings: dict[str, float]
) -> Forest:
    """A forest fitted on the pages' tables."""
    rows = [sampled(page, number) for number, page in enumerate(pages)]
    values = np.concatenate([table[chosen] for table, (chosen, _) in zip(tables, rows, strict=True)])
    share = np.concatenate([page.share[chosen] for page, (chosen, _) in zip(pages, rows, strict=True)])
    worth = np.concatenate([weight for _, weight in rows])
    model = CatBoost({**_COMMON, **settings})
    model.fit(values, share, sample_weight=worth / worth.mean())
    return forest_of(model, names)


def forest_of(model: CatBoost, names: Sequence[str]) -> Forest:
    """The trained trees as arrays, leaves rounded to what the file holds; only the features that a tree asks for."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        saved = json.loads(path.read_text())
    trees = saved["oblivious_trees"]
    depth = max(len(tree["splits"] or ()) for tree in trees)
    used = sorted({split["float_feature_index"] for tree in trees for split in tree["splits"] or ()})
    place = {feature: number for number, feature in enumerate(used)}
    feature = np.zeros((len(trees), depth), np.int16)
    border = np.full((len(trees), depth), np.inf, np.float32)
    leaf = np.zeros((len(trees), 2**depth), np.float32)
    for row, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"] or ()):
            feature[row, level] = place[split["float_feature_index"]]
            border[row, level] = split["border"]
        leaf[row, : len(tree["leaf_values"])] = np.float16(tree["leaf_values"])
    scale, bias = saved["scale_and_bias"]
    return Forest(tuple(names[n] for n in used), feature, border, leaf * np.float32(scale), float(np.ravel(bias)[0]))


def model_of(page: Example) -> str:
    """Which of the two models is for the page: `html` or `text`."""
    return "html" if page.kind == "html" else "text"


def looked_at_twice(pages: list[Example], counts: HashedCounts) -> None:
    """Fill `first` and `second` of every page with probabilities from models that never saw its fold."""
    names, model = pages[0].table.names, model_of(pages[0])
    every = sorted({page.fold for page in pages})
    for fold in every:
        others = [f for f in every if f != fold]
        train = [page for page in pages if page.fold != fold]
        tables = [with_lexicon(page, counts.lexicon(others, page.gold.site)) for page in train]
        forest = fitted(tables, train, names, _FIRST[model])
        whole = counts.lexicon(others)
        for page in pages:
            if page.fold == fold:
                page.first = forest.of(names, with_lexicon(page, whole))
        print(f"first look, fold {fold}: {sum(map(len, tables))} lines", file=sys.stderr, flush=True)
    seconds = [second_columns(page, counts.lexicon(every, page.gold.site)) for page in pages]
    second_names = seconds[0][0]
    by_id = {id(page): table for page, (_, table) in zip(pages, seconds, strict=True)}
    for fold in every:
        train = [page for page in chosen_for_second(pages) if page.fold != fold]
        forest = fitted([by_id[id(page)] for page in train], train, second_names, _SECOND[model])
        for page in pages:
            if page.fold == fold:
                page.second = forest.of(second_names, by_id[id(page)])
        print(f"second look, fold {fold}", file=sys.stderr, flush=True)


def second_columns(page: Example, lexicon: WordOdds) -> tuple[tuple[str, ...], np.ndarray]:
    """Names and values of the second look's table, by a lexicon that knows nothing of the page's own site."""
    assert page.first is not None
    table = Table(page.table.units, page.table.lines, page.table.names, with_lexicon(page, lexicon))
    columns = second_table(table, page.page, page.first)
    return tuple(columns.names), columns.table()


def chosen_for_second(pages: list[Example]) -> list[Example]:
    """Of dumps: each page's main-content dump and one of its three other kinds in turn; all HTML pages.

    The first look is trained on every dump (two folds: F1 .9272 for .9248); the second learns from fewer as well.
    """
    turn = {page.gold.id: number for number, page in enumerate(pages)}
    kinds = [kind for kind in TEXT_KINDS if kind != "resimain"]
    return [
        page
        for page in pages
        if page.kind in ("html", "resimain") or page.kind == kinds[turn[page.gold.id] % len(kinds)]
    ]


def kept_text(page: Example, probability: np.ndarray, threshold: float) -> str:
    """The text of the units at or above the threshold."""
    return "\n".join(text for text, p in zip(page.table.units.texts, probability, strict=True) if p >= threshold)


def report(pages: list[Example], threshold: float) -> list[str]:
    """Lines of a table: F1, precision and recall by kind, source and fold, and how the pages' doubt was borne out."""
    out = []

    def line(name: str, chosen: list[Example], attribute: str) -> None:
        scores = [page_scores(kept_text(p, getattr(p, attribute), threshold), p.gold.text) for p in chosen]
        total, precision, recall = f1(scores)
        out.append(f"{name:34s} {attribute:6s} n={len(chosen):4d} F1 {total:.4f} P {precision:.4f} R {recall:.4f}")

    for kind in sorted({page.kind for page in pages}):
        chosen = [page for page in pages if page.kind == kind]
        line(kind, chosen, "first")
        line(kind, chosen, "second")
        line(f"{kind}, fold 0", [p for p in chosen if p.fold == 0], "second")
        for source in sorted({page.gold.source for page in chosen}):
            line(f"{kind}, {source}", [p for p in chosen if p.gold.source == source], "second")
    return out


def main() -> int:
    """Train, report, write."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--kind", choices=("html", "text"), help="train one of the two models (default: both)")
    arguments.add_argument("--out", type=Path, default=Path("index/clean/model"))
    arguments.add_argument("--report", type=Path)
    arguments.add_argument("--predictions", type=Path, help="write out-of-fold texts as JSON lines, one file a kind")
    arguments.add_argument("--by", choices=("site", "source"), default="site", help="what the folds are made of")
    given = arguments.parse_args()
    markup = examples(given.corpus, "html", given.by)
    counts = HashedCounts(markup)
    for kind in (given.kind,) if given.kind else ("html", "text"):
        pages = markup
        if kind == "text":
            pages = [page for one_kind in TEXT_KINDS for page in examples(given.corpus, one_kind, given.by)]
        train(given, kind, pages, counts)
    return 0


def train(given: argparse.Namespace, kind: str, pages: list[Example], counts: HashedCounts) -> None:
    """Report one kind of page out of fold, fit it on all pages, and write its file."""
    looked_at_twice(pages, counts)
    lines = report(pages, _REPORTED)
    print("\n".join(lines))
    if given.report:
        with given.report.open("a") as file:
            file.write("\n".join(lines) + "\n")
    if given.predictions:
        for other_kind in sorted({page.kind for page in pages}):
            with (given.predictions / f"{other_kind}.jsonl").open("w") as file:
                for page in (p for p in pages if p.kind == other_kind):
                    assert page.second is not None
                    words = page.table.lines.measures.words
                    row = {
                        "id": page.gold.id,
                        "text": kept_text(page, page.second, _REPORTED),
                        "expected": expected_f1(page.second, words, _REPORTED),
                        "p": [round(float(p), 3) for p in page.second],
                    }
                    file.write(json.dumps(row) + "\n")
    if given.by == "source":
        return
    every = range(FOLDS)
    tables = [with_lexicon(page, counts.lexicon(every, page.gold.site)) for page in pages]
    first = fitted(tables, pages, pages[0].table.names, _FIRST[kind])
    lexicon = counts.lexicon(every)
    if kind == "html":  # only a dump is asked for the words of captions
        lexicon = replace(lexicon, long=np.zeros_like(lexicon.long), pairs=np.zeros_like(lexicon.pairs))
    chosen = chosen_for_second(pages)
    seconds = [second_columns(page, counts.lexicon(every, page.gold.site)) for page in chosen]
    second = fitted([table for _, table in seconds], chosen, seconds[0][0], _SECOND[kind])
    arrays = model_arrays(Model(first, second, lexicon, _THRESHOLD[kind]))
    np.savez_compressed(given.out / f"{kind}.npz", allow_pickle=False, **arrays)


if __name__ == "__main__":
    sys.exit(main())
