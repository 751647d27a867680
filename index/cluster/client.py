"""How is a cluster asked? Each request to any node that answers; what is not whole is an error, never an answer.

`elastic_transport` chooses nodes, leaves out those that failed for a while, and tries again. Of OpenSearch's own client
it does all that is needed here, without the 19 MB of gRPC that one brings.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from math import inf
from os import getpid
from threading import local
from time import monotonic, sleep
from typing import Any, cast

import orjson
from elastic_transport import (
    ConnectionTimeout,
    NodeConfig,
    Serializer,
    Transport,
    TransportApiResponse,
    TransportError,
)

from index.cluster.chunks import chunks
from index.cluster.cluster_address import ClusterAddress
from index.cluster.credentials import Access
from index.cluster.one_node import OneNode, SameNode
from index.cluster.refusals import AWAY, RETRIED, refusal, strange, unreached
from index.errors import ClusterUnavailable

# A line for each request that fails, with its trace: what it comes to is told by the error.
logging.getLogger("elastic_transport").setLevel(logging.CRITICAL)
_RETRIES, _FIRST_PAUSE, _LONGEST_PAUSE = 6, 0.1, 3.0  # seconds: 9 in all, in which another copy becomes the first
_HURRIED_RETRIES = 4  # pauses of 1.5 s in all, where somebody waits
_SHARE = 0.5  # of the time that is left, for one node: where it hangs, another one has the rest
_SHORTEST = 0.5  # seconds for one node: less is not worth asking
_BULK_ROUNDS = 8
_BULK_SECONDS = 10  # that a node waits for a part that is away: less than we wait for the node
_BULK_LANES = 3  # requests at a time: the cluster works on some while the next one is written
_NOBODY = Access()
_JSON, _LINES = "application/json", "application/x-ndjson"
_STRICT = "allow_partial_search_results=false"


class _Bytes(Serializer):
    """Bodies that are bytes already, and answers as `orjson` reads them."""

    mimetype = _JSON

    def dumps(self, data: Any) -> bytes:
        return data if isinstance(data, bytes) else orjson.dumps(data)

    def loads(self, data: bytes) -> Any:
        return orjson.loads(data) if data else None


class _LinedBytes(_Bytes):
    mimetype = _LINES


class _Patience(local):
    """When the requests of a thread have to be answered; None where each may take its own time."""

    end: float | None = None


class ClusterClient:
    """A cluster, asked over kept connections; a request takes up to `seconds`, or what is left of the time that
    `within` gives. Safe to share between threads, and with processes that are forked."""

    def __init__(
        self,
        address: ClusterAddress,
        access: Access = _NOBODY,
        seconds: float = 30.0,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.address = address
        headers = access.headers()
        secured: dict[str, Any] = {"ssl_context": access.secured()} if address.scheme == "https" else {}
        configs = [
            NodeConfig(address.scheme, host, port, path_prefix=address.prefix, headers=headers, **secured)
            for host, port in address.hosts
        ]
        self._connected = partial(
            Transport,
            configs,
            serializers={_JSON: _Bytes(), _LINES: _LinedBytes()},
            retry_on_status=RETRIED,
            retry_on_timeout=True,
            max_retries=_RETRIES,
            retry_backoff_base=_FIRST_PAUSE,
            retry_backoff_cap=_LONGEST_PAUSE,
            meta_header=False,
            node_selector_class=SameNode,
        )
        self._one_node = OneNode()
        self._kept = getpid(), self._new_transport()
        self._seconds = seconds
        self._clock = clock
        self._patience = _Patience()

    @property
    def _transport(self) -> Transport:
        """That of this process: over connections that it shares with another one it would read the other's answers."""
        process, transport = self._kept
        if process != getpid():
            self._kept = process, transport = getpid(), self._new_transport()
        return transport

    def _new_transport(self) -> Transport:
        transport = self._connected()
        cast(SameNode, transport.node_pool.node_selector).one = self._one_node
        return transport

    def by_one_node(self) -> AbstractContextManager[None]:
        """All requests of this thread in the block are answered by one node, or raise NodeLost."""
        return self._one_node.kept()

    @contextmanager
    def within(self, seconds: float | None) -> Iterator[None]:
        """All requests of this thread in the block are answered in so many seconds from now, or raise
        ClusterUnavailable. Within a block that has less left that stays; None: each request takes its own time."""
        before = self._patience.end
        if seconds is None:
            self._patience.end = None
        else:
            self._patience.end = min(self._clock() + seconds, before or inf)
        try:
            yield
        finally:
            self._patience.end = before

    def left(self) -> float | None:
        """The seconds that the block of this thread has left; None where there is none."""
        return None if self._patience.end is None else max(self._patience.end - self._clock(), 0.0)

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        lines: bool = False,
        allowed: Iterable[int] = (),
    ) -> Any:
        """What the cluster answers, as JSON; None where its status is one of `allowed`, such as 404.

        Raises ClusterUnavailable and ClusterRefused.
        """
        headers = {"accept": _JSON, "content-type": _LINES if lines else _JSON}
        for attempt in range(_HURRIED_RETRIES + 1):
            try:
                response = self._performed(method, path, body, headers)
            except ConnectionTimeout as error:
                raise ClusterUnavailable(f"the cluster {self.address} took longer than {self._seconds:g} s") from error
            except TransportError as error:
                raise unreached(self.address, error) from error
            self._one_node.heard(response.meta.node)
            status, told = response.meta.status, response.body
            if (status < 300 or status in allowed) and told is not None and not isinstance(told, dict):
                raise strange(self.address, status)
            if status < 300:
                return told
            refused = refusal(self.address, status, told)
            if status in allowed and not isinstance(refused, ClusterUnavailable):
                return None
            if status in RETRIED or not isinstance(refused, ClusterUnavailable):
                break  # tried again already, or of no use
            self._rest(attempt)
        raise refused

    def _rest(self, attempt: int) -> None:
        """Wait before the next attempt: a node was lost, and soon another copy is the first."""
        left = self.left()
        sleep(min(_FIRST_PAUSE * 2**attempt, inf if left is None else left))

    def _performed(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> TransportApiResponse:
        end = self._patience.end
        if end is None:
            return self._transport.perform_request(
                method, path, body=body, headers=headers, request_timeout=self._seconds
            )
        refused = 0
        while (left := end - self._clock()) > 0:
            share = max(left * _SHARE, min(left, _SHORTEST))
            try:
                response = self._transport.perform_request(
                    method, path, body=body, headers=headers, request_timeout=share, max_retries=0
                )
                if response.meta.status not in RETRIED or refused == _HURRIED_RETRIES:
                    return response
            except ConnectionTimeout:
                continue
            except TransportError:
                if refused == _HURRIED_RETRIES:
                    raise
            sleep(min(_FIRST_PAUSE * 2**refused, max(end - self._clock(), 0.0)))
            refused += 1
        raise ClusterUnavailable(f"the cluster {self.address} does not answer in time")

    def search(self, index: str, body: Mapping[str, Any], parameters: str = "") -> Any:
        """The answer to a search of all shards, or of those that `parameters` of the request name.

        Raises ClusterUnavailable where one of them did not answer.
        """
        return self._whole(self.ask("POST", f"/{index}/_search?{_STRICT}&{parameters}".rstrip("&"), body))

    def searches(self, index: str, bodies: Sequence[Mapping[str, Any]], parameters: str = "") -> list[Any]:
        """The answers to several searches of an index, asked at once; `parameters` are those of the request. Raises as
        `search`."""
        if not bodies:
            return []
        head = orjson.dumps({"allow_partial_search_results": False})
        request = b"".join(b"%b\n%b\n" % (head, orjson.dumps(body)) for body in bodies)
        for attempt in range(_HURRIED_RETRIES + 1):
            answers = self.ask("POST", f"/{index}/_msearch?{parameters}", request, lines=True)["responses"]
            wrong = next((answer for answer in answers if "error" in answer), None)
            if wrong is None:
                return [self._whole(answer) for answer in answers]
            refused = refusal(self.address, int(wrong.get("status", 500)), wrong)
            if attempt == _HURRIED_RETRIES or not isinstance(refused, ClusterUnavailable):
                break
            self._rest(attempt)
        raise refused

    def _whole(self, answer: Any) -> Any:
        shards = answer["_shards"]
        # "failed" may be 0 where a shard has no copy left: those that answered are told by "successful" alone.
        if shards["successful"] != shards["total"] or answer.get("timed_out"):
            told = "in time" if answer.get("timed_out") else f"{shards['successful']} of {shards['total']} parts"
            raise ClusterUnavailable(f"the cluster {self.address} did not answer whole: {told}")
        return answer

    def bulk(self, actions: Iterable[tuple[Mapping[str, Any], bytes | None]]) -> None:
        """Carry out `actions`, each with its document as JSON, None for a deletion, in no order. What is refused for
        want of room is sent again. Raises ClusterUnavailable, and ClusterRefused for what the cluster will not take."""
        with ThreadPoolExecutor(_BULK_LANES) as pool:
            waiting: deque[Future[None]] = deque()
            for chunk in chunks(actions):
                if len(waiting) == _BULK_LANES:
                    waiting.popleft().result()
                waiting.append(pool.submit(self._carried_out, chunk))
            for future in waiting:
                future.result()

    def _carried_out(self, chunk: list[bytes]) -> None:
        left = chunk
        for attempt in range(_BULK_ROUNDS):
            if attempt:
                sleep(min(_FIRST_PAUSE * 2**attempt, _LONGEST_PAUSE))
            left = self._bulk(left)
            if not left:
                return
        raise ClusterUnavailable(f"the cluster {self.address} has no room for {len(left)} documents")

    def _bulk(self, pieces: Sequence[bytes]) -> list[bytes]:
        """Send the actions; returns those to send again."""
        answer = self.ask("POST", f"/_bulk?timeout={_BULK_SECONDS}s", b"".join(pieces), lines=True)
        if not answer["errors"]:
            return []
        again: list[bytes] = []
        for piece, item in zip(pieces, answer["items"], strict=True):
            (outcome,) = item.values()
            status = int(outcome["status"])
            if status in RETRIED or outcome.get("error", {}).get("type") in AWAY:
                again.append(piece)
            elif status >= 300 and not (status == 404 and "delete" in item):
                raise refusal(self.address, status, outcome)
        return again
