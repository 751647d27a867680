"""Whatever has happened to a file of many parts, what is read of it is a page or one clear sentence."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import ReadError
from index.extract import extract
from index.page import RawPage
from index.readers import read
from web.reasons import advice_sentence, sentence

FORMS = Path(__file__).parents[1] / "golden" / "forms"
SOURCES = sorted(path.name for path in FORMS.iterdir())


def looked_at(data: bytes, path: str) -> bool:
    """Whether an article comes of the bytes; else they are refused in a sentence, and nothing else happens."""
    try:
        for found in read(data, path):
            assert isinstance(found, RawPage)
            article = extract(found)
            shown = "\n".join((article.title, article.text, *(line.text for line in article.dropped)))
            shown.encode()  # no lone surrogate is left
            assert "\0" not in shown
            assert all(0 <= number < len(found.lines) for number in found.furniture)
    except ReadError as error:
        assert sentence(error.reason) and "\n" not in sentence(error.reason)
        assert advice_sentence(error.reason)
        return False
    return True


def damaged(data: bytes, rng: random.Random) -> bytes:
    """The bytes with a piece cut, doubled, moved, or with some of them changed."""
    start = rng.randrange(len(data))
    end = min(len(data), start + int(rng.expovariate(1 / 200)) + 1)
    match rng.randrange(6):
        case 0:
            return data[:start]
        case 1:
            return data[:start] + data[end:]
        case 2:
            return data[:end] + data[start:end] * rng.randrange(1, 30) + data[end:]
        case 3:
            out = bytearray(data)
            for _ in range(rng.randrange(1, 40)):
                out[rng.randrange(len(out))] = rng.randrange(256)
            return bytes(out)
        case 4:
            return data[:start] + rng.randbytes(end - start) + data[end:]
        case _:
            return data[start:end] + data[:start] + data[end:]


@pytest.mark.parametrize("name", SOURCES)
def test_a_damaged_file_is_read_or_refused(name: str, mutations: int, seed: int) -> None:
    data = (FORMS / name).read_bytes()
    assert looked_at(data, name) and looked_at(gzip.compress(data), f"{name}.gz")
    rng = random.Random(f"{seed} {name}")
    for _ in range(mutations):
        mutant = damaged(data, rng)
        looked_at(mutant, rng.choice((name, "story.txt", f"cur/{name}:2,S", "page.mht")))


PIECES = ["From: a <a@b.example>\n", "Subject: =?utf-8?Q?x=?= \n", "Date: now\n", "MIME-Version: 1.0\n", "\n", "text\n"]
PIECES += [
    "Content-Type: multipart/mixed; boundary=b\n",
    "Content-Type: multipart/related; boundary=b; start=x\n",
    "--b\n",
]
PIECES += [
    "--b--\n",
    "Content-Type: text/html; charset=x-none\n",
    "Content-Transfer-Encoding: base64\n",
    "<p>text</p>\n",
]
PIECES += [
    "Content-Type: message/rfc822\n",
    "Content-Type: text/plain; charset*=''\n",
    "Message-ID: <1>\n",
    "\x00",
    "\xff",
]
PIECES += ["Content-Disposition: attachment; filename*=utf-7'x'%00\n", " folded\n", "Fwd: ", "Content-Type: \n", ": \n"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from(["a.eml", "a.mht", "new/1.h", "a.txt"]))
def test_odd_messages_are_read_or_refused(pieces: list[str], path: str) -> None:
    looked_at("".join(pieces).encode("latin-1"), path)


def test_parts_within_parts_without_end_are_refused() -> None:
    head = "From: a <a@b.example>\nMessage-ID: <1>\nMIME-Version: 1.0\n"
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3_000))
    assert not looked_at((head + nested + "Content-Type: text/plain\n\nThe end.\n").encode(), "deep.eml")
    mails = "".join(f"Content-Type: message/rfc822\n\nFrom: a{n}\n" for n in range(3_000))
    looked_at((head + mails + "\nThe end.\n").encode(), "deep.eml")
