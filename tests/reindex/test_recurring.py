"""Templates of sites follow their pages, and exactly the pages that a change concerns are named."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.reindex.agree.recurring import PageLines, Recurring

pages = st.dictionaries(
    st.integers(0, 14),
    st.tuples(st.sampled_from(["a.example", "b.example"]), st.sets(st.integers(0, 8).map(lambda n: n * 2))),
    max_size=14,
).map(
    lambda found: Recurring(
        {n: PageLines(n, site, np.array(sorted(lines), np.uint64)) for n, (site, lines) in found.items()}
    )
)


@given(pages)
def test_what_is_written_is_read(table: Recurring) -> None:
    again = Recurring.decode(table.encode())
    assert again.templates() == table.templates()
    assert again.encode() == table.encode()


@given(pages, pages)
def test_touched_pages_are_those_that_hold_a_line_which_moved(before: Recurring, after: Recurring) -> None:
    sites = {"a.example", "b.example"}
    old, new = before.templates(), after.templates()
    expected = {
        page.id
        for page in after.pages.values()
        for line in page.hashes.tolist()
        if (page.site in old and line in old[page.site].hashes) != (page.site in new and line in new[page.site].hashes)
    }
    assert after.touched(before, sites) == expected


def test_a_site_s_template_needs_no_other_site() -> None:
    table = Recurring({n: PageLines(n, f"{n % 2}.example", np.array([2, n * 2 + 10], np.uint64)) for n in range(10)})
    assert table.templates({"0.example"}) == {"0.example": table.templates()["0.example"]}
    assert table.templates()["0.example"].hashes == {2}
