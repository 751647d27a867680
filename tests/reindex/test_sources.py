"""The walk reads what is in its folders, nothing else, and says what it left out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.reindex.scan.roots import Root, forget, join_roots
from index.reindex.scan.sources import SourceMissing
from index.reindex.scan.walk import find
from web.reasons import reason_sentence


def walk(folder: Path, index: Path = Path("/nowhere")) -> tuple[set[str], dict[str, str]]:
    roots, scans = join_roots((), [folder])
    found = find(roots, scans, index)
    return {source.path for source in found.sources}, {item.path: reason_sentence(item) for item in found.skipped}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "archive"
    (place / "sub").mkdir(parents=True)
    (place / "one.txt").write_text("one")
    (place / "sub" / "two.html").write_text("two")
    return place


def test_files_are_named_from_the_folder(folder: Path) -> None:
    assert walk(folder) == ({"one.txt", "sub/two.html"}, {})


def test_links_are_not_followed_in_circles_nor_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "loop").symlink_to(folder)
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "up").symlink_to(tmp_path)
    (folder / "nowhere.txt").symlink_to(folder / "gone.txt")
    (folder / "again.txt").symlink_to(folder / "one.txt")
    found, skipped = walk(folder)
    assert found == {"one.txt", "sub/two.html"}
    assert "out of the folder" in skipped["out.txt"]
    assert "out of the folder" in skipped["up"]
    assert "nowhere" in skipped["nowhere.txt"]
    assert skipped.keys() == {"loop", "out.txt", "up", "nowhere.txt", "again.txt"}


def test_a_link_to_a_hidden_file_of_the_folder_is_read(folder: Path) -> None:
    (folder / ".objects").mkdir()
    (folder / ".objects" / "12ab").write_text("three")
    (folder / "three.txt").symlink_to(folder / ".objects" / "12ab")
    assert walk(folder)[0] == {"one.txt", "sub/two.html", "three.txt"}


def test_a_pipe_is_skipped_and_does_not_block(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    assert "pipe" in walk(folder)[1]["pipe.txt"]


def test_hidden_files_are_counted_and_the_index_is_passed_over(folder: Path) -> None:
    (folder / ".hidden.txt").write_text("hidden")
    (folder / "index").mkdir()
    (folder / "index" / "segment.txt").write_text("no article")
    roots, scans = join_roots((), [folder])
    found = find(roots, scans, folder / "index")
    assert {source.path for source in found.sources} == {"one.txt", "sub/two.html"}
    assert found.hidden == 1


def test_attachments_of_saved_pages_are_skipped_with_the_reason(folder: Path) -> None:
    (folder / "style.css").write_text("p {}")
    (folder / "photo.JPG").write_bytes(b"\xff\xd8\xff")
    assert walk(folder)[1].keys() == {"style.css", "photo.JPG"}


def test_of_a_maildir_the_mails_are_read(folder: Path) -> None:
    """By the specifications of Maildir and Maildir++: what is being delivered is no mail yet, and the folders of
    a mailbox begin with a dot."""
    box = folder / "Maildir"
    for place in ("", ".Sent", ".Archive.2015"):
        for part in ("cur", "new", "tmp"):
            (box / place / part).mkdir(parents=True)
            (box / place / part / f"1700{part}.host:2,S").write_text(f"Subject: {part}\n\n{place}")
        (box / place / "maildirfolder").touch()
        (box / place / "dovecot-uidlist").write_text("3 V1 N2")
    (box / ".cache").mkdir()
    (box / ".cache" / "x.txt").write_text("no mail")
    (box / "tmp" / "deeper").mkdir()
    (box / "tmp" / "deeper" / "1.host").write_text("Subject: x")
    (folder / "tmp").mkdir()
    (folder / "tmp" / "kept.txt").write_text("tmp is a name like any other elsewhere")
    (folder / ".Sent" / "cur").mkdir(parents=True)
    (folder / ".Sent" / "cur" / "1.host").write_text("Subject: in no Maildir")
    found, skipped = walk(folder)
    places = ("", ".Sent/", ".Archive.2015/")
    mails = {f"Maildir/{place}{part}/1700{part}.host:2,S" for place in places for part in ("cur", "new")}
    assert found == {"one.txt", "sub/two.html", "tmp/kept.txt"} | mails
    assert not skipped
    assert {path.removeprefix("Maildir/") for path in mails} == walk(box)[0]
    assert walk(box / ".Sent")[0] == {"cur/1700cur.host:2,S", "new/1700new.host:2,S"}


def test_a_name_that_is_not_utf8_is_read_under_a_printable_name(folder: Path) -> None:
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text("a")
    assert "caf\\xe9.txt" in walk(folder)[0]


def test_a_correction_belongs_to_the_file_beside_it(folder: Path) -> None:
    (folder / "one.meta.yaml").write_text("title: A")
    (folder / "sub" / "two.html.meta.yaml").write_text("title: B")
    (folder / "lost.meta.yaml").write_text("title: C")
    roots, scans = join_roots((), [folder])
    found = find(roots, scans, Path("/nowhere"))
    assert all(source.correction for source in found.sources)
    assert [item.path for item in found.skipped] == ["lost.meta.yaml"]


def test_a_single_file_is_a_root(folder: Path) -> None:
    (folder / "one.meta.yaml").write_text("title: A")
    roots, scans = join_roots((), [folder / "one.txt"])
    (source,) = find(roots, scans, Path("/nowhere")).sources
    assert source.path == "one.txt"
    assert source.correction is not None


def test_later_roots_have_names_of_their_own(folder: Path, tmp_path: Path) -> None:
    for name in ("b/archive", "c/archive"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "one.txt").write_text(name)
    roots, scans = join_roots((), [folder, tmp_path / "b/archive", tmp_path / "c/archive"])
    found = find(roots, scans, Path("/nowhere"))
    assert {s.path for s in found.sources} == {"one.txt", "sub/two.html", "archive/one.txt", "archive-2/one.txt"}
    again, _ = join_roots(roots, [folder])
    assert again == roots


def test_a_path_inside_a_root_scans_that_part(folder: Path) -> None:
    roots, _ = join_roots((), [folder])
    inside, scans = join_roots(roots, [folder / "sub"])
    assert inside == roots
    found = find(inside, scans, Path("/nowhere"))
    assert ([s.path for s in found.sources], found.scopes) == (["sub/two.html"], ((0, "sub/"),))


def test_a_root_inside_another_keeps_its_files(folder: Path) -> None:
    roots, _ = join_roots((), [folder / "sub"])
    roots, scans = join_roots(roots, [folder])
    found = find(roots, scans, Path("/nowhere"))
    assert {(s.root, s.path) for s in found.sources} == {(0, "two.html"), (1, "archive/one.txt")}


def test_what_is_missing_is_named(folder: Path) -> None:
    with pytest.raises(SourceMissing, match="does not exist"):
        join_roots((), [folder / "none"])
    with pytest.raises(SourceMissing, match="--forget"):
        find((Root(str(folder / "none")),), [(0, str(folder / "none"))], Path("/nowhere"))


def test_forgetting_keeps_the_places_of_the_others(folder: Path) -> None:
    roots, _ = join_roots((), [folder / "sub", folder])
    left = forget(roots, [folder / "sub"])
    assert [root.path for root in left] == ["", str(folder)]
    with pytest.raises(SourceMissing, match="not indexed"):
        forget(left, [folder / "sub"])
