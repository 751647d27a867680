"""How is a chart over time drawn? Bars in, coordinates for the template `_chart.html` out.

A unit is a pixel where the chart is shown at its own width, so that letters keep their size; a page has a chart in each
of the widths that it needs, and its style sheet shows the one that fits. The scale is round, every bar stands on it
from zero, and periods without results keep their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor, log10
from typing import NamedTuple

from web import regional, words
from web.translation import gettext as _

MOST_STEPS = 5  # of a scale
_LEAST = 22  # units of a bar that is a link: twelve months and a scale in the width of a sidebar
_LETTER = 7  # units of a letter at 12 pixels, the widest of the fonts that were tried
_TOP, _FOOT = 10, 20  # units above the scale and below it
_HEADS = {4: 3, 7: 4, 10: 7}  # characters that periods of one decade, year or month have in common


class Size(NamedTuple):
    """A width and a height, and the class of the style sheet that says where a chart of this size is shown."""

    width: int
    height: int
    name: str


SIDEBAR = Size(304, 116, "side")
NARROW, HALF, MAIN, FULL = (
    Size(304, 140, "narrow"),
    Size(512, 140, "wide"),
    Size(816, 140, "wide"),
    Size(1056, 180, "wide"),
)


class Bar(NamedTuple):
    """A period, what is drawn of it, what is said of it, where its click leads ("" where there is nothing), and whether
    it is chosen."""

    period: str
    value: float
    spoken: str
    href: str
    chosen: bool = False


Wider = Callable[[str], Bar]
"""What stands for the bars of a decade (`201`), year or month where these are too narrow to be links."""


class ChartArea(NamedTuple):
    """What can be pointed at, from the top of the chart to its foot: one bar, or those of a longer period. `path` draws
    the bars, `label` stands below (in the `middle` or at the start, with a line). Without `href` it is no link; one
    that is not `reachable` is for pointers alone, as the table has the same links."""

    left: str
    width: str
    path: str
    label: str
    at: str
    middle: bool
    spoken: str
    href: str
    chosen: bool
    reachable: bool


class Tick(NamedTuple):
    """A line of the scale, and what it says."""

    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: its bars begin at `left`, and `periods` are theirs."""

    size: Size
    label: str
    left: str
    ticks: tuple[Tick, ...]
    areas: tuple[ChartArea, ...]
    periods: str


def scale(most: float, least: float = 1.0) -> tuple[float, int]:
    """The step of a round scale from zero that takes in `most`, `least` or larger, and how many there are: 5 at most.

    Steps are 1, 2 or 5 times a power of ten.
    """
    wanted = max(most / MOST_STEPS, least)
    power = 10.0 ** floor(log10(wanted))
    step = next(power * times for times in (1, 2, 5, 10) if power * times * (1 + 1e-9) >= wanted)
    return step, max(1, ceil(most / step - 1e-9))


class Drawing(NamedTuple):
    """What is drawn: bars, what the chart of them shows, in words, what stands for bars that are too narrow, the least
    that the scale takes in, and what stands behind its numbers."""

    label: str
    bars: Sequence[Bar]
    wider: Wider
    most: float = 0.0
    unit: str = ""


def draw(drawing: Drawing, size: Size) -> Chart:
    """The chart of some bars."""
    label, bars, wider, most, unit = drawing
    step, steps = scale(max([most, *(bar.value for bar in bars)]), 0.1 if unit else 1.0)
    texts = [regional.number(number * step, f",.{0 if step >= 1 else 1}f") + unit for number in range(steps + 1)]
    left = 9 + _LETTER * max(map(len, texts))
    base = size.height - _FOOT
    frame = _Frame(left, (size.width - left) / max(len(bars), 1), base, (base - _TOP) / (step * steps))
    ticks = [Tick(_number(base - number * step * frame.unit), text) for number, text in enumerate(texts)]
    periods = " ".join(bar.period for bar in bars)
    return Chart(size, label, str(left), tuple(ticks), tuple(_areas(bars, frame, wider)), periods)


class _Frame(NamedTuple):
    """Where the first bar begins, how wide the place of each is, where they stand, and how high one is of value 1."""

    left: float
    slot: float
    base: float
    unit: float


def _areas(bars: Sequence[Bar], frame: _Frame, wider: Wider) -> Iterator[ChartArea]:
    if not bars:
        return
    head = _HEADS[len(bars[0].period)]
    groups = [(key, list(group)) for key, group in groupby(enumerate(bars), lambda pair: pair[1].period[:head])]
    if frame.slot >= _LEAST or len(groups) == 1:
        yield from _single(bars, frame)
        return
    end, last = 0.0, frame.left + frame.slot * len(bars)
    for key, group in groups:
        place, text = group[0][0], _label(key)
        left, width = frame.left + place * frame.slot, len(group) * frame.slot
        bar, needed = wider(key), _LETTER * (len(text) + 1)
        # One that begins in the middle may be narrower than its name, which would stand below the next one.
        begun = place > 0 or width >= needed or len(group) >= len(groups[1][1])
        told = text if begun and end <= left <= last - needed + _LETTER else ""
        end = left + needed if told else end
        path = "".join(_path(each, number, frame) for number, each in group)
        href = bar.href if width >= _LEAST else ""
        yield ChartArea(
            left=_number(left),
            width=_number(width),
            path=path,
            label=told,
            at=_number(left + 3),
            middle=False,
            spoken=bar.spoken,
            href=href,
            chosen=bar.chosen,
            reachable=True,
        )


def _single(bars: Sequence[Bar], frame: _Frame) -> Iterator[ChartArea]:
    """An area for each bar; of labels as many as there is room for."""
    texts = [_short(bar.period) for bar in bars]
    every = max(1, ceil(_LETTER * (max(map(len, texts)) + 0.5) / frame.slot))
    for place, (bar, text) in enumerate(zip(bars, texts, strict=True)):
        left = frame.left + place * frame.slot
        yield ChartArea(
            left=_number(left),
            width=_number(frame.slot),
            path=_path(bar, place, frame),
            label=text if place % every == 0 else "",
            at=_number(left + frame.slot / 2),
            middle=True,
            spoken=bar.spoken,
            href=bar.href,
            chosen=bar.chosen,
            reachable=frame.slot >= _LEAST,
        )


def _path(bar: Bar, place: int, frame: _Frame) -> str:
    """The bar as a path; what is there but too low to be seen is a line of a unit."""
    if not bar.value:
        return ""
    gap = frame.slot * (0.12 if frame.slot >= 8 else 0.05)
    left, right = frame.left + place * frame.slot + gap, frame.left + (place + 1) * frame.slot - gap
    top = frame.base - max(1.0, bar.value * frame.unit)
    return f"M{_number(left)} {_number(frame.base)}V{_number(top)}H{_number(right)}V{_number(frame.base)}z"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _short(period: str) -> str:
    """What stands below a bar: `’15`, `May`, `26`."""
    if len(period) == 4:
        return f"’{period[2:]}"
    return words.short_month(int(period[5:])) if len(period) == 7 else str(int(period[8:]))


def _label(head: str) -> str:
    """What stands below the bars of a decade, year or month."""
    if len(head) == 3:
        return _("%(decade)ss", decade=f"{head}0")
    return words.short_period(head)


def counted(number: int, *, grouped: bool) -> str:
    """How many articles, or results that may stand for several copies."""
    return words.counted(number, words.unit(grouped=grouped))


def spoken(period: str, told: str) -> str:
    """What is said of a bar: "2019: 14 articles"."""
    return _("%(period)s: %(told)s", period=words.period(period), told=told)
