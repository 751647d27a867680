"""Whatever is done to files while they are watched: once it is quiet, the index is what a full run makes of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.watch.watchers import Watching, story, watching

FOLDERS = ("", "a/", "a/b/", "c/")
NAMES = ("one.txt", "two.txt", ".hidden.txt", "three.txt~")
PLACES = st.builds(str.__add__, st.sampled_from(FOLDERS), st.sampled_from(NAMES))
STEPS = st.one_of(
    st.tuples(st.just("write"), PLACES, st.integers(0, 30)),
    st.tuples(st.just("grow"), PLACES, st.integers(0, 30)),
    st.tuples(st.just("replace"), PLACES, st.integers(0, 30)),
    st.tuples(st.just("move"), PLACES, PLACES),
    st.tuples(st.just("delete"), PLACES),
    st.tuples(st.just("move folder"), st.sampled_from(FOLDERS[1:]), st.sampled_from(("d", "a/d", "c"))),
    st.tuples(st.just("delete folder"), st.sampled_from(FOLDERS[1:])),
)


def take(step: tuple[object, ...], root: Path) -> None:
    """Do it where it can be done."""
    what, first, *rest = step
    place = root / str(first)
    other = root / str(rest[0]) if rest else root
    if what in ("write", "grow", "replace"):
        place.parent.mkdir(parents=True, exist_ok=True)
        assert isinstance(rest[0], int)
        written = root / ".aside" if what == "replace" else place
        with written.open("a" if what == "grow" else "w") as file:
            file.write(story(rest[0]))
        if what == "replace":
            written.replace(place)
    elif what == "move" and place.exists() and other.parent.is_dir():
        place.replace(other)
    elif what == "move folder" and place.is_dir() and other.parent.is_dir() and not other.exists():
        if not other.is_relative_to(place):
            place.rename(other)
    elif what == "delete":
        place.unlink(missing_ok=True)
    elif what == "delete folder":
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("histories") / "articles"
    folder.mkdir()
    (folder / "kept.txt").write_text(story(99))
    return folder


@pytest.fixture(scope="module", params=[(), ("--poll", "1")], ids=["told", "polled"])
def watched(root: Path, request: pytest.FixtureRequest) -> Iterator[Watching]:
    """One watch for all histories: each begins where the one before has ended."""
    with watching(root.with_name(f"index-{len(request.param)}"), root, *request.param) as process:
        process.did()
        yield process


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=1, max_size=8))
def test_the_index_comes_to_agree(watched: Watching, root: Path, steps: list[tuple[object, ...]]) -> None:
    for step in steps:
        take(step, root)
    watched.agrees_with(root)
