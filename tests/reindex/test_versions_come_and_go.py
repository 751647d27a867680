"""What becomes of the versions of an article when files come and go, are corrected, rescued and repaired."""

from __future__ import annotations

import os
from pathlib import Path

from index.reindex.environment import Environment
from index.reindex.repairing import RepairAction, repair
from index.reindex.salvaging import salvage
from index.reindex.verify import verify
from index.settings import Settings
from index.store.history import Deleted, Moved
from index.store.publication import generation_path
from search.embedded.engine import open_engine
from tests.reindex.archives import NOW, Watched, articles, contents, names, run, tables_of_names, versions
from tests.reindex.inline import Inline
from tests.reindex.saved_stories import ADDRESSES, sentence


def saved(folder: Path, day: int, *stories: int) -> Path:
    """A page of some stories that was saved at one address on a day."""
    lines = [sentence(story, number) for story in stories for number in range(4)]
    path = folder / f"{day}.md"
    fields = "\n".join(("---", "title: A", f"url: {ADDRESSES[0]}", f"saved: 2016-05-0{day}", "---"))
    path.write_text(fields + "\n" + "\n\n".join(lines) + "\n")
    os.utime(path, (NOW.timestamp() - 1_000_000,) * 2)
    return path


def shown(index: Path) -> dict[str, list[str]]:
    """The files of the versions of each article, by its id."""
    several = versions(index)
    return {
        number: [Path(one.path).stem for one in several.get(number, [article])]
        for number, article in articles(index).items()
    }


def test_articles_that_turn_out_to_be_one_are_one_and_part_again(tmp_path: Path) -> None:
    """What joins and parts articles need not be one of them: those were not read again, and get other ids all the
    same."""
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    saved(folder, 1, 1)
    saved(folder, 3, 3)
    run(index, folder)
    (first,) = (number for number, files in shown(index).items() if files == ["1"])
    (third,) = (number for number, files in shown(index).items() if files == ["3"])
    between = saved(folder, 2, 1, 3)
    run(index)
    assert shown(index) == {first: ["1", "2", "3"]}
    assert open_engine(index).former(third) == Moved(first)
    assert not verify(index).problems
    between.unlink()
    run(index)
    parted = shown(index)
    assert parted[first] == ["3"], "the address led to what was saved last"
    assert sorted(parted.values()) == [["1"], ["3"]]
    assert third not in parted and open_engine(index).former(third) == Moved(first)
    assert not verify(index).problems
    anew = tmp_path / "anew"
    run(anew, folder)
    assert contents(index) == contents(anew)
    assert sorted(shown(anew).values()) == sorted(parted.values())


def test_the_one_before_is_the_article_again_where_the_newest_is_gone(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    saved(folder, 2, 1)
    run(index, folder)
    (article,) = shown(index)
    saved(folder, 3, 1, 2)
    saved(folder, 1, 1, 4)
    run(index)
    assert shown(index) == {article: ["1", "2", "3"]}
    (folder / "3.md").unlink()
    run(index)
    assert shown(index) == {article: ["1", "2"]}
    (folder / "2.md").unlink()
    run(index)
    assert shown(index) == {article: ["1"]}
    (folder / "1.md").unlink()
    (folder / "other.md").write_text("The choir seeks tenors.\n")
    run(index)
    assert isinstance(open_engine(index).former(article), Deleted)
    saved(folder, 2, 1)
    saved(folder, 3, 1, 2)
    run(index)
    assert shown(index)[article] == ["2", "3"]
    assert not verify(index).problems


def test_what_is_said_of_an_id_is_said_of_all_versions(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    for day in (1, 2):
        saved(folder, day, 1)
    run(index, folder)
    (article,) = shown(index)
    (folder / "corrections.yaml").write_text(f"- by: {{id: {article}}}\n  set: {{publisher: Quay Post}}\n")
    foretold = run(index, dry_run=True)
    report = run(index)
    assert foretold.counts == report.counts and foretold.corrections == report.corrections
    assert [one.publisher for one in versions(index)[article]] == ["Quay Post"] * 2
    saved(folder, 3, 1)
    run(index)
    assert [one.publisher for one in versions(index)[article]] == ["Quay Post"] * 3


def test_names_and_copies_are_told_of_the_newest_versions_alone(tmp_path: Path) -> None:
    folder, index, plain = tmp_path / "archive", tmp_path / "index", tmp_path / "plain"
    folder.mkdir()
    for day in (1, 2, 3):
        saved(folder, day, 1)
    (folder / "copy.md").write_text("\n\n".join(sentence(1, number) for number in range(4)) + "\n")
    run(index, folder)
    for day in (1, 2):
        (folder / f"{day}.md").unlink()
    run(plain, folder)
    assert names(index) == names(plain)
    assert tables_of_names(index)[0] == tables_of_names(plain)[0]
    groups = [engine.group(next(iter(articles(at)))) for at in (index, plain) for engine in [open_engine(at)]]
    assert groups[0] is not None and groups[1] is not None
    assert groups[0].size == groups[1].size == 2
    assert open_engine(index).health().articles == verify(index).articles == 2
    assert [source.articles for source in open_engine(index).status().sources] == [2]


def test_salvaged_versions_are_versions_again(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    for day in (1, 2, 3):
        saved(folder, day, *range(1, day + 1))
    run(index, folder)
    rescued = salvage(index, tmp_path / "rescued")
    again = tmp_path / "again"
    run(again, rescued.path)
    assert {one: [each.text for each in all_of] for one, all_of in versions(again).items()} == {
        one: [each.text for each in all_of] for one, all_of in versions(index).items()
    }


def test_a_generation_that_is_published_once_more_has_its_versions(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()
    for day in (1, 2):
        saved(folder, day, 1)
    run(index, folder)
    before = shown(index)
    saved(folder, 3, 1)
    run(index)
    generation_path(index, 2).write_bytes(b"damaged")
    repaired = repair(Environment(Settings.read({}, index=index), NOW, Watched(), pool=Inline))
    assert repaired.action is RepairAction.OLDER_GENERATION
    assert shown(index) == before
    assert not verify(index).problems
