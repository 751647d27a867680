"""The manifest keeps what it was given, and knows damage when it reads it."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IndexDamaged
from index.reasons import Code, SkipCode, SkipReason, sentence_of
from index.reindex.manifest import REASONS, FileRow, Manifest
from index.reindex.rows import Rows
from index.reindex.scan.roots import Root
from web.progress import reason_line
from web.reasons import reason_sentence

small = st.integers(0, 2**63 - 1)
rows = st.lists(small, max_size=5).map(lambda digests: Rows.of(digests, range(len(digests))))
files = st.builds(
    FileRow,
    path=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=9),
    root=st.integers(0, 3),
    size=small,
    stamp=small,
    digest=small,
    form=st.integers(0, 1),
    rows=rows,
)
manifests = st.lists(files, max_size=6).map(
    lambda rows_of_files: replace(
        Manifest.of((Root("/a"), Root("/b", "b/")), rows_of_files, REASONS),
        recipe="recipe",
        derived={"years": [1999, 2020, "2026-01-01"]},
    )
)


def same(one: Manifest, other: Manifest) -> bool:
    return one.encode() == other.encode()


@given(manifests)
def test_what_is_written_is_read(manifest: Manifest) -> None:
    assert same(Manifest.decode(manifest.encode()), manifest)


@given(manifests, st.data())
def test_selecting_and_joining_keep_every_file(manifest: Manifest, data: st.DataObject) -> None:
    count = len(manifest.paths)
    chosen = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    first = manifest.select(np.flatnonzero(np.array(chosen, bool)))
    second = manifest.select(np.flatnonzero(~np.array(chosen, bool)))
    both = first.joined(second)
    order = [n for n in range(count) if chosen[n]] + [n for n in range(count) if not chosen[n]]
    for place, number in enumerate(order):
        one, other = both.file(place), manifest.file(number)
        assert (one.path, one.size, one.form) == (other.path, other.size, other.form)
        assert one.rows.digest.tolist() == other.rows.digest.tolist()


@given(manifests.filter(lambda manifest: manifest.paths), st.data())
def test_damage_is_found(manifest: Manifest, data: st.DataObject) -> None:
    encoded = bytearray(manifest.encode())
    cut = data.draw(st.integers(0, len(encoded) - 1))
    with pytest.raises(IndexDamaged):
        Manifest.decode(bytes(encoded[:cut]))


def test_reasons_without_a_row_are_forgotten() -> None:
    gone, bad = sentence_of("is gone", Code.UNREADABLE), sentence_of("is not JSON", Code.MALFORMED)
    found = Rows.of([1, 2], [1, 2])
    found.reason[:] = (3, 0)
    file = FileRow("a.jsonl", 0, 1, 1, 1, form=1, rows=found)
    manifest = Manifest.of((Root("/a"),), [file], (*REASONS, gone, bad)).tidied()
    assert manifest.reasons == (*REASONS, bad)
    assert [(item.path, reason_sentence(item)) for item in manifest.skipped()] == [("a.jsonl", "line 1 is not JSON")]


TOO_LONG = SkipReason(SkipCode.LINE_TOO_LONG, limit_megabytes=10.0)
NO_TEXT = SkipReason(SkipCode.NO_TEXT, fields=("text", "body"))
OF_OLD = sentence_of("is not JSON", Code.MALFORMED, "mend it")


def of_reasons(*reasons: SkipReason) -> Manifest:
    """A file of JSON lines, each left out for one of the reasons, and the last an article."""
    count = len(reasons)
    kept = Rows.of(range(count + 1), range(1, count + 2))
    kept.reason[:] = (*range(len(REASONS), len(REASONS) + count), 0)
    file = FileRow("a.jsonl", 0, 1, 1, 1, form=1, rows=kept)
    return Manifest.of((Root("/a"),), [file], (*REASONS, *reasons))


def with_head(manifest: Manifest, **changes: object) -> bytes:
    """The manifest as bytes with other entries in its head; None takes one out."""
    with np.load(io.BytesIO(manifest.encode())) as arrays:
        parts = dict(arrays)
    head = {**orjson.loads(parts["head"].tobytes()), **changes}
    plain = orjson.dumps({name: value for name, value in head.items() if value is not None})
    parts["head"] = np.frombuffer(plain, np.uint8)
    out = io.BytesIO()
    np.savez(out, allow_pickle=False, **parts)
    return out.getvalue()


def test_a_reason_keeps_its_code_and_values() -> None:
    manifest = of_reasons(TOO_LONG, NO_TEXT, OF_OLD)
    again = Manifest.decode(manifest.encode())
    assert again.reasons == manifest.reasons
    assert again.skipped() == manifest.skipped()
    assert [(item.line, item.why) for item in again.skipped()] == [(1, TOO_LONG), (2, NO_TEXT), (3, OF_OLD)]


OLD = [["", "passed_over", ""], ["has the id of an earlier line", "repeated", ""]]


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (
            [*OLD, ["is not JSON", "malformed", ""], ["is longer than 10 MB", "too_large", "split the article"]],
            [
                "line 1 is not JSON [malformed]: mend it or fetch it again",
                "line 2 is longer than 10 MB [too_large]: split the article",
            ],
        ),
        (
            ["", "has the id of an earlier line", "is empty", "is a link"],
            [
                "line 1 is empty [unreadable]: see that it may be read, then run `cuttings reindex --retry-failed`",
                "line 2 is a link [unreadable]: see that it may be read, then run `cuttings reindex --retry-failed`",
            ],
        ),
    ],
)
def test_a_reason_that_was_written_as_a_sentence_stays_it(kept: list[object], said: list[str]) -> None:
    older = with_head(of_reasons(TOO_LONG, NO_TEXT), reasons=kept, reason_codes=None)
    manifest = Manifest.decode(older)
    assert manifest.reasons[: len(REASONS)] == REASONS
    assert [reason_line(item) for item in manifest.skipped()] == said
    again = Manifest.decode(manifest.encode())
    assert [reason_line(item) for item in again.skipped()] == said


def test_a_reason_of_a_later_version_is_a_sentence() -> None:
    kept = [*OLD, ["is no longer news", "no_article", "wait"]]
    codes = [["sentence", {}], ["id_repeated", {}], ["stale", {"age": 3}]]
    manifest = Manifest.decode(with_head(of_reasons(TOO_LONG), reasons=kept, reason_codes=codes))
    assert [reason_line(item) for item in manifest.skipped()] == ["line 1 is no longer news [no_article]: wait"]


def test_what_an_earlier_version_reads_of_a_reason_is_whole() -> None:
    """Three texts for each: what it says, the kind, and what is to be done, as they were before there were codes."""
    with np.load(io.BytesIO(of_reasons(NO_TEXT, OF_OLD).encode())) as arrays:
        kept = orjson.loads(arrays["head"].tobytes())["reasons"]
    assert kept[len(REASONS) :] == [["no text: text, body", "empty", ""], ["is not JSON", "malformed", "mend it"]]


@pytest.mark.parametrize(
    "changes",
    [
        {"reason_codes": [["sentence", {}]]},
        {"reason_codes": 3},
        {"reasons": [*OLD, ["is bad", "of no kind", ""]], "reason_codes": None},
    ],
)
def test_reasons_that_do_not_fit_are_damage(changes: dict[str, object]) -> None:
    with pytest.raises(IndexDamaged):
        Manifest.decode(with_head(of_reasons(TOO_LONG), **changes))
