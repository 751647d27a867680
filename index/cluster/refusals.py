"""What does a cluster that refuses, or cannot be reached, mean to a person? One sentence, which repeats no secret."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from elastic_transport import TlsError, TransportError

from index.cluster.cluster_address import ClusterAddress
from index.errors import ClusterRefused, ClusterUnavailable, IndexUnreadable

RETRIED = (429, 502, 503, 504)  # a full queue, a breaker, a proxy without its node, a shard that moves
AWAY = {  # errors of status 500 and, of a copy that is not there yet, 404, where a node was lost or came just now
    "connect_transport_exception",
    "illegal_index_shard_state_exception",
    "index_shard_closed_exception",
    "index_shard_not_started_exception",
    "index_shard_recovering_exception",
    "node_closed_exception",
    "node_disconnected_exception",
    "node_not_connected_exception",
    "receive_timeout_transport_exception",
    "retry_on_primary_exception",
    "shard_not_found_exception",
}
_BLOCKED = "cluster_block_exception"  # with a status of 403 or 429: for want of room on a disk, or by an operator
_NO_COPY = "no data nodes with criteria"  # the copy that alone was asked went since it was listed: a 400
_LONGEST = 300  # characters of a reason
_NOISE = re.compile(r"^HTTPS?Connection(?:Pool)?\(.*?\): |\[(?:Errno -?\d+|[A-Z\d]+: [A-Z_\d]+)\] | \(_ssl\.c:\d+\)")


def unreached(address: ClusterAddress, error: TransportError) -> ClusterUnavailable:
    """The error for a cluster that no request came to."""
    reason = _NOISE.sub("", str(error.message))[:_LONGEST].rstrip(".")
    if not isinstance(error, TlsError):
        return ClusterUnavailable(f"the cluster {address} cannot be reached: {reason}")
    return ClusterUnavailable(
        f"the cluster {address} does not prove by TLS who it is: {reason}",
        "name the certificates by which it is known in CUTTINGS_CLUSTER_CERTIFICATES; opensearch:// asks without TLS",
    )


def strange(address: ClusterAddress, status: int) -> ClusterRefused:
    """The error for something else that answers at the address of a cluster."""
    where = "opensearchs://, if it speaks TLS" if address.scheme == "http" else "host, port and the path of a proxy"
    return ClusterRefused(
        f"what answers at {address} is no OpenSearch (status {status})", status, advice=f"look at its address: {where}"
    )


def _innermost(error: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an error was caused by at last: of one that no part of an index made, that alone says what it is."""
    while isinstance(error.get("caused_by"), Mapping):
        error = error["caused_by"]
    return error


def refusal(address: ClusterAddress, status: int, body: Any) -> IndexUnreadable:
    """The error for an answer of a cluster, or of a proxy before it, that is none."""
    error = body.get("error") if isinstance(body, Mapping) else None
    causes = error.get("root_cause") or [_innermost(error)] if isinstance(error, Mapping) else [{}]
    kind, reason = str(causes[0].get("type") or ""), str(causes[0].get("reason") or error or "")
    if status in (401, 403) and kind != _BLOCKED:
        return ClusterRefused(
            f"the cluster {address} does not let this program in ({status})",
            status,
            advice="look at CUTTINGS_CLUSTER_USER and CUTTINGS_CLUSTER_PASSWORD, or CUTTINGS_CLUSTER_KEY",
        )
    if status not in RETRIED and not isinstance(body, Mapping):
        if status == 413:
            what = f"a proxy before the cluster {address} refuses large requests ({status})"
            return ClusterRefused(what, status, advice="let it take 100 MB")
        return strange(address, status)
    what = f"the cluster {address} answers {status}: {' '.join(filter(None, (kind, reason[:_LONGEST])))}"
    what = what.removesuffix(": ")
    away = status in RETRIED or kind in AWAY or kind == _BLOCKED or reason.startswith(_NO_COPY)
    return ClusterUnavailable(what) if away else ClusterRefused(what, status, kind)
