"""Wherever folders are moved to, and whatever is done with their files, a run finds each article once, under its id."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.reindex import manifest
from index.reindex.manifest import Manifest
from index.store.snapshot import open_snapshot
from search.embedded.engine import open_engine
from tests.reindex.archives import articles, contents, run
from tests.reindex.movers import site_name, web_page
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
        assert run(self.index, *self.at.values()).skipped == (), "each file can be read"

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


PAGES = tuple(f"{part}{number}" for part in ("a", "b") for number in range(4))
partly = st.one_of(
    st.tuples(st.just("put"), st.sampled_from(FOLDERS), st.sampled_from(PAGES), st.sampled_from(["", "Quay Post"])),
    st.tuples(st.just("thin"), st.sampled_from(FOLDERS), st.sampled_from("ab")),
    st.tuples(st.just("move"), st.sampled_from(FOLDERS)),
    st.tuples(st.just("name"), st.sampled_from(FOLDERS)),
)


class Parts(Places):
    """Folders of pages of one host, whose articles hang on each other, of which runs name one at a time: what a run
    does not find again of one that was moved stays in the index."""

    def __init__(self, place: Path) -> None:
        self.place, self.index = place, place / "index"
        self.at = {name: place / "start" / name for name in FOLDERS}
        self.moves = 0
        for name in FOLDERS:
            for page in PAGES:
                self.put(name, page, "")
        run(self.index, *self.at.values())

    def put(self, name: str, page: str, paper: str) -> None:
        folder = self.at[name]
        folder.mkdir(parents=True, exist_ok=True)
        number = 100 * FOLDERS.index(name) + PAGES.index(page)
        (folder / f"{page}.html").write_text(web_page(number, "quay.example", site_name(paper)))

    def do(self, step: tuple[str, ...]) -> None:
        kind, *rest = step
        if kind == "put":
            self.put(*rest)
        elif kind == "thin":
            pages = sorted(self.at[rest[0]].glob("*.html"))
            for path in [path for path in pages if path.name.startswith(rest[1])][: len(pages) - 1]:
                path.unlink()
        elif kind == "name":
            self.name(self.at[rest[0]])
        else:
            super().do(step)

    def name(self, folder: Path) -> None:
        before = self.lost()
        report = run(self.index, folder)
        assert report.skipped == (), "each file can be read"
        moved = {one.before for one in report.moved}
        kept = {path: articles for path, articles in before.items() if path not in moved}
        assert kept.items() <= self.lost().items(), "what is away stays"
        files = sorted(path.name for path in folder.glob("*.html"))
        assert sorted(Path(path).name for path in self.of_roots()[str(folder)]) == files

    def of_roots(self) -> dict[str, list[str]]:
        """The paths of the articles of each root, by its own."""
        data = open_snapshot(self.index).extra(manifest.NAME)
        assert data is not None
        known = Manifest.decode(data)
        places = {path for path, _ in contents(self.index)}
        of_root: dict[str, list[str]] = {root.path: [] for root in known.roots if root.path}
        for path, root in zip(known.paths, known.root.tolist(), strict=True):
            if path in places and known.roots[root].path:
                of_root[known.roots[root].path].append(path)
        return of_root

    def lost(self) -> dict[str, list[str]]:
        return {path: places for path, places in self.of_roots().items() if not Path(path).exists()}

    def told(self, index: Path) -> list[str]:
        """What the index tells of each article, wherever it lies."""
        return sorted(repr(replace(one, path="", key="")) for one in contents(index).values())


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example([("put", "one", "b0", "Quay Post"), ("move", "one"), ("thin", "one", "a"), ("name", "one")])
@given(st.lists(partly, max_size=6))
def test_what_is_away_stays_and_nothing_readable_is_called_unreadable(history: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        world = Parts(Path(place))
        for step in [*history, *(("name", name) for name in FOLDERS)]:
            world.do(step)
        gone = [Path(path) for path in world.lost()]
        assert run(world.index, forget=gone).skipped == ()
        run(world.place / "anew", *world.at.values())
        assert world.told(world.index) == world.told(world.place / "anew")
