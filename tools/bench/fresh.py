"""Which questions does the bench ask? As many different ones as are wanted, drawn from the words of the corpus.

People ask new questions: what an engine kept of the same question says nothing of them.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from tools.bench.engines import documents

BenchQuestion = dict[str, Any]

_READ = 10_000  # articles whose words are drawn from
_WORD = re.compile(r"[a-z]{3,}")
_PREFIX = range(3, 61)  # words that the words of a prefix begin
_KINDS = ("common", "rare", "or", "and", "three", "phrase", "term+facet", "term+date", "prefix")


def distinct(corpus: Path, count: int, wanted: int, seed: int = 2026) -> list[BenchQuestion]:
    """`wanted` different questions, the nine kinds in turn; the same for the same corpus and seed.

    Common words stand in 5 to 35 % of the articles, middling ones in .5 to 5 %, rare ones in .03 to .15 %. A question
    of "or" or "and" is a common and a middling word, "three" is three middling ones. Raises ValueError where the corpus
    has too few words for so many.
    """
    rows = list(documents(corpus, count, 0, min(count, _READ)))
    return _Draw(rows, random.Random(seed)).questions(wanted)


class _Draw:
    def __init__(self, rows: list[dict[str, Any]], rng: random.Random) -> None:
        self._rows, self._rng = rows, rng
        self._texts = [_WORD.findall(row["body"].lower()) for row in rows]
        holding = Counter(word for text in self._texts for word in set(text))
        shares = {word: count / len(rows) for word, count in holding.items()}
        self._common = sorted(word for word, share in shares.items() if 0.05 <= share <= 0.35)
        self._middling = sorted(word for word, share in shares.items() if 0.005 <= share < 0.05)
        self._rare = sorted(word for word, share in shares.items() if 0.0003 <= share <= 0.0015)
        begun = Counter(word[:size] for word in holding for size in (4, 5) if len(word) > size)
        self._prefixes = sorted(prefix for prefix, words in begun.items() if words in _PREFIX)
        self._sources = [source for source, _ in Counter(row["source"] for row in rows).most_common(20)]
        self._days = sorted({row["date"] for row in rows})

    def questions(self, wanted: int) -> list[BenchQuestion]:
        found: dict[str, BenchQuestion] = {}
        for turn in range(wanted * 20):
            if len(found) == wanted:
                return list(found.values())
            kind = _KINDS[len(found) % len(_KINDS)] if turn < wanted * 10 else self._rng.choice(_KINDS)
            question = self._one(kind)
            found.setdefault(str(question), question)
        raise ValueError(f"the words of the corpus give only {len(found)} different questions")

    def _one(self, kind: str) -> BenchQuestion:
        common, middling = self._rng.choice(self._common), self._rng.choice(self._middling)
        match kind:
            case "rare":
                return {"kind": kind, "terms": [self._rng.choice(self._rare)], "op": "or"}
            case "or" | "and":
                return {"kind": kind, "terms": [common, middling], "op": kind}
            case "three":
                return {"kind": kind, "terms": self._rng.sample(self._middling, 3), "op": "or"}
            case "phrase":
                return {"kind": kind, "terms": self._phrase(), "op": "phrase"}
            case "term+facet":
                return {"kind": kind, "terms": [common], "op": "or", "source": self._rng.choice(self._sources)}
            case "term+date":
                return {"kind": kind, "terms": [common], "op": "or", "date": self._span()}
            case "prefix":
                return {"kind": kind, "terms": [self._rng.choice(self._prefixes)], "op": "prefix"}
        return {"kind": kind, "terms": [common], "op": "or"}

    def _phrase(self) -> list[str]:
        """Two words that stand side by side, at least one of them no common one."""
        while True:
            text = self._rng.choice(self._texts)
            pairs = [pair for pair in pairwise(text) if not set(pair) <= {*self._common}]
            if pairs:
                return list(self._rng.choice(pairs))

    def _span(self) -> list[str]:
        first = date.fromisoformat(self._rng.choice(self._days))
        return [first.isoformat(), (first + timedelta(days=self._rng.choice((30, 365, 730)))).isoformat()]
