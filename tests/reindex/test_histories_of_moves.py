"""Wherever folders are moved to, and whatever is done with their files, a run finds each article once, under its id."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.embedded.engine import open_engine
from tests.reindex.archives import articles, contents, run
from tests.reindex.test_moved_roots import ids, write

FOLDERS = ("one", "two", "three")
FILES = tuple(f"{name}{number}" for name in ("a", "sub/b") for number in range(4))
steps = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(FOLDERS), st.sampled_from(FILES), st.sampled_from(["", " x", " y"])),
    st.tuples(st.just("delete"), st.sampled_from(FOLDERS), st.sampled_from(FILES)),
    st.tuples(st.just("move"), st.sampled_from(FOLDERS)),
    st.tuples(st.just("reindex")),
)


class Places:
    """Folders that are moved about, each with files that no other has."""

    def __init__(self, place: Path) -> None:
        self.place, self.index = place, place / "index"
        self.at = {name: place / "start" / name for name in FOLDERS}
        self.moves = 0
        for name, folder in self.at.items():
            write(folder, *FILES, said=f" in {name}")
        run(self.index, *self.at.values())
        self.seen = set(articles(self.index))

    def do(self, step: tuple[str, ...]) -> None:
        kind, *rest = step
        folder = self.at[rest[0]] if rest else self.place
        if kind == "write":
            write(folder, rest[1], said=f" in {rest[0]}{rest[2]}")
        elif kind == "delete":
            (folder / f"{rest[1]}.txt").unlink(missing_ok=True)
        elif kind == "move":
            self.moves += 1
            self.at[rest[0]] = self.place / f"m{self.moves}" / f"{rest[0]}-{self.moves}"
            self.at[rest[0]].parent.mkdir()
            folder.rename(self.at[rest[0]])
        else:
            self.reindex()

    def reindex(self) -> None:
        run(self.index, *self.at.values())

    def check(self, titles: Iterable[str]) -> None:
        found = articles(self.index)
        assert sorted(article.title for article in found.values()) == sorted(titles), "no article twice, none lost"
        engine = open_engine(self.index)
        assert all(one in found or engine.former(one) for one in self.seen), "each address leads somewhere"
        self.seen |= set(found)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps, max_size=12))
def test_wherever_folders_go_no_article_is_there_twice(history: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        world = Places(Path(place))
        before = ids(world.index)
        for step in [*history, ("reindex",)]:
            world.do(step)
        files = [path for folder in world.at.values() for path in folder.rglob("*.txt")]
        titles = [path.read_text().splitlines()[0] for path in files]
        world.check(titles)
        now = ids(world.index)
        assert all(now[title] == before[title] for title in set(titles) & set(before)), "what is as it was keeps its id"
        told = contents(world.index)
        run(world.index, full=True)
        assert contents(world.index) == told and ids(world.index) == now
