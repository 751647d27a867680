"""An incremental run gives what building the index anew gives, whatever happened to the files in between."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.reindex.plan import planner
from index.reindex.plan.plan import ReindexPlan
from index.reindex.scan.sources import SourceMissing
from tests.reindex.archives import NOW, articles, contents, run, tables_of_names
from tests.reindex.archives import names as named
from tests.reindex.movers import MOVERS
from tests.reindex.recorded import WRITERS, Story, stories

# Lines of which pages are made. The first recur on many pages, so that they become and cease to be a site's template;
# the dates are whole, without a year (to be resolved by the archive's years), to come, or missing.
MENU = ("Home | World | Sport", "Subscribe to our newsletter today", "All rights reserved by the publisher")
BODIES = (
    "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away.",
    "Engineers said that the work would take two years and cost more than the city had put aside for it.",
    "A spokeswoman for the ministry declined to say when the money would arrive, or whether it would come at all.",
    "Farmers in the valley complained that the detour added an hour to every journey to the market.",
    "Foreign Minister Karin Holt met John Baker of the Harbour Bank in Geneva, and Holt said that Baker had agreed.",
    "Karen Holt and the HARBOUR BANK declined to comment on Monday; Mr. Baker said in Geneva that he would not.",
    "Geneva is pleased, said J. Baker, whom Quay Holdings and the Harbour Bank had asked to rebuild the old Quay.",
)
DATELINES = (
    "26 May 2015",
    "Published: 3 March 1998, 10:15",
    "LISBON, Feb 24 (Reuters) - The harbour reopened on Wednesday after a week of storms, the port authority said.",
    "12 August 2030",
    "",
)

pages = st.builds(
    lambda menu, title, date, body: "\n\n".join([*menu, title, *([date] if date else []), *body]) + "\n",
    st.lists(st.sampled_from(MENU), unique=True),
    st.sampled_from(["A bridge for the valley", "The harbour is open again", "Prices rise in the north"]),
    st.sampled_from(DATELINES),
    st.lists(st.sampled_from(BODIES), min_size=1, unique=True),
)
records = st.fixed_dictionaries(
    {"text": st.sampled_from(BODIES)},
    optional={
        "id": st.sampled_from(["a", "b", "c"]),
        "title": st.sampled_from(["One", "Two"]),
        "date": st.sampled_from(["2001-02-03", "2019", "nonsense"]),
    },
)
lines = st.one_of(records.map(json.dumps), st.sampled_from(["", "not json", '{"title": "no text"}']))
RULES = (
    "- by: {title: A bridge for the valley}\n  set: {section: World}\n",
    "- by: {title: A bridge for the valley}\n  set: {title: Another, published: 1999-08-07}\n",
    f"- by: {{section: World}}\n  set: {{publisher: Valley}}\n  drop: {BODIES[0]}\n",
    f"- by: {{title: One}}\n  drop: {BODIES[1]}\n  set: {{byline: Ann Lee}}\n",
    "- by: {id: a}\n  set: {title: Two}\n",
    f"- by: {{agency: Reuters}}\n  set: {{section: Wires}}\n  keep: ['{MENU[1]}']\n",
    "- by: {hoost: nowhere}\n",
)
NAMES = (
    "- person: Karin Holt\n  names: [Karen Holt, Holt]\n",
    "- organisation: Harbour Bank\n",
    "- apart: [J. Baker, John Baker]\n",
    "- none: [Geneva, Monday]\n",
    "- place: Quay Holdings\n  names: Quay\n",
    "- person: Nobody\n",
    "- persona: Holt\n",
)
names = st.sampled_from(["one.txt", "two.txt", "three.txt", "sub/four.txt", "sub/five.txt", "sub/six.html"])
steps = st.one_of(
    st.tuples(st.just("write"), names, pages),
    *(st.tuples(st.just("write"), names, mover.pages) for mover in MOVERS.values()),
    st.tuples(st.just("write"), names, st.sampled_from(["", "\x00\x01\x02\x03" * 9])),
    st.tuples(st.just("delete"), names),
    st.tuples(st.just("rename"), names, names),
    st.tuples(st.just("touch"), names),
    st.tuples(
        st.just("correct"),
        names,
        st.sampled_from(["published: 1987-06-05\n", "title: Corrected\n", "titel: No\n", "- no\n"]),
    ),
    st.tuples(st.just("lines"), st.lists(lines, max_size=6)),
    st.tuples(st.just("records"), st.sampled_from(sorted(WRITERS)), stories),
    st.tuples(st.just("rules"), st.lists(st.sampled_from(RULES), max_size=4)),
    st.tuples(st.just("names"), st.lists(st.sampled_from(NAMES), max_size=4)),
    st.tuples(st.just("reindex")),
)


@dataclass
class World:
    """A folder, and the clock that its files are stamped with."""

    folder: Path
    seconds: int = 0
    written: set[str] = field(default_factory=set)

    def do(self, step: tuple[Any, ...]) -> None:
        """Carry out one step of a history."""
        kind, *rest = step
        target = self.folder / rest[0] if rest and isinstance(rest[0], str) else self.folder / "lines.jsonl"
        if kind == "write":
            self.write(target, rest[1])
        elif kind == "lines":
            self.write(target, "\n".join(rest[0]))
        elif kind == "records":
            self.write(target, WRITERS[rest[0]](rest[1]))
        elif kind == "rules":
            self.write(self.folder / "corrections.yaml", "".join(rest[0]))
        elif kind == "names":
            self.write(self.folder / "names.yaml", "".join(rest[0]))
        elif kind == "delete":
            target.unlink(missing_ok=True)
        elif kind == "rename" and target.exists():
            (self.folder / rest[1]).parent.mkdir(exist_ok=True)
            target.rename(self.folder / rest[1])
        elif kind == "touch" and target.exists():
            self.stamp(target)
        elif kind == "correct":
            self.write(target.with_suffix(".meta.yaml"), rest[1])

    def write(self, path: Path, content: str | bytes) -> None:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.stamp(path)

    def stamp(self, path: Path) -> None:
        """Times are set by hand: the tests do not wait for a clock to move on."""
        self.seconds += 10
        when = NOW.timestamp() - 1_000_000 + self.seconds
        os.utime(path, (when, when))


def brought_up_to_date(index: Path, folder: Path, **more: Any) -> bool:
    """Whether there was anything to index; an empty folder is refused, and the index stays as it is."""
    try:
        run(index, folder, **more)
    except SourceMissing:
        return False
    return True


def lived_through(history: list[tuple[Any, ...]], world: World, index: Path) -> bool:
    """Whether there is anything to index after all steps; the index is then up to date."""
    for step in history:
        world.do(step)
        if step[0] == "reindex":
            brought_up_to_date(index, world.folder)
    return brought_up_to_date(index, world.folder)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(steps, min_size=3, max_size=25))
def test_incremental_equals_full(history: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        world = World(Path(place) / "archive")
        world.folder.mkdir()
        index, anew = Path(place) / "index", Path(place) / "anew"
        if not lived_through(history, world, index):
            return
        full = run(anew, world.folder)
        again = run(index)
        assert contents(index) == contents(anew)
        assert named(index) == named(anew)
        assert tables_of_names(index) == tables_of_names(anew)
        assert again.skipped == full.skipped
        assert again.articles == full.articles
        assert (again.corrections, again.corrected) == (full.corrections, full.corrected)
        assert again.names == full.names
        assert again.generation == 0, "a run right after a run has nothing to publish"


record_steps = st.one_of(
    st.tuples(st.just("records"), st.sampled_from(sorted(WRITERS)), stories),
    st.tuples(st.just("write"), st.just("sub/six.html"), MOVERS["papers"].pages),
    st.tuples(st.just("correct"), st.sampled_from(sorted(WRITERS)), st.just("publisher: Corrected\n")),
    st.tuples(st.just("reindex")),
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(record_steps, min_size=3, max_size=14))
def test_incremental_equals_full_for_files_of_records(history: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        world = World(Path(place) / "archive")
        world.folder.mkdir()
        index, anew = Path(place) / "index", Path(place) / "anew"
        if not lived_through(history, world, index):
            return
        full, again = run(anew, world.folder), run(index)
        assert contents(index) == contents(anew)
        assert (again.skipped, again.articles, again.generation) == (full.skipped, full.articles, 0)
        assert run(index, full=True).articles == full.articles


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_a_record_in_front_leaves_the_others_as_they_are(name: str, tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    world = World(folder)
    told: list[Story] = [(2, "", "Quay Post"), (3, "", "Quay Post")]
    world.write(folder / name, WRITERS[name](told))
    run(index, folder)
    before = {(one.title, one.id) for one in articles(index).values()}
    assert len(before) == 2
    world.write(folder / name, WRITERS[name]([(4, "", "Quay Post"), *told]))
    report = run(index)
    assert (report.counts.new, report.counts.changed, report.counts.gone, report.counts.unchanged) == (1, 0, 0, 2)
    (folder / name).rename(folder / f"renamed-{name}")
    run(index)
    assert before < {(one.title, one.id) for one in articles(index).values()}, "ids last when a file is renamed"


def test_a_day_later_a_refused_date_may_be_believed(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    world = World(folder)
    world.write(folder / "one.txt", f"A bridge for the valley\n\n9 March 2026\n\n{BODIES[0]}\n\n{BODIES[1]}\n")
    run(tmp_path / "index", folder)
    later = NOW + timedelta(days=30)
    run(tmp_path / "index", folder, now=later)
    run(tmp_path / "anew", folder, now=later)
    assert contents(tmp_path / "index") == contents(tmp_path / "anew")


def test_pages_that_hold_a_line_which_became_template_are_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    world = World(folder)
    site = folder / "site"
    site.mkdir()
    odd = "The editors of this paper wish all readers a happy spring."
    for number in range(3):
        text = f"Story number {number}\n\n{BODIES[number]}\n\n{odd}\n\n{BODIES[3]} {number}\n"
        world.write(site / f"{number}.txt", text)
    run(tmp_path / "index", folder)
    for number in (3, 4):
        world.write(site / f"{number}.txt", f"Story number {number}\n\n{BODIES[0]} {number}\n\n{odd}\n\n{BODIES[1]}\n")
    report = run(tmp_path / "index", folder)
    run(tmp_path / "anew", folder)
    assert contents(tmp_path / "index") == contents(tmp_path / "anew")
    assert report.reread == 3, "the pages that hold the line, and have not changed"


class _Counted(int):
    """A file's number that counts how often it is compared with another."""

    compared = 0

    def __eq__(self, other: object) -> bool:
        _Counted.compared += 1
        return int.__eq__(self, other) is True

    __hash__ = int.__hash__


def test_files_that_are_read_again_are_not_looked_for_in_a_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the files have dates that hang on the archive's years: when one page moves these, they are read again."""
    folder, count = tmp_path / "archive", 100
    folder.mkdir()
    world = World(folder)
    for number in range(2 * count):
        date = DATELINES[2] if number >= count else ""
        world.write(folder / f"{number:03}.txt", f"Story number {number}\n\n{date}\n\n{BODIES[0]}\n\n{BODIES[1]}\n")
    run(tmp_path / "index", folder)
    plan = planner.make_plan

    def counted(*given: Any) -> ReindexPlan:
        made = plan(*given)
        return replace(made, kept=np.array([_Counted(number) for number in made.kept], object))

    monkeypatch.setattr("index.reindex.prepare.make_plan", counted)
    world.write(folder / "new.txt", f"A bridge\n\n3 March 1998\n\n{BODIES[0]}\n\n{BODIES[1]}\n")
    assert run(tmp_path / "index").reread == count
    assert _Counted.compared < 10 * count
