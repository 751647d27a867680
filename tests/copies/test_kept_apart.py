"""Two articles that a person says are no copies of each other stand in no group together; the others stay together."""

from __future__ import annotations

import json
import tempfile
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.copies.archive_copies import concluded
from index.copies.copy_table import NAME, CopyTable
from index.copies.published_groups import published
from index.corrections import CORRECTIONS_FILE
from index.reindex.report import ReindexReport
from index.reindex.verify import verify
from index.store.snapshot import open_snapshot
from index.store.tables import encode_table, opened_table
from index.store.transaction import open_store
from tests.copies.test_archive_copies import SENTENCES, Story, named, places, published_bytes, twin_groups, write
from tests.reindex.archives import NOW, articles, run

TEXT = "\n".join(SENTENCES[:4])


class Folder:
    """An archive of prints of one text, whose corrections are edited, and its index."""

    def __init__(self, place: Path, keys: str = "abc") -> None:
        self.place = place
        self.folder, self.index = place / "archive", place / "index"
        write(self.folder, "one", [Story(key, TEXT) for key in keys])
        self.run()

    def run(self, **how: bool) -> ReindexReport:
        return run(self.index, self.folder, **how)  # type: ignore[arg-type]

    def correct(self, text: str) -> ReindexReport:
        (self.folder / CORRECTIONS_FILE).write_text(text, "utf-8")
        return self.run()

    def groups(self) -> list[str]:
        """The keys of each group, sorted."""
        assert verify(self.index).problems == ()
        return sorted("".join(sorted(key for _, key in group)) for group in places(open_snapshot(self.index)))

    def id_of(self, key: str) -> str:
        (found,) = [article.id for article in articles(self.index).values() if article.key == key]
        return found


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def apart(one: str, *others: str) -> str:
    return f"- by: {{id: {one}}}\n  not_copies: [{', '.join(others)}]\n"


def test_a_pair_is_parted_and_the_third_stays_with_one_of_them(folder: Folder) -> None:
    assert folder.groups() == ["abc"]
    report = folder.correct(apart("a", "b"))
    (group,) = folder.groups()
    assert group in ("ac", "bc")
    assert report.reread == 2, "the two that are named, and no others"
    assert [(told.entry, told.by, told.articles) for told in report.corrections] == [
        (1, "id: a", 1),
        (1, "id: b, no copy of id: a", 1),
    ]
    assert folder.correct("").reread == 2
    assert folder.groups() == ["abc"]


def test_it_may_be_said_of_either_and_by_the_ids_of_articles(folder: Folder) -> None:
    folder.correct(apart("a", "b", "c"))
    assert folder.groups() == ["bc"]
    folder.correct(apart(folder.id_of("b"), folder.id_of("a")) + apart(folder.id_of("c"), folder.id_of("a")))
    assert folder.groups() == ["bc"]
    for how in ({"full": True}, {}):
        folder.run(**how)
        assert folder.groups() == ["bc"]


def test_articles_are_known_by_their_addresses(folder: Folder) -> None:
    lines = [
        {"id": key, "title": key, "text": TEXT, "url": f"https://www.{key}.example/x/?utm_source=y"} for key in "pqr"
    ]
    (folder.folder / "web.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    folder.correct(
        "- by: {address: p.example/x}\n  not_copies: ['http://q.example/x/', {address: r.example/x}, a, b, c]\n"
    )
    assert folder.groups() == ["abcqr"]
    folder.correct("- by: {host: p.example}\n  not_copies: [{id: r}, q.example/x, a, b, c]\n")
    assert folder.groups() == ["abcqr"]


def test_one_that_comes_later_is_kept_apart_and_told(folder: Folder) -> None:
    report = folder.correct(apart("a", "z"))
    assert [told.articles for told in report.corrections] == [1, 0]
    assert folder.groups() == ["abc"]
    write(folder.folder, "two", [Story("z", TEXT)])
    assert [told.articles for told in folder.run().corrections] == [1, 1]
    (group,) = folder.groups()
    assert group in ("abc", "bcz")
    (folder.folder / "two.jsonl").unlink()
    folder.run()
    assert folder.groups() == ["abc"]


def test_the_other_article_may_lie_in_another_folder(folder: Folder) -> None:
    second = folder.place / "second"
    write(second, "two", [Story("z", TEXT)])
    run(folder.index, folder.folder, second)
    assert folder.groups() == ["abcz"]
    report = folder.correct(apart("z", "a"))
    assert [told.articles for told in report.corrections] == [0, 1], "what a file says is of articles of its folder"
    assert folder.groups() == ["abcz"]
    folder.correct(apart("a", "z") + apart("b", "z") + apart("c", "z"))
    assert folder.groups() == ["abc"]
    folder.correct("")
    assert folder.groups() == ["abcz"]


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("[]", "an empty list"),
        ("[[b]]", "has a list behind `not_copies`, where an article is meant"),
        ("[{host: b.example}]", "where an article is meant"),
        ("[a]", "says that id: a is no copy of itself"),
        ("perhaps", "neither yes nor no, nor a list"),
    ],
)
def test_what_names_no_article_is_told_and_the_rest_counts(folder: Folder, said: str, complaint: str) -> None:
    report = folder.correct(f"- by: {{id: a}}\n  not_copies: {said}\n" + apart("b", "a"))
    ((line, text),) = [(skipped.line, str(skipped.why)) for skipped in report.skipped]
    assert line == 2
    assert complaint in text
    assert folder.groups() in (["ac"], ["bc"])


def test_beside_it_an_article_may_be_a_copy_of_none(folder: Folder) -> None:
    folder.correct(apart("a", "b") + "- by: {id: c}\n  not_copies: yes\n")
    assert folder.groups() == []
    folder.correct(apart("a", "b") + "- by: {title: A title}\n  not_copies: yes\n- by: {id: a}\n  not_copies: no\n")
    assert folder.groups() == []


def test_a_table_of_before_there_was_such_a_thing_is_read(folder: Folder) -> None:
    path = open_snapshot(folder.index).attached(NAME)
    assert path is not None
    with opened_table(path, "the table") as arrays:
        before = encode_table({name: arrays[name] for name in arrays if name != "apart"})
    with open_store(folder.index, now=NOW) as store:
        store.conclude(lambda _: {NAME: before})
        store.publish()
    assert folder.groups() == ["abc"]


steps = st.tuples(
    st.sampled_from(["one", "two", "three"]),
    st.sets(st.sampled_from("abcdef"), max_size=4),
    st.lists(st.sampled_from([*combinations("abcdef", 2)]), max_size=4),
)


def text_of(name: str, key: str) -> str:
    """Texts that share three sentences of four or more, or the first two of them."""
    more = [SENTENCES[4 + "abcdef".index(key) % 4]] if name != "two" else []
    return "\n".join([*SENTENCES[: 2 + len(name) % 3], *more])


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(steps, min_size=2, max_size=6))
def test_incremental_equals_full_and_a_slow_reader(history: list[tuple[str, set[str], list[tuple[str, str]]]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Folder(Path(place), "")
        archive: dict[str, dict[str, Story]] = {}
        for name, keys, pairs in history:
            archive[name] = {key: Story(key, text_of(name, key)) for key in sorted(keys)}
            write(folder.folder, name, [*archive[name].values()])
            folder.correct("".join(apart(*pair) for pair in pairs))
            snapshot = open_snapshot(folder.index)
            stories = {(f"{file}.jsonl", key): story for file, some in archive.items() for key, story in some.items()}
            groups = published(snapshot)
            found = [[named(snapshot, *m[:2]) for m in groups.members(number)] for number in range(len(groups))]
            assert found == twin_groups(stories, pairs)
        run(folder.place / "anew", folder.folder)
        anew = open_snapshot(folder.place / "anew")
        assert published_bytes(snapshot) == published_bytes(anew)
        told = CopyTable.decode(published_bytes(anew)).apart
        assert published_bytes(anew) == concluded(None, anew.segments, apart=told)[NAME]
