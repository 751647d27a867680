"""Copies of a real index: whatever happened to its articles, pairs and groups are those of the articles that it has."""

from __future__ import annotations

import json
import random
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import article_id
from index.copies import candidates
from index.copies.archive_copies import concluded
from index.copies.copy_table import NAME, CopyTable
from index.copies.published_groups import NO_GROUP, CopyGroups, published
from index.segment import compaction
from index.store.snapshot import Snapshot, open_snapshot
from tests.reindex.archives import run

_WORDS = [f"{start}{end}" for start in ("bel", "cor", "dan", "fir", "gol") for end in ("am", "eth", "il", "o", "ur")]
SENTENCES = [" ".join(random.Random(number).choices(_WORDS, k=30)).capitalize() + "." for number in range(8)]


@dataclass(frozen=True)
class Story:
    """An article of a file of lines."""

    key: str
    text: str
    date: str = ""


@pytest.fixture
def small_tiers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments are merged, and fingerprints cease to tell, in small archives."""
    monkeypatch.setattr(compaction, "WIDTH", 3)
    monkeypatch.setattr(candidates, "MOST_DAYS", 2)
    monkeypatch.setattr(candidates, "MOST_UNDATED", 3)


def write(folder: Path, name: str, stories: list[Story]) -> None:
    folder.mkdir(exist_ok=True)
    lines = [
        {"id": story.key, "title": "A title", "text": story.text} | ({"date": story.date} if story.date else {})
        for story in stories
    ]
    (folder / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def published_bytes(snapshot: Snapshot) -> bytes:
    data = snapshot.concluded(NAME)
    assert data is not None
    return data


def places(snapshot: Snapshot) -> list[set[tuple[str, str]]]:
    """The members of each group as their files and keys."""
    groups = published(snapshot)
    return [{named(snapshot, *member[:2]) for member in groups.members(number)} for number in range(len(groups))]


def named(snapshot: Snapshot, segment: int, doc: int) -> tuple[str, str]:
    article = snapshot.segments[segment].card(doc)
    return article.path, article.key


texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5).map("\n".join)
stories = st.lists(
    st.builds(Story, st.sampled_from("abcdef"), texts, st.sampled_from(["", "2015-03-01", "2015-03-02", "2015-03-09"])),
    max_size=5,
    unique_by=lambda story: story.key,
)
steps = st.tuples(st.sampled_from(["one", "two", "three", "four"]), stories)


@pytest.mark.usefixtures("small_tiers")
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(steps, min_size=3, max_size=10))
def test_incremental_equals_full(history: list[tuple[str, list[Story]]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder, index, anew = (Path(place) / name for name in ("archive", "index", "anew"))
        write(folder, "always", [Story("z", SENTENCES[0] + "\n" + SENTENCES[1])])
        for name, several in history:
            write(folder, name, several)
            run(index, folder)
            snapshot = open_snapshot(index)
            assert published_bytes(snapshot) == concluded(None, snapshot.segments)[NAME]
        run(anew, folder)
        assert published_bytes(open_snapshot(index)) == published_bytes(open_snapshot(anew))
        assert places(open_snapshot(index)) == places(open_snapshot(anew))


def test_histories_merge_segments_and_part_pairs(tmp_path: Path, small_tiers: None) -> None:
    """What the property above is about happens in one of its histories."""
    folder, index = tmp_path / "archive", tmp_path / "index"
    text = "\n".join(SENTENCES[:3])
    write(folder, "one", [Story("a", text, "2015-03-01"), Story("b", text, "2015-03-02")])
    run(index, folder)
    assert places(open_snapshot(index)) == [{("one.jsonl", "a"), ("one.jsonl", "b")}]
    write(folder, "two", [Story("c", text, "2015-03-03")])
    run(index)
    assert places(open_snapshot(index)) == [], "words that come on three days are of a form"
    write(folder, "three", [Story("d", SENTENCES[5])])
    run(index)
    assert len(open_snapshot(index).segments) == 1
    write(folder, "two", [])
    run(index)
    assert places(open_snapshot(index)) == [{("one.jsonl", "a"), ("one.jsonl", "b")}]


# A twin of the rules, from raw texts.


def words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def share(one: str, other: str) -> tuple[int, int]:
    """Of the shorter text how many words there are, and how many stand in twelve in a row that the other has."""
    short, long = sorted((words(one), words(other)), key=len)
    pieces = {tuple(long[start : start + 12]) for start in range(len(long) - 11)}
    hits = [start for start in range(len(short) - 11) if tuple(short[start : start + 12]) in pieces]
    return len(short), len({place for start in hits for place in range(start, start + 12)})


def twin_groups(
    archive: Mapping[tuple[str, str], Story], apart: Iterable[tuple[str, str]] = ()
) -> list[list[tuple[str, str]]]:
    """The groups of an archive by its files and keys, in order; none has two articles with keys that are `apart`."""

    def order(name: tuple[str, str]) -> tuple[str, int, str]:
        story = archive[name]
        return story.date or "9999", -len(words(story.text)), article_id(*name)

    ranked = sorted(archive, key=order)
    copies: dict[frozenset[tuple[str, str]], float] = {}
    for one, other in combinations(ranked, 2):
        days = [date.fromisoformat(story.date) for story in (archive[one], archive[other]) if story.date]
        late = len(days) == 2 and abs((days[0] - days[1]).days) > 3
        total, same = share(archive[one].text, archive[other].text)
        if same / total >= (0.6 if late else 0.35) and (same >= 25 or same / total >= 0.85):
            copies[frozenset((one, other))] = same / total
    clusters = [{name} for name in ranked]
    for pair in sorted(copies, key=lambda pair: (-copies[pair], sorted(map(ranked.index, pair)))):
        left, right = (next(cluster for cluster in clusters if name in cluster) for name in pair)
        between = sum(frozenset((a, b)) in copies for a in left for b in right)
        keys = [({name[1] for name in left}, {name[1] for name in right})]
        keys.append(keys[0][::-1])
        refused = any(one in some and other in others for one, other in apart for some, others in keys)
        if left is not right and not refused and between > len(left) * len(right) / 2:
            clusters.remove(right)
            left |= right
    groups = [sorted(cluster, key=ranked.index) for cluster in clusters if len(cluster) > 1]
    return sorted(groups, key=lambda group: ranked.index(group[0]))


near = st.sampled_from(["", "2015-03-01", "2015-03-02", "2015-03-09"])
archives = st.lists(
    st.tuples(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5, unique=True), near), max_size=9
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(archives)
def test_groups_are_those_of_a_slow_reader(archive: list[tuple[list[str], str]]) -> None:
    listed = [Story(f"k{number}", "\n".join(pieces), day) for number, (pieces, day) in enumerate(archive)]
    listed.append(Story("last", "Nothing that anybody else has said."))
    with tempfile.TemporaryDirectory() as place:
        folder, index = Path(place) / "archive", Path(place) / "index"
        write(folder, "one", listed[:4])
        run(index, folder)
        write(folder, "two", listed[4:])
        run(index)
        snapshot = open_snapshot(index)
        groups = published(snapshot)
        by_name = {("one.jsonl" if n < 4 else "two.jsonl", story.key): story for n, story in enumerate(listed)}
        expected = twin_groups(by_name)
        members = [groups.members(number) for number in range(len(groups))]
        assert [[named(snapshot, *member[:2]) for member in group] for group in members] == expected
        for group, names in zip(members, expected, strict=True):
            for member, name in list(zip(group, names, strict=True))[1:]:
                one, other = by_name[names[0]].text, by_name[name].text
                if len(words(one)) != len(words(other)):
                    assert (member.words, member.same) == share(one, other)
                assert member.share == member.same / member.words
            assert group[0][2:] == (0, 0, 0)
            assert group[0].share == 1.0
        assert {*ordinals(snapshot, groups).items()} == {
            (name, number) for number, names in enumerate(expected) for name in names
        }
        assert groups.sizes.tolist() == [len(group) for group in expected]


def ordinals(snapshot: Snapshot, groups: CopyGroups) -> dict[tuple[str, str], int]:
    """The group of each live article that has one."""
    return dict(_ordinals(snapshot, groups))


def _ordinals(snapshot: Snapshot, groups: CopyGroups) -> Iterator[tuple[tuple[str, str], int]]:
    for place, segment in enumerate(snapshot.segments):
        assert len(groups.ordinals[place]) == segment.doc_count
        for doc, group in enumerate(groups.ordinals[place].tolist()):
            if group != NO_GROUP:
                assert segment.live is None or segment.live[doc]
                yield named(snapshot, place, doc), group


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    text = "\n".join(SENTENCES[:3])
    write(tmp_path / "archive", "one", [Story(key, text) for key in "abc"])
    run(tmp_path / "index", tmp_path / "archive")
    data = published_bytes(open_snapshot(tmp_path / "index"))
    table = CopyTable.decode(data)
    assert table.encode() == data
    assert (len(table.pairs.first), len(table.beside.first)) == (3, 2)
