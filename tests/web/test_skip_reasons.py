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
from index.reasons import Code, SkipCode, SkipReason, page_too_large, sentence_of
from web.advice import message
from web.progress import reason_line
from web.reasons import FORMAT_NAMES, SKIP_SENTENCES, SPECIAL
from web.terminal.cli import main

ROOT = Path(__file__).resolve().parents[2]
RETRY = "run `cuttings reindex --retry-failed`"
SAVE = "nothing, unless it holds an article: then save that as a file of its own"
GIVE_UP = f"raise CUTTINGS_FILE_SECONDS or CUTTINGS_WORKER_MB, then {RETRY}"
KEEP = "if it is one all the same, give this and later runs `--keep-empty`, or set CUTTINGS_KEEP_EMPTY=1"
EXPORT = "or export with the texts"
MEND = "mend it or fetch it again"
SEE = f"see that it may be read, then {RETRY}"

# The lines that a run prints behind a source's name.
SAID = [
    (
        SkipReason(SkipCode.CONTROL_CHARACTERS),
        "is not text: holds many control characters [not_understood]: save it as text or as an HTML page",
    ),
    (SkipReason(SkipCode.EMPTY), "is empty [empty]: save it again, or delete it"),
    (
        SkipReason(SkipCode.ENCRYPTED),
        "is encrypted: only a key or password opens it [not_understood]: open it and save it without encryption",
    ),
    (SkipReason(SkipCode.NO_TEXT_PART), "has no part that is text or HTML [empty]: save what it shows as text or HTML"),
    (
        SkipReason(SkipCode.DAMAGED, document="PDF document"),
        "is a damaged PDF document [malformed]: open it and save it anew, or fetch it again",
    ),
    (
        SkipReason(SkipCode.NO_TEXT_LAYER),
        "holds pictures of its pages and no text of them [empty]: "
        "have the text recognised first: `ocrmypdf FILE.pdf READ.pdf`",
    ),
    (
        SkipReason(SkipCode.TOO_MANY_PAGES, pages=1200, limit=300),
        "has 1,200 pages; a document may have 300 [too_large]: split it",
    ),
    (SkipReason(SkipCode.FILE_TOO_LARGE, limit_gigabytes=2), "is larger than 2 GB [too_large]: split it"),
    (
        SkipReason(SkipCode.GZIP_BOMB, times=300),
        "unpacks to more than 300 times its size, as no file of articles does [too_large]: "
        "if it is one, unpack it and index that",
    ),
    (SkipReason(SkipCode.GZIP_DAMAGED), "is a damaged gzip file [malformed]: fetch it again"),
    (SkipReason(SkipCode.GZIP_ENDS_EARLY), "is a gzip file that ends too early [malformed]: fetch it again"),
    (
        SkipReason(SkipCode.GZIP_TOO_LARGE, limit_megabytes=2000.0),
        "holds more than 2000 MB when decompressed [too_large]: split it",
    ),
    (
        SkipReason(SkipCode.LOOKS_BINARY, format="png"),
        "is not text: looks like a PNG image [not_understood]: save it as text or as an HTML page",
    ),
    (
        SkipReason(SkipCode.LOOKS_FOREIGN, format="site_map"),
        "is not read: looks like a site map [not_understood]: save the pages that it names as HTML or text",
    ),
    (page_too_large(1_234_560_000, 10_000_000), "is 1,234.6 MB; a page may have 10 MB [too_large]: split it"),
    (SkipReason(SkipCode.ERROR_PAGE), f"holds no article: it is an error page [no_article]: {KEEP}"),
    (
        SkipReason(SkipCode.NO_RUNNING_TEXT),
        f"holds no article: no line of it reads like running text [no_article]: {KEEP}",
    ),
    (
        SkipReason(SkipCode.NOTICE_PAGE),
        f"holds no article: it asks for consent, a log-in, a payment or a retry [no_article]: {KEEP}",
    ),
    (
        SkipReason(SkipCode.ID_REPEATED),
        "has the id of an earlier one [repeated]: give each an id of its own, if they are different articles",
    ),
    (SkipReason(SkipCode.LINE_TOO_LONG, limit_megabytes=10.0), "is longer than 10 MB [too_large]: split the article"),
    (
        SkipReason(SkipCode.LINES_DAMAGED),
        f"the packed data is damaged or ends too early; what stands before that was read [malformed]: {MEND}",
    ),
    (
        SkipReason(SkipCode.LINES_LIMITED, limit=5_000_000),
        f"has more than 5,000,000 articles; those before that were read: split the file [malformed]: {MEND}",
    ),
    (SkipReason(SkipCode.BOOKMARK), f"is a bookmark without text [empty]: save the page itself, {EXPORT}"),
    (
        SkipReason(SkipCode.BOOKMARKS, count=12_000),
        f"bookmarks without text in it: 12,000 [empty]: save the pages themselves, {EXPORT}",
    ),
    (
        SkipReason(SkipCode.ENCODING_UNKNOWN, encoding="br"),
        "is compressed in a way that is not read (br) [malformed]: save the page without compression",
    ),
    (
        SkipReason(SkipCode.FEED_DAMAGED),
        f"is not well-formed XML, or declares entities; what stands before that was read [malformed]: {MEND}",
    ),
    (
        SkipReason(SkipCode.JSON_ENDS_EARLY),
        f"is JSON that ends too early; what stands before that was read [malformed]: {MEND}",
    ),
    (
        SkipReason(SkipCode.ROW_TOO_LONG, fields=7, columns=5),
        "has 7 fields where the heading has 5 [malformed]: "
        "put fields that hold the mark between fields into quotation marks",
    ),
    (
        SkipReason(SkipCode.TABLE_DAMAGED),
        f"has a quotation mark that is not closed; what stands before that was read [malformed]: {MEND}",
    ),
    (
        SkipReason(SkipCode.TABLE_WITHOUT_HEADING),
        "is a table without a heading, or in UTF-16 [empty]: "
        "save it as UTF-8 with the names of the columns in the first row",
    ),
    (
        SkipReason(SkipCode.TABLE_WITHOUT_TEXT, columns=("title", "isbn")),
        "is a table without texts: its columns are title, isbn [empty]: "
        "call the column of the texts `text`, `body`, `content` or `contents`",
    ),
    (
        SkipReason(SkipCode.WARC_DAMAGED),
        f"the web archive is damaged; what stands before that was read [malformed]: {MEND}",
    ),
    (SkipReason(SkipCode.WARC_IN_ONE), "is one gzip file, not one for each record [malformed]: unpack it with gunzip"),
    (SkipReason(SkipCode.ZIP_DAMAGED), f"is a damaged ZIP file, or none [malformed]: {MEND}"),
    (SkipReason(SkipCode.ZIP_ENCRYPTED), "is encrypted in its ZIP [passed_over]: unpack it with its password"),
    (SkipReason(SkipCode.ZIP_NAME), "has a name that leads out of its ZIP [passed_over]: pack it under another name"),
    (SkipReason(SkipCode.ZIP_NESTED), "is a ZIP within a ZIP [passed_over]: unpack the outer one"),
    (
        SkipReason(SkipCode.NO_ARTICLES_IN, count=1_002, told=("1,000 pictures", "2 redirections")),
        "holds 1,002 parts that are no articles: 1,000 pictures, 2 redirections [no_article]: "
        "nothing: its articles were read",
    ),
    (
        SkipReason(SkipCode.LINES_UNNAMED, count=4_000, limit=1_000),
        "and 4,000 more of it could not be read; the reasons of the first 1,000 are kept [malformed]: "
        "mend or remove them",
    ),
    (
        SkipReason(SkipCode.NO_TEXT, fields=("text", "body")),
        "has no text: give one of the fields text, body [empty]: save it again, or delete it",
    ),
    (
        SkipReason(SkipCode.NOT_AN_OBJECT),
        f"is not an object: each line must be one {{...}} [malformed]: {MEND}",
    ),
    (
        SkipReason(SkipCode.NOT_JSON, problem="unexpected end of data", column=9),
        f"is not JSON: unexpected end of data (column 9) [malformed]: {MEND}",
    ),
    (SkipReason(SkipCode.CHANGED), "changed while it was read [changed]: run `cuttings reindex` again"),
    (
        SkipReason(SkipCode.KEPT_AS_READ, error="input/output error"),
        f"cannot be read (input/output error); kept as it was read [unreadable]: {SEE}",
    ),
    (
        SkipReason(SkipCode.KILLED, signal="SIGKILL"),
        f"ended the process that read it (signal SIGKILL) [given_up]: {GIVE_UP}",
    ),
    (SkipReason(SkipCode.NESTED_TOO_DEEPLY), f"is nested too deeply to be read [given_up]: {GIVE_UP}"),
    (
        SkipReason(SkipCode.PROCESS_ENDED, exit_code="3"),
        f"ended the process that read it (exit code 3) [given_up]: {GIVE_UP}",
    ),
    (
        SkipReason(SkipCode.READING_FAILED, error="KeyError 'a {b}'"),
        f"could not be read: KeyError 'a {{b}}' [given_up]: {GIVE_UP}",
    ),
    (SkipReason(SkipCode.TOO_MUCH_MEMORY), f"took more memory to read than a page may [given_up]: {GIVE_UP}"),
    (SkipReason(SkipCode.TOO_SLOW, seconds=20.0), f"took longer than 20 seconds to read [given_up]: {GIVE_UP}"),
    (
        SkipReason(SkipCode.UNREADABLE, error="permission denied"),
        f"cannot be read (permission denied) [unreadable]: {SEE}",
    ),
    (
        SkipReason(SkipCode.CORRECTS_NOTHING, name="lost"),
        "corrects nothing: there is no lost beside it [correction]: mend the correction file",
    ),
    (
        SkipReason(SkipCode.FOLDER_UNREADABLE, error="permission denied"),
        f"the folder cannot be read (permission denied) [unreadable]: {SEE}",
    ),
    (SkipReason(SkipCode.IS_A_FOLDER), "is a folder [unreadable]: name the files in it"),
    (SkipReason(SkipCode.LINK_DEAD), f"is a link that leads nowhere [passed_over]: {SAVE}"),
    (
        SkipReason(SkipCode.LINK_INSIDE),
        f"is a link to something that is read under its own name [passed_over]: {SAVE}",
    ),
    (
        SkipReason(SkipCode.LINK_OUTSIDE),
        f"is a link that leads out of the folder: name its target as a folder to index [passed_over]: {SAVE}",
    ),
    (
        SkipReason(SkipCode.NAME_TAKEN, file="/news/a.txt"),
        "has the name of /news/a.txt in the archive [passed_over]: rename one",
    ),
    (SkipReason(SkipCode.NOT_A_FILE), f"is a pipe, socket or device, not a file [passed_over]: {SAVE}"),
    (SkipReason(SkipCode.NOT_THERE), "does not exist [unreadable]: name a file"),
    (SkipReason(SkipCode.PART_OF_A_PAGE, suffix=".css"), f"belongs to a saved page (.css) [passed_over]: {SAVE}"),
    (
        SkipReason(SkipCode.CORRECTION, text="is not YAML (line 2)"),
        "is not YAML (line 2) [correction]: mend the correction file",
    ),
    (
        SkipReason(SkipCode.CORRECTIONS_ELSEWHERE),
        "corrects nothing: it counts only in a folder that is indexed itself [correction]: move what it says into the "
        "file of that folder",
    ),
    (
        SkipReason(SkipCode.FAULT, text="cannot say the url"),
        "cannot say the url [fault]: report it: it is a mistake of this program",
    ),
    (sentence_of("is as it was", Code.TOO_LARGE), "is as it was [too_large]: split it"),
    (sentence_of("is as it was", Code.TOO_LARGE, "cut it"), "is as it was [too_large]: cut it"),
]


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
