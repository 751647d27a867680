"""Fixtures that several areas share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write what the product does now over the expected pages, instead of comparing",
    )


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of sample articles that comes with the project."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages and gold data, which is not part of the project; skips where it is absent."""
    folder = Path(os.environ.get("CUTTINGS_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"needs the reference data in {folder} (set CUTTINGS_SHARED to its folder)")
    return folder
