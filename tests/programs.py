"""Other versions of this program: copies of its code with something changed, run as processes of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_MAIN = "from web.terminal.cli import main; main()"
CUTTINGS = (sys.executable, "-c", _MAIN)
"""How a command line of this program begins; the command and its arguments follow."""


@dataclass(frozen=True)
class Program:
    """A copy of the program in a folder; `libraries` is a folder that is looked into for libraries first."""

    folder: Path
    libraries: Path | None = None

    def edit(self, file: str, old: str, new: str) -> None:
        """Change a file in the one place where `old` stands."""
        path = self.folder / file
        before = path.read_text("utf-8")
        assert before.count(old) == 1, f"{file} holds {old!r} {before.count(old)} times"
        path.write_text(before.replace(old, new), "utf-8")

    def cuttings(self, *args: object, first: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command of the copy; `first` is Python that is run before it in the same process."""
        return self.python(f"{first}\n{_MAIN}", *args)

    def python(self, script: str, *args: object) -> subprocess.CompletedProcess[str]:
        """Run Python with the copy's packages."""
        path = os.pathsep.join(map(str, filter(None, (self.folder, self.libraries))))
        command = [sys.executable, "-c", script, *map(str, args)]
        return subprocess.run(
            command, cwd=self.folder, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True
        )


def copied(folder: Path) -> Program:
    """A copy of the program as it is."""
    for package in ("index", "search", "web"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    return Program(folder)
