"""The wheel holds the whole program: installed on its own, it indexes, searches and serves."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.programs import ROOT
from tools.lowest import smoke

PACKAGES = ("index", "search", "web")
SOURCES = (*PACKAGES, "setup.cfg", "setup.py", "pyproject.toml", "README.md", "LICENSE", "NOTICE")
CLEAN = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "CUTTINGS_STRICT")}


def told(*command: object, **environment: object) -> str:
    """What a command prints, far from the checkout; fails where it fails."""
    variables = CLEAN | {name: str(value) for name, value in environment.items()}
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, cwd="/", env=variables)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel that is built of a copy of the sources, without asking the registry."""
    folder = tmp_path_factory.mktemp("wheel")
    (folder / "source").mkdir()
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / "source" / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / "source" / name)
    pip = (sys.executable, "-m", "pip", "wheel", "--no-index", "--no-deps", "--no-build-isolation")
    told(*pip, "--wheel-dir", folder / "wheels", folder / "source")
    (built,) = (folder / "wheels").glob("*.whl")
    return built


def test_another_state_of_the_code_is_another_version_and_takes_its_place(wheel: Path, tmp_path: Path) -> None:
    source = wheel.parents[1] / "source"
    shutil.copytree(source, tmp_path / "source", ignore=shutil.ignore_patterns("build", "*.egg-info"))
    with (tmp_path / "source/web/urls.py").open("a") as file:
        file.write("# another state\n")
    pip = (sys.executable, "-m", "pip", "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir")
    told(*pip, tmp_path / "same", source)
    told(*pip, tmp_path / "other", tmp_path / "source")
    (same,), (other,) = (tmp_path / "same").glob("*.whl"), (tmp_path / "other").glob("*.whl")
    assert same.name == wheel.name != other.name
    assert re.fullmatch(r"cuttings-\d+\.\d+\.\d+\+c[0-9a-f]{8}-py3-none-any\.whl", other.name)
    venv = tmp_path / "venv"
    told(sys.executable, "-m", "venv", "--without-pip", venv)
    for each in (wheel, other, wheel, other):
        told(sys.executable, "-m", "pip", "--python", venv / "bin/python", "install", "--no-index", "--no-deps", each)
        (module,) = venv.glob("lib/python*/site-packages/web/urls.py")
        assert module.read_text("utf-8").endswith("# another state\n") is (each == other)


def test_the_wheel_holds_every_file_of_the_program_and_no_other(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file()]
    assert names == {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}
    assert len([name for name in names if not name.endswith(".py")]) > 20
    licences = {Path(name).name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" in name}
    assert {"LICENSE", "NOTICE"} <= licences


def test_an_environment_of_its_own_indexes_and_searches_with_it(wheel: Path, tmp_path: Path) -> None:
    """The libraries are those of the tests; what is tried is the wheel and the command that it installs."""
    venv = tmp_path / "venv"
    told(sys.executable, "-m", "venv", "--without-pip", venv)
    target = told(venv / "bin/python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    pip = (sys.executable, "-m", "pip", "--python", venv / "bin/python", "install", "--no-index", "--no-deps")
    told(*pip, wheel)
    (Path(target) / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    shown(venv / "bin/python", venv / "bin/cuttings", tmp_path)


def test_pipx_installs_it_with_all_that_it_needs(pytestconfig: pytest.Config, wheel: Path, tmp_path: Path) -> None:
    if not pytestconfig.getoption("--lowest"):
        pytest.skip("installs packages from the registry for a minute or more: asked for by `make lowest`")
    home, commands = tmp_path / "pipx", tmp_path / "bin"
    pipx = (sys.executable, "-m", "pipx", "install", f"--pip-args=--constraint={ROOT / 'constraints.txt'}")
    told(*pipx, wheel, PIPX_HOME=home, PIPX_BIN_DIR=commands, PIPX_MAN_DIR=tmp_path / "man")
    shown(home / "venvs/cuttings/bin/python", commands / "cuttings", tmp_path)


def test_the_lock_file_installs_all_that_it_needs(pytestconfig: pytest.Config, wheel: Path, tmp_path: Path) -> None:
    if not pytestconfig.getoption("--lowest"):
        pytest.skip("installs packages from the registry for a minute or more: asked for by `make lowest`")
    venv = tmp_path / "venv"
    told(sys.executable, "-m", "venv", venv)
    hashed = ("--require-hashes", "--only-binary", ":all:", "-r", ROOT / "docs/deploy/requirements.txt")
    told(venv / "bin/python", "-m", "pip", "install", "-q", *hashed)
    told(venv / "bin/python", "-m", "pip", "install", "-q", "--no-index", "--no-deps", wheel)
    assert told(venv / "bin/python", "-m", "pip", "check") == "No broken requirements found.\n"
    shown(venv / "bin/python", venv / "bin/cuttings", tmp_path)


def shown(python: Path, cuttings: Path, folder: Path) -> None:
    """Index the samples with an installed `cuttings`, search and serve them."""
    places = told(python, "-c", "import index, search, web; print(index.__file__, search.__file__, web.__file__)")
    assert len(places.split()) == 3 and str(ROOT) not in places
    assert "Putin* lifts ban" in smoke(cuttings, folder)
    command = [str(cuttings), "serve", "--port", "0", "--index", str(folder / "index")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd="/", env=CLEAN) as server:
        try:
            assert server.stdout
            port = re.search(r":(\d+) ", server.stdout.readline())
            assert port
            connection = http.client.HTTPConnection("127.0.0.1", int(port[1]), timeout=120)
            for path in ("/", "/search?q=putin", "/static/style.css", "/ready"):
                connection.request("GET", path)
                reply = connection.getresponse()
                assert (reply.status, bool(reply.read())) == (200, True), path
        finally:
            server.terminate()
