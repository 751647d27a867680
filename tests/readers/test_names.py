"""Are the hints of a name those of every part that stands in it?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.readers.html_hints import HINTS, hint_of_names

_PARTS = [part for _, parts in HINTS for part in parts]
_TREE_BITS = (1 << len(HINTS)) - 1


@given(st.lists(st.sampled_from([*_PARTS, "x", "sub", "-", " ", "AD", "s"]), max_size=6).map("".join))
def test_a_name_has_the_hints_of_every_part_in_it(names: str) -> None:
    found = hint_of_names(names) & _TREE_BITS
    for bit, (name, parts) in enumerate(HINTS):
        if name not in ("ad", "tags"):  # whole words count there too
            assert bool(found & 1 << bit) == any(part in names.lower() for part in parts)
        elif any(part in names.lower() for part in parts):
            assert found & 1 << bit


def test_advertisements_and_tags_are_known_by_whole_words_only() -> None:
    ad, tags = (1 << [name for name, _ in HINTS].index(name) for name in ("ad", "tags"))
    assert hint_of_names("left-ad") & ad
    assert not hint_of_names("adults loading") & ad
    assert hint_of_names("Tags") & tags
    assert not hint_of_names("stage") & tags
