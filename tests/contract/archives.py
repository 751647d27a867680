"""An archive of generated articles with the engine that answers from it and the record of what was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from search.engine import Engine
from search.query import Query
from tests.contract.capabilities import Bench, Can, Row
from tests.plain.articles import Record, archive
from tests.plain.asking import Asker, Kind
from tests.plain.guesses import meant
from tests.plain.questions import Question

WHOLE_LIST = 100  # hits on a page that holds every article of a generated archive


@dataclass(frozen=True)
class Published:
    """What is published, and how it is asked."""

    row: Row
    bench: Bench
    engine: Engine
    records: dict[str, Record]

    def asked(self, rng: Random, rounds: int, *kinds: Kind) -> Iterator[tuple[Question, Query]]:
        """Random questions of one of the kinds, or of all that the engine can; nothing is added to what is typed."""
        asker = Asker(rng, self.row.kinds)
        for _ in range(rounds):
            question = asker.question(rng.choice(kinds or self.row.kinds))
            yield question, Query(question.typed, per_page=WHOLE_LIST, as_typed=True)

    def matches(self, question: Question) -> list[Record]:
        """The articles that the question finds."""
        if Can.GUESSES in self.row.cannot:
            return [record for record in self.records.values() if question.holds(record)]
        return meant(question, self.records.values())


def published(row: Row, folder: Path, seed: int) -> Published:
    """A generated archive, published in three goes."""
    records = archive(seed)
    bench = row.bench(folder)
    for start in range(3):
        bench.publish([record.article for record in records[start::3]])
    return Published(row, bench, bench.engine(), {record.id: record for record in records})
