"""Does the program run with the lowest versions that setup.cfg allows? `python -m tools.lowest` tries them.

A fresh virtual environment of the lowest Python gets the program as a package, with the lower bound of each of its
requirements (what those rest on is the newest that fits). There it indexes the samples, and lines in every language
that is stemmed, and answers a question.
"""

from __future__ import annotations

import configparser
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from index.analysis.stemming import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
_SOURCES = ("index", "search", "web", "setup.cfg", "pyproject.toml", "README.md", "LICENSE")
_BOUND = re.compile(r"([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?>=([0-9.]+)(?:,.*)?")


class NotTried(Exception):
    """The environment cannot be made here: no such Python, or no package registry."""


def lower_bounds() -> tuple[str, dict[str, str]]:
    """The lowest Python (`3.11`), and the lowest version of each requirement by its name, as setup.cfg states them.

    Raises ValueError for a requirement without a lower bound.
    """
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    options = config["options"]
    bounds = {}
    for line in options["install_requires"].split():
        match = _BOUND.fullmatch(line)
        if match is None:
            raise ValueError(f"setup.cfg: {line} has no lower bound")
        bounds[match[1]] = match[2]
    return options["python_requires"].removeprefix(">="), bounds


def install(folder: Path) -> Path:
    """The command `cuttings` of a new environment in `folder`. Raises NotTried, and CalledProcessError of pip."""
    version, bounds = lower_bounds()
    base = shutil.which(f"python{version}")
    if base is None:
        raise NotTried(f"there is no python{version} here")
    try:
        _run(base, "-m", "venv", folder / "venv")
    except (OSError, subprocess.CalledProcessError) as error:
        raise NotTried(f"python{version} cannot make a virtual environment here: {error}") from error
    python = folder / "venv/bin/python"
    asked = subprocess.run([python, "-m", "pip", "index", "versions", "click"], capture_output=True)
    if asked.returncode:
        raise NotTried("the package registry does not answer")
    (folder / "source").mkdir()
    for name in _SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / "source" / name)
    pins = folder / "lowest.txt"
    pins.write_text("".join(f"{name}=={bound}\n" for name, bound in bounds.items()), "utf-8")
    _run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-c", pins, folder / "source")
    return folder / "venv/bin/cuttings"


def smoke(cuttings: Path, folder: Path) -> str:
    """Index and search with an installed `cuttings`; returns what the search prints. Raises AssertionError."""
    archive, index = folder / "archive", folder / "index"
    shutil.copytree(ROOT / "seeds", archive)
    (archive / "short.txt").write_text(
        "CAIRO, Feb 24 – x\n\nThe harbour council voted on Wednesday to rebuild the old lighthouse.\n", "utf-8"
    )
    with (archive / "languages.jsonl").open("w", encoding="utf-8") as lines:
        for language in sorted(LANGUAGES):
            text = f"An article whose language is given as {language}, with the word lighthouses."
            lines.write(json.dumps({"id": language, "title": language, "text": text, "language": language}) + "\n")
    report = json.loads(_run(cuttings, "reindex", archive, "--index", index, "--json"))
    assert report["skipped"] == [], report["skipped"]
    assert _run(cuttings, "verify", "--index", index).startswith("sound: ")
    return _run(cuttings, "search", "putin", "--index", index)


def _run(*command: object) -> str:
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True, cwd=tempfile.gettempdir())
    done.check_returncode()
    return done.stdout


def main() -> None:
    """Try it, and print the versions and what was found."""
    version, bounds = lower_bounds()
    print(f"Python {version},", ", ".join(f"{name} {bound}" for name, bound in bounds.items()))
    with tempfile.TemporaryDirectory() as place:
        try:
            cuttings = install(Path(place))
        except NotTried as error:
            sys.exit(f"not tried: {error}")
        print(smoke(cuttings, Path(place)).splitlines()[0])


if __name__ == "__main__":
    main()
