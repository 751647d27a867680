"""What is seen of folders from outside: their disks, their files, and whether they are there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from web.watching.mounts import MountedDisk, below, holding, mounts
from web.watching.presence import RootPresence
from web.watching.sight import concerns, is_there, sight

TABLE = r"""
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /mnt/press\040room rw,relatime shared:5 - nfs4 server:/press rw,vers=4.2
31 22 0:41 / /srv/articles/usb rw,nosuid - fuseblk /dev/sdb1 rw
32 22 0:42 / /srv/articles/far rw - fuse.sshfs me@there: rw
33 22 0:43 / /srv/articles/far rw - tmpfs none rw
34 22 0:44 / /srv/articlesandmore rw - cifs //nas/x rw
""".strip()


@pytest.fixture
def table(tmp_path: Path) -> tuple[MountedDisk, ...]:
    (tmp_path / "mountinfo").write_text(TABLE)
    return mounts(tmp_path / "mountinfo")


def test_the_disk_of_a_folder_is_the_deepest_and_the_last_that_was_mounted(table: tuple[MountedDisk, ...]) -> None:
    assert holding("/srv/articles", table) == MountedDisk("/", "ext4")
    assert holding("/mnt/press room/2026", table) == MountedDisk("/mnt/press room", "nfs4")
    assert holding("/srv/articles/far/a.txt", table) == MountedDisk("/srv/articles/far", "tmpfs")
    assert [disk.kind for disk in below("/srv/articles", table)] == ["fuseblk", "fuse.sshfs", "tmpfs"]
    assert [disk.kind for disk in table if disk.shared] == ["nfs4", "fuse.sshfs", "cifs"]


def test_the_disks_of_this_machine_are_told() -> None:
    if not Path("/proc/self/mountinfo").exists():
        pytest.skip("needs /proc, which Linux has, to tell which disks there are")
    found = holding("/proc/self", mounts())
    assert found is not None and found.kind == "proc"
    assert mounts(Path("/proc/self/none")) == ()


def test_a_digest_tells_every_change_that_a_run_tells(tmp_path: Path) -> None:
    def digest() -> int:
        return sight(str(tmp_path), str(tmp_path / "index"), digest=True).digest

    deep, file = tmp_path / "a/b/one.txt", tmp_path / "a/one.txt"
    deep.parent.mkdir(parents=True)
    seen = [digest()]
    for change in (
        lambda: deep.write_text("one"),
        lambda: deep.write_text("two!"),
        lambda: os.utime(deep, ns=(1, 1)),
        lambda: deep.rename(file),
    ):
        change()
        seen.append(digest())
    file.unlink()
    last = digest()
    assert len(set(seen)) == len(seen)
    assert last == seen[0] == digest()
    for hidden in (".git/config", "index/segment"):
        (tmp_path / hidden).parent.mkdir()
        (tmp_path / hidden).write_text("x")
    assert digest() == last


def test_which_changes_concern_a_root(tmp_path: Path) -> None:
    root = str(tmp_path)
    (tmp_path / ".store").mkdir()
    (tmp_path / ".store/object").touch()
    (tmp_path / "linked").symlink_to(".store/object")
    seen = sight(root, f"{root}/index", digest=False)
    assert set(seen.folders) == {root, f"{root}/.store"}
    for path in (root, f"{root}/a.txt", f"{root}/a/b.txt", f"{root}/.store/object"):
        assert concerns(path, root, seen)
    for path in (f"{root}/.a.swp", f"{root}/.store/other", f"{root}/a/.b/c", f"{root}more", str(tmp_path.parent)):
        assert not concerns(path, root, seen)


def test_a_folder_whose_name_is_no_text_is_told(tmp_path: Path) -> None:
    assert not sight(str(tmp_path), "", digest=False).unnamed
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9")).mkdir()
    seen = sight(str(tmp_path), "", digest=False)
    assert seen.unnamed
    assert set(seen.folders) == {str(tmp_path)}


def test_an_empty_folder_is_not_there(tmp_path: Path) -> None:
    root = tmp_path / "root"
    assert not is_there(str(root))
    root.mkdir()
    (root / ".hidden").touch()
    assert not is_there(str(root))
    (root / "a.txt").touch()
    assert is_there(str(root))
    assert is_there(str(root / "a.txt"))


def test_a_disk_that_goes_and_comes_back(tmp_path: Path) -> None:
    root, disk = tmp_path / "root", tmp_path / "root/usb"
    disk.mkdir(parents=True)
    (root / "a.txt").touch()
    (disk / "b.txt").touch()
    table = (MountedDisk("/", "ext4"), MountedDisk(str(disk), "vfat"))
    presence = RootPresence(str(root), table)
    assert not presence.changed(table)
    assert presence.missing() == ""
    (disk / "b.txt").unlink()  # as it looks when it is not mounted
    assert presence.changed(table[:1])
    assert presence.missing() == str(disk)
    (disk / "b.txt").touch()
    assert presence.changed(table)
    assert presence.missing() == ""
    shutil.rmtree(disk)  # somebody wants it so
    assert presence.changed(table[:1])
    assert presence.missing() == ""
    shutil.rmtree(root)
    assert presence.changed(table[:1])
    assert presence.missing() == str(root)
