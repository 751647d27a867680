"""The files that run the server elsewhere: systemd and a linter find nothing in them, and the document fits them."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.settings import PREFIX, table
from tests.conftest import ROOT

DEPLOY = ROOT / "docs/deploy"
UNIT = (DEPLOY / "cuttings.service").read_text("utf-8")
IMAGE = (DEPLOY / "Containerfile").read_text("utf-8")
REINDEX = (DEPLOY / "cuttings-reindex.service").read_text("utf-8")
WATCH = (DEPLOY / "cuttings-watch.service").read_text("utf-8")
COMMAND = (DEPLOY / "cuttings-service").read_text("utf-8")
DOCUMENT = (ROOT / "docs/service.md").read_text("utf-8")
MOST_EXPOSED = 20  # tenths: the unit has 15, where 0 is nothing and 96 is a service without any wall


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a command that is there, as whether it is depends on the machine."""
    (command,) = re.findall(r"^ExecStart=(\S+)", UNIT, re.MULTILINE)
    place = tmp_path / "cuttings.service"
    place.write_text(UNIT.replace(command, sys.executable), "utf-8")
    return place


def analysed(*arguments: object) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("needs systemd-analyze, which comes with systemd, to check docs/deploy/cuttings.service")
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)


def test_systemd_finds_nothing_wrong_with_the_unit(unit: Path) -> None:
    done = analysed("verify", "--man=no", unit)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    unit.write_text(unit.read_text("utf-8").replace("Restart=always", "Restart=allways\nNoSuchKey=1"), "utf-8")
    assert "NoSuchKey" in analysed("verify", "--man=no", unit).stderr


def test_systemd_finds_nothing_wrong_with_the_daily_reindex(tmp_path: Path) -> None:
    service, timer = tmp_path / "cuttings-reindex.service", tmp_path / "cuttings-reindex.timer"
    service.write_text(REINDEX.replace("/usr/local/bin/cuttings", sys.executable), "utf-8")
    shutil.copy(DEPLOY / timer.name, timer)
    done = analysed("verify", "--man=no", service, timer)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    timer.write_text(timer.read_text("utf-8").replace("04:00", "25:00"), "utf-8")
    assert "25:00" in analysed("verify", "--man=no", timer).stderr


def test_systemd_finds_nothing_wrong_with_the_alerts(tmp_path: Path) -> None:
    service, timer = tmp_path / "cuttings-alerts.service", tmp_path / "cuttings-alerts.timer"
    service.write_text((DEPLOY / service.name).read_text("utf-8").replace("/usr/local/bin/cuttings", sys.executable))
    shutil.copy(DEPLOY / timer.name, timer)
    done = analysed("verify", "--man=no", service, timer)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    timer.write_text(timer.read_text("utf-8").replace("06:00", "26:00"), "utf-8")
    assert "26:00" in analysed("verify", "--man=no", timer).stderr


def test_systemd_finds_nothing_wrong_with_the_watch(tmp_path: Path) -> None:
    service = tmp_path / "cuttings-watch.service"
    service.write_text(WATCH.replace("/usr/local/bin/cuttings", sys.executable), "utf-8")
    done = analysed("verify", "--man=no", service)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    service.write_text(WATCH.replace("Restart=always", "Restart=allways"), "utf-8")
    assert "allways" in analysed("verify", "--man=no", service).stderr


def test_a_command_by_hand_has_the_settings_of_the_service(tmp_path: Path) -> None:
    program, settings, script = (tmp_path / name for name in ("cuttings", "cuttings.env", "cuttings-service"))
    program.write_text('#!/bin/sh\nprintf "%s|" "$CUTTINGS_INDEX" "$CUTTINGS_FILE_MB" "$CUTTINGS_ALIASES" "$@"\n')
    program.chmod(0o755)
    replaced = COMMAND.replace("/usr/local/bin/cuttings ", f"{program} ").replace("/etc/cuttings.env", str(settings))
    script.write_text(replaced.replace("runuser -u cuttings", "runuser -u root"), "utf-8")
    command = ["/bin/sh", str(script), "reindex", "a b"]
    told = subprocess.run(command, capture_output=True, text=True, env={"PATH": os.environ["PATH"]})
    assert (told.returncode, told.stdout) == (0, "/var/lib/cuttings/index|||reindex|a b|"), told.stderr
    settings.write_text("# what is set\nCUTTINGS_FILE_MB=40\nCUTTINGS_ALIASES='/srv/my names.yaml'\n")
    told = subprocess.run(command, capture_output=True, text=True, env={"PATH": os.environ["PATH"]})
    assert told.stdout == "/var/lib/cuttings/index|40|/srv/my names.yaml|reindex|a b|"


def test_the_unit_is_walled_in(unit: Path) -> None:
    done = analysed("security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager", unit)
    assert done.returncode == 0, done.stdout
    unit.write_text(
        re.sub(r"^(?:Protect|Private|Restrict|System|Capab)\w+=.*\n", "", UNIT, flags=re.MULTILINE), "utf-8"
    )
    assert analysed("security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager", unit).returncode != 0


def test_a_linter_finds_nothing_in_the_containerfile(tmp_path: Path) -> None:
    linter = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([linter, "--no-color", DEPLOY / "Containerfile"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    (tmp_path / "Containerfile").write_text(IMAGE.replace("--no-cache-dir ", ""), "utf-8")
    done = subprocess.run([linter, "--no-color", tmp_path / "Containerfile"], capture_output=True, text=True)
    assert "DL3042" in done.stdout


def test_what_the_containerfile_copies_is_there_and_enough() -> None:
    copied = [path for line in re.findall(r"^COPY (?!--from)(.+)$", IMAGE, re.MULTILINE) for path in line.split()[:-1]]
    assert [path for path in copied if not (ROOT / path).exists()] == []
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    packages = {name.rstrip("*") for name in config["options.packages.find"]["include"].split()}
    assert packages | {"setup.cfg", "setup.py", "pyproject.toml", "README.md", "LICENSE", "NOTICE"} <= set(copied)
    let_in = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE))
    assert let_in == set(copied), "all else stays out of the build"
    assert "--require-hashes" in IMAGE
    last = IMAGE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER (?!0\b|root\b)", last, re.MULTILINE)


def test_settings_are_ones_that_there_are() -> None:
    known = {knob.variable for knob in table()}
    for text in (UNIT, REINDEX, WATCH, COMMAND, IMAGE, DOCUMENT, (ROOT / "docs/behind-a-proxy.md").read_text("utf-8")):
        assert set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", text)) <= known


def test_the_document_the_unit_and_the_image_agree() -> None:
    index = "/var/lib/cuttings/index"
    assert f"{PREFIX}INDEX={index}\n" in UNIT and f"{PREFIX}INDEX={index} " in IMAGE
    assert set(re.findall(r"/var/lib/cuttings/index[\w/.-]*", DOCUMENT)) == {index}
    assert "EnvironmentFile=-/etc/cuttings.env" in UNIT and "/etc/cuttings.env" in DOCUMENT
    for text in (REINDEX, WATCH, COMMAND):
        assert f"{PREFIX}INDEX={index}\n" in text and "/etc/cuttings.env" in text and "/usr/local/bin/cuttings " in text
    assert "-g cuttings -m 0640 /dev/null /etc/cuttings.env" in DOCUMENT
    for text in (REINDEX, WATCH):
        assert re.search(r"^User=cuttings$", text, re.MULTILINE) and "ReadWritePaths=/var/lib/cuttings\n" in text
    assert "ExecStart=/usr/local/bin/cuttings serve" in UNIT and "PIPX_BIN_DIR=/usr/local/bin" in DOCUMENT
    assert re.search(r"^User=cuttings$", UNIT, re.MULTILINE) and "useradd --system" in DOCUMENT
    (user,) = re.findall(r"^USER (\d+)$", IMAGE, re.MULTILINE)
    assert user in DOCUMENT
    for path in re.findall(r"docs/deploy/[\w.]+|\]\((deploy/[\w.]+)\)", DOCUMENT):
        assert not path or (ROOT / "docs" / path).exists()
