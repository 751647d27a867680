"""In which year was an article written that states only the day? In that whose articles of those days tell the same.

Of each year that a day can be of, the articles of the fortnights around it are compared with the undated one. A shared
word counts by how few of all these articles hold it. The year stands where one or several of its articles are as alike
as those of one event are, and much more alike than those of the other years; else nothing is decided. What comes out
depends on the articles alone, not on the order in which they came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

from index.reindex.agree.texts import TellingWords
from index.reindex.rows import Rows
from index.store.tables import encode_table, json_array, json_of, opened_table
from index.yearless import LikeliestYear, day_of, with_years

_AROUND = 14  # days before and after
_MOST = 400  # articles of one year that are compared, the nearest: bounds what a large archive costs
# Of 107 dispatches of one fortnight among 16,000 other articles of 14 years, with a weekday, 60 get their year and none
# another; where a twelfth of the fortnight's articles is there 22 and none, without them none at all. Without a weekday
# 53 and 0, 12 and 0, 0 and 1.
_ALIKE, _SEVERAL_ALIKE, _SEVERAL = 0.2, 0.34, 3  # of one article, of the three most alike together
_LEAST_ALIKE, _SHARED = 0.12, 6  # of the most alike of several; words that it shares
_AHEAD, _LEAST_AHEAD = 2.0, 1.5  # times as alike as those of any other year; the most alike of several
_MOST_TOLD = 24  # words that are kept as evidence


@dataclass(frozen=True, slots=True)
class Told:
    """What undated articles and those of the days around them tell, and the years that follow, by places' ids.

    `compared` is a checksum of the articles with which each undated one was compared: where these are as they were, so
    is what they tell.
    """

    words: TellingWords
    years: Mapping[int, LikeliestYear]
    compared: Mapping[int, int]


NOTHING_TOLD = Told({}, {}, {})


@dataclass(frozen=True, slots=True)
class _Window:
    """The articles around a day of one year: their rows, ascending by day."""

    year: int
    rows: NDArray[np.int64]


def told(
    before: Told,
    rows: Rows,
    span: tuple[tuple[int, int] | None, date | None],
    fresh: NDArray[np.uint64],
    read: Callable[[NDArray[np.uint64]], TellingWords],
) -> Told:
    """What the articles of `rows` tell of those without a year; `before` itself where that is what it was.

    `span` are the archive's years and today; `fresh` the ids of articles that are not as they were `before`, whose
    words `read` gives, as it does those of others that are not known.
    """
    windows = dict(_windows(rows, *span))
    if not windows:
        return before if not before.words and not before.years else NOTHING_TOLD
    involved = [rows.id[[asking]] for asking in windows] + [rows.id[one.rows] for w in windows.values() for one in w]
    places = np.unique(np.concatenate(involved))
    known = np.array([place in before.words for place in places.tolist()], np.bool_) & ~np.isin(places, fresh)
    words = {place: before.words[place] for place in places[known].tolist()}
    words.update(read(places[~known]) if not known.all() else {})
    new = np.isin(rows.id, fresh)
    years: dict[int, LikeliestYear] = {}
    compared: dict[int, int] = {}
    for asking, around in windows.items():
        place = int(rows.id[asking])
        compared[place] = _checksum(rows, around)
        moved = new[asking] or any(new[window.rows].any() for window in around)
        if not moved and compared[place] == before.compared.get(place):
            year = before.years.get(place)
        else:
            year = _likeliest(words, place, around, rows) if place in words else None
        if year is not None:
            years[place] = year
    same = known.all() and words.keys() == before.words.keys()
    return before if same and (years, compared) == (before.years, before.compared) else Told(words, years, compared)


def _checksum(rows: Rows, windows: list[_Window]) -> int:
    years = np.array([window.year for window in windows], np.uint64)
    ids = np.concatenate([rows.id[window.rows] for window in windows])
    return xxh3_64_intdigest(np.concatenate([years, ids]).tobytes())


def _windows(rows: Rows, span: tuple[int, int] | None, today: date | None) -> Iterator[tuple[int, list[_Window]]]:
    """The rows of articles without a year that can be of several, each with the articles around its days."""
    asking = np.flatnonzero((rows.reason == 0) & (rows.day < 0))
    if not len(asking):
        return
    dated = np.flatnonzero((rows.reason == 0) & (rows.day > 0))
    dated = dated[np.lexsort((rows.id[dated], rows.day[dated]))]
    days = rows.day[dated]
    for row in asking.tolist():
        possible = with_years(day_of(int(rows.day[row])), span, today).days
        if len(possible) > 1:
            yield row, [_Window(day.year, _around(dated, days, day.toordinal())) for day in possible]


def _around(dated: NDArray[np.int64], days: NDArray[np.int32], day: int) -> NDArray[np.int64]:
    first, last = np.searchsorted(days, [day - _AROUND, day + _AROUND + 1])
    around: NDArray[np.int64] = dated[first:last]
    if len(around) > _MOST:
        around = around[np.sort(np.argsort(np.abs(days[first:last] - day), kind="stable")[:_MOST])]
    return around


def _likeliest(words: TellingWords, place: int, windows: list[_Window], rows: Rows) -> LikeliestYear | None:
    """The year whose articles tell the same, None where none does or several do."""
    own = words[place]
    pages = [(window.year, row, words[int(rows.id[row])]) for window in windows for row in window.rows.tolist()]
    pages = [(year, row, tells) for year, row, tells in pages if int(rows.id[row]) in words]
    if not len(own) or not pages:
        return None
    shared = _shared(own, [tells for _, _, tells in pages])
    weight = np.log((len(pages) + 1) / (shared.sum(axis=0) + 0.5))
    years = np.array([year for year, _, _ in pages])
    likeness = _likeness(shared, weight, np.array([len(tells) for _, _, tells in pages]))
    best = int(np.argmax(likeness))
    if shared[best].sum() < _SHARED or not _is_ahead(likeness, years == years[best]):
        return None
    alike = (years == years[best]) & (likeness >= likeness[best] / 2)
    days = [int(rows.day[pages[number][1]]) for number in np.flatnonzero(alike).tolist()]
    order = np.argsort(-weight * shared[alike].any(axis=0), kind="stable")
    telling = [int(own[n]) for n in order.tolist() if shared[alike].any(axis=0)[n]][:_MOST_TOLD]
    return LikeliestYear(
        int(years[best]), len(days), date.fromordinal(min(days)), date.fromordinal(max(days)), tuple(telling)
    )


def _shared(own: NDArray[np.uint32], others: list[NDArray[np.uint32]]) -> NDArray[np.bool_]:
    """bool[articles, words of `own`]: which of the words each of the `others` holds. All at once: 8,000 take 20 ms."""
    words = np.concatenate(others)
    column = np.minimum(np.searchsorted(own, words), len(own) - 1)
    held = own[column] == words
    shared = np.zeros((len(others), len(own)), np.bool_)
    shared[np.repeat(np.arange(len(others)), [len(tells) for tells in others])[held], column[held]] = True
    return shared


def _likeness(
    shared: NDArray[np.bool_], weight: NDArray[np.float64], lengths: NDArray[np.int64]
) -> NDArray[np.float64]:
    """float64[articles]: the cosine of each article with the undated one, 1 where they hold the same words. `shared`
    says which of its words each holds, `lengths` how many words; those not shared weigh as words do on average."""
    same = shared @ weight
    other = (lengths - shared.sum(axis=1)) * weight.mean()
    cosine: NDArray[np.float64] = same / np.sqrt(np.maximum(weight.sum() * (same + other), 1e-9))
    return cosine


def _is_ahead(likeness: NDArray[np.float64], mine: NDArray[np.bool_]) -> bool:
    """Whether the articles of the year that `mine` marks are alike enough, and more so than those of any other year."""
    ours, others = np.sort(likeness[mine])[::-1], np.sort(likeness[~mine])[::-1]
    best, several = float(ours[0]), float(ours[:_SEVERAL].sum())
    next_best, next_several = float(others[:1].sum()), float(others[:_SEVERAL].sum())
    if best >= _ALIKE and best >= _AHEAD * next_best:
        return True
    together = several >= _SEVERAL_ALIKE and several >= _AHEAD * next_several
    return together and best >= _LEAST_ALIKE and best >= _LEAST_AHEAD * next_best


def encode(state: Told) -> bytes:
    """The table as bytes: a zip of plain arrays."""
    years = list(state.years.items())
    return encode_table(
        {
            "id": np.fromiter(state.words, np.uint64, len(state.words)),
            "first": np.cumsum([0, *map(len, state.words.values())], dtype=np.int64),
            "words": np.concatenate([np.zeros(0, np.uint32), *state.words.values()]),
            "compared": json_array(list(state.compared.items())),
            "years": json_array(
                [[place, y.year, y.articles, str(y.first), str(y.last), y.words] for place, y in years]
            ),
        }
    )


def decode(data: bytes) -> Told:
    """The table of `encode`. Raises `IndexDamaged` for anything else."""
    with opened_table(data, "the table of likely years") as arrays:
        ids, first, words = arrays["id"].tolist(), arrays["first"].tolist(), arrays["words"]
        years = {
            int(place): LikeliestYear(year, articles, date.fromisoformat(low), date.fromisoformat(high), tuple(telling))
            for place, year, articles, low, high, telling in json_of(arrays["years"])
        }
        compared = {int(place): int(checksum) for place, checksum in json_of(arrays["compared"])}
        return Told({place: words[first[n] : first[n + 1]] for n, place in enumerate(ids)}, years, compared)
