"""A command that is struck at one call of the system: `python -m tests.attack.strikes` waits for commands.

One process has loaded the program and forks a child for each command, so that a trial costs no start of Python and
makes the same calls each time. strace holds on to the child before it begins, and lets its N-th call of a name fail, or
kills it there. Nothing in the program knows of that. Files are read in the child itself, as one process has one order.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import IO

from index.reindex import environment, phases
from tests.attack.system_calls import CHANGES, STRACE, SYNCS
from tests.reindex.inline import Inline
from web.terminal.cli import main

KILL = "signal=SIGKILL"
_SET_TRACER = 0x59616D61  # PR_SET_PTRACER; -1 is any process
_LOADED = [
    *(f"web.terminal.{name}" for name in ("reindex", "backup", "restore", "repair", "failures")),
    *("web.progress", "index.store.replica", "index.reindex.repairing", "index.reindex.read.reading"),
]
_BEGUN = re.compile(r"(\w+)\((.*)")


@dataclass(frozen=True, slots=True)
class Strike:
    """What is done to a command: how strace says it, the call, and the how manieth of that name.

    `line` is the call as it was recorded; with `path` only calls about this file or folder are counted.
    """

    harm: str
    call: str
    number: int
    line: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The exit code of a command (-9 where it was killed), and what it said."""

    code: int
    told: str


class Struck:
    """Runs commands in children of a process that has loaded the program. `folder` is for its own files."""

    def __init__(self, server: subprocess.Popen[str], folder: Path) -> None:
        self._server = server
        self._folder = folder

    def run(self, command: Sequence[object], strike: Strike | None = None) -> Outcome:
        """Run a command, struck or as it is; its calls are in `trace` then."""
        assert STRACE and self._server.stdin and self._server.stdout
        gate, said = self._folder / "gate", self._folder / "said"
        self._server.stdin.write(json.dumps([str(gate), str(said), *map(str, command)]) + "\n")
        self._server.stdin.flush()
        child = int(self._server.stdout.readline())
        traced = [STRACE, "-p", str(child), "-y", "-o", str(self._folder / "trace")]
        traced += ["-e", f"trace={','.join([*CHANGES, *SYNCS])}", "-e", "signal=none"]
        if strike:
            traced += ["-P", strike.path] if strike.path else []
            traced += ["-e", f"inject={strike.call}:{strike.harm}:when={strike.number}"]
        with subprocess.Popen(traced, stderr=subprocess.PIPE, text=True) as strace:
            assert strace.stderr
            attached = strace.stderr.readline()
            assert "attached" in attached, attached
            gate.write_text("go")
            code = int(self._server.stdout.readline())
            strace.stderr.read()
        return Outcome(code, said.read_text())

    def calls(self, below: Path) -> Iterator[tuple[str, int, str]]:
        """(name, how manieth of it, line) of the calls of the last command that were about something below a folder."""
        counted: Counter[str] = Counter()
        for line in (self._folder / "trace").read_text(errors="replace").splitlines():
            if found := _BEGUN.match(line):
                counted[found[1]] += 1
                if str(below) in _about(found[1], found[2]):
                    yield found[1], counted[found[1]], line


def _about(name: str, arguments: str) -> str:
    """The arguments, without what is written: that may be a path, too."""
    return arguments.split(", ", maxsplit=1)[0] if name in ("write", "pwrite64") else arguments


@contextmanager
def struck(folder: Path) -> Iterator[Struck]:
    """A process that has loaded the program, until the context is left."""
    os.mkfifo(folder / "gate")
    command = [sys.executable, "-m", "tests.attack.strikes"]
    environ = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    environ.pop("COVERAGE_PROCESS_CONFIG", None)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ) as server:
        try:
            yield Struck(server, folder)
        finally:
            assert server.stdin
            server.stdin.close()


def _serve(commands: IO[str]) -> None:
    phases.Environment = environment.Environment = partial(environment.Environment, pool=Inline)  # type: ignore[misc, assignment]
    for module in _LOADED:
        import_module(module)
    for line in commands:
        gate, said, *arguments = json.loads(line)
        if not (child := os.fork()):
            _run(gate, said, arguments)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(gate: str, said: str, arguments: list[str]) -> None:
    ctypes.CDLL(None).prctl(_SET_TRACER, ctypes.c_ulong(-1), 0, 0, 0)  # else some systems let only a parent hold on
    print(os.getpid(), flush=True)
    Path(gate).read_text()
    told = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(told, stream)
    code = 1
    try:
        main(arguments)
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve(sys.stdin)
