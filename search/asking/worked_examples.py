"""Which questions show how to ask, of names, papers and years of the archive? Candidates; who asks them chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from search.holdings import Lesson

_MOST = 6  # names, papers and years of each that are put together


def candidates(names: Sequence[str], papers: Sequence[str], years: Sequence[str]) -> Iterator[tuple[Lesson, list[str]]]:
    """For each lesson questions that teach it, the best first; each may find nothing, and a lesson may have none.

    `names` are those of persons and the like, `papers` those of publishers, the most frequent first; `years` are
    numbers.
    """
    whole = [name for name in names if " " in name and '"' not in name][:_MOST]
    lasts = list(dict.fromkeys(name.split()[-1] for name in names if name.split() and name.split()[-1].isalpha()))
    first, others = "".join(lasts[:1]), lasts[1:_MOST]
    quoted = [paper for paper in papers if '"' not in paper][:_MOST]

    def each(write: Callable[[str], str], values: Sequence[str]) -> list[str]:
        return [write(value) for value in values] if first else []

    yield Lesson.WORD, each(str, [first])
    yield Lesson.PHRASE, each(lambda name: f'"{name}"', whole)
    yield Lesson.BOTH, each(lambda other: f"{first} AND {other}", others)
    yield Lesson.NEAR, each(lambda other: f"{first} NEAR/10 {other}", others)
    yield Lesson.WITHOUT, each(lambda other: f"{first} -{other}", others)
    yield Lesson.TITLE, each(lambda name: f"title:{name}", lasts[:_MOST])
    yield Lesson.YEAR, each(lambda year: f"{first} date:{year}", years[:_MOST])
    yield Lesson.PAPER, each(lambda paper: f'{first} source:"{paper}"', quoted)
