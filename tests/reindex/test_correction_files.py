"""What is wrong with a file of corrections is told and costs no article; each root has its own file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.reindex.archives import articles, contents, run
from tests.reindex.desk import FILE, Desk
from tests.reindex.movers import BODIES
from web.terminal.cli import main


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.run()
    return made


def test_what_is_wrong_is_reported_each_time_and_the_rest_counts(desk: Desk) -> None:
    text = "- by: {host: harbour.example}\n  set: {publisher: [A], section: World}\n"
    text += "- by: {host: a.example}\n  drop: Home\n"
    for report in (desk.correct(text), desk.run(), desk.run(full=True)):
        (told,) = [one for one in report.skipped if one.path == FILE]
        assert (told.line, told.why.kind) == (2, "correction")
        assert [(one.entry, one.by, one.articles) for one in report.corrections] == [
            (1, "host: harbour.example", 4),
            (2, "host: a.example", 0),
        ]
        assert report.corrected == 4
    assert desk.named()["p0"].section == "World"
    assert [one for one in desk.correct(text.replace("[A]", "A")).skipped if one.path == FILE] == []


@pytest.mark.parametrize("data", [b"- by: {host: [\n", b"\x00\x01\x02\x03" * 9])
def test_a_bad_file_costs_no_article(data: bytes, desk: Desk) -> None:
    before = desk.named()
    (desk.folder / FILE).write_bytes(data)
    report = desk.run()
    assert [one.path for one in report.skipped] == [FILE]
    assert desk.named() == before


def test_a_file_in_a_folder_below_says_that_it_does_not_count(desk: Desk) -> None:
    desk.write(desk.folder / "below" / FILE, "- by: {host: harbour.example}\n  set: {section: World}\n")
    report = desk.run()
    assert [(one.path, one.why.code) for one in report.skipped] == [(f"below/{FILE}", "corrections_elsewhere")]
    assert desk.named()["p0"].section == ""


def test_each_root_has_its_own(desk: Desk) -> None:
    second = desk.place / "second"
    second.mkdir()
    desk.write(second / "p9.txt", f"A bridge\n\n{BODIES[0]}\n\n{BODIES[1]}\n")
    desk.write(second / FILE, "- by: {title: A bridge}\n  set: {section: Second}\n")
    desk.write(desk.folder / "p9.txt", f"A bridge\n\n{BODIES[0]}\n\n{BODIES[2]}\n")
    desk.write(desk.folder / FILE, "- by: {title: A bridge}\n  set: {section: First}\n")
    report = run(desk.index, desk.folder, second)
    found = {article.path: article.section for article in articles(desk.index).values() if article.key == "p9"}
    assert found == {"p9.txt": "First", "second/p9.txt": "Second"}
    assert [one.path for one in report.corrections] == [FILE, f"second/{FILE}"]
    desk.write(second / FILE, "- by: {title: A bridge}\n  set: {section: Third}\n")
    assert run(desk.index, second / "p9.txt").reread == 1, "a run over a part of a root reads its corrections, too"
    second.rename(desk.place / "away")
    desk.write(desk.folder / FILE, "- by: {title: A bridge}\n  set: {section: Fourth}\n")
    assert run(desk.index, desk.folder).reread == 1, "what is not there now stays as it was"
    found = {article.path: article.section for article in articles(desk.index).values() if article.key == "p9"}
    assert found == {"p9.txt": "Fourth", "second/p9.txt": "Third"}
    run(desk.index, forget=[second])
    assert [one.path for one in run(desk.index).corrections] == [FILE]


def test_processes_correct_as_one_process_does(desk: Desk) -> None:
    one = desk.named()["line-1"].id
    text = f"- by: {{id: {one}}}\n  set: {{title: A}}\n- by: {{host: harbour.example}}\n  drop: {BODIES[0]}\n"
    desk.correct(text)
    run(desk.place / "processes", desk.folder, processes=True)
    assert contents(desk.index) == contents(desk.place / "processes")


def test_a_dry_run_foretells_what_corrections_touch(desk: Desk) -> None:
    desk.write(desk.folder / FILE, "- by: {host: harbour.example}\n  set: {section: World}\n")
    foretold = desk.run(dry_run=True)
    assert (foretold.reread, foretold.corrected) == (4, 4)
    assert desk.named()["p0"].section == ""


def test_without_a_file_nothing_of_corrections_is_loaded_or_published(desk: Desk) -> None:
    assert not list(desk.index.rglob("*corrections*"))


def test_what_was_changed_while_it_could_not_be_read_again_is_read_the_next_time(desk: Desk) -> None:
    """A JSON-lines file that has changed and is not looked at in a run keeps its articles; they are corrected later."""
    second = desk.place / "second"
    second.mkdir()
    desk.write(second / "few.txt", f"A bridge\n\n{BODIES[0]}\n\n{BODIES[1]}\n")
    run(desk.index, desk.folder, second)
    lines = (desk.folder / "lines.jsonl").read_text()
    desk.write(desk.folder / "lines.jsonl", lines + "\n" + json.dumps({"id": "new", "text": BODIES[0]}))
    desk.write(desk.folder / FILE, "- by: {host: lines.example}\n  set: {section: World}\n")
    run(desk.index, second)
    assert {desk.named()[f"line-{n}"].section for n in range(3)} == {""}
    run(desk.index)
    assert {desk.named()[f"line-{n}"].section for n in range(3)} == {"World"}


def test_the_lines_of_a_run_say_what_each_touches_and_how_many_match_nothing(desk: Desk) -> None:
    rules = [f"- by: {{host: {host}}}\n  set: {{section: World}}\n" for host in ("a.example", "b.example", "c.example")]
    desk.write(desk.folder / FILE, "".join([*rules, "- by: {host: harbour.example}\n  set: {section: Sea}\n"]))
    result = CliRunner().invoke(main, ["reindex", str(desk.folder), "--index", str(desk.index), "--workers", "1"])
    told = result.output.splitlines()
    assert "1 correction touches 4 articles" in told
    assert f"  {FILE} line 7 (entry 4), host: harbour.example: 4 articles" in told
    place = told.index("3 corrections match nothing")
    assert told[place + 1] == f"  {FILE} line 1 (entry 1), host: a.example"
