"""Which knobs are there? One table of name, default, environment variable and help; read once at the entry point."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from index.errors import CuttingsError

PREFIX = "CUTTINGS_"
SECRETS = frozenset({"token", "smtp_password", "cluster_password", "cluster_key"})
"""Settings that nobody is told the values of."""
CLUSTER_SCHEMES = {"opensearch": "http", "opensearchs": "https"}
"""The schemes of addresses of clusters, and those by which their nodes are asked."""
_INDEX, _WORKSPACE = Path("var/index"), Path("var/workspace")
_INDEX_HELP = (
    "folder of the index; or the address of a cluster of OpenSearch with the name of an archive there, as "
    "opensearch://host:9200,other:9200/name, opensearchs:// for TLS"
)
_NEAR = 0.8  # how alike names are: CUTTINGS_TRUSTED_HOST is 0.98 like CUTTINGS_TRUSTED_HOSTS


class SettingInvalid(CuttingsError):
    """An environment variable or option holds a value that its setting cannot take."""


def _knob(help_text: str, *, default: Any) -> Any:
    return field(default=default, metadata={"help": help_text})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every knob of the product. A command's option wins over the environment, which wins over the default.

    The environment variable of a field is `CUTTINGS_` and its name in capitals.
    """

    index: Path = field(default=_INDEX, metadata={"help": _INDEX_HELP})
    workspace: Path = field(
        default=_WORKSPACE, metadata={"help": "folder of the working copy of an index in a cluster"}
    )
    cluster: str = field(default="")  # the address that CUTTINGS_INDEX names; `index` is then `workspace`
    cluster_user: str = _knob("name to give to the cluster; empty: none is given", default="")
    cluster_password: str = _knob("password to give to the cluster", default="")
    cluster_key: str = _knob("API key to give to the cluster, in the place of name and password", default="")
    cluster_certificates: str = _knob(
        "file of certificates by which the nodes of the cluster are known; empty: those of the system", default=""
    )
    cluster_shards: int = _knob("parts that a new index in the cluster is divided into", default=1)
    cluster_replicas: int = _knob(
        "further copies that the cluster keeps of each part of the index, as far as it has machines for them", default=1
    )
    inbox: str = _knob(
        "folder that keeps what is added over the web, which takes a token; empty: `inbox` beside the index",
        default="",
    )
    state: str = _knob(
        "file that keeps what readers save, which takes a token; empty: `state.sqlite` beside the index", default=""
    )
    host: str = _knob("address that the server listens on", default="127.0.0.1")
    port: int = _knob("port that the server listens on; 0 takes a free one", default=8000)
    token: str = _knob("secret that every request must carry; lets the server listen beyond this machine", default="")
    trusted_hosts: str = _knob(
        "host names that requests may name, separated by commas; empty: those of this machine", default=""
    )
    prefix: str = _knob("path under which a proxy shows the service, as /news; empty: the root of a site", default="")
    address: str = _knob(
        "address at which readers find the service, for links in mails, as https://archive.example/news", default=""
    )
    trusted_proxies: str = _knob(
        "addresses or networks of proxies, separated by commas, whose Forwarded or X-Forwarded headers say who asks; "
        "empty: nobody's",
        default="",
    )
    smtp_host: str = _knob("server that takes the mails of `cuttings alerts --send`", default="")
    smtp_port: int = _knob("its port; 0: 587 with STARTTLS, 465 with TLS, 25 without", default=0)
    smtp_security: str = _knob("how the way there is kept secret: starttls, tls, or none", default="starttls")
    smtp_user: str = _knob("name to give to that server; empty: none is given", default="")
    smtp_password: str = _knob("password to give to that server", default="")
    smtp_from: str = _knob("address of mail that these mails come from", default="")
    smtp_to: str = _knob("addresses of mail that they go to, separated by commas", default="")
    processes: int = _knob(
        "processes that answer searches; 0: one for each processor (on Linux; elsewhere one)", default=0
    )
    threads: int = _knob("searches that a single process answers at the same time", default=4)
    wait_seconds: float = _knob("time that a request may wait for its turn before it is told to come back", default=2.0)
    search_seconds: float = _knob("time after which a search answers with what it has so far", default=2.0)
    aliases: str = _knob(
        "file of names that mean the same (YAML); empty: the one that comes with the program", default=""
    )
    memory_mb: int = _knob(
        "memory for what was worked out and may be asked for again, in MB; 0: 183, and more above 65,000 articles",
        default=0,
    )
    language: str = _knob("language of the pages, such as de; empty: the one that each browser asks for", default="")
    log_format: str = _knob(
        "form of the server's log: text, or json with a line for each request, without its question", default="text"
    )
    log_queries: bool = _knob("write the readers' queries into the log", default=False)
    scrub_mb: float = _knob(
        "how much of the index the server checks for damage while it serves, in MB a second; 0: nothing", default=4.0
    )
    scrub_hours: float = _knob("rest between two such checks of the whole index, in hours", default=24.0)
    watch: bool = _knob("let the server bring the index up to date when files change", default=False)
    workers: int = _knob("processes that read files; 0: one for each processor", default=0)
    build_mb: int = _knob("memory for building the index, in MB over all processes", default=256)
    worker_mb: int = _knob("memory that reading one file may take, in MB", default=1024)
    file_mb: int = _knob("size above which a file is skipped, in MB; JSON lines have no limit as files", default=50)
    keep_empty: bool = _knob(
        "index pages that hold no article, such as error pages and consent walls, too", default=False
    )
    entities: bool = _knob("find the persons, organisations and places that articles name", default=True)
    copies: bool = _knob("find articles that are copies of each other", default=True)
    file_seconds: float = _knob("time after which reading a file is given up", default=5.0)

    @property
    def place(self) -> str:
        """Where the index is: the address of its cluster, else its folder."""
        return self.cluster or str(self.index)

    @property
    def inbox_folder(self) -> Path:
        """The folder of `inbox`, an absolute path."""
        return (Path(self.inbox) if self.inbox else self.index.parent / "inbox").absolute()

    @property
    def state_file(self) -> Path:
        """The file of `state`, an absolute path."""
        return (Path(self.state) if self.state else self.index.parent / "state.sqlite").absolute()

    def variables(self) -> dict[str, str]:
        """The environment that `read` makes the same settings of, for another process; all but the secrets."""
        values = {name: str(getattr(self, name)) for name in _KNOBS if name not in SECRETS}
        if self.cluster:
            values |= {"index": self.cluster, "workspace": str(self.index)}
        return {PREFIX + name.upper(): value for name, value in values.items()}

    @classmethod
    def read(cls, environ: Mapping[str, str], **given: object) -> Settings:
        """Settings from the environment, then from `given` (options of a command; None means not given).

        A folder that is given and is the workspace of the cluster of the environment is that cluster's. Raises
        `SettingInvalid` naming the variable or option where a value does not fit.
        """
        values: dict[str, Any] = {}
        for name, knob in _KNOBS.items():
            variable = PREFIX + name.upper()
            if (option := given.get(name)) is not None:
                values[name] = _converted(option, knob.default, f"--{name.replace('_', '-')}")
            elif environ.get(variable, "") != "":
                values[name] = _converted(environ[variable], knob.default, variable)
        workspace = values.get("workspace", _WORKSPACE)
        named = [str(given.get("index") or ""), environ.get(f"{PREFIX}INDEX", "")]
        if named[0] == str(workspace):
            named.pop(0)
        meant = next((text for text in named if text), "")
        if _SCHEME.match(meant):
            values |= {"index": workspace, "cluster": _cluster(meant)}
        return cls(**values)


_KNOBS = {knob.name: knob for knob in fields(Settings) if "help" in knob.metadata}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


def _cluster(text: str) -> str:
    """The address of a cluster. Raises `SettingInvalid`, which does not repeat what may be a password."""
    scheme = text.partition("://")[0]
    if scheme not in CLUSTER_SCHEMES:
        raise SettingInvalid(
            f"{PREFIX}INDEX is an address that begins with {scheme}://", "write a folder or opensearch://host:9200/name"
        )
    if "@" in text:
        raise SettingInvalid(
            f"{PREFIX}INDEX holds a name or password",
            "name them in CUTTINGS_CLUSTER_USER and CUTTINGS_CLUSTER_PASSWORD",
        )
    return text


@dataclass(frozen=True, slots=True)
class Knob:
    """One row of the table of settings."""

    name: str
    default: str
    variable: str
    help: str


def table() -> tuple[Knob, ...]:
    """All settings in the order of their declaration, for `cuttings settings` and the documentation."""
    return tuple(
        Knob(name, str(knob.default), PREFIX + name.upper(), str(knob.metadata["help"]))
        for name, knob in _KNOBS.items()
    )


_OTHERS = {
    f"{PREFIX}{name}" for name in ("STRICT", "SHARED", "CHROMIUM", "NO_CLUSTER")
}  # read by the tests and the tools alone


def unknown(environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The variables that look like settings and are none, each with the one that may have been meant, else ""."""
    known = [knob.variable for knob in table()]
    strange = sorted(name for name in environ if name.startswith(PREFIX) and name not in {*known, *_OTHERS})
    return tuple((name, next(iter(get_close_matches(name, known, 1, _NEAR)), "")) for name in strange)


_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def _converted(value: object, default: Any, name: str) -> Any:
    """`value` in the type of `default`."""
    kind = type(default)
    if isinstance(default, Path):
        return Path(str(value))
    if kind is bool:
        word = str(value).strip().lower()
        if word not in _TRUE | _FALSE:
            raise SettingInvalid(f"{name} is {value!r}", "say yes or no")
        return word in _TRUE
    if kind is str:
        return str(value)
    try:
        number = kind(str(value).strip())
    except ValueError:
        raise SettingInvalid(f"{name} is {value!r}", f"a {'whole ' if kind is int else ''}number is needed") from None
    if not 0 <= number < float("inf"):
        raise SettingInvalid(f"{name} is {value!r}", "it must be 0 or more")
    return number
