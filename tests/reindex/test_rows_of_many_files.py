"""What the whole archive says of the rows of many files is worked out once for all of them, and told meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.reindex.agree.derivations import DERIVATIONS, outdated
from index.reindex.rows import Rows, of_each
from tests.reindex.archives import Watched, run
from tests.reindex.movers import MOVERS, web_page
from tests.reindex.test_recurring import pages

NUMBERS = st.lists(st.integers(0, 14), max_size=5)


def rows_of(ids: list[int]) -> Rows:
    rows = Rows.of(ids, [0] * len(ids))
    rows.id[:] = ids
    return rows


@given(pages, pages, st.lists(NUMBERS, max_size=6))
def test_each_file_is_told_what_it_is_told_alone(before: object, now: object, files: list[list[int]]) -> None:
    settled = {each.name: each.last(None, None) for each in DERIVATIONS}
    then, after = settled | {"recurring": before}, settled | {"recurring": now}
    parts = [rows_of(ids) for ids in files]
    together = of_each(parts, lambda rows: outdated(rows, then, after))
    alone = [outdated(rows, then, after) for rows in parts]
    assert [mask.tolist() for mask in together] == [mask.tolist() for mask in alone]


@pytest.mark.parametrize("name", sorted(MOVERS))
def test_the_archive_is_compared_as_often_for_many_files_as_for_few(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    derivation = next(type(each) for each in DERIVATIONS if each.name == name)
    compare, asked = derivation.outdated, []

    def counted(self: Any, rows: Rows, *states: Any) -> NDArray[np.bool_]:
        asked.append(len(rows))
        return compare(self, rows, *states)

    monkeypatch.setattr(derivation, "outdated", counted)
    often = []
    for few_or_many in (1, 4):
        folder = tmp_path / f"archive-{few_or_many}"
        (folder / "site").mkdir(parents=True)
        for copy in range(few_or_many):
            for number, text in enumerate((*MOVERS[name].first, *MOVERS[name].then)):
                (folder / "site" / f"{number}-{copy}.txt").write_text(text)
        asked.clear()
        run(tmp_path / f"index-{few_or_many}", folder)
        often.append(len(asked))
    assert often[0] == often[1]


def test_a_run_says_that_it_compares_once_it_has_read(tmp_path: Path) -> None:
    folder, watched, comparing = tmp_path / "site", Watched(), "comparing what the pages say"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.html").write_text(web_page(number, "quay.example", ""))
    run(tmp_path / "index", folder, watcher=watched)
    assert watched.phases == ["looking for what recurs", comparing, "reading", comparing, "publishing"]
    run(tmp_path / "index", folder, watcher=watched)
    assert len(watched.phases) == 5, "nothing is compared where nothing is new"
