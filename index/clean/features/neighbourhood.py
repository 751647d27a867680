"""What does each line's neighbourhood tell? Sums over windows, neighbours, distances, blocks, the place on the page."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.clean.features.columns import Columns
from index.clean.features.lines import LOOK_NUMBERS, Doubles, Lines
from index.clean.features.measure import BAR, DASH, Bools, Floats, Int64s

_WIDEST = 32  # lines: the widest window, one way


def window_sums(series: NDArray[np.generic], windows: Int64s) -> Doubles:
    """Sums over windows of lines (windows, lines).

    `series` (series, lines) holds what is summed up; `windows` (windows, 3) the number of a series and from how many
    lines above each line to how many below it its window goes.
    """
    count = series.shape[1]
    edge = _WIDEST + 1
    total = np.zeros((len(series), 2 * edge + count + 1))
    np.cumsum(series, axis=1, dtype=np.float64, out=total[:, edge + 1 : edge + 1 + count])
    total[:, edge + 1 + count :] = total[:, edge + count, None]
    below = _moved_up(total, count)
    number, before, after = windows.T
    sums: Doubles = below[number, edge + 1 + after] - below[number, edge - before]
    return sums


def _moved_up(series: NDArray[np.generic], count: int) -> NDArray[np.generic]:
    """A view (series, moves, count) in which each series is moved up by 0, 1, ... places as far as there are values.

    It is what `sliding_window_view` gives, which takes 11 us where a view takes half of one.
    """
    rows, width = series.shape
    across, along = series.strides
    return np.ndarray((rows, width - count + 1, count), series.dtype, series, 0, (across, along, along))


def neighbours(series: NDArray[np.generic], chosen: Int64s, fill: float) -> Floats:
    """Values of neighbouring lines (chosen, lines) as float32; `fill` beyond the page.

    `chosen` (chosen, 2) holds the number of one of the `series` (series, lines), and how many lines below each line
    (above where negative) the neighbour stands.
    """
    count = series.shape[1]
    number, by = chosen.T
    reach = int(np.abs(by).max())
    padded = np.full((len(series), count + 2 * reach), fill, np.float32)
    padded[:, reach : reach + count] = series
    values: Floats = _moved_up(padded, count)[number, by + reach]
    return values


def distances(marked: Bools) -> tuple[Int64s, Int64s]:
    """How many lines above and below stands the nearest marked line (0 on it, 99 where there is none).

    `marked` may have several rows (series, lines), each its own.
    """
    count = marked.shape[-1]
    at = np.arange(count)
    above = np.maximum.accumulate(np.where(marked, at, -1000), axis=-1)
    below = np.minimum.accumulate(np.where(marked, at, count + 1000)[..., ::-1], axis=-1)[..., ::-1]
    return np.minimum(at - above, 99), np.minimum(below - at, 99)


_SERIES = ("words", "mass", "last", "first")
_MOVES = ((0, (-3, -2, -1, 1, 2, 3)), (1, (-2, -1, 1, 2)), (2, (-2, -1, 1, 2)), (3, (-1, 1)))
_NEIGHBOURS = np.array([(number, by) for number, moves in _MOVES for by in moves])
_NEIGHBOUR_NAMES = tuple(f"{_SERIES[number]}{by:+d}" for number, moves in _MOVES for by in moves)
_SIDES = tuple((f"{side}_{n}", *reach) for n in (2, 5, 10, 20) for side, reach in
               (("before", (n, -1)), ("after", (-1, n))))  # fmt: skip
_SECTIONS = ("comments", "related", "newsletter", "share", "legal")
_SECTION_LOOKS = np.array([LOOK_NUMBERS[name] for name in _SECTIONS])[:, None]
# Windows over the series words, mass, dated lines, furniture, and one for each section.
_WINDOWS = np.array(
    [(1, before, after) for _, before, after in _SIDES]
    + [(0, before, after) for _, before, after in _SIDES]
    + [(0, 4, 4), (0, 12, 12), (1, 4, 4), (1, 12, 12), (2, 8, 8), (3, 5, -1), (3, -1, 5)]
    + [(4 + number, 6, 6) for number in range(len(_SECTIONS))]
)
_MASS_NAMES = tuple(f"mass_{name}" for name, _, _ in _SIDES)
_SHARE_NAMES = tuple(f"mass_share_{name}" for name, _, _ in _SIDES)
_SECTION_NAMES = tuple(f"{name}_{what}" for what in ("above", "below", "before", "around") for name in _SECTIONS)
_FURNITURE_NAMES = ("dates_around", "furniture_before", "furniture_after")


def add_context(columns: Columns, lines: Lines) -> None:
    """Columns of the neighbourhood and the place on the page."""
    m = lines.measures
    series = np.empty((4 + len(_SECTIONS), columns.count), np.float32)
    series[:4] = m.words, lines.mass, m.last, m.first
    columns.block(_NEIGHBOUR_NAMES)[:] = neighbours(series[:4], _NEIGHBOURS, -1)
    _add_place(columns, lines)
    look = lines.look
    series[2] = (look == LOOK_NUMBERS["date"]) | (look == LOOK_NUMBERS["byline"])
    series[3] = look >= 0
    sections = look == _SECTION_LOOKS
    series[4:] = sections
    sums = window_sums(series, _WINDOWS)
    sides = len(_SIDES)
    columns.block(_MASS_NAMES)[:] = sums[:sides]
    np.divide(sums[:sides], np.maximum(sums[sides : 2 * sides], 1), out=sums[:sides])
    columns.block(_SHARE_NAMES)[:] = sums[:sides]
    around_4, around_12, dense_4, dense_12 = sums[2 * sides : 2 * sides + 4]
    columns.add("words_around_4", around_4 / 9)
    columns.add("words_around_12", around_12 / 25)
    marked = np.concatenate((lines.prose[None], sections))
    above, below = distances(marked)
    columns.add("prose_above", above[0])
    columns.add("prose_below", below[0])
    columns.add("prose_run", run_lengths(lines.prose))
    for size, dense in ((4, dense_4), (12, dense_12)):
        columns.add(f"from_peak_{size}", np.arange(columns.count) - (int(np.argmax(dense)) if len(dense) else 0))
        columns.add(f"density_{size}", dense / max(float(dense.max(initial=0)), 1.0))
    _add_stretch(columns, lines)
    block = columns.block(_SECTION_NAMES).reshape(4, len(_SECTIONS), columns.count)
    block[0] = above[1:]
    block[1] = below[1:]
    np.cumsum(sections, axis=1, out=block[2])
    block[3] = sums[-len(_SECTIONS) :]
    columns.block(_FURNITURE_NAMES)[:] = sums[2 * sides + 4 : 2 * sides + 7]


def _add_place(columns: Columns, lines: Lines) -> None:
    """Where the line stands on the page, and how much text stands on either side of it."""
    count = columns.count
    at = np.arange(count)
    words = lines.measures.words
    mass_total = max(float(lines.mass.sum()), 1.0)
    words_total = max(float(words.sum()), 1.0)
    mass_before = np.cumsum(lines.mass, dtype=np.float64) - lines.mass
    columns.add("place", at / max(count, 1))
    columns.add("line_number", at)
    columns.add("lines_left", count - at)
    columns.add("mass_before", mass_before)
    columns.add("mass_after", mass_total - mass_before - lines.mass)
    columns.add("mass_before_share", mass_before / mass_total)
    columns.add("words_before_share", (np.cumsum(words, dtype=np.float64) - words) / words_total)
    columns.add("page_words", words_total)
    columns.add("page_mass", mass_total)
    columns.add("page_lines", count)
    columns.add("page_prose_share", mass_total / words_total)


def _add_stretch(columns: Columns, lines: Lines) -> None:
    """Stretches in which no gap between prose lines exceeds six lines: the line's own, and the heaviest one."""
    from_stretch, stretch_mass, in_stretch = block = columns.block(("from_stretch", "stretch_mass", "in_stretch"))
    block[:] = 0
    where = np.flatnonzero(lines.prose)
    if not len(where):
        return
    breaks = np.flatnonzero(where[1:] - where[:-1] > 6)
    firsts = where[np.append(0, breaks + 1)]
    lasts = where[np.append(breaks, -1)]
    sums = np.append(0.0, np.cumsum(lines.mass, dtype=np.float64))
    masses = sums[lasts + 1] - sums[firsts]
    for first, last, mass in zip(firsts.tolist(), lasts.tolist(), masses.tolist(), strict=True):
        stretch_mass[first : last + 1] = mass
    best = int(np.argmax(masses))
    first, last = int(firsts[best]), int(lasts[best])
    in_stretch[first : last + 1] = 1
    from_stretch[:first] = np.arange(first, 0, -1)
    from_stretch[last + 1 :] = np.arange(-1, last - columns.count, -1)


def run_lengths(marked: Bools) -> Int64s:
    """How many equal neighbours each line has in a row: positive in marked runs, negative in others."""
    if not len(marked):
        return np.zeros(0, np.int64)
    bounds = np.flatnonzero(np.concatenate(([True], marked[1:] != marked[:-1], [True])))
    sizes = bounds[1:] - bounds[:-1]
    return np.repeat(np.where(marked[bounds[:-1]], sizes, -sizes), sizes)


_BLOCK_NAMES = ("block_lines", "block_mass", "block_mean_words", "block_mean_before", "block_mean_after")


def add_layout(columns: Columns, lines: Lines, blank: Int64s, indent: Int64s) -> None:
    """Columns of a dump's layout: blank lines, indentation, and the blocks that blank lines make."""
    count = columns.count
    starts = blank > 0
    columns.add("blank_before", np.minimum(blank, 9))
    columns.add("blank_after", np.minimum(np.append(blank[1:], 1), 9))
    block = np.cumsum(starts)
    size = np.bincount(block, minlength=int(block[-1]) + 1 if count else 1)
    mean = np.bincount(block, weights=lines.measures.words, minlength=len(size)) / np.maximum(size, 1)
    of_block = np.full((len(_BLOCK_NAMES), len(size)), -1, np.float32)
    of_block[0] = size
    of_block[1] = np.bincount(block, weights=lines.mass, minlength=len(size))
    of_block[2] = mean
    of_block[3, 1:] = mean[:-1]
    of_block[4, :-1] = mean[1:]
    columns.block(_BLOCK_NAMES)[:] = of_block.take(block, axis=1)
    columns.add("blanks_share", starts.mean() if count else 0)
    columns.add("indent", np.minimum(indent, 99))
    step = indent[1:] - indent[:-1]
    columns.add("indent-1", np.append(indent[:1], step))
    columns.add("indent+1", np.append(step, -indent[-1:]))
    capped = np.minimum(indent, 199)
    by_indent = np.bincount(capped, weights=lines.mass, minlength=200)
    columns.add("indent_from_main", indent - int(np.argmax(by_indent)))
    columns.add("indent_mass_share", by_indent[capped] / max(float(lines.mass.sum()), 1.0))
    columns.add("bullet_run", run_lengths((lines.measures.first == BAR) | (lines.measures.first == DASH)))
