"""Any bytes become pages or one clear sentence, and what was mended is recorded."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import ReadError, Skipped
from index.page import Format, RawPage
from index.readers import MAX_BYTES, MAX_FILE_BYTES, page_key, read
from web.reasons import reason_sentence, sentence

NAMES = st.sampled_from(["a.txt", "a.html", "a.md", "a.jsonl", "a", "a.txt.gz", "a.bin"])


def one(data: bytes, path: str = "story.txt") -> RawPage:
    found = list(read(data, path))
    assert len(found) == 1 and isinstance(found[0], RawPage)
    return found[0]


def texts(page: RawPage) -> list[str]:
    return [line.text for line in page.lines]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), NAMES)
def test_any_bytes_become_pages_or_read_error(data: bytes, path: str) -> None:
    try:
        for found in read(data, path):
            assert isinstance(found, RawPage | Skipped)
            if isinstance(found, RawPage):
                "\n".join(texts(found)).encode()  # no lone surrogate is left
                assert "\0" not in "".join(texts(found))
    except ReadError as error:
        assert sentence(error.reason) and "\n" not in sentence(error.reason)


PIECES = ["<p>", "</p>", "<html>", "<!--", "-->", "<script>", "{", "}", '"text"', ":", "---\n", "a: [", "\n", "\r\n"]
PIECES += ["\x1f\x8b", "# Title\n", "* x\n", "<a href=", "&#xd800;", "\ufeff", "\\ud800", "٣", "\u2028", " "]
MARKUP = st.lists(st.sampled_from(PIECES), max_size=30)


@settings(max_examples=150, deadline=None)
@given(MARKUP, NAMES)
def test_broken_markup_becomes_pages_or_read_error(parts: list[str], path: str) -> None:
    try:
        for found in read("".join(parts).encode(), path):
            if isinstance(found, RawPage):
                "\n".join(texts(found)).encode()
    except ReadError as error:
        assert sentence(error.reason)


@settings(max_examples=100, deadline=None)
@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"),
        max_size=200,
    )
)
def test_lines_of_a_text_are_the_text(text: str) -> None:
    try:
        page = one(("Some words first.\n" + text).encode(), "x.txt")
    except ReadError:
        return
    if page.format is Format.TEXT:
        seen = "".join(char for char in text if char not in "\u00ad\u200b\u2060\ufeff")
        assert texts(page) == [line.strip() for line in ("Some words first.\n" + seen).splitlines()]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "is not text: looks like a PNG image"),
        (b"%PDF-1.7 ...", "is a damaged PDF document"),
        (bytes(range(32)) * 50, "is not text: holds many control characters"),
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"a" * (MAX_BYTES + 1), "is 10.0 MB; a page may have 10 MB"),
        (gzip.compress(b"some text", mtime=0)[:-4], "is a gzip file that ends too early"),
        (b"\x1f\x8b\x08broken", "is a damaged gzip file"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as error:
        list(read(data, "story.txt"))
    assert sentence(error.value.reason) == reason


def test_a_gzip_bomb_is_refused_without_unpacking_it() -> None:
    with pytest.raises(ReadError) as error:
        list(read(gzip.compress(b" " * (MAX_FILE_BYTES + 1)), "story.txt.gz"))
    assert "more than 50 MB" in sentence(error.value.reason)


def test_one_line_of_ten_million_characters_is_read() -> None:
    page = one(b"word " * (MAX_BYTES // 5))
    assert len(page.lines) == 1 and len(page.lines[0].text) == MAX_BYTES - 1


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Über die Straße lief ein größerer Bär, sagte „Jäger“ Müller.", "windows-1252"),
        ("Président et députés étaient réunis à l’Élysée, où l’été s’achève.", "windows-1252"),
        ("Президент сказал, что соглашение будет подписано в среду.", "windows-1251"),
        ("Президент сказал, что соглашение будет подписано в среду.", "koi8-r"),
        ("首相は水曜日に会談した。今日は天気がいいですね。", "shift_jis"),
        ("首相は水曜日に会談した。今日は天気がいいですね。", "euc_jp"),
        ("总统周三表示，该协议将于周五在首都签署。", "gb18030"),
        ("قال الرئيس يوم الأربعاء إن الاتفاق سيوقع قريبا في العاصمة", "windows-1256"),
        ("Ο πρόεδρος είπε ότι η συμφωνία θα υπογραφεί την Τετάρτη", "windows-1253"),
    ],
)
def test_other_character_sets_are_told_by_their_letters(text: str, encoding: str) -> None:
    page = one(text.encode(encoding))
    assert texts(page) == [text]
    assert page.repairs and page.repairs[0].startswith("decoded as ")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_with_and_without_mark(encoding: str) -> None:
    text = "Minsk talks resume on Monday, she said."
    assert texts(one(text.encode(encoding))) == [text]


def test_declared_character_set_counts_where_the_bytes_are_not_utf8() -> None:
    html = '<html><head><meta charset="windows-1251"><title>x</title></head><body><p>Мир</p></body></html>'
    page = one(html.encode("windows-1251"), "x.html")
    assert texts(page) == ["Мир"]
    assert page.repairs == ("decoded as cp1251, as declared",)


def test_declared_character_set_is_overruled_by_valid_utf8() -> None:
    html = '<html><head><meta charset="iso-8859-1"></head><body><p>Müller</p></body></html>'
    assert texts(one(html.encode(), "x.html")) == ["Müller"]


def test_foreign_bytes_amid_utf8_are_mended_and_counted() -> None:
    page = one("Café, naïve, Łódź, ".encode() + b"\x93quoted\x94")
    assert texts(page) == ["Café, naïve, Łódź, “quoted”"]
    assert page.repairs == ("2 bytes read as windows-1252 amid UTF-8",)


def test_nul_characters_are_removed_and_counted() -> None:
    page = one(b"one\0two\0\nthree \x01 four five six seven")
    assert texts(page) == ["onetwo", "three  four five six seven"]
    assert page.repairs == ("2 NUL characters removed", "1 control character removed")


@pytest.mark.parametrize(
    ("data", "path", "expected"),
    [
        (b"<!DOCTYPE html><p>x</p>", "x.txt", Format.HTML),
        (b"\n <html><body>x", "x", Format.HTML),
        (b"just words", "x.html", Format.TEXT),
        (b"Some <em>inline</em> talk of <p> tags", "x.txt", Format.TEXT),
        (b"---\ntitle: A\n---\nText", "x.txt", Format.MARKDOWN),
        (b"---\nA line below a rule", "x.txt", Format.TEXT),
        (b'{"id": "1", "text": "x"}\n', "x.txt", Format.JSONL),
        (b"{not json at all", "x.txt", Format.TEXT),
        (b"# A heading\n\ntext", "x.md", Format.MARKDOWN),
        (gzip.compress(b"<html><p>x", mtime=0), "x.dat", Format.HTML),
    ],
)
def test_bytes_decide_before_the_suffix(data: bytes, path: str, expected: Format) -> None:
    assert one(data, path).format is expected


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("folder/1234.txt", "1234"),
        ("1234.html.gz", "1234"),
        ("1234.resiliparse.txt.gz", "1234"),
        ("1234.w3m.txt", "1234"),
        ("2015.05.26 Summit.txt", "2015.05.26 Summit"),
        ("U.S. and Cuba.html", "U.S. and Cuba"),
        ("noted", "noted"),
        (".txt", ".txt"),
    ],
)
def test_a_page_is_named_by_its_file_without_suffixes(path: str, key: str) -> None:
    assert page_key(path) == key


class TestJsonLines:
    def test_fields_are_given_and_nothing_is_cleaned(self) -> None:
        line = {
            "_id": "d7",
            "title": "T",
            "text": "One.\n\nTwo.",
            "metadata": {"url": "http://e.org"},
            "date": "2015-05-26",
        }
        page = one(json.dumps(line).encode(), "x.jsonl")
        assert (page.key, page.clean, texts(page)) == ("d7", False, ["One.", "", "Two."])
        assert page.given == {"url": "http://e.org", "title": "T", "date": "2015-05-26"}

    def test_cleaning_can_be_asked_for(self) -> None:
        assert one(b'{"id": 1, "text": "x", "clean": true}', "x.jsonl").clean

    def test_malformed_lines_are_skipped_with_their_numbers(self) -> None:
        lines = [b'{"id": "a", "text": "x"}', b"{bad", b"", b'["list"]', b'{"id": "b"}', b'{"id": "c", "text": "z"}']
        found = list(read(b"\n".join(lines), "x.jsonl"))
        assert [f.key for f in found if isinstance(f, RawPage)] == ["a", "c"]
        assert [reason_sentence(f).split(":")[0] for f in found if isinstance(f, Skipped)] == [
            "line 2 is not JSON",
            "line 4 is not an object",
            "line 5 has no text",
        ]

    def test_lone_surrogates_are_replaced(self) -> None:
        page = one(b'{"id": "a", "text": "x \\ud800 \\ud83d\\ude00"}', "x.jsonl")
        assert texts(page) == ["x \ufffd \U0001f600"]

    def test_a_line_without_id_is_named_by_its_number(self) -> None:
        found = list(read(b'{"text": "x"}\n{"text": "y"}\n', "x.jsonl"))
        assert [page.key for page in found if isinstance(page, RawPage)] == ["1", "2"]

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.text(max_size=40), max_size=8))
    def test_every_line_comes_back(self, bodies: list[str]) -> None:
        data = "\n".join(json.dumps({"id": str(n), "text": body}) for n, body in enumerate(bodies)).encode()
        if not data:
            return
        found = list(read(data, "x.jsonl"))
        assert len(found) == len(bodies)


class TestMarkdown:
    def test_front_matter_is_given_and_blocks_are_lines(self) -> None:
        front = "---\ntitle: A\ndate: 2015-05-26\nauthors: [Jane Doe]\n---\n"
        source = front + "# Head\n\nHard\nwrapped *text*.\n\n* one\n* two\n"
        page = one(source.encode(), "x.md")
        assert page.given == {"title": "A", "date": "2015-05-26", "authors": ["Jane Doe"]}
        assert [(line.text, line.path) for line in page.lines] == [
            ("Head", ("h1",)),
            ("Hard wrapped text.", ("p",)),
            ("one", ("li",)),
            ("two", ("li",)),
        ]
        assert page.markup.startswith("# Head")

    @pytest.mark.parametrize("block", ["title: [a", "just words", "a: *unknown", "- list"])
    def test_front_matter_that_is_not_yaml_stays_in_the_text(self, block: str) -> None:
        page = one(f"---\n{block}\n---\n\nBody text.".encode(), "x.md")
        assert "front matter" in page.repairs[0] and "kept as text" in page.repairs[0]
        assert block.replace("- ", "") in " ".join(texts(page)) and "Body text." in texts(page)

    def test_aliases_cannot_grow_without_bound(self) -> None:
        bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(
            f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]" for n in range(8)
        )
        page = one(f"---\n{bomb}\n---\ntext".encode(), "x.md")
        assert page.given == {} and "more than" in page.repairs[0]

    def test_toml_front_matter(self) -> None:
        page = one(b'+++\ntitle = "A"\n+++\ntext', "x.md")
        assert page.given == {"title": "A"}
