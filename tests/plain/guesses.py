"""Which articles are meant by words side by side? Those whose words are rare enough together, by plain counts."""

from __future__ import annotations

from collections.abc import Collection
from math import log

from tests.plain.articles import Record
from tests.plain.questions import Question, SideBySide, Words


def meant(question: Question, records: Collection[Record]) -> list[Record]:
    """The articles that the question finds, without those that hold too little of its words."""
    finds = [record for record in records if question.holds(record)]
    words = tuple(dict.fromkeys(question.content)) if isinstance(question, SideBySide) else ()
    if len(finds) <= 20 or not isinstance(question, SideBySide) or len(words) < 2:
        return finds
    if any(isinstance(part, Words) for part in question.required):
        return finds
    rare = [_rarity(len(records), sum(word.holds(record) for record in records)) for word in words]
    said = [sum(weight for word, weight in zip(words, rare, strict=True) if word.holds(record)) for record in finds]
    complete = sum(question.whole(record) for record in finds)
    share = 0.6 if complete >= (2 if len(words) == 2 else 10) else 0.3
    return [record for record, weight in zip(finds, said, strict=True) if weight >= 0.9999 * share * max(said)]


def _rarity(articles: int, holding: int) -> float:
    return log(1 + (articles - holding + 0.5) / (holding + 0.5))
