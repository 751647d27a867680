"""The lowest versions that setup.cfg allows are versions that the program runs with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.lowest import ROOT, NotTried, install, lower_bounds, smoke


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def test_the_versions_that_are_installed_here_are_not_below_the_lowest() -> None:
    _, bounds = lower_bounds()
    pins = re.findall(r"^([^=\s]+)==([0-9.]+)", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE)
    pinned = {name.lower().replace("_", "-"): version for name, version in pins}
    assert len(bounds) > 10
    for name, bound in bounds.items():
        assert _numbers(pinned[name.lower().replace("_", "-")]) >= _numbers(bound), name


def test_the_lowest_versions_index_and_search(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    if not pytestconfig.getoption("--lowest"):
        pytest.skip("installs packages from the registry for a minute or more: asked for by `make lowest`")
    try:
        cuttings = install(tmp_path)
    except NotTried as error:
        pytest.skip(f"the lowest versions cannot be installed: {error}")
    found = smoke(cuttings, tmp_path)
    assert "3 articles" in found.splitlines()
    assert "*Putin* lifts ban" in found
