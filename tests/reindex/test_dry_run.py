"""A dry run foretells exactly what the run reports, whatever lies in the folder, and writes nothing."""

from __future__ import annotations

import gzip
import json
import os
import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.reasons import Code
from index.reindex.report import ReindexReport
from index.reindex.scan.sources import SourceMissing
from tests.reindex.archives import contents, run
from tests.reindex.test_incremental import World, steps
from web.progress import ProgressLines
from web.reply.encoding import encoded
from web.reply.run import run_report
from web.terminal.cli import main

CORPUS = sorted(
    path
    for kind in ("not_understood", "no_article", "articles")
    for path in (Path(__file__).parents[1] / "corpus" / kind).iterdir()
    if not path.name.startswith("expected")
)
anything = st.one_of(
    steps,
    st.tuples(st.just("corpus"), st.sampled_from(CORPUS)),
    st.tuples(st.just("odd"), st.sampled_from(["large.txt", "pipe", "nowhere.txt", "out.txt", "packed.jsonl.gz"])),
    st.tuples(st.just("reindex"), st.sampled_from([{}, {"full": True}, {"failed": True}])),
)


def do(world: World, step: tuple[Any, ...]) -> None:
    """Carry out a step: those of the histories of `test_incremental`, and files that are no articles."""
    kind, *rest = step
    if kind == "corpus":
        target = world.folder / rest[0].name
        target.write_bytes(rest[0].read_bytes())
        world.stamp(target)
    elif kind == "odd" and not os.path.lexists(target := world.folder / rest[0]):
        match rest[0]:
            case "large.txt":
                world.write(target, "A large page. " * 80_000)
            case "pipe":
                os.mkfifo(target)
            case "nowhere.txt":
                target.symlink_to(world.folder / "there is none")
            case "out.txt":
                target.symlink_to(CORPUS[0])
            case _:
                target.write_bytes(
                    gzip.compress(b'{"id": "a", "text": "One."}\n{"id": "a", "text": "Two."}\n{bad\n')[:-9]
                )
                world.stamp(target)
    elif kind not in ("corpus", "odd"):
        world.do(step)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def told(report: ReindexReport) -> tuple[dict[str, Any], list[str]]:
    """The report as JSON, and its lines: without what a run alone can tell: time, generation, versions."""
    said: list[str] = []
    printer = ProgressLines()
    printer._say = said.append  # type: ignore[method-assign, assignment]
    printer.closing(report)
    plain = json.loads(encoded(run_report(report)))
    for name in ("generation", "seconds", "dry_run", "older_versions"):
        del plain[name]
    if plain["room"]:
        del plain["room"]["free"]  # which the run itself may have changed
    return plain, [line for line in said if not line.startswith(("would be", "done", "the index is"))]


NAMES = "- person: Karin Holt\n  names: [Karen Holt, Holt]\n"


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(anything, min_size=3, max_size=20))
@example(
    [("names", [NAMES]), ("write", "one.txt", "A bridge\n\nThey agreed to rebuild it.\n"), ("reindex",), ("names", [])]
)
def test_a_dry_run_foretells_what_the_run_reports(history: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        world = World(Path(place) / "archive")
        world.folder.mkdir()
        index = Path(place) / "index"
        for step in [*history, ("reindex", {})]:
            if step[0] != "reindex":
                do(world, step)
                continue
            more = {"file_mb": 1, **(step[1] if len(step) > 1 else {})}
            before, files = places(index) if index.exists() else set(), tree(index)
            try:
                foretold = run(index, world.folder, dry_run=True, **more)
            except SourceMissing as error:
                with pytest.raises(SourceMissing) as same:
                    run(index, world.folder, **more)
                assert str(same.value) == str(error)
                return
            assert tree(index) == files, "a dry run writes nothing"
            report = run(index, world.folder, **more)
            assert told(foretold) == told(report)
            after = places(index)
            assert report.new + report.counts.renamed == len(after - before)
            assert report.gone + report.counts.renamed == len(before - after)
            assert report.counts.unchanged + report.changed == len(after & before)
            assert {item.why.kind for item in report.skipped} <= set(Code)


def places(index: Path) -> set[tuple[str, str]]:
    """Path and key of every article: a run counts by them, as an edited article may be called otherwise."""
    return set(contents(index))


def test_a_dry_run_at_the_terminal_names_what_the_run_will_skip(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    for path in random.Random(7).sample(CORPUS, 30):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "pages.txt").write_bytes(b"%PDF-1.7 ...")
    index = tmp_path / "index"

    def said(*more: str) -> list[str]:
        result = CliRunner().invoke(main, ["reindex", str(folder), "--index", str(index), "--workers", "2", *more])
        assert result.exit_code == 0, result.output
        left = ("to read", "looking", "comparing", "reading", "publishing", "done", "would be")
        return [line for line in result.output.splitlines() if not line.startswith(left)]

    foretold = said("--dry-run")
    assert not index.exists()
    assert foretold == said()
    assert any(line.endswith(" new") for line in foretold)
