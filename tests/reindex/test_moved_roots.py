"""A folder that was moved is known by its files: nothing is read again, nothing is there twice, every id is kept."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from index.reindex import manifest
from index.reindex.manifest import Manifest
from index.reindex.report import MovedSource, RepeatedSource
from index.reindex.scan.sources import SourceMissing
from index.reindex.verify import verify
from index.store.history import Moved
from index.store.snapshot import open_snapshot
from search.embedded.engine import open_engine
from tests.faults.dying import BEFORE, killed_at
from tests.programs import CUTTINGS
from tests.reindex.archives import NOW, Watched, articles, contents, names, run

STORY = "The council agreed on Tuesday to rebuild the bridge of Lisbon, said Karin Holt, who has sat in it for years."
LATER = NOW + timedelta(days=3)


def write(folder: Path, *names: str, said: str = "") -> None:
    for name in names:
        path = folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The story of {name}{said}\n\n{STORY}\n\n{STORY} It was {name} who said so{said}.\n")


def ids(index: Path) -> dict[str, str]:
    """The id of each article by its title."""
    return {article.title: article.id for article in articles(index).values()}


def roots(index: Path) -> list[str]:
    data = open_snapshot(index).extra(manifest.NAME)
    assert data is not None
    return [root.path for root in Manifest.decode(data).roots]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An indexed folder of twelve articles, one of them corrected, with corrections of its own."""
    folder = tmp_path / "home" / "cuttings"
    write(folder, *(f"a{number}" for number in range(8)), *(f"sub/b{number}" for number in range(4)))
    (folder / "a1.meta.yaml").write_text("byline: Ann Lee\n")
    (folder / "corrections.yaml").write_text("- by: {title: The story of a2}\n  set: {section: World}\n")
    (folder / "names.yaml").write_text("- person: Karin Holt\n  names: [Holt]\n")
    run(tmp_path / "index", folder)
    return folder


@pytest.fixture
def index(folder: Path, tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_a_moved_folder_is_not_read_again(folder: Path, index: Path, tmp_path: Path) -> None:
    before, known = articles(index), names(index)
    place = tmp_path / "archive" / "cuttings"
    place.parent.mkdir()
    folder.rename(place)
    foretold = run(index, place, dry_run=True, now=LATER)
    watched = Watched()
    report = run(index, place, now=LATER, watcher=watched)
    assert watched.phases == ["publishing"], "no file is read"
    assert report.moved == foretold.moved == (MovedSource(str(folder), str(place), 12),)
    assert (report.new, report.changed, report.gone, report.counts.unchanged) == (0, 0, 0, 12)
    assert articles(index) == before and names(index) == known
    assert roots(index) == [str(place)]
    assert not verify(index).problems
    assert run(index).generation == 0
    shutil.copytree(place, tmp_path / "copied" / "cuttings", copy_function=shutil.copyfile)  # other times, same bytes
    shutil.rmtree(place)
    watched = Watched()
    run(index, tmp_path / "copied", now=LATER, watcher=watched)
    assert watched.phases == ["publishing"] and articles(index) == before
    assert roots(index) == [str(tmp_path / "copied" / "cuttings"), str(tmp_path / "copied")]
    assert run(index).generation == 0, "a folder that holds nothing but another root is no empty one"


def test_it_says_so_in_one_line_and_in_the_report(folder: Path, index: Path, tmp_path: Path) -> None:
    for place, options in ((tmp_path / "one", []), (tmp_path / "two", ["--json"])):
        before = folder
        folder = folder.rename(place)
        told = subprocess.run(
            [*CUTTINGS, "reindex", str(place), "--index", str(index), *options], capture_output=True, text=True
        )
        assert told.returncode == 0, told.stderr
        if options:
            assert f'"before": "{before}"' in told.stdout and '"articles": 12' in told.stdout
        else:
            assert f"{before} is now {place}: 12 articles moved\n" in told.stdout


def test_a_disk_that_is_mounted_elsewhere_and_was_worked_on(folder: Path, index: Path, tmp_path: Path) -> None:
    first = ids(index)
    place = tmp_path / "mount"
    shutil.copytree(folder, place)
    shutil.rmtree(folder)
    folder.mkdir()  # where it was mounted before
    (folder / ".Trash").mkdir()
    (folder / ".Trash" / "x.txt").write_text("x")
    with pytest.raises(SourceMissing, match="reindex FOLDER"):
        run(index)
    write(place, "a0", "a3", "sub/b1", said=" again")
    (place / "a4.txt").unlink()
    (place / "sub" / "b3.txt").unlink()
    write(place, "c0", "c1")
    report = run(index, place)
    assert report.moved == (MovedSource(str(folder), str(place), 10),)
    assert (report.new, report.changed, report.gone) == (2, 3, 2)
    now = ids(index)
    kept = [f"The story of {name}" for name in ("a1", "a2", "a5", "a6", "a7", "sub/b0", "sub/b2")]
    assert {title: now[title] for title in kept} == {title: first[title] for title in kept}
    engine = open_engine(index)
    for name in ("a0", "a3", "sub/b1"):
        assert engine.former(first[f"The story of {name}"]) == Moved(now[f"The story of {name} again"])
    anew = tmp_path / "anew"
    run(anew, place)
    assert contents(index) == contents(anew) and ids(index) == ids(anew) | {t: now[t] for t in kept}


def test_a_copy_is_a_second_folder(folder: Path, index: Path, tmp_path: Path) -> None:
    first, copy = set(articles(index)), tmp_path / "copy"
    shutil.copytree(folder, copy)
    report = run(index, copy)
    assert report.moved == () and report.new == 12
    assert report.repeated == (RepeatedSource(str(copy), str(folder), 12, is_there=True),)
    assert first < set(articles(index)) and len(articles(index)) == 24
    assert run(index).repeated == ()


def test_a_copy_of_a_part_is_not_taken_for_a_folder_that_is_gone(folder: Path, index: Path, tmp_path: Path) -> None:
    first, part = ids(index), tmp_path / "part"
    shutil.copytree(folder, part)
    for number in range(4):
        (part / "sub" / f"b{number}.txt").unlink()  # a third
    gone = folder.rename(tmp_path / "not mounted")
    report = run(index, part)
    assert report.moved == () and report.gone == 0
    assert report.repeated == (RepeatedSource(str(part), str(folder), 8, is_there=False),)
    told = subprocess.run([*CUTTINGS, "reindex", "--index", str(index)], capture_output=True, text=True).stderr
    assert f"--forget {folder}" in told
    gone.rename(folder)
    run(index)
    assert len(articles(index)) == 20 and set(first.values()) < set(articles(index))


def test_what_looks_alike_by_names_and_sizes_alone_is_another_folder(folder: Path, index: Path, tmp_path: Path) -> None:
    place = tmp_path / "other"
    shutil.copytree(folder, place)
    for path in place.rglob("*.txt"):
        path.write_text(path.read_text().replace("council", "senator"))
    folder.rename(tmp_path / "away")
    report = run(index, place)
    assert report.moved == () == report.repeated and report.new == 12


def test_two_folders_whose_parent_was_moved(folder: Path, index: Path, tmp_path: Path) -> None:
    second = folder.with_name("more")
    write(second, *(f"m{number}" for number in range(3)))
    run(index, second)
    before = articles(index)
    place = folder.parent.rename(tmp_path / "data")
    watched = Watched()
    report = run(index, place, watcher=watched)
    assert watched.phases == ["publishing"] and articles(index) == before
    assert [(one.before, one.now, one.articles) for one in report.moved] == [
        (str(folder), str(place / "cuttings"), 12),
        (str(second), str(place / "more"), 3),
    ]
    write(place, "loose")
    assert (run(index).new, len(articles(index))) == (1, 16)
    place = place.rename(tmp_path / "data-2")
    report = run(index, place)
    assert (report.new, report.gone, report.counts.unchanged) == (0, 0, 16)
    assert roots(index) == [str(place / "cuttings"), str(place / "more"), str(place)]
    assert run(index).generation == 0


def test_folders_in_one_another_are_not_doubled(folder: Path, index: Path) -> None:
    assert run(index, folder.parent).new == 0, "it holds nothing else"
    assert run(index, folder / "sub").new == 0
    assert run(index).generation == 0
    write(folder.parent, "loose")
    assert run(index).new == 1
    assert len(articles(index)) == 13


def test_a_folder_has_many_spellings(
    folder: Path, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder.parent)
    monkeypatch.chdir(folder.parent)
    for path in (Path("cuttings/"), link / "cuttings", folder / ".." / "cuttings", Path("cuttings/sub/.."), link):
        assert run(index, path).new == 0
    place = folder.rename(tmp_path / "moved")
    folder.symlink_to(place)  # as whoever moves a folder leaves one
    before = articles(index)
    report = run(index, place)
    assert report.moved == (MovedSource(str(folder), str(place), 12),)
    assert articles(index) == before and roots(index)[0] == str(place)
    folder.unlink()
    assert run(index).generation == 0


def test_a_folder_that_is_mounted_twice_is_one(folder: Path, index: Path, tmp_path: Path) -> None:
    """As a file system that knows no upper case has two spellings of a folder, which both are there."""
    twice = tmp_path / "twice"
    twice.mkdir()
    mount = f"mount --bind {folder} {twice} 2>/dev/null || exit 77"
    code = "from tests.reindex.archives import run; from pathlib import Path; import sys\n"
    code += "index, *paths = map(Path, sys.argv[1:])\n"
    code += "print([run(index, path).new for path in paths])"
    ask = [sys.executable, "-c", code, str(index), str(twice), str(twice / "sub"), str(twice.parent)]
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", f'{mount}; exec "$@"', "sh", *ask], capture_output=True, text=True
    )
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("this machine does not let folders be mounted")
    assert done.stdout == "[0, 0, 0]\n", done.stderr


def test_files_that_were_sorted_anew(folder: Path, index: Path, tmp_path: Path) -> None:
    first = ids(index)
    place = tmp_path / "sorted"
    for number, path in enumerate(sorted(folder.rglob("*.txt"))):
        (place / f"y{number % 3}").mkdir(parents=True, exist_ok=True)
        path.rename(place / f"y{number % 3}" / f"{number}.txt")
        if (beside := path.with_suffix(".meta.yaml")).exists():
            beside.rename(place / f"y{number % 3}" / f"{number}.meta.yaml")
    (place / "corrections.yaml").write_text("- by: {title: The story of a2}\n  set: {section: World}\n")
    shutil.rmtree(folder)
    report = run(index, place)
    assert report.moved == (MovedSource(str(folder), str(place), 12),)
    assert (report.counts.renamed, report.new, report.gone) == (12, 0, 0)
    assert ids(index) == first and roots(index) == [str(place)]


@pytest.mark.parametrize("name", ["news.jsonl", "other.jsonl"])
def test_a_file_that_is_indexed_by_itself(tmp_path: Path, name: str) -> None:
    index, file, place = tmp_path / "index", tmp_path / "a" / "news.jsonl", tmp_path / "b" / name
    file.parent.mkdir()
    place.parent.mkdir()
    file.write_text("".join(f'{{"title": "One {n}", "text": "{STORY} {n}"}}\n' for n in range(5)))
    write(place.parent, "beside")
    run(index, file)
    first = ids(index)
    file.rename(place)
    report = run(index, place.parent)
    assert report.moved == (MovedSource(str(file), str(place), 5),)
    assert ids(index).items() > first.items() and len(articles(index)) == 6
    assert roots(index) == [str(place), str(place.parent)]
    assert run(index).generation == 0


@pytest.mark.parametrize("inner", ["", "inner"])
def test_a_folder_that_was_put_into_another_one(folder: Path, index: Path, tmp_path: Path, inner: str) -> None:
    other = tmp_path / "other"
    write(other, "o1", "o2")
    run(index, other)
    first = ids(index)
    if inner:
        folder.rename(other / inner)
    else:
        for path in list(folder.iterdir()):
            path.rename(other / path.name)
    report = run(index, other)
    assert report.moved == (MovedSource(str(folder), str(other / inner), 12),)
    assert ids(index) == first
    assert roots(index) == [str(other / inner) if inner else "", str(other)]
    assert run(index).generation == 0


def test_a_killed_run_has_not_forgotten_where_the_folder_is(folder: Path, index: Path, tmp_path: Path) -> None:
    place = folder.rename(tmp_path / "place")
    write(place, "c0")
    assert killed_at(BEFORE, "reindex", place, "--index", index, "--workers", 1) == -signal.SIGKILL
    assert roots(index) == [str(folder)]
    report = run(index)
    assert (report.new, report.gone, report.counts.unchanged) == (1, 0, 12)
    assert roots(index) == [str(place)]


def test_everything_can_be_read_again_where_it_is(folder: Path, index: Path, tmp_path: Path) -> None:
    first, before = ids(index), contents(index)
    place = folder.rename(tmp_path / "place")
    report = run(index, place, full=True)
    assert report.moved == (MovedSource(str(folder), str(place), 12),)
    assert ids(index) == first and contents(index) == before
