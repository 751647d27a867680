"""A facet is a row of the table: in a copy of the program two are added to one file, and everything else follows."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from index.errors import IndexOutdated
from search.embedded.engine import open_engine
from tests.programs import ROOT, Program, copied

# One facet of one value and one of several, both worked out from more than a field of the article.
ROWS = """
def _length(article: Article) -> str:
    words = len(article.text.split())
    return "short" if words < 30 else "medium" if words < 100 else "long"


FACETS = (
    *FACETS,
    Facet(
        name="length",
        label="Length",
        values_of=lambda article: (_length(article),),
        asked_as=("length",),
        offered_as="Of the length",
        help="How long the text is: short, medium or long.",
        example="short",
    ),
    Facet(
        name="initials",
        label="Initials",
        values_of=lambda article: tuple("".join(part[0] for part in name.split()) for name in article.authors),
        several=True,
        asked_as=("initials", "signed"),
        parameters=("signed",),
        offered_as="Signed",
        help="The initials of the authors.",
        example="ab",
    ),
)
FACET_NAMES ="""

ARTICLES = [
    {"id": "one", "title": "A bridge", "words": 10, "authors": ["Ann Brown", "Zoe Quill"]},
    {"id": "two", "title": "A bridge again", "words": 20, "authors": ["Ann Brown"]},
    {"id": "three", "title": "The bridge at length", "words": 50, "authors": ["Ada Byron", "Al Bo", "Ugo Vex"]},
    {"id": "four", "title": "All about the bridge", "words": 300, "authors": []},
]
LENGTHS = {"short": 2, "medium": 1, "long": 1}
INITIALS = {"AB": 3, "ZQ": 1, "UV": 1}
EXPECTED = {"one": ["AB", "ZQ"], "two": ["AB"], "three": ["AB", "UV"], "four": []}

# Answers one address a line.
SERVER = """
import json, sys
from pathlib import Path
from search.embedded.engine import open_engine
from web.site.app import create_app

client = create_app(open_engine(Path(sys.argv[1]))).test_client()
for address in sys.stdin:
    print(json.dumps(client.get(address.strip()).get_data(as_text=True)), flush=True)
"""


@dataclass(frozen=True)
class Scratch:
    """The changed program with an index of its own, one that the program as it is has written, and a running server."""

    program: Program
    sources: Path
    index: Path
    older: Path
    server: subprocess.Popen[str]

    def get(self, address: str) -> str:
        """What the changed program replies."""
        assert self.server.stdin and self.server.stdout
        self.server.stdin.write(f"{address}\n")
        self.server.stdin.flush()
        reply: str = json.loads(self.server.stdout.readline())
        return reply

    def sent(self, form: str) -> str:
        """The address of the API that asks for what the form of a page asks for: a page sends it on."""
        return "/api" + self.get(form).split()[-1]

    def found(self, question: str) -> dict[str, Any]:
        """What it finds."""
        reply: dict[str, Any] = json.loads(self.get(f"/api/search?{urlencode({'q': question})}"))
        return reply


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scratch]:
    folder = tmp_path_factory.mktemp("scratch")
    sources = folder / "articles.jsonl"
    lines = [{**article, "text": f"{'bridge ' * (int(str(article['words'])) - 1)}end."} for article in ARTICLES]
    sources.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    program = copied(folder / "program")
    older, index = folder / "older", folder / "index"
    reindex = ("reindex", sources, "--workers", 1, "--index")
    done = program.cuttings(*reindex, older)
    assert done.returncode == 0, done.stderr
    program.edit("index/facets.py", "\nFACET_NAMES =", ROWS)
    done = program.cuttings(*reindex, index)
    assert done.returncode == 0, done.stderr
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, index],
        cwd=program.folder,
        env={**os.environ, "PYTHONPATH": str(program.folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        yield Scratch(program, sources, index, older, server)
        server.kill()


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("length:short", {"one", "two"}),
        ("bridge -length:short", {"three", "four"}),
        ("initials:UV", {"three"}),
        ('signed:"ab"', {"one", "two", "three"}),
    ],
)
def test_a_question_filters_by_it(scratch: Scratch, question: str, keys: set[str]) -> None:
    found = scratch.found(question)
    assert {hit["key"] for hit in found["hits"]} == keys
    assert found["total"] == len(keys)
    assert found["notes"] == []


def test_the_panel_counts_what_its_links_find(scratch: Scratch) -> None:
    page = scratch.get("/search?q=bridge")
    for label, name, counts in (("Length", "length", LENGTHS), ("Initials", "initials", INITIALS)):
        panel = re.search(rf"<legend>{label}</legend>(.*?)</fieldset>", page, re.DOTALL)
        assert panel
        box = rf'name="tick.{name}" value="(\w*)".*?<span class="n">(\d+)</span>'
        boxes = re.findall(box, panel[1], re.DOTALL)
        assert {value: int(count) for value, count in boxes if value} == counts
        asked = [
            f"/search?q=bridge&tick.{name}={value}&ticked={meant}" for meant in ("keep", "leave") for value, _ in boxes
        ]
        totals = [json.loads(reply)["total"] for reply in map(scratch.get, map(scratch.sent, asked))]
        assert totals[: len(boxes)] == [int(count) for _, count in boxes]
        assert totals[len(boxes) :] == [len(ARTICLES) - int(count) for _, count in boxes]


def test_an_address_may_name_it_otherwise(scratch: Scratch) -> None:
    plain, other = map(scratch.get, ("/search?initials=UV", "/search?signed=UV"))
    assert plain == other
    assert "Initials: UV" in plain
    assert "means nothing here" not in plain


def test_exports_have_its_column(scratch: Scratch) -> None:
    rows, objects = map(scratch.get, ("/search.csv?q=bridge", "/search.json?q=bridge"))
    header, *lines = csv.reader(io.StringIO(rows.removeprefix("\ufeff")))
    assert header[-3:] == ["length", "initials", "permalink"], "behind the columns of before"
    cells = {line[header.index("key")]: line[-3:-1] for line in lines}
    assert cells == {key: [_length(key), "; ".join(values)] for key, values in EXPECTED.items()}
    hits = json.loads(objects)["hits"]
    assert {hit["key"]: (hit["length"], hit["initials"]) for hit in hits} == {
        key: (_length(key), values) for key, values in EXPECTED.items()
    }


def test_replies_count_it_and_tell_it(scratch: Scratch) -> None:
    found = scratch.found("bridge")
    counted = {name: {value["value"]: value["count"] for value in found["facets"][name]} for name in found["facets"]}
    assert counted["length"] == LENGTHS
    assert counted["initials"] == {**INITIALS, "": 1}
    for hit in found["hits"]:
        assert (hit["length"], hit["initials"]) == (_length(hit["key"]), EXPECTED[hit["key"]])
        whole = json.loads(scratch.get(f"/api/article/{hit['id']}"))
        assert (whole["length"], whole["initials"]) == (hit["length"], hit["initials"])


def test_the_description_of_the_api_names_it(scratch: Scratch) -> None:
    described = json.loads(scratch.get("/api/openapi.json"))
    for struct in ("Hit", "SearchHit", "Article", "ExtractLine"):
        fields = described["components"]["schemas"][struct]["properties"]
        assert fields["length"]["type"] == "string", struct
        assert fields["initials"]["items"] == {"type": "string"}, struct
    asked = {each["name"] for each in described["paths"]["/api/search"]["get"]["parameters"]}
    assert asked >= {"length", "-length", "initials", "-initials"}


def test_cards_and_records_name_it(scratch: Scratch) -> None:
    (hit,) = scratch.found("initials:UV")["hits"]
    page, record = map(scratch.get, ("/search?q=initials:UV", f"/article/{hit['id']}"))
    assert "<bdi>Length: medium</bdi>" in page
    assert "<bdi>Initials: AB, UV</bdi>" in page
    assert re.search(r'<dt>Length</dt>\s*<dd><a href="/search\?length=medium"><bdi>medium</bdi></a>', record)
    assert re.search(r'<dt>Initials</dt>\s*<dd>.*<a href="/search\?initials=UV"><bdi>UV</bdi></a>', record)


def test_all_its_values_have_a_page(scratch: Scratch) -> None:
    length, initials = map(scratch.get, ("/facet/length", "/facet/initials"))
    assert "<h1>Length: 3 values</h1>" in length
    assert "Find in this list" not in length
    assert 'name="tick.initials" value="ZQ"' in initials


def test_help_names_it(scratch: Scratch) -> None:
    page = scratch.get("/help")
    entry = r'<tr><td><code>{0}:a</code></td><td>{1}</td><td><a class="example" href="/search\?q={0}%3A{2}">'
    assert re.search(entry.format("length", "How long the text is: short, medium or long.", "short"), page)
    assert re.search(entry.format("initials", "The initials of the authors.", "ab"), page)


def test_questions_are_completed_and_values_offered(scratch: Scratch) -> None:
    typed, named = map(scratch.get, ("/api/complete?q=length:sh", "/api/complete?q=medi"))
    assert json.loads(typed)["completions"] == ["length:short"]
    assert "length:medium" in json.loads(named)["completions"]
    assert {"facet": "initials", "value": "UV", "count": 1, "rest": ""} in scratch.found("UV")["offers"]
    page = scratch.get("/search?q=UV")
    assert re.search(r'<a href="/search\?initials=UV">Signed <bdi>UV</bdi></a>: 1 article', page)


def test_extract_shows_it(scratch: Scratch) -> None:
    done = scratch.program.cuttings("extract", scratch.sources)
    assert re.findall(r"^  length: +(\w+)$", done.stdout, re.MULTILINE) == ["short", "short", "medium", "long"]
    assert re.findall(r"^  initials: +(.+)$", done.stdout, re.MULTILINE) == ["AB, ZQ", "AB", "AB, UV"]
    done = scratch.program.cuttings("extract", "--jsonl", scratch.sources)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert {record["id"]: (record["length"], record["initials"]) for record in records} == {
        key: (_length(key), values) for key, values in EXPECTED.items()
    }


def test_indexes_of_other_tables_are_refused(scratch: Scratch) -> None:
    done = scratch.program.cuttings("search", "bridge", "--index", scratch.older)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "with other fields or facets" in done.stderr
    with pytest.raises(IndexOutdated, match=r"other fields or facets.*`cuttings reindex`"):
        open_engine(scratch.index).warm()


def test_a_stock_searcher_finds_it(scratch: Scratch) -> None:
    script = "import sys; from whoosh.index import open_dir; from whoosh.query import Term; import index.codec\n"
    script += "with open_dir(sys.argv[1]).searcher() as searcher:\n"
    script += "    print(sorted(hit['key'] for hit in searcher.search(Term('length', 'short'))))"
    done = scratch.program.python(script, scratch.index)
    assert done.stdout.strip() == "['one', 'two']", done.stderr


def test_the_test_of_the_documents_asks_for_it(scratch: Scratch) -> None:
    copy = scratch.program.folder
    (copy / "tests/docs").mkdir(parents=True)
    shutil.copytree(ROOT / "tools/opensearch", copy / "tools/opensearch")  # the fixtures start nodes
    documents = [path.name for path in ROOT.glob("*.md")]
    for name in ("setup.cfg", "tests/conftest.py", "tests/docs/test_docs_hold.py", *documents):
        shutil.copyfile(ROOT / name, copy / name)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/docs", "-k", "facet"]
    done = subprocess.run(
        command, cwd=copy, env={**os.environ, "PYTHONPATH": str(copy)}, capture_output=True, text=True
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "date, length and initials" in done.stdout


def _length(key: str) -> str:
    """By the words that were written for it."""
    (words,) = (int(str(article["words"])) for article in ARTICLES if article["id"] == key)
    return "short" if words < 30 else "medium" if words < 100 else "long"
