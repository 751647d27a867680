"""Train the tagger: an averaged perceptron over sentences. All sums are of whole numbers, so that every machine makes
the same weights."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.entities.context import CONTEXTS, contexts, rows
from index.entities.features import REACH, SHIFTS, forms
from index.entities.gazetteer import load_gazetteer, rows_of
from index.entities.labels import LABELS, OUTSIDE, allowed
from index.entities.tagger_weights import TaggerWeights
from index.entities.tokenizer import Tokens

PASSES = 5
_LEAST = 2  # times that a feature stands in the examples
_BETWEEN = np.where(allowed(), 0, -(1 << 28)).astype(np.int32)
_BEGIN = _BETWEEN[OUTSIDE]


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Sentences as features: `keys` those of forms that weights are learnt for, `features` (int32[tokens, columns])
    the numbers of each token's features, 0 for none, `labels` the right ones, `first` and `length` of each sentence."""

    keys: NDArray[np.uint32]
    features: NDArray[np.int32]
    labels: NDArray[np.int8]
    first: NDArray[np.int64]
    length: NDArray[np.int64]


def training_set(tokens: Tokens, labels: NDArray[np.int8]) -> TrainingSet:
    """The sentences of the tokens as features."""
    gazetteer = load_gazetteer()
    known = forms(tokens, gazetteer)
    row = rows(tokens, known)
    times = np.bincount(known.number, minlength=len(known.keys))
    times[0] = len(row.length)
    keys, place = np.unique(known.keys, return_inverse=True)
    count = np.zeros(len(keys), np.int64)
    np.add.at(count, place.reshape(-1), np.repeat(times, known.keys.shape[1]))
    keys = np.union1d(keys[count >= _LEAST], np.zeros(1, np.uint32))
    numbers = rows_of(keys, known.keys) * len(SHIFTS)
    columns = []
    for place_number, (shift, reach) in enumerate(zip(SHIFTS, REACH, strict=True)):
        column = numbers[row.form[row.slot + shift], :reach]
        columns.append(np.where(column > 0, column + place_number, 0).astype(np.int32))
    around = contexts(tokens, known, row, gazetteer)
    columns.append(np.where(around > 0, around + len(keys) * len(SHIFTS), 0).astype(np.int32))
    return TrainingSet(keys, np.concatenate(columns, axis=1), labels, tokens.sentence, row.length)


class Average:
    """Weights that move, and what they were on average over the steps so far."""

    def __init__(self, learnt: NDArray[np.bool_]) -> None:
        self._learnt = learnt
        self.now = np.zeros(learnt.shape, np.int32)
        self._late = np.zeros(learnt.shape, np.int64)

    def move(self, place: tuple[NDArray[np.integer], NDArray[np.integer]], change: int, step: int) -> None:
        """Add to those weights at these places that are learnt, once for each time that a place is named."""
        learnt = self._learnt[place]
        place = (place[0][learnt], place[1][learnt])
        np.add.at(self.now, place, change)
        np.add.at(self._late, place, change * step)

    def mean(self, steps: int) -> NDArray[np.int64]:
        """The average after so many steps, times their number."""
        return self.now.astype(np.int64) * steps - self._late


def train(examples: TrainingSet, seed: int, passes: int = PASSES) -> TaggerWeights:
    """The weights that the passes over the sentences, in an order drawn by the seed, average to."""
    features, transition = Average(seen(examples)), Average(np.ones((LABELS, LABELS), np.bool_))
    draw = random.Random(seed)
    step = 0
    for _ in range(passes):
        for _, number in sorted((draw.random(), number) for number in range(len(examples.first))):
            first = int(examples.first[number])
            part = slice(first, first + int(examples.length[number]))
            _learn(examples.features[part], examples.labels[part], features, transition, step)
            step += 1
    return quantised(examples.keys, features.mean(step), transition.mean(step))


def seen(examples: TrainingSet) -> NDArray[np.bool_]:
    """bool[features, labels]: which features stand often enough with which label to learn a weight.

    Others stay 0: with a weight for each the file is half as large again (245 kB, not 164), and facet F1 of English
    news, before the clean-up, is the same (.761 and .758; the order of training alone moves it by .007).
    """
    count = np.zeros((len(examples.keys) * len(SHIFTS) + CONTEXTS, LABELS), np.int32)
    token, column = np.nonzero(examples.features)
    np.add.at(count, (examples.features[token, column], examples.labels[token]), 1)
    return count >= _LEAST


def _learn(
    features: NDArray[np.int32], right: NDArray[np.int8], weights: Average, transition: Average, step: int
) -> None:
    """Move the weights towards the right labels of a sentence where the best ones are others."""
    guess = best_labels(weights.now[features].sum(1, dtype=np.int32), transition.now)
    wrong = np.flatnonzero(guess != right)
    if not len(wrong):
        return
    token, column = np.nonzero(features[wrong])
    named = features[wrong[token], column]
    for labels, change in ((right, 1), (guess, -1)):
        weights.move((named, labels[wrong[token]]), change, step)
        transition.move((labels[:-1], labels[1:]), change, step)


def best_labels(scores: NDArray[np.int32], transition: NDArray[np.int32]) -> NDArray[np.int8]:
    """int8: the best labels of one sentence, as `index.entities.viterbi.LabelPaths` gives them; one at a time."""
    step = (transition + _BETWEEN).T
    best = scores[0] + _BEGIN
    back = np.zeros(scores.shape, np.int8)
    for place in range(1, len(scores)):
        ways = best + step
        back[place] = ways.argmax(1)
        best = ways.max(1) + scores[place]
    labels = np.zeros(len(scores), np.int8)
    labels[-1] = best.argmax()
    for place in range(len(scores) - 1, 0, -1):
        labels[place - 1] = back[place, labels[place]]
    return labels


def quantised(keys: NDArray[np.uint32], form: NDArray[np.int64], transition: NDArray[np.int64]) -> TaggerWeights:
    """The weights as numbers of eight bits: the largest is 127, and rows of nothing but 0 are left out."""
    largest = int(np.abs(form).max())
    small = ((form * 127 * 2 + largest) // (2 * largest)).astype(np.int8)
    table, context = small[: len(keys) * len(SHIFTS)], small[len(keys) * len(SHIFTS) :]
    table = table.reshape(len(keys), len(SHIFTS), LABELS)
    kept = np.flatnonzero(table.any((1, 2)) | (keys == 0))
    moved = ((transition * 127 * 2 + largest) // (2 * largest)).astype(np.int16)
    return TaggerWeights(keys[kept], table[kept], context, moved)
