"""What a person at a terminal sees: one clear sentence where something is wrong, exit codes, plain output."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.settings import SettingInvalid, Settings, table
from tests.programs import CUTTINGS
from tests.reindex.archives import keys, run
from web.terminal import COMMANDS, load
from web.terminal.cli import EXIT_CODES, main

STORY = "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away."


def cuttings(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def refused(result: Result, code: int) -> str:
    """The one sentence on stderr of a command that failed with the code."""
    assert result.exit_code == code, result.output
    assert result.stderr.startswith("cuttings: ")
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "bridge.txt").write_text(f"A bridge for the valley\n\n3 March 1998\n\n{STORY}\n\n{STORY} Twice.\n")
    return folder


@pytest.fixture
def index(archive: Path, tmp_path: Path) -> Path:
    run(tmp_path / "index", archive)
    return tmp_path / "index"


def test_a_search_says_what_the_words_name_beside_the_texts(index: Path) -> None:
    assert "Articles dated 1998: 1 article\n" in cuttings("search", "--index", index, "1998").output
    told = json.loads(cuttings("search", "--index", index, "--json", "1998").output)
    assert {"facet": "date", "value": "1998", "count": 1, "rest": ""} in told["offers"]


def test_help_lists_every_command_and_exit_code() -> None:
    text = cuttings("--help").output
    for name in COMMANDS:
        assert f"  {name} " in text
    for code, meaning in EXIT_CODES:
        assert f"{code} " in text
        assert meaning.split(":")[0][:40] in " ".join(text.split())


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_and_its_name(name: str) -> None:
    command = load(name)
    assert command is not None
    assert command.name == name
    result = cuttings(name, "--help")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 4


def test_an_unknown_command_is_wrong_usage() -> None:
    assert cuttings("frobnicate").exit_code == 2


def test_reindex_missing_folder(tmp_path: Path) -> None:
    message = refused(cuttings("reindex", tmp_path / "none", "--index", tmp_path / "index"), 1)
    assert "does not exist" in message


def test_reindex_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "holds no articles" in refused(cuttings("reindex", tmp_path / "empty", "--index", tmp_path / "index"), 1)


def test_reindex_where_the_index_is_a_file(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    message = refused(cuttings("reindex", archive, "--index", tmp_path / "file" / "index"), 1)
    assert "--index" in message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_reindex_where_nothing_may_be_written(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o555)
    message = refused(cuttings("reindex", archive, "--index", tmp_path / "locked" / "index"), 1)
    assert "not permitted" in message


BAD = {
    "binary.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "PNG"),
    "control.txt": (bytes(range(1, 9)) * 500, "not text"),
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "empty"),
    "cut.txt.gz": (b"\x1f\x8b\x08\x00\x00", "gzip"),
    "bad.jsonl": (b'{"id": "a", "text": "x"\n', "not JSON"),
}


def test_bad_files_are_listed_each_with_its_reason_and_the_rest_is_indexed(archive: Path, tmp_path: Path) -> None:
    for name, (data, _) in BAD.items():
        (archive / name).write_bytes(data)
    (archive / "latin.txt").write_bytes(f"Le pont de la vallée\n\n{STORY} À bientôt.\n".encode("latin-1"))
    (archive / "nul.txt").write_bytes(f"Nul and void\n\n{STORY}\0\n\n{STORY} Again.\n".encode())
    (archive / "front.md").write_text(f"---\ntitle: [unclosed\n---\n\n{STORY}\n")
    (archive / "one-line.txt").write_text("word " * 1_900_000)
    (archive / "lines.jsonl").write_text(json.dumps({"id": "good", "text": STORY}) + '\n{"broken\n')
    result = cuttings("reindex", archive, "--index", tmp_path / "index", "--json", "--workers", 1)
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    reasons = {item["path"]: item["reason"] for item in report["skipped"]}
    for name, (_, words) in BAD.items():
        assert words in reasons[name], reasons[name]
    assert "line 2" in reasons["lines.jsonl"]
    assert {"bridge", "latin", "nul", "good"} <= keys(tmp_path / "index")
    # Neither is lost without a word: indexed, or listed.
    for name in ("front.md", "one-line.txt"):
        assert Path(name).stem in keys(tmp_path / "index") or reasons[name]


def test_reindex_says_plan_and_outcome_in_plain_lines(archive: Path, tmp_path: Path) -> None:
    (archive / "empty.txt").write_text("")
    output = cuttings("reindex", archive, "--index", tmp_path / "index", "--workers", 1).output
    assert output.startswith("to read: 2 new\n")
    assert "\n1 new\n" in output
    assert "skipped empty.txt: is empty" in output
    assert "1 article in the index, 1 skipped" in output
    assert "\x1b" not in output
    dry = cuttings("reindex", "--index", tmp_path / "index", "--dry-run").output
    assert dry.count("no source has changed") == 1


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_a_reader_who_has_gone_does_not_end_the_run(archive: Path, tmp_path: Path, option: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [
        *CUTTINGS,
        "reindex",
        str(archive),
        "--index",
        str(tmp_path / "index"),
        *option,
    ]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert done.returncode == 0 and b"roken pipe" not in done.stderr
    assert keys(tmp_path / "index") == {"bridge"}


def test_a_file_name_cannot_steer_the_terminal(archive: Path, tmp_path: Path) -> None:
    (archive / "evil\x1b[2J\n.txt").write_text("")
    output = cuttings("reindex", archive, "--index", tmp_path / "index", "--workers", 1).output
    assert "\x1b" not in output
    assert "evil\\x1b[2J\\n.txt: is empty" in output


@pytest.mark.parametrize("command", [["search", "x"], ["verify"]])
def test_no_index_yet(command: list[str], tmp_path: Path) -> None:
    message = refused(cuttings(*command, "--index", tmp_path / "none"), 3)
    assert f"run `cuttings reindex --index {tmp_path / 'none'}`" in message


def test_what_nobody_sees_is_not_printed(archive: Path, tmp_path: Path) -> None:
    (archive / "joined.txt").write_text(f"A word\u2060joiner in a title\n\n{STORY}\n")
    run(tmp_path / "index", archive)
    output = cuttings("search", "wordjoiner", "--index", tmp_path / "index").output
    assert "A *wordjoiner* in a title" in output


def test_search_prints_titles_dates_and_marks(index: Path) -> None:
    output = cuttings("search", "flood", "--index", index).output
    assert "A bridge for the valley" in output
    assert "1998-03-03" in output
    assert "*flood*" in output
    assert "\x1b" not in output


def test_search_as_json_marks_what_matched(index: Path) -> None:
    reply = json.loads(cuttings("search", "flood", "--index", index, "--json").output)
    assert reply["total"] == 1
    (hit,) = reply["hits"]
    marked = {s["text"][a:b] for s in hit["quotes"] for a, b in s["marks"]}
    assert marked == {"flood"}


def test_search_takes_operators_as_words_and_arguments_with_spaces_as_phrases(index: Path) -> None:
    assert "1 article\n" in cuttings("search", "bridge", "-geneva", "--index", index).output
    assert "No article matches" in cuttings("search", "bridge", "-flood", "--index", index).output
    assert "*last winter*" in cuttings("search", "last winter", "bridge", "--index", index).output


def test_verify_is_silent_about_a_sound_index_and_names_damage(index: Path) -> None:
    assert cuttings("verify", "--index", index).output.startswith("sound: 1 article in 1 segment,")
    (segment,) = (index / "segments").glob("*/segment")
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 1
    segment.write_bytes(data)
    result = cuttings("verify", "--index", index)
    assert result.exit_code == 4
    assert "cuttings repair" in result.stderr


def test_settings_come_from_options_then_environment_then_defaults() -> None:
    assert Settings.read({}).port == 8000
    assert Settings.read({"CUTTINGS_PORT": "80"}).port == 80
    assert Settings.read({"CUTTINGS_PORT": "80"}, port=81).port == 81
    assert Settings.read({"CUTTINGS_LOG_QUERIES": "yes"}).log_queries is True


@pytest.mark.parametrize(
    ("variable", "value"), [("PORT", "x"), ("PORT", "-1"), ("FILE_SECONDS", "nan"), ("LOG_QUERIES", "maybe")]
)
def test_a_setting_that_does_not_fit_is_named(variable: str, value: str) -> None:
    with pytest.raises(SettingInvalid, match=f"CUTTINGS_{variable} is '{value}'"):
        Settings.read({f"CUTTINGS_{variable}": value})


def test_every_setting_is_in_the_table_and_shown() -> None:
    output = cuttings("settings").output
    for knob in table():
        assert f"{knob.variable} " in output
        assert knob.help in output


def test_a_run_that_takes_too_much_memory_ends_with_one_sentence(archive: Path, index: Path) -> None:
    """The limit is lower than the lines of one file need: the parent, which counts them, gives up."""
    (archive / "many.jsonl").write_bytes(b"1\n" * 3_000_000)
    environment = {**os.environ, "CUTTINGS_WORKER_MB": "60", "CUTTINGS_BUILD_MB": "20"}
    command = [
        *CUTTINGS,
        "reindex",
        "--index",
        str(index),
        str(archive),
    ]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 1, done
    assert done.stderr.count("\n") == 1 and "80 MB of memory" in done.stderr
    assert "CUTTINGS_WORKER_MB" in done.stderr and "the index is as it was" in done.stderr
    assert keys(index) == {"bridge"}


def test_a_variable_that_is_no_setting_is_told(monkeypatch: pytest.MonkeyPatch, archive: Path, tmp_path: Path) -> None:
    for name in ("CUTTINGS_TRUSTED_HOST", "CUTTINGS_NOTHING_OF_OURS", "CUTTINGS_SHARED"):
        monkeypatch.setenv(name, "1")
    first = "cuttings: CUTTINGS_NOTHING_OF_OURS is no setting and does nothing: `cuttings settings` lists them\n"
    second = "cuttings: CUTTINGS_TRUSTED_HOST is no setting and does nothing: did you mean CUTTINGS_TRUSTED_HOSTS?\n"
    assert cuttings("settings").stderr == first + second
    done = cuttings("reindex", archive, "--index", tmp_path / "index")
    assert (done.exit_code, done.stderr) == (0, first + second)


def test_advice_names_the_index_that_the_environment_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CUTTINGS_INDEX", str(tmp_path / "nowhere"))
    told = refused(cuttings("verify"), 3)
    assert told.endswith(f"run `cuttings reindex --index {tmp_path / 'nowhere'}`\n")
