"""What groups of copies have more than once, against counting article by article."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.facets import repeated_values
from search.facets.repeated_values import RepeatedValues

SIZES = st.lists(st.integers(2, 4), max_size=5)


@pytest.mark.parametrize("few", [0, repeated_values._FEW, 10_000])
@given(sizes=SIZES, data=st.data())
@settings(max_examples=150, deadline=None)
def test_what_a_member_before_has_too_is_counted(few: int, sizes: list[int], data: st.DataObject) -> None:
    of_members = [group for group, size in enumerate(sizes) for _ in range(size)]
    values = st.lists(st.integers(0, 6), max_size=4)
    stated = [data.draw(values) for _ in of_members]
    chosen = data.draw(st.permutations(range(len(of_members)))) if of_members else []
    chosen = chosen[: data.draw(st.integers(0, len(chosen)))]
    entries = [(member, value) for member, some in enumerate(stated) for value in some]
    table = RepeatedValues(
        np.array([member for member, _ in entries], np.int64),
        np.array([value for _, value in entries], np.int64),
        np.array(of_members, np.int32),
    )
    seen: set[tuple[int, int]] = set()
    again: list[int] = []
    for member in chosen:
        for value in stated[member]:
            if (of_members[member], value) in seen:
                again.append(value)
            seen.add((of_members[member], value))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(repeated_values, "_FEW", few)
        found = table.again(np.array(chosen, np.int32)).tolist()
    assert Counter(found) == Counter(again)
    assert found == sorted(found)
