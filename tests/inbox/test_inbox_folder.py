"""What is in the inbox is whole, keeps its name, and never takes the place of another file."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from index.inbox.folder import Inbox, StagedFile, StagedTooLarge
from index.reindex.scan.roots import Root
from index.reindex.scan.walk import find
from index.settings import SettingInvalid, Settings
from index.store.snapshot import open_snapshot
from tests.reindex.archives import run
from tests.web.adding import article


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path / "inbox")


def kept(inbox: Inbox, name: str, data: bytes, address: str = "") -> str:
    """The name in the inbox of a file that was received."""
    staged = inbox.stage(BytesIO(data).read, name, 1000)
    folder = inbox.batch([staged])
    return inbox.keep(next(folder.iterdir()), staged, address)


def files(inbox: Inbox) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in inbox.folder.rglob("*") if path.is_file()}


def test_nobody_sees_a_file_before_it_has_its_name(inbox: Inbox) -> None:
    staged = inbox.stage(BytesIO(b"a").read, "a.txt", 1000)
    assert find((Root(str(inbox.folder)),), [(0, str(inbox.folder))], Path("index")).sources == ()
    assert inbox.names() == []
    assert staged.place.stat().st_mode & 0o777 == 0o600 and inbox.folder.stat().st_mode & 0o777 == 0o700


def test_a_file_of_a_name_that_is_taken_gets_another(inbox: Inbox) -> None:
    first, second, third = (kept(inbox, "a.txt", data) for data in (b"one", b"two", b"three"))
    assert first == "a.txt" and len({first, second, third}) == 3
    assert files(inbox) == {first: b"one", second: b"two", third: b"three"}
    assert all(name.startswith("a-") and name.endswith(".txt") for name in (second, third))


def test_a_file_that_is_too_large_leaves_nothing(inbox: Inbox) -> None:
    with pytest.raises(StagedTooLarge):
        inbox.stage(BytesIO(b"x" * 1001).read, "a.txt", 1000)
    assert files(inbox) == {}


def test_a_client_that_goes_away_leaves_nothing(inbox: Inbox) -> None:
    def read(_: int) -> bytes:
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        inbox.stage(read, "a.txt", 1000)
    assert files(inbox) == {}


def test_an_address_stands_beside_its_file_and_beside_no_other(inbox: Inbox, tmp_path: Path) -> None:
    name = kept(inbox, "a.txt", article(1)[:900], "https://post.example/ü?q=“a”&b")
    other = kept(inbox, f"{name}.txt", article(2)[:900])
    run(tmp_path / "index", inbox.folder, file_seconds=60.0)
    (segment,) = open_snapshot(tmp_path / "index").segments
    urls = {segment.card(doc).path: segment.card(doc).url for doc in range(2)}
    assert urls == {name: "https://post.example/ü?q=“a”&b", other: ""}


def test_what_an_ended_server_was_receiving_is_cleared_and_the_rest_stays(inbox: Inbox) -> None:
    name = kept(inbox, "a.txt", b"one")
    inbox.stage(BytesIO(b"two").read, "b.txt", 1000)
    inbox.clear()
    assert files(inbox) == {name: b"one"}


def test_the_last_file_is_not_dropped(inbox: Inbox) -> None:
    first, second = kept(inbox, "a.txt", b"one", "https://a.example/b"), kept(inbox, "b.txt", b"two")
    assert inbox.drop(first) and set(files(inbox)) == {second}
    assert not inbox.drop(second) and set(files(inbox)) == {second}


def test_a_file_system_without_links_keeps_files_too(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", link)
    names = [kept(inbox, "a.txt", data) for data in (b"one", b"two")]
    assert files(inbox) == dict(zip(names, (b"one", b"two"), strict=True))


def test_a_file_whose_name_is_taken_in_every_spelling_is_an_error(inbox: Inbox) -> None:
    staged = inbox.stage(BytesIO(b"one").read, "a.txt", 1000)
    for length in (8, 16, 32, 64):
        (inbox.folder / f"a-{staged.digest[:length]}.txt").touch()
    (inbox.folder / "a.txt").touch()
    with pytest.raises(FileExistsError):
        inbox.keep(staged.place, StagedFile(*staged))


@pytest.mark.parametrize("inner", ["", "inbox", "a/b"])
def test_the_inbox_is_not_in_the_index(tmp_path: Path, inner: str) -> None:
    settings = replace(Settings(), index=tmp_path / "index", inbox=str(tmp_path / "index" / inner))
    with pytest.raises(SettingInvalid, match="CUTTINGS_INBOX"):
        Inbox.of(settings)
    assert Inbox.of(replace(settings, inbox="")).folder == tmp_path / "inbox"
