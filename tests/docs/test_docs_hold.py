"""The documents say what the code does: commands, targets, files, dependencies and rules that they name exist."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from index.facets import FACETS
from index.settings import PREFIX, Settings
from search.embedded.engine import open_engine
from search.query import Query
from web.serving import tokens
from web.site.article_page.reader import VIEWS
from web.terminal.cli import EXIT_CODES, main

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMANDS = set(main.list_commands(click.Context(main)))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_make_target_that_is_named_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"`?\bmake ([a-z-]+)", document.read_text(encoding="utf-8")))
    prose = {"it", "a", "the", "sure", "no", "one"}
    assert named - prose <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_command_that_is_named_exists(document: Path) -> None:
    named = set(re.findall(r"`(?:\.venv/bin/)?cuttings ([a-z][a-z-]*)", document.read_text(encoding="utf-8")))
    assert named <= COMMANDS


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_linked_file_exists(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_heading_that_is_linked_exists(document: Path) -> None:
    for file, heading in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", document.read_text(encoding="utf-8")):
        target = document.parent / file if file else document
        titles = re.findall(r"^#+ (.+)", target.read_text(encoding="utf-8"), re.MULTILINE)
        assert heading in {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_file_that_is_named_exists(document: Path) -> None:
    top = "|".join(("index", "search", "web", "tools", "tests", "docs", "seeds"))
    named = re.findall(rf"`((?:{top})/[\w./-]*)`", document.read_text(encoding="utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_a_document_speaks_of_what_a_stranger_can_know(document: Path) -> None:
    words = ("the card", "judged pages", "judged sites", "fold 0", "the pool", "development sites", "development pages")
    places = ("/home/", "/tmp/", "/root/")  # of one machine
    told = " ".join(document.read_text(encoding="utf-8").lower().split())
    assert [word for word in (*words, *places) if re.search(rf"(?<![\w.-]){re.escape(word)}", told)] == []


def test_the_readme_names_every_facet() -> None:
    *labels, last = (facet.label for facet in FACETS)
    sentence = f"{', '.join(labels)} and {last}".capitalize()
    assert sentence in " ".join(text("README.md").split())


def test_what_is_said_of_security_is_the_code_s() -> None:
    security = text("SECURITY.md")
    named = set(re.findall(rf"`{PREFIX}([A-Z_]+)", security))
    assert {"TOKEN", "LOG_QUERIES"} <= named <= {knob.name.upper() for knob in fields(Settings)}
    assert f"{tokens.SHORTEST_TOKEN} characters or more" in security
    assert f"from 1 to {tokens.LONGEST_DELAY:.0f} seconds" in security
    assert tokens.FREE == 5 and "After five wrong tokens in a row" in security
    assert (tokens.KNOWN, "within a day" in security) == (24 * 60 * 60, True)


def test_the_two_commands_of_the_readme_are_the_makefile_s() -> None:
    named = re.findall(r"^make ([a-z]+)(?:$| +#)", text("README.md"), re.MULTILINE)
    assert named == ["run", "test"]
    told = {name: planned(name, "HOST=0.0.0.0", "PORT=8123", "SOURCES=one two") for name in named}
    assert "cuttings reindex one two " in told["run"]
    assert "--host 0.0.0.0 --port 8123" in told["run"]
    assert "-m pytest" in told["test"]


def planned(*words: str) -> str:
    """What make would do."""
    return subprocess.run(["make", "--dry-run", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_help_reads_for_every_command() -> None:
    for name in sorted(COMMANDS):
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0, result.output
        assert len(result.output.splitlines()) > 3


def test_the_exit_codes_of_the_readme_are_the_command_line_s() -> None:
    told = {
        int(code): meaning for code, meaning in re.findall(r"^\| (\d+) \| (.+?) \|", text("README.md"), re.MULTILINE)
    }
    table = dict(EXIT_CODES)
    assert set(told) == set(table)
    words = {0: "done", 1: "could not be looked at", 3: "another version", 4: "damaged", 5: "another process"}
    assert all(word in table[code] for code, word in words.items())
    assert all(word in told[code] for code, word in words.items() if code)


def test_the_tour_names_the_tabs_as_the_page_does() -> None:
    bold = set(re.findall(r"\*\*([^*]+)\*\*", text("README.md").partition("## Five minutes")[2]))
    assert len(bold) == 2 and bold <= set(VIEWS.values())


def test_the_pictures_are_light_and_wide_enough() -> None:
    pictures = re.findall(r"^!\[.{20,}\]\((\S+\.png)\)$", text("README.md"), re.MULTILINE)
    assert {"docs/search.png", "docs/article.png"} <= set(pictures)
    for picture in pictures:
        data = (ROOT / picture).read_bytes()
        assert len(data) <= 200_000
        assert 1_200 <= int.from_bytes(data[16:20], "big") <= 1_400


def test_every_question_of_the_tour_finds_something(reindexed: Callable[..., Path], seeds: Path) -> None:
    tour = re.findall(r"^\| `(.+?)` \|", text("README.md"), re.MULTILINE)
    engine = open_engine(reindexed(seeds))
    assert len(tour) > 5
    assert [question for question in tour if not engine.search(Query(text=question)).total] == []
