"""Every engine counts results over time and by two facets as a plain loop does."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from search.breakdown import PeriodLength
from tests.contract.archives import Published
from tests.contract.capabilities import Can
from tests.plain import choices


@pytest.mark.needs(Can.SELECTIONS)
def test_each_period_has_the_number_of_its_articles(archive: Published, rounds: int, seed: int) -> None:
    for question, query in archive.asked(Random(seed + 4), rounds // 100):
        days = [record.day for record in archive.matches(question)]
        for step in PeriodLength:
            found = archive.engine.periods(query, step)
            exact = [day[: step.length] for day in days if len(day) >= step.length]
            assert dict(found.counts) == Counter(exact), (question, step)
            assert (found.undated, found.listed) == (days.count(""), len(days)), question
            assert found.coarser == len(days) - len(exact) - days.count(""), question


@pytest.mark.needs(Can.SELECTIONS, Can.SEVERAL_VALUES)
def test_each_cell_has_the_number_of_articles_with_both(archive: Published, rounds: int, seed: int) -> None:
    rng = Random(seed + 5)
    for question, query in archive.asked(rng, rounds // 20):
        rows, columns = rng.sample(choices.FACETS, 2)
        records = archive.matches(question)
        table = archive.engine.cross(query, rows, columns, 3)
        for facet, name in ((table.rows, rows), (table.columns, columns)):
            counts = choices.value_counts(records, name)
            assert {value.value: value.count for value in facet.values}.items() <= counts.items(), (question, name)
            stated = sorted((count for value, count in counts.items() if value), reverse=True)
            assert [value.count for value in facet.values if value.value] == stated[:3], (question, name)
            assert ("" in counts) == (facet.values[-1:] != () and facet.values[-1].value == ""), (question, name)
        for row, cells in zip(table.rows.values, table.cells, strict=True):
            for column, cell in zip(table.columns.values, cells, strict=True):
                both = [r for r in records if row.value in r.values(rows) and column.value in r.values(columns)]
                assert cell == len(both), (question, row, column)
