"""A run begins when all is quiet, at the latest half a minute after a change, and takes half of the time at most."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from web.watching.batch import LONGEST_WAIT, QUIET, ChangeBatch

MOMENTS = st.lists(st.tuples(st.floats(0.0, 5.0), st.sampled_from("abc")), min_size=1, max_size=60)


@given(MOMENTS)
def test_every_change_is_taken_by_one_run_when_it_has_been_quiet_or_for_long(moments: list[tuple[float, str]]) -> None:
    batch, now = ChangeBatch(0.0), 0.0
    waiting: list[tuple[float, str]] = []
    for pause, root in [*moments, (LONGEST_WAIT, "")]:
        now += pause
        quiet = bool(waiting) and now - waiting[-1][0] >= QUIET
        late = bool(waiting) and now - waiting[0][0] >= LONGEST_WAIT
        assert batch.due(now) == (quiet or late)
        if batch.due(now):
            assert batch.take() == {root for _, root in waiting}
            waiting = []
            batch.ended(now, now)
        if root:
            batch.add([root], now)
            waiting.append((now, root))
    assert waiting == []


def test_ten_thousand_changes_in_a_row_are_one_batch() -> None:
    batch = ChangeBatch(0.0)
    for number in range(10_000):
        batch.add(["a"], number * 0.002)
        assert not batch.due(number * 0.002)
    assert batch.due(20.0 + QUIET)
    assert batch.take() == {"a"}
    assert not batch.due(100.0)


def test_files_that_are_being_written_are_waited_for_but_not_for_ever() -> None:
    batch = ChangeBatch(0.0)
    batch.add(["a"], 0.0)
    assert not batch.due(10.0, changing=True)
    batch.wait(20.0)
    assert not batch.due(20.5)
    assert not batch.late(29.9)
    assert batch.due(LONGEST_WAIT, changing=True)
    assert batch.late(LONGEST_WAIT)


def test_what_failed_comes_again_after_ever_longer_pauses() -> None:
    batch, now, pauses = ChangeBatch(0.0), 0.0, []
    batch.add(["a"], now)
    for _ in range(12):
        assert batch.take() == {"a"}
        pauses.append(batch.failed(["a"], now))
        batch.add(["a"], now + 0.1)  # a change does not shorten the pause
        assert not batch.due(now + pauses[-1] - 0.01)
        now += pauses[-1]
        assert batch.due(now + QUIET)
    assert pauses[:4] == [2.0, 4.0, 8.0, 16.0]
    assert pauses[-1] == 600.0
    batch.take()
    batch.ended(now, now)
    assert batch.failed(["a"], now) == 2.0


def test_a_run_waits_as_long_as_the_last_one_took() -> None:
    batch = ChangeBatch(0.0)
    batch.ended(0.0, 60.0)
    batch.add(["a"], 61.0)
    assert not batch.due(119.0)
    assert batch.due(120.0)


def test_after_an_hour_everything_is_looked_at() -> None:
    batch = ChangeBatch(0.0)
    assert not batch.overdue(3599.0)
    assert batch.overdue(3600.0)
    assert not batch.overdue(3600.5)
    batch.ended(3600.0, 3601.0)
    assert not batch.overdue(7200.0)
