"""Whatever the bytes, files of several articles give articles and sentences, and each record is read alone."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import ReadError, Skipped
from index.extract import extract
from index.page import RawPage
from index.readers import MAX_BYTES, read
from index.readers.decode import gunzipped_head
from index.readers.records import FORMS, divided, form_named, form_of
from index.reasons import SkipCode
from index.reindex.scan.contents import bytes_of_file, member_file, members_of
from web.reasons import reason_sentence

FORMATS = Path(__file__).parents[1] / "formats"
FILES = sorted(path.name for path in FORMATS.iterdir() if path.suffix not in (".md", ".zip", ".wacz"))
FILES.remove("expected.json")
PIECES = (
    *(b"\n", b"\n\nFrom a@b Mon Mar  4 18:20:11 2019\n", b'"', b"{", b"]", b"<", b"</item>", b"\x1f\x8b", b"\xff\xfe"),
    *(b"Content-Length: -1\r\n", b"WARC/1.0\r\n", b",", b"\0", b"<!ENTITY a 'b'>", b"=?utf-8?q?", b"charset=x\xe9"),
)


def is_sound(data: bytes, name: str) -> None:
    """That reading gives pages which become articles, and sentences of one line."""
    try:
        for found in read(data, name):
            assert isinstance(found, RawPage | Skipped)
            if isinstance(found, Skipped):
                assert "\n" not in reason_sentence(found)
            else:
                "\n".join(line.text for line in found.lines).encode()
                extract(found)
    except ReadError as error:
        assert str(error)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few of them changed, moved, left out or put in."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at, end = sorted(chance.randrange(len(changed) + 1) for _ in range(2))
        kind = chance.randrange(5)
        if kind == 0:
            changed[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del changed[at : min(end, at + 200)]
        elif kind == 2:
            changed[at:at] = chance.choice(PIECES)
        elif kind == 3:
            changed[at:at] = changed[at : min(end, at + 200)]
        else:
            del changed[end:]
        changed = changed or bytearray(b"x")
    return bytes(changed)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_gives_articles_or_sentences(name: str, rounds: int, pytestconfig: pytest.Config) -> None:
    whole = (FORMATS / name).read_bytes()
    chance = random.Random(f"{pytestconfig.getoption('--seed')} {name}")
    for _ in range(max(rounds // (5 * len(FILES)), 1)):
        is_sound(mutated(whole, chance), name)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=40)), max_size=20), st.sampled_from(FILES))
def test_any_bytes_give_articles_or_sentences(parts: list[bytes], name: str) -> None:
    for start in (b"", (FORMATS / name).read_bytes()[:60]):
        is_sound(start + b"".join(parts), name)


@pytest.mark.parametrize("name", ["clippings.zip", "crawl.wacz"])
def test_a_damaged_zip_gives_members_or_a_reason(
    name: str, rounds: int, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    whole = (FORMATS / name).read_bytes()
    chance = random.Random(f"{pytestconfig.getoption('--seed')} {name}")
    for number in range(max(rounds // 20, 1)):
        file = tmp_path / f"{number}.zip"
        file.write_bytes(mutated(whole, chance))
        try:
            members, _, _ = members_of(str(file))
        except ReadError as error:
            assert str(error)
            continue
        for member in members:
            try:
                is_sound(bytes_of_file(member_file(str(file), member.name)), member.name)
            except OSError as error:
                assert str(error)


class Slow(io.BytesIO):
    """A stream that gives a byte at a time, however much it is asked for."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(size if size is None or size < 0 or size > 100_000_000 else 1)


@pytest.mark.parametrize("name", [name for name in FILES if ".warc" not in name])
def test_records_are_where_they_are_however_the_bytes_come(name: str) -> None:
    whole = (FORMATS / name).read_bytes()
    form = form_of(whole, name)
    at_once, notes = divided(io.BytesIO(whole), form, MAX_BYTES)
    slowly, same = divided(Slow(whole), form, MAX_BYTES)
    assert [one.tolist() for one in at_once.arrays()] == [one.tolist() for one in slowly.arrays()]
    assert (at_once.preamble, notes) == (slowly.preamble, same)


@pytest.mark.parametrize("name", FILES)
def test_a_digest_is_of_the_bytes_at_the_place(name: str) -> None:
    whole = (FORMATS / name).read_bytes()
    head = gunzipped_head(whole) if name.endswith(".gz") else whole
    into, _ = divided(io.BytesIO(whole), form_of(head, name), MAX_BYTES, 7)
    digests, numbers, starts, lengths, rests = (one.tolist() for one in into.arrays())
    assert numbers == sorted(set(numbers))
    for digest, start, length, (rest, more) in zip(digests, starts, lengths, rests, strict=True):
        hasher = into.hasher()
        hasher.update(whole[start : start + length] + whole[rest : rest + more])
        assert hasher.intdigest() == digest
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False)), "no record is in two"


def test_each_form_is_tried() -> None:
    tried = {form_of((FORMATS / name).read_bytes(), name) for name in FILES if not name.endswith(".gz")}
    assert tried | {"jsonl"} == {form.name for form in FORMS}
    assert all(form_named(name).name == name for name in tried)


def test_a_mail_of_parts_within_parts_is_refused() -> None:
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3_000))
    whole = f"From a@b Mon Mar  4 18:20:11 2019\nSubject: x\n{nested}Content-Type: text/plain\n\nhello\n"
    (told,) = read(whole.encode(), "deep.mbox")
    assert isinstance(told, Skipped)
    assert told.why.code is SkipCode.NESTED_TOO_DEEPLY
