"""An index that another version of the program wrote is refused, or served with a note: never answered from wrongly."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.errors import IndexOutdated
from index.segment.reader import open_segment
from index.segment.writer import Built
from index.store.snapshot import open_snapshot
from index.store.transaction import open_store
from search.embedded.engine import open_engine
from search.query import Query
from tests.programs import Program, copied
from tests.reindex.archives import run
from tests.web.replies import json_of
from web.site.app import create_app

NOTICE = "read by another version of this program"
TEXT = "The council held internal talks on Tuesday about the bridge that the flood of last winter had carried away."

# Each of them changes answers: words of four letters are not stemmed; `internal` is not; sections are called agencies.
ANALYSES = (
    ("index/analysis/stemming.py", "_SHORT = 3", "_SHORT = 5"),
    ("index/analysis/stemming.py", "    abbas aids", "    internal talks abbas aids"),
    ("index/analysis/initials.py", "ad ai al am eu is", "ad ai al am eu"),
)
FIELDS = (
    ("index/schema.py", "LEAD_WORDS = 100", "LEAD_WORDS = 50"),
    ("index/facets.py", "\nFACET_NAMES =", "\nFACETS = (FACETS[1], FACETS[0], *FACETS[2:])\nFACET_NAMES ="),
    ("index/facets.py", 'name="agency"', 'name="wire"'),
    ("index/facets.py", "(article.agency,)", "(article.section,)"),
)
# What a person who keeps the program well changes every day.
REMARKS = (
    ("index/analysis/stemming.py", "_SHORT = 3", "# Three, because of IS.\n_SHORT = 3"),
    ("index/analysis/text.py", "from __future__ import annotations", "from __future__ import annotations\n\n"),
    ("index/facets.py", '"""Which facets are', '"""Once more: which facets are'),
    ("index/facets.py", 'label="Agency"', 'label="News agency"'),
    ("index/facets.py", 'asked_as=("agency",)', 'asked_as=("agency", "wire")'),
    (
        "index/clean/rules/phrases.py",
        "from __future__ import annotations",
        "# A comment.\nfrom __future__ import annotations",
    ),
    ("index/describe/languages.py", "from __future__ import annotations", "from __future__ import annotations\n\n"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    (folder / "bridge.txt").write_text(f"A bridge for the valley\n\n3 March 1998\n\n{TEXT}\n\n{TEXT} Twice.\n")
    return folder


@pytest.fixture
def index(folder: Path, tmp_path: Path) -> Path:
    run(tmp_path / "index", folder)
    return tmp_path / "index"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return copied(tmp_path / "program")


@pytest.fixture(scope="module")
def read_otherwise(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of a program that reads otherwise, and searches as this one does."""
    place = tmp_path_factory.mktemp("other")
    other = copied(place / "program")
    other.edit(
        "index/extract.py", "from __future__ import annotations", "from __future__ import annotations\n\nNEW = 1"
    )
    done = other.cuttings("reindex", folder, "--index", place / "index", "--workers", 1)
    assert done.returncode == 0, done.stderr
    return place / "index"


@pytest.mark.parametrize("change", ANALYSES[:1] + FIELDS)
def test_another_analysis_or_table_of_facets_is_refused(
    index: Path, program: Program, change: tuple[str, str, str]
) -> None:
    program.edit(*change)
    for command in (("search", "talks"), ("verify",)):
        done = program.cuttings(*command, "--index", index)
        assert done.returncode == 3, done.stdout + done.stderr
        assert "`cuttings reindex" in done.stderr
        assert done.stderr.count("\n") == 1, "a sentence, no traceback"
        assert "1 article" not in done.stdout


@pytest.mark.parametrize("change", ANALYSES)
def test_reindex_builds_an_index_of_another_analysis_anew(
    index: Path, program: Program, change: tuple[str, str, str]
) -> None:
    program.edit(*change)
    done = program.cuttings("reindex", "--index", index, "--workers", 1)
    assert done.returncode == 0, done.stderr
    assert "1 article in the index" in done.stdout
    assert program.cuttings("verify", "--index", index).stdout.startswith("sound: 1 article")
    assert "1 article\n" in program.cuttings("search", "internal talks", "--index", index).stdout
    with pytest.raises(IndexOutdated, match=r"another analysis of words.*`cuttings reindex`"):
        open_snapshot(index)
    assert run(index).articles == 1
    assert open_engine(index).search(Query(text="internal")).total == 1


def test_another_version_of_the_stemmer_is_refused(index: Path, program: Program, tmp_path: Path) -> None:
    (tmp_path / "libraries/PyStemmer-3.0.9.dist-info").mkdir(parents=True)
    done = Program(program.folder, tmp_path / "libraries").cuttings("search", "internal", "--index", index)
    assert done.returncode == 3
    assert "another analysis of words" in done.stderr


def test_segments_of_another_analysis_are_never_merged(
    index: Path, program: Program, folder: Path, tmp_path: Path
) -> None:
    program.edit(*ANALYSES[0])
    other = tmp_path / "other"
    assert program.cuttings("reindex", folder, "--index", other, "--workers", 1).returncode == 0
    (foreign,) = (other / "segments").iterdir()
    with pytest.raises(IndexOutdated):
        open_segment(foreign)
    before = {path: path.read_bytes() for path in index.rglob("*") if path.is_file() and path.name != "LOCK"}
    with pytest.raises(IndexOutdated), open_store(index, now=datetime(2026, 3, 1, tzinfo=UTC)) as store:
        shutil.copytree(foreign, store.workspace / "foreign")
        store.adopt(Built(store.workspace / "foreign", 1))
        store.publish()
    assert {path: path.read_bytes() for path in before} == before
    assert open_snapshot(index).live_count == 1


def test_comments_docstrings_and_layout_change_nothing(index: Path, program: Program) -> None:
    for change in REMARKS:
        program.edit(*change)
    done = program.cuttings("search", "internal talks", "--index", index)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 article\n" in done.stdout
    done = program.cuttings("reindex", "--index", index, "--workers", 1)
    assert "no source has changed; 1 as before" in done.stdout
    assert "reading" not in done.stdout


@pytest.mark.parametrize("what", ["code", "library"])
def test_another_reader_s_articles_are_served_with_a_note_until_the_next_reindex(
    index: Path, program: Program, tmp_path: Path, what: str
) -> None:
    if what == "code":
        program.edit(
            "index/page.py", "from __future__ import annotations", "from __future__ import annotations\nNEW = 1"
        )
    else:
        (tmp_path / "libraries/trafilatura-99.0.dist-info").mkdir(parents=True)
        program = Program(program.folder, tmp_path / "libraries")
    done = program.cuttings("search", "internal", "--index", index)
    assert done.returncode == 0
    assert NOTICE in done.stderr and f"`cuttings reindex --index {index}`" in done.stderr
    assert "1 article\n" in done.stdout and NOTICE not in done.stdout
    told = program.cuttings("search", "--json", "internal", "--index", index)
    assert NOTICE in json.loads(told.stdout)["notes"][0]
    assert program.cuttings("verify", "--index", index).returncode == 0
    again = program.cuttings("reindex", "--index", index, "--workers", 1)
    assert "everything is read again: 1 changed" in again.stdout
    assert program.cuttings("search", "internal", "--index", index).stderr == ""
    assert program.cuttings("reindex", "--index", index).stdout.startswith("no source has changed")


def test_every_page_and_reply_says_that_articles_were_read_otherwise(read_otherwise: Path) -> None:
    reader = create_app(open_engine(read_otherwise)).test_client()
    article = open_engine(read_otherwise).search(Query(text="flood")).hits[0].id
    pages = ["/search?q=flood", "/search?q=nothingatall", f"/article/{article}", f"/article/{article}?q=flood"]
    pages += ["/facet/language", "/api/search?q=flood", f"/api/article/{article}", f"/api/article/{article}?q=flood"]
    assert [page for page in pages if reader.get(page).get_data(as_text=True).count(NOTICE) != 1] == []
    assert json_of(reader.get("/health"))["ok"] is True


def test_nothing_is_said_where_this_program_read_the_articles(index: Path) -> None:
    engine = open_engine(index)
    found = engine.search(Query(text="flood"))
    assert (found.total, found.notices, found.notes) == (1, (), ())
    reading = engine.article(found.hits[0].id)
    assert reading is not None and reading.notices == ()
    assert engine.facet(Query(), "language").notices == ()


def test_a_manifest_that_cannot_be_read_costs_no_answer(index: Path) -> None:
    (manifest,) = (index / "attached").rglob("manifest")
    manifest.write_bytes(bytes(manifest.stat().st_size))
    assert open_engine(index).search(Query(text="flood")).total == 1


def test_the_installed_whoosh_is_no_part_of_what_verify_compares(index: Path, program: Program) -> None:
    newer = "import whoosh; whoosh.__version__ = (3, 99, 1)"
    done = program.cuttings("verify", "--index", index, first=newer)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("sound: 1 article")
