"""A chart is drawn as it is said: a round scale, bars as high as their numbers, one place for each period."""

from __future__ import annotations

import re
from random import Random

import pytest

from web.over_time import periods_between, step_of
from web.site.charts.chart import FULL, NARROW, SIDEBAR, Bar, Chart, Drawing, Size, draw, scale


@pytest.mark.parametrize("most", [0, 1, 2, 4, 5, 6, 14, 19, 50, 51, 99, 101, 2_499, 2_500, 2_501, 10**6])
def test_a_scale_is_round_and_takes_all_in(most: int) -> None:
    step, steps = scale(most)
    assert re.fullmatch("[125]0*", f"{step:g}".replace("e+05", "00000")), step
    assert 1 <= steps <= 5
    assert step * (steps - 1) < max(most, 1) <= step * steps


@pytest.mark.parametrize(("most", "expected"), [(0.3, (0.1, 3)), (0.31, (0.1, 4)), (7.2, (2, 4)), (100, (20, 5))])
def test_shares_have_a_scale_of_their_own(most: float, expected: tuple[float, int]) -> None:
    assert scale(most, 0.1) == pytest.approx(expected)


def drawn(first: str, last: str, size: Size, seed: int = 1) -> tuple[list[Bar], Chart]:
    rng = Random(seed)
    periods = periods_between(first, last, step_of(first))
    bars = [Bar(period, float(rng.choice((0, 1, 3, 40))), f"{period}: said", f"/{period}") for period in periods]
    return bars, draw(Drawing("told", bars, lambda head: Bar(head, 0, f"{head}: wider", f"/{head}")), size)


@pytest.mark.parametrize(
    ("first", "last", "size"),
    [
        ("2015", "2026", SIDEBAR),
        ("1950", "2026", FULL),
        ("2015-01", "2015-12", SIDEBAR),
        ("2016-11", "2026-08", NARROW),
        ("2015-05-01", "2015-05-31", SIDEBAR),
        ("2015-05-20", "2015-08-03", FULL),
    ],
)
def test_each_bar_stands_in_its_place_and_is_as_high_as_its_number(first: str, last: str, size: Size) -> None:
    bars, chart = drawn(first, last, size)
    slot = (size.width - float(chart.left)) / len(bars)
    paths = [
        tuple(map(float, found)) for area in chart.areas for found in re.findall(r"M(\S+) \S+V(\S+)H(\S+)V", area.path)
    ]
    shown = [(place, bar.value) for place, bar in enumerate(bars) if bar.value]
    assert len(paths) == len(shown)
    base, top = float(chart.ticks[0].y), float(chart.ticks[-1].y)
    highest = float(chart.ticks[-1].text)
    for (left, height, right), (place, value) in zip(paths, shown, strict=True):
        assert left == pytest.approx(float(chart.left) + place * slot, abs=slot * 0.13 + 0.1)
        assert right == pytest.approx(float(chart.left) + (place + 1) * slot, abs=slot * 0.13 + 0.1)
        assert base - height == pytest.approx(max(1.0, (base - top) * value / highest), abs=0.1)
    assert sum(float(area.width) for area in chart.areas) == pytest.approx(slot * len(bars), abs=0.1 * len(bars))
    assert chart.periods.split() == [bar.period for bar in bars]


def test_what_is_too_narrow_is_reached_by_the_longer_period() -> None:
    _, years = drawn("1950", "2026", SIDEBAR)
    assert [area.spoken for area in years.areas] == [f"{decade}: wider" for decade in range(195, 203)]
    assert [area.label for area in years.areas][::2] == [f"{decade}s" for decade in range(1950, 2021, 20)]
    _, months = drawn("2016-11", "2019-08", SIDEBAR)
    assert [area.spoken for area in months.areas] == [f"{year}: wider" for year in range(2016, 2020)]
    assert [area.href for area in months.areas] == ["", "/2017", "/2018", "/2019"], "two months are too narrow as well"
    _, days = drawn("2015-05-01", "2015-05-31", SIDEBAR)
    assert len(days.areas) == 31
    assert not any(area.reachable for area in days.areas)
    _, wide = drawn("2015-05-01", "2015-05-31", FULL)
    assert all(area.reachable for area in wide.areas)


def test_labels_do_not_lie_on_each_other() -> None:
    for first, last in (
        ("1901", "2026"),
        ("2016-11", "2026-08"),
        ("2015-05-01", "2015-05-31"),
        ("2016-12-30", "2017-03-01"),
    ):
        for size in (SIDEBAR, NARROW, FULL):
            _, chart = drawn(first, last, size)
            ends = [0.0]
            for area in chart.areas:
                if area.label:
                    width = 7 * len(area.label)
                    left = float(area.at) - (width / 2 if area.middle else 0)
                    assert left >= ends[-1] - 1, (first, size, area.label)
                    ends.append(left + width)
