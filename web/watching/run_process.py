"""How does a run of `reindex` go in a process of its own, whose memory is free when it ends? And what did it do?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from web.reply.run import Report, read_report
from web.serving.children import how
from web.watching.parent import end_with

_BEGIN = f"from {end_with.__module__} import {end_with.__name__} as begin; begin({{}})\n"  # with the parent's number
_CUTTINGS = "from web.terminal.cli import main; main()"


@dataclass(frozen=True, slots=True)
class RunEnd:
    """How a run ended: its exit code, its report, None where it has none, and what it said of why."""

    code: int
    report: Report | None = None
    reason: str = ""


def run(index: Path, roots: Iterable[str]) -> RunEnd:
    """Bring the index up to date with some roots, by `cuttings reindex` in a process that ends with this one.

    KeyboardInterrupt ends the run first, which leaves the index as it was or anew, and is raised again with what it
    said.
    """
    program = _BEGIN.format(os.getpid()) + _CUTTINGS
    line = [sys.executable, "-P", "-c", program, "reindex", "--json", "--index", str(index), "--", *roots]
    # Ctrl-C at a terminal, which is for all processes of a group, reaches the run through this one.
    process = subprocess.Popen(  # noqa: S603
        line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0
    )
    try:
        told, said = process.communicate()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGTERM)
        told, said = process.communicate()
        raise KeyboardInterrupt(_reason(said)) from None
    code = process.returncode
    if code == 0:
        return RunEnd(code, read_report(told))
    return RunEnd(code, reason=_reason(said) or f"it ended {how(code)}")


def _reason(said: bytes) -> str:
    """The sentence of the error that ended the run, which is the last of its lines that begin so."""
    lines = said.decode("utf-8", "replace").splitlines()
    return next((line.removeprefix("cuttings: ") for line in reversed(lines) if line.startswith("cuttings: ")), "")
