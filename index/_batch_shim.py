"""Stands in for `index.analysis.BatchAnalyser` until it lands: the oracle behind the same shape. To be removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.analysis import EXTRA, PARAGRAPH, SENTENCE, Analyser


@dataclass(frozen=True, slots=True)
class Batch:
    lengths: NDArray[np.int32]
    term: NDArray[Any]
    document: NDArray[np.int32]
    position: NDArray[np.int32]
    variant: NDArray[np.uint8]


class BatchAnalyser:
    def __init__(self, seed: int) -> None:
        self._languages: dict[str, Analyser] = {}
        self._ids: dict[bytes, int] = {}
        self._variants: list[dict[int, bytes]] = []
        self.terms: list[bytes] = []

    def _id(self, term: str) -> int:
        data = term.encode("utf-8", "surrogatepass")
        if data not in self._ids:
            self._ids[data] = len(self.terms)
            self.terms.append(data)
            self._variants.append({})
        return self._ids[data]

    def variants(self, number: int) -> dict[int, bytes]:
        return self._variants[number]

    def analyse(self, texts: Sequence[str], language: str) -> Batch:
        analyser = self._languages.setdefault(language, Analyser(language))
        plain: list[tuple[int, int, int, int]] = []
        extra: list[tuple[int, int, int]] = []
        lengths = []
        for n, text in enumerate(texts):
            seen = -1
            for token in analyser.analyse(text):
                if token.position == seen:
                    extra.append((self._id(token.term), n, token.position))
                    continue
                seen = token.position
                number = self._id(token.term)
                variant = 0
                if token.exact != token.term:
                    form = token.exact.encode("utf-8", "surrogatepass")
                    variant = crc32(form) % 254 + 1
                    if self._variants[number].setdefault(variant, form) != form:
                        variant = 255
                plain.append((number, n, token.position, variant))
            bounds = analyser.bounds(text)
            extra += [(self._id(SENTENCE), n, p) for p in bounds.sentences]
            extra += [(self._id(PARAGRAPH), n, p) for p in bounds.paragraphs]
            lengths.append(seen + 1)
        a = np.array(plain, np.int64).reshape(-1, 4)
        b = np.array(extra, np.int64).reshape(-1, 3)
        c = np.concatenate([a[:, :3], b])
        return Batch(
            np.array(lengths, np.int32),
            c[:, 0].astype(np.uint32),
            c[:, 1].astype(np.int32),
            c[:, 2].astype(np.int32),
            a[:, 3].astype(np.uint8),
        )


__all__ = ["EXTRA"]
