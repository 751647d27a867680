"""Pages look as they did: their first screens, small, beside pictures that were looked at.

`make golden` takes the pictures anew. They hold for one Chromium and one set of fonts, which stand beside them: where
there are others nothing is compared.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from tests.browser import picture
from tests.browser.conftest import NAMES, WAIT
from tests.browser.pictured import LOOKS, Look, Sample, sample
from tests.conftest import ROOT
from tests.web.adding import TOKEN

pytestmark = pytest.mark.skipif(not any(map(shutil.which, NAMES)), reason="no Chromium to take pictures with")
PICTURES = Path(__file__).parent / "pictures"
MADE_WITH = PICTURES / "made-with.json"
FAILED = ROOT / "var" / "pictures"  # where what differs is put, beside what it should be
MOST_APART = 20
"""Pixels that may differ by more than a level. Two runs on one machine: 0 in all pictures. Changes of 22 of the pages:
57 at the least where a link of some letters is hidden, 95 where the button of the header is, 190 where it has another
colour, 1,851 where a page begins 2 px lower, 3,098 at 6 px. A tint that changes by less than 15 of 255 is not seen."""
MOST_BYTES = 400_000  # of all pictures together
MEASURED = "section[aria-labelledby=last] dl.facts > div:nth-child(2) > dd"
"""What says how long something took: of the page on the state of the service how long files were read."""
SETTLE = """([places, open, measured]) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    let words = walker.currentNode.data;
    for (const [here, anywhere] of places) words = words.replaceAll(here, anywhere);
    if (words !== walker.currentNode.data) walker.currentNode.data = words;
  }
  for (const one of document.querySelectorAll(measured)) one.textContent = "1 second";
  if (open) for (const one of document.querySelectorAll(open)) one.open = true;
}"""
"""Take out of a page's words where the test runs and how long that took, and open what is folded."""

CHANGES = {
    "6 px": "document.querySelector('main').style.paddingTop = '6px'",
    "a colour": "document.querySelector('form button').style.background = '#2f6f4f'",
    "a button": "document.querySelector('form button').style.visibility = 'hidden'",
}
"""What a style sheet may do to a page by mistake."""


@pytest.fixture(scope="module")
def archive(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with sample(seeds, tmp_path_factory.mktemp("pictured")) as made:
        yield made


@pytest.fixture(scope="module")
def empty(chromium: Browser) -> Iterator[Page]:
    """A page that reads screenshots."""
    page = chromium.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module")
def rewriting(chromium: Browser, request: pytest.FixtureRequest) -> bool:
    """Whether pictures are written; skips where they are compared and were made with something else."""
    here = {"chromium": chromium.version, "fonts": fonts()}
    if request.config.getoption("--rewrite-golden"):
        PICTURES.mkdir(exist_ok=True)
        MADE_WITH.write_text(json.dumps(here, indent=1) + "\n", "utf-8")
        return True
    made = json.loads(MADE_WITH.read_text("utf-8"))
    if made != here:
        what = ", ".join(name for name in here if made[name] != here[name])
        pytest.skip(f"the pictures were made with another {what}: see {MADE_WITH.relative_to(ROOT)}")
    return False


def fonts() -> list[str]:
    """The fonts of this machine with their versions; none where nothing tells them."""
    try:
        told = subprocess.run(
            ["fc-list", "--format", "%{family} %{style} %{fontversion}\n"], capture_output=True, text=True
        )
    except OSError:
        return []
    return sorted(set(told.stdout.splitlines()))


def looked_at(chromium: Browser, archive: Sample, look: Look, change: str = "") -> bytes:
    """A screenshot (PNG) of the first screen, of a page in which a script changes something."""
    context = chromium.new_context(
        viewport={"width": look.width, "height": 740 if look.width < 700 else 900},
        color_scheme=look.scheme,  # type: ignore[arg-type]
        forced_colors="active" if look.forced else "none",
        reduced_motion="reduce",
        locale=look.language,
        timezone_id="UTC",
        http_credentials={"username": "reader", "password": TOKEN},
    )
    context.set_default_timeout(WAIT)
    page = context.new_page()
    page.goto(archive.address(look))
    page.evaluate(SETTLE, [archive.places(look), look.open, MEASURED])
    if change:
        page.evaluate(change)
    taken = page.screenshot(animations="disabled")
    context.close()
    return taken


@pytest.mark.parametrize("name", LOOKS)
def test_a_page_looks_as_it_did(chromium: Browser, archive: Sample, empty: Page, name: str, *, rewriting: bool) -> None:
    screen = looked_at(chromium, archive, LOOKS[name])
    now, file = picture.taken(empty, screen), PICTURES / f"{name}.png"
    if rewriting:
        file.write_bytes(picture.png(now))
    different = picture.apart(picture.read(file), now)
    if different.sum() > MOST_APART:
        FAILED.mkdir(parents=True, exist_ok=True)
        for kind, data in (("new", screen), ("difference", picture.png(picture.marked(now, different)))):
            (FAILED / f"{name}.{kind}.png").write_bytes(data)
        where = FAILED.relative_to(ROOT)
        pytest.fail(
            f"{name}: {different.sum()} of {different.size} pixels differ; see {where}/{name}.new.png and"
            f" {name}.difference.png. If the page is meant to look so, `make golden` takes the pictures anew.",
            pytrace=False,
        )


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_somebody_changed_is_seen(chromium: Browser, archive: Sample, empty: Page, change: str) -> None:
    look = LOOKS["results"]
    before, after, again = (
        picture.taken(empty, looked_at(chromium, archive, look, script)) for script in ("", change, "")
    )
    assert picture.apart(before, after).sum() > MOST_APART >= picture.apart(before, again).sum()


def test_a_picture_is_read_as_it_was_written(tmp_path: Path) -> None:
    colours = np.random.default_rng(1).integers(0, 256, (40, 30, 3), np.uint8)
    for written in (colours, colours // 64):  # with more than 256 colours, and with fewer
        (tmp_path / "a.png").write_bytes(picture.png(written))
        assert (picture.read(tmp_path / "a.png") == written).all()
    assert picture.apart(colours, colours[:-1]).all(), "a page of another size"


def test_every_picture_has_its_page_and_all_are_small() -> None:
    files = list(PICTURES.glob("*.png"))
    assert sorted(file.stem for file in files) == sorted(LOOKS)
    assert sum(file.stat().st_size for file in files) <= MOST_BYTES
