"""A disk that is unmounted while it is watched loses no article, neither as a root nor in the middle of one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.programs import CUTTINGS
from tests.reindex.archives import articles, run
from tests.watch.watchers import PATIENCE, Heard, story


def test_a_disk_in_the_middle_of_a_root(tmp_path: Path) -> None:
    begin = ("unshare", "-Urm", "sh")
    if shutil.which("unshare") is None or os.spawnlp(
        os.P_WAIT, "unshare", *begin, "-c", f"mount -t tmpfs x {tmp_path}"
    ):
        pytest.skip("needs `unshare -Urm`, by which a process may mount disks that nobody else sees")
    root, index = tmp_path / "articles", tmp_path / "index"
    (root / "usb").mkdir(parents=True)
    (root / "first.txt").write_text(story(1))
    shell = subprocess.Popen(
        begin, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    )
    assert shell.stdin is not None and shell.stdout is not None and shell.stderr is not None
    (tmp_path / "second.txt").write_text(story(2))
    (tmp_path / "third.txt").write_text(story(3))

    def type_in(*lines: str) -> None:
        shell.stdin.write("".join(f"{line}\n" for line in lines))  # type: ignore[union-attr]
        shell.stdin.flush()  # type: ignore[union-attr]

    said, told = Heard(), Heard()
    told.listen(shell.stdout)
    said.listen(shell.stderr)
    mount = (f"mount -t tmpfs usb {root}/usb", f"cp {tmp_path}/second.txt {root}/usb")
    words = " ".join(f"'{word}'" for word in (*CUTTINGS, "watch", "--index", str(index), str(root)))
    type_in(*mount, f"PYTHONUNBUFFERED=1 {words} &")
    told.until(lambda line: "2 new; published" in line)
    type_in(f"umount -l {root}/usb")
    said.until(lambda line: f"{root}/usb is empty or not there" in line)
    type_in(f"cp {tmp_path}/third.txt {root}")
    type_in(*mount)
    told.until(lambda line: "1 new" in line and "3 articles in the index" in line)
    type_in("kill $!", "wait $!", "exit $?")
    assert shell.wait(PATIENCE) == 0
    assert {article.path for article in articles(index).values()} == {"first.txt", "third.txt", "usb/second.txt"}
    run(index, root)  # of which a run by hand knows nothing
    assert len(articles(index)) == 2
