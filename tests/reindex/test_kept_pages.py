"""A page of HTML that was parsed before is the page that the parser gives, or none."""

from __future__ import annotations

import gzip
from dataclasses import fields, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from index.page import RawPage, Tree
from index.readers import page_key, read
from index.reindex.read.kept_pages import KeptPages
from tests.reindex.archives import run

CORPUS = Path(__file__).parents[1] / "corpus" / "newsroom"
PAGES = sorted(CORPUS.glob("*.html"))


def parsed(data: bytes, path: str) -> RawPage:
    (page,) = read(data, path)
    assert isinstance(page, RawPage)
    return page


def kept(folder: Path, data: bytes, path: str) -> KeptPages:
    pages = KeptPages(folder / "parsed")
    pages.keep(pages.packed(parsed(data, path)), path, sha256(data).digest())
    return pages


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("file", PAGES[:20], ids=lambda file: file.name)
def test_a_kept_page_is_the_parsed_page(tmp_path: Path, file: Path, *, packed: bool) -> None:
    data = gzip.compress(file.read_bytes()) if packed else file.read_bytes()
    page = kept(tmp_path, data, "a/page.html").page("a/page.html", "page", data, sha256(data).digest())
    expected = parsed(data, "a/page.html")
    assert page == expected and page_key("a/page.html") == expected.key
    assert page.tree and expected.tree
    for field in fields(Tree):
        np.testing.assert_array_equal(getattr(page.tree, field.name), getattr(expected.tree, field.name))


def test_other_bytes_or_another_path_are_another_page(tmp_path: Path) -> None:
    data = PAGES[0].read_bytes()
    pages = kept(tmp_path, data, "a.html")
    changed = data.replace(b"</body>", b"<p>One more.</p></body>")
    assert pages.page("a.html", "a", changed, sha256(changed).digest()) is None
    assert pages.page("b.html", "b", data, sha256(data).digest()) is None


@pytest.mark.parametrize("left", [0, 10, -1])
def test_what_was_written_in_part_is_no_page(tmp_path: Path, left: int) -> None:
    data = PAGES[0].read_bytes()
    pages = kept(tmp_path, data, "a.html")
    (file,) = (tmp_path / "parsed").iterdir()
    file.write_bytes(file.read_bytes()[:left])
    assert pages.page("a.html", "a", data, sha256(data).digest()) is None


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    data = PAGES[0].read_bytes()
    pages = kept(tmp_path / "file", data, "a.html")
    assert pages.page("a.html", "a", data, sha256(data).digest()) is None


def test_a_head_that_is_nested_too_deeply_is_not_kept(tmp_path: Path) -> None:
    page = parsed(PAGES[0].read_bytes(), "a.html")
    deep: dict[str, object] = {}
    for _ in range(100_000):
        deep = {"of": deep}
    assert page.head is not None
    assert KeptPages.packed(replace(page, head=replace(page.head, json_ld=(deep,)))) == b""
    while deep:  # a value that is nested so deeply is taken apart by hand: Python would do so by recursion
        deep = deep.pop("of")  # type: ignore[assignment]


def test_a_run_looks_at_a_page_and_does_not_parse_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "pages"
    source.mkdir()
    for file in PAGES[:3]:
        (source / file.name).write_bytes(file.read_bytes())
    given: list[str] = []
    page = KeptPages.page

    def told(self: KeptPages, path: str, key: str, data: bytes, digest: bytes) -> RawPage | None:
        found = page(self, path, key, data, digest)
        given.append(path if found else "")
        return found

    monkeypatch.setattr(KeptPages, "page", told)
    assert not run(tmp_path / "index", source).skipped
    assert sorted(filter(None, given)) == sorted(file.name for file in PAGES[:3])
    assert not list((tmp_path / "index").rglob("parsed"))
