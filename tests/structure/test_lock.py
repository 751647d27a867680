"""docs/deploy/requirements.txt is what setup.cfg asks for and all that this rests on, each file by its hash."""

from __future__ import annotations

import configparser
import re
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

TEXT = (ROOT / "docs/deploy/requirements.txt").read_text("utf-8")
ENTRIES = re.findall(r"^([a-z0-9].*?)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", TEXT, re.MULTILINE)
PINS = {canonicalize_name(Requirement(entry).name): Requirement(entry) for entry, _ in ENTRIES}


def wanted() -> list[Requirement]:
    """What setup.cfg says that the program needs."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    return [Requirement(line) for line in config["options"]["install_requires"].split("\n") if line]


def closure(requirements: list[Requirement]) -> dict[str, str]:
    """The versions of what is installed here for these requirements, with all that they rest on, by their names."""
    installed: dict[str, str] = {}
    left = [(each, "") for each in requirements]
    while left:
        requirement, extra = left.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        known = metadata.distribution(name)
        if name not in installed or requirement.extras:
            installed[name] = known.version
            needs = [Requirement(each) for each in known.requires or []]
            left += [(need, wish) for need in needs for wish in ("", *requirement.extras)]
    return installed


def test_each_line_is_a_package_in_one_version_with_hashes() -> None:
    rest = re.sub(r"^#.*\n", "", TEXT, flags=re.MULTILINE)
    assert rest == "".join(f"{entry}{hashes}\n" for entry, hashes in ENTRIES)
    assert len(ENTRIES) > 40
    assert [entry for entry, _ in ENTRIES if not re.fullmatch(r"[a-z0-9-]+==[^\s;]+( ; [^;]+)?", entry)] == []


def test_it_says_nothing_of_where_packages_come_from() -> None:
    """Whoever installs says that: a registry of their own, a folder of wheels, or the one that pip knows."""
    assert re.findall(r"://|@|--index|--find-links|--trusted|\b[\w-]+\.(?:org|com|io|net)\b", TEXT) == []


def test_it_holds_what_setup_cfg_asks_for_in_a_version_that_this_allows() -> None:
    for requirement in wanted():
        pin = next(iter(PINS[canonicalize_name(requirement.name)].specifier)).version
        assert requirement.specifier.contains(pin), requirement


def test_it_holds_all_that_this_rests_on_and_nothing_else() -> None:
    here = {
        name: next(iter(pin.specifier)).version
        for name, pin in PINS.items()
        if pin.marker is None or pin.marker.evaluate()
    }
    assert here.keys() == closure(wanted()).keys()


def test_its_versions_are_those_of_the_tests() -> None:
    constraints = (ROOT / "constraints.txt").read_text("utf-8").split()
    pinned = {canonicalize_name(name): version for name, version in (line.split("==") for line in constraints)}
    different = {
        name: str(pin.specifier)
        for name, pin in PINS.items()
        if (pin.marker is None or pin.marker.evaluate()) and str(pin.specifier) != f"=={pinned.get(name)}"
    }
    assert different == {}
