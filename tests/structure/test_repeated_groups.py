"""No expression repeats a group without giving back by `)*+`: Python 3.11.0 to 3.11.4 match it wrongly.

Debian 12 has 3.11.2. An atomic group around a plain repetition means the same (python/cpython#106052).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
POSSESSIVE_GROUP = re.compile(r"(?<!\\)\)(?:[*+?]|\{\d*,?\d*\})\+(?!,)")  # "()*+," is a list of characters


@pytest.mark.parametrize("package", ["index", "search", "web"])
def test_no_group_repeats_possessively(package: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sorted((ROOT / package).rglob("*.py"))
        for line in path.read_text("utf-8").splitlines()
        if POSSESSIVE_GROUP.search(line) and not line.lstrip().startswith("#")
    ]
    assert found == []
