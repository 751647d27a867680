"""The line of a watched run counts as the closing line of `cuttings reindex` does."""

from __future__ import annotations

from pathlib import Path

from tests.reindex.archives import run
from web.reply.run import run_report
from web.watching.run_lines import RunLines

STORY = "The council of Vellingen agreed on Tuesday to rebuild the bridge that the flood had carried away last winter."


def test_older_versions_are_told_apart_from_articles(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, more in enumerate(("", " Work is to begin in March.")):
        head = '<link rel="canonical" href="https://vellingen.example/bridge"><title>A bridge for Vellingen</title>'
        body = "".join(f"<p>{STORY} That was said {again} times.{more}</p>" for again in ("two", "three", "four"))
        (folder / f"{number}.html").write_text(
            f"<html><head>{head}</head><body><article><h1>A bridge for Vellingen</h1>{body}</article></body></html>"
        )
    report = run(tmp_path / "index", folder)
    assert report.older_versions == 1
    [line] = RunLines().of(run_report(report))
    assert line.endswith(": 1 article in the index, 1 older version")
