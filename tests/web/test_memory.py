"""What an export took is given back: a server that made some holds little more than before them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools.memory import build, exports, fetch, held, questions, serving

ARTICLES, EXPORTS, MARGIN = 4_000, 6, 24.0  # MB


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_exports_leave_nothing_behind(tmp_path: Path) -> None:
    build(tmp_path / "index", ARTICLES)
    with serving(tmp_path / "index") as (address, process):
        for each in questions(60, 7):
            fetch(address + each)
        fetch(address + exports(1)[0])
        before = held(process)
        for each in exports(EXPORTS):
            assert fetch(address + each) > ARTICLES * 100
        assert held(process) - before < MARGIN
