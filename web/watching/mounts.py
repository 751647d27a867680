"""On which file systems do folders lie? Of its own disks the system tells what changes, of others not all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_TABLE = Path("/proc/self/mountinfo")  # of Linux; elsewhere nothing is known
_OCTAL = re.compile(r"\\([0-7]{3})")  # how the table writes spaces and the like
# Another machine, or the host of this virtual one, may change files there, of which this kernel learns nothing.
_SHARED = {
    "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "fakeowner", "gfs2", "lustre", "ncpfs", "nfs",
    "nfs4", "ocfs2", "prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
}  # fmt: skip
_FUSE = "fuse."  # sshfs, rclone, mergerfs; `fuseblk`, without a dot, is a disk of this machine


@dataclass(frozen=True, slots=True)
class MountedDisk:
    """A file system: the folder where it is seen, and its kind, such as `ext4` or `nfs4`."""

    place: str
    kind: str

    @property
    def shared(self) -> bool:
        """Whether files may change there without this system's knowledge."""
        return self.kind in _SHARED or self.kind.startswith(_FUSE)


def mounts(table: Path = _TABLE) -> tuple[MountedDisk, ...]:
    """All file systems that are mounted, in order; none where the system does not tell."""
    try:
        lines = table.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ()
    found = []
    for line in lines:  # 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
        fields, _, rest = line.partition(" - ")
        place = _OCTAL.sub(lambda match: chr(int(match[1], 8)), fields.split(" ")[4])
        found.append(MountedDisk(place, rest.split(" ")[0]))
    return tuple(found)


def holding(path: str, all_mounts: tuple[MountedDisk, ...]) -> MountedDisk | None:
    """The file system that an absolute path lies on: the deepest, and of several at one place the last."""
    above = [mount for mount in all_mounts if within(path, mount.place)]
    return max(enumerate(above), key=lambda one: (len(one[1].place), one[0]))[1] if above else None


def below(folder: str, all_mounts: tuple[MountedDisk, ...]) -> tuple[MountedDisk, ...]:
    """The file systems that are mounted at a folder or in it."""
    return tuple(mount for mount in all_mounts if within(mount.place, folder))


def within(path: str, folder: str) -> bool:
    """Whether a path is the folder, or lies in it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")
