"""Which calls of the system does a command make below a folder? Recorded by strace, from outside: all of its processes.

What a process writes into memory that it shares with a file is no call. Such a mapping is refused here but in `work`,
which no generation reads, and `tests.attack.disk` compares the end of its model with the files byte by byte.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

STRACE = shutil.which("strace")
needs_strace = pytest.mark.skipif(not STRACE, reason="needs strace, which records the calls of the system")
CHANGES = [
    "open",
    "openat",
    "creat",
    "mkdir",
    "mkdirat",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "unlink",
    "unlinkat",
    "rmdir",
    "write",
    "pwrite64",
    "writev",
    "pwritev",
    "pwritev2",
    "truncate",
    "ftruncate",
    "fallocate",
    "copy_file_range",
    "sendfile",
]
SYNCS = ["fsync", "fdatasync", "sync", "syncfs", "sync_file_range"]
_SEEN = [*CHANGES, *SYNCS, "lseek", "mmap"]
_ON_DESCRIPTORS = {
    *["write", "pwrite64", "writev", "pwritev", "pwritev2", "ftruncate", "fallocate", "sendfile", "lseek"],
    *SYNCS,
}
_LINE = re.compile(r"(\d+) +(?:(\w+)\((.*)|<\.\.\. (\w+) resumed>(.*))")
_ANSWERED = re.compile(r"(.*)\) += (-?\d+)(?:<(.*)>)?(?: (\w+) .*)?", re.DOTALL)
_HEX = re.compile(r"(?:\\x[0-9a-f]{2})+")


@dataclass(frozen=True, slots=True)
class SystemCall:
    """A call that changed or synced something: `path` is what it is about, `target` the second name of a rename or
    link; `data` was written from the byte `offset` on, and `size` is that of a truncated file."""

    name: str
    path: Path
    target: Path | None = None
    data: bytes = b""
    offset: int = 0
    size: int = 0


def recorded(command: Sequence[object], below: Path, trace: Path) -> list[SystemCall]:
    """Run a command of `cuttings` and return its calls below a folder; fails where it fails."""
    assert STRACE
    traced = [STRACE, "-f", "-qq", "-y", "-xx", "-s", "100000000", "--seccomp-bpf", "-o", str(trace)]
    traced += ["-e", f"trace={','.join(_SEEN)}", "-e", "signal=none"]
    done = subprocess.run([*traced, *program(command)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with trace.open(encoding="latin-1") as lines:
        return list(_Recording(below).calls(lines))


def program(command: Sequence[object]) -> list[str]:
    """The command line of `cuttings` with these arguments."""
    return [sys.executable, "-c", "from web.terminal.cli import main; main()", *map(str, command)]


@dataclass
class _Recording:
    """Reads the lines of strace. `offsets` says where an open file of a process is written next."""

    below: Path
    offsets: dict[tuple[str, str], int] = field(default_factory=dict)

    def calls(self, lines: Iterator[str]) -> Iterator[SystemCall]:
        begun: dict[str, str] = {}
        for line in lines:
            if not (found := _LINE.match(line)):
                assert "+++" in line, line
                continue
            process, name, rest, resumed, ending = found.groups()
            if rest is not None and rest.rstrip().endswith("<unfinished ...>"):
                begun[process] = rest.rstrip().removesuffix("<unfinished ...>")
                continue
            text = rest if rest is not None else begun.pop(process) + ending
            if (answered := _ANSWERED.match(text)) and int(answered[2]) >= 0:
                yield from self._understood(process, name or resumed, answered)

    def _understood(self, process: str, name: str, answered: re.Match[str]) -> Iterator[SystemCall]:
        """The call, where it is about what lies below the folder."""
        arguments = [_decoded(part) for part in answered[1].split(", ")]
        named = arguments[4:5] if name == "mmap" else arguments[:1] if name in _ON_DESCRIPTORS else arguments
        if not any(str(self.below).encode() in argument for argument in named):
            return
        result = int(answered[2])
        if name in ("open", "openat", "creat"):
            yield from self._opened(process, result, name, arguments)
        elif name in ("mkdir", "mkdirat", "unlink", "unlinkat", "rmdir"):
            yield SystemCall({"mkdirat": "mkdir", "unlinkat": "unlink"}.get(name, name), self._path(name, arguments))
        elif name in ("rename", "renameat", "renameat2", "link", "linkat"):
            first, second = _pair(name, arguments)
            yield SystemCall(name.removesuffix("2").removesuffix("at"), first, second)
        elif name == "mmap":
            shared = b"MAP_SHARED" in arguments[3] and b"PROT_WRITE" in arguments[2]
            assert not shared or "work" in _of_descriptor(arguments[4]).parts, f"{arguments} is written by no call"
        else:
            yield from self._on_descriptor(process, result, name, arguments)

    def _opened(self, process: str, result: int, name: str, arguments: list[bytes]) -> Iterator[SystemCall]:
        path = self._path(name, arguments)
        flags = arguments[1 if name == "open" else 2]
        assert name != "creat" and b"O_APPEND" not in flags, arguments
        self.offsets[process, str(result)] = 0
        if b"O_CREAT" in flags:
            yield SystemCall("create", path)
        if b"O_TRUNC" in flags:
            yield SystemCall("truncate", path)

    def _on_descriptor(self, process: str, result: int, name: str, arguments: list[bytes]) -> Iterator[SystemCall]:
        key = process, arguments[0].split(b"<")[0].decode()
        path = _of_descriptor(arguments[0])
        if name == "lseek":
            self.offsets[key] = result
        elif name in ("write", "pwrite64"):
            offset = int(arguments[3]) if name == "pwrite64" else self.offsets[key]
            self.offsets[key] = self.offsets.get(key, 0) + (result if name == "write" else 0)
            yield SystemCall("write", path, data=_quoted(arguments[1])[:result], offset=offset)
        elif name == "ftruncate":
            yield SystemCall("truncate", path, size=int(arguments[1]))
        else:
            assert name in ("fsync", "fdatasync"), f"{name} is not known to the model of a disk"
            yield SystemCall("fsync", path)

    def _path(self, name: str, arguments: list[bytes]) -> Path:
        """The path that a call names, relative to a folder where its name ends in `at`."""
        if name.endswith("at"):
            return _of_descriptor(arguments[0]) / _quoted(arguments[1]).decode()
        return Path(_quoted(arguments[0]).decode())


def _pair(name: str, arguments: list[bytes]) -> tuple[Path, Path]:
    if name in ("rename", "link"):
        return Path(_quoted(arguments[0]).decode()), Path(_quoted(arguments[1]).decode())
    first = _of_descriptor(arguments[0]) / _quoted(arguments[1]).decode()
    return first, _of_descriptor(arguments[2]) / _quoted(arguments[3]).decode()


def _decoded(argument: str) -> bytes:
    """An argument with its escaped bytes as bytes; commas are escaped, too, so that arguments split at them."""
    pieces, end = [], 0
    for found in _HEX.finditer(argument):
        pieces += [argument[end : found.start()].encode(), bytes.fromhex(found[0].replace("\\x", ""))]
        end = found.end()
    return b"".join([*pieces, argument[end:].encode()])


def _quoted(argument: bytes) -> bytes:
    return argument[1:-1]


def _of_descriptor(argument: bytes) -> Path:
    """The path of `3</some/file>`."""
    return Path(argument[argument.index(b"<") + 1 : -1].decode().removesuffix(" (deleted)"))
