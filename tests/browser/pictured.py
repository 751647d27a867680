"""Which pages have pictures? Thirty states of the sample archive, in a mix of widths, colours and languages."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from flask import abort

from index.settings import Settings
from search.embedded.engine import open_engine
from search.engine import Engine
from search.options import Options
from search.query import Query
from search.words.aliases import load_aliases
from tests.browser.conftest import serving
from tests.reindex.archives import articles, run
from tests.web.adding import TOKEN
from web.site.app import create_app
from web.site.saved.search_address import address_of, question_of
from web.state.reader_state import ReaderState

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Look:
    """An address of the archive, how it is looked at, and which disclosures are opened (a selector)."""

    path: str
    width: int = 1280
    scheme: str = "light"
    forced: bool = False
    language: str = "en"
    open: str = ""
    keeps: bool = False  # whether the server keeps searches and lists, for whom has its token


@dataclass
class Sample:
    """The sample archive behind two servers, one of which asks for a token, and how its articles are addressed."""

    open_to_all: str
    with_token: str
    folder: Path
    ids: dict[str, str]

    def origin(self, look: Look) -> str:
        return self.with_token if look.keeps else self.open_to_all

    def address(self, look: Look) -> str:
        return self.origin(look) + look.path.format_map(self.ids)

    def places(self, look: Look) -> list[tuple[str, str]]:
        """What a page says of where this test runs, and what it is to say instead: all that no setting makes stand
        still."""
        return [(self.origin(look), "https://archive.example"), (str(self.folder), "/archive")]


@contextmanager
def sample(seeds: Path, folder: Path) -> Iterator[Sample]:
    """The archive with its servers. Its pages say the same whenever and wherever they are asked for: files, runs and
    what readers keep are of one moment, and no answer takes any time."""
    sources = Path(shutil.copytree(seeds, folder / "seeds"))
    (sources / "more.jsonl").write_text(_more(sources / "harbour-review.jsonl"), "utf-8")
    for file in sources.rglob("*"):
        os.utime(file, (NOW.timestamp(), NOW.timestamp()))
    index = folder / "index"
    assert run(index, sources, now=NOW, file_seconds=60.0, keep_empty=True).skipped == ()
    ids = {article.key: identity for identity, article in articles(index).items()}
    settings = replace(Settings(), index=index)
    kept = replace(settings, token=TOKEN, state=str(folder / "state.sqlite"))
    _keep(ReaderState(folder / "state.sqlite"), index, ids)
    options = Options(aliases=load_aliases(), today=NOW.date)

    def engine() -> Engine:
        return open_engine(index, options=options, clock=lambda: 0.0)

    app = create_app(engine, settings)

    @app.get("/fails/<int:status>")
    def fail(status: int) -> NoReturn:
        abort(status)

    with (
        contextmanager(serving)(app) as open_to_all,
        contextmanager(serving)(create_app(engine, kept)) as with_token,
    ):
        yield Sample(open_to_all, with_token, folder, ids)


def _more(review: Path) -> str:
    """Records that make the first article of a file one of two versions, and copied."""
    first = json.loads(review.read_text("utf-8").splitlines()[0])
    text = first["text"].replace("who is 96", "who is ninety-six").replace("one point", "a point")
    copied = {**first, "id": "copied", "publisher": "Quay Post", "date": "2016-05-03", "url": "https://quay.example/a"}
    later = {**first, "id": "later", "text": f"{text}\n\nCorrection: an earlier version named another day."}
    records = ({**first, "id": "sooner", "retrieved": "2016-05-03"}, {**later, "retrieved": "2016-05-09"}, copied)
    return "".join(json.dumps(record) + "\n" for record in records)


def _keep(state: ReaderState, index: Path, ids: dict[str, str]) -> None:
    """Save two searches and make two lists."""
    found = articles(index)
    for name, arrival in (("agreement", 0), ("the", int(NOW.timestamp()) + 1)):
        query = Query(name)
        state.searches.add(name, address_of(query), question_of(query), arrival, NOW)
    for name, files in (("Treaties", ("palmyra-retaken", "paris-climate-agreement")), ("To read", ())):
        made = state.lists.make(name, NOW)
        state.lists.add(made.id, [(ids[file], found[ids[file]].title) for file in files], NOW)
    state.lists.annotate(1, ids["palmyra-retaken"], "To be read by all.")


LOOKS = {
    "home": Look("/"),
    "home-phone-dark": Look("/", 360, "dark"),
    "home-german": Look("/", language="de", scheme="dark"),
    "results": Look("/search?q=the"),
    "results-phone": Look("/search?q=agreement", 360),
    "results-one": Look("/search?q=palmyra", scheme="dark"),
    "results-none": Look("/search?q=zzyzx+qqxq&typed=1", 360),
    "results-misspelt": Look("/search?q=palmrya"),
    "results-filtered": Look("/search?q=the&language=en&-section=Science&from=2013", scheme="dark"),
    "results-compact": Look("/search?q=the&compact=1"),
    "results-forced-colours": Look("/search?q=agreement", forced=True),
    "results-arabic": Look("/search?language=ar&q="),
    "filters-phone": Look("/search?q=the#narrow", 360, "dark"),
    "article": Look("/article/{palmyra-retaken}?q=the&at=1"),
    "article-phone-dark": Look("/article/{philae-comet-landing}?q=the&at=2", 360, "dark"),
    "article-facts": Look("/article/{hr-2014-0919}", open=".record details"),
    "article-arabic": Look("/article/{zaatari-camp-ar}"),
    "article-removed": Look("/article/{philae-comet-landing}?view=removed", scheme="dark"),
    "article-original": Look("/article/{philae-comet-landing}?view=original", 360),
    "chart": Look("/chart?q=the"),
    "chart-phone-dark": Look("/chart?q=the&compare=publisher", 360, "dark"),
    "table": Look("/table?q=the&rows=publisher&columns=date"),
    "name": Look("/name/person/John%20Kerry"),
    "papers-phone": Look("/facet/publisher?q=the", 360),
    "copies": Look("/group/{copied}"),
    "comparison": Look("/compare?a={later}.1&b={later}&view=two", scheme="dark"),
    "help": Look("/help", language="fr"),
    "status": Look("/status"),
    "batch": Look("/batch?lines=agreement%0Aagreemnet%0Azzyzx%0AKerry", scheme="dark"),
    "saved": Look("/saved", keeps=True),
    "list": Look("/lists/1", keeps=True),
    "lists-phone-dark": Look("/lists", 360, "dark", keeps=True),
    "review": Look("/lists/1/review", keeps=True),
    "not-found": Look("/nowhere", forced=True),
    "token": Look("/fails/401", 360),
}
