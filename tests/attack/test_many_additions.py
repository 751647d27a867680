"""Two hundred files of eight clients are added at once: all are found, none twice, and readers notice nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.adding import add_many, adding, small_index


@pytest.mark.attack
def test_two_hundred_files_of_eight_clients_are_found_once_each(tmp_path: Path) -> None:
    with adding(small_index(tmp_path)) as server:
        add_many(server, range(100, 300))
