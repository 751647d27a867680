"""Whatever happens to files between runs that are cut off, the run that goes on gives what reading all anew gives."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.reindex.scan.sources import SourceMissing
from index.reindex.verify import verify
from tests.reindex.archives import contents, run, tables_of_names
from tests.reindex.archives import names as named
from tests.reindex.cut_off import cut_off
from tests.reindex.test_incremental import World, steps

cuts = st.tuples(st.just("cut"), st.integers(1, 12), st.booleans())
some_steps = st.one_of(steps, steps, cuts)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(some_steps, min_size=3, max_size=25), st.integers(1, 12))
def test_what_is_gone_on_with_equals_full(history: list[tuple[Any, ...]], last: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        world = World(Path(place) / "archive")
        world.folder.mkdir()
        index, anew = Path(place) / "index", Path(place) / "anew"
        for step in [*history, ("cut", last, False)]:
            try:
                if step[0] == "cut":
                    cut_off(index, world.folder, after=step[1], full=step[2])
                elif step[0] == "reindex":
                    run(index, world.folder)
                else:
                    world.do(step)
            except SourceMissing:
                continue
        try:
            run(index, world.folder)
        except SourceMissing:
            return
        full, again = run(anew, world.folder), run(index)
        assert contents(index) == contents(anew)
        assert named(index) == named(anew)
        assert tables_of_names(index) == tables_of_names(anew)
        assert (again.skipped, again.articles) == (full.skipped, full.articles)
        assert (again.corrections, again.corrected) == (full.corrections, full.corrected)
        assert again.names == full.names
        assert again.generation == 0
        assert not (index / "work").exists()
        assert not verify(index).problems
