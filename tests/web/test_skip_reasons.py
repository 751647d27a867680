"""Is every reason to leave a source out a code with values, and is its sentence the one that people know?"""

from __future__ import annotations

import ast
import gzip
import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from click.testing import CliRunner

from index.errors import ReadError, Skipped
from index.readers import foreign
from index.reasons import SkipCode, SkipReason
from tests.web.skip_lines import MEND, SAID
from web.advice import message
from web.progress import reason_line
from web.reasons import FORMAT_NAMES, SKIP_SENTENCES, SPECIAL
from web.terminal.cli import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("reason", "said"), SAID, ids=[said[:40] for _, said in SAID])
def test_a_reason_is_said_in_the_known_sentence(reason: SkipReason, said: str) -> None:
    assert reason_line(Skipped("a.txt", reason)) == said
    assert reason_line(Skipped("a.jsonl", reason, 1200)) == f"line 1200 {said}"


def test_no_code_is_without_a_known_sentence() -> None:
    assert {reason.code for reason, _ in SAID} == set(SkipCode) == set(SKIP_SENTENCES) >= set(SPECIAL)


def test_every_reason_has_a_code_of_the_table_and_the_values_of_its_sentence() -> None:
    used: set[str] = set()
    for place, call in _reasons():
        assert [ast.unparse(given).partition(".")[0] for given in call.args] == ["SkipCode"], place
        name = ast.unparse(call.args[0]).partition(".")[2]
        fields = {field for _, field, _, _ in Formatter().parse(SKIP_SENTENCES[SkipCode[name]]) if field}
        more = {"kind", "advice"} if name == "SENTENCE" else set()
        assert {given.arg for given in call.keywords} == fields | more, place
        used.add(name)
    assert used == set(SkipCode.__members__)


def _reasons() -> Iterator[tuple[str, ast.Call]]:
    """The calls that make a reason, but for the one that reads what was written down."""
    for package in ("index", "web"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text("utf-8"))):
                named = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "SkipReason"
                if named and isinstance(call, ast.Call) and not any(given.arg is None for given in call.keywords):
                    yield f"{path.relative_to(ROOT)}:{call.lineno}", call


def test_every_format_that_is_not_read_has_a_name_for_people_and_no_other_has() -> None:
    names = [row.name for row in vars(foreign).values() if isinstance(row, foreign.Foreign)]
    names += [row.name for row in foreign.FORMATS]
    assert sorted(names) == sorted(FORMAT_NAMES)


def test_a_refusal_is_the_same_in_another_process() -> None:
    error = ReadError(SkipReason(SkipCode.NOT_JSON, problem="x", column=3))
    other = pickle.loads(pickle.dumps(error))
    assert (other.reason, str(other), message(other)) == (error.reason, str(error), message(error))


def test_a_run_for_programs_gives_codes_and_values_beside_the_sentences(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "x.jsonl").write_text('{"id": "a", "text": "One."}\n{"id": "b"}\n{"id": 3\n')
    (folder / "picture.txt").write_bytes(b"\x89PNG ...")
    (folder / "cut.txt.gz").write_bytes(gzip.compress(b"some text")[:-4])
    result = CliRunner().invoke(main, ["reindex", str(folder), "--index", str(tmp_path / "index"), "--json"])
    skipped = {(item["path"], item["line"]): item for item in json.loads(result.stdout)["skipped"]}
    assert {place: (item["reason_code"], item["reason_values"]) for place, item in skipped.items()} == {
        ("x.jsonl", 2): ("no_text", {"fields": ["text", "body", "content", "contents"]}),
        ("x.jsonl", 3): ("not_json", {"problem": "unexpected end of data", "column": 9}),
        ("picture.txt", 0): ("looks_binary", {"format": "png"}),
        ("cut.txt.gz", 0): ("gzip_ends_early", {}),
    }
    assert {place: (item["code"], item["reason"], item["advice"]) for place, item in skipped.items()} == {
        ("x.jsonl", 2): (
            "empty",
            "line 2 has no text: give one of the fields text, body, content, contents",
            "save it again, or delete it",
        ),
        ("x.jsonl", 3): ("malformed", "line 3 is not JSON: unexpected end of data (column 9)", MEND),
        ("picture.txt", 0): (
            "not_understood",
            "is not text: looks like a PNG image",
            "save it as text or as an HTML page",
        ),
        ("cut.txt.gz", 0): ("malformed", "is a gzip file that ends too early", "fetch it again"),
    }


def test_an_error_about_a_source_says_in_words_why_it_was_left_out(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "gone.txt").symlink_to("nothing")
    asked = ["reindex", str(tmp_path / "archive"), "--index", str(tmp_path / "index")]
    result = CliRunner().invoke(main, asked)
    assert result.stderr == (
        f"cuttings: {tmp_path / 'archive'} holds no articles (gone.txt: is a link that leads nowhere): "
        "put text, HTML, mailboxes, web archives or tables there\n"
    )
