"""An index's files hold the sections that are named in one place, all of them and no others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.schema import TEXT_FIELDS
from index.segment.arrays import sections
from index.segment.arrays.container import Container
from index.segment.reader import SEGMENT_FILE
from index.store.snapshot import open_snapshot
from index.store.transaction import open_store
from tests.search import corpora

IN_A_FIELD = (
    "terms",
    "first_posting",
    "gap",
    "counts",
    "form_bits",
    "exceptions",
    "exact",
    "positions",
    "marks",
    "lengths",
    "variants",
)


def named() -> Iterator[str]:
    """Every name of the module's constants."""
    for constant, value in vars(sections).items():
        if constant.isupper() and constant != "DTYPES":
            yield from (value,) if isinstance(value, str) else value


def test_each_name_is_a_section_and_each_section_has_a_name(tmp_path: Path) -> None:
    corpora.store(tmp_path, corpora.archive(3, 40))
    with open_store(tmp_path, now=corpora.NOW) as store:
        store.remove(open_snapshot(tmp_path).segments[0].card(0).id)
        store.publish()
    held: dict[str, set[str]] = {"segment": set(), "names": set(), "deleted": set()}
    for file in (tmp_path / "segments").rglob("*"):
        if file.is_file():
            held[file.name.split("-")[0]] |= set(Container(file)._directory)
    assert held["segment"] >= {f"{field}.{part}" for field in TEXT_FIELDS for part in ("terms", "gaps_u1", "variants")}
    assert SEGMENT_FILE == "segment"
    plain = {name.rpartition(".")[2] if name.split(".")[0] in TEXT_FIELDS else name for name in held["segment"]}
    assert plain | held["names"] | held["deleted"] == set(named())
