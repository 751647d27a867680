"""Where is a cluster, and what is the archive called there? `opensearch://host:9200,other:9200/name`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.settings import CLUSTER_SCHEMES, SettingInvalid

_PORT = 9200
_ADDRESS = re.compile(r"(?P<scheme>[a-z]+)://(?:(?P<user>[^/@]+)@)?(?P<hosts>[^/@]+)(?P<path>/.*)?", re.DOTALL)
_HOST = re.compile(r"(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?")
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")  # of an index of OpenSearch, with room for what is put behind it


@dataclass(frozen=True, slots=True)
class ClusterAddress:
    """The nodes of a cluster, each host and port, the `scheme` by which they are asked (`http` or `https`), the
    `prefix` of paths under which a proxy has them ("" or `/search`), and the `name` of the archive, with which the
    names of its indices begin."""

    scheme: str
    hosts: tuple[tuple[str, int], ...]
    prefix: str
    name: str

    def __str__(self) -> str:
        scheme = next(ours for ours, theirs in CLUSTER_SCHEMES.items() if theirs == self.scheme)
        return f"{scheme}://{','.join(f'{host}:{port}' for host, port in self.hosts)}{self.prefix}/{self.name}"


def read_address(text: str) -> ClusterAddress:
    """The parts of the address of a cluster. Raises `SettingInvalid`, which never repeats a password."""
    found = _ADDRESS.fullmatch(text.strip())
    if found is None or found["scheme"] not in CLUSTER_SCHEMES:
        raise SettingInvalid("the address of a cluster cannot be read", "write opensearch://host:9200/name")
    if found["user"]:
        raise SettingInvalid(
            "the address of a cluster holds a user",
            "name user and password in CUTTINGS_CLUSTER_USER and CUTTINGS_CLUSTER_PASSWORD",
        )
    prefix, _, name = (found["path"] or "").rstrip("/").rpartition("/")
    if not _NAME.fullmatch(name):
        raise SettingInvalid(
            f"the address of a cluster names the archive {name!r}",
            "use small letters, digits, dots, - and _ behind the last slash",
        )
    if not _PREFIX.fullmatch(prefix):
        raise SettingInvalid(
            "the path of a proxy in the address of a cluster cannot be read", "write opensearch://host:9200/path/name"
        )
    return ClusterAddress(CLUSTER_SCHEMES[found["scheme"]], tuple(map(_host, found["hosts"].split(","))), prefix, name)


def _host(text: str) -> tuple[str, int]:
    found = _HOST.fullmatch(text.strip())
    if found is None or not 0 < int(found["port"] or _PORT) < 65_536:
        raise SettingInvalid(f"{text.strip()!r} names no node of a cluster", "write host:port")
    return found["host"], int(found["port"] or _PORT)
