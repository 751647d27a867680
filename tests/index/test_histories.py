"""After any history of adds, removals, adoptions and merges the index equals a dictionary of articles."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import Article
from index.segment.writer import SegmentBuilder
from index.store.snapshot import Snapshot, open_snapshot, reopen
from index.store.soundness import problems
from index.store.transaction import open_store
from tests.index.twins import NOW, articles, check_twin

_steps = st.one_of(
    st.tuples(st.just("add"), articles),
    st.tuples(st.just("remove"), articles.map(lambda article: article.id)),
    st.tuples(st.just("adopt"), st.lists(articles, max_size=3)),
)
_histories = st.lists(st.lists(_steps, max_size=5), min_size=1, max_size=12)


def _apply(folder: Path, steps: list[tuple[str, object]], twin: dict[str, Article]) -> None:
    with open_store(folder, now=NOW) as store:
        for number, (kind, value) in enumerate(steps):
            if kind == "add":
                assert isinstance(value, Article)
                store.add(value)
                twin[value.id] = value
            elif kind == "remove":
                assert isinstance(value, str)
                store.remove(value)
                twin.pop(value, None)
            else:
                assert isinstance(value, list)
                builder = SegmentBuilder(store.workspace / f"worker-{number}", budget=1 << 12)
                builder.add_many(value)
                built = builder.finish()
                if built is not None:
                    store.adopt(built)
                twin |= {article.id: article for article in value}
        store.attach("note", str(len(twin)).encode())
        store.publish()


@given(_histories)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_history_equals_a_dictionary(history: list[list[tuple[str, object]]]) -> None:
    twin: dict[str, Article] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        snapshot: Snapshot | None = None
        for steps in history:
            _apply(folder, steps, twin)
            snapshot = reopen(snapshot) if snapshot else open_snapshot(folder)
            assert snapshot.extra("note") == str(len(twin)).encode()
        assert snapshot is not None
        check_twin(snapshot, twin)
        assert list(problems(snapshot)) == []


@given(st.lists(articles, min_size=1, max_size=30))
@settings(max_examples=15, deadline=None)
def test_runs_change_nothing(several: list[Article]) -> None:
    """A budget of nothing writes a run for each batch; the segment is the same, byte for byte."""
    distinct = [replace(article, id=f"{number:016x}") for number, article in enumerate(several)]
    with tempfile.TemporaryDirectory() as name:
        files = []
        for budget in (1, 1 << 24):
            builder = SegmentBuilder(Path(name) / str(budget), budget=budget)
            for number, article in enumerate(distinct):
                builder.add(article)
                if number % 7 == 6:
                    builder.flush()
            built = builder.finish()
            assert built is not None
            files.append((built.path / "segment").read_bytes())
        assert files[0] == files[1]


def test_many_publications_leave_few_segments(tmp_path: Path) -> None:
    twin: dict[str, Article] = {}
    for number in range(30):
        article = Article(id=f"{number:016x}", key="k", path="p", title="t", text=f"word{number} common", language="en")
        twin[article.id] = article
        _apply(tmp_path, [("add", article)], twin)
    snapshot = open_snapshot(tmp_path)
    assert len(snapshot.segments) < 8
    check_twin(snapshot, twin)
    assert len(list((tmp_path / "segments").iterdir())) <= len(snapshot.segments) + 8  # and those of the one before


def test_leaving_without_publishing_discards(tmp_path: Path) -> None:
    twin: dict[str, Article] = {}
    first = Article(id="a" * 16, key="k", path="p", title="kept", text="kept", language="en")
    _apply(tmp_path, [("add", first)], twin)
    with open_store(tmp_path, now=NOW) as store:
        store.remove(first.id)
        store.add(replace(first, id="b" * 16))
    check_twin(open_snapshot(tmp_path), twin)


def test_an_open_snapshot_stays_as_it_is(tmp_path: Path) -> None:
    twin: dict[str, Article] = {}
    first = Article(id="a" * 16, key="k", path="p", title="kept", text="kept", language="en")
    _apply(tmp_path, [("add", first)], twin)
    before = open_snapshot(tmp_path)
    for number in range(12):
        _apply(tmp_path, [("remove", first.id), ("add", replace(first, id=f"{number:016x}"))], {})
    check_twin(before, twin)


def test_reopening_shares_what_did_not_change(tmp_path: Path) -> None:
    article = Article(id="a" * 16, key="k", path="p", title="t", text="x", language="en")
    _apply(tmp_path, [("add", article)], {})
    before = open_snapshot(tmp_path)
    assert reopen(before) is before
    _apply(tmp_path, [("add", replace(article, id="b" * 16))], {})
    after = reopen(before)
    assert after.segments[0] is before.segments[0]
    assert len(after.segments) == 2
