"""Whatever hangs on the whole archive moves with it, and the pipeline needs no name to see to that."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from index.reindex.agree.derivations import DERIVATIONS
from tests.reindex.archives import NOW, contents, names, run
from tests.reindex.movers import BODIES, MOVERS, ODD, page
from tests.reindex.test_incremental import World

PIPELINE = Path(__file__).parents[2] / "index" / "pipeline"


def archive(folder: Path) -> World:
    (folder / "archive").mkdir()
    return World(folder / "archive")


def test_each_derivation_has_pages_that_move_it() -> None:
    assert sorted(MOVERS) == sorted(derivation.name for derivation in DERIVATIONS)


@pytest.mark.parametrize("name", [derivation.name for derivation in DERIVATIONS])
def test_what_hangs_on_the_archive_is_read_again(name: str, tmp_path: Path) -> None:
    mover, world = MOVERS[name], archive(tmp_path)
    for number, text in enumerate(mover.first):
        world.write(world.folder / f"site/first-{number}.txt", text)
    run(tmp_path / "index", world.folder)
    before = contents(tmp_path / "index")
    for number, text in enumerate(mover.then):
        world.write(world.folder / f"site/then-{number}.txt", text)
    assert run(tmp_path / "index", world.folder).reread == len(mover.first)
    run(tmp_path / "anew", world.folder)
    after = contents(tmp_path / "index")
    assert after == contents(tmp_path / "anew")
    assert names(tmp_path / "index") == names(tmp_path / "anew")
    assert [place for place in before if before[place] != after[place]] == list(before)
    for number in range(len(mover.then)):
        (world.folder / f"site/then-{number}.txt").unlink()
    run(tmp_path / "index", world.folder)
    assert contents(tmp_path / "index") == before


def test_what_is_read_again_for_the_day_knows_the_template(tmp_path: Path) -> None:
    world = archive(tmp_path)
    for number in range(5):
        date = "9 March 2026" if number == 0 else "3 March 1998"
        text = page(f"Story number {number}", date, f"{BODIES[number % 4]} {number}", ODD, f"{BODIES[3]} {number}")
        world.write(world.folder / f"site/{number}.txt", text)
    run(tmp_path / "index", world.folder)
    later = NOW + timedelta(days=30)
    assert run(tmp_path / "index", world.folder, now=later).reread == 1
    run(tmp_path / "anew", world.folder, now=later)
    assert contents(tmp_path / "index") == contents(tmp_path / "anew")


def test_the_pipeline_walks_the_rows_and_names_none() -> None:
    modules = {type(derivation).__module__.rpartition(".")[2] for derivation in DERIVATIONS}
    apart = modules | {"derivations"}
    for module in PIPELINE.glob("*.py"):
        if module.stem not in apart:
            source = module.read_text("utf-8")
            assert [name for name in modules if f"pipeline.{name}" in source or f'"{name}"' in source] == [
                name for name in modules if module.stem == "recipe"
            ]
