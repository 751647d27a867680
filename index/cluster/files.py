"""How do the words and tables of an archive come to servers that have the cluster alone? As files in an index of it.

A file is named by its content and never changes. It lies in the index of words in pieces, each compressed and a
document of its own. `ClusterState.files` says what a generation has of them (`index.cluster.word_files`).
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from os import utime
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import time
from typing import Any

import orjson
import zstandard
from xxhash import xxh3_128_hexdigest

from index.cluster.client import ClusterClient
from index.cluster.each_copy import change_found, show_all
from index.cluster.mapping import WORDS_INDEX, index_name, words
from index.cluster.word_files import generation_files
from index.errors import ClusterUnavailable, IndexDamaged
from index.store.snapshot import Snapshot

_PIECE = 1_000_000  # bytes of a file in a document: breakers of small heaps refuse larger ones
_MOST_FILES = 65_536
_OPENING_SECONDS = 600.0  # after which a process that has fetched a file has opened it


class FileStore:
    """The files of an archive in its cluster."""

    def __init__(self, client: ClusterClient, replicas: int = 1) -> None:
        self._client = client
        self._index = index_name(client.address.name, WORDS_INDEX)
        self._replicas = replicas

    def put(self, snapshot: Snapshot, known: Mapping[str, str]) -> dict[str, str]:
        """Write the files of a generation that are not there yet; returns all, name by name of content. `known` are
        those of the generation before. Raises as `ClusterClient` does, IndexDamaged and IndexUnreadable."""
        if self._client.ask("GET", f"/{self._index}", allowed=(404,)) is None:
            self._client.ask("PUT", f"/{self._index}", words(self._replicas), allowed=(400,))
        show_all(self._client, self._index)
        there = self.whole()
        listed: dict[str, str] = {}
        for name, data in generation_files(snapshot, {name: known[name] for name in known if known[name] in there}):
            content = data if isinstance(data, str) else f"{xxh3_128_hexdigest(data)}-{len(data)}"
            listed[name] = content
            if not isinstance(data, str) and content not in there:
                self._client.bulk(_pieces(self._index, content, data))
                there.add(content)
        show_all(self._client, self._index)
        if missing := {*listed.values()} - self.whole():
            raise ClusterUnavailable(f"the cluster does not have {len(missing)} files that were written")
        return listed

    def keep(self, contents: Collection[str]) -> None:
        """Remove all files but these."""
        unused = {"bool": {"must_not": {"terms": {"file": sorted(contents)}}}}
        change_found(self._client, f"/{self._index}/_delete_by_query?refresh=true", {"query": unused})

    def fetch(self, files: Mapping[str, str], folder: Path) -> dict[str, Path]:
        """Where the files of a state lie in a local folder, by their names; what is not there yet is fetched.

        Several processes may share the folder. Raises IndexDamaged for what is not what was published, and
        ClusterUnavailable, also where a file is no longer there: two generations were published meanwhile.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for content in {*files.values()}:
            try:
                utime(folder / content)  # for those who remove what nobody has fetched for long
            except FileNotFoundError:
                self._fetch(content, folder)
        return {name: folder / content for name, content in files.items()}

    def _fetch(self, content: str, folder: Path) -> None:
        count = _count(content)
        packed = b"".join(
            zstandard.decompress(b64decode(piece), max_output_size=_PIECE) for piece in self._stored(content, count)
        )
        if f"{xxh3_128_hexdigest(packed)}-{len(packed)}" != content:
            raise IndexDamaged(f"a file of the archive in {self._client.address} is not what was published")
        with NamedTemporaryFile(dir=folder, prefix=".", delete=False) as aside:
            try:
                aside.write(packed)
                aside.flush()
                Path(aside.name).replace(folder / content)
            except BaseException:
                with suppress(OSError):
                    Path(aside.name).unlink()
                raise

    def _stored(self, content: str, count: int) -> Iterator[str]:
        for number in range(count):
            found = self._client.ask("GET", f"/{self._index}/_doc/{content}-{number}", allowed=(404,))
            if found is None:
                raise ClusterUnavailable(f"a file of the archive in {self._client.address} is no longer there")
            yield found["_source"]["bytes"]

    def whole(self) -> set[str]:
        """The files that are there with all their pieces."""
        body = {"size": 0, "aggs": {"files": {"terms": {"field": "file", "size": _MOST_FILES}}}}
        buckets = self._client.search(self._index, body)["aggregations"]["files"]["buckets"]
        return {each["key"] for each in buckets if each["doc_count"] == _count(each["key"])}


def forget(folder: Path, files: Mapping[str, str]) -> None:
    """Remove from a local folder what a state does not name. Who has it open keeps it, and who has fetched it just now
    may not have opened it yet."""
    fetched = time() - _OPENING_SECONDS
    for path in folder.iterdir():
        if not path.name.startswith(".") and path.name not in files.values():
            with suppress(OSError):
                if path.stat().st_mtime < fetched:
                    path.unlink()


def _count(content: str) -> int:
    """How many pieces a file has; one of no bytes has one."""
    return max(1, -(-int(content.rpartition("-")[2]) // _PIECE))


def _pieces(index: str, content: str, data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    for number in range(_count(content)):
        packed = zstandard.compress(data[number * _PIECE : (number + 1) * _PIECE])
        fields = {"file": content, "piece": number, "bytes": b64encode(packed).decode("ascii")}
        yield {"index": {"_index": index, "_id": f"{content}-{number}"}}, orjson.dumps(fields)
